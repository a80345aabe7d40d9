"""Handlers that tell about a repo: info, refs, commits, tree, paths."""

from collections.abc import Iterable
from typing import Any

from starlette.responses import JSONResponse, Response

from hub.server.call import Call
from hub.server.errors import EntryNotFound
from hub.server.models import Commit
from hub.server.names import check_path
from hub.server.paging import paged
from hub.server.repo_info import repo_info


def info(call: Call) -> Response:
    """``GET /api/models/{repo}[/revision/{rev}]``: what ``model_info`` reads."""
    commit = call.commit()
    facts = repo_info(call.store, call.repo, commit, blobs=call.flag("blobs"))
    wanted = call.query.getlist("expand") + call.query.getlist("expand[]")
    if wanted:
        facts = {key: value for key, value in facts.items() if key in {"id", "_id", *wanted}}
    return JSONResponse(facts)


def refs(call: Call) -> Response:
    """``GET .../refs``."""

    def listed(kind: str) -> list[dict[str, str]]:
        found = call.store.refs(call.repo, kind).items()
        return [{"name": n, "ref": f"refs/{kind}/{n}", "targetCommit": oid} for n, oid in found]

    value: dict[str, Any] = {"branches": listed("heads"), "tags": listed("tags"), "converts": []}
    if call.query.get("include_prs"):
        value["pullRequests"] = []
    return JSONResponse(value)


def commits(call: Call) -> Response:
    """``GET .../commits/{rev}``: newest first."""

    def shown(commit: Commit) -> dict[str, Any]:
        return {
            "id": commit.oid,
            "title": commit.title,
            "message": commit.message,
            "date": commit.when,
            "authors": [{"user": commit.author}],
            "formatted": {"title": commit.title, "message": commit.message},
        }

    return paged(call, list(call.store.history(call.repo, call.commit())), shown)


def tree(call: Call) -> Response:
    """``GET .../tree/{rev}[/{path}]?recursive=&expand=``: files and folders, by path."""
    commit = call.commit()
    top = call.args.get("path", "").strip("/")
    if top and check_path(top) not in commit.folders:
        raise EntryNotFound(
            f"{call.repo.id} has no folder {top!r} at {commit.oid}", commit=commit.oid
        )
    prefix = f"{top}/" if top else ""
    paths = [p for p in [*commit.files, *commit.folders] if p and p != top and p.startswith(prefix)]
    if not call.flag("recursive"):
        paths = [path for path in paths if "/" not in path[len(prefix) :]]
    expand = call.flag("expand")
    page = min(50, call.settings.page) if expand else call.settings.page

    def shown(path: str) -> dict[str, Any]:
        return path_facts(call, commit, path, expand=expand)

    return paged(call, sorted(paths), shown, page=page)


def paths_info(call: Call) -> Response:
    """``POST .../paths-info/{rev}``: like tree, for named paths; a missing one is left out."""
    commit = call.commit()
    form = call.form()
    paths = [path.strip("/") for path in form.get("paths", [])]
    expand = form.get("expand", [""])[0].lower() in ("true", "1")
    known = [p for p in dict.fromkeys(paths) if p in commit.files or (p and p in commit.folders)]
    return JSONResponse([path_facts(call, commit, path, expand=expand) for path in known])


def path_facts(call: Call, commit: Commit, path: str, *, expand: bool) -> dict[str, Any]:
    """A file or a folder as ``tree`` and ``paths-info`` give it."""
    entry = commit.files.get(path)
    facts: dict[str, Any] = {"type": "file" if entry else "directory", "path": path}
    facts |= {"oid": commit.oid_at(path), "size": entry.size if entry else 0}
    if entry and entry.lfs:
        facts["lfs"] = {"oid": entry.sha256, "size": entry.size, "pointerSize": entry.pointer_size}
    if expand:
        last = _last_change(commit, call.store.history(call.repo, commit), path)
        facts["lastCommit"] = {"id": last.oid, "title": last.title, "date": last.when}
    return facts


def _last_change(newest: Commit, history: Iterable[Commit], path: str) -> Commit:
    """The commit that gave ``path`` the content that it has in ``newest``."""
    last = newest
    for commit in history:
        if commit.oid_at(path) != newest.oid_at(path):
            break
        last = commit
    return last

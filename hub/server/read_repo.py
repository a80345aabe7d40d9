"""Handlers that tell about a repo: info, refs, commits, tree, paths."""

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.responses import JSONResponse, Response

from hub.server.call import Call
from hub.server.cards import front_matter
from hub.server.errors import BadRequest, EntryNotFound
from hub.server.models import Commit, FileEntry
from hub.server.names import RepoRef, check_path
from hub.server.storage import Store

Item = TypeVar("Item")
CARD_FIELDS = ("library_name", "pipeline_tag")


def info(call: Call) -> Response:
    """``GET /api/models/{repo}[/revision/{rev}]``: what ``model_info`` reads."""
    commit = call.commit()
    facts = repo_facts(call.store, call.repo, commit, blobs=call.flag("blobs"))
    wanted = call.query.getlist("expand") + call.query.getlist("expand[]")
    if wanted:
        facts = {key: value for key, value in facts.items() if key in {"id", "_id", *wanted}}
    return JSONResponse(facts)


def repo_facts(store: Store, repo: RepoRef, commit: Commit, *, blobs: bool) -> dict[str, Any]:
    """The info of a repo at a commit, in the Hub's names."""
    card = _card(store, commit)
    tags = card.get("tags") or []
    facts: dict[str, Any] = {
        "_id": commit.oid[:24],
        "id": repo.id,
        "author": repo.id.split("/")[0] if "/" in repo.id else None,
        "sha": commit.oid,
        "createdAt": store.created(repo).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lastModified": commit.when,
        "private": False,
        "gated": False,
        "disabled": False,
        "downloads": 0,
        "likes": 0,
        "tags": [str(tag) for tag in tags] if isinstance(tags, list) else [str(tags)],
        "cardData": card,
        "siblings": [_sibling(path, entry, blobs) for path, entry in commit.files.items()],
        "usedStorage": sum(entry.size for entry in commit.files.values()),
    }
    if repo.type == "model":
        facts["modelId"] = repo.id
        facts |= {key: card[key] for key in CARD_FIELDS if key in card}
    return facts


def _card(store: Store, commit: Commit) -> dict[str, Any]:
    entry = commit.files.get("README.md")
    if entry is None:
        return {}
    try:
        card = front_matter(store.blobs.read(entry.sha256).decode(errors="replace"))
        # YAML knows dates, NaN and keys that JSON does not: dates become text.
        loaded: dict[str, Any] = json.loads(json.dumps(card, default=str, allow_nan=False))
    except (ValueError, TypeError):
        return {}  # validate-yaml refuses such a card; one that came in another way has no metadata
    return loaded


def _sibling(path: str, entry: FileEntry, blobs: bool) -> dict[str, Any]:
    sibling: dict[str, Any] = {"rfilename": path}
    if blobs:
        sibling |= {"size": entry.size, "blobId": entry.oid}
        if entry.lfs:
            size = entry.pointer_size
            sibling["lfs"] = {"sha256": entry.sha256, "size": entry.size, "pointerSize": size}
    return sibling


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

    return _paged(
        call, list(call.store.history(call.repo, call.commit())), call.settings.page, shown
    )


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

    return _paged(call, sorted(paths), page, shown)


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


def _paged(
    call: Call, items: list[Item], page: int, shown: Callable[[Item], dict[str, Any]]
) -> Response:
    """A page of a list, with a ``Link`` to the next one where there is more."""
    try:
        start = int(call.query.get("cursor", "0"))
        size = min(page, int(call.query.get("limit", page)))
    except ValueError as error:
        raise BadRequest(f"cursor and limit are numbers: {error}") from error
    if start < 0 or size < 1:
        raise BadRequest(f"cursor {start} or limit {size} is out of range")
    headers = {}
    if start + size < len(items):
        kept = [(key, value) for key, value in call.query.multi_items() if key != "cursor"]
        query = urlencode([*kept, ("cursor", str(start + size))])
        headers["Link"] = f'<{call.base_url}{call.path}?{query}>; rel="next"'
    return JSONResponse([shown(item) for item in items[start : start + size]], headers=headers)

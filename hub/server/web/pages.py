"""The handlers of the pages. Each shows what the account of the request may see; a browser has no
token, so that is what is public (on an open hub: everything)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from hub.server.access import check_files, check_read
from hub.server.call import Call
from hub.server.collection_routes import collection_facts, find, visible
from hub.server.errors import EntryNotFound, RepoNotFound
from hub.server.listing import all_visible
from hub.server.models import Commit, FileEntry
from hub.server.names import PLURALS, RepoRef, check_path
from hub.server.repo_info import card_of, listed, repo_info
from hub.server.web import card as cards
from hub.server.web.render import page, style

KINDS = {"model": "Models", "dataset": "Data sets", "space": "Spaces", "collection": "Collections"}
SHOWN_COMMITS = 200
LONGEST_TEXT = 400_000  # bytes of a file that are shown
PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif")


def css(call: Call) -> Response:
    """``GET /pages/style.css``."""
    return style()


def index(call: Call) -> Response:
    """``GET /?type=model&search=&author=``: what is here."""
    found: dict[str, list[Mapping[str, Any]]] = {
        kind: [_shown(kind, info) for info in all_visible(call, kind)] for kind in PLURALS
    }
    found["collection"] = [collection_facts(call, held) for held in visible(call)]
    search, author = call.query.get("search", ""), call.query.get("author", call.args.get("owner"))
    for kind, items in found.items():
        key = "title" if kind == "collection" else "id"
        found[kind] = [
            item
            for item in items
            if search.lower() in str(item[key]).lower()
            and (not author or author in (item.get("author"), _owner(item)))
        ]
    first = next((kind for kind in found if found[kind]), "model")
    chosen = call.query.get("type", first)
    return page(
        "index",
        kinds=KINDS,
        found=found,
        chosen=chosen if chosen in KINDS else first,
        search=search,
        author=author or "",
    )


def _owner(item: Mapping[str, Any]) -> str:
    owner = item.get("owner")
    return str(owner["name"]) if isinstance(owner, Mapping) else ""


def _shown(kind: str, info: Mapping[str, Any]) -> dict[str, Any]:
    card = info["cardData"]
    tasks = listed(info.get("pipeline_tag") or info.get("sdk") or card.get("task_categories"))
    return {
        **info,
        "href": f"/{RepoRef(kind, info['id']).url_path}",
        "name": str(card.get("pretty_name") or card.get("title") or ""),
        "task": ", ".join(tasks[:2]),
    }


def owner(call: Call) -> Response:
    """``GET /{name}``: a model without an owner, or all of an owner's repos."""
    name = call.args["owner"]
    if RepoRef("model", name) in call.store.repos("model"):
        return card(replace(call, args={**call.args, "repo": name}))
    return index(call)


def collection(call: Call) -> Response:
    """``GET /collections/{slug}``."""
    facts = collection_facts(call, find(call))
    for item in facts["items"]:
        item["href"] = f"/{RepoRef(item['type'], item['id']).url_path}"
    return page("collection", collection=facts)


def _common(call: Call, commit: Commit, tab: str) -> dict[str, Any]:
    """What every page of a repo shows."""
    check_read(call)
    info = repo_info(call.store, call.repo, commit, blobs=False)
    heads, tags = (call.store.refs(call.repo, kind) for kind in ("heads", "tags"))
    return {
        "repo": call.repo,
        "kind": KINDS[call.repo.type],
        "info": info,
        "base": f"/{call.repo.url_path}",
        "rev": call.args.get("rev") or call.query.get("rev") or "main",
        "commit": commit,
        "heads": heads,
        "tags": dict(sorted(tags.items(), key=lambda item: _version(item[0]), reverse=True)),
        "tab": tab,
        "url": call.base_url,
    }


def _version(tag: str) -> tuple[list[int], str]:
    """Sorts v0.10.0 after v0.9.0."""
    numbers = [int(part) if part.isdecimal() else 0 for part in tag.lstrip("v").split(".")]
    return numbers, tag


def card(call: Call) -> Response:
    """``GET /{repo}?rev=``: the card, with its examples."""
    check_read(call)
    revision = call.query.get("rev") or "main"
    commit = call.store.resolve(call.repo, revision)
    values = _common(call, commit, "card")
    entry = commit.files.get("README.md")
    text = call.store.blobs.read(entry.sha256).decode(errors="replace") if entry else ""
    held, base = card_of(call.store, commit), values["base"]
    values["uses"] = [
        (name, _links(call, kind, listed(held.get(key))))
        for name, kind, key in (
            ("Base model", "model", "base_model"),
            ("Data", "dataset", "datasets"),
            ("Models", "model", "models"),
        )
    ]
    return page(
        "card",
        text=cards.card_html(text, base, revision),
        examples=cards.examples(held, base, revision),
        facts=cards.facts(held),
        results=cards.results(held),
        size=sum(entry.size for entry in commit.files.values()),
        **values,
    )


def _links(call: Call, kind: str, names: list[str]) -> list[tuple[str, str]]:
    """Repos that a card names; each with its page where this hub has it, else without."""
    held = set(call.store.repos(kind))
    found = []
    for name in names:
        try:
            repo = RepoRef(kind, name)
        except RepoNotFound:
            repo = None
        found.append((name, f"/{repo.url_path}" if repo in held and repo else ""))
    return found


def tree(call: Call) -> Response:
    """``GET /{repo}/tree/{rev}[/{path}]``: a folder's files."""
    check_read(call)
    commit = call.commit()
    folder = call.args.get("path", "").strip("/")
    if folder and check_path(folder) not in commit.folders:
        raise EntryNotFound(f"{call.repo.id} has no folder {folder!r} at {commit.oid}")
    prefix = f"{folder}/" if folder else ""
    inside = [path for path in commit.files if path.startswith(prefix)]
    names = dict.fromkeys(path[len(prefix) :].split("/")[0] for path in inside)
    rows = []
    for name in names:
        path = f"{prefix}{name}"
        entry = commit.files.get(path)
        below = [commit.files[p].size for p in inside if p.startswith(f"{path}/")]
        rows.append(
            {
                "name": name,
                "path": quote(path),
                "entry": entry,
                "size": entry.size if entry else sum(below),
                "count": len(below),
            }
        )
    rows.sort(key=lambda row: (row["entry"] is not None, row["name"]))
    return page("tree", rows=rows, folder=folder, **_common(call, commit, "files"))


def blob(call: Call) -> Response:
    """``GET /{repo}/blob/{rev}/{path}``: one file; text and pictures are shown."""
    check_files(call)
    commit, path = call.commit(), check_path(call.args["path"])
    entry = commit.files.get(path)
    if entry is None:
        raise EntryNotFound(f"{call.repo.id} has no file {path!r} at {commit.oid}")
    text = None
    if entry.size <= LONGEST_TEXT:
        data = call.store.blobs.read(entry.sha256)
        text = None if b"\0" in data else data.decode(errors="replace")
    return page(
        "blob",
        path=path,
        quoted=quote(path),
        entry=entry,
        text=text,
        picture=path.lower().endswith(PICTURES),
        **_common(call, commit, "files"),
    )


def versions(call: Call) -> Response:
    """``GET /{repo}/commits/{rev}``: tags, branches, and the history of one."""
    check_read(call)
    commit = call.commit()
    history = list(call.store.history(call.repo, commit))
    return page(
        "versions",
        history=history[:SHOWN_COMMITS],
        more=len(history) - SHOWN_COMMITS,
        **_common(call, commit, "versions"),
    )


def commit(call: Call) -> Response:
    """``GET /{repo}/commit/{oid}``: what a commit changed."""
    check_read(call)
    made = call.commit()
    before: Mapping[str, FileEntry] = {}
    if made.parent:
        before = call.store.resolve(call.repo, made.parent).files
    changes = []
    for path in sorted({*before, *made.files}):
        old, new = before.get(path), made.files.get(path)
        if old != new:
            what = "added" if old is None else "removed" if new is None else "changed"
            changes.append((what, path, quote(path), old, new))
    return page("commit", changes=changes, **_common(call, made, "versions"))

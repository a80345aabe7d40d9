"""``/api/collections``: lists of repos that belong together, e.g. all of one release."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response

from hub.server.access import check_owner, sees
from hub.server.call import Call
from hub.server.collection_store import Collection, CollectionExists, Collections, Item
from hub.server.errors import BadRequest, CollectionNotFound, Conflict, RepoNotFound
from hub.server.names import PLURALS, RepoRef
from hub.server.objects import number, text
from hub.server.paging import paged

SHORT = 4  # items shown per collection in a list, as on the Hub
MAX_NOTE = 500
_Changer = Callable[[Collection], Collection]


def held_by(call: Call) -> Collections:
    """The store's collections."""
    return Collections(call.store.root / "collections", call.store.tmp)


def visible(call: Call) -> list[Collection]:
    """The collections that the account may see."""
    return [held for held in held_by(call).all() if _sees(call, held)]


def find(call: Call) -> Collection:
    """The collection of the URL.

    Raises:
        CollectionNotFound: there is none, or it is private and of others.
    """
    found = held_by(call).get(call.args["slug"])
    if not _sees(call, found):
        raise CollectionNotFound(f"there is no collection {call.args['slug']}")
    return found


def _sees(call: Call, held: Collection) -> bool:
    account = call.account
    return not held.private or (account is not None and account.belongs(held.owner))


def listing(call: Call) -> Response:
    """``GET /api/collections?owner=&item=models/geneverse/x&sort=&limit=``."""
    found = visible(call)
    if owners := call.query.getlist("owner"):
        found = [held for held in found if held.owner in owners]
    if items := call.query.getlist("item"):
        found = [held for held in found if set(items) & {_path(item) for item in held.items}]
    if call.query.get("sort") == "lastModified":
        found.sort(key=lambda held: held.updated, reverse=True)

    def shown(held: Collection) -> dict[str, Any]:
        # The client counts positions itself when it reads a list.
        facts = collection_facts(call, replace(held, items=held.items[:SHORT]))
        return {key: value for key, value in facts.items() if key != "position"}

    return paged(call, found, shown)


def get(call: Call) -> Response:
    """``GET /api/collections/{slug}``."""
    return JSONResponse(collection_facts(call, find(call)))


def create(call: Call) -> Response:
    """``POST /api/collections``; 409 with the slug where the owner has one of this title."""
    wanted = call.json()
    account = check_owner(call, str(wanted.get("namespace") or call.author))
    owner = str(wanted.get("namespace") or account.user)
    RepoRef("model", f"{owner}/x")  # refuses a name that no owner can have
    title, note = text(wanted, "title", longest=200), wanted.get("description")
    with call.store.lock(".collections"):
        try:
            made = held_by(call).create(
                owner,
                title,
                str(note).encode(errors="replace").decode() if note else None,
                bool(wanted.get("private")),
            )
        except CollectionExists as error:
            shown = {"error": str(error), "slug": error.collection.slug}
            return JSONResponse(shown, status_code=error.status)
    return JSONResponse(collection_facts(call, made))


def update(call: Call) -> Response:
    """``PATCH /api/collections/{slug}``: title, description, private, theme, position."""
    wanted = call.json()
    changes: dict[str, Any] = {}
    if "title" in wanted:
        changes["title"] = text(wanted, "title", longest=200)
    for key in ("description", "theme"):
        if key in wanted:
            changes[key] = str(wanted[key]).encode(errors="replace").decode()
    if "private" in wanted:
        changes["private"] = bool(wanted["private"])
    if "position" in wanted:
        changes["position"] = number(wanted, "position")
    made = _change(call, lambda held: replace(held, **changes))
    return JSONResponse({"success": True, "data": collection_facts(call, made)})


def delete(call: Call) -> Response:
    """``DELETE /api/collections/{slug}``."""
    held = find(call)
    check_owner(call, held.owner)
    with call.store.lock(".collections"):
        held_by(call).delete(held)
    return JSONResponse({"success": True})


def add_item(call: Call) -> Response:
    """``POST .../items`` with ``{"item": {"type": "model", "id": ".."}, "note": ".."}``."""
    wanted = call.json()
    named = wanted.get("item")
    if not isinstance(named, Mapping):
        raise BadRequest('write {"item": {"type": "model", "id": "geneverse/x"}}')
    kind, name = text(named, "type"), text(named, "id")
    if kind not in PLURALS:
        raise BadRequest(f"item type {kind!r}: this hub has {', '.join(PLURALS)}")
    repo = RepoRef(kind, name.removeprefix(f"{PLURALS[kind]}/"))
    if not sees(call.account, repo, call.store.facts(repo)):
        raise RepoNotFound(f"{kind} {repo.id} does not exist on this hub")

    def add(held: Collection) -> Collection:
        if any((item.type, item.id) == (kind, repo.id) for item in held.items):
            raise Conflict(f"{kind} {repo.id} is in the collection already")
        item = Item(secrets.token_hex(12), kind, repo.id, _note(wanted))
        return replace(held, items=(*held.items, item))

    return JSONResponse(collection_facts(call, _change(call, add)))


def update_item(call: Call) -> Response:
    """``PATCH .../items/{id}``: note, position."""
    wanted = call.json()

    def change(held: Collection) -> Collection:
        items = list(held.items)
        item = items.pop(place := held.index(call.args["item"]))
        if "note" in wanted:
            item = replace(item, note=_note(wanted))
        items.insert(number(wanted, "position") if "position" in wanted else place, item)
        return replace(held, items=tuple(items))

    return JSONResponse({"success": True, "data": collection_facts(call, _change(call, change))})


def delete_item(call: Call) -> Response:
    """``DELETE .../items/{id}``."""

    def change(held: Collection) -> Collection:
        place = held.index(call.args["item"])
        return replace(held, items=(*held.items[:place], *held.items[place + 1 :]))

    _change(call, change)
    return JSONResponse({"success": True})


def collection_facts(call: Call, held: Collection) -> dict[str, Any]:
    """A collection in the Hub's names; repos that are gone or hidden are left out."""
    items: list[dict[str, Any]] = []
    for item in held.items:
        try:
            repo = RepoRef(item.type, item.id)
            if not sees(call.account, repo, call.store.facts(repo)):
                continue
        except RepoNotFound:
            continue
        note = {"text": item.note, "html": ""} if item.note else None
        shown = {"_id": item.oid, "type": item.type, "id": item.id, "position": len(items)}
        items.append(shown | ({"note": note} if note else {}))
    return {
        "slug": held.slug,
        "title": held.title,
        "description": held.description,
        "owner": {"name": held.owner, "type": "user"},
        "items": items,
        "lastUpdated": held.updated.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "position": held.position,
        "private": held.private,
        "theme": held.theme,
        "upvotes": 0,
    }


def _change(call: Call, change: _Changer) -> Collection:
    check_owner(call, find(call).owner)
    with call.store.lock(".collections"):
        return held_by(call).save(change(find(call)))


def _note(wanted: Mapping[str, Any]) -> str | None:
    return text(wanted, "note", longest=MAX_NOTE) if wanted.get("note") else None


def _path(item: Item) -> str:
    return f"{PLURALS[item.type]}/{item.id}"

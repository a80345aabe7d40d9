"""The collection that holds a release: made or brought up to date, after everything else.

Every call is one that may be repeated: what is there already is found first, so that an interrupted
release neither makes a second collection nor lists a repo twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub.caller import Caller, LostAnswer
from hub.errors import HubError
from hub.plan import Artefact

if TYPE_CHECKING:
    from hub.releases import Options


@dataclass(frozen=True)
class Collected:
    """A collection: its slug, its repos, and how many of them were added now."""

    slug: str
    items: int
    added: int


def collect(artefacts: Sequence[Artefact], version: str, options: "Options") -> Collected | None:
    """Bring ``Geneverse <version>`` up to date; None where the token may not make collections.

    Raises:
        HubError: the Hub refused for another reason, or could not be reached.
    """
    owner = artefacts[0].repo_id.split("/")[0]
    wanted = _wanted(artefacts, version, owner)
    token = options.tokens(f"collection {owner}")
    caller = Caller(options.endpoint, token)
    held = _find(caller, wanted) or _create(caller, wanted)
    there = {(item.item_type, item.item_id) for item in held.items}
    missing = [i for i in wanted["items"] if (i["item_type"], i["item_id"]) not in there]
    for item in missing:
        _add(caller, held.slug, item)
    now = _get(caller, held.slug)
    listed = {(item.item_type, item.item_id) for item in now.items}
    for item in wanted["items"]:
        if (item["item_type"], item["item_id"]) not in listed:
            raise HubError(f"collection {held.slug} does not list {item['item_id']}: run again")
    return Collected(str(held.slug), len(now.items), len(missing))


def _wanted(artefacts: Sequence[Artefact], version: str, owner: str) -> dict[str, Any]:
    from model_cards.errors import CardError
    from model_cards.render_code import collection_facts

    repos = [{"id": a.repo_id, "kind": a.kind} for a in artefacts]
    try:
        return collection_facts(repos, namespace=owner, version=version)
    except CardError as error:
        raise HubError(f"the collection of {version}: {error}") from error


def _find(caller: Caller, wanted: dict[str, Any]) -> Any | None:
    def listed() -> Any:
        return list(caller.api.list_collections(owner=wanted["namespace"], limit=100))

    for found in caller.read("collections", "list them", listed):
        if found.title == wanted["title"]:
            return _get(caller, found.slug)
    return None


def _get(caller: Caller, slug: str) -> Any:
    return caller.read(slug, "read the collection", lambda: caller.api.get_collection(slug))


def _create(caller: Caller, wanted: dict[str, Any]) -> Any:
    try:
        return caller.write(
            wanted["title"],
            "make the collection",
            lambda: caller.api.create_collection(
                title=wanted["title"],
                namespace=wanted["namespace"],
                description=wanted["description"],
                exists_ok=True,
            ),
        )
    except LostAnswer:
        found = _find(caller, wanted)
        if found is None:
            raise
        return found


def _add(caller: Caller, slug: str, item: dict[str, str]) -> None:
    try:
        caller.write(
            item["item_id"],
            "add it to the collection",
            lambda: caller.api.add_collection_item(
                slug, item["item_id"], item["item_type"], note=item["note"], exists_ok=True
            ),
        )
    except LostAnswer:
        held = _get(caller, slug)
        if not any(i.item_id == item["item_id"] for i in held.items):
            raise

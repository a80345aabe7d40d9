"""Collections on disk, a file each: ``root/collections/<id>.json``.

::

    {"id": "65a1...", "owner": "geneverse", "title": "Geneverse v1.2.0", "description": "...",
     "private": false, "theme": "blue", "position": 0, "updated": "2026-01-02T03:04:05+00:00",
     "items": [{"_id": "65a2...", "type": "model", "id": "geneverse/x", "note": null}]}
"""

import json
import re
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from hub.durable import sync_folder, write_bytes
from hub.server.errors import CollectionNotFound, Conflict, EntryNotFound
from hub.server.repo_folders import now

_SLUG = re.compile(r"[^/]+/.*?-?([0-9a-f]{24})")


@dataclass(frozen=True)
class Item:
    """A repo (or another collection) in a collection; ``note`` is plain text."""

    oid: str
    type: str
    id: str
    note: str | None = None


@dataclass(frozen=True)
class Collection:
    """A named list of repos."""

    id: str
    owner: str
    title: str
    updated: datetime
    description: str | None = None
    private: bool = False
    theme: str = "blue"
    position: int = 0
    items: tuple[Item, ...] = ()

    @property
    def slug(self) -> str:
        """Its name in URLs, e.g. ``geneverse/geneverse-v120-65a1...``; only the end identifies."""
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower().replace(".", "")).strip("-")
        return f"{self.owner}/{words[:60]}-{self.id}" if words else f"{self.owner}/{self.id}"

    def index(self, oid: str) -> int:
        """Where an item stands.

        Raises:
            EntryNotFound: it has no such item.
        """
        for place, item in enumerate(self.items):
            if item.oid == oid:
                return place
        raise EntryNotFound(f"collection {self.slug} has no item {oid}")


class Collections:
    """The collections of a store."""

    def __init__(self, folder: Path, tmp: Path) -> None:
        self._folder, self._tmp = folder, tmp

    def all(self) -> list[Collection]:
        """All of them, by title."""
        found = [self._read(path) for path in self._folder.glob("*.json")]
        return sorted(found, key=lambda held: (held.owner, held.title, held.id))

    def get(self, slug: str) -> Collection:
        """The one of a slug.

        Raises:
            CollectionNotFound: there is none.
        """
        match = _SLUG.fullmatch(slug)
        try:
            found = self._read(self._folder / f"{match[1]}.json") if match else None
        except FileNotFoundError:
            found = None
        if found is None or found.owner != slug.split("/")[0]:
            raise CollectionNotFound(f"there is no collection {slug}")
        return found

    def create(self, owner: str, title: str, description: str | None, private: bool) -> Collection:
        """A new one. Raises CollectionExists where the owner has one of this title."""
        for held in self.all():
            if (held.owner, held.title) == (owner, title):
                raise CollectionExists(held)
        made = Collection(secrets.token_hex(12), owner, title, now(), description, private)
        return self.save(made)

    def save(self, collection: Collection) -> Collection:
        """Keep it, as of now."""
        collection = replace(collection, updated=now())
        text = json.dumps(asdict(collection) | {"updated": collection.updated.isoformat()})
        write_bytes(self._folder / f"{collection.id}.json", text.encode(), tmp=self._tmp)
        return collection

    def delete(self, collection: Collection) -> None:
        """Remove it."""
        (self._folder / f"{collection.id}.json").unlink(missing_ok=True)
        sync_folder(self._folder)

    def _read(self, path: Path) -> Collection:
        value: dict[str, Any] = json.loads(path.read_text())
        items = tuple(Item(**item) for item in value.pop("items"))
        return Collection(
            **value | {"updated": datetime.fromisoformat(value["updated"])}, items=items
        )


class CollectionExists(Conflict):
    """The owner has a collection of this title."""

    def __init__(self, collection: Collection) -> None:
        super().__init__(f"{collection.owner} has a collection {collection.title!r} already")
        self.collection = collection

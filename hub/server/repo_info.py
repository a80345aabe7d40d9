"""What the Hub tells about a repo at a commit: ``model_info``, ``dataset_info``, ``space_info``."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from hub.server.cards import front_matter
from hub.server.models import Commit, FileEntry
from hub.server.names import RepoRef
from hub.server.storage import Store

CARD_FIELDS = ("library_name", "pipeline_tag")
# Keys of a card that the Hub repeats in the repo's tags, and how it writes them there.
_TAGGED = {
    "pipeline_tag": "{}",
    "library_name": "{}",
    "language": "{}",
    "license": "license:{}",
    "datasets": "dataset:{}",
    "task_categories": "task_categories:{}",
    "size_categories": "size_categories:{}",
    "base_model": "base_model:{}",
    "sdk": "{}",
}


def repo_info(store: Store, repo: RepoRef, commit: Commit, *, blobs: bool) -> dict[str, Any]:
    """The info of a repo at a commit, in the Hub's names; ``blobs`` adds sizes and hashes."""
    card, settings = card_of(store, commit), store.facts(repo)
    facts: dict[str, Any] = {
        "_id": commit.oid[:24],
        "id": repo.id,
        "author": repo.owner or None,
        "sha": commit.oid,
        "createdAt": settings.created.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "lastModified": commit.when,
        "private": settings.private,
        "gated": settings.gated,
        "disabled": False,
        "downloads": 0,
        "likes": 0,
        "tags": tags_of(card),
        "cardData": card,
        "siblings": [_sibling(path, entry, blobs) for path, entry in commit.files.items()],
        "usedStorage": sum(entry.size for entry in commit.files.values()),
    }
    if repo.type == "model":
        facts["modelId"] = repo.id
        facts |= {key: card[key] for key in CARD_FIELDS if key in card}
    if repo.type == "space":
        facts["sdk"] = card.get("sdk") or settings.sdk
        # Nothing runs here: a Space is kept, not served.
        facts["runtime"] = {"stage": "STOPPED", "hardware": {"current": None, "requested": None}}
        facts |= {key: listed(card.get(key)) for key in ("models", "datasets")}
    return facts


def card_of(store: Store, commit: Commit) -> dict[str, Any]:
    """The metadata of the README.md; empty where it has none that can be read."""
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


def listed(value: Any) -> list[str]:
    """A card's value as a list: one text, or many."""
    if value is None:
        return []
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return [str(item) for item in value]
    return [str(value)]


def tags_of(card: Mapping[str, Any]) -> list[str]:
    """A card's tags, and those that the Hub makes of its other keys, e.g. ``license:mit``."""
    tags = listed(card.get("tags"))
    for key, form in _TAGGED.items():
        tags += [form.format(value) for value in listed(card.get(key))]
    if relation := card.get("base_model_relation"):
        tags += [f"base_model:{relation}:{base}" for base in listed(card.get("base_model"))]
    return list(dict.fromkeys(tags))


def _sibling(path: str, entry: FileEntry, blobs: bool) -> dict[str, Any]:
    sibling: dict[str, Any] = {"rfilename": path}
    if blobs:
        sibling |= {"size": entry.size, "blobId": entry.oid}
        if entry.lfs:
            size = entry.pointer_size
            sibling["lfs"] = {"sha256": entry.sha256, "size": entry.size, "pointerSize": size}
    return sibling

"""Title, description and notes of the collection that holds a release."""

from collections.abc import Mapping, Sequence
from typing import Any

from model_cards.errors import CardError

TITLE_MOST, DESCRIPTION_MOST, NOTE_MOST = 60, 150, 500  # the Hub's limits, in characters
_NOTES: Mapping[str, str] = {
    "dataset": "Questions about human genes with answers; splits that keep relatives together.",
    "registry": "Every human gene with names, aliases and identifiers; one row a gene.",
    "model": "Adapter that writes a paragraph on a gene from the gene's record.",
    "merged": "The adapter merged into its base: loads with transformers alone.",
    "pipeline": "Finds the gene, asks the model, corrects every identifier in the answer.",
    "metric": "Metric for answers about genes, as an evaluate module.",
    "space": "Ask a gene in the browser; raw and corrected answer side by side.",
}
_ORDER = tuple(_NOTES)


def collection(repos: Sequence[Mapping[str, str]], namespace: str, version: str) -> dict[str, Any]:
    """See :func:`model_cards.render_code.collection_facts`; items are sorted by kind, then id."""
    items: list[dict[str, str]] = []
    types = {"dataset": "dataset", "registry": "dataset", "metric": "space", "space": "space"}
    for repo in sorted(repos, key=lambda r: (_ORDER.index(_kind(r)), r["id"])):
        kind = _kind(repo)
        note = f"{repo.get('note') or _NOTES[kind]} Release {version}."
        if len(note) > NOTE_MOST:
            raise CardError(f"the note of {repo['id']} has {len(note)} characters, {NOTE_MOST} go")
        items.append({"item_id": repo["id"], "item_type": types.get(kind, "model"), "note": note})
    text = "Open language models for human genes: data, adapters, correction, metrics. "
    description = f"{text}For research; no medical advice."
    title = f"Geneverse {version}"
    if len(description) > DESCRIPTION_MOST or len(title) > TITLE_MOST:
        raise CardError(f"the collection's title or description is too long: {title!r}")
    return {"title": title, "namespace": namespace, "description": description, "items": items}


def _kind(repo: Mapping[str, str]) -> str:
    if repo.get("kind") not in _NOTES:
        raise CardError(
            f"{repo.get('id')}: kind is {repo.get('kind')!r}, one of {', '.join(_NOTES)}"
        )
    return repo["kind"]

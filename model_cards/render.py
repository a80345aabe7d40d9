"""README.md of every repo, rendered from the files that the other rooms wrote.

Goes in: a folder made by ``geneverse data`` or ``geneverse train``, the recipe, the scores. Comes
out: ``folder/README.md``, checked by :mod:`model_cards.validate`; a number stands in it only if a
file holds it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model_cards import data as from_data
from model_cards.dataset_info import add_dataset_info
from model_cards.facts import Facts
from model_cards.names import check_names
from model_cards.protein_images import render_protein_card
from model_cards.registry_facts import column_rows, example_row, registry_front
from model_cards.render_code import (
    collection_facts,
    render_metric_card,
    render_pipeline_card,
    render_space_card,
)
from model_cards.render_model import render_merged_card, render_model_card
from model_cards.spatial_markers import render_spatial_card
from model_cards.write import render_text, save_card

__all__ = [
    "collection_facts",
    "render_dataset_card",
    "render_merged_card",
    "render_metric_card",
    "render_model_card",
    "render_pipeline_card",
    "render_registry_card",
    "render_space_card",
]


def render_dataset_card(folder: Path, *, repo_id: str, version: str) -> Path:
    """Write the card of a gene, protein or marker data set; CardError names key and fix."""
    check_names(repo_id, version)
    found = from_data.dataset_facts(folder)
    if found["task"] == "protein":
        return render_protein_card(folder, repo_id=repo_id, version=version)
    if found["task"] == "marker":
        return render_spatial_card(folder, repo_id=repo_id, version=version)
    sources = from_data.source_facts(folder)
    audit = from_data.audit_facts(folder)
    sample = "paper" if "paper" in found["splits"] else found["splits"][0]
    row = from_data.first_row(folder / found["default"] / f"{sample}.parquet")
    context = {
        **found,
        **sources,
        "repo_id": repo_id,
        "version": version,
        "title": from_data.pretty(found["name"]),
        "untested": _untested(found),
        "audit": audit.data,
        "idle_checks": [c["name"] for c in audit.data["checks"] if c.get("compared") == 0],
        "check_rows": [
            [check.get("name"), check.get("compared"), check.get("violations")]
            for check in audit.need("checks", kind=list)
        ],
        "row": from_data.as_json(row),
        "row_split": sample,
    }
    front = from_data.dataset_front(found, sources["license"])
    add_dataset_info(front, folder)
    return save_card(render_text(front, "dataset.md.j2", context), folder, "dataset")


def render_registry_card(folder: Path, *, repo_id: str, version: str) -> Path:
    """Write the card of a registry folder; CardError names file, key and fix."""
    check_names(repo_id, version)
    facts = Facts.read(folder / "geneverse.json", from_data.MADE_BY)
    sources = from_data.source_facts(folder)
    row = example_row(folder / "genes.parquet")
    rows = from_data.parquet_rows(folder / "genes.parquet")
    name = facts.need("name", kind=str)
    approved = facts.need("statuses", kind=dict).get("Approved", 0)
    context = {
        **sources,
        "repo_id": repo_id,
        "version": version,
        "title": from_data.pretty(name),
        "approved": approved,
        "withdrawn": rows - approved,
        "content": facts.need("revision_of_content", kind=str),
        "status_rows": _by_count(facts.need("statuses", kind=dict)),
        "stratum_rows": _by_count(facts.need("strata", kind=dict)),
        "columns": column_rows(row),
        "row": from_data.as_json(row),
        "symbol": str(row.get("symbol", "")),
    }
    front = registry_front(name, rows, sources["license"])
    add_dataset_info(front, folder)
    return save_card(render_text(front, "registry.md.j2", context), folder, "dataset")


def _untested(found: Mapping[str, Any]) -> list[str]:
    """The locus types that the split ``test`` has no row of; none where there is no such split."""
    if "test" not in found["splits"]:
        return []
    column = 1 + found["splits"].index("test")
    return [str(row[0]) for row in found["stratum_rows"] if row[column] == 0]


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Most frequent first."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

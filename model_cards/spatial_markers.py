"""What the card of the spatial markers says, read from the folder's own files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huggingface_hub import DatasetCardData

from model_cards import data as from_data
from model_cards.dataset_info import add_dataset_info
from model_cards.facts import Facts
from model_cards.write import render_text, save_card

MADE_BY = "geneverse data spatial"
_SPLITS = ("train", "validation", "test_genes", "test_cell_types", "test_sections", "paper")
_CONFIGS: Mapping[str, str] = {
    "marker": "the paper's question, yes or no, balanced within each gene and each cell type",
    "which-cell-type": "which of four cell types the gene marks",
    "spatially-variable": "whether the gene varies over the section, by Moran's I",
    "where-highest": "in which quarter of the section the gene is highest",
}
_HOLDS: Mapping[str, str] = {
    "train": "for training",
    "validation": "genes that train does not have, for choosing",
    "test_genes": "genes that neither train nor validation has",
    "test_cell_types": "cell types that no training question names",
    "test_sections": "a section of which no picture is in train",
    "paper": "the 40 questions of the Geneverse paper, word for word",
}


def render_spatial_card(folder: Path, *, repo_id: str, version: str) -> Path:
    """Write the card of a spatial-markers folder; CardError names file, key and fix."""
    found = from_data.dataset_facts(folder)
    sources = from_data.source_facts(folder)
    audit = from_data.audit_facts(folder)
    facts = Facts.read(folder / "geneverse.json", MADE_BY)
    splits = [s for s in _SPLITS if s in found["splits"]]
    configs = [{**c, "text": _CONFIGS.get(c["name"], "")} for c in found["configs"]]
    row = from_data.first_row(folder / found["default"] / "train.parquet")
    sections = facts.need("sections", kind=dict)
    checks = audit.need("checks", kind=list)
    context = {
        **found,
        **sources,
        "splits": splits,
        "configs": configs,
        "config_rows": [_config_row(c, splits, found["default"]) for c in configs],
        "split_rows": [[f"`{s}`", _HOLDS[s]] for s in splits],
        "repo_id": repo_id,
        "version": version,
        "title": from_data.pretty(found["name"]),
        "section_rows": [_section_row(name, one) for name, one in sections.items()],
        "origins": sorted({one["types_origin"] for one in sections.values()}),
        "sample": all(one["types_origin"] == "simulated" for one in sections.values()),
        "held_types": facts.need("held_out", "cell_types", kind=list),
        "bounds": facts.need("thresholds", kind=dict),
        "pictures": facts.need("pictures", kind=dict),
        "agreement": facts.get("agreement"),
        "agreement_rows": _agreement_rows(facts.get("agreement")),
        "audit": audit.data,
        "rule_rows": [_rule_row(one) for one in audit.need("rules", kind=list)],
        "check_rows": [[c.get("name"), c.get("compared"), c.get("violations")] for c in checks],
        "row": from_data.as_json({**row, "images": [_said(image) for image in row["images"]]}),
        "thing": "the data",
    }
    front = _front(found, configs, splits, sources["license"])
    add_dataset_info(front, folder)
    return save_card(render_text(front, "spatial_markers.md.j2", context), folder, "dataset")


def _config_row(config: Mapping[str, Any], splits: list[str], default: str) -> list[object]:
    name = f"`{config['name']}`" + (" (default)" if config["name"] == default else "")
    size = round(config["bytes"] / 1e6, 2)
    return [name, *(config["rows"].get(s) for s in splits), size, config["text"]]


def _section_row(name: str, one: Mapping[str, Any]) -> list[object]:
    pairs = one["pairs"]
    held = "held out" if one["held_out"] else ""
    types = f"{len(one['cell_types'])}, {one['types_origin']}"
    return [name, one["cells"], one["genes"], types, *(pairs[k] for k in pairs), held]


def _rule_row(one: Mapping[str, Any]) -> list[object]:
    most = one["fitted_to_the_split_itself"]
    return [
        f"`{one['config']}`",
        f"`{one['split']}`",
        one["rule"],
        one["n"],
        f"{one['trained']:.3f}",
        "" if most is None else f"{most:.3f}",
        "reported only" if one["limit"] is None else f"{one['limit']:.2f}",
    ]


def _agreement_rows(agreement: Mapping[str, Any] | None) -> list[list[object]]:
    """Panel's yes and no by what the expression says."""
    if agreement is None:
        return []
    counts = {(one["panel"], one["expression"]): one["pairs"] for one in agreement["pairs"]}
    answers = ("yes", "no", "left out")
    return [[panel, *(counts.get((panel, a), 0) for a in answers)] for panel in ("yes", "no")]


def _said(image: Mapping[str, Any]) -> dict[str, str]:
    """A picture as the shown row has it."""
    return {"bytes": f"a picture of {len(image['bytes']):,} bytes"}


def _front(
    found: Mapping[str, Any], configs: list[dict[str, Any]], splits: list[str], license_id: str
) -> DatasetCardData:
    """One configuration a task, each with the splits that it has, the default one first."""
    return DatasetCardData(
        pretty_name=from_data.pretty(found["name"]),
        license=license_id,
        language=["en"],
        task_categories=["visual-question-answering", "image-text-to-text"],
        task_ids=["visual-question-answering"],
        annotations_creators=["machine-generated"],
        language_creators=["machine-generated"],
        multilinguality=["monolingual"],
        source_datasets=["original"],
        size_categories=[from_data.size_category(found["total"])],
        tags=["biology", "spatial-transcriptomics", "single-cell", "marker-genes",
              "instruction-tuning", "geneverse"],
        configs=[
            {
                "config_name": config["name"],
                **({"default": True} if config["name"] == found["default"] else {}),
                "data_files": [
                    {"split": s, "path": f"{config['name']}/{s}.parquet"}
                    for s in splits
                    if s in config["rows"]
                ],
            }
            for config in configs
        ],
    )  # fmt: skip

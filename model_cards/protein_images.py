"""What the card of the protein pictures says, read from the folder's own files."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huggingface_hub import DatasetCardData

from model_cards import data as from_data
from model_cards.dataset_info import add_dataset_info
from model_cards.facts import Facts
from model_cards.write import render_text, save_card

MADE_BY = "geneverse data proteins"
STRUCTURES = "structures"
COLOURS: Mapping[str, str] = {
    "plddt": "coloured by AlphaFold's confidence (pLDDT), in AlphaFold DB's colours",
    "rainbow": "coloured from the N terminus (blue) to the C terminus (red)",
    "chain": "one colour a chain",
    "secondary-structure": "coloured by helix, strand and loop",
}
_ASKED: Mapping[str, str] = {
    "paper-question": "the paper's, word for word",
    "name": "name and gene symbol",
    "function-class": "class of function, by a rule on the name; left out where it says none",
    "fold-class": "all alpha, all beta, both, or little regular structure, from the coordinates",
    "size-class": "size and number of residues of the chain",
}


def render_protein_card(folder: Path, *, repo_id: str, version: str) -> Path:
    """Write the card of a protein-images folder; CardError names file, key and fix."""
    found = from_data.dataset_facts(folder)
    sources = from_data.source_facts(folder)
    audit = from_data.audit_facts(folder)
    facts = Facts.read(folder / "geneverse.json", MADE_BY)
    configs = [{**c, "text": COLOURS.get(c["name"], "")} for c in found["configs"]]
    sample = "paper" if "paper" in found["splits"] else found["splits"][0]
    row = from_data.first_row(folder / found["default"] / f"{sample}.parquet")
    checks = audit.need("checks", kind=list)
    context = {
        **found,
        **sources,
        "sample": any(s.endswith("helices.jsonl") for s in _files(folder)),
        "configs": configs,
        "config_rows": _config_rows(found, configs),
        "repo_id": repo_id,
        "version": version,
        "title": from_data.pretty(found["name"]),
        "question_rows": [
            [f"`protein:{kind}`", found["prompts"][kind], what]
            for kind, what in _ASKED.items()
            if kind in found["prompts"]
        ],
        "size": facts.need("pictures", "size", kind=int),
        "views": ", ".join(facts.need("pictures", "views", kind=list)),
        "renderers": facts.need("pictures", "renderers", kind=dict),
        "origins": facts.need("origins", kind=dict),
        "relatives": facts.need("relatives", kind=str),
        "table_row": [t.get("rows") for t in _tables(facts, found["splits"])],
        "audit": audit.data,
        "check_rows": [[c.get("name"), c.get("compared"), c.get("violations")] for c in checks],
        "idle_checks": [c["name"] for c in checks if c.get("compared") == 0],
        "row": from_data.as_json({**row, "images": [_said(i) for i in row["images"]]}),
        "row_split": sample,
        "thing": "the data",
    }
    front = _front(found, sources["license"])
    add_dataset_info(front, folder)
    return save_card(render_text(front, "protein_images.md.j2", context), folder, "dataset")


def _tables(facts: Facts, splits: list[str]) -> list[dict[str, Any]]:
    table = facts.need("tables", STRUCTURES, kind=dict)
    return [table.get(split, {}) for split in splits]


def _files(folder: Path) -> list[str]:
    provenance = Facts.read(folder / "provenance.json", MADE_BY)
    return [str(source.get("file")) for source in provenance.need("sources", kind=list)]


def _config_rows(found: Mapping[str, Any], configs: list[dict[str, Any]]) -> list[list[object]]:
    text = {c["name"]: c["text"] for c in configs}
    rows: list[list[object]] = []
    for config, row in zip(found["configs"], found["config_rows"], strict=True):
        rows.append([*row[:-1], text[config["name"]]])
    return rows


def _said(image: Mapping[str, Any]) -> dict[str, str]:
    """A picture as the shown row has it."""
    return {"bytes": f"a PNG of {len(image['bytes']):,} bytes"}


def _front(found: Mapping[str, Any], license_id: str) -> DatasetCardData:
    """One configuration a colour mode, the default one first, and the table of structures."""
    configs: list[dict[str, Any]] = []
    for name in [*(c["name"] for c in found["configs"]), STRUCTURES]:
        config: dict[str, Any] = {"config_name": name}
        if name == found["default"]:
            config["default"] = True
        config["data_files"] = [
            {"split": split, "path": f"{name}/{split}.parquet"} for split in found["splits"]
        ]
        configs.append(config)
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
        tags=["biology", "protein", "protein-structure", "alphafold", "instruction-tuning",
              "geneverse"],
        configs=configs,
    )  # fmt: skip

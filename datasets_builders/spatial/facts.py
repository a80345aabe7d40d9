"""``geneverse.json`` and ``provenance.json`` of a marker data set."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets_builders.files import sha256_of
from datasets_builders.provenance import Provenance, SourceFile
from datasets_builders.spatial import simulate
from datasets_builders.spatial.paper import weakness
from datasets_builders.spatial.rows import DEFAULT_CONFIG, QUESTIONS, SpatialRow
from datasets_builders.spatial.section import Section
from datasets_builders.spatial.split import SPLITS, Plan
from datasets_builders.spatial.truth import Thresholds, Truth

Rows = dict[str, list[SpatialRow]]
_FEW = 100  # rows; below, a score's interval says nothing
# Held-out types and the paper's questions are asked as yes or no only.
_OTHER_SPLITS = ("train", "validation", "test_genes", "test_sections")
PREDICTED = (
    "The cell types of {sections} are predicted (from reference profiles), not ground truth: an "
    "answer is right as far as the prediction is."
)
SIMULATED = (
    "{sections} are simulated ({model}); gene and type names are invented, so a score on them says "
    "whether a model reads the picture, and nothing about biology."
)


def geneverse_json(
    folder: Path,
    rows: Mapping[str, Rows],
    sections: Sequence[Section],
    truths: Mapping[str, Truth],
    plan: Plan,
    *,
    seed: int,
    thresholds: Thresholds,
    picture: Mapping[str, Any],
    agreement: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """What training, scoring, cards and releases need to know; ``folder`` has the Parquet files."""
    configs = {
        config: {s: _file(folder / config / f"{s}.parquet", len(f)) for s, f in splits.items()}
        for config, splits in rows.items()
    }
    hashes = sorted(e["sha256"] for splits in configs.values() for e in splits.values())
    return {
        "name": folder.name,
        "task": "marker",
        "seed": seed,
        "default_config": DEFAULT_CONFIG,
        "revision_of_content": hashlib.sha256("\n".join(hashes).encode()).hexdigest(),
        "configs": configs,
        "strata": {
            config: {
                split: dict(sorted(Counter(one.row.stratum for one in found).items()))
                for split, found in splits.items()
            }
            for config, splits in rows.items()
        },
        "prompts": {"question": QUESTIONS[DEFAULT_CONFIG], **QUESTIONS},
        "pictures": dict(picture),
        "sections": {s.name: _section(s, truths[s.name], plan) for s in sections},
        "held_out": {
            "cell_types": sorted(plan.held_types),
            "sections": sorted(plan.held_sections),
            "genes": {split: len(plan.genes_of(split)) for split in set(plan.genes.values())},
        },
        "thresholds": thresholds.to_json(),
        "agreement": dict(agreement) if agreement else None,
        "caveats": caveats(rows, sections),
    }


def _section(section: Section, truth: Truth, plan: Plan) -> dict[str, Any]:
    return {
        "cells": section.cells,
        "genes": len(section.genes),
        "cell_types": section.type_counts(),
        "types_origin": section.types_origin,
        "held_out": section.name in plan.held_sections,
        "pairs": truth.counts(),
    }


def caveats(rows: Mapping[str, Rows], sections: Sequence[Section]) -> list[str]:
    """What the figures of the folder cannot show, a sentence each."""
    said = []
    for origin, text in (("predicted", PREDICTED), ("simulated", SIMULATED)):
        if names := [s.name for s in sections if s.types_origin == origin]:
            said.append(text.format(sections=", ".join(names), model=simulate.MODEL))
    asked = rows[DEFAULT_CONFIG]
    if few := [
        s for s in SPLITS if s not in ("train", "paper") and 0 < len(asked.get(s, [])) < _FEW
    ]:
        counts = ", ".join(f"{s} {len(asked[s])}" for s in few)
        said.append(f"Few rows are held out ({counts}): intervals of scores on them are wide.")
    paper = asked.get("paper", [])
    seen = sum(bool(one.asked.section) for one in paper)
    said.append(
        f"{weakness()} {seen} of the {len(paper)} have a picture here: the others' gene or cell "
        "type is in none of the sections."
    )
    return said


def missing(rows: Mapping[str, Rows], configs: Sequence[str]) -> dict[str, list[str]]:
    """Splits of each configuration that have no row, ``{"marker": ["test_sections"]}``."""
    found: dict[str, list[str]] = {}
    for config in configs:
        could = SPLITS if config == DEFAULT_CONFIG else _OTHER_SPLITS
        if absent := [split for split in could if split not in rows.get(config, {})]:
            found[config] = absent
    return found


def provenance_of(sections: Sequence[Section]) -> Provenance:
    """The files of all sections; a simulated section is a source without a file."""
    sources = [one for section in sections for one in section.sources or (_simulated(section),)]
    untyped = sum(int((section.type_codes < 0).sum()) for section in sections)
    return Provenance(
        sources=tuple(sources),
        records=sum(section.cells for section in sections),
        skipped={"cells: no cell type, drawn in grey and in no test": untyped} if untyped else {},
    )


def _simulated(section: Section) -> SourceFile:
    digest = hashlib.sha256(section.coordinates.tobytes())
    digest.update(section.type_codes.tobytes())
    digest.update(section.counts.data.tobytes())
    return SourceFile(
        file=section.name,
        source=f"simulated tissue section: {simulate.MODEL}",
        url="",
        date="",
        size=0,
        sha256=digest.hexdigest(),
        licence="CC0-1.0",
        rows=section.cells,
        used=section.cells,
    )


def _file(path: Path, rows: int) -> dict[str, Any]:
    return {"rows": rows, "bytes": path.stat().st_size, "sha256": sha256_of(path)}

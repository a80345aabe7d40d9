"""Instruction rows of the marker task.

In: an :class:`Asked` of a configuration. Out: the row of the common schema with the columns of
:data:`SPATIAL_FEATURES` beside it. One row of ``marker``::

    {"id": "simulated-1/SIM004/type C/marker", "task": "marker", "subject": "SIM004",
     "messages": [{"role": "user", "content": "Is gene SIM004 a marker gene of cell type ..."},
                  {"role": "assistant", "content": "Yes, gene SIM004 is a marker gene of ..."}],
     "images": [<picture>], "answer": "Yes, gene SIM004 is ...", "group": "gene:SIM004",
     "stratum": "type C", "source": "marker:simulated-types", "section": "simulated-1",
     "gene": "SIM004", "cell_type": "type C", "label": "yes", "log2_fold_change": 2.6, ...}

``source`` says who named the cells' types: a row of predicted types is ``marker:predicted-types``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from datasets import Features, List, Value

from datasets_builders.schema import MARKER_QUESTION, ROW_FEATURES, Row
from datasets_builders.spatial.asked import Asked
from datasets_builders.spatial.section import TypesOrigin
from datasets_builders.spatial.truth import Thresholds

DEFAULT_CONFIG = "marker"
CONFIGS: Mapping[str, str] = {
    DEFAULT_CONFIG: "the paper's question, yes or no, balanced within each gene and cell type",
    "which-cell-type": "which of four cell types the gene marks",
    "spatially-variable": "whether the gene varies over the section, by Moran's I",
    "where-highest": "in which quarter of the section the gene is highest",
}
QUESTIONS: Mapping[str, str] = {
    DEFAULT_CONFIG: MARKER_QUESTION,
    "which-cell-type": (
        "Which of these cell types does gene {symbol} mark: {options}? "
        "Please answer in one sentence."
    ),
    "spatially-variable": (
        "Does the expression of gene {symbol} vary over this tissue section, or is it spread "
        "evenly? Please answer in one sentence."
    ),
    "where-highest": (
        "In which quarter of this tissue section is the expression of gene {symbol} highest: "
        "{options}? Please answer in one sentence."
    ),
}
_ANSWERS: Mapping[tuple[str, str], str] = {
    (DEFAULT_CONFIG, "yes"): "Yes, gene {symbol} is a marker gene of cell type {cell_type}.",
    (DEFAULT_CONFIG, "no"): "No, gene {symbol} is not a marker gene of cell type {cell_type}.",
    ("which-cell-type", ""): "Gene {symbol} marks cell type {right}.",
    ("spatially-variable", "yes"): "The expression of gene {symbol} varies over the section.",
    ("spatially-variable", "no"): "The expression of gene {symbol} is spread evenly.",
    ("where-highest", ""): "The expression of gene {symbol} is highest in the {right} quarter.",
}
_STATISTICS = (
    "log2_fold_change",
    "adjusted_p",
    "share_in",
    "share_rest",
    "moran_i",
    "mean",
    "mean_of_next",
)

# The common columns first, so that what reads the three tasks finds them; null where without sense.
SPATIAL_FEATURES = Features(
    {
        **ROW_FEATURES,
        "section": Value("string"),
        "gene": Value("string"),
        "cell_type": Value("string"),
        "cell_ontology": Value("string"),
        "options": List(Value("string")),
        "label": Value("string"),
        "types_origin": Value("string"),
        **{name: Value("float64") for name in _STATISTICS},
        "thresholds": Value("string"),
        "scaling": Value("string"),
    }
)


@dataclass(frozen=True, slots=True)
class Picture:
    """The encoded image, or two of them, and how expression became colour (Scaling, as JSON)."""

    images: tuple[bytes, ...]
    scaling: str


Pictures = Mapping[tuple[str, str], Picture]  # section, gene


@dataclass(frozen=True, slots=True)
class SpatialRow:
    """A row without its picture, which goes with several rows and is put in when written."""

    row: Row
    asked: Asked
    origin: TypesOrigin | None
    thresholds: Thresholds | None
    ontology: str | None = None

    def to_dict(self, pictures: Pictures) -> dict[str, Any]:
        """The row as :data:`SPATIAL_FEATURES` has it."""
        one = self.asked
        picture = pictures[one.section, one.gene] if one.section else None
        images = [{"bytes": image, "path": None} for image in picture.images] if picture else []
        bounds = self.thresholds.to_json() if self.thresholds else None
        return {
            **self.row.to_dict(),
            "images": images,
            "section": one.section or None,
            "gene": one.gene,
            "cell_type": one.cell_type or None,
            "cell_ontology": self.ontology,
            "options": list(one.options),
            "label": one.right,
            "types_origin": self.origin,
            **{name: one.truth.get(name) for name in _STATISTICS},
            "thresholds": json.dumps(bounds, sort_keys=True) if bounds else None,
            "scaling": picture.scaling if picture else None,
        }


def make_row(
    config: str,
    asked: Asked,
    *,
    number: int,
    origins: Mapping[str, TypesOrigin],
    thresholds: Thresholds,
    paper: bool = False,
    ontology: Mapping[str, str] | None = None,
) -> SpatialRow:
    """Words for one question.

    ``number`` tells the paper's questions apart, ``origins`` is by section, ``ontology`` gives the
    Cell Ontology id of a cell type, where it was asked for.
    """
    words = {
        "symbol": asked.gene,
        "cell_type": asked.cell_type,
        "right": asked.right,
        "options": ", ".join(asked.options),
    }
    answer = _ANSWERS.get((config, asked.right)) or _ANSWERS[config, ""]
    origin = origins.get(asked.section)
    if paper:
        key, source = f"paper/{number + 1:02d}/{asked.gene}/{asked.cell_type}", f"{config}:paper"
    else:
        parts = [asked.section, asked.gene, *([asked.cell_type] if asked.cell_type else []), config]
        key, source = "/".join(parts), f"{config}:{origin}-types"
    row = Row(
        id=key,
        task="marker",
        subject=asked.gene,
        question=QUESTIONS[config].format(**words),
        answer=answer.format(**words),
        group=f"gene:{asked.gene}",
        stratum=asked.cell_type or asked.right,
        source=source,
    )
    statistics = None if paper or config in ("spatially-variable", "where-highest") else thresholds
    return SpatialRow(row, asked, origin, statistics, (ontology or {}).get(asked.cell_type))

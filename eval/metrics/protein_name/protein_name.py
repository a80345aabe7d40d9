"""An ``evaluate`` module: ``evaluate.load("geneverse/protein_name")``, which needs no other file.

``compute(predictions=["This is Profilin-2."], references=["Profilin-1"])`` is
``{"protein_name": 0.9}``.
"""

from collections.abc import Sequence
from typing import Any

import datasets
import evaluate

from .overlap import name_overlap

_DESCRIPTION = (
    "Longest common substring of an answer and the protein's right name, divided by the length of "
    "the name; mean over the answers."
)
_INPUTS = """
Args:
    predictions: one answer each, a text.
    references: the right name of each protein.
    ignore_case: compare without regard to upper and lower case (default: true).
Returns:
    {"protein_name": the mean, 0 to 1}
"""


class ProteinName(evaluate.Metric):  # type: ignore[misc]  # evaluate is skipped by mypy
    """Mean share of the right name that stands in the answers in one piece."""

    def _info(self) -> Any:
        text = datasets.Value("string")
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation="",
            inputs_description=_INPUTS,
            features=datasets.Features({"predictions": text, "references": text}),
        )

    def _compute(
        self, *, predictions: Sequence[str], references: Sequence[str], ignore_case: bool = True
    ) -> dict[str, float]:
        """Raises ValueError for an empty name, which nothing can be compared with."""
        values = [
            name_overlap(answer, name, ignore_case=ignore_case)
            for answer, name in zip(predictions, references, strict=True)
        ]
        return {"protein_name": sum(values) / len(values)}

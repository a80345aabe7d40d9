"""An ``evaluate`` module: ``evaluate.load("geneverse/structural")``. It needs nothing of this repo.

``compute(predictions=["No."])`` is ``{"structural": 0.0, "faults": {"length": 1}}``.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import datasets
import evaluate

from .paragraph import structural_faults

_DESCRIPTION = (
    "Share of answers that have the form that was asked for: one whole paragraph of academic "
    "prose of 20 to 250 words, which does not repeat itself."
)
_INPUTS = """
Args:
    predictions: one answer each, a text.
Returns:
    {"structural": the share, 0 to 1, "faults": how many answers break which rule}
"""


class Structural(evaluate.Metric):  # type: ignore[misc]  # evaluate is skipped by mypy
    """Share of answers that are one academic paragraph."""

    def _info(self) -> Any:
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation="",
            inputs_description=_INPUTS,
            features=datasets.Features({"predictions": datasets.Value("string")}),
        )

    def _compute(self, *, predictions: Sequence[str]) -> dict[str, Any]:
        faults = [structural_faults(answer) for answer in predictions]
        named = (
            "length" if fault.endswith(" words") else fault for each in faults for fault in each
        )
        counts = Counter(named)
        good = sum(not each for each in faults)
        return {"structural": good / len(faults), "faults": dict(sorted(counts.items()))}

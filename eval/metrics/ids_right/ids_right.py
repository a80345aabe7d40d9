"""An ``evaluate`` module: ``evaluate.load("geneverse/ids_right")``. It needs nothing of this repo.

``compute(predictions=["GLI1 is HGNC:4317."], references=[["HGNC:4317"]])`` is
``{"ids_right": 1.0}``.
"""

from collections.abc import Sequence
from typing import Any

import datasets
import evaluate

from .identifiers import identifiers_in, ids_right_of

_DESCRIPTION = (
    "Share of answers that give every identifier of their gene and no other, compared digit by "
    "digit: HGNC, Ensembl, MIM, Entrez and UniProt."
)
_INPUTS = """
Args:
    predictions: one answer each, a text.
    references: for each answer the identifiers that it has to give, spelt HGNC:4317,
        Ensembl:ENSG00000111087, MIM:165220, Entrez:2735, UniProt:P08151.
    allowed: for each answer further identifiers that it may give; none without it.
Returns:
    {"ids_right": the share, 0 to 1}
"""


class IdsRight(evaluate.Metric):  # type: ignore[misc]  # evaluate is skipped by mypy, see pyproject
    """Share of answers whose identifiers are all right."""

    def _info(self) -> Any:
        text = datasets.Value("string")
        return evaluate.MetricInfo(
            description=_DESCRIPTION,
            citation="",
            inputs_description=_INPUTS,
            features=datasets.Features(
                {"predictions": text, "references": datasets.Sequence(text)}
            ),
        )

    def _compute(
        self,
        *,
        predictions: Sequence[str],
        references: Sequence[Sequence[str]],
        allowed: Sequence[Sequence[str]] | None = None,
    ) -> dict[str, float]:
        """Raises ValueError where there is nothing to compare with, naming the answer."""
        more: Sequence[Sequence[str]] = [()] * len(predictions) if allowed is None else allowed
        if len(more) != len(predictions):
            raise ValueError(f"allowed has {len(more)} entries for {len(predictions)} answers")
        values = [
            ids_right_of(answer, _read(wanted, number), frozenset(also))
            for number, (answer, wanted, also) in enumerate(
                zip(predictions, references, more, strict=True)
            )
        ]
        return {"ids_right": sum(values) / len(values)}


def _read(wanted: Sequence[str], number: int) -> frozenset[str]:
    found = frozenset(wanted)
    if not found:
        raise ValueError(f"references[{number}] is empty: name the identifiers of the right answer")
    for one in sorted(found):
        if identifiers_in(one) != {one}:
            raise ValueError(
                f"references[{number}] holds {one!r}, which is no identifier: write HGNC:4317, "
                "Ensembl:ENSG00000111087, MIM:165220, Entrez:2735 or UniProt:P08151"
            )
    return found

"""What is measured: every metric with its description, on one item at a time.

``METRICS["ids_right"].of(item)`` is 1.0 or 0.0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .metrics.bleu import bleu
from .metrics.factual import factual
from .metrics.identifiers import identifiers_in, ids_right
from .metrics.rouge import rouge1
from .metrics.structural import structural
from .questions import Question
from .references import Reference


@dataclass(frozen=True, slots=True)
class Item:
    """One answer with all that a metric may look at; ``others`` are the prompt's other records."""

    answer: str
    question: Question
    reference: Reference
    others: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A score of one item; ``binary`` ones are 0 or 1 and get Wilson's interval.

    ``of`` is None where an item cannot be measured; such items are not in the metric's ``n``.
    """

    description: str
    binary: bool
    of: Callable[[Item], float | None]


def _ids_right(item: Item) -> float | None:
    """None where the right answer states no identifier, as the synthetic descriptions do."""
    if not identifiers_in(item.question.reference):
        return None
    return ids_right(item.answer, item.reference)


METRICS: Mapping[str, Metric] = {
    "factual": Metric(
        "names the gene, its class and its major function (rules in eval/metrics/factual.py)",
        True,
        lambda i: factual(i.answer, i.question.reference, i.reference, i.others),
    ),
    "structural": Metric(
        "one paragraph of academic prose (rules in eval/metrics/structural/paragraph.py)",
        True,
        lambda i: structural(i.answer),
    ),
    "ids_right": Metric(
        "every identifier is the gene's, and each of its record (HGNC, Ensembl, MIM) is given",
        True,
        _ids_right,
    ),
    "bleu": Metric(
        "sacreBLEU, sentence level, mean, 0 to 1",
        False,
        lambda i: bleu(i.answer, i.question.reference),
    ),
    "rouge1": Metric(
        "ROUGE-1 F, no stemming, mean, 0 to 1",
        False,
        lambda i: rouge1(i.answer, i.question.reference),
    ),
}
REFUSAL = {
    "refusal_right": "with records of other genes only: says that no record of the gene was given",
    "false_refusal": "with the gene's record: says that none was given (lower is better)",
}

"""ROUGE-1 F by rouge_score (no stemming), from 0 to 1.

``rouge1("a b c", "a b d")`` is 0.667.
"""

from functools import cache
from typing import Any


@cache
def _scorer() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rouge1"], use_stemmer=False)


def rouge1(answer: str, reference: str) -> float:
    """F measure of shared words, each counted as often as in both; an empty answer is 0."""
    return float(_scorer().score(reference, answer)["rouge1"].fmeasure)

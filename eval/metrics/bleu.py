"""Sentence-level BLEU by sacrebleu, on a scale from 0 to 1, with the signature to publish.

``bleu("a b c d e.", "a b c d f.")`` is 0.537; the mean over rows is what tables show.
"""

from functools import cache
from typing import Any


@cache
def _metric() -> Any:
    from sacrebleu.metrics.bleu import BLEU

    # effective_order is sacrebleu's own advice for single sentences.
    return BLEU(effective_order=True)


def bleu(answer: str, reference: str) -> float:
    """BLEU of one answer against one reference, 0.0 to 1.0; an empty answer is 0."""
    if not answer.strip():
        return 0.0
    return float(_metric().sentence_score(answer, [reference]).score) / 100.0


def bleu_signature() -> str:
    """``nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:2.6.0``."""
    _metric().sentence_score("a", ["a"])
    return str(_metric().get_signature())

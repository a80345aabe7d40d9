"""Refusals: where only records of other genes were given, the answer must say so.

``"No record of gene GLI1 was given, so its function cannot be stated."`` is right there, and a
false refusal where the record of GLI1 was given.
"""

import re

from .identifiers import identifiers_in

_REFUSAL = re.compile(
    r"\bno\s+(?:\w+\s+)?records?\b[^.]*?\b(?:given|provided|available|supplied|included|present|found|listed)\b"
    r"|^\W*no\s+records?\s+of\s+gene\b"
    r"|\brecords?\b[^.]*?\b(?:do|does)\s+not\s+(?:include|contain|mention|cover|describe)\b",
    re.IGNORECASE,
)


def is_refusal(answer: str) -> bool:
    """Whether the first sentence says that no record of the gene was given."""
    first = re.split(r"(?<=[.!?])\s", answer.strip(), maxsplit=1)[0]
    return bool(_REFUSAL.search(first))


def refusal_right(answer: str, symbol: str) -> float:
    """For rows with foreign records only: 1.0 if it refuses, names the gene and states no id."""
    named = re.search(rf"(?<![\w-]){re.escape(symbol)}(?!\w|-[A-Z0-9])", answer) is not None
    return float(is_refusal(answer) and named and not identifiers_in(answer))


def false_refusal(answer: str) -> float:
    """For rows with the right record: 1.0 if it refuses all the same (lower is better)."""
    return float(is_refusal(answer))

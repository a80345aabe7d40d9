"""A corrected answer as text with its edits marked, for the report.

``marked("HGNC:1.", "HGNC:2.", [{"start": 5, "end": 6, "before": "1", "after": "2", ...}])`` is
``(Piece("same", "HGNC:"), Piece("del", "1"), Piece("ins", "2"), Piece("same", "."))``.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``mark`` is ``"same"``, ``"del"`` or ``"ins"``."""

    mark: str
    text: str


def marked(before: str, after: str, edits: Sequence[Mapping[str, Any]]) -> tuple[Piece, ...]:
    """The text with deletions and insertions in place.

    The edits' spans (in ``before``) are used where they lead to ``after`` exactly; else the two
    texts are compared word by word, so that nothing is shown that did not happen.
    """
    pieces = _by_spans(before, edits)
    if pieces is None or _result(pieces) != after:
        pieces = _by_words(before, after)
    return tuple(p for p in pieces if p.text)


def _by_spans(before: str, edits: Sequence[Mapping[str, Any]]) -> list[Piece] | None:
    pieces: list[Piece] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e["start"], e["end"])):
        start, end = edit["start"], edit["end"]
        if start < at or end < start or end > len(before):
            return None
        pieces += [Piece("same", before[at:start]), Piece("del", before[start:end])]
        pieces.append(Piece("ins", edit["after"]))
        at = end
    return [*pieces, Piece("same", before[at:])]


def _by_words(before: str, after: str) -> list[Piece]:
    old, new = (re.findall(r"\s+|\w+|[^\w\s]", text) for text in (before, after))
    pieces: list[Piece] = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
        else:
            pieces += [Piece("del", "".join(old[a:b])), Piece("ins", "".join(new[c:d]))]
    return pieces


def _result(pieces: Sequence[Piece]) -> str:
    return "".join(p.text for p in pieces if p.mark != "del")

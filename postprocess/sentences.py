"""Where the sentences of an answer lie.

One value: ``sentences("It is AC012345.1. It acts.")`` is ``[(0, 17), (18, 26)]``: a stop inside an
accession or behind an abbreviation ends nothing.
"""

import re

_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|\Z)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|Fig|No|no|approx|spp?|subsp|Dr|al|ca|resp|incl)|\b[A-Z])\Z"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, without the blanks between them, in order."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if match[0][0] == "." and not _ends(text, match.start(), end):
            continue
        _append(text, start, end, spans)
        start = end
    _append(text, start, len(text), spans)
    return spans


def _ends(text: str, stop: int, end: int) -> bool:
    following = text[end : end + 8].lstrip()
    if not following:
        return True
    if following[0].islower():
        return False
    return not _ABBREVIATION.search(text, max(0, stop - 8), stop)


def _append(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    body = piece.strip()
    if body:
        low = start + len(piece) - len(piece.lstrip())
        spans.append((low, low + len(body)))

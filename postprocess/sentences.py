"""Where the sentences of an answer lie.

One value: ``sentences("It is AC012345.1. It acts.")`` is ``[(0, 17), (18, 26)]``: a stop inside an
accession or behind an abbreviation ends nothing.
"""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s|\Z)|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|Fig|No|no|approx|spp?|subsp|Dr|al|ca|resp|incl)|\b[A-Z])\Z"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, without the blanks between them, in order."""
    return list(iterate(text))


def iterate(text: str) -> Iterator[tuple[int, int]]:
    """The same, one by one, so that what lies behind the last one asked for is not read."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if text[match.start()] == "." and not _ends(text, match.start(), end):
            continue
        if span := _stripped(text, start, end):
            yield span
        start = end
    if span := _stripped(text, start, len(text)):
        yield span


class Cursor:
    """The sentence around a place, for places asked for in order."""

    def __init__(self, text: str) -> None:
        self._spans = iterate(text)
        self._now = (0, 0)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence that ``text[start:end]`` begins in, stretched to hold it."""
        while self._now[1] <= start and (span := next(self._spans, None)):
            self._now = span
        return min(self._now[0], start), max(self._now[1], end)


def _ends(text: str, stop: int, end: int) -> bool:
    following = text[end : end + 8].lstrip()
    if not following:
        return True
    if following[0].islower():
        return False
    return not _ABBREVIATION.search(text, max(0, stop - 8), stop)


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None

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

# Marks that end sentences without a full stop and a blank, and those that may follow the stop.
_OTHER_MARKS = "!?\n\r\t\x0b\x0c\u201d\u2019"
_CLOSERS = "\"')]"


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


def plain_stops(text: str) -> bool:
    """Whether every sentence before the last ends with a full stop and a blank, as in most answers:
    then they can be told apart without a pattern."""
    for mark in _OTHER_MARKS:
        if mark in text:
            return False
    return all(mark not in text or "." + mark not in text for mark in _CLOSERS)


class Cursor:
    """The sentence around a place, for places asked for in order. ``plain``: ``plain_stops``."""

    def __init__(self, text: str, *, plain: bool) -> None:
        self._text = text
        self._spans = None if plain else iterate(text)
        self._now = (0, 0)

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence that ``text[start:end]`` begins in, stretched to hold it."""
        if self._now[1] <= start:
            self._now = self._by_stops(start) if self._spans is None else self._by_spans(start)
        return min(self._now[0], start), max(self._now[1], end)

    def _by_spans(self, start: int) -> tuple[int, int]:
        now = self._now
        while now[1] <= start and (span := next(self._spans or iter(()), None)):
            now = span
        return now

    def _by_stops(self, start: int) -> tuple[int, int]:
        """From the last place that was asked for on; what was passed is not looked at again."""
        text, floor = self._text, self._now[1]
        low = text.rfind(". ", floor, start)
        while low >= 0 and not _ends(text, low, low + 1):
            low = text.rfind(". ", floor, low)
        high = text.find(". ", start)
        while high >= 0 and not _ends(text, high, high + 1):
            high = text.find(". ", high + 1)
        low = floor if low < 0 else low + 1
        high = len(text) if high < 0 else high + 1
        return _stripped(text, low, high) or (low, high)


def _ends(text: str, stop: int, end: int) -> bool:
    following = text[end : end + 8].lstrip()
    if not following:
        return True
    if following[0].islower() and not following.startswith(("http", "www.")):
        return False
    return not _ABBREVIATION.search(text, max(0, stop - 8), stop)


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None

"""The text as its words read: without invisible characters, full width, odd blanks, or debris.

One value: ``plain("HGNC\\u200b:\\uff14317")`` reads ``"HGNC:4317"``, and ``span(4, 9)`` of it is
``(5, 10)`` in the text as it stands. ``plain("MIM <p> number 1")`` reads ``"MIM number 1"``. A
plain text in ASCII is its own reading.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

_INVISIBLE = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"
_BLANKS = "\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,8}m")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_TABLE: dict[int, str | None] = {
    **{ord(c): None for c in _INVISIBLE},
    **{ord(c): " " for c in _BLANKS},
    **{ord(c): "-" for c in _DASHES},
    **dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 65533), " "),
    **dict.fromkeys(range(55296, 57344), " "),  # halves of pairs
    **{0xFF01 + i: chr(0x21 + i) for i in range(94)},  # the full-width forms of ASCII
}


# What stands between blanks and says nothing: a stray tag, an entity, a fence, a lone control
# character or picture. Brackets are debris only where they close or open nothing.
_DEBRIS = re.compile(
    r"(?<= )(?:</?[a-zA-Z][a-zA-Z0-9]{0,9}(?: ?/)?>|&[a-z]{2,6};|#{2,6}|`{3,}|[\ud800-\udfff\ufffd"
    r"\x00-\x09\x0b-\x1f\x7f\u2028\u2029\U0001f000-\U0001faff]|\x1b\[[0-9;]{0,8}m"
    r"|[" + _INVISIBLE + r"]|[][(){}])[ \r]+"
)
_MAY_HOLD_DEBRIS = re.compile(r" (?:[<&#`()\[\]{}]|[^\x21-\x7e])")
_BRACKET = re.compile(r"[][(){}]")
_SENTENCE_END = re.compile(r"\n|\. (?=[A-Z])")
_OPENS = {"(": ")", "[": "]", "{": "}"}


class Plain(NamedTuple):
    """``text`` is what is read. ``gaps``: where in it something invisible was left out."""

    text: str
    gaps: tuple[int, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as it stands; what is invisible at its borders stays outside."""
        if not self.gaps:
            return start, end
        low = start + bisect_right(self.gaps, start)
        return low, low if end <= start else end + bisect_right(self.gaps, end - 1)


def plain(text: str) -> Plain:
    """The reading of a text."""
    hidden = debris(text)
    if not hidden and text.isascii() and not _CONTROL.search(text):
        return Plain(text)
    if "\x1b" in text:  # a terminal's colours
        text = _COLOUR.sub(lambda match: " " * len(match[0]), text)
    read = text.translate(_TABLE)
    if len(read) == len(text) and not hidden:
        return Plain(read)
    shown = [c not in _INVISIBLE for c in text]
    for start, end in hidden:
        shown[start:end] = [False] * (end - start)
    read = "".join(c for c, seen in zip(text, shown, strict=True) if seen).translate(_TABLE)
    counts = accumulate(shown)
    return Plain(read, tuple(n for n, seen in zip(counts, shown, strict=True) if not seen))


def debris(text: str) -> list[tuple[int, int]]:
    """The spans, each with the blanks behind it, of what stands between blanks and says nothing."""
    if not _MAY_HOLD_DEBRIS.search(text):
        return []
    found = list(_DEBRIS.finditer(text))
    if not found:
        return []
    lone = _lone_brackets(text) if any(m[0][0] in "()[]{}" for m in found) else frozenset()
    return [m.span() for m in found if m[0][0] not in "()[]{}" or m.start() in lone]


def _lone_brackets(text: str) -> frozenset[int]:
    """Brackets between blanks that have no partner in their sentence.

    Those that stand as they should are paired first, so that debris among them takes none away.
    """
    lone: set[int] = set()
    start = 0
    for end in (*(m.start() for m in _SENTENCE_END.finditer(text)), len(text)):
        found = [m.start() for m in _BRACKET.finditer(text, start, end)]
        start = end
        if len(found) > 1:
            loose = {at for at in found if text[at - 1 : at] == " " == text[at + 1 : at + 2]}
            left = _unpaired(text, [at for at in found if at not in loose])
            found = sorted({*_unpaired(text, sorted(loose)), *left})
        lone.update(_unpaired(text, found))
    return frozenset(lone)


def _unpaired(text: str, places: Sequence[int]) -> list[int]:
    opened: list[int] = []
    lone: list[int] = []
    for at in places:
        if text[at] in _OPENS:
            opened.append(at)
        elif opened and _OPENS[text[opened[-1]]] == text[at]:
            opened.pop()
        else:
            lone.append(at)
    return lone + opened

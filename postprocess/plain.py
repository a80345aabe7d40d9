"""The text as its words read: without invisible characters, full width, or odd blanks.

One value: ``plain("HGNC\\u200b:\\uff14317")`` reads ``"HGNC:4317"``, and ``span(4, 9)`` of it is
``(5, 10)`` in the text as it stands. A text in ASCII is its own reading.
"""

import re
from bisect import bisect_right
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
    if text.isascii() and not _CONTROL.search(text):
        return Plain(text)
    if "\x1b" in text:  # a terminal's colours
        text = _COLOUR.sub(lambda match: " " * len(match[0]), text)
    read = text.translate(_TABLE)
    if len(read) == len(text):
        return Plain(read)
    shown = accumulate(c not in _INVISIBLE for c in text)
    return Plain(read, tuple(n for n, c in zip(shown, text, strict=True) if c in _INVISIBLE))

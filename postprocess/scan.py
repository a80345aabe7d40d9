"""Where in a text words of interest stand, found by plain substring search.

One value: ``Scan("It is HGNC:4317.").low`` is ``"it is hgnc:4317."`` and ``.shape`` is
``"At is AAAA:0000."``: capitals and digits told apart from the rest, nothing more.

Both are in ASCII and of the same length as the text (``?`` for what is not ASCII). A search for a
few letters in them takes a tenth of the time that a pattern needs.
"""

import re
from collections.abc import Iterator

from .sentences import plain_stops

_SHAPE = bytes(
    ord("0") if chr(i).isdigit() else ord("A") if chr(i).isupper() else i for i in range(128)
) + bytes([ord("?")] * 128)
# A run that begins with a digit, in the text's shape.
_RUN = re.compile(r"0[0A-Za-z_.]*")


class Scan:
    """One text, ready to be searched. ``text[i]`` belongs to ``low[i]`` and ``shape[i]``;
    ``words`` is what blanks divide it into, ``numbers`` where runs that begin with a digit lie,
    ``plain_stops`` as :func:`sentences.plain_stops` has it."""

    __slots__ = ("low", "numbers", "plain_stops", "shape", "text", "words")

    def __init__(self, text: str) -> None:
        raw = text.encode("ascii", "replace")
        self.text = text
        self.words = text.split()
        self.plain_stops = plain_stops(text)
        self.shape = raw.translate(_SHAPE).decode()
        self.numbers = [match.span() for match in _RUN.finditer(self.shape)]
        self.low = raw.lower().decode()

    def word_start(self, at: int, most: int = 0) -> int:
        """Where the word begins that ``at`` lies in, going back over at most ``most`` letters or
        digits; -1 where it is longer."""
        text = self.text
        if not at or not _in_word(text[at - 1]):
            return at
        for start in range(at - 1, max(-1, at - most - 1), -1):
            if not start or not _in_word(text[start - 1]):
                return start
        return -1


def _in_word(letter: str) -> bool:
    """Letters of scripts without blanks between words begin no word that goes on in Latin."""
    return letter.isalnum() and letter.isascii()


def hits(haystack: str, needle: str) -> Iterator[int]:
    """Every place of a substring, in order."""
    at = haystack.find(needle)
    while at >= 0:
        yield at
        at = haystack.find(needle, at + 1)

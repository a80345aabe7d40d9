"""Where in a text words of interest stand, found by plain substring search.

One value: ``Scan("It is HGNC:4317.").low`` is ``b"it is hgnc:4317."`` and ``.shape`` is
``b"At is AAAA:0000."``: capitals and digits told apart from the rest, nothing more.

Both are bytes of the same length as the text (``?`` for what is not ASCII), since a search for a
few letters in bytes takes a quarter of a microsecond, where a pattern needs twenty.
"""

from collections.abc import Iterator

_SHAPE = bytes(
    ord("0") if chr(i).isdigit() else ord("A") if chr(i).isupper() else i for i in range(128)
) + bytes([ord("?")] * 128)


class Scan:
    """One text, ready to be searched. ``text[i]`` belongs to ``low[i]`` and ``shape[i]``."""

    __slots__ = ("low", "shape", "text")

    def __init__(self, text: str) -> None:
        raw = text.encode("ascii", "replace")
        self.text = text
        self.low = raw.lower()
        self.shape = raw.translate(_SHAPE)

    def word_start(self, at: int, most: int = 0) -> int:
        """Where the word begins that ``at`` lies in, going back over at most ``most`` letters or
        digits; -1 where it is longer."""
        text = self.text
        low = at - most
        while at > 0 and text[at - 1].isalnum():
            at -= 1
            if at < low:
                return -1
        return at


def hits(haystack: bytes, needle: bytes) -> Iterator[int]:
    """Every place of a substring, in order."""
    at = haystack.find(needle)
    while at >= 0:
        yield at
        at = haystack.find(needle, at + 1)

"""Genes that are named by their full names, read as their symbols.

One value: ``with_symbols("binds SUFU negative regulator of hedgehog signaling (", book)`` is
``"binds SUFU ("``. Only names of two words or more are looked for, the longest first.
"""

import re
from collections.abc import Iterator

from .facts import NAME_WORD, FullNames, GeneBook

_MOST_WORDS = 14
# Names that end with a bracket are told before a full stop only.
_CLOSED = re.compile(r"[)\]][.:](?:[\s()\[\],;|]|\Z)")


def with_symbols(text: str, book: GeneBook) -> str:
    """The text with every full name of a gene in it as the gene's symbol."""
    if text.count(" ") < 1:
        return text
    names = book.full_names
    low = text.lower()
    said = NAME_WORD.findall(low)
    sizes, closed = names.sizes, names.closed
    lasts = [
        n
        for n, word in enumerate(said)
        if word in sizes or word in closed or (word[-1] in ".:" and word[:-1] in sizes)
    ]
    if not lasts:
        return text
    ends = _found(text, low, said, lasts, names)
    parts: list[str] = []
    at = 0
    for begin, (end, symbol) in ends.items():
        parts += (text[at:begin], symbol)
        at = end
    return "".join((*parts, text[at:])) if parts else text


def _found(
    text: str, low: str, said: list[str], lasts: list[int], names: FullNames
) -> dict[int, tuple[int, str]]:
    """Where names begin, each with its end and its gene's symbol, in order without overlaps;
    ``lasts`` are the places in ``said`` of words that a name may end with."""
    symbols, firsts = names.symbols, names.first
    words = [match.span() for match in NAME_WORD.finditer(text)]
    floor = 0
    latest = -1
    ends: dict[int, tuple[int, str]] = {}
    for n in lasts:
        for first, end in _spans(low, said, words, n, names):
            if said[first] not in firsts:
                continue
            begin = words[first][0]
            fits = begin >= floor or begin <= latest  # a longer name than the last
            if fits and (symbol := symbols.get(low[begin:end])):
                ends[begin] = end, symbol
                if begin < latest:
                    ends = {b: found for b, found in ends.items() if b < begin}
                    ends[begin] = end, symbol
                floor, latest = end, begin
                break
    return ends


def _spans(
    low: str, said: list[str], words: list[tuple[int, int]], n: int, names: FullNames
) -> Iterator[tuple[int, int]]:
    """The first word and the end of what may be a name and has its last word at ``n``."""
    word, end = said[n], words[n][1]
    if _CLOSED.match(low, end):
        for size in names.closed.get(word, ()):
            if 1 < size <= min(n, _MOST_WORDS - 1) + 1:
                yield n + 1 - size, end + 1
    if word[-1] in ".:":
        word, end = word[:-1], end - 1
    for size in names.sizes.get(word, ()):
        if 1 < size <= min(n, _MOST_WORDS) + 1:
            yield n + 1 - size, end

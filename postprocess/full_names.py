"""Genes that are named by their full names, read as their symbols.

One value: ``with_symbols("binds SUFU negative regulator of hedgehog signaling (", book)`` is
``"binds SUFU ("``. Only names of two words or more are looked for, the longest first.
"""

import re

from .facts import GeneBook

_WORD = re.compile(r"[^\s()\[\],;|]+(?:,(?=[0-9]))?")
_MOST_WORDS = 14


def with_symbols(text: str, book: GeneBook) -> str:
    """The text with every full name of a gene in it as the gene's symbol."""
    if text.count(" ") < 1:
        return text
    names, last_words = book.full_names
    words = [match.span() for match in _WORD.finditer(text)]
    low = text.lower()
    parts: list[str] = []
    floor = 0
    latest = -1
    ends: dict[int, tuple[int, str]] = {}
    for n, (start, end) in enumerate(words):
        end -= low[start:end].endswith((".", ":"))
        if low[start:end] not in last_words:
            continue
        for first in range(max(0, n - _MOST_WORDS), n):
            begin = words[first][0]
            fits = begin >= floor or begin <= latest  # a longer name than the last
            if fits and (symbol := names.get(low[begin:end])):
                ends[begin] = end, symbol
                if begin < latest:
                    ends = {b: found for b, found in ends.items() if b < begin}
                    ends[begin] = end, symbol
                floor, latest = end, begin
                break
    at = 0
    for begin, (end, symbol) in ends.items():
        parts += (text[at:begin], symbol)
        at = end
    return "".join((*parts, text[at:])) if parts else text

"""Degenerate repetition: loops of words of any length, and sentences said again.

One value: ``"It binds DNA and RNA and RNA and RNA and RN"`` is cut behind the first ``"RNA"``.
A loop is a run of at least three copies of one unit (six copies of a single word: MAP4K1 is a
kinase kinase kinase kinase); one copy
stays, and a copy that the length limit cut off goes too. Time is linear in the text.
"""

import re
from collections import Counter
from collections.abc import Sequence

from .edits import Edit
from .sentences import plain_stops, sentences

_WORD = re.compile(r"\S+")
_COPIES = 3
_COPIES_OF_ONE = 6
# A word and the bar beside it.
_CELL = 2
# Shorter sentences may be said twice on purpose.
_LONG_SENTENCE = 6
# The shortest loop, three copies of two words, repeats two triples of words.
_FEWEST = 2
_JOINTS = frozenset(
    ("and", "or", "but", "the", "a", "an", "of", "in", "on", "at", "to", "with", "as", "by", "for")
)


def find_repetition(text: str) -> list[Edit]:
    """Spans to cut, sorted, without overlaps; the rest of the text stays as it is."""
    return repetition(text, text.split(), plain=plain_stops(text))


def repetition(text: str, tokens: list[str], *, plain: bool) -> list[Edit]:
    """The same, of ``text.split()`` and ``plain_stops(text)``."""
    # Every loop repeats one of the pairs that begin at even places: of a period that is even, at
    # the next copy; of an odd one, at the next but one. Most answers repeat no such pair.
    each = iter(tokens)
    if len({*zip(each, each, strict=False)}) < len(tokens) // 2:
        triples = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
        if len(triples) - len({*triples}) >= _FEWEST and _may_loop(triples):
            runs = [run for run in _runs(triples) if _says_something(tokens, *run)]
            if runs:
                spans = [match.span() for match in _WORD.finditer(text)]
                return [_cut(text, spans, tokens, *run) for run in runs]
    if plain:
        parts = text.rstrip(" .").split(". ")
        if len(set(parts)) == len(parts):
            return []
    return _said_again(text)


def _may_loop(triples: Sequence[tuple[str, str, str]]) -> bool:
    """Whether a triple stands there three times, as in every loop but one of two words, whose
    triples, ``A B A`` and ``B A B``, stand there twice."""
    return any(
        count >= _COPIES or triple[0] == triple[2]
        for triple, count in Counter(triples).items()
        if count > 1
    )


def _runs(triples: Sequence[tuple[str, str, str]]) -> list[tuple[int, int, int]]:
    """Loops as (first token, period, tokens that repeat the one a period before)."""
    found: list[tuple[int, int, int]] = []
    last: dict[tuple[str, str, str], int] = {}
    at = period = length = 0
    for i, triple in enumerate(triples):
        if period and triple == triples[i - period]:
            length += 1
        else:
            if period and _is_loop(period, length + 2):
                found.append((at, period, length + 2))
            before = last.get(triple)
            at, period, length = (0, 0, 0) if before is None else (before, i - before, 1)
        last[triple] = i
    if period and _is_loop(period, length + 2):
        found.append((at, period, length + 2))
    return found


def _is_loop(period: int, length: int) -> bool:
    copies = _COPIES_OF_ONE if period == 1 else _COPIES
    return length >= period * (copies - 1)


def _says_something(tokens: Sequence[str], at: int, period: int, length: int) -> bool:
    """Whether a loop's unit has a letter or digit: the rule of a table, ``| --- |``, is no loop,
    nor are some cells of one row that say the same."""
    if period == _CELL and length < _CELL * _COPIES_OF_ONE and "|" in tokens[at : at + period]:
        return False
    return any(any(map(str.isalnum, word)) for word in tokens[at : at + period])


def _cut(
    text: str,
    words: Sequence[tuple[int, int]],
    tokens: Sequence[str],
    at: int,
    period: int,
    length: int,
) -> Edit:
    """From behind the first copy to the end of the last; a cut-off word after it goes too."""
    first, last = at + period - 1, at + period + length - 1
    if last == len(tokens) - 2:
        expected = tokens[last + 1 - period]
        if expected.startswith(tokens[last + 1]):
            last += 1
    elif last < len(tokens) - 1:
        # What follows goes on from the last whole copy.
        last -= length % period
    if last == len(tokens) - 1:
        while first > at and tokens[first].lower() in _JOINTS:
            first -= 1  # the one copy that stays must not end with "and"
    start, end = words[first][1], words[last][1]
    return Edit("repetition", start, end, text[start:end], "", "")


def _said_again(text: str) -> list[Edit]:
    """Later copies of a sentence, and a cut-off copy at the end."""
    edits: list[Edit] = []
    seen: set[str] = set()
    for low, high in sentences(text):
        sentence = text[low:high]
        if sentence.count(" ") < _LONG_SENTENCE - 1:
            continue
        if sentence in seen:
            while low > 0 and text[low - 1].isspace():
                low -= 1
            edits.append(Edit("repetition", low, high, text[low:high], "", ""))
        seen.add(sentence)
    return edits

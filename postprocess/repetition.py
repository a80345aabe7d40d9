"""Degenerate repetition: loops of words of any length, and sentences said again.

One value: ``"It binds DNA and RNA and RNA and RNA and RN"`` is cut behind the first ``"RNA"``.
A loop is a run of at least three copies of one unit (six copies of a single word: MAP4K1 is a
kinase kinase kinase kinase); one copy
stays, and a copy that the length limit cut off goes too. Time is linear in the text.
"""

import re
from collections.abc import Sequence

from .edits import Edit
from .sentences import sentences

_WORD = re.compile(r"\S+")
_COPIES = 3
_COPIES_OF_ONE = 6
# Shorter sentences may be said twice on purpose.
_LONG_SENTENCE = 6
_JOINTS = frozenset(
    ("and", "or", "but", "the", "a", "an", "of", "in", "on", "at", "to", "with", "as", "by", "for")
)


def find_repetition(text: str) -> list[Edit]:
    """Spans to cut, sorted, without overlaps; the rest of the text stays as it is."""
    tokens = text.split()
    triples = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
    if len(set(triples)) == len(triples):
        return []  # every loop, and every long sentence said again, repeats three words
    words = [match.span() for match in _WORD.finditer(text)]
    runs = _runs(tokens)
    if runs:
        return [_cut(text, words, tokens, *run) for run in runs]
    return _said_again(text)


def _runs(tokens: Sequence[str]) -> list[tuple[int, int, int]]:
    """Loops as (first token, period, tokens that repeat the one a period before)."""
    found: list[tuple[int, int, int]] = []
    last: dict[tuple[str, ...], int] = {}
    period = length = 0
    at = 0
    for i, token in enumerate(tokens):
        if period and token == tokens[i - period]:
            length += 1
        else:
            if _is_loop(period, length):
                found.append((at, period, length))
            period = length = 0
            key = tuple(tokens[max(0, i - 2) : i + 1])
            before = last.get(key)
            if before is not None and i - before <= i:
                period = i - before
                start = i
                floor = found[-1][0] + found[-1][1] + found[-1][2] if found else 0
                while (
                    start - 1 - period >= floor and tokens[start - 1] == tokens[start - 1 - period]
                ):
                    start -= 1
                    if i - start > 3 * period + 3:
                        break
                at, length = start - period, i - start + 1
        last[tuple(tokens[max(0, i - 2) : i + 1])] = i
    if _is_loop(period, length):
        found.append((at, period, length))
    return found


def _is_loop(period: int, length: int) -> bool:
    copies = _COPIES_OF_ONE if period == 1 else _COPIES
    return period > 0 and length >= period * (copies - 1)


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

"""Approved symbols that look like a misspelt one.

One value: ``Suggester(["BRCA1", "BRCA2", "GLI1"]).nearest("BRAC1")`` is ``("BRCA1", "BRCA2")``.

Symbols within one edit are found by what is left of them after one letter is taken out (both sides;
Mor & Fraenkel 1982), which asks a handful of keys instead of 43,882 symbols; those further away, by
the letters they have, or by going on where the text ends. The first two are ordered by a
Damerau-Levenshtein distance in which a digit weighs twice: GLI1 and GLI2 are two genes, GIL1 is a
slip of the fingers.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from .index import SortedIndex
from .names import squeeze

_LETTER, _DIGIT, _SWAP = 2, 4, 1
_MAX_LENGTH = 24
_MAX_FAR = 60
_MAX_LONGER = 100


class Suggester:
    """Nearest symbols; built once (a third of a second for all genes), then 1 to 4 ms a query."""

    def __init__(self, symbols: Sequence[str]) -> None:
        self._symbols = symbols
        self._keys = [squeeze(symbol) for symbol in symbols]
        self._index = SortedIndex(
            (hash(form), row)
            for row, key in enumerate(self._keys)
            if len(key) <= _MAX_LENGTH
            for form in _without(key, 1)
        )
        by_key = sorted(range(len(self._keys)), key=self._keys.__getitem__)
        self._sorted = array("I", by_key)
        self._letters: dict[int, tuple[array[int], array[int]]] = {}
        for row, key in enumerate(self._keys):
            masks, rows = self._letters.setdefault(len(key), (array("Q"), array("I")))
            masks.append(_mask(key))
            rows.append(row)

    def nearest(self, text: str, n: int = 5) -> tuple[str, ...]:
        """At most ``n`` symbols, best first; the same text gives the same symbols in order."""
        key = squeeze(text)[:_MAX_LENGTH]
        if len(key) < 2:
            return ()
        rows = {row for form in _without(key, 2) for row in self._index.find(hash(form))}
        limit = 2 * _LETTER + _LETTER * (len(key) > 5)
        ranked = self._ranked(key, rows, limit) + self._longer(key, rows)
        if len(ranked) < n:
            rows |= self._far(key)
            ranked = self._ranked(key, rows, limit) + self._longer(key, rows)
        return tuple(self._symbols[row] for *_, row in ranked[:n])

    def _ranked(self, key: str, rows: Iterable[int], limit: int) -> list[tuple[int, int, int, int]]:
        found = []
        for row in rows:
            symbol = self._keys[row]
            cost = distance(key, symbol, limit)
            if cost <= limit:
                found.append((cost, -_common(key, symbol), abs(len(key) - len(symbol)), row))
        return sorted(found)

    def _longer(self, key: str, but: set[int]) -> list[tuple[int, int, int, int]]:
        """Symbols that go on where the text ends, after those that are a slip away."""
        if len(key) < 3:
            return []
        keys, sorted_ = self._keys, self._sorted
        at = bisect_left(sorted_, key, key=lambda row: keys[row])
        found = []
        for row in sorted_[at : at + _MAX_LONGER]:
            if keys[row].startswith(key) and row not in but:
                found.append((0, 0, len(keys[row]) - len(key), row))
        return sorted(found)

    def _far(self, key: str) -> set[int]:
        """Symbols of nearly the same length with nearly the same letters."""
        mask, near = _mask(key), []
        for length in range(len(key) - 1, len(key) + 2):
            masks, rows = self._letters.get(length, (array("Q"), array("I")))
            for at, other in enumerate(masks):
                if (differ := (mask ^ other).bit_count()) <= 4:
                    near.append((differ, rows[at]))
        near.sort()
        return {row for _, row in near[:_MAX_FAR]}


def distance(one: str, other: str, limit: int) -> int:
    """Cost of the edits from one text to another; any number above ``limit`` where it is more.

    Putting in, taking out or exchanging a letter costs 2, a digit 4, and half of it where the
    neighbour is the same (typed twice); swapping two neighbours 1, or 2 where both are digits; the
    first letter 1 more. Optimal string alignment: no place is edited twice.
    """
    if one == other:
        return 0
    gap_one, gap_other = _gaps(one), _gaps(other)
    older: list[int] = []
    before = [0]
    for weight in gap_other:
        before.append(before[-1] + weight)
    for i, a in enumerate(one):
        row = [before[0] + gap_one[i]]
        for j, b in enumerate(other):
            exchange = 0 if a == b else max(_weight(a), _weight(b)) + (i == j == 0)
            cost = min(before[j] + exchange, before[j + 1] + gap_one[i], row[j] + gap_other[j])
            if exchange and i and j and a == other[j - 1] and b == one[i - 1]:
                both = a.isdigit() and b.isdigit()
                cost = min(cost, older[j - 1] + _SWAP + both + (i == j == 1))
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        older, before = before, row
    return before[-1]


def _gaps(key: str) -> list[int]:
    """What it costs to take out each letter."""
    return [
        _weight(a) // (1 + (at > 0 and key[at - 1] == a)) + (at == 0) for at, a in enumerate(key)
    ]


def _weight(letter: str) -> int:
    return _DIGIT if letter.isdigit() else _LETTER


def _without(key: str, most: int) -> set[str]:
    """The key, and what is left of it after up to ``most`` letters are taken out."""
    forms = last = {key}
    for _ in range(most):
        last = {k[:at] + k[at + 1 :] for k in last if len(k) > 1 for at in range(len(k))}
        forms = forms | last
    return forms


def _common(one: str, other: str) -> int:
    """How many letters they have in common at the beginning."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _mask(key: str) -> int:
    """A bit for each letter and digit that occurs."""
    mask = 0
    for letter in key:
        mask |= 1 << (ord(letter) & 63)
    return mask

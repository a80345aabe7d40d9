"""The indexes behind a look-up: rows by name, by full name, and by identifier.

One value: ``Lookup(columns).named("gli")`` is ``[(OTHER_CASE, 1, 2503)]``: GLI was GLI1's symbol.
An index is built when it is first asked for, once, whatever number of threads ask.
"""

import threading
from collections.abc import Callable, Iterable

from .columns import FIX, Columns
from .errors import RegistryError
from .gene import APPROVED
from .index import SortedIndex
from .names import fold, name_words, squeeze, squeezed_forms
from .suggest import Suggester

# Columns by rank: the order in which candidates are given.
NAME_COLUMNS = ("symbol", "previous_symbols", "aliases", "name")
FULL_NAME = 3
_RANKS = 4
_LONGEST_ID = 16
# How near a name is to what was asked for.
EXACT, OTHER_CASE, OTHER_DASHES, OF_FULL_NAME, FARTHEST = range(5)

Hit = tuple[int, int, int]  # nearness, rank of the column, row


class Lookup:
    """Rows by names and identifiers of one file."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._lock = threading.RLock()
        self._built: dict[str, SortedIndex] = {}
        self._symbols: dict[str, int] | None = None
        self._suggester: Suggester | None = None

    @property
    def symbols(self) -> dict[str, int]:
        """Row of each approved symbol, spelt exactly.

        Raises:
            RegistryError: two approved rows have one symbol.
        """
        if self._symbols is None:
            with self._lock:
                if self._symbols is None:
                    self._symbols = self._read_symbols()
        return self._symbols

    @property
    def suggester(self) -> Suggester:
        """What finds symbols that look alike."""
        if self._suggester is None:
            with self._lock:
                if self._suggester is None:
                    self._suggester = Suggester(tuple(self.symbols))
        return self._suggester

    def named(self, name: str) -> list[Hit]:
        """Symbols, previous symbols and aliases that people mean by this name; nearest first.

        Without regard to case, dashes and blanks, Greek letters as letters and as words; where
        there is none, words for Greek letters as letters ("TGF-beta 1" for TGFB1).
        """
        index = self._index("names", self._names)
        key = fold(name)
        for forms in squeezed_forms(name):
            packed = dict.fromkeys(row for form in forms for row in index.find(hash(form)))
            hits = []
            for value in packed:
                row, rank = divmod(value, _RANKS)
                near = min(_nearness(text, name, key, forms) for text in self._texts(rank, row))
                if near < FARTHEST:
                    hits.append((near, rank, row))
            if hits:
                return sorted(hits)
        return []

    def full_name(self, name: str) -> list[Hit]:
        """Genes of this full name; where none has it so, those with its words in another order."""
        words = name_words(name)
        if not words:
            return []
        rows = self._index("full", self._full_names).find(hash(tuple(sorted(words))))
        texts = {row: name_words(self._columns.text("name", row)) for row in rows}
        exact = [row for row in rows if texts[row] == words]
        # "collagen 1 alpha 2" must not find "collagen 2 alpha 1".
        if not exact and sum(any(map(str.isdigit, word)) for word in words) < 2:
            exact = [row for row in rows if sorted(texts[row]) == sorted(words)]
        return [(OF_FULL_NAME, FULL_NAME, row) for row in exact]

    def _texts(self, rank: int, row: int) -> tuple[str, ...]:
        if rank == 0:
            return (self._columns.text("symbol", row),)
        return self._columns.list(NAME_COLUMNS[rank], row)

    def identified(self, column: str, value: str) -> list[int]:
        """Rows that have an identifier; the value without prefix."""
        found = self._index(column, lambda: self._identifiers(column)).find(hash(value))
        return [row for row in dict.fromkeys(found) if value in self._values(column, row)]

    def _values(self, column: str, row: int) -> tuple[str, ...]:
        if column in ("mim_ids", "uniprot_ids"):
            return self._columns.list(column, row)
        return (self._columns.text(column, row).removeprefix("HGNC:"),)

    def _index(self, name: str, pairs: Callable[[], Iterable[tuple[int, int]]]) -> SortedIndex:
        found = self._built.get(name)
        if found is None:
            with self._lock:
                found = self._built.get(name)
                if found is None:
                    found = self._built[name] = SortedIndex(pairs())
        return found

    def _names(self) -> Iterable[tuple[int, int]]:
        for rank, column in enumerate(NAME_COLUMNS[:FULL_NAME]):
            for row, name in self._columns.each(column):
                yield hash(squeeze(name)), row * _RANKS + rank

    def _full_names(self) -> Iterable[tuple[int, int]]:
        for row, name in self._columns.each("name"):
            if name:
                yield hash(tuple(sorted(name_words(name)))), row

    def _identifiers(self, column: str) -> Iterable[tuple[int, int]]:
        seen: dict[str, int] = {}
        for row, text in self._columns.each(column):
            value = text.removeprefix("HGNC:")
            if not value:
                continue
            if not (value.isascii() and value.isalnum() and len(value) <= _LONGEST_ID):
                raise self._error(f"{column} of row {row} is {text!r}, which is no identifier")
            if column == "hgnc_id" and seen.setdefault(value, row) != row:
                raise self._error(f"{text} stands in rows {seen[value]} and {row}")
            yield hash(value), row

    def _read_symbols(self) -> dict[str, int]:
        approved = [status == APPROVED for _, status in self._columns.each("status")]
        found: dict[str, int] = {}
        for row, symbol in self._columns.each("symbol"):
            if approved[row] and found.setdefault(symbol, row) != row:
                raise self._error(f"symbol {symbol} stands in rows {found[symbol]} and {row}")
        return found

    def _error(self, problem: str) -> RegistryError:
        return RegistryError(f"registry {self._columns.path}: {problem}; {FIX}")


def _nearness(text: str, name: str, folded: str, forms: tuple[str, ...]) -> int:
    if text == name:
        return EXACT
    if fold(text) == folded:
        return OTHER_CASE
    return OTHER_DASHES if squeeze(text) in forms else FARTHEST

"""An index that keeps 12 bytes an entry: sorted keys beside the rows that they stand for.

One value: ``SortedIndex([(7, 3), (7, 1)]).find(7)`` is ``[1, 3]``. As dictionaries, the indexes of
all names and identifiers of 43,882 genes would take some 80 MB; so they take 5.

A key is a signed number of 64 bits, the hash of a text. Different texts may have the same key, so
whoever asks compares the row's own text.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc


class SortedIndex:
    """Rows (below 2**32) by key (64 bits); never changes, so threads may share it."""

    __slots__ = ("_keys", "_rows")

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        keys, rows = array("q"), array("I")
        add_key, add_row = keys.append, rows.append
        for key, row in pairs:
            add_key(key)
            add_row(row)
        # Sorted by Arrow: half a million Python integers would take 20 MB on the way.
        unsorted = pa.Array.from_buffers(pa.int64(), len(keys), [None, pa.py_buffer(keys)])
        order = pc.array_sort_indices(unsorted)
        of_rows = pa.Array.from_buffers(pa.uint32(), len(rows), [None, pa.py_buffer(rows)])
        self._keys = _numbers(unsorted.take(order), "q")
        self._rows = _numbers(of_rows.take(order), "I")

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, key: int) -> list[int]:
        """The rows of a key in ascending order; none gives ``[]``."""
        keys, rows = self._keys, self._rows
        at, end, found = bisect_left(keys, key), len(keys), []
        while at < end and keys[at] == key:
            found.append(rows[at])
            at += 1
        found.sort()
        return found


def _numbers(sorted_: pa.Array, code: str) -> "array[int]":
    numbers = array(code)
    numbers.frombytes(sorted_.buffers()[1])
    return numbers

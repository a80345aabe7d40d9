"""The registry's Parquet file, opened, checked, and read one column at a time.

One value: ``Columns(Path("genes.parquet")).text("symbol", 0)`` is ``"A1BG"``. What each column
holds is told in :mod:`postprocess.schema`.

Values stay in Arrow's form (a string of bytes and offsets) and are decoded when they are asked
for: as Python objects all genes would take five times the memory. Long texts are read by row group,
so that one gene's description does not bring in all 35 MB of them.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .errors import RegistryError
from .schema import COLUMNS, LISTS, LONG, SCHEMA_VERSION

# What pyarrow raises on a damaged file; a damaged footer can hold any number, size and name.
BROKEN = (pa.ArrowException, OSError, ValueError, LookupError, OverflowError, MemoryError)
FIX = "make it again with `geneverse data genes --out DIR`, or fetch geneverse/gene-registry anew"


class Columns:
    """Columns of one registry file. Safe to share between threads.

    Raises:
        RegistryError: the file is missing, empty, not Parquet, cut off, of another schema version,
            or a column is missing, of another type, or damaged. Pages carry checksums, so damage is
            seen when a column is first read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._loaded: dict[tuple[str, int], _Texts | _Lists] = {}
        self._whole: dict[str, Any] = {}  # those of `_loaded` that are no row groups, for speed
        if not path.is_file():
            raise RegistryError(f"registry {path} is not there; {FIX}")
        try:
            self._open()
        except BROKEN as error:
            raise RegistryError(
                f"registry {path} is not a whole Parquet file ({_one_line(error)}); {FIX}"
            ) from error
        self._check()

    def _open(self) -> None:
        self._file = pq.ParquetFile(self.path, memory_map=True, page_checksum_verification=True)
        footer = self._file.metadata
        self.rows = int(footer.num_rows)
        self.metadata: dict[str, str] = {
            key.decode("utf-8", "replace"): value.decode("utf-8", "replace")
            for key, value in (footer.metadata or {}).items()
            if not key.startswith(b"ARROW:")
        }
        sizes = [footer.row_group(i).num_rows for i in range(footer.num_row_groups)]
        self._starts = [0, *accumulate(sizes)]
        self._schema = self._file.schema_arrow

    def _check(self) -> None:
        version = self.metadata.get("geneverse.schema")
        if version != SCHEMA_VERSION:
            raise RegistryError(
                f"registry {self.path}: schema version is {version!r}, this release reads "
                f"{SCHEMA_VERSION!r}; {FIX}"
            )
        schema = self._schema
        missing = [name for name in COLUMNS if name not in schema.names]
        if missing:
            raise RegistryError(f"registry {self.path}: no column {', '.join(missing)}; {FIX}")
        for name in COLUMNS:
            kind = schema.field(name).type
            if name in LISTS:
                good = pa.types.is_list(kind) and pa.types.is_string(kind.value_type)
            else:
                good = pa.types.is_string(kind) or pa.types.is_null(kind)
            if not good:
                wanted = "list<string>" if name in LISTS else "string"
                raise RegistryError(
                    f"registry {self.path}: column {name} is {kind}, not {wanted}; {FIX}"
                )
        if self.rows == 0 or self._starts[-1] != self.rows:
            raise RegistryError(f"registry {self.path}: it holds no gene; {FIX}")

    def text(self, name: str, row: int) -> str:
        """A text column's value; ``""`` where it is null."""
        whole = self._whole.get(name)
        if whole is None:
            whole, row = self._column(name, row)
        value: str = whole[row]
        return value

    def list(self, name: str, row: int) -> tuple[str, ...]:
        """A list column's value; ``()`` where it is null."""
        whole = self._whole.get(name)
        if whole is None:
            whole, row = self._column(name, row)
        value: tuple[str, ...] = whole[row]
        return value

    def each(self, name: str) -> Iterator[tuple[int, str]]:
        """Row and value of a whole text column, or row and value of each entry of a list column."""
        groups = len(self._starts) - 1 if name in LONG else 1
        for group in range(groups):
            first = self._starts[group]
            for row, value in self._part(name, group if name in LONG else -1).each():
                yield first + row, value

    def arrow(self, name: str) -> pa.Array:
        """A whole column as an Arrow array, read anew from the file and not kept."""
        with self._lock:
            return self._read(name, -1)

    def _column(self, name: str, row: int) -> tuple[Any, int]:
        if name not in LONG:
            return self._part(name, -1), row
        if not 0 <= row < self.rows:
            raise IndexError(row)
        group = bisect_right(self._starts, row) - 1
        return self._part(name, group), row - self._starts[group]

    def _part(self, name: str, group: int) -> "_Texts | _Lists":
        """A column, or with ``group`` >= 0 one row group of it; read once and kept."""
        found = self._loaded.get((name, group))
        if found is None:
            with self._lock:
                found = self._loaded.get((name, group))
                if found is None:
                    column = self._read(name, group)
                    found = _Lists(column) if name in LISTS else _Texts(column)
                    self._loaded[name, group] = found
                    if group < 0:
                        self._whole[name] = found
        return found

    def _read(self, name: str, group: int) -> pa.Array:
        rows = self.rows if group < 0 else self._starts[group + 1] - self._starts[group]
        # Not by a pool of threads: each of them would keep memory for itself.
        how: dict[str, Any] = {"columns": [name], "use_threads": False}
        try:
            table = self._file.read(**how) if group < 0 else self._file.read_row_group(group, **how)
            column = table.column(0).combine_chunks()
            if pa.types.is_null(column.type):
                column = column.cast(pa.string())
            column.validate(full=True)
            pa.default_memory_pool().release_unused()
        except BROKEN as error:
            raise RegistryError(
                f"registry {self.path}: column {name} cannot be read ({_one_line(error)}); the "
                f"file is damaged; {FIX}"
            ) from error
        if len(column) != rows:
            raise RegistryError(
                f"registry {self.path}: column {name} has {len(column)} of {rows} rows; "
                f"the file is damaged; {FIX}"
            )
        return column


class _Texts:
    """A column of strings: their bytes in one piece, and where each begins."""

    __slots__ = ("_array", "_bytes", "_starts")

    def __init__(self, array: pa.Array) -> None:
        self._array = array  # owns the buffers
        self._starts = _offsets(array)
        data = array.buffers()[2]
        self._bytes = memoryview(data) if data is not None else memoryview(b"")

    def __getitem__(self, row: int) -> str:
        starts = self._starts
        return str(self._bytes[starts[row] : starts[row + 1]], "utf-8")

    def each(self) -> Iterator[tuple[int, str]]:
        return ((row, value or "") for row, value in enumerate(self._array.to_pylist()))


class _Lists:
    """A column of lists: all their strings in one piece, and where each list begins."""

    __slots__ = ("_kept", "_starts", "_values")

    def __init__(self, array: pa.Array) -> None:
        self._starts = _offsets(array)
        self._values = _Texts(array.values)
        self._kept: dict[int, tuple[str, ...]] = {}  # a gene's aliases are asked for many times

    def __getitem__(self, row: int) -> tuple[str, ...]:
        first, end = self._starts[row], self._starts[row + 1]
        if first == end:
            return ()
        kept = self._kept.get(row)
        if kept is None:
            kept = self._kept[row] = tuple(map(self._values.__getitem__, range(first, end)))
        return kept

    def each(self) -> Iterator[tuple[int, str]]:
        values, row = iter(self._values.each()), 0
        for row in range(len(self._starts) - 1):
            for _ in range(self._starts[row + 1] - self._starts[row]):
                yield row, next(values)[1]


def _offsets(array: pa.Array) -> memoryview:
    """The offsets of a string or list array that begins at its buffers' beginning."""
    buffer = array.buffers()[1]
    if buffer is None:
        return memoryview(b"\0\0\0\0").cast("i")
    return memoryview(buffer).cast("B").cast("i")[array.offset : array.offset + len(array) + 1]


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]

"""The registry's Parquet file, opened, checked, and read one column at a time.

One value: ``Columns(Path("genes.parquet")).text("symbol", 0)`` is ``"A1BG"``.
"""

import itertools
import threading
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .errors import RegistryError

SCHEMA_VERSION = "1"
LISTS = frozenset(
    {
        "mim_ids",
        "uniprot_ids",
        "aliases",
        "previous_symbols",
        "gene_groups",
        "go_processes",
    }
)
COLUMNS = (
    "hgnc_id",
    "symbol",
    "name",
    "status",
    "replaced_by",
    "entrez_id",
    "ensembl_id",
    "mim_ids",
    "alliance_id",
    "uniprot_ids",
    "locus_group",
    "locus_type",
    "location",
    "aliases",
    "previous_symbols",
    "gene_groups",
    "refseq_status",
    "summary",
    "go_processes",
    "organism",
    "record",
    "description",
)
# Long texts stay in Arrow's compact form; as Python strings they would take three times as much.
_LONG = frozenset({"summary", "go_processes", "record", "description", "gene_groups", "name"})
_FIX = "make it again with `geneverse data genes --out DIR`, or fetch geneverse/gene-registry anew"


class Columns:
    """Columns of one registry file. Safe to share between threads.

    Raises:
        RegistryError: the file is missing, not Parquet, cut off, of another schema version, or
            lacks a column.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._loaded: dict[str, Any] = {}
        if not path.is_file():
            raise RegistryError(f"registry {path} is not there; {_FIX}")
        try:
            self._file = pq.ParquetFile(path, memory_map=True)
        except (pa.ArrowException, OSError) as error:
            raise RegistryError(
                f"registry {path} is not a whole Parquet file ({_one_line(error)}); {_FIX}"
            ) from error
        self.rows = int(self._file.metadata.num_rows)
        self.metadata: dict[str, str] = {
            key.decode(): value.decode("utf-8", "replace")
            for key, value in (self._file.metadata.metadata or {}).items()
            if not key.startswith(b"ARROW:")
        }
        self._check()

    def _check(self) -> None:
        version = self.metadata.get("geneverse.schema")
        if version != SCHEMA_VERSION:
            raise RegistryError(
                f"registry {self.path}: schema version is {version!r}, this release reads "
                f"{SCHEMA_VERSION!r}; {_FIX}"
            )
        schema = self._file.schema_arrow
        missing = [name for name in COLUMNS if name not in schema.names]
        if missing:
            raise RegistryError(f"registry {self.path}: no column {', '.join(missing)}; {_FIX}")
        for name in COLUMNS:
            kind = schema.field(name).type
            if name in LISTS:
                good = pa.types.is_list(kind) and pa.types.is_string(kind.value_type)
            else:
                good = pa.types.is_string(kind) or pa.types.is_null(kind)
            if not good:
                wanted = "list<string>" if name in LISTS else "string"
                raise RegistryError(
                    f"registry {self.path}: column {name} is {kind}, not {wanted}; {_FIX}"
                )

    def arrow(self, name: str) -> pa.Array:
        """One column as an Arrow array, read anew from the file."""
        with self._lock:
            return self._read(name)

    def _read(self, name: str) -> pa.Array:
        try:
            column = self._file.read(columns=[name]).column(0).combine_chunks()
        except (pa.ArrowException, OSError) as error:
            raise RegistryError(
                f"registry {self.path}: column {name} cannot be read ({_one_line(error)}); the "
                f"file is damaged; {_FIX}"
            ) from error
        if len(column) != self.rows:
            raise RegistryError(
                f"registry {self.path}: column {name} has {len(column)} of {self.rows} rows; {_FIX}"
            )
        return column

    def values(self, name: str) -> Any:
        """One column, kept: a list of Python values, or an Arrow array for the long ones."""
        found = self._loaded.get(name)
        if found is None:
            with self._lock:
                found = self._loaded.get(name)
                if found is None:
                    column = self._read(name)
                    found = column if name in _LONG else _python(column, name)
                    self._loaded[name] = found
        return found

    def text(self, name: str, row: int) -> str:
        """A text column's value; ``""`` where it is null."""
        value = self.values(name)[row]
        if name in _LONG:
            value = value.as_py()
        return value or ""

    def list(self, name: str, row: int) -> tuple[str, ...]:
        """A list column's value; ``()`` where it is null."""
        value = self.values(name)[row]
        if name in _LONG:
            value = value.as_py()
        return tuple(value) if value else ()


def _python(column: pa.Array, name: str) -> Any:
    if name not in LISTS:
        return column.to_pylist()
    offsets = column.offsets.to_pylist()
    # `offsets` count from the start of `values`, whatever slice the array is.
    values = column.values.to_pylist()
    return [tuple(values[a:b]) if a != b else () for a, b in itertools.pairwise(offsets)]


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]

"""Tab-separated source files, verified before a row of them is used.

In: a file as HGNC and NCBI serve it, plain or gzip. Out: lists of columns, batch by batch, so that
NCBI's files of all species (gigabytes) need no more memory than the human part. One batch of
``gene_info``::

    {"#tax_id": ["9606", ...], "GeneID": ["1", ...], "Symbol": ["A1BG", ...], ...}
"""

import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from datasets_builders.errors import SourceError
from datasets_builders.files import sha256_of
from datasets_builders.provenance import SourceFile

HUMAN_TAX_ID = "9606"
_GZIP_MAGIC = b"\x1f\x8b"
_BLOCK = 8 << 20
# Beyond this many other species the reasons would fill pages, so they are summed.
_MAX_SPECIES = 10

Columns = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What a source file is: its names on the server, origin, licence, the columns needed."""

    key: str
    names: tuple[str, ...]
    source: str
    url: str
    licence: str
    columns: tuple[str, ...]
    quoted: bool = False

    def find(self, folder: Path) -> Path | None:
        """The file in ``folder`` under one of its names, plain or ``.gz``; None if it is absent."""
        for name in self.names:
            for path in (folder / name, folder / f"{name}.gz"):
                if path.is_file():
                    return path
        return None


@contextmanager
def open_text(path: Path) -> Iterator[IO[bytes]]:
    """Open a plain or gzip file for reading bytes; what is cut off or no table is a SourceError.

    Whether it is gzip is read from the first bytes, since downloads are often unpacked, or an
    error page is stored, under the old name.
    """
    with path.open("rb") as raw:
        magic = raw.read(2)
        raw.seek(0)
        file: IO[bytes] = raw
        if magic == _GZIP_MAGIC:
            file = io.BufferedReader(gzip.GzipFile(fileobj=raw), 1 << 18)
        try:
            yield file
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise SourceError(
                f"{path.name}: the gzip file is cut off or damaged ({error}), "
                f"{path.stat().st_size} bytes in {path.parent}; fetch it again"
            ) from error


def check_first_line(path: Path, text: str, spec: TableSpec) -> None:
    """Refuse an empty file and an error page that was stored under the file's name."""
    if not text.strip():
        raise SourceError(
            f"{path.name}: the file is empty ({path.parent}); fetch it from {spec.url}"
        )
    if text.lstrip("\ufeff \t").startswith("<"):
        raise SourceError(
            f"{path.name}: this is a web page, not a table (it begins {text.strip()[:40]!r}); "
            f"fetch the file from {spec.url}"
        )


def check_columns(path: Path, spec: TableSpec) -> list[str]:
    """The column names of the file; all of ``spec.columns`` must be among them.

    Raises:
        SourceError: the file is empty, an HTML page, or lacks a column.
    """
    with open_text(path) as file:
        first = file.readline()
    text = first.decode("utf-8", errors="replace").rstrip("\r\n")
    check_first_line(path, text, spec)
    found = [name.strip('"') for name in text.split("\t")]
    missing = [name for name in spec.columns if name not in found]
    if missing:
        raise SourceError(
            f"{path.name}: column {', '.join(missing)} is missing; the columns found are "
            f"{', '.join(found)}; the form expected is that of {spec.url}"
        )
    return found


def read_batches(path: Path, spec: TableSpec) -> Iterator[Any]:
    """Yield ``pyarrow.RecordBatch`` of the columns of ``spec``, all of type string.

    Raises:
        SourceError: as :func:`check_columns`, and for a row with another number of fields, text
            that is not UTF-8, a cut-off gzip file, or a file without data rows.
    """
    import pyarrow as pa
    from pyarrow import csv

    found = check_columns(path, spec)
    rows = 0
    with open_text(path) as file:
        try:
            reader = csv.open_csv(
                pa.PythonFile(file, mode="r"),
                read_options=csv.ReadOptions(
                    block_size=_BLOCK, use_threads=False, column_names=found, skip_rows=1
                ),
                parse_options=csv.ParseOptions(
                    delimiter="\t", quote_char='"' if spec.quoted else False
                ),
                convert_options=csv.ConvertOptions(
                    column_types=dict.fromkeys(found, pa.string()),
                    include_columns=list(spec.columns),
                    strings_can_be_null=False,
                ),
            )
            for batch in reader:
                rows += batch.num_rows
                yield batch
        except pa.ArrowInvalid as error:
            if "Empty CSV file" not in str(error):
                raise SourceError(
                    f"{path.name}: {error} (in {path.parent}); fetch the file again from {spec.url}"
                ) from error
    if rows == 0:
        raise SourceError(
            f"{path.name}: a header but no data row ({path.parent}); fetch it from {spec.url}"
        )


def read_all(path: Path, spec: TableSpec) -> Columns:
    """The whole table as lists of strings, for a file without a species column."""
    columns: Columns = {name: [] for name in spec.columns}
    for batch in read_batches(path, spec):
        for name in spec.columns:
            columns[name].extend(batch.column(name).to_pylist())
    return columns


def read_human(path: Path, spec: TableSpec) -> tuple[Columns, Counter[str], int]:
    """The human rows of an NCBI table; other species counted by reason; the number of all rows."""
    import pyarrow.compute as pc

    tax = spec.columns[0]
    columns: Columns = {name: [] for name in spec.columns[1:]}
    species: Counter[str] = Counter()
    rows = 0
    for batch in read_batches(path, spec):
        rows += batch.num_rows
        for pair in pc.value_counts(batch.column(tax)).to_pylist():
            species[pair["values"]] += pair["counts"]
        human = batch.filter(pc.equal(batch.column(tax), HUMAN_TAX_ID))
        for name in columns:
            columns[name].extend(human.column(name).to_pylist())
    del species[HUMAN_TAX_ID]
    skipped: Counter[str] = Counter()
    if len(species) > _MAX_SPECIES:
        skipped[f"{spec.key}: not human ({len(species)} other species)"] = species.total()
    else:
        for tax_id, count in species.items():
            skipped[f"{spec.key}: not human (tax_id {tax_id})"] = count
    return columns, skipped, rows


def source_file(path: Path, spec: TableSpec, *, rows: int, used: int, date: str) -> SourceFile:
    """The provenance entry of a file that has been read."""
    return SourceFile(
        file=path.name,
        source=spec.source,
        url=spec.url,
        date=date,
        size=path.stat().st_size,
        sha256=sha256_of(path),
        licence=spec.licence,
        rows=rows,
        used=used,
    )

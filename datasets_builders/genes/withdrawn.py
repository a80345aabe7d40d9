"""HGNC's withdrawn entries: symbols that are no longer approved, and the genes that replaced them.

One row of ``withdrawn.txt`` (tab-separated, four columns)::

    HGNC:1531  Merged/Split  CBBM  HGNC:4206|OPN1MW|Approved, HGNC:9936|OPN1LW|Approved

becomes ``GeneRecord(symbol="CBBM", hgnc_id="HGNC:1531", status="Merged/Split",
replaced_by="HGNC:4206, HGNC:9936", ...)``. A symbol that was split has several replacements; one
with status ``Entry Withdrawn`` has none. A replacement may itself be withdrawn (HGNC:231 ADCR was
merged into HGNC:12797 WT2, which no longer exists).
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from datasets_builders.errors import SourceError
from datasets_builders.genes.hgnc import is_hgnc_id
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.tables import (
    TableSpec,
    check_first_line,
    open_text,
    read_all,
    source_file,
)
from datasets_builders.provenance import SourceFile

_MERGED = "MERGED_INTO_REPORT(S)"
WITHDRAWN = TableSpec(
    key="HGNC withdrawn entries",
    names=("withdrawn.txt",),
    source="HGNC withdrawn entries",
    url="https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv/withdrawn.txt",
    licence="CC0-1.0",
    # The last name goes on in the file: "MERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)".
    columns=("HGNC_ID", "STATUS", "WITHDRAWN_SYMBOL", _MERGED),
    quoted=True,
)
STATUSES = frozenset({"Entry Withdrawn", "Merged/Split"})


def read_withdrawn(
    path: Path, approved: Collection[str]
) -> tuple[list[GeneRecord], SourceFile, Counter[str]]:
    """The entries in the order of the file, its provenance, and the rows left out by reason.

    ``approved`` are the HGNC ids of the complete set: where the two files are of different dates
    and an id stands in both, the complete set is believed and the row is counted.

    Raises:
        SourceError: see :mod:`datasets_builders.genes.tables`; also for an id or replacement that
            is not of the form ``HGNC:1531``, a row without symbol, and an id that occurs twice.
    """
    spec = _spec_of(path)
    table = read_all(path, spec)
    skipped: Counter[str] = Counter()
    records: list[GeneRecord] = []
    first: dict[str, int] = {}
    rows = zip(*(table[name] for name in spec.columns), strict=True)
    for line, (hgnc_id, status, symbol, merged) in enumerate(rows, start=2):  # line 1: header
        if not is_hgnc_id(hgnc_id) or not symbol:
            raise _error(path, line, f"id {hgnc_id!r}, symbol {symbol!r}")
        if hgnc_id in first:
            raise _error(path, line, f"{hgnc_id} stands in line {first[hgnc_id]} too")
        first[hgnc_id] = line
        if status not in STATUSES:
            skipped[f"{WITHDRAWN.key}: unknown status ({status or 'none'})"] += 1
        elif hgnc_id in approved:
            skipped[f"{WITHDRAWN.key}: approved in the complete set"] += 1
        else:
            new = _replacements(path, line, merged)
            records.append(_record(hgnc_id, status, symbol, new))
    source = source_file(path, WITHDRAWN, rows=len(first), used=len(records), date="")
    return records, source, skipped


def _spec_of(path: Path) -> TableSpec:
    """The table's columns, the last one as this file spells it."""
    with open_text(path) as file:
        text = file.readline().decode("utf-8", errors="replace").rstrip("\r\n")
    check_first_line(path, text, WITHDRAWN)
    names = [name.strip('"') for name in text.split("\t")]
    found = next((name for name in names if name.startswith(_MERGED)), _MERGED)
    return replace(WITHDRAWN, columns=(*WITHDRAWN.columns[:-1], found))


def _replacements(path: Path, line: int, merged: str) -> tuple[str, ...]:
    """HGNC ids of ``"HGNC:4206|OPN1MW|Approved, HGNC:9936|OPN1LW|Approved"``, each once."""
    parts = [part.strip() for part in merged.split(",")]
    ids = [part.partition("|")[0].strip() for part in parts if part]
    for found in ids:
        if not is_hgnc_id(found):
            raise _error(path, line, f"{merged!r} names a replacement without HGNC id")
    return tuple(dict.fromkeys(ids))


def _record(hgnc_id: str, status: str, symbol: str, new: tuple[str, ...]) -> GeneRecord:
    return GeneRecord(
        symbol=symbol,
        name="",
        hgnc_id=hgnc_id,
        locus_group="",
        locus_type="",
        status=status,
        replaced_by=", ".join(new),
    )


def _error(path: Path, line: int, problem: str) -> SourceError:
    return SourceError(
        f"{path.name}, line {line}: {problem}; correct the row or fetch the file again from "
        f"{WITHDRAWN.url}"
    )

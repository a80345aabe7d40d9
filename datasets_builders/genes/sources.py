"""A folder of source files to gene records.

In: HGNC's complete set (required) and, where they are there, HGNC's withdrawn entries, NCBI's
gene_info, gene_summary, RefSeq status (or gene2refseq), gene2ensembl and gene2go, or a GMT file of
GO processes; names as the sources serve them, plain or ``.gz``. Out: one :class:`GeneRecord` for
each approved gene, in HGNC's order, then one for each withdrawn entry, and the provenance, in which
``rows == used + skipped`` holds for every file.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tqdm import tqdm

from datasets_builders.errors import SourceError
from datasets_builders.genes.go import GENE2GO, read_gene2go, read_gmt
from datasets_builders.genes.hgnc import HGNC, read_hgnc
from datasets_builders.genes.ncbi import (
    GENE2ENSEMBL,
    GENE_INFO,
    GENE_SUMMARY,
    GeneInfoPart,
    read_ensembl,
    read_gene_info,
    read_summaries,
)
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.refseq import (
    GENE2REFSEQ,
    REFSEQ_STATUS,
    read_gene2refseq,
    read_statuses,
)
from datasets_builders.genes.tables import TableSpec
from datasets_builders.genes.withdrawn import WITHDRAWN, read_withdrawn
from datasets_builders.provenance import Provenance, SourceFile

# Written beside the files by the download; tells the server's date of each.
LEDGER = "downloads.json"
GMT_PATTERN = "GO_Biological_Process_*.gmt"


@dataclass(slots=True)
class _Reading:
    """What has been read so far: the files, and the values that the records still lack."""

    folder: Path
    records: list[GeneRecord] = field(default_factory=list)
    withdrawn: list[GeneRecord] = field(default_factory=list)
    sources: list[SourceFile] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    absent: list[str] = field(default_factory=list)
    download_dates: dict[str, str] = field(default_factory=dict)
    gene_info: GeneInfoPart | None = None
    ensembl_ids: dict[str, str] = field(default_factory=dict)
    summaries: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    processes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    processes_by_symbol: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, spec: TableSpec) -> Path | None:
        """The file of an optional source; noted where it is absent."""
        path = spec.find(self.folder)
        if path is None:
            self.absent.append(spec.key)
        return path

    def note(self, source: SourceFile, skipped: Mapping[str, int]) -> None:
        """Keep the provenance of a file that has been read; date it by its download if need be."""
        date = source.date or self.download_dates.get(source.sha256, "")
        self.sources.append(replace(source, date=date))
        self.skipped.update(skipped)

    def gene_id(self, record: GeneRecord) -> str:
        """HGNC's GeneID of the record, else that of the gene_info row with its HGNC id."""
        info = self.gene_info.of(record) if self.gene_info else None
        return record.entrez_id or (info.gene_id if info else "")

    def gene_ids(self) -> set[str]:
        """The GeneIDs of all records."""
        return {gene_id for r in self.records if (gene_id := self.gene_id(r))}


def read_folder(folder: Path, *, go_gmt: Path | None = None) -> tuple[list[GeneRecord], Provenance]:
    """Read every source in ``folder``; ``go_gmt`` is used where gene2go is missing.

    Without ``withdrawn.txt`` there is no withdrawn record, and the provenance lists it as absent.

    Raises:
        SourceError: HGNC's complete set is missing, or a file is not as its name says
            (columns, cut off, empty, a web page, an id twice).
    """
    reading = _Reading(folder, download_dates=_download_dates(folder / LEDGER))
    steps: tuple[Callable[[], None], ...] = (
        lambda: _read_hgnc(reading),
        lambda: _read_withdrawn(reading),
        lambda: _read_gene_info(reading),
        lambda: _read_ensembl(reading),
        lambda: _read_texts(reading),
        lambda: _read_processes(reading, go_gmt),
    )
    for step in tqdm(steps, desc="reading sources", unit="step", disable=None):
        step()
    records = [_complete(r, reading) for r in reading.records]
    return [*records, *reading.withdrawn], Provenance(
        sources=tuple(reading.sources),
        records=len(records),
        skipped=dict(sorted(reading.skipped.items())),
        absent=tuple(reading.absent),
    )


def _download_dates(ledger: Path) -> dict[str, str]:
    """Dates by SHA-256 of the files that were downloaded, for those whose content has no date."""
    if not ledger.is_file():
        return {}
    try:
        entries = json.loads(ledger.read_text(encoding="utf-8"))["files"]
        return {entry["sha256"]: entry["date"] for entry in entries}
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"{ledger}: not the list that a download writes ({error!r}); remove the file"
        ) from error


def _read_hgnc(reading: _Reading) -> None:
    folder = reading.folder
    path = HGNC.find(folder)
    if path is None:
        there = sorted(p.name for p in folder.iterdir())[:10] if folder.is_dir() else []
        raise SourceError(
            f"{folder}: hgnc_complete_set.txt (or .gz) is missing; the folder "
            f"{'holds ' + ', '.join(there) if there else 'is empty or not there'}; "
            f"fetch it from {HGNC.url} or run `geneverse data genes --download`"
        )
    reading.records, source, skipped = read_hgnc(path)
    reading.note(source, skipped)


def _read_withdrawn(reading: _Reading) -> None:
    path = reading.find(WITHDRAWN)
    if path is not None:
        approved = {record.hgnc_id for record in reading.records}
        reading.withdrawn, source, skipped = read_withdrawn(path, approved)
        reading.note(source, skipped)


def _read_gene_info(reading: _Reading) -> None:
    path = reading.find(GENE_INFO)
    if path is not None:
        reading.gene_info = part = read_gene_info(path, reading.records)
        reading.note(part.source, part.skipped)


def _read_ensembl(reading: _Reading) -> None:
    path = reading.find(GENE2ENSEMBL)
    if path is not None:
        better = {reading.gene_id(r) for r in reading.records if r.ensembl_id}
        part = read_ensembl(path, reading.gene_ids(), better)
        reading.note(part.source, part.skipped)
        reading.ensembl_ids = part.values


def _read_texts(reading: _Reading) -> None:
    known = reading.gene_ids()
    path = reading.find(GENE_SUMMARY)
    if path is not None:
        part = read_summaries(path, known)
        reading.note(part.source, part.skipped)
        reading.summaries = part.values
    transcripts = GENE2REFSEQ.find(reading.folder)
    path = reading.find(REFSEQ_STATUS) if transcripts is None else transcripts
    if path is not None:
        read = read_statuses if transcripts is None else read_gene2refseq
        part = read(path, known)
        reading.note(part.source, part.skipped)
        reading.statuses = part.values


def _read_processes(reading: _Reading, go_gmt: Path | None) -> None:
    """gene2go, else the named GMT file, else the newest in the folder (they end in the year)."""
    path = reading.find(GENE2GO)
    if path is not None:
        part = read_gene2go(path, reading.gene_ids())
        reading.note(part.source, part.skipped)
        reading.processes = part.terms
        return
    if go_gmt is not None and not go_gmt.is_file():
        raise SourceError(f"{go_gmt}: this GMT file is missing; name one that is there or none")
    gmt = go_gmt or max(reading.folder.glob(GMT_PATTERN), default=None)
    if gmt is None:
        reading.absent.append(GMT_PATTERN)
        return
    part = read_gmt(gmt, known_symbols(reading.records))
    reading.note(part.source, part.skipped)
    reading.processes_by_symbol = part.terms


def _complete(record: GeneRecord, reading: _Reading) -> GeneRecord:
    """HGNC's record with what it lacks; where HGNC has an id, HGNC has the word.

    One ``replace`` a gene for all sources: it is the slowest step of the whole reading.
    """
    info = reading.gene_info.of(record) if reading.gene_info else None
    gene_id = record.entrez_id or (info.gene_id if info else "")
    ensembl_id = record.ensembl_id or reading.ensembl_ids.get(gene_id, "")
    return replace(
        record,
        entrez_id=gene_id,
        ensembl_id=ensembl_id or (info.ensembl_id if info else ""),
        mim_ids=record.mim_ids or (info.mim_ids if info else ()),
        aliases=_aliases(record, info.synonyms if info else ()),
        summary=reading.summaries.get(gene_id, ""),
        refseq_status=reading.statuses.get(gene_id, ""),
        go_processes=reading.processes.get(gene_id)
        or reading.processes_by_symbol.get(record.symbol, ()),
    )


def _aliases(record: GeneRecord, synonyms: tuple[str, ...]) -> tuple[str, ...]:
    """HGNC's aliases, then gene_info's, without the symbol and earlier symbols, in any case."""
    if not record.aliases and not synonyms:
        return ()
    taken = {record.symbol.casefold(), *(s.casefold() for s in record.previous_symbols)}
    kept = []
    for alias in (*record.aliases, *synonyms):
        key = alias.casefold()
        if key not in taken:
            taken.add(key)
            kept.append(alias)
    return tuple(kept)


def known_symbols(records: list[GeneRecord]) -> dict[str, str]:
    """Approved symbols, and the earlier symbols that belong to exactly one gene, to the symbol."""
    symbols = {r.symbol: r.symbol for r in records}
    earlier: dict[str, set[str]] = {}
    for r in records:
        for previous in r.previous_symbols:
            earlier.setdefault(previous, set()).add(r.symbol)
    for previous, owners in earlier.items():
        if len(owners) == 1:
            symbols.setdefault(previous, next(iter(owners)))
    return symbols

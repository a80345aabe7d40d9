"""A folder of source files to gene records.

In: HGNC's complete set (required) and, where they are there, NCBI's gene_info, gene_summary,
RefSeq status, gene2ensembl and gene2go, or a GMT file of GO processes; names as the sources serve
them, plain or ``.gz``. Out: one :class:`GeneRecord` for each approved gene, in HGNC's order,
and the provenance, in which ``rows == used + skipped`` holds for every file.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tqdm import tqdm

from datasets_builders.errors import SourceError
from datasets_builders.genes.go import GENE2GO, GoPart, read_gene2go, read_gmt
from datasets_builders.genes.hgnc import HGNC, read_hgnc
from datasets_builders.genes.ncbi import (
    GENE2ENSEMBL,
    GENE_INFO,
    GENE_SUMMARY,
    REFSEQ_STATUS,
    GeneInfoPart,
    read_ensembl,
    read_gene_info,
    read_statuses,
    read_summaries,
)
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.tables import TableSpec
from datasets_builders.provenance import Provenance, SourceFile

GMT_PATTERN = "GO_Biological_Process_*.gmt"


@dataclass(slots=True)
class _Reading:
    """What has been read so far; ``take`` notes a file and hands its values on."""

    folder: Path
    sources: list[SourceFile] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    absent: list[str] = field(default_factory=list)
    gene_info: GeneInfoPart | None = None

    def find(self, spec: TableSpec) -> Path | None:
        path = spec.find(self.folder)
        if path is None:
            self.absent.append(spec.key)
        return path

    def note(self, source: SourceFile, skipped: Mapping[str, int]) -> None:
        self.sources.append(source)
        self.skipped.update(skipped)


def read_folder(folder: Path, *, go_gmt: Path | None = None) -> tuple[list[GeneRecord], Provenance]:
    """Read every source in ``folder``; ``go_gmt`` is used where gene2go is missing.

    Raises:
        SourceError: HGNC's complete set is missing, or a file is not as its name says
            (columns, cut off, empty, a web page, an id twice).
    """
    reading = _Reading(folder)
    path = HGNC.find(folder)
    if path is None:
        there = sorted(p.name for p in folder.iterdir())[:10] if folder.is_dir() else []
        raise SourceError(
            f"{folder}: hgnc_complete_set.txt (or .gz) is missing; the folder "
            f"{'holds ' + ', '.join(there) if there else 'is empty or not there'}; "
            f"fetch it from {HGNC.url} or run `geneverse data genes --download`"
        )
    steps: list[Callable[[list[GeneRecord], _Reading], list[GeneRecord]]] = [
        _add_gene_info,
        _add_ensembl,
        _add_texts,
        lambda records, reading: _add_go(records, reading, go_gmt),
    ]
    with tqdm(total=len(steps) + 1, desc="reading sources", unit="step", disable=None) as bar:
        records, source, skipped = read_hgnc(path)
        reading.note(source, skipped)
        bar.update()
        for step in steps:
            records = step(records, reading)
            bar.update()
    return records, Provenance(
        sources=tuple(reading.sources),
        records=len(records),
        skipped=dict(sorted(reading.skipped.items())),
        absent=tuple(reading.absent),
    )


def _add_gene_info(records: list[GeneRecord], reading: _Reading) -> list[GeneRecord]:
    """GeneIDs, MIM numbers that HGNC lacks, and synonyms."""
    path = reading.find(GENE_INFO)
    if path is None:
        return [replace(r, aliases=_aliases(r, ())) for r in records]
    part = reading.gene_info = read_gene_info(path, records)
    reading.note(part.source, part.skipped)
    out = []
    for r in records:
        info = part.of(r)
        out.append(
            replace(
                r,
                entrez_id=r.entrez_id or (info.gene_id if info else ""),
                mim_ids=r.mim_ids or (info.mim_ids if info else ()),
                aliases=_aliases(r, info.synonyms if info else ()),
            )
        )
    return out


def _aliases(record: GeneRecord, synonyms: tuple[str, ...]) -> tuple[str, ...]:
    """HGNC's aliases, then gene_info's, without the symbol and earlier symbols, in any case."""
    taken = {record.symbol.casefold(), *(s.casefold() for s in record.previous_symbols)}
    kept = []
    for alias in (*record.aliases, *synonyms):
        key = alias.casefold()
        if key not in taken:
            taken.add(key)
            kept.append(alias)
    return tuple(kept)


def _add_ensembl(records: list[GeneRecord], reading: _Reading) -> list[GeneRecord]:
    """Ensembl ids: HGNC's, else gene2ensembl's, else those among gene_info's cross-references."""
    values: dict[str, str] = {}
    path = reading.find(GENE2ENSEMBL)
    known = {r.entrez_id for r in records if r.entrez_id}
    if path is not None:
        part = read_ensembl(path, known, {r.entrez_id for r in records if r.ensembl_id})
        reading.note(part.source, part.skipped)
        values = part.values
    out = []
    for r in records:
        if not r.ensembl_id:
            info = reading.gene_info.of(r) if reading.gene_info else None
            last = info.ensembl_id if info else ""
            r = replace(r, ensembl_id=values.get(r.entrez_id) or last)
        out.append(r)
    return out


def _add_texts(records: list[GeneRecord], reading: _Reading) -> list[GeneRecord]:
    known = {r.entrez_id for r in records if r.entrez_id}
    summaries: dict[str, str] = {}
    statuses: dict[str, str] = {}
    path = reading.find(GENE_SUMMARY)
    if path is not None:
        part = read_summaries(path, known)
        reading.note(part.source, part.skipped)
        summaries = part.values
    path = reading.find(REFSEQ_STATUS)
    if path is not None:
        part = read_statuses(path, known)
        reading.note(part.source, part.skipped)
        statuses = part.values
    return [
        replace(
            r,
            summary=summaries.get(r.entrez_id, ""),
            refseq_status=statuses.get(r.entrez_id, ""),
        )
        for r in records
    ]


def _add_go(records: list[GeneRecord], reading: _Reading, go_gmt: Path | None) -> list[GeneRecord]:
    path = reading.find(GENE2GO)
    if path is not None:
        part = read_gene2go(path, {r.entrez_id for r in records if r.entrez_id})
        reading.note(part.source, part.skipped)
        return [replace(r, go_processes=part.terms.get(r.entrez_id, ())) for r in records]
    gmt = _gmt_part(records, reading.folder, go_gmt)
    if gmt is None:
        reading.absent.append(GMT_PATTERN)
        return records
    reading.note(gmt.source, gmt.skipped)
    return [replace(r, go_processes=gmt.terms.get(r.symbol, ())) for r in records]


def _gmt_part(records: list[GeneRecord], folder: Path, go_gmt: Path | None) -> GoPart | None:
    """The named GMT file, else the newest in the folder (their names end in the year)."""
    if go_gmt is not None and not go_gmt.is_file():
        raise SourceError(
            f"{go_gmt}: this GMT file is missing; give the path of one or leave it out"
        )
    path = go_gmt or max(folder.glob(GMT_PATTERN), default=None)
    return read_gmt(path, known_symbols(records)) if path else None


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

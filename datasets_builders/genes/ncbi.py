"""NCBI Gene's tables by GeneID: gene_info, gene_summary, gene2ensembl.

One row of ``gene_info`` begins ``9606  2735  GLI1  -  GLI  MIM:165220|HGNC:HGNC:4317|...``.
Each reader takes the GeneIDs that the records have, gives what belongs to them, and counts every
other row under a reason.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from datasets_builders.errors import SourceError
from datasets_builders.genes.hgnc import parts
from datasets_builders.genes.prose import tidy, whole_sentences
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.tables import TableSpec, read_human, source_file
from datasets_builders.provenance import SourceFile

FTP = "https://ftp.ncbi.nlm.nih.gov/gene/DATA/"
LICENCE = "public domain (US government work)"

GENE_INFO = TableSpec(
    key="gene_info",
    names=("Homo_sapiens.gene_info", "gene_info"),
    source="NCBI Gene, gene_info",
    url=FTP + "GENE_INFO/Mammalia/Homo_sapiens.gene_info.gz",
    licence=LICENCE,
    columns=(
        "#tax_id",
        "GeneID",
        "Symbol",
        "Synonyms",
        "dbXrefs",
        "type_of_gene",
        "Modification_date",
    ),
)
GENE_SUMMARY = TableSpec(
    key="gene_summary",
    names=("gene_summary",),
    source="NCBI Gene, RefSeq summaries",
    url=FTP + "gene_summary.gz",
    licence=LICENCE,
    columns=("#tax_id", "GeneID", "Summary"),
)
GENE2ENSEMBL = TableSpec(
    key="gene2ensembl",
    names=("gene2ensembl",),
    source="NCBI Gene, gene2ensembl",
    url=FTP + "gene2ensembl.gz",
    licence=LICENCE,
    columns=("#tax_id", "GeneID", "Ensembl_gene_identifier"),
)


@dataclass(slots=True)
class Part:
    """What one file gives: values by GeneID, its provenance, its rows left out by reason."""

    values: dict[str, str]
    source: SourceFile
    skipped: Counter[str]


@dataclass(frozen=True, slots=True)
class GeneInfo:
    """What gene_info adds to a record."""

    gene_id: str
    hgnc_id: str
    synonyms: tuple[str, ...]
    mim_ids: tuple[str, ...]
    ensembl_id: str


@dataclass(slots=True)
class GeneInfoPart:
    """gene_info by GeneID and, for records without a GeneID, by HGNC id."""

    by_gene_id: dict[str, GeneInfo]
    by_hgnc_id: dict[str, GeneInfo]
    source: SourceFile
    skipped: Counter[str]

    def of(self, record: GeneRecord) -> GeneInfo | None:
        """The row that belongs to ``record``."""
        return self.by_gene_id.get(record.entrez_id) or self.by_hgnc_id.get(record.hgnc_id)


def read_gene_info(path: Path, records: Sequence[GeneRecord]) -> GeneInfoPart:
    """gene_info rows that belong to ``records``: by HGNC's GeneID, else by the row's own HGNC id.

    The second way only for a gene for which HGNC knows no GeneID: HGNC's link is the newer one.

    Raises:
        SourceError: a GeneID occurs twice, or the file is not as its name says.
    """
    table, skipped, rows = read_human(path, GENE_INFO)
    gene_ids = {r.entrez_id for r in records if r.entrez_id}
    linked = {r.hgnc_id: bool(r.entrez_id) for r in records}
    first: dict[str, int] = {}
    part = GeneInfoPart({}, {}, source_file(path, GENE_INFO, rows=rows, used=0, date=""), skipped)
    names = GENE_INFO.columns[1:]
    for n, row in enumerate(zip(*(table[name] for name in names), strict=True), start=1):
        gene_id, symbol, synonyms, xrefs, kind, _ = row
        if gene_id in first:
            raise SourceError(
                f"{path.name}: GeneID {gene_id} occurs twice, in the human rows {first[gene_id]} "
                f"and {n}; remove one of them or fetch the file again from {GENE_INFO.url}"
            )
        first[gene_id] = n
        info = _gene_info(gene_id, synonyms, xrefs)
        if gene_id in gene_ids:
            part.by_gene_id[gene_id] = info
        elif linked.get(info.hgnc_id) is False and info.hgnc_id not in part.by_hgnc_id:
            part.by_hgnc_id[info.hgnc_id] = info
        else:
            skipped[f"gene_info: {_reason(info, symbol, kind, linked)}"] += 1
    day = max(table["Modification_date"], default="")
    part.source = replace(
        part.source,
        used=len(part.by_gene_id) + len(part.by_hgnc_id),
        date=f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else "",
    )
    return part


def _gene_info(gene_id: str, synonyms: str, xrefs: str) -> GeneInfo:
    by_base: dict[str, list[str]] = {}
    for xref in parts("" if xrefs == "-" else xrefs):
        base, _, value = xref.partition(":")
        by_base.setdefault(base, []).append(value)
    return GeneInfo(
        gene_id=gene_id,
        hgnc_id=by_base.get("HGNC", [""])[0],
        synonyms=parts("" if synonyms == "-" else synonyms),
        mim_ids=tuple(by_base.get("MIM", ())),
        ensembl_id=by_base.get("Ensembl", [""])[0],
    )


def _reason(info: GeneInfo, symbol: str, kind: str, linked: Mapping[str, bool]) -> str:
    if kind == "biological-region":
        return "biological-region, no gene"
    if symbol == "NEWENTRY":
        return "NEWENTRY placeholder, no gene"
    if not info.hgnc_id:
        return "no HGNC id"
    if info.hgnc_id in linked:
        return "HGNC links the gene to another GeneID"
    return "HGNC id not among the records"


def first_values(
    pairs: Iterable[tuple[str, str]],
    key: str,
    known: Collection[str],
    skipped: Counter[str],
    better: Collection[str] = (),
) -> tuple[dict[str, str], int]:
    """The first value of each known GeneID and the number of rows used.

    ``better`` are the GeneIDs for which another source has the word.
    """
    values: dict[str, str] = {}
    for gene_id, value in pairs:
        if gene_id not in known:
            skipped[f"{key}: GeneID of no record"] += 1
        elif gene_id in better:
            skipped[f"{key}: HGNC gives the value"] += 1
        elif gene_id in values:
            skipped[f"{key}: further row of the same gene"] += 1
        elif value in ("", "-"):
            skipped[f"{key}: no value"] += 1
        else:
            values[gene_id] = value
    return values, len(values)


def read_summaries(path: Path, known: Collection[str]) -> Part:
    """RefSeq summaries by GeneID, tidied and without what is cut off at their end."""
    table, skipped, rows = read_human(path, GENE_SUMMARY)
    texts = (whole_sentences(tidy(text)) for text in table["Summary"])
    pairs = zip(table["GeneID"], texts, strict=True)
    values, used = first_values(pairs, GENE_SUMMARY.key, known, skipped)
    return Part(values, source_file(path, GENE_SUMMARY, rows=rows, used=used, date=""), skipped)


def read_ensembl(path: Path, known: Collection[str], better: Collection[str]) -> Part:
    """Ensembl gene id by GeneID for the genes that have none from HGNC (those in ``better``).

    The file has one row a transcript, so most of its rows are further rows of one gene.
    """
    table, skipped, rows = read_human(path, GENE2ENSEMBL)
    pairs = zip(table["GeneID"], table["Ensembl_gene_identifier"], strict=True)
    values, used = first_values(pairs, GENE2ENSEMBL.key, known, skipped, better)
    return Part(values, source_file(path, GENE2ENSEMBL, rows=rows, used=used, date=""), skipped)

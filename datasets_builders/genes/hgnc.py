"""HGNC's complete set: every approved human gene, 54 tab-separated columns, lists joined by ``|``.

One row begins ``HGNC:4317  GLI1  GLI family zinc finger 1  protein-coding gene
gene with protein product  Approved  12q13.3 ...`` and becomes one :class:`GeneRecord`.
"""

from collections import Counter
from pathlib import Path

from datasets_builders.errors import SourceError
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.tables import Columns, TableSpec, read_all, source_file
from datasets_builders.provenance import SourceFile

HGNC = TableSpec(
    key="HGNC",
    names=("hgnc_complete_set.txt",),
    source="HGNC complete set",
    url="https://storage.googleapis.com/public-download-files/hgnc/tsv/tsv/hgnc_complete_set.txt",
    licence="CC0-1.0",
    columns=(
        "hgnc_id",
        "symbol",
        "name",
        "locus_group",
        "locus_type",
        "status",
        "location",
        "alias_symbol",
        "prev_symbol",
        "prev_name",
        "gene_group",
        "gene_group_id",
        "date_modified",
        "entrez_id",
        "ensembl_gene_id",
        "uniprot_ids",
        "mgd_id",
        "rgd_id",
        "omim_id",
        "agr",
    ),
    quoted=True,
)
APPROVED = "Approved"


def parts(value: str) -> tuple[str, ...]:
    """``"ACF|ASP|ACF64"`` as a tuple, in order, without empty and repeated entries."""
    if not value:
        return ()
    if "|" not in value:
        return (value,)
    return tuple(dict.fromkeys(p for part in value.split("|") if (p := part.strip())))


def read_hgnc(path: Path) -> tuple[list[GeneRecord], SourceFile, Counter[str]]:
    """All approved genes in the order of the file, the file's provenance, rows left out by reason.

    Raises:
        SourceError: see :mod:`datasets_builders.genes.tables`; also for an id that is not of the
            form ``HGNC:4317``, a row without symbol, and an id or symbol that occurs twice.
    """
    table = read_all(path, HGNC)
    _check_ids(path, table)
    skipped: Counter[str] = Counter()
    records = []
    for row in zip(*(table[name] for name in HGNC.columns), strict=True):
        record = _record(dict(zip(HGNC.columns, row, strict=True)))
        if record.status == APPROVED:
            records.append(record)
        else:
            skipped[f"HGNC: withdrawn ({record.status or 'no status'})"] += 1
    date = max(table["date_modified"])
    rows = len(table["hgnc_id"])
    return records, source_file(path, HGNC, rows=rows, used=len(records), date=date), skipped


def _check_ids(path: Path, table: Columns) -> None:
    for column in ("hgnc_id", "symbol"):
        first: dict[str, int] = {}
        for line, value in enumerate(table[column], start=2):  # line 1 is the header
            if not value or (column == "hgnc_id" and not is_hgnc_id(value)):
                raise SourceError(
                    f"{path.name}, line {line}: {column} is {value!r}; "
                    f"correct the row or fetch the file again from {HGNC.url}"
                )
            if value in first:
                raise SourceError(
                    f"{path.name}: {column} {value} occurs twice, in lines {first[value]} and "
                    f"{line}; remove one of them or fetch the file again from {HGNC.url}"
                )
            first[value] = line


def is_hgnc_id(value: str) -> bool:
    """Whether ``value`` has the form ``HGNC:4317``."""
    prefix, _, number = value.partition(":")
    return prefix == "HGNC" and number.isascii() and number.isdigit()


def _record(row: dict[str, str]) -> GeneRecord:
    return GeneRecord(
        symbol=row["symbol"],
        name=row["name"],
        hgnc_id=row["hgnc_id"],
        locus_group=row["locus_group"],
        locus_type=row["locus_type"],
        status=row["status"],
        entrez_id=row["entrez_id"],
        ensembl_id=row["ensembl_gene_id"],
        mim_ids=parts(row["omim_id"]),
        alliance_id=row["agr"],
        uniprot_ids=parts(row["uniprot_ids"]),
        location=row["location"],
        aliases=parts(row["alias_symbol"]),
        previous_symbols=parts(row["prev_symbol"]),
        previous_names=parts(row["prev_name"]),
        gene_groups=parts(row["gene_group"]),
        gene_group_ids=parts(row["gene_group_id"]),
        mouse_orthologs=parts(row["mgd_id"]),
        rat_orthologs=parts(row["rgd_id"]),
    )

"""The RefSeq status of a gene, from a table by GeneID or from NCBI's gene2refseq.

One row of ``refseq_status.tsv``: ``2735  REVIEWED``. ``gene2refseq`` has a row for each transcript
(``9606  2735  REVIEWED  NM_005269.3 ...``), and a gene has the best status of its transcripts.
It is gigabytes long and no part of the download; a copy that is put into the folder is read.
"""

from collections import Counter
from collections.abc import Collection
from pathlib import Path

from datasets_builders.genes.ncbi import FTP, LICENCE, Part, first_values
from datasets_builders.genes.tables import TableSpec, read_all, read_human, source_file

REFSEQ_STATUS = TableSpec(
    key="refseq_status",
    names=("refseq_status.tsv",),
    source="NCBI Gene, RefSeq status by GeneID",
    url=FTP + "gene2refseq.gz",
    licence=LICENCE,
    columns=("#GeneID", "RefSeq_status"),
)
GENE2REFSEQ = TableSpec(
    key="gene2refseq",
    names=("gene2refseq",),
    source="NCBI Gene, gene2refseq",
    url=FTP + "gene2refseq.gz",
    licence=LICENCE,
    columns=("#tax_id", "GeneID", "status"),
)
# Best first; https://www.ncbi.nlm.nih.gov/books/NBK21091/ describes them. Others (SUPPRESSED, NA)
# are no status of a gene.
STATUSES = ("REVIEWED", "VALIDATED", "PROVISIONAL", "PREDICTED", "INFERRED", "MODEL")


def read_statuses(path: Path, known: Collection[str]) -> Part:
    """RefSeq status by GeneID from ``refseq_status.tsv``."""
    table = read_all(path, REFSEQ_STATUS)
    skipped: Counter[str] = Counter()
    pairs = zip(table["#GeneID"], table["RefSeq_status"], strict=True)
    values, used = first_values(pairs, REFSEQ_STATUS.key, known, skipped)
    rows = len(table["#GeneID"])
    return Part(values, source_file(path, REFSEQ_STATUS, rows=rows, used=used, date=""), skipped)


def read_gene2refseq(path: Path, known: Collection[str]) -> Part:
    """The best RefSeq status of a gene's transcripts by GeneID, from ``gene2refseq``."""
    table, skipped, rows = read_human(path, GENE2REFSEQ)
    rank = {status: n for n, status in enumerate(STATUSES)}
    pairs = sorted(
        zip(table["GeneID"], table["status"], strict=True),
        key=lambda pair: rank.get(pair[1], len(rank)),
    )
    without = ((gene_id, status if status in rank else "") for gene_id, status in pairs)
    values, used = first_values(without, GENE2REFSEQ.key, known, skipped)
    return Part(values, source_file(path, GENE2REFSEQ, rows=rows, used=used, date=""), skipped)

"""What each column of the registry file holds: the one place where it is told.

One value: ``COLUMN["location"].example`` is ``"12q13.3"``. One row of ``genes.parquet`` is one gene
that HGNC approved, or one entry that it withdrew; rows are sorted by HGNC number. There are no
units but counts: identifiers are strings, so that no leading zero is lost.
"""

from dataclasses import dataclass

SCHEMA_VERSION = "1"
HGNC = "HGNC complete set"
NCBI = "NCBI gene_info where HGNC has none"
MADE = "made at the build"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``text`` is one string (null or ``""`` where there is none), ``list`` several."""

    name: str
    kind: str
    meaning: str
    source: str
    example: str | tuple[str, ...]
    long: bool = False


DESCRIBED = (
    Column("hgnc_id", "text", "HGNC id with its prefix; never used again", HGNC, "HGNC:4317"),
    Column("symbol", "text", "approved symbol, or the symbol that was withdrawn", HGNC, "GLI1"),
    Column(
        "name", "text", "full name; empty where withdrawn", HGNC, "GLI family zinc finger 1", True
    ),
    Column(
        "status",
        "text",
        '"Approved", "Entry Withdrawn" (no such gene) or "Merged/Split"',
        "HGNC complete set and withdrawn.txt",
        "Approved",
    ),
    Column(
        "replaced_by",
        "text",
        'HGNC ids of what took a withdrawn entry\'s place, joined by ", ": more than one where it '
        "was split; an id may itself be withdrawn, or missing in this file; null for other genes",
        "HGNC withdrawn.txt",
        "HGNC:10498, HGNC:10499",
    ),
    Column("entrez_id", "text", "NCBI GeneID, digits", f"HGNC, or {NCBI}", "2735"),
    Column(
        "ensembl_id",
        "text",
        "Ensembl gene id without version",
        "HGNC, else NCBI gene2ensembl, else NCBI gene_info",
        "ENSG00000111087",
    ),
    Column("mim_ids", "list", "OMIM numbers of the gene, digits", f"HGNC, or {NCBI}", ("165220",)),
    Column("alliance_id", "text", "Alliance of Genome Resources id", HGNC, "HGNC:4317"),
    Column("uniprot_ids", "list", "UniProt accessions; genes may share one", HGNC, ("P08151",)),
    Column("locus_group", "text", "HGNC's group of locus types", HGNC, "protein-coding gene"),
    Column("locus_type", "text", "HGNC's locus type", HGNC, "gene with protein product"),
    Column("location", "text", "cytogenetic band, of no fixed assembly", HGNC, "12q13.3"),
    Column(
        "aliases",
        "list",
        "alias symbols, without the symbol and the previous symbols in any case",
        "HGNC, then NCBI gene_info",
        ("p53", "LFS1"),
    ),
    Column("previous_symbols", "list", "symbols that HGNC approved before", HGNC, ("GLI",)),
    Column(
        "gene_groups", "list", "names of HGNC gene groups", HGNC, ("Zinc fingers C2H2-type",), True
    ),
    Column(
        "refseq_status", "text", "best RefSeq status", "NCBI gene2refseq or its digest", "REVIEWED"
    ),
    Column(
        "summary",
        "text",
        "RefSeq summary; empty for most genes that code for no protein",
        "NCBI gene_summary",
        "This gene encodes a member of the Kruppel family of zinc finger proteins. ...",
        True,
    ),
    Column(
        "go_processes",
        "list",
        "GO biological processes with their ids",
        "NCBI gene2go, or a GMT file of GO sets",
        ("smoothened signaling pathway (GO:0007224)",),
        True,
    ),
    Column("organism", "text", "always the same", MADE, "Homo sapiens"),
    Column(
        "record",
        "text",
        "the line that stands in a grounded prompt; empty where withdrawn",
        MADE,
        "GLI1 | GLI family zinc finger 1 | HGNC:4317 | Ensembl:ENSG00000111087 | ...",
        True,
    ),
    Column(
        "description",
        "text",
        "the paragraph of the data set's `ncbi` configuration; empty where withdrawn",
        MADE,
        "The official symbol of this gene, provided by HGNC, is GLI1 ...",
        True,
    ),
)
COLUMN = {column.name: column for column in DESCRIBED}
COLUMNS = tuple(COLUMN)
LISTS = frozenset(column.name for column in DESCRIBED if column.kind == "list")
# Read by row group: together they are nine tenths of the file.
LONG = frozenset(column.name for column in DESCRIBED if column.long)

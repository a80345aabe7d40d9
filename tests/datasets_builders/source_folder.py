"""A small folder of source files with the sources' own names and columns, for the tests."""

import gzip
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from datasets_builders.genes.hgnc import HGNC
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.sources import read_folder
from datasets_builders.provenance import Provenance

Row = dict[str, str]

GLI1: Row = {
    "hgnc_id": "HGNC:4317",
    "symbol": "GLI1",
    "name": "GLI family zinc finger 1",
    "locus_group": "protein-coding gene",
    "locus_type": "gene with protein product",
    "status": "Approved",
    "location": "12q13.3",
    "prev_symbol": "GLI",
    "gene_group": "Zinc fingers C2H2-type",
    "gene_group_id": "28",
    "date_modified": "2023-01-20",
    "entrez_id": "2735",
    "ensembl_gene_id": "ENSG00000111087",
    "uniprot_ids": "P08151",
    "mgd_id": "MGI:95727",
    "rgd_id": "RGD:621673",
    "omim_id": "165220",
    "agr": "HGNC:4317",
}
TP53: Row = {
    "hgnc_id": "HGNC:11998",
    "symbol": "TP53",
    "name": "tumor protein p53",
    "locus_group": "protein-coding gene",
    "locus_type": "gene with protein product",
    "status": "Approved",
    "location": "17p13.1",
    "alias_symbol": '"p53|LFS1"',
    "date_modified": "2024-02-03",
    "entrez_id": "7157",
    "omim_id": '"191170|000001"',
    "agr": "HGNC:11998",
}
# HGNC knows no GeneID for it; gene_info does, by its HGNC id.
IGKV: Row = {
    "hgnc_id": "HGNC:5802",
    "symbol": "IGKV2D-36",
    "name": "immunoglobulin kappa variable 2D-36 (pseudogene)",
    "locus_group": "pseudogene",
    "locus_type": "immunoglobulin pseudogene",
    "status": "Approved",
    "location": "2p11.2",
    "date_modified": "2016-10-05",
    "agr": "HGNC:5802",
}
GENES = (GLI1, TP53, IGKV)

GENE_INFO_HEADER = (
    "#tax_id\tGeneID\tSymbol\tLocusTag\tSynonyms\tdbXrefs\tchromosome\tmap_location\tdescription\t"
    "type_of_gene\tSymbol_from_nomenclature_authority\tFull_name_from_nomenclature_authority\t"
    "Nomenclature_status\tOther_designations\tModification_date\tFeature_type"
)
GENE2ENSEMBL_HEADER = (
    "#tax_id\tGeneID\tEnsembl_gene_identifier\tRNA_nucleotide_accession.version\t"
    "Ensembl_rna_identifier\tprotein_accession.version\tEnsembl_protein_identifier"
)
GENE2GO_HEADER = "#tax_id\tGeneID\tGO_ID\tEvidence\tQualifier\tGO_term\tPubMed\tCategory"


def hgnc_text(rows: Sequence[Row] = GENES, *, without: str = "") -> str:
    """The complete set with the columns that are read and one more; ``without`` leaves one out."""
    columns = [c for c in (*HGNC.columns, "pubmed_id") if c != without]
    lines = ["\t".join(columns), *("\t".join(row.get(c, "") for c in columns) for row in rows)]
    return "\n".join(lines) + "\n"


# Real entries: merged, split, without replacement, merged into one that was withdrawn in turn.
WITHDRAWN_ROWS = (
    "HGNC:58\tMerged/Split\tABCC7\tHGNC:1884|CFTR|Approved",
    "HGNC:1531\tMerged/Split\tCBBM\tHGNC:4206|OPN1MW|Approved, HGNC:9936|OPN1LW|Approved",
    "HGNC:440\tEntry Withdrawn\tALPPL1\t",
    "HGNC:231\tMerged/Split\tADCR\tHGNC:12797|WT2|Entry Withdrawn",
    "HGNC:12797\tEntry Withdrawn\tWT2\t",
)
WITHDRAWN_HEADER = (
    "HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tMERGED_INTO_REPORT(S) (i.e HGNC_ID|SYMBOL|STATUS)"
)


def withdrawn_text(rows: Sequence[str] = WITHDRAWN_ROWS, header: str = WITHDRAWN_HEADER) -> str:
    """HGNC's list of withdrawn entries."""
    return "\n".join([header, *rows]) + "\n"


def gene_info_row(
    gene_id: str,
    symbol: str,
    synonyms: str = "-",
    xrefs: str = "-",
    kind: str = "protein-coding",
    tax_id: str = "9606",
) -> str:
    """One row of gene_info with its 16 columns."""
    cells = [tax_id, gene_id, symbol, "-", synonyms, xrefs, "12", "12q13.3", "a gene", kind]
    return "\t".join([*cells, symbol, "a gene", "O", "-", "20201124", "-"])


def write(path: Path, text: str) -> Path:
    """Write ``text``, gzipped where the name ends in ``.gz``."""
    data = text.encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


def table(header: str, *rows: str) -> str:
    """A table of lines."""
    return "\n".join([header, *rows]) + "\n"


def fill(folder: Path) -> Path:
    """Every source but gene2go, with rows of each kind that is left out."""
    write(folder / "withdrawn.txt", withdrawn_text())
    withdrawn = {**GLI1, "hgnc_id": "HGNC:1", "symbol": "OLD1", "status": "Entry Withdrawn"}
    write(folder / "hgnc_complete_set.txt.gz", hgnc_text([*GENES, {**withdrawn, "agr": ""}]))
    write(
        folder / "Homo_sapiens.gene_info.gz",
        table(
            GENE_INFO_HEADER,
            gene_info_row("2735", "GLI1", "GLI|gli1|PPD1", "MIM:1|HGNC:HGNC:4317"),
            gene_info_row("7157", "TP53", "BCC7|P53", "Ensembl:ENSG00000141510"),
            gene_info_row("28880", "IGKV2D-36", "O5", "HGNC:HGNC:5802", "other"),
            gene_info_row("999001", "LOC1", kind="ncRNA"),
            gene_info_row("999002", "ENH1", kind="biological-region"),
            gene_info_row("999003", "NEWENTRY"),
            gene_info_row("999004", "GLI1B", xrefs="HGNC:HGNC:4317"),
            gene_info_row("999005", "GONE", xrefs="HGNC:HGNC:77"),
            gene_info_row("8923215", "trnD", kind="tRNA", tax_id="63221"),
        ),
    )
    write(
        folder / "gene_summary.gz",
        table(
            "#tax_id\tGeneID\tSource\tSummary",
            '9606\t2735\tRefSeq\tIt encodes the the "zinc finger"  protein (Xu et al., 2006.',
            "9606\t2735\tRefSeq\tAgain.",
            "9606\t1\tRefSeq\tAnother gene.",
            "10090\t14632\tRefSeq\tA mouse gene.",
        ),
    )
    write(folder / "refseq_status.tsv", table("#GeneID\tRefSeq_status", "2735\tREVIEWED", "5\tX"))
    write(
        folder / "gene2ensembl.gz",
        table(
            GENE2ENSEMBL_HEADER,
            "9606\t28880\tENSG00000253127\t-\t-\t-\t-",
            "9606\t28880\tENSG00000253127\tNM_1.1\t-\t-\t-",
            "9606\t2735\tENSG00000999999\t-\t-\t-\t-",
            "10090\t14632\tENSMUSG00000025407\t-\t-\t-\t-",
        ),
    )
    return folder


def add_gene2go(folder: Path) -> None:
    """gene2go: a gene's own processes, those that it regulates, and rows that are left out."""
    rows = [
        "9606\t2735\tGO:0045944\tIDA\t-\tpositive regulation of transcription\t1\tProcess",
        "9606\t2735\tGO:0008589\tIDA\t-\tregulation of smoothened signaling pathway\t1\tProcess",
        "9606\t2735\tGO:0060032\tIMP\t-\tnotochord regression\t1\tProcess",
        "9606\t2735\tGO:0007224\tIMP\t-\tsmoothened signaling pathway\t1\tProcess",
        "9606\t2735\tGO:0007224\tIDA\t-\tsmoothened signaling pathway\t2\tProcess",
        "9606\t2735\tGO:0009913\tIDA\tNOT involved_in\tepidermal cell differentiation\t1\tProcess",
        "9606\t2735\tGO:0005634\tIDA\t-\tnucleus\t1\tComponent",
        "9606\t1\tGO:0000001\tIDA\t-\tsomething\t1\tProcess",
        "10090\t14632\tGO:0007224\tIDA\t-\tsmoothened signaling pathway\t1\tProcess",
    ]
    write(folder / "gene2go.gz", table(GENE2GO_HEADER, *rows))


# The prefix of the reasons of each file.
PREFIX = {
    "withdrawn": "HGNC withdrawn entries",
    "hgnc_complete_set": "HGNC",
    "Homo_sapiens.gene_info": "gene_info",
    "gene_info": "gene_info",
    "gene_summary": "gene_summary",
    "refseq_status": "refseq_status",
    "gene2refseq": "gene2refseq",
    "gene2ensembl": "gene2ensembl",
    "gene2go": "gene2go",
    "GO_Biological_Process": "GO",
}


def assert_every_row_is_accounted_for(provenance: Provenance) -> None:
    """``rows == used + skipped`` for each file, by the prefix of the reasons."""
    for source in provenance.sources:
        prefix = max((p for p in PREFIX if source.file.startswith(p)), key=len)
        reasons = {
            reason: count
            for reason, count in provenance.skipped.items()
            if reason.startswith(f"{PREFIX[prefix]}: ")
        }
        assert source.rows == source.used + sum(reasons.values()), (source.file, reasons)


def by_symbol(records: list[GeneRecord]) -> dict[str, GeneRecord]:
    """The records by symbol."""
    return {r.symbol: r for r in records}


@cache
def read_real(realdata: Path) -> tuple[list[GeneRecord], Provenance]:
    """The real files with the GMT file of GO processes, read once for all tests."""
    gmt = realdata / "go" / "GO_Biological_Process_2023.gmt"
    return read_folder(realdata / "genes", go_gmt=gmt)

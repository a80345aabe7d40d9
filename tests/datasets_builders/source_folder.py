"""A small folder of source files with the sources' own names and columns, for the tests."""

import gzip
from collections.abc import Sequence
from pathlib import Path

from datasets_builders.genes.hgnc import HGNC

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

"""What the card of a registry folder says beside its sources: columns, an example, front matter."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huggingface_hub import DatasetCardData

from model_cards.data import first_row, pretty, size_category

_EXAMPLE_HAS = ("ensembl_id", "mim_ids", "aliases", "summary")
_LOOKED_AT = 5_000  # rows, in which an example with many fields is sought
COLUMNS: Mapping[str, str] = {
    "hgnc_id": "HGNC id, with its prefix; the table is sorted by its number",
    "symbol": "symbol approved by HGNC",
    "name": "full name",
    "status": "of the HGNC entry, see below",
    "replaced_by": "for a withdrawn entry, HGNC id of what took its place, if anything did",
    "entrez_id": "NCBI Gene id",
    "ensembl_id": "Ensembl gene id",
    "mim_ids": "MIM numbers, without prefix",
    "alliance_id": "id at the Alliance of Genome Resources",
    "uniprot_ids": "UniProt accessions",
    "locus_group": "coarse class of the locus",
    "locus_type": "class of the locus",
    "location": "place on the chromosome",
    "aliases": "further symbols; one can belong to several genes",
    "previous_symbols": "symbols that the gene had before",
    "gene_groups": "gene groups of HGNC",
    "refseq_status": "how far RefSeq has reviewed the summary",
    "summary": "RefSeq's summary, empty for most loci",
    "go_processes": "biological processes of the Gene Ontology",
    "organism": "the species",
    "record": "the one line that goes into the prompt of the grounded models",
    "description": "a paragraph made from the columns before it",
}


def registry_front(name: str, rows: int, license_id: str) -> DatasetCardData:
    """The front matter of the registry: one file, one split."""
    return DatasetCardData(
        pretty_name=pretty(name),
        license=license_id,
        language=["en"],
        task_categories=["table-question-answering"],
        size_categories=[size_category(rows)],
        tags=["biology", "genomics", "gene", "registry", "identifiers", "geneverse"],
        configs=[
            {
                "config_name": "default",
                "data_files": [{"split": "train", "path": "genes.parquet"}],
            }
        ],
    )


def example_row(path: Path) -> dict[str, Any]:
    """The first of the rows in which most of the usual fields are filled."""
    import pyarrow.parquet as pq

    first = first_row(path)
    names = [n for n in _EXAMPLE_HAS if n in first]
    with pq.ParquetFile(path) as file:
        batch = next(file.iter_batches(batch_size=_LOOKED_AT, columns=names), None)
        rows = batch.to_pylist() if batch is not None and names else []
        if not rows:
            return first
        filled = [sum(bool(value) for value in row.values()) for row in rows]
        whole = next(file.iter_batches(batch_size=_LOOKED_AT))
    row: dict[str, Any] = whole.slice(filled.index(max(filled)), 1).to_pylist()[0]
    return row


def column_rows(row: Mapping[str, Any]) -> list[list[str]]:
    """Name and meaning of each column that the file has."""
    return [[f"`{name}`", COLUMNS.get(name, "–")] for name in row]

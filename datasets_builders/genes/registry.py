"""The gene registry: one Parquet row a gene, for look-up when an answer is corrected.

Out: ``gene-registry/genes.parquet``, ``geneverse.json`` and ``provenance.json``. One row begins::

    {"hgnc_id": "HGNC:4317", "symbol": "GLI1", "name": "GLI family zinc finger 1",
     "status": "Approved", "replaced_by": None, "entrez_id": "2735",
     "ensembl_id": "ENSG00000111087", "mim_ids": ["165220"], ...}
"""

import json
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasets_builders.errors import DataError
from datasets_builders.files import atomic_folder, sha256_of, write_json
from datasets_builders.genes.description import describe
from datasets_builders.genes.hgnc import APPROVED
from datasets_builders.genes.records import GeneRecord
from datasets_builders.parquet import write_parquet
from datasets_builders.provenance import Provenance

if TYPE_CHECKING:
    import pyarrow as pa

REGISTRY = "gene-registry"
SCHEMA_VERSION = "1"
TEXT_COLUMNS = (
    "hgnc_id",
    "symbol",
    "name",
    "status",
    "replaced_by",
    "entrez_id",
    "ensembl_id",
    "alliance_id",
    "locus_group",
    "locus_type",
    "location",
    "refseq_status",
    "summary",
    "organism",
)
LIST_COLUMNS = (
    "mim_ids",
    "uniprot_ids",
    "aliases",
    "previous_symbols",
    "gene_groups",
    "go_processes",
)
COLUMNS = (
    *("hgnc_id", "symbol", "name", "status", "replaced_by", "entrez_id", "ensembl_id", "mim_ids"),
    *("alliance_id", "uniprot_ids", "locus_group", "locus_type", "location", "aliases"),
    *("previous_symbols", "gene_groups", "refseq_status", "summary", "go_processes", "organism"),
    *("record", "description"),
)


def write_registry(
    records: Sequence[GeneRecord],
    provenance: Provenance,
    out: Path,
    record_text: Callable[[GeneRecord], str],
) -> Path:
    """Write ``out/gene-registry`` in one step and return its path.

    Genes are sorted by HGNC number. Withdrawn entries stand in it too, with their status and what
    replaced them and without record and description, so that a retired symbol can be
    resolved. The same input gives the same bytes.

    Raises:
        DataError: there is no record, or an HGNC id or an approved symbol occurs twice.
    """
    ordered = sorted(records, key=lambda r: r.hgnc_number)
    _check(ordered)
    final = out / REGISTRY
    with atomic_folder(final) as folder:
        path = folder / "genes.parquet"
        metadata = {
            "geneverse.schema": SCHEMA_VERSION,
            "geneverse.build_date": provenance.build_date,
            "geneverse.sources": json.dumps(
                provenance.to_json()["sources"], sort_keys=True, ensure_ascii=False
            ),
        }
        write_parquet(registry_table(ordered, record_text), path, metadata, checksums=True)
        write_json(folder / "provenance.json", provenance.to_json())
        write_json(folder / "geneverse.json", _facts(ordered, provenance, path))
    return final


def registry_table(
    records: Sequence[GeneRecord], record_text: Callable[[GeneRecord], str]
) -> "pa.Table":
    """The table of the registry, one row a record in the order given."""
    import pyarrow as pa

    columns: dict[str, Any] = {}
    for name in TEXT_COLUMNS:
        columns[name] = pa.array([getattr(r, name) for r in records], pa.string())
    for name in LIST_COLUMNS:
        columns[name] = pa.array([getattr(r, name) for r in records], pa.list_(pa.string()))
    columns["replaced_by"] = pa.array([r.replaced_by or None for r in records], pa.string())
    columns["record"] = _texts(records, record_text)
    columns["description"] = _texts(records, describe)
    return pa.table({name: columns[name] for name in COLUMNS})


def _texts(records: Sequence[GeneRecord], write: Callable[[GeneRecord], str]) -> "pa.Array":
    import pyarrow as pa

    return pa.array([write(r) if r.status == APPROVED else "" for r in records], pa.string())


def _check(ordered: Sequence[GeneRecord]) -> None:
    if not ordered:
        raise DataError("the registry would be empty: no gene record was given; check the sources")
    for one, next_ in pairwise(ordered):
        if one.hgnc_id == next_.hgnc_id:
            raise DataError(
                f"{one.hgnc_id} occurs twice, as {one.symbol} and {next_.symbol}; "
                "remove one of the records"
            )
    first: dict[str, str] = {}
    for record in ordered:
        if record.status == APPROVED:
            other = first.setdefault(record.symbol, record.hgnc_id)
            if other != record.hgnc_id:
                raise DataError(
                    f"symbol {record.symbol} occurs twice, for {other} and {record.hgnc_id}; "
                    "remove one of the records"
                )


def _facts(ordered: Sequence[GeneRecord], provenance: Provenance, path: Path) -> dict[str, Any]:
    """``geneverse.json``: what the card and the release need to know."""
    statuses: dict[str, int] = {}
    types: dict[str, int] = {}
    for r in ordered:
        statuses[r.status] = statuses.get(r.status, 0) + 1
        if r.status == APPROVED:
            types[r.locus_type] = types.get(r.locus_type, 0) + 1
    digest = sha256_of(path)
    return {
        "name": REGISTRY,
        "task": "gene",
        "schema": SCHEMA_VERSION,
        "build_date": provenance.build_date,
        "revision_of_content": digest,
        "files": {
            path.name: {"rows": len(ordered), "bytes": path.stat().st_size, "sha256": digest}
        },
        "statuses": statuses,
        "strata": types,
    }

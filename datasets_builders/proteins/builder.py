"""Rows to Parquet, each picture once a file.

In: the rows of one configuration. Out: ``<folder>/<split>.parquet`` for each split that has rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets import Features, List, Value

from datasets_builders.picture_parquet import ROW_GROUP, write_groups
from datasets_builders.proteins.rows import ProteinRow
from datasets_builders.schema import ROW_FEATURES

STRUCTURE_FEATURES = Features(
    {
        "id": Value("string"),
        "accession": Value("string"),
        "fragment": Value("int32"),
        "model_version": Value("string"),
        "origin": Value("string"),
        "name": Value("string"),
        "name_in_file": Value("string"),
        "symbol": Value("string"),
        "organism": Value("string"),
        "length": Value("int32"),
        "sequence": Value("string"),
        "mean_plddt": Value("float64"),
        "plddt_very_high": Value("float64"),
        "plddt_confident": Value("float64"),
        "plddt_low": Value("float64"),
        "plddt_very_low": Value("float64"),
        "uniprot_ids": List(Value("string")),
        "chains": Value("int32"),
        "partners": List(Value("string")),
        "helix_share": Value("float64"),
        "strand_share": Value("float64"),
        "function_class": Value("string"),
        "fold_class": Value("string"),
        "size_class": Value("string"),
        "group": Value("string"),
        "renderers": List(Value("string")),
        "file": Value("string"),
        "sha256": Value("string"),
        "licence": Value("string"),
    }
)


def write_config(rows: Mapping[str, Sequence[ProteinRow]], folder: Path) -> Iterator[int]:
    """Write the splits of a configuration; gives the number of rows written, group by group."""
    for split, found in rows.items():
        groups = (found[n : n + ROW_GROUP] for n in range(0, len(found), ROW_GROUP))
        tables = ([row.to_dict() for row in group] for group in groups)
        yield from write_groups(folder / f"{split}.parquet", ROW_FEATURES, tables)


def write_structures(rows: Mapping[str, Sequence[dict[str, Any]]], folder: Path) -> None:
    """Write the table of structures, one file a split."""
    for split, found in rows.items():
        for _ in write_groups(folder / f"{split}.parquet", STRUCTURE_FEATURES, iter([list(found)])):
            pass

"""Rows to Parquet, each picture once a file.

In: the rows of one configuration. Out: ``<folder>/<split>.parquet`` for each split that has rows.

A picture goes with several questions. A ``GeneratorBasedBuilder`` would write its bytes with each
of them; written here, a row group's pictures are a Parquet dictionary, so that the file is as
large as its pictures. What is read is the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Features, List, Value

from datasets_builders.files import atomic_path
from datasets_builders.proteins.rows import ProteinRow
from datasets_builders.schema import ROW_FEATURES

# Rows to a row group: some 30 pictures, which is what a stream loads at once.
_ROW_GROUP = 160
_DICTIONARY = 1 << 28  # bytes of different pictures in a row group, far above what there are
_LEVEL = 3

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
        groups = (found[n : n + _ROW_GROUP] for n in range(0, len(found), _ROW_GROUP))
        tables = ([row.to_dict() for row in group] for group in groups)
        yield from _write(folder / f"{split}.parquet", ROW_FEATURES, tables)


def write_structures(rows: Mapping[str, Sequence[dict[str, Any]]], folder: Path) -> None:
    """Write the table of structures, one file a split."""
    for split, found in rows.items():
        for _ in _write(folder / f"{split}.parquet", STRUCTURE_FEATURES, iter([list(found)])):
            pass


def _write(path: Path, features: Features, groups: Iterator[list[dict[str, Any]]]) -> Iterator[int]:
    schema: pa.Schema = features.arrow_schema
    with atomic_path(path) as temporary:
        writer = pq.ParquetWriter(
            temporary,
            schema,
            compression="zstd",
            compression_level=_LEVEL,
            version="2.6",
            data_page_version="1.0",
            use_dictionary=True,
            dictionary_pagesize_limit=_DICTIONARY,
            # Smallest and largest value of a picture would be a picture.
            write_statistics=[name for name in schema.names if name != "images"],
        )
        with writer:
            for group in groups:
                writer.write_table(pa.Table.from_pylist(group, schema=schema))
                yield len(group)

"""Rows with pictures to Parquet, each different picture once a row group.

A picture goes with several questions. A ``GeneratorBasedBuilder`` would write its bytes with each
of them; written here, a row group's pictures are a Parquet dictionary, so that the file is as
large as its different pictures. What is read is the same.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Features

from datasets_builders.files import atomic_path

# Rows to a row group: some 30 pictures, which is what a stream loads at once.
ROW_GROUP = 160
_DICTIONARY = 1 << 28  # bytes of different pictures in a row group, far above what there are
_LEVEL = 3


def write_groups(
    path: Path, features: Features, groups: Iterable[list[dict[str, Any]]]
) -> Iterator[int]:
    """Write row groups to ``path``, whole or not at all; gives the rows of each one."""
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

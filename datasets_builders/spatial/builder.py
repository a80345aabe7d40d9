"""Rows to Parquet, each picture once a row group.

In: the rows of one split and the pictures. Out: one Parquet file.

As with the protein pictures, a picture goes with several questions, so that the picture column is
a Parquet dictionary: the file is as large as its different pictures. Rows of one picture stand
together.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from datasets_builders.files import atomic_path
from datasets_builders.spatial.rows import SPATIAL_FEATURES, Pictures, SpatialRow

_ROW_GROUP = 160
_DICTIONARY = 1 << 28
_LEVEL = 3


def write_split(rows: Sequence[SpatialRow], pictures: Pictures, path: Path) -> Iterator[int]:
    """Write one split; gives the number of rows written, group by group."""
    schema: pa.Schema = SPATIAL_FEATURES.arrow_schema
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
            for start in range(0, len(rows), _ROW_GROUP):
                group = [row.to_dict(pictures) for row in rows[start : start + _ROW_GROUP]]
                writer.write_table(pa.Table.from_pylist(group, schema=schema))
                yield len(group)

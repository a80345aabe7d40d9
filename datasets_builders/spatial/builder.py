"""Rows to Parquet, each picture once a row group; rows of one picture stand together.

In: the rows of one split and the pictures. Out: one Parquet file.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from datasets_builders.picture_parquet import ROW_GROUP, write_groups
from datasets_builders.spatial.rows import SPATIAL_FEATURES, Pictures, SpatialRow


def write_split(rows: Sequence[SpatialRow], pictures: Pictures, path: Path) -> Iterator[int]:
    """Write one split; gives the number of rows written, group by group."""
    groups = (rows[start : start + ROW_GROUP] for start in range(0, len(rows), ROW_GROUP))
    tables = ([row.to_dict(pictures) for row in group] for group in groups)
    yield from write_groups(path, SPATIAL_FEATURES, tables)

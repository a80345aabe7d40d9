"""Parquet with the same bytes for the same content.

One value: ``write_parquet(table, Path("genes.parquet"), {"geneverse.schema": "1"})``.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from datasets_builders.files import atomic_path

if TYPE_CHECKING:
    import pyarrow as pa

# Fixed, so that the layout does not move with pyarrow's defaults.
_ROW_GROUP = 10_000
_LEVEL = 3


def write_parquet(
    table: "pa.Table", path: Path, metadata: dict[str, str], *, checksums: bool = False
) -> None:
    """Write ``table`` atomically, zstd compressed, with ``metadata`` in the file's key-value list.

    Metadata that the table carries already (the features of ``datasets``) stays; the keys are
    sorted. No time and no path goes into the file, so equal content gives equal bytes with one
    version of pyarrow (its version is in the footer). With ``checksums`` each page has one
    (CRC-32), so that a reader sees damage that still unpacks.
    """
    import pyarrow.parquet as pq

    kept: dict[bytes, bytes] = dict(table.schema.metadata or {})
    kept.update({key.encode(): value.encode() for key, value in metadata.items()})
    table = table.replace_schema_metadata(dict(sorted(kept.items())))
    with atomic_path(path) as tmp:
        pq.write_table(
            table.combine_chunks(),
            tmp,
            compression="zstd",
            compression_level=_LEVEL,
            row_group_size=_ROW_GROUP,
            version="2.6",
            data_page_version="1.0",
            write_statistics=True,
            use_dictionary=True,
            write_page_checksum=checksums,
        )

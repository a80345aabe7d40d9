"""One shard of structures to one Parquet file of pictures, and back.

In: a folder, a tar or a file. Out: ``NAME.parquet`` with one row a picture and the refusals in its
metadata; the file is either whole or not there. One row::

    {"id": "P29373-F1", "record": "{\\"accession\\": \\"P29373\\", ...}", "colour": "plddt",
     "view": "front", "size": 336, "renderer": "opengl", "ink_share": 0.203,
     "image": {"bytes": b"\\x89PNG...", "path": None}}
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasets_builders.errors import DataError
from datasets_builders.files import atomic_path
from datasets_builders.proteins.records import Colour, ProteinRecord, Refused, Rendered, View
from datasets_builders.proteins.render.pool import render_all
from datasets_builders.proteins.structures import structure_files

if TYPE_CHECKING:
    import pyarrow as pa

# Rows held before they are written, about 8 MB.
_BATCH = 128
_KEY = b"geneverse.shard"


@dataclass(frozen=True, slots=True)
class Look:
    """How the pictures of a run look; a shard of another look is drawn again."""

    colour: Colour = "plddt"
    size: int = 336
    views: tuple[View, ...] = ("front",)


def shard_file(shard: Path, out: Path) -> Path:
    """``out/part-0001.tar.parquet`` for ``in/part-0001.tar``."""
    return out / f"{shard.name}.parquet"


def is_done(shard: Path, out: Path, look: Look) -> bool:
    """Whether the shard's Parquet file is there, whole, of this look and of this content."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = shard_file(shard, out)
    if not path.is_file():
        return False
    try:
        metadata = pq.read_metadata(path).metadata or {}
    except pa.ArrowInvalid:  # not from here: ours are moved into place when they are whole
        return False
    noted = json.loads(metadata.get(_KEY, b"{}"))
    return bool(noted.get("look") == _look(look) and noted.get("of") == _content(shard))


def _look(look: Look) -> dict[str, Any]:
    return {**asdict(look), "views": list(look.views)}


def _content(shard: Path) -> list[Any]:
    """Size and time of a file, names, sizes and times of a folder's files."""
    paths = sorted(p for p in shard.rglob("*") if p.is_file()) if shard.is_dir() else [shard]
    return [[p.name, p.stat().st_size, p.stat().st_mtime_ns] for p in paths]


def render_shard(shard: Path, out: Path, look: Look, *, workers: int = 1) -> dict[str, Any]:
    """Draw a shard and write its Parquet file; returns ``{"pictures": 120, "refused": {...}}``.

    Raises:
        DataError: the shard cannot be read, or PyMOL does not start.
    """
    import pyarrow.parquet as pq

    refused: list[Refused] = []
    content = _content(shard)
    results = render_all(
        structure_files(shard),
        colour=look.colour,
        size=look.size,
        views=look.views,
        workers=workers,
    )
    pictures = _pictures(results, refused)
    count = 0
    with atomic_path(shard_file(shard, out)) as tmp, pq.ParquetWriter(tmp, _schema()) as writer:
        while batch := list(islice(pictures, _BATCH)):
            count += len(batch)
            writer.write_table(_table(batch))
        noted = {"look": _look(look), "of": content, "refused": [asdict(r) for r in refused]}
        writer.add_key_value_metadata({_KEY.decode(): json.dumps(noted)})
    reasons: dict[str, int] = {}
    for one in refused:
        reasons[one.reason] = reasons.get(one.reason, 0) + 1
    return {"pictures": count, "refused": reasons}


def _pictures(results: Iterator[Rendered | Refused], refused: list[Refused]) -> Iterator[Rendered]:
    for one in results:
        if isinstance(one, Refused):
            refused.append(one)
        else:
            yield one


def _schema() -> "pa.Schema":
    import pyarrow as pa

    text = ("id", "record", "colour", "view", "renderer")
    return pa.schema(
        [
            *((name, pa.string()) for name in text),
            ("size", pa.int32()),
            ("ink_share", pa.float64()),
            ("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
        ]
    )


def _table(batch: list[Rendered]) -> "pa.Table":
    import pyarrow as pa

    rows = [
        {
            "id": r.record.id,
            "record": json.dumps(r.record.to_json()),
            "colour": r.colour,
            "view": r.view,
            "renderer": r.renderer,
            "size": r.size,
            "ink_share": r.ink_share,
            "image": {"bytes": r.image, "path": None},
        }
        for r in batch
    ]
    return pa.Table.from_pylist(rows, schema=_schema())


def read_shard(path: Path) -> Iterator[Rendered | Refused]:
    """The pictures and refusals of a shard's Parquet file, a batch in memory at a time.

    Raises:
        DataError: the file was not written here.
    """
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    metadata = file.metadata.metadata or {}
    if _KEY not in metadata:
        raise DataError(f"{path}: not a file of pictures that render_shard wrote")
    for batch in file.iter_batches(_BATCH):
        for row in batch.to_pylist():
            yield Rendered(
                record=ProteinRecord.from_json(json.loads(row["record"])),
                colour=row["colour"],
                view=row["view"],
                size=row["size"],
                image=row["image"]["bytes"],
                renderer=row["renderer"],
                ink_share=row["ink_share"],
            )
    for one in json.loads(metadata[_KEY])["refused"]:
        yield Refused(**one)

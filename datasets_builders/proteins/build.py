"""From structure files to the folder that is published, pictures and questions.

In: a function that gives (file name, bytes) of the structures. Out, in one folder::

    protein-images/{plddt,...}/{train,validation,test,paper}.parquet
    protein-images/structures/{train,validation,test,paper}.parquet    one row a structure
    protein-images/{geneverse,provenance,audit,refused}.json

A split that has nothing is left out. The same files and seed give the same bytes on one machine.
Pictures are kept in ``out/.protein-images.work`` until the folder stands, so that an interrupted
build goes on where it was; the folder itself is moved into place at the end.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from datasets_builders.errors import DataError
from datasets_builders.files import replace_folder, write_json
from datasets_builders.proteins.audit import STRUCTURES, Audit, audit
from datasets_builders.proteins.builder import write_config, write_structures
from datasets_builders.proteins.clusters import Found, relatives, units
from datasets_builders.proteins.draw import How, Items, draw
from datasets_builders.proteins.facts import geneverse_json, provenance_of
from datasets_builders.proteins.records import Refused, View
from datasets_builders.proteins.rows import (
    DEFAULT_CONFIG,
    Rows,
    chosen,
    config_rows,
    structure_row,
)
from datasets_builders.proteins.split import split_structures
from datasets_builders.proteins.work import Drawn, Work
from datasets_builders.provenance import SourceFile
from datasets_builders.splits import SPLITS, Assignment

IMAGES = "protein-images"
# With this seed test and validation of the embedded sample have several proteins each.
DEFAULT_SEED = 25


@dataclass(frozen=True, slots=True)
class ProteinReport:
    """What was built: rows by configuration and split, the audit, what was refused and why."""

    folder: Path
    structures: dict[str, int]
    rows: dict[str, dict[str, int]]
    audit: Audit
    refused: tuple[Refused, ...]
    renderers: dict[str, int]


def build(
    items: Items | Sequence[tuple[str, bytes]],
    out: Path,
    *,
    sources: Sequence[SourceFile] = (),
    seed: int = DEFAULT_SEED,
    colours: Sequence[str] = (DEFAULT_CONFIG,),
    views: Sequence[View] = ("front",),
    size: int = 336,
    workers: int | None = None,
) -> ProteinReport:
    """Write ``out/protein-images``; shows progress bars on stderr.

    ``items`` is a list of (file name, bytes), or a function that gives them anew at each call;
    ``colours`` are configurations, ``sources`` where the files came from (by default what the
    records say). ``size`` is the side of a picture in pixels.

    Raises:
        DataError: no structure could be drawn; a colour mode is unknown; the splits leak.
    """
    configs = chosen(colours)
    again = items if callable(items) else _again(items)
    out.mkdir(parents=True, exist_ok=True)
    work = Work(out / f".{IMAGES}.work", size=size)
    how = How(tuple(configs.values()), tuple(views), size, workers)
    drawn, refused = draw(again, work, how)
    if not drawn:
        work.remove()
        raise DataError(_nothing(refused))
    found = relatives(_distinct(drawn), threads=workers)
    assignment = split_structures(_units(drawn, found), seed=seed)
    rows = {c: config_rows(drawn, assignment, colour, views) for c, colour in configs.items()}
    with tempfile.TemporaryDirectory(dir=out, prefix=".build.") as name:
        folder = Path(name) / IMAGES
        _write(folder, rows, drawn, assignment)
        result = audit(folder, tuple(rows), threads=workers)
        result.raise_if_leaking()
        write_json(folder / "audit.json", result.to_json())
        write_json(
            folder / "geneverse.json",
            geneverse_json(folder, rows, drawn, how, seed=seed, method=found.method),
        )
        provenance = provenance_of(drawn, refused, sources)
        write_json(folder / "provenance.json", provenance.to_json())
        write_json(folder / "refused.json", [_refusal(one) for one in refused])
        replace_folder(folder, out / IMAGES)
    work.remove()
    return ProteinReport(
        folder=out / IMAGES,
        structures=dict(Counter(assignment.side[one.record.id] or "" for one in drawn)),
        rows={c: {s: len(found) for s, found in splits.items()} for c, splits in rows.items()},
        audit=result,
        refused=tuple(refused),
        renderers=dict(Counter(look.renderer for one in drawn for look in one.looks)),
    )


def build_sample(
    out: Path, *, seed: int = DEFAULT_SEED, workers: int | None = None
) -> ProteinReport:
    """The data set of the embedded sample: peptides as modelled helices, default colours."""
    from datasets_builders.proteins.sample import load_sample

    items, provenance = load_sample()
    return build(items, out, sources=provenance.sources, seed=seed, workers=workers)


def _again(items: Iterable[tuple[str, bytes]]) -> Callable[[], Iterable[tuple[str, bytes]]]:
    held = list(items)
    return lambda: iter(held)


def _distinct(drawn: Sequence[Drawn]) -> dict[str, str]:
    """One structure of each sequence; equal sequences are of one unit without an alignment."""
    first = {one.record.sequence: one.record.id for one in reversed(drawn)}
    return {key: sequence for sequence, key in sorted(first.items(), key=lambda pair: pair[1])}


def _units(drawn: Sequence[Drawn], found: Found) -> dict[str, str]:
    return units([one.record for one in drawn], found.pairs)


def _write(
    folder: Path, rows: dict[str, Rows], drawn: Sequence[Drawn], assignment: Assignment
) -> None:
    total = sum(len(found) for splits in rows.values() for found in splits.values())
    with tqdm(total=total, desc="writing", unit="row", disable=None) as bar:
        for config, splits in rows.items():
            for count in write_config(splits, folder / config):
                bar.update(count)
    table: dict[str, list[dict[str, Any]]] = {}
    for split in SPLITS:
        own = [one for one in drawn if assignment.side[one.record.id] == split]
        if own:
            table[split] = [structure_row(one, assignment.block[one.record.id]) for one in own]
    write_structures(table, folder / STRUCTURES)


def _refusal(one: Refused) -> dict[str, str]:
    return {"file": one.file, "reason": one.reason, "detail": one.detail}


def _nothing(refused: Sequence[Refused]) -> str:
    if not refused:
        return (
            "no structure file was found; give a folder, a tar, or files named .pdb, .cif, .bcif, "
            "packed with gzip or not"
        )
    first = "; ".join(f"{one.file}: {one.reason} ({one.detail})" for one in refused[:5])
    return f"none of the {len(refused)} structure files could be drawn: {first}"

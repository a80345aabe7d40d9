"""From structure files to pictures in the work folder, by colour, with what was refused.

In: a function that gives (file name, bytes) of all structure files, as often as it is called. Out:
:class:`Drawn` for each structure, sorted by id, and a :class:`Refused` for each other file. What
the work folder holds already is not drawn again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from tqdm import tqdm

from datasets_builders.proteins.fold import Fold, FoldReader, result
from datasets_builders.proteins.records import Colour, Refused, Rendered, View
from datasets_builders.proteins.work import Drawn, Work

Items = Callable[[], Iterable[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True)
class How:
    """How to draw; ``workers`` processes, by default one a core."""

    colours: Sequence[Colour] = ("plddt",)
    views: Sequence[View] = ("front",)
    size: int = 336
    workers: int | None = None


@dataclass(slots=True)
class _Pass:
    """What one colour's pass over the files holds in hand."""

    shas: dict[str, str]
    bar: "tqdm[Any]"
    folds: "dict[str, Future[Fold | None]]" = field(default_factory=dict)


def draw(items: Items, work: Work, how: How) -> tuple[list[Drawn], list[Refused]]:
    """Draw all files; shows a progress bar on stderr for each colour."""
    shas: dict[str, str] = {}
    refused: dict[str, Refused] = {}
    reader = FoldReader()
    try:
        for colour in how.colours:
            with tqdm(desc=f"drawing ({colour})", unit="file", disable=None) as bar:
                now = _Pass(shas, bar)
                for one in _colour(items, work, how, colour, now, reader):
                    refused.setdefault(one.file, one)
    finally:
        reader.close()
    return _collected(work, how, shas, refused)


def _colour(
    items: Items, work: Work, how: How, colour: Colour, now: _Pass, reader: FoldReader
) -> Iterator[Refused]:
    from datasets_builders.proteins.render.pool import render_all

    waiting = _missing(items, work, how, colour, now, reader)
    results = render_all(
        waiting, colour=colour, size=how.size, views=how.views, workers=how.workers
    )
    pictures: list[Rendered] = []
    for one in results:
        if isinstance(one, Refused):
            now.bar.update()
            now.folds.pop(one.file, None)
            yield one
            continue
        pictures.append(one)
        if len(pictures) == len(how.views):  # all of one file: kept at once, and not with the next
            now.bar.update()
            future = now.folds.pop(one.record.file, None)
            work.add(pictures, result(future) if future else None)
            pictures = []


def _missing(
    items: Items, work: Work, how: How, colour: Colour, now: _Pass, reader: FoldReader
) -> Iterator[tuple[str, bytes]]:
    """The files that have no picture yet; their folds are read beside the drawing."""
    for file, content in items():
        sha = hashlib.sha256(content).hexdigest()
        now.shas[file] = sha
        if work.find(file, sha, (colour,), how.views):
            now.bar.update()
            continue
        if colour == how.colours[0]:
            now.folds[file] = reader.read(file, content)
        yield file, content


def _collected(
    work: Work, how: How, shas: dict[str, str], refused: dict[str, Refused]
) -> tuple[list[Drawn], list[Refused]]:
    """The first structure of each id, in the order of the files."""
    drawn: dict[str, Drawn] = {}
    for file, sha in shas.items():
        if file in refused:
            continue
        found = work.find(file, sha, how.colours, how.views)
        if found is None:
            refused[file] = Refused(file, "worker died", "no picture came back")
        elif found.record.id in drawn:
            first = drawn[found.record.id].record.file
            refused[file] = Refused(file, "duplicate id", f"{found.record.id} is in {first}")
        else:
            drawn[found.record.id] = found
    return [drawn[key] for key in sorted(drawn)], [refused[file] for file in sorted(refused)]

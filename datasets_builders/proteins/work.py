"""Pictures that are done, kept on disk until the data set is whole, so that a build can go on.

A folder beside the output; for each structure a note and its pictures, by the SHA-256 of the
structure file::

    2c/2c91....json               {"record": {...}, "fold": [0.14, 0.59],
                                   "looks": [{"colour": "plddt", "view": "front",
                                              "renderer": "opengl", "ink_share": 0.21}]}
    2c/2c91....plddt.front.png

Nothing of another size or another PyMOL is ever taken from it.
"""

import importlib.metadata
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from datasets_builders.files import atomic_path, write_json
from datasets_builders.proteins.fold import Fold
from datasets_builders.proteins.records import ProteinRecord, Rendered

_KEY = "work.json"
_FORM = 1


@dataclass(frozen=True, slots=True)
class Look:
    """One picture of a structure, without its bytes."""

    colour: str
    view: str
    renderer: str
    ink_share: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A structure with all its pictures done; ``picture`` says where each lies."""

    record: ProteinRecord
    fold: Fold | None
    looks: tuple[Look, ...]
    stem: Path

    def picture(self, colour: str, view: str) -> Path:
        """The file of a picture."""
        return self.stem.with_name(f"{self.stem.name}.{colour}.{view}.png")


class Work:
    """The folder; one left by a build with other settings is emptied first."""

    def __init__(self, folder: Path, *, size: int) -> None:
        self.folder = folder
        key = {"form": _FORM, "size": size, "pymol": _version("pymol-open-source")}
        if _read(folder / _KEY) != key:
            shutil.rmtree(folder, ignore_errors=True)
            write_json(folder / _KEY, key)

    def find(
        self, file: str, sha256: str, colours: Sequence[str], views: Sequence[str]
    ) -> Drawn | None:
        """What is there of a structure file, if all the pictures asked for are."""
        note = _read(self._stem(sha256).with_suffix(".json"))
        if not note:
            return None
        looks = {(look["colour"], look["view"]): Look(**look) for look in note["looks"]}
        wanted = [(colour, view) for colour in colours for view in views]
        drawn = Drawn(
            record=replace(ProteinRecord.from_json(note["record"]), file=file),
            fold=tuple(note["fold"]) if note["fold"] else None,
            looks=tuple(looks[key] for key in wanted if key in looks),
            stem=self._stem(sha256),
        )
        there = all(key in looks and drawn.picture(*key).is_file() for key in wanted)
        return drawn if there else None

    def add(self, rendered: Sequence[Rendered], fold: Fold | None) -> None:
        """Keep the pictures of one structure, all views of one colour, then its note."""
        record = rendered[0].record
        stem = self._stem(record.sha256)
        note = _read(stem.with_suffix(".json")) or {"looks": []}
        looks = {(look["colour"], look["view"]): look for look in note["looks"]}
        for one in rendered:
            path = stem.with_name(f"{stem.name}.{one.colour}.{one.view}.png")
            with atomic_path(path) as temporary:
                temporary.write_bytes(one.image)
            look = Look(one.colour, one.view, one.renderer, round(one.ink_share, 4))
            looks[one.colour, one.view] = asdict(look)
        fold = fold or note.get("fold")
        whole = {"record": record.to_json(), "fold": fold, "looks": [*looks.values()]}
        write_json(stem.with_suffix(".json"), whole)

    def remove(self) -> None:
        """Remove the folder, once its pictures stand in the data set."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _stem(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _read(path: Path) -> dict[str, Any]:
    """A JSON object; {} where the file is missing or was cut off."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""

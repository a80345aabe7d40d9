"""Where model, registry and pictures come from, as the environment says.

One value: ``Place.read("geneverse/gene-registry@v0.1.0")`` is ``Place("geneverse/gene-registry",
"v0.1.0", local=False)``; a path that exists is a place of this machine, without revision.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from postprocess.errors import PostprocessError
from space.pinned import MODEL, REGISTRY

_HUB_ID = re.compile(r"([\w-][\w.-]*/[\w-][\w.-]*)(?:@([\w./-]+))?")


class SpaceError(PostprocessError):
    """The Space cannot do what it was asked; the message is shown on the page."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder or file of this machine, or a repo of the Hub at a revision."""

    name: str
    revision: str | None = None
    local: bool = False

    @classmethod
    def read(cls, text: str, variable: str = "") -> "Place":
        """A path that is there, else ``owner/name`` or ``owner/name@revision``.

        Raises:
            SpaceError: it is neither.
        """
        if Path(text).expanduser().exists():
            return cls(str(Path(text).expanduser()), local=True)
        found = _HUB_ID.fullmatch(text)
        if found is None:
            said = f"{variable}={text!r}" if variable else repr(text)
            raise SpaceError(
                f"{said} is no folder of this machine, and no Hub id: write owner/name@revision"
            )
        return cls(found[1], found[2])

    def __str__(self) -> str:
        """For the page: of a path the last part only, since the page is public."""
        if self.local:
            return f"{Path(self.name).resolve().name} (local)"
        return f"{self.name}@{self.revision}" if self.revision else f"{self.name} (unpinned)"


@dataclass(frozen=True, slots=True)
class Places:
    """All that the Space reads. ``base`` stands in for the base that an adapter names."""

    model: Place
    registry: Place
    base: Place | None = None
    pictures: Path | None = None

    @classmethod
    def from_environment(cls, values: Mapping[str, str] | None = None) -> "Places":
        """``GENEVERSE_MODEL``, ``GENEVERSE_REGISTRY``, ``GENEVERSE_BASE``, ``GENEVERSE_PICTURES``.

        Raises:
            SpaceError: one of them is neither a path nor a Hub id.
        """
        values = os.environ if values is None else values

        def place(name: str, usual: str) -> Place:
            return Place.read(values.get(name) or usual, name)

        base, pictures = values.get("GENEVERSE_BASE"), values.get("GENEVERSE_PICTURES")
        return cls(
            place("GENEVERSE_MODEL", MODEL),
            place("GENEVERSE_REGISTRY", REGISTRY),
            Place.read(base, "GENEVERSE_BASE") if base else None,
            Path(pictures) if pictures else None,
        )

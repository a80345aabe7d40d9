"""Which artefacts there are, what each becomes on the Hub, and where it lies on disk.

``find(["gene-registry"], Path("build/demo"))`` gives::

    Artefact("gene-registry", "registry", "geneverse/gene-registry",
             Path("build/demo/data/gene-registry"))
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from hub.errors import HubError
from model_cards.errors import CardError
from model_cards.rules_common import RepoType
from model_cards.validate import FolderKind, kind_of, repo_type_of

OWNER = "geneverse"
# Within a root: what the commands of the other rooms write there.
PLACES = ("", "data", "merged", "metrics", "spaces")
# What others need comes first: an adapter is of no use before its data can be looked up.
ORDER: tuple[FolderKind, ...] = (
    "dataset",
    "registry",
    "pipeline",
    "model",
    "merged",
    "metric",
    "space",
)
_ALWAYS = ("gene-instructions", "gene-registry", "gene-pipeline")
# Released where it was built; its absence is nothing to remark.
_IF_THERE = ("protein-images", "spatial-markers")
_FOUND: tuple[FolderKind, ...] = ("merged", "metric", "space")


@dataclass(frozen=True)
class Artefact:
    """One thing that becomes one repo. ``kind`` says which rules hold for it."""

    name: str
    kind: FolderKind
    repo_id: str
    folder: Path

    @property
    def repo_type(self) -> RepoType:
        """The Hub's word: "model", "dataset" or "space"."""
        return repo_type_of(self.kind)

    @property
    def title(self) -> str:
        """For messages, e.g. ``dataset geneverse/gene-registry``."""
        return f"{self.repo_type} {self.repo_id}"


def in_order(artefacts: Iterable[Artefact]) -> list[Artefact]:
    """Data sets first, then pipeline, adapters, merged models, Spaces.

    Raises:
        HubError: two of them would become one repo.
    """
    found = sorted(artefacts, key=lambda a: (ORDER.index(a.kind), a.repo_id))
    ids = [a.title for a in found]
    for title in ids:
        if ids.count(title) > 1:
            folders = ", ".join(str(a.folder) for a in found if a.title == title)
            raise HubError(f"{title} would be released from {folders}: name one of them")
    return found


def find(
    names: Sequence[str], root: Path, *, owner: str = OWNER, plan: Path | None = None
) -> tuple[list[Artefact], list[str]]:
    """The artefacts of ``names``, or all of the plan without any; and what is not built yet.

    A name is that of an artefact, or a folder. ``plan`` is a YAML file that stands for the
    project's own list::

        repos:
        - {name: gene-registry, folder: data/gene-registry, repo: someone/genes}

    Raises:
        HubError: a name that is not there, or is there twice.
    """
    planned = _plan(plan, root, owner) if plan else {}
    if names:
        return in_order(_named(name, root, owner, planned) for name in names), []
    if plan:
        return in_order(planned.values()), []
    known = {folder.name: folder for folder in _folders(root)}
    wanted = dict.fromkeys([*_ALWAYS, *_adapters()])
    wanted |= dict.fromkeys(n for n, f in sorted(known.items()) if _kind(f) in _FOUND)
    wanted |= dict.fromkeys(n for n in _IF_THERE if n in known)
    there = [name for name in wanted if any(f.name == name for f in _folders(root))]
    if not there:
        raise HubError(f"{root} holds nothing to release: run `geneverse demo`, or name --root")
    missing = [name for name in wanted if name not in there]
    return in_order(_named(name, root, owner, {}) for name in there), missing


def _named(name: str, root: Path, owner: str, planned: dict[str, Artefact]) -> Artefact:
    if name in planned:
        return planned[name]
    bare = name.removeprefix(f"{owner}/")
    found = [folder for folder in _folders(root) if folder.name == bare]
    if len(found) > 1:
        raise HubError(f"{bare} is there twice: {found[0]} and {found[1]}; name the folder")
    folder = found[0] if found else Path(name)
    if not folder.is_dir():
        known = ", ".join(sorted(f.name for f in _folders(root))) or "nothing"
        raise HubError(
            f"there is no {name} in {root}, which holds {known}; name --root or a folder"
        )
    return artefact_of(folder, owner)


def artefact_of(folder: Path, owner: str = OWNER, repo: str | None = None) -> Artefact:
    """What a folder becomes.

    Raises:
        HubError: it is none of the project's kinds.
    """
    try:
        kind = kind_of(folder)
    except CardError as error:
        raise HubError(str(error)) from error
    name = folder.resolve().name
    return Artefact(name, kind, repo or f"{owner}/{name}", folder)


def _folders(root: Path) -> list[Path]:
    """The folders within a root that hold one of the project's kinds."""
    places = [root / place if place else root for place in PLACES]
    inside = [f for p in places if p.is_dir() for f in sorted(p.iterdir()) if f.is_dir()]
    return [folder for folder in inside if _kind(folder)]


def _kind(folder: Path) -> FolderKind | None:
    try:
        return kind_of(folder)
    except CardError:
        return None


def _adapters() -> list[str]:
    """The recipes' names, which are the adapters'."""
    import recipes

    return sorted(path.stem for path in Path(recipes.__file__).parent.glob("*.yaml"))


def _plan(path: Path, root: Path, owner: str) -> dict[str, Artefact]:
    try:
        rows: Any = yaml.safe_load(path.read_text(encoding="utf-8"))["repos"]
        owners = [(str(row["name"]), row) for row in rows]
        return {
            name: artefact_of(root / str(row.get("folder", name)), owner, row.get("repo"))
            for name, row in owners
        }
    except (yaml.YAMLError, KeyError, TypeError, AttributeError, OSError) as error:
        raise HubError(
            f"{path} is no plan ({error!r}): write `repos:` and `- {{name: ..., folder: ...}}`"
        ) from error

"""What a repo as a whole must have: its card, its base, its projector, its audit, its licence."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from hub.record import read_json
from hub.safetensors_file import read_header
from model_cards.errors import CardError
from model_cards.licences import data_licence, licence_conflict
from model_cards.rules_common import RepoType
from model_cards.validate import FolderKind, split_card, validate_card

VISION_TASKS = ("protein", "marker")
_HUB_ID = re.compile(r"[A-Za-z0-9_][\w.-]*(/[A-Za-z0-9_][\w.-]*)?")
_COMMIT = re.compile(r"[0-9a-f]{40}")
_WEIGHTS = "adapter_model.safetensors"


def repo_faults(
    names: Collection[str],
    folder: Path,
    kind: FolderKind | None,
    repo_type: RepoType,
    *,
    allow_unpinned: bool,
) -> Iterator[str]:
    """Each fault, ``<path>: <what is wrong>``; ``names`` are the files without a fault so far."""
    yield from _card(names, folder, kind, repo_type)
    if "adapter_config.json" in names:
        config = read_json(folder / "adapter_config.json")
        for fault in _base(config, allow_unpinned):
            yield f"adapter_config.json: {fault}"
        yield from _projector(names, folder, config)
        yield from _licence(names, folder, config.get("base_model_name_or_path"))
    elif kind == "merged":
        facts = read_json(folder / "geneverse.json")
        yield from _licence(names, folder, facts.get("base_model"))
    yield from _audit(names, folder, kind)
    if kind is not None and "provenance.json" in names:
        yield from _source_licences(names, folder)


def _card(
    names: Collection[str], folder: Path, kind: FolderKind | None, repo_type: RepoType
) -> Iterator[str]:
    readme = folder / "README.md"
    if not readme.is_file():
        if kind is not None:
            yield "README.md: missing; `geneverse card` writes it"
        return
    if "README.md" not in names:
        return  # it is no text, which is said already
    text = readme.read_text(encoding="utf-8")
    if kind is None and not text.startswith("---"):
        return  # a folder of anybody's; the Hub takes a README without front matter
    for problem in validate_card(text, repo_type, folder=folder, house=kind is not None):
        yield f"README.md: {problem}"


def _base(config: Mapping[str, Any], allow_unpinned: bool) -> Iterator[str]:
    base, revision = config.get("base_model_name_or_path"), config.get("revision")
    if not isinstance(base, str) or not _HUB_ID.fullmatch(base):
        yield f"its base model is {base!r}: write its Hub id, owner/name"
    elif not revision and not allow_unpinned:
        yield (
            f"its base {base} is not pinned: write the commit of the base as `revision`, or "
            "whoever loads the adapter gets other weights one day (on a loopback hub, "
            "--allow-unpinned lets it pass)"
        )
    elif revision and not _COMMIT.fullmatch(str(revision)):
        yield f"its base {base} is at {revision!r}, which can move: write the 40 digits of a commit"


def _projector(names: Collection[str], folder: Path, config: Mapping[str, Any]) -> Iterator[str]:
    """LLaVA's projector is trained with the adapter; without it the adapter cannot see."""
    task = read_json(folder / "geneverse.json").get("task")
    base = str(config.get("base_model_name_or_path"))
    if task not in VISION_TASKS and "llava" not in base.lower():
        return
    if _WEIGHTS not in names:
        yield f"{_WEIGHTS}: missing or broken, so the trained projector is not there"
    elif not any("projector" in name for name in read_header(folder / _WEIGHTS)):
        yield (
            f"{_WEIGHTS}: it has no projector tensors: a vision adapter is of no use without its "
            "trained projector; name it in lora_modules_to_save and train again"
        )


def _licence(names: Collection[str], folder: Path, base: Any) -> Iterator[str]:
    front = _front(names, folder)
    licences = front.get("license")
    for licence in licences if isinstance(licences, list) else [licences]:
        conflict = licence_conflict(str(licence), str(base)) if licence and base else ""
        if conflict and not front.get("base_model"):
            # Where the card names its base, its own check has said so.
            yield f"README.md: the licence {licence!r} is not possible: {conflict}"


def _source_licences(names: Collection[str], folder: Path) -> Iterator[str]:
    """A data set may be offered under the most demanding licence of its sources, not below."""
    sources = read_json(folder / "provenance.json").get("sources") or []
    pairs = [(str(s.get("file")), str(s.get("licence"))) for s in sources if isinstance(s, dict)]
    licence = _front(names, folder).get("license")
    if not pairs or not licence:
        return
    try:
        wanted = data_licence(pairs)
    except CardError as error:
        yield f"provenance.json: {error}"
        return
    try:
        both = data_licence([*pairs, ("README.md", str(licence))])
        own = data_licence([("README.md", str(licence))])
    except CardError:
        return  # a licence of its own, which nobody here can compare
    if own != both:
        yield f"README.md: the licence is {licence!r}, but its sources ask for {wanted!r}"


def _front(names: Collection[str], folder: Path) -> dict[str, Any]:
    if "README.md" not in names:
        return {}
    try:
        return split_card((folder / "README.md").read_text(encoding="utf-8"))[0]
    except CardError:
        return {}  # said by the card's own check


def _audit(names: Collection[str], folder: Path, kind: FolderKind | None) -> Iterator[str]:
    if "audit.json" in names:
        if read_json(folder / "audit.json").get("passed") is not True:
            yield "audit.json: the leak audit did not pass: build the data set again"
    elif kind == "dataset" and not (folder / "audit.json").is_file():
        yield "audit.json: missing: a data set is released with its leak audit; build it again"

"""Is the README.md of a folder a card that the Hub, and a reader, can use? Offline.

``validate_card(Path("build/gene-instructions"))`` gives the front matter as data, or raises one
CardError that lists every problem found.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml

from model_cards.errors import CardError
from model_cards.facts import Facts
from model_cards.metadata import Kind, metadata_problems

FolderKind = Literal["model", "dataset", "registry"]

_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n(.*)\Z", re.DOTALL)
_LOCAL_PATH = re.compile(r"(?<![\w/.:-])/(?:home|Users|tmp|mnt|var)/[^\s\"'`)]+|[A-Z]:\\\\?\w+")
_FENCED = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$", re.DOTALL | re.MULTILINE)
_LEFT_OVER = re.compile(r"\{\{ |\{% |More Information Needed|\bTODO\b")


def kind_of(folder: Path) -> FolderKind:
    """What a folder holds, by its content; CardError if it is none of ours."""
    if (folder / "adapter_config.json").is_file():
        return "model"
    if (folder / "genes.parquet").is_file():
        return "registry"
    if (folder / "geneverse.json").is_file():
        facts = Facts.read(folder / "geneverse.json", made_by="geneverse data genes")
        if isinstance(facts.get("configs"), dict):
            return "dataset"
    raise CardError(
        f"{folder} is neither an adapter (adapter_config.json), nor a registry (genes.parquet), "
        "nor a data set (geneverse.json with configs); name the folder that `geneverse train` or "
        "`geneverse data genes` made"
    )


def split_card(text: str, name: str = "the card") -> tuple[dict[str, Any], str]:
    """Front matter and body of a card; CardError if there is no front matter or it is no YAML."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise CardError(f"{name} has no front matter between two lines of ---; render it again")
    try:
        data = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise CardError(
            f"{name}: the front matter is no YAML: {' '.join(str(error).split())}"
        ) from None
    if not isinstance(data, dict):
        raise CardError(f"{name}: the front matter is {type(data).__name__}, not an object")
    return data, match[2]


def card_problems(text: str, folder: Path, kind: Kind) -> list[str]:
    """Every problem of a card of ``kind`` that would stand in ``folder``; [] if it is good."""
    try:
        data, body = split_card(text)
    except CardError as error:
        return [str(error)]
    found = metadata_problems(data, folder, kind)
    if kind == "model":
        found += _same_base(data, folder)
    if not re.search(r"^# \S", body, re.MULTILINE):
        found.append("text: no title (a line beginning with #)")
    prose = _FENCED.sub("", body)  # what a model answered may hold anything
    found += [f"text: {hit!r} was left over" for hit in sorted(set(_LEFT_OVER.findall(prose)))]
    found += [f"a path of the machine: {hit}" for hit in sorted(set(_LOCAL_PATH.findall(text)))]
    return found


def check_card(text: str, folder: Path, kind: Kind) -> None:
    """CardError with the list of all problems of a card; nothing if it is good."""
    found = card_problems(text, folder, kind)
    if found:
        lines = "".join(f"\n  - {problem}" for problem in found)
        raise CardError(
            f"the card of {folder} has {len(found)} problem(s), mend its inputs and run "
            f"`geneverse card` again:{lines}"
        )


def validate_card(folder: Path) -> dict[str, Any]:
    """Check ``folder/README.md``; its front matter as data, or CardError with all problems."""
    readme = folder / "README.md"
    if not readme.is_file():
        raise CardError(f"{readme} is missing; `geneverse card {folder}` writes it")
    text = readme.read_text(encoding="utf-8")
    check_card(text, folder, "model" if kind_of(folder) == "model" else "dataset")
    return split_card(text)[0]


def _same_base(data: Mapping[str, Any], folder: Path) -> list[str]:
    """PEFT loads the base that adapter_config.json names, so the card must name the same."""
    if not (folder / "adapter_config.json").is_file():
        return []
    config = Facts.read(folder / "adapter_config.json", made_by="geneverse train")
    base = config.get("base_model_name_or_path")
    if data.get("base_model") == base:
        return []
    return [f"base_model: {data.get('base_model')!r}, but adapter_config.json loads {base!r}"]

"""Is the README.md of a repo a card that the Hub, and a reader, can use? Offline.

>>> for problem in validate_card("---\\nlicense: apache\\n---\\n# A card\\n", "model"):
...     print(problem)
license: 'apache' is not an identifier of the Hub; write for example apache-2.0 ... (line 2)

The rules stand in ``rules_*.py``; the lists that they compare with in ``known.py``. The Hub's own
check (POST /api/validate-yaml) needs the network and says less.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, overload

from model_cards.errors import CardError
from model_cards.facts import Facts
from model_cards.front import Front, read_front
from model_cards.problem import Problem
from model_cards.rules_common import RepoType, common_rules
from model_cards.rules_dataset import dataset_rules
from model_cards.rules_model import model_rules, notice_rules, title_rules
from model_cards.rules_space import space_rules
from model_cards.rules_text import text_rules

Kind = RepoType
FolderKind = Literal["model", "merged", "dataset", "registry", "pipeline", "metric", "space"]

# What a card of this house has to say beyond what the Hub asks.
REQUIRED: Mapping[Kind, tuple[str, ...]] = {
    "dataset": (
        "license",
        "language",
        "pretty_name",
        "task_categories",
        "size_categories",
        "tags",
        "configs",
    ),
    "model": ("license", "language", "library_name", "pipeline_tag", "tags"),
    "space": ("title", "emoji", "colorFrom", "colorTo", "sdk", "license", "short_description"),
}
_SAID: Mapping[str, FolderKind] = {
    "merged": "merged",
    "pipeline": "pipeline",
    "metric": "metric",
    "space": "space",
}
# Ids without an owner are old repos of others (gpt2); ours never are.
_STRICT = frozenset(["base-model", "dataset-id", "new-version", "space-models", "space-datasets"])


def kind_of(folder: Path) -> FolderKind:
    """What a folder holds, by its content; CardError if it is none of ours."""
    if (folder / "adapter_config.json").is_file():
        return "model"
    if (folder / "genes.parquet").is_file():
        return "registry"
    if (folder / "geneverse.json").is_file():
        facts = Facts.read(folder / "geneverse.json", made_by="geneverse data genes")
        said = facts.get("kind")
        if said in _SAID:
            return _SAID[said]
        if isinstance(facts.get("configs"), dict):
            return "dataset"
        if (folder / "pipeline.py").is_file() and not (folder / "config.json").is_file():
            return "pipeline"
        if (folder / "config.json").is_file():
            return "merged"
    raise CardError(
        f"{folder} is neither an adapter (adapter_config.json), nor a registry (genes.parquet), "
        "nor a data set (geneverse.json with configs), nor a merged model (config.json), nor the "
        "pipeline (pipeline.py), nor a metric or a Space (geneverse.json with kind); name the "
        "folder that `geneverse train` or `geneverse data genes` made"
    )


def repo_type_of(kind: FolderKind) -> RepoType:
    """The Hub's word for what a folder becomes."""
    types: dict[FolderKind, RepoType] = {
        "dataset": "dataset",
        "registry": "dataset",
        "metric": "space",
        "space": "space",
    }
    return types.get(kind, "model")


def split_card(text: str, name: str = "the card") -> tuple[dict[str, Any], str]:
    """Front matter and body of a card; CardError if there is no front matter or it is no YAML."""
    front = read_front(text)
    broken = [p for p in front.problems if p.rule != "duplicate-key"]
    if broken:
        raise CardError(f"{name}: {broken[0]}")
    return front.data, front.body


@overload
def validate_card(text: Path) -> dict[str, Any]: ...
@overload
def validate_card(
    text: str,
    repo_type: RepoType = ...,
    *,
    folder: Path | None = ...,
    house: bool = ...,
    warnings: bool = ...,
) -> list[Problem]: ...
def validate_card(
    text: str | Path,
    repo_type: RepoType = "model",
    *,
    folder: Path | None = None,
    house: bool = False,
    warnings: bool = False,
) -> list[Problem] | dict[str, Any]:
    """Every reason to refuse a card, in the order of its lines; [] if it is good.

    Args:
        text: the whole README.md; or a folder, see :func:`validate_folder`.
        repo_type: "model", "dataset" or "space".
        folder: the repo's files; with it, files that the card names have to be there.
        house: also what a card of this house needs, such as a licence and tags.
        warnings: also what the Hub shows or ignores, such as unknown keys (``level`` "warning").
    """
    if isinstance(text, Path):
        return validate_folder(text)
    front = read_front(text)
    found = list(front.problems)
    if front.data:
        found += [p.at(front.lines) for p in _rules(front, repo_type, folder, house)]
    found += text_rules(front, text, folder)
    if house:
        found = [replace(p, level="error") if p.rule in _STRICT else p for p in found]
    if not warnings:
        found = [p for p in found if p.level == "error"]
    return sorted(found, key=lambda p: p.line or 0)


def card_problems(text: str, folder: Path, kind: Kind) -> list[str]:
    """Every error of a card of this house that would stand in ``folder``, a sentence each."""
    return [str(problem) for problem in validate_card(text, kind, folder=folder, house=True)]


def check_card(text: str, folder: Path, kind: Kind) -> None:
    """CardError with the list of all problems of a card; nothing if it is good."""
    found = card_problems(text, folder, kind)
    if found:
        lines = "".join(f"\n  - {problem}" for problem in found)
        raise CardError(
            f"the card of {folder} has {len(found)} problem(s), mend its inputs and run "
            f"`geneverse card` again:{lines}"
        )


def validate_folder(folder: Path) -> dict[str, Any]:
    """Check ``folder/README.md``; its front matter as data, or CardError with all problems."""
    readme = folder / "README.md"
    if not readme.is_file():
        raise CardError(f"{readme} is missing; `geneverse card {folder}` writes it")
    text = readme.read_text(encoding="utf-8")
    check_card(text, folder, repo_type_of(kind_of(folder)))
    return split_card(text)[0]


def _rules(
    front: Front, repo_type: RepoType, folder: Path | None, house: bool
) -> Iterator[Problem]:
    data = front.data
    if house:
        yield from _required(data, repo_type)
    elif not data.get("license"):
        yield Problem(
            "licence-missing",
            ("license",),
            "missing",
            "nobody may use what has no licence",
            "warning",
        )
    yield from common_rules(data, repo_type)
    if repo_type == "dataset":
        yield from dataset_rules(data, folder)
    elif repo_type == "space":
        yield from space_rules(data, folder)
    else:
        yield from model_rules(data)
        title = re.search(r"^# (\S.*)$", front.body, re.MULTILINE)
        if title is not None:
            line = front.body_line + front.body[: title.start()].count("\n")
            yield from title_rules(data, title[1], line)
        if folder is not None:
            yield from notice_rules(data, folder)
            yield from _same_base(data, folder, house)


def _required(data: Mapping[str, Any], repo_type: RepoType) -> Iterator[Problem]:
    for key in REQUIRED[repo_type]:
        if not data.get(key):
            yield Problem("required", (key,), "missing", f"a {repo_type} card needs it")
    widget = data.get("widget")
    for number, example in enumerate(widget if isinstance(widget, list) else ()):
        if isinstance(example, dict) and example.get("text") and not example.get("output"):
            yield Problem(
                "widget-silent",
                ("widget", number),
                f"example {number + 1} has no output.text",
                "nobody would see what the model answers",
            )


def _same_base(data: Mapping[str, Any], folder: Path, house: bool) -> Iterator[Problem]:
    """PEFT loads the base that adapter_config.json names, so the card must name the same."""
    if not (folder / "adapter_config.json").is_file():
        return
    config = Facts.read(folder / "adapter_config.json", made_by="geneverse train")
    base, said = config.get("base_model_name_or_path"), data.get("base_model")
    if not said and not house:
        return
    if not said:
        yield Problem("required", ("base_model",), "missing", "an adapter's card needs it")
    elif said != base:
        yield Problem(
            "base-of-adapter",
            ("base_model",),
            f"{said!r}, but adapter_config.json loads {base!r}",
            "make the two agree",
        )

"""Broken cards and broken inputs: every problem is named, with file, key and fix."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from model_cards.errors import CardError
from model_cards.render import render_dataset_card, render_model_card
from model_cards.validate import card_problems, kind_of, split_card, validate_card

Change = Callable[..., None]
DATA = {"repo_id": "geneverse/gene-instructions", "version": "v0.1.0"}
MODEL = {"repo_id": "geneverse/smollm2-135m-gene-grounded-lora", "version": "v0.1.0"}


def broken(folder: Path, key: str, value: Any) -> str:
    """The rendered card of ``folder`` with one key of its front matter set, or dropped by None."""
    front, body = split_card((folder / "README.md").read_text(encoding="utf-8"))
    if value is None:
        del front[key]
    else:
        front[key] = value
    return f"---\n{yaml.safe_dump(front)}---\n{body}"


@pytest.mark.parametrize("key", ["license", "language", "pretty_name", "configs", "tags"])
def test_a_missing_key_of_a_dataset_card(dataset: Path, key: str) -> None:
    render_dataset_card(dataset, **DATA)
    assert card_problems(broken(dataset, key, None), dataset, "dataset") == [
        f"{key}: missing; a dataset card needs it"
    ]


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("license", "apache", "license: 'apache' is not an identifier"),
        ("license", "other", "license_name: missing"),
        ("language", ["english"], "language[0]: 'english'"),
        ("size_categories", ["small"], "size_categories[0]: 'small'"),
        ("task_categories", ["gene-summary"], "task_categories[0]: 'gene-summary'"),
        ("configs", {"a": 1}, "configs: a list of objects"),
        ("configs", [{"config_name": "a", "data_files": []}], "'a' has no data_files"),
        (
            "configs",
            [{"config_name": "a", "data_files": [{"split": "train", "path": "a/no.parquet"}]}],
            "'a' names a/no.parquet, which is not in",
        ),
        (
            "configs",
            [{"config_name": "a", "data_files": [{"split": "train", "path": "../x.parquet"}]}],
            "'a' leads out of the repo",
        ),
        (
            "configs",
            [
                {"config_name": n, "data_files": [{"split": "t", "path": f"{n}/test.parquet"}]}
                for n in ("combined", "grounded")
            ],
            "0 of 2 are marked default",
        ),
    ],
)
def test_a_broken_dataset_card(dataset: Path, key: str, value: Any, problem: str) -> None:
    render_dataset_card(dataset, **DATA)
    found = card_problems(broken(dataset, key, value), dataset, "dataset")
    assert any(problem in one for one in found), found


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("base_model", None, "base_model: missing"),
        ("base_model", "smollm2", "'smollm2' is no Hub id"),
        ("base_model", "other/base", "but adapter_config.json loads"),
        ("base_model_relation", "child", "base_model_relation: 'child'"),
        ("pipeline_tag", "gene-summary", "pipeline_tag: 'gene-summary'"),
        ("datasets", ["gene-instructions"], "datasets[0]: 'gene-instructions' is no Hub id"),
        ("widget", [{"text": "a question"}], "example 1 has no output.text"),
        ("widget", [{"output": {"text": "x"}}], "example 1 has neither text nor messages"),
        ("model-index", [], "model-index: a list with one entry"),
        ("model-index", [{"name": "x"}], "'x' has no results"),
        (
            "model-index",
            [{"name": "x", "results": [{"task": {"type": "text-generation"}, "metrics": []}]}],
            "has no metrics",
        ),
        (
            "model-index",
            [
                {
                    "name": "x",
                    "results": [
                        {
                            "task": {"type": "text-generation"},
                            "dataset": {"type": "a/b", "name": "b"},
                            "metrics": [{"type": "bleu", "value": float("nan")}],
                        }
                    ],
                }
            ],
            "bleu is nan, no number",
        ),
    ],
)
def test_a_broken_model_card(
    adapter: Path, recipe: Path, key: str, value: Any, problem: str
) -> None:
    render_model_card(adapter, recipe, None, None, **MODEL)
    found = card_problems(broken(adapter, key, value), adapter, "model")
    assert any(problem in one for one in found), found


def test_a_card_without_front_matter_and_one_that_is_no_yaml(adapter: Path) -> None:
    assert "no front matter" in card_problems("# A card\n", adapter, "model")[0]
    assert "no YAML" in card_problems("---\na: [1\n---\n# A card\n", adapter, "model")[0]


def test_a_path_of_the_machine_does_not_leave_it(
    change: Change, adapter: Path, recipe: Path
) -> None:
    change(adapter / "geneverse.json", "base_local", value="read from /home/ada/models/base")
    with pytest.raises(CardError, match="a path of the machine: /home/ada/models/base"):
        render_model_card(adapter, recipe, None, None, **MODEL)


def test_what_a_model_answered_is_no_left_over_of_a_template(
    adapter: Path, recipe: Path, answers: list[Path]
) -> None:
    answers[0].write_text(answers[0].read_text().replace("a zinc finger", "TODO {{ x }} ``` {% y"))
    path = render_model_card(adapter, recipe, None, None, **MODEL, answers=answers)
    assert "TODO {{ x }} ``` {% y" in path.read_text(encoding="utf-8")
    text = path.read_text(encoding="utf-8") + "\nTODO {{ x }}\n"
    found = card_problems(text, adapter, "model")
    assert [one.split("; ")[0] for one in found] == [
        "text: 'TODO' was left over",
        "text: '{{ ' was left over",
    ]
    assert found[0].endswith(f"(line {text.count(chr(10))})")


def test_all_problems_stand_in_one_error(dataset: Path) -> None:
    readme = render_dataset_card(dataset, **DATA)
    text = broken(dataset, "license", "apache").replace("- en\n", "- english\n")
    readme.write_text(text, encoding="utf-8")
    with pytest.raises(CardError) as caught:
        validate_card(dataset)
    assert "2 problem(s)" in str(caught.value)
    assert "license: 'apache'" in str(caught.value) and "language[0]: 'english'" in str(
        caught.value
    )


def test_the_kind_of_a_folder_is_found_by_its_content(
    dataset: Path, registry: Path, adapter: Path, tmp_path: Path
) -> None:
    assert [kind_of(f) for f in (dataset, registry, adapter)] == ["dataset", "registry", "model"]
    with pytest.raises(CardError, match="is neither an adapter"):
        kind_of(tmp_path)

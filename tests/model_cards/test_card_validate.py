"""Broken cards and broken inputs: every problem is named, with file, key and fix."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from model_cards.errors import CardError
from model_cards.render import render_dataset_card, render_model_card, render_registry_card
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


@pytest.mark.parametrize(
    ("file", "key", "said"),
    [
        ("geneverse.json", "revision_of_content", "key revision_of_content is missing"),
        ("geneverse.json", "default_config", "key default_config is missing"),
        ("provenance.json", "sources", "key sources is missing"),
        ("provenance.json", "counts", "key counts.records is missing"),
        ("audit.json", "passed", "key passed is missing"),
        ("audit.json", "rule", "key rule is missing"),
    ],
)
def test_a_missing_key_of_an_input(
    change: Change, dataset: Path, file: str, key: str, said: str
) -> None:
    change(dataset / file, key, drop=True)
    with pytest.raises(CardError) as caught:
        render_dataset_card(dataset, **DATA)
    assert file in str(caught.value) and said in str(caught.value)
    assert "geneverse data genes" in str(caught.value)


@pytest.mark.parametrize("file", ["geneverse.json", "provenance.json", "audit.json"])
@pytest.mark.parametrize("content", [None, "{", "[]", b"\xff\xfe"])
def test_an_unreadable_input(dataset: Path, file: str, content: str | bytes | None) -> None:
    (dataset / file).unlink()
    if content is not None:
        raw = content.encode() if isinstance(content, str) else content
        (dataset / file).write_bytes(raw)
    with pytest.raises(CardError, match=file):
        render_dataset_card(dataset, **DATA)
    assert not (dataset / "README.md").exists()


def test_a_failed_audit_has_no_card(change: Change, dataset: Path) -> None:
    change(dataset / "audit.json", "passed", value=False)
    with pytest.raises(CardError, match="leak audit did not pass"):
        render_dataset_card(dataset, **DATA)


def test_an_unknown_licence_of_a_source(change: Change, registry: Path) -> None:
    sources = json.loads((registry / "provenance.json").read_text())["sources"]
    sources[1]["licence"] = "not permitted"
    change(registry / "provenance.json", "sources", value=sources)
    with pytest.raises(CardError, match=r"'not permitted' of source gene_info\.gz"):
        render_registry_card(registry, repo_id="geneverse/gene-registry", version="v0.1.0")


def test_the_recipe_must_be_the_one_that_was_trained(adapter: Path, recipe: Path) -> None:
    recipe.write_text(recipe.read_text() + "lora_alpha: 32\n")
    with pytest.raises(CardError, match="the adapter was trained with"):
        render_model_card(adapter, recipe, None, None, **MODEL)


def test_the_data_must_be_those_of_the_training(adapter: Path, recipe: Path) -> None:
    with pytest.raises(CardError, match="trained on data with the content cccccccccccc"):
        render_model_card(adapter, recipe, None, {"revision_of_content": "d" * 64}, **MODEL)


def test_a_base_whose_licence_nobody_looked_up(change: Change, adapter: Path, recipe: Path) -> None:
    change(adapter / "geneverse.json", "base_model", value="some/base")
    change(adapter / "adapter_config.json", "base_model_name_or_path", value="some/base")
    with pytest.raises(CardError, match="licence of the base model 'some/base' is not known"):
        render_model_card(adapter, recipe, None, None, **MODEL)


def test_the_base_must_be_a_hub_id_in_both_files(
    change: Change, adapter: Path, recipe: Path
) -> None:
    change(adapter / "adapter_config.json", "base_model_name_or_path", value="/data/base")
    with pytest.raises(CardError, match="base_model_name_or_path is '/data/base'"):
        render_model_card(adapter, recipe, None, None, **MODEL)


def test_a_scores_file_that_cannot_be(
    change: Change, adapter: Path, recipe: Path, scores: Path
) -> None:
    change(scores, "models", "base", "bleu", "low", value=0.9)
    with pytest.raises(CardError, match=r"models\.base\.bleu .* cannot be"):
        render_model_card(adapter, recipe, scores, None, **MODEL)
    change(scores, "models", "base", "bleu", "low", value=True)
    with pytest.raises(CardError, match=r"models\.base\.bleu\.low is True, a number"):
        render_model_card(adapter, recipe, scores, None, **MODEL)
    change(scores, "models", "base", "bleu", "low", value="0.03")
    with pytest.raises(CardError, match=r"models\.base\.bleu\.low is '0\.03', a number"):
        render_model_card(adapter, recipe, scores, None, **MODEL)


def test_scores_of_other_models_only(
    change: Change, adapter: Path, recipe: Path, scores: Path
) -> None:
    own = json.loads(scores.read_text())["models"].pop("base")
    change(scores, "models", value={"base": own})
    with pytest.raises(CardError, match="--model-name"):
        render_model_card(adapter, recipe, scores, None, **MODEL)


def test_scores_measured_on_other_data_are_said_to_be(
    change: Change, adapter: Path, recipe: Path, scores: Path
) -> None:
    change(scores, "data_revision", value="e" * 64)
    render_model_card(adapter, recipe, scores, None, **MODEL)
    front, body = split_card((adapter / "README.md").read_text(encoding="utf-8"))
    assert "may have been in the other" in body and "nor any relative" not in body
    assert "revision" not in front["model-index"][0]["results"][0]["dataset"]


@pytest.mark.parametrize(
    ("repo_id", "version", "said"),
    [
        ("gene-registry", "v0.1.0", "no Hub id"),
        ("a/b", "0.1.0", "no version"),
        ("a/b", "", "v0.1.0"),
    ],
)
def test_names_that_no_hub_takes(registry: Path, repo_id: str, version: str, said: str) -> None:
    with pytest.raises(CardError, match=said):
        render_registry_card(registry, repo_id=repo_id, version=version)


def test_the_kind_of_a_folder_is_found_by_its_content(
    dataset: Path, registry: Path, adapter: Path, tmp_path: Path
) -> None:
    assert [kind_of(f) for f in (dataset, registry, adapter)] == ["dataset", "registry", "model"]
    with pytest.raises(CardError, match="is neither an adapter"):
        kind_of(tmp_path)

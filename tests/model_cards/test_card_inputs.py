"""Broken inputs: every problem is named, with file, key and fix, and no card is written."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from model_cards.errors import CardError
from model_cards.render import render_dataset_card, render_model_card, render_registry_card
from model_cards.validate import split_card

Change = Callable[..., None]
DATA = {"repo_id": "geneverse/gene-instructions", "version": "v0.1.0"}
MODEL = {"repo_id": "geneverse/smollm2-135m-gene-grounded-lora", "version": "v0.1.0"}


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

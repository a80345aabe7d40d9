"""Cards of the gene pipeline, a merged model, metrics and Spaces; the collection's texts."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from card_world import ADAPTER, BASE
from huggingface_hub import ModelCard, SpaceCard

import postprocess
from model_cards import code_facts
from model_cards.errors import CardError
from model_cards.render import (
    collection_facts,
    render_merged_card,
    render_metric_card,
    render_pipeline_card,
    render_space_card,
)
from model_cards.validate import kind_of, split_card, validate_card

VERSION = "v0.1.0"
PIPELINE = {"repo_id": "geneverse/gene-pipeline", "version": VERSION}


def test_the_pipeline_card(gene_pipeline: Path, correction: Path) -> None:
    path = render_pipeline_card(gene_pipeline, correction, **PIPELINE)
    data = ModelCard.load(path).data
    assert (data.license, data.library_name, data.pipeline_tag) == (
        "mit",
        "transformers",
        "text-generation",
    )
    assert data.datasets == ["geneverse/gene-registry"]
    text = path.read_text(encoding="utf-8")
    for said in (
        "| with a wrong identifier left by this correction | 17 |",
        "rebuilt from its description | 4,301 |",
        "Of 1,234 answers that a model wrote itself, 310 had an identifier of no gene",
        "| made | 4,388 |",
        "2,307 answers of that kind a second",
        "opens in 0.19 s and takes 196 MB",
        "revision `v0.1.0`",
        "It cannot tell whether the stated function is true.",
        "No such repo is released with this version",
    ):
        assert said in text
    assert validate_card(text, "model", folder=gene_pipeline, house=True, warnings=True) == []


def test_the_pipeline_card_names_merged_weights_that_are_released(
    gene_pipeline: Path, correction: Path
) -> None:
    path = render_pipeline_card(
        gene_pipeline, correction, **PIPELINE, merged_id="geneverse/m", merged_version="v1.0.0"
    )
    text = path.read_text(encoding="utf-8")
    assert 'model="geneverse/m", revision="v1.0.0", trust_remote_code=True' in text
    assert "No such repo" not in text


def test_the_pipeline_card_knows_every_key_and_status() -> None:
    folder = Path(postprocess.__file__).parent
    result = (folder / "result.py").read_text(encoding="utf-8")
    made = result[result.index("def _result(") :].split("\n\n\n")[0]
    assert set(re.findall(r'^ +"(\w+)":', made, re.MULTILINE)) == set(code_facts.RESULT_KEYS)
    sources = "".join(
        (folder / name).read_text(encoding="utf-8")
        for name in ("result.py", "question.py", "pipeline.py")
    )
    for status in code_facts.STATUSES:
        assert f'"{status}"' in sources, f"no part of the pipeline gives the status {status!r}"
    given = set(re.findall(r'status(?:, \w+)* = "([a-z ]+)"', sources))
    given |= set(re.findall(r'(?:status == |request\.status, .* = )"([a-z ]+)"', sources))
    assert given and given <= set(code_facts.STATUSES)


def test_a_pipeline_without_a_pinned_registry_has_no_card(
    change: Callable[..., None], gene_pipeline: Path, correction: Path
) -> None:
    change(gene_pipeline / "geneverse.json", "registry", drop=True)
    pinned = gene_pipeline / "pinned.py"
    pinned.write_text('REGISTRY_ID = "a/b"\nREGISTRY_REVISION: str | None = None\n')
    with pytest.raises(CardError, match=r"pinned\.py: the pipeline's registry is 'a/b' at None"):
        render_pipeline_card(gene_pipeline, correction, **PIPELINE)
    pinned.write_text('REGISTRY_ID = "a/b"\nREGISTRY_REVISION: str | None = "v2.0.0"\n')
    text = render_pipeline_card(gene_pipeline, correction, **PIPELINE).read_text("utf-8")
    assert "https://huggingface.co/datasets/a/b), revision `v2.0.0`" in text


def test_the_merged_card(
    change: Callable[..., None], merged: Path, recipe: Path, scores: Path, answers: list[Path]
) -> None:
    def card() -> Path:
        return render_merged_card(
            merged, recipe, scores, repo_id="geneverse/m", version=VERSION, answers=answers
        )

    data = ModelCard.load(card()).data
    assert data.base_model == [BASE, f"geneverse/{ADAPTER}"]
    assert data.to_dict()["base_model_relation"] == "merge"
    assert data.library_name == "transformers" and data.widget
    body = split_card(card().read_text(encoding="utf-8"))[1]
    assert 'AutoModelForCausalLM.from_pretrained("geneverse/m", revision="v0.1.0")' in body
    assert "the merged weights were not scored again" in body and "peft import" not in body
    assert "trust_remote_code" not in body
    change(merged / "config.json", "custom_pipelines", value={"gene-description": {"impl": "x"}})
    body = split_card(card().read_text(encoding="utf-8"))[1]
    assert 'pipeline("gene-description", model="geneverse/m", revision="v0.1.0"' in body
    change(merged / "geneverse.json", "merged_from", "revision", drop=True)
    with pytest.raises(CardError, match=r"merged_from\.revision is missing"):
        card()


def test_the_metric_card(metric: Path, scores: Path) -> None:
    path = render_metric_card(metric, repo_id="geneverse/ids_right", version=VERSION, scores=scores)
    data = SpaceCard.load(path).data
    assert (data.sdk, data.sdk_version, data.python_version) == ("gradio", "6.10.0", "3.11")
    assert {"evaluate", "metric"} <= set(data.tags)
    text = path.read_text(encoding="utf-8")
    assert 'evaluate.load("geneverse/ids_right", revision="v0.1.0")' in text
    assert "| symbol template | baseline | 0.00 (0.00–0.16) |" in text
    assert "{'ids_right': 0.5}" in text
    path = render_metric_card(metric, repo_id="geneverse/ids_right", version=VERSION)
    assert "What trivial answers get" not in path.read_text(encoding="utf-8")


def test_a_metric_that_was_not_scored(
    metric: Path, scores: Path, change: Callable[..., None]
) -> None:
    change(metric / "geneverse.json", "name", value="charm")
    with pytest.raises(CardError, match="nothing was scored by charm"):
        render_metric_card(metric, repo_id="geneverse/charm", version=VERSION, scores=scores)


def test_the_space_card(change: Callable[..., None], space: Path) -> None:
    path = render_space_card(space, repo_id="geneverse/ask-a-gene", version=VERSION)
    data = SpaceCard.load(path).data
    assert (data.title, data.sdk, data.app_file) == ("Ask a gene", "gradio", "app.py")
    assert data.models == [f"geneverse/{ADAPTER}"] and data.datasets == ["geneverse/gene-registry"]
    text = path.read_text(encoding="utf-8")
    assert f"geneverse/{ADAPTER}), revision `v0.1.0`" in text
    change(space / "geneverse.json", "short_description", value="x" * 61)
    with pytest.raises(CardError, match="61 characters, the Hub takes 60"):
        render_space_card(space, repo_id="geneverse/ask-a-gene", version=VERSION)
    change(space / "geneverse.json", "short_description", value="Ask")
    change(space / "geneverse.json", "python_version", value=3.1)
    with pytest.raises(CardError, match=r"python_version is 3\.1, a text was expected"):
        render_space_card(space, repo_id="geneverse/ask-a-gene", version=VERSION)
    change(space / "geneverse.json", "python_version", value="3.11")
    change(space / "geneverse.json", "app_file", value="main.py")
    with pytest.raises(CardError, match=r"main\.py is not in space"):
        render_space_card(space, repo_id="geneverse/ask-a-gene", version=VERSION)


def test_the_collection() -> None:
    repos = [
        {"id": "geneverse/ask-a-gene", "kind": "space"},
        {"id": f"geneverse/{ADAPTER}", "kind": "model"},
        {"id": "geneverse/gene-registry", "kind": "registry"},
        {"id": "geneverse/gene-instructions", "kind": "dataset"},
    ]
    found = collection_facts(repos, version="v1.2.0")
    assert found["title"] == "Geneverse v1.2.0" and len(found["description"]) <= 150
    assert [item["item_type"] for item in found["items"]] == [
        "dataset",
        "dataset",
        "model",
        "space",
    ]
    assert all("Release v1.2.0." in item["note"] for item in found["items"])
    with pytest.raises(CardError, match="kind is 'app'"):
        collection_facts([{"id": "a/b", "kind": "app"}], version="v1.0.0")
    with pytest.raises(CardError, match="500 go"):
        collection_facts([{"id": "a/b", "kind": "space", "note": "x" * 500}], version="v1.0.0")


def test_each_folder_is_told_from_the_others(
    gene_pipeline: Path, merged: Path, metric: Path, space: Path
) -> None:
    found = [kind_of(folder) for folder in (gene_pipeline, merged, metric, space)]
    assert found == ["pipeline", "merged", "metric", "space"]

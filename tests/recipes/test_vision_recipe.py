"""Recipes on pictures: what they must agree in, their templates, and which tokens are learnt."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("axolotl")

from recipes.adapter import write_adapter  # needs the package looked for above
from recipes.check import FOLDER, all_recipes
from recipes.errors import RecipeError
from recipes.overlay import cpu_overlay, is_vision, merge
from recipes.small_vision import TEMPLATE, cosine_filters
from recipes.yaml_marks import read_marked

SMALL = FOLDER / "smolvision-135m-protein-lora.yaml"
LLAVA = FOLDER / "llava-1.5-7b-protein-lora.yaml"
RECIPES = {
    path.stem: values
    for path in all_recipes()
    if is_vision(values := read_marked(path)[0]) and "protein" in path.stem
}
ROW: list[dict[str, Any]] = [
    # The picture behind the text, where Axolotl puts it.
    {"role": "user", "content": [{"type": "text", "text": "Which?"}, {"type": "image"}]},
    {"role": "assistant", "content": [{"type": "text", "text": "Insulin."}]},
]


def rendered(template: str, messages: list[dict[str, Any]], more: bool = False) -> str:
    """As transformers renders a chat template."""
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(messages=messages, add_generation_prompt=more)


def test_recipes_on_proteins_agree_where_they_must() -> None:
    assert set(RECIPES) == {SMALL.stem, LLAVA.stem}
    keys = ("seed", "train_on_inputs", "lora_target_modules", "skip_prepare_dataset")
    for key in (*keys, "remove_unused_columns", "sample_packing", "bf16", "datasets", "plugins"):
        assert len({json.dumps(recipe[key]) for recipe in RECIPES.values()}) == 1, key
    for name, recipe in RECIPES.items():
        train, evaluation = recipe["datasets"][0], recipe["test_datasets"][0]
        assert (train["path"], train["name"]) == ("geneverse/protein-images", "plddt"), name
        assert evaluation == train | {"split": "validation"}, name
        assert "multi_modal_projector" in recipe["lora_modules_to_save"], name
        assert {m["role"] for m in recipe["role_boundaries"]} >= {"assistant"}, name
        assert "hub_model_id" not in recipe, f"{name}: Axolotl would push by itself"
    assert "vision_tower" in RECIPES[SMALL.stem]["lora_modules_to_save"]


def test_llava_learns_to_stop() -> None:
    template = RECIPES[LLAVA.stem]["chat_template_jinja"]
    assert rendered(template, ROW) == "USER: <image>\nWhich? ASSISTANT: Insulin.</s>"
    assert rendered(template, ROW[:1], more=True) == "USER: <image>\nWhich? ASSISTANT:"


def test_the_small_model_sees_the_picture_before_the_question() -> None:
    asked = "<|im_start|>user\n<image>\nWhich?<|im_end|>\n<|im_start|>assistant\n"
    assert rendered(TEMPLATE, ROW) == asked + "Insulin.<|im_end|>\n"
    assert rendered(TEMPLATE, ROW[:1], more=True) == asked


def test_the_cpu_overlay_keeps_what_makes_axolotl_read_the_marks() -> None:
    values = read_marked(SMALL)[0]
    merged = merge(values, cpu_overlay(values))
    assert set(values["plugins"]) < set(merged["plugins"])
    assert merged["bf16"] is False and merged["micro_batch_size"] > 1
    assert cpu_overlay(values) != cpu_overlay()


def test_filters_are_orthonormal_and_white_is_nothing() -> None:
    filters = cosine_filters(48, 8).reshape(48, -1)
    assert np.allclose(filters @ filters.T, np.eye(48), atol=1e-6)
    flat = np.ones((3, 8, 8), dtype=np.float32).ravel()
    assert np.count_nonzero(np.abs(filters @ flat) > 1e-5) == 3, "one colour has one mean"


def test_an_adapter_without_its_projector_is_not_released(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    output = tmp_path / "output"
    output.mkdir()
    for name in ("adapter_config", "tokenizer", "tokenizer_config", "processor_config"):
        (output / f"{name}.json").write_text("{}")
    lora = {"base_model.model.model.language_model.layers.0.lora_A.weight": np.zeros(2)}
    facts = {"effective": RECIPES[LLAVA.stem], "base_model": "a/b", "base_revision": "unpinned"}
    save_file(lora, output / "adapter_model.safetensors")
    with pytest.raises(RecipeError, match="no weights of multi_modal_projector"):
        write_adapter(output, tmp_path / "out", facts)
    whole = {"base_model.model.model.multi_modal_projector.linear_1.weight": np.zeros(2)}
    save_file(lora | whole, output / "adapter_model.safetensors")
    out = write_adapter(output, tmp_path / "out", facts)
    assert (out / "chat_template.jinja").read_text() == facts["effective"]["chat_template_jinja"]
    (output / "processor_config.json").unlink()
    with pytest.raises(RecipeError, match=r"left no processor_config\.json"):
        write_adapter(output, tmp_path / "out2", facts)

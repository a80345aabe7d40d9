"""A wrong recipe is refused with file, line and key; those in the tree are right and agree."""

from pathlib import Path

import pytest

pytest.importorskip("axolotl")

from recipes.check import FOLDER, all_recipes, check  # needs the package looked for
from recipes.errors import RecipeError
from recipes.overlay import is_vision
from recipes.yaml_marks import read_marked

GROUNDED = FOLDER / "smollm2-135m-gene-grounded-lora.yaml"


def changed(tmp_path: Path, before: str, after: str) -> tuple[Path, int]:
    """A copy of the grounded recipe with one text replaced, and the line of that text."""
    text = GROUNDED.read_text(encoding="utf-8")
    assert before in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    return path, text[: text.index(before)].count("\n") + 1


@pytest.mark.parametrize("recipe", all_recipes(), ids=lambda path: path.stem)
def test_every_recipe_in_the_tree_is_valid(recipe: Path) -> None:
    assert check(recipe)["base_model"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("learning_rate: 0.0005", "learning_rte: 0.0005", "did you mean 'learning_rate'"),
        ("field_messages: messages", "field_mesages: messages", "did you mean 'field_messages'"),
        ("lora_r: 16", "lora_r: sixteen", "'lora_r'"),
        ("micro_batch_size: 8", "micro_batch_size: [8]", "'micro_batch_size'"),
    ],
)
def test_unknown_key_and_invalid_value_are_named_with_their_line(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    path, line = changed(tmp_path, before, after)
    with pytest.raises(RecipeError) as caught:
        check(path)
    assert f"{path}:{line}: " in str(caught.value)
    assert says in str(caught.value)


def test_repeated_key_names_both_lines(tmp_path: Path) -> None:
    path, line = changed(tmp_path, "seed: 42", "seed: 42\nseed: 43")
    with pytest.raises(RecipeError, match=rf":{line + 1}: key 'seed' stands on line {line}"):
        check(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [("a: [1\n", "not valid YAML"), ("- a\n", "mapping"), ("", "mapping")],
)
def test_what_is_no_recipe_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RecipeError, match=says):
        check(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match=r"no recipe at .*none\.yaml"):
        check(tmp_path / "none.yaml")


def test_recipes_agree_where_they_must() -> None:
    """Data, template, masking, seed and adapter form are one choice, written once a recipe.

    Those on pictures agree by rules of their own (``test_vision_recipe.py``).
    """
    every = {path.stem: read_marked(path)[0] for path in all_recipes()}
    values = {name: recipe for name, recipe in every.items() if not is_vision(recipe)}
    keys = ("seed", "chat_template", "train_on_inputs", "adapter", "lora_r", "lora_dropout")
    for key in (*keys, "lora_target_linear", "sample_packing", "bf16", "logging_steps"):
        assert len({str(recipe[key]) for recipe in values.values()}) == 1, key
    for name, recipe in values.items():
        train, evaluation = recipe["datasets"][0], recipe["test_datasets"][0]
        assert train["path"] == "geneverse/gene-instructions", name
        assert train["name"] == ("grounded" if "grounded" in name else "combined"), name
        assert evaluation == train | {"split": "validation"}, name
        assert recipe["lora_dropout"] == 0, f"{name}: the LoRA kernels allow no dropout"
        assert "hub_model_id" not in recipe, f"{name}: Axolotl would push by itself"


@pytest.mark.parametrize("recipe", all_recipes(), ids=lambda path: path.stem)
def test_header_tells_purpose_command_hardware_hub_id_and_licence(recipe: Path) -> None:
    text = recipe.read_text(encoding="utf-8")
    for field in ("Purpose:", "Command:", "Hardware:", "Hub id:", "Licence:"):
        assert f"# {field}" in text
    assert f"geneverse/{recipe.stem}\n" in text
    for key, what in (("revision_of_model", "base"), ("revision", "data")):
        values = read_marked(recipe)[0]
        pinned = values[key] if what == "base" else values["datasets"][0][key]
        assert (f"# {what} revision: unpinned" in text) == (pinned is None)

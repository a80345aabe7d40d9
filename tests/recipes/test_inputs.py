"""Overlay, overrides and inputs: what is wrong is refused before anything heavy starts."""

import shutil
from pathlib import Path

import pytest

from recipes.check import FOLDER
from recipes.errors import RecipeError
from recipes.overlay import cpu_overlay, localise, merge, parse_overrides
from recipes.train import make_plan, newest_checkpoint, train
from recipes.yaml_marks import read_marked

GROUNDED = FOLDER / "smollm2-135m-gene-grounded-lora.yaml"


def test_overlay_replaces_and_removes_and_leaves_the_recipe_alone() -> None:
    recipe = {"bf16": True, "seed": 42, "evals_per_epoch": 4}
    merged = merge(recipe, {"bf16": False, "evals_per_epoch": None}, {"seed": 7})
    assert merged == {"bf16": False, "seed": 7}
    assert recipe == {"bf16": True, "seed": 42, "evals_per_epoch": 4}


def test_cpu_overlay_turns_off_what_fails_on_a_cpu() -> None:
    config = merge(read_marked(GROUNDED)[0], cpu_overlay())
    on = {key for key, value in config.items() if value is True}
    kernels = {key for key in config if key.startswith("lora_") and key.endswith("_kernel")}
    assert not on & (kernels | {"bf16", "fp16", "tf32", "sample_packing", "pad_to_sequence_len"})
    assert len(kernels) == 4, "a kernel that is not named turns itself on"
    assert config["attn_implementation"] == "sdpa"


def test_overrides_are_read_as_yaml() -> None:
    assert parse_overrides(["learning_rate=5e-4", "num_epochs=2", "plugins="]) == {
        "learning_rate": 0.0005,
        "num_epochs": 2,
        "plugins": None,
    }


@pytest.mark.parametrize(
    ("pair", "says"),
    [("num_epochs", "key=value"), ("base_model=x", "--base DIR"), ("a=[1", "not valid YAML")],
)
def test_wrong_overrides_are_refused(pair: str, says: str) -> None:
    with pytest.raises(RecipeError, match=says):
        parse_overrides([pair])


def test_local_parquet_takes_the_place_of_the_hub_id(data: Path, tmp_path: Path) -> None:
    config = read_marked(GROUNDED)[0]
    local = localise(config, data=data, base=tmp_path)
    assert local["datasets"][0]["path"] == str((data / "grounded/train.parquet").resolve())
    assert local["test_datasets"][0]["path"].endswith("grounded/validation.parquet")
    assert local["base_model"] == str(tmp_path.resolve())
    assert config["datasets"][0]["path"] == "geneverse/gene-instructions"


def fake_base(folder: Path) -> Path:
    """What looks like a saved model to the check of the inputs."""
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"0" * 16)
    return folder


def test_plan_key_follows_config_data_and_base(data: Path, tmp_path: Path) -> None:
    base = fake_base(tmp_path / "base")

    def key(base: Path = base, **overrides: object) -> str:
        plan = make_plan(GROUNDED, cpu=True, data=data, base=base, overrides=overrides)
        return plan.key

    assert key() == key()
    assert key() != key(seed=43)
    before = key()
    (base / "model.safetensors").write_bytes(b"1" * 16)
    assert key() != before


def test_missing_base_and_data_name_path_and_fix(data: Path, tmp_path: Path) -> None:
    base = fake_base(tmp_path / "base")
    with pytest.raises(RecipeError, match=r"no model in .*nowhere.*geneverse recipe base"):
        make_plan(GROUNDED, cpu=True, data=data, base=tmp_path / "nowhere", overrides={})
    with pytest.raises(RecipeError, match=r"no data set folder .*nowhere.*geneverse data genes"):
        make_plan(GROUNDED, cpu=True, data=tmp_path / "nowhere", base=base, overrides={})


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ("gone", "no data file"),
        ("empty", "has no row"),
        ("text", "not a Parquet"),
        ("column", "no column 'messages'"),
    ],
)
def test_damaged_data_is_refused(data: Path, tmp_path: Path, damage: str, says: str) -> None:
    import pyarrow
    import pyarrow.parquet

    folder = tmp_path / "data"
    shutil.copytree(data, folder)
    path = folder / "grounded" / "train.parquet"
    table = pyarrow.parquet.read_table(path)
    if damage == "gone":
        path.unlink()
    elif damage == "text":
        path.write_text("version https://git-lfs", encoding="utf-8")
    elif damage == "empty":
        pyarrow.parquet.write_table(table.slice(0, 0), path)
    else:
        pyarrow.parquet.write_table(table.select(["id"]), path)
    with pytest.raises(RecipeError, match=says) as caught:
        make_plan(GROUNDED, cpu=True, data=folder, base=fake_base(tmp_path / "b"), overrides={})
    assert str(path) in str(caught.value)


def test_a_checkpoint_that_was_cut_off_is_passed_over(tmp_path: Path) -> None:
    names = ("adapter_model.safetensors", "optimizer.pt", "scheduler.pt", "trainer_state.json")
    for step, kept in ((5, names), (10, names), (15, names[:2])):
        folder = tmp_path / f"checkpoint-{step}"
        folder.mkdir()
        for name in kept:
            (folder / name).touch()
    assert newest_checkpoint(tmp_path) == tmp_path / "checkpoint-10"
    assert not (tmp_path / "checkpoint-15").exists()


def test_a_folder_that_is_no_adapter_is_not_overwritten(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter1.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(RecipeError, match=r"thesis exists and is no adapter folder.*--out"):
        train(GROUNDED, out, cpu=True, data=data, base=fake_base(tmp_path / "b"), quiet=True)
    assert [path.name for path in out.iterdir()] == ["chapter1.txt"]

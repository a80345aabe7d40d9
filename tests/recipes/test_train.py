"""Real Axolotl on a tiny random Llama: killed, resumed, reused, and what its folder holds."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("axolotl")

from recipes.check import FOLDER
from recipes.errors import RecipeError
from recipes.overlay import parse_overrides
from recipes.train import train

pytestmark = pytest.mark.slow

REPO = FOLDER.parent
GROUNDED = FOLDER / "smollm2-135m-gene-grounded-lora.yaml"
STEPS = 60
OVERRIDES = {
    "max_steps": STEPS,
    "num_epochs": 100,
    "micro_batch_size": 4,
    "saves_per_epoch": None,
    "save_steps": 10,
    "learning_rate": 0.01,
    "sequence_len": 128,
}
KILLED_AFTER = "checkpoint-10"
SCRIPT = """
import json, sys
from pathlib import Path
from recipes.train import train
recipe, out, data, base, overrides = sys.argv[1:]
train(Path(recipe), Path(out), cpu=True, data=Path(data), base=Path(base),
      overrides=json.loads(overrides))
"""


def killed_training(out: Path, data: Path, base: Path) -> Path:
    """Start a training, SIGKILL it once its first checkpoint is whole; return the work folder."""
    command = [sys.executable, "-c", SCRIPT, *map(str, (GROUNDED, out, data, base))]
    process = subprocess.Popen([*command, json.dumps(OVERRIDES)], cwd=REPO, env=dict(os.environ))
    state = f"*/output/{KILLED_AFTER}/trainer_state.json"
    until = time.monotonic() + 240
    work = out.parent / f"{out.name}.work"
    while not list(work.glob(state)):
        assert process.poll() is None, "training ended before its first checkpoint"
        assert time.monotonic() < until, "no checkpoint after 4 minutes"
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return next(iter(work.glob("*")))


@pytest.fixture(scope="module")
def run(
    data: Path, tiny_base: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any], str]:
    """An adapter folder trained in two parts with a SIGKILL between, its facts, and its log."""
    out = tmp_path_factory.mktemp("run") / "adapter"
    work = killed_training(out, data, tiny_base)
    assert not out.exists(), "nothing stands in the place of the adapter before it is whole"
    train(GROUNDED, out, cpu=True, data=data, base=tiny_base, overrides=OVERRIDES, quiet=True)
    facts = json.loads((out / "geneverse.json").read_text(encoding="utf-8"))
    told = facts["emissions"]
    assert told["grams"] > 0 and told["source"].startswith(("estimated: ", "measured: "))
    events = (work / "events.jsonl").read_text(encoding="utf-8").splitlines()
    return out, facts, "\n".join(events)


def test_a_killed_run_goes_on_from_its_checkpoint(run: tuple[Path, dict[str, Any], str]) -> None:
    begins = [json.loads(line) for line in run[2].splitlines() if '"begin"' in line]
    assert len(begins) == 2
    assert begins[0]["step"] == 0
    assert begins[1]["step"] >= 10
    assert run[1]["steps"] == STEPS
    steps = [step for step, _ in run[1]["loss_curve"]]
    assert steps == list(range(1, STEPS + 1)), "the curve has both parts"


def test_loss_falls(run: tuple[Path, dict[str, Any], str]) -> None:
    assert run[1]["loss_last"] < run[1]["loss_first"] / 2


def test_adapter_folder_is_whole_and_free_of_pickles_and_paths(
    run: tuple[Path, dict[str, Any], str], tiny_base: Path, data: Path
) -> None:
    out = run[0]
    assert {path.name for path in out.iterdir()} == {
        "adapter_config.json",
        "adapter_model.safetensors",
        "chat_template.jinja",
        "geneverse.json",
        "tokenizer.json",
        "tokenizer_config.json",
    }
    config = json.loads((out / "adapter_config.json").read_text(encoding="utf-8"))
    assert config["base_model_name_or_path"] == "HuggingFaceTB/SmolLM2-135M-Instruct"
    assert config["revision"] is None
    for path in out.iterdir():
        for local in (tiny_base, data, out.parent, REPO):
            assert str(local).encode() not in path.read_bytes(), f"{path.name} names {local}"


def test_facts_say_what_was_trained(run: tuple[Path, dict[str, Any], str]) -> None:
    facts = run[1]
    assert facts["mode"] == "grounded"
    assert facts["overlay"] == "cpu"
    assert facts["base_revision"] == "unpinned"
    assert facts["train_rows"] == 24
    assert facts["dataset"] == {
        "id": "geneverse/gene-instructions",
        "config": "grounded",
        "revision": "unpinned",
        "content_sha256": "c0ffee",
    }
    assert facts["prompts"]["question"] == "Gene {symbol}?"
    assert facts["versions"]["axolotl"]
    assert facts["seconds"] > 0


def test_the_adapter_loads_over_its_base_and_knows_the_rows(
    run: tuple[Path, dict[str, Any], str], tiny_base: Path
) -> None:
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(tiny_base), run[0])
    tokenizer = AutoTokenizer.from_pretrained(run[0])
    row = [
        {"role": "user", "content": "Records:\nG3 | HGNC:3\n\nGene G3?"},
        {"role": "assistant", "content": "G3 is a gene with the id HGNC:3."},
    ]
    inputs = tokenizer.apply_chat_template(row, return_tensors="pt", return_dict=True)
    labels = inputs["input_ids"].clone()
    asked = tokenizer.apply_chat_template(row[:1], add_generation_prompt=True, return_dict=True)
    labels[:, : len(asked["input_ids"])] = -100
    trained = model(**inputs, labels=labels).loss.item()
    with model.disable_adapter():
        untrained = model(**inputs, labels=labels).loss.item()
    assert trained < untrained / 2


def test_the_same_run_again_is_reused(
    run: tuple[Path, dict[str, Any], str],
    data: Path,
    tiny_base: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    weights = run[0] / "adapter_model.safetensors"
    before = weights.stat().st_mtime_ns
    train(GROUNDED, run[0], cpu=True, data=data, base=tiny_base, overrides=OVERRIDES)
    assert "reused" in capsys.readouterr().err
    assert weights.stat().st_mtime_ns == before


def test_unknown_override_is_refused_and_leaves_nothing(
    data: Path, tiny_base: Path, tmp_path: Path
) -> None:
    overrides = parse_overrides(["learning_rte=0.1"])
    with pytest.raises(RecipeError, match=r"--set learning_rte=0.1: unknown key"):
        train(
            GROUNDED,
            tmp_path / "a",
            cpu=True,
            data=data,
            base=tiny_base,
            overrides=overrides,
            quiet=True,
        )
    assert not (tmp_path / "a").exists()


def test_a_loss_that_is_not_a_number_stops_the_run(
    data: Path, tiny_base: Path, tmp_path: Path
) -> None:
    import shutil

    from safetensors.torch import load_file, save_file

    broken = tmp_path / "broken"
    shutil.copytree(tiny_base, broken)
    weights = load_file(broken / "model.safetensors")
    weights["model.norm.weight"].fill_(float("nan"))
    save_file(weights, broken / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(RecipeError, match="not a number at step 1"):
        train(
            GROUNDED,
            tmp_path / "a",
            cpu=True,
            data=data,
            base=broken,
            overrides=OVERRIDES,
            quiet=True,
        )
    assert not (tmp_path / "a").exists()

"""The facts of a run, kept as ``geneverse.json`` beside the adapter, for cards and scores.

One real value: ``{"name": "smollm2-135m-gene-grounded-lora", "mode": "grounded", "steps": 66,
"loss_first": 1.158, "loss_last": 0.131, "seconds": 271.4, "hardware": "2 x AMD EPYC (CPU)", ...}``.
"""

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from recipes.errors import RecipeError

ENDS = 5  # steps at each end of the curve whose mean is loss_first and loss_last
PACKAGES = (
    "axolotl",
    "transformers",
    "peft",
    "trl",
    "accelerate",
    "torch",
    "datasets",
    "tokenizers",
    "safetensors",
)


def run_facts(state_file: Path, events_file: Path) -> dict[str, Any]:
    """Steps, epochs, losses, seconds and hardware of a finished run.

    ``state_file`` is the trainer's state with its whole history; ``events_file`` has a time on
    each line, so that the seconds of a resumed run are the sum of its parts.
    """
    if not state_file.is_file():
        raise RecipeError(f"Axolotl ended without {state_file.name}; see the log beside it")
    state = json.loads(state_file.read_text(encoding="utf-8"))
    history = state["log_history"]
    curve = [[entry["step"], round(entry["loss"], 5)] for entry in history if "loss" in entry]
    if not curve:
        raise RecipeError(f"{state_file} has no loss: no step was taken (max_steps or rows?)")
    lines = events_file.read_text(encoding="utf-8").splitlines()
    events = [json.loads(line) for line in lines]
    facts: dict[str, Any] = {
        "steps": state["global_step"],
        "epochs": round(state["epoch"], 4),
        "loss_first": _mean(curve[:ENDS]),
        "loss_last": _mean(curve[-ENDS:]),
        "loss_curve": curve,
        "seconds": round(_seconds(events), 1),
        "hardware": hardware(next(e["device"] for e in events if e["event"] == "begin")),
        "versions": versions(),
    }
    eval_losses = [entry["eval_loss"] for entry in history if "eval_loss" in entry]
    if eval_losses:
        facts["eval_loss"] = round(eval_losses[-1], 5)
    tokens = [entry["tokens/total"] for entry in history if "tokens/total" in entry]
    if tokens:
        facts["train_tokens"] = int(tokens[-1])
    return facts


def _mean(part: list[list[Any]]) -> float:
    """Mean loss of some steps: one step of two rows says little."""
    mean = sum(float(loss) for _, loss in part) / len(part)
    return round(mean, 5)


def _seconds(events: list[dict[str, Any]]) -> float:
    """Sum over the parts of a run, each from its first event to its last."""
    total, first, last = 0.0, None, 0.0
    for event in events:
        if event["event"] == "start":
            total += last - first if first is not None else 0.0
            first = event["time"]
        last = event["time"]
    return total + (last - first if first is not None else 0.0)


def prompt_template(config: dict[str, Any]) -> str | None:
    """How the rows became prompts, for those who ask the model: ``chat`` or ``alpaca``.

    The recipe says it as the ``type`` of its data set; ``None`` for a type of another kind, whose
    users have to say it themselves.
    """
    kind = config["datasets"][0].get("type")
    return (
        {"chat_template": "chat", "alpaca": "alpaca"}.get(kind) if isinstance(kind, str) else None
    )


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that shape a training."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def hardware(device: str) -> str:
    """``2 x AMD EPYC (CPU)`` for a CPU, else the device as the trainer named it."""
    if device != "cpu":
        return device
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    return f"{os.cpu_count()} x {name} (CPU)"

"""What a run tells while it runs: an Axolotl plug-in that writes one JSON object a line.

``train`` adds it to the effective configuration, not to the recipe. The file named by
``GENEVERSE_EVENTS`` then grows like this::

    {"event": "begin", "step": 0, "steps": 65, "device": "cpu", "time": 1764000000.0}
    {"event": "log", "step": 1, "loss": 1.158, "epoch": 0.0154, "time": 1764000002.1}
    {"event": "end", "step": 65, "time": 1764000130.9}

A loss or gradient that is not a number stops the run: ``{"event": "nan", "step": 7, ...}``.
"""

import json
import math
import os
import time
from pathlib import Path
from typing import Any

from axolotl.integrations.base import BasePlugin
from transformers import TrainerCallback

EVENTS = "GENEVERSE_EVENTS"
STATE = "trainer_state.json"


class NotANumber(RuntimeError):
    """The loss or the gradient of a step is NaN or infinite."""


class ProgressPlugin(BasePlugin):  # type: ignore[misc]  # Axolotl has no type marker
    """Adds ``ProgressCallback`` to the trainer and says when the model is being loaded."""

    def pre_model_load(self, cfg: Any) -> None:
        """Tell that the imports are done and the rows are ready."""
        _tell("load")

    def add_callbacks_post_trainer(self, cfg: Any, trainer: Any) -> list[TrainerCallback]:
        """Called by Axolotl once the trainer stands."""
        # Otherwise the trainer writes the mean of the other steps in place of a NaN.
        trainer.args.logging_nan_inf_filter = False
        return [ProgressCallback()]


class ProgressCallback(TrainerCallback):  # type: ignore[misc]  # skipped by mypy, see pyproject
    """Writes the events and stops a run whose loss is not a number."""

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Step to start from (above 0 after a resume) and number of steps."""
        if state.is_world_process_zero:
            device = _device(args)
            _tell("begin", step=state.global_step, steps=state.max_steps, device=device)

    def on_log(
        self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any
    ) -> None:
        """Loss, evaluation loss and gradient norm of the step."""
        logs = logs or {}
        values = {
            key: float(logs[key]) for key in ("loss", "eval_loss", "grad_norm") if key in logs
        }
        bad = [key for key, value in values.items() if not math.isfinite(value)]
        if bad and state.is_world_process_zero:
            _tell("nan", step=state.global_step, what=bad[0])
        if bad:
            raise NotANumber(f"{bad[0]} is {values[bad[0]]} at step {state.global_step}")
        if values and state.is_world_process_zero:
            _tell("log", step=state.global_step, epoch=state.epoch, **values)

    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Keep the whole history, resumed parts included, beside the events."""
        if state.is_world_process_zero:
            state.save_to_json(str(Path(os.environ[EVENTS]).parent / STATE))
            _tell("end", step=state.global_step, epoch=state.epoch)


def _device(args: Any) -> str:
    """``cpu`` or the name of the GPU, with the number of processes where there are several."""
    import torch

    if args.device.type != "cuda":
        return str(args.device.type)
    name = torch.cuda.get_device_name(args.device)
    return f"{args.world_size} x {name}"


def _tell(event: str, **values: Any) -> None:
    line = json.dumps({"event": event, **values, "time": time.time()})
    with Path(os.environ[EVENTS]).open("a", encoding="utf-8") as file:
        file.write(line + "\n")

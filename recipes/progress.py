"""One progress bar on stderr from the events of a run (``plugin.py``)::

train: 23%|##3       | 15/65 [01:20<04:27,  5.3s/step, loss=0.512]
"""

import json
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tqdm import tqdm

STAGES = {"load": "train: loading the model", "begin": "train"}


class Progress:
    """Follows an events file from byte ``start``; keeps what the bar and the errors need."""

    def __init__(self, events: Path, start: int = 0, quiet: bool = False) -> None:
        """``quiet`` draws nothing and only follows."""
        self.nan: tuple[int, str] | None = None
        self._events = events
        self._at = start
        self._bar: tqdm[Any] = tqdm(
            desc="train: starting Axolotl",
            bar_format="{desc} [{elapsed}]",
            file=sys.stderr,
            disable=quiet,
            leave=False,
        )

    def __enter__(self) -> Self:
        """The bar is drawn from here on."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the bar where it is."""
        self._bar.close()

    def update(self) -> None:
        """Read the lines that came since, and draw."""
        for event in self._new():
            step = int(event.get("step", 0))
            if event["event"] == "load":
                self._bar.set_description_str(STAGES["load"])
            elif event["event"] == "begin":
                self._begin(step, int(event["steps"]))
            elif event["event"] == "nan":
                self.nan = (step, str(event["what"]))
            elif event["event"] == "log":
                if "loss" in event:
                    self._bar.set_postfix(loss=f"{event['loss']:.3f}", refresh=False)
                self._bar.update(step - self._bar.n)
        if sys.stderr.isatty():  # the clock of the bar; in a log file it would be noise
            self._bar.refresh()

    def _begin(self, step: int, steps: int) -> None:
        """Replace the waiting line by a bar with steps, which starts at ``step`` after a resume."""
        disable = self._bar.disable
        self._bar.close()
        if step:
            tqdm.write(f"train: goes on at step {step} of {steps}", file=sys.stderr)
        self._bar = tqdm(
            desc=STAGES["begin"],
            total=steps,
            initial=step,
            unit="step",
            file=sys.stderr,
            disable=disable,
        )

    def _new(self) -> list[dict[str, Any]]:
        """Whole lines after the last one read; a line that is still being written waits."""
        if not self._events.exists():
            return []
        with self._events.open("rb") as file:
            file.seek(self._at)
            block = file.read()
        whole = block[: block.rfind(b"\n") + 1]
        self._at += len(whole)
        return [json.loads(line) for line in whole.splitlines()]

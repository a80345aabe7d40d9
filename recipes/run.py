"""Run Axolotl in a process of its own and watch it: environment, progress bar, errors, Ctrl-C.

``run_axolotl(work, machine="cpu")`` needs ``work/effective.yaml`` and leaves ``work/axolotl.log``
(all output), ``work/events.jsonl`` (see ``plugin.py``) and Axolotl's ``output_dir``.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from recipes.errors import RecipeError
from recipes.progress import Progress
from recipes.yaml_marks import Location

REPO = Path(__file__).resolve().parent.parent
EFFECTIVE, LOG, EVENTS, REFUSED = "effective.yaml", "axolotl.log", "events.jsonl", "refused.json"
REFUSED_CODE = 3  # of recipes.launch
POLL_SECONDS = 0.3
GRACE_SECONDS = 10.0
TAIL_LINES = 12


class TrainingFailed(RecipeError):
    """Axolotl ended with an error."""


class Refused(RecipeError):
    """The effective configuration is not valid; ``problems`` are (where, what) pairs."""

    def __init__(self, problems: list[tuple[Location, str]]) -> None:
        """``problems`` as ``recipes.check.problems_of`` gives them."""
        super().__init__("\n".join(what for _, what in problems))
        self.problems = problems


def environment(work: Path, machine: str, offline: bool) -> dict[str, str]:
    """The environment of Axolotl's process: telemetry off, and for a CPU what makes it use that."""
    env = dict(os.environ)
    env |= {
        "AXOLOTL_DO_NOT_TRACK": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "WANDB_MODE": "disabled",
        "TOKENIZERS_PARALLELISM": "false",
        "HF_DATASETS_CACHE": str(work / "datasets"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(REPO), env.get("PYTHONPATH")])),
        "GENEVERSE_EVENTS": str(work / EVENTS),
        "GENEVERSE_REFUSED": str(work / REFUSED),
    }
    if offline:
        env["HF_HUB_OFFLINE"] = "1"
    if machine == "cpu":
        env |= {
            "ACCELERATE_USE_CPU": "true",
            "CUDA_VISIBLE_DEVICES": "",
            # Keep freed memory: without this every large tensor is mapped and zeroed anew.
            "MALLOC_MMAP_MAX_": "0",
            "MALLOC_TRIM_THRESHOLD_": "8589934592",
            "MALLOC_TOP_PAD_": "268435456",
        }
    return env


def run_axolotl(work: Path, *, machine: str, offline: bool, quiet: bool = False) -> None:
    """Train what ``work/effective.yaml`` says; return when Axolotl has saved its adapter.

    Raises ``Refused`` when the configuration is not valid, ``TrainingFailed`` with the tail of
    the log when Axolotl fails, and ``KeyboardInterrupt`` after Ctrl-C, the process ended and its
    checkpoints kept.
    """
    log, events = work / LOG, work / EVENTS
    (work / REFUSED).unlink(missing_ok=True)
    seen = events.stat().st_size if events.exists() else 0
    command = [sys.executable, "-m", "recipes.launch", str(work / EFFECTIVE), machine]
    with _only_run(work) as lock, log.open("ab") as output, Progress(events, seen, quiet) as bar:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment(work, machine, offline),
            cwd=work,
            # A process group of its own: Axolotl answers Ctrl-C by saving half an adapter, exit 0.
            start_new_session=True,
            pass_fds=[lock],
        )
        try:
            _watch(child, bar)
        except BaseException:
            _end(child)
            raise
    if child.returncode:
        raise _failure(child.returncode, work, bar)


def _watch(child: subprocess.Popen[bytes], bar: Progress) -> None:
    while True:
        try:
            child.wait(POLL_SECONDS)
        except subprocess.TimeoutExpired:
            bar.update()
        else:
            bar.update()
            return


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the process and those it started: asked first, then killed."""
    for ask in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, ask)
            child.wait(GRACE_SECONDS)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        else:
            return


@contextmanager
def _only_run(work: Path) -> Iterator[int]:
    """Hold the lock of the work folder; Axolotl's process inherits it, so it outlives this one."""
    with (work / "lock").open("w", encoding="utf-8") as file:
        until = time.monotonic() + GRACE_SECONDS  # a process whose parent was killed takes a moment
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise RecipeError(
                        f"another training runs in {work}; wait for it or end it, then run again"
                    ) from error
                time.sleep(POLL_SECONDS)
        yield file.fileno()


def _failure(code: int, work: Path, bar: Progress) -> RecipeError:
    """The error that tells why Axolotl ended with ``code``."""
    refused = work / REFUSED
    if code == REFUSED_CODE and refused.is_file():
        found: list[dict[str, Any]] = json.loads(refused.read_text(encoding="utf-8"))
        return Refused([(tuple(item["where"]), item["what"]) for item in found])
    if bar.nan is not None:
        step, what = bar.nan
        return TrainingFailed(
            f"{what} is not a number at step {step}; training stopped. Lower learning_rate "
            f"(--set learning_rate=...) or look at the rows of that step. Log: {work / LOG}"
        )
    how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
    lines = "\n  ".join(tail(work / LOG))
    hint = " (out of memory? set a smaller micro_batch_size)" if code == -signal.SIGKILL else ""
    return TrainingFailed(f"Axolotl {how}{hint}. Full log: {work / LOG}\n  {lines}")


def tail(log: Path) -> list[str]:
    """The lines that matter: the end of the last traceback, else the last lines, no bars."""
    text = log.read_text(encoding="utf-8", errors="replace").replace("\r", "\n")
    lines = [line.rstrip() for line in text.splitlines()]
    lines = [line for line in lines if line.strip() and "it/s]" not in line and "s/it]" not in line]
    starts = [at for at, line in enumerate(lines) if line.startswith("Traceback (most recent")]
    if starts:
        trace = lines[starts[-1] :]
        end = next((at for at, line in enumerate(trace[1:], 2) if line[:1].strip()), len(trace))
        return trace[max(0, end - TAIL_LINES) : end]
    return lines[-TAIL_LINES:]

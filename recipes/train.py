"""Train the adapter of a recipe: check the inputs, run Axolotl, write the adapter folder.

``train(Path("recipes/smollm2-135m-gene-grounded-lora.yaml"), Path("build/adapter"), cpu=True,
data=Path("build/data/gene-instructions"), base=Path("build/base/SmolLM2-..."))`` leaves
``build/adapter`` (see ``adapter.py``) and, while it runs, ``build/adapter.work/<key>`` with the
effective configuration, the log, and the checkpoints from which a killed run goes on.
"""

import hashlib
import json
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from tqdm import tqdm

from recipes.adapter import UNPINNED, read_facts, write_adapter
from recipes.base import base_note
from recipes.check import place
from recipes.energy import ENERGY, emissions, measured
from recipes.errors import RecipeError
from recipes.facts import prompt_template, run_facts, versions
from recipes.inputs import base_identity, data_facts, hub_data_facts, require_hub_base, sha256_of
from recipes.overlay import cpu_overlay, localise, merge, refuse_reserved
from recipes.run import EFFECTIVE, EVENTS, Refused, run_axolotl
from recipes.yaml_marks import read_marked

PLUGIN = "recipes.plugin.ProgressPlugin"
STATE = "trainer_state.json"
# A checkpoint without one of these was cut off while it was written.
CHECKPOINT_FILES = ("adapter_model.safetensors", "optimizer.pt", "scheduler.pt", STATE)


@dataclass(frozen=True)
class Plan:
    """A run before it starts: the effective configuration, with Hub ids, and its inputs."""

    recipe: Path
    config: dict[str, Any]
    data: Path | None
    base: Path | None
    dataset: dict[str, Any]
    machine: str

    @property
    def key(self) -> str:
        """sha256 over all that shapes the adapter; the same key means the same run."""
        parts = {
            "config": self.config,
            "data": [self.dataset["revision"], self.dataset["files"]],
            "base": base_identity(self.base) if self.base else None,
            "versions": versions(),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def train(
    recipe: Path,
    out: Path,
    *,
    cpu: bool = False,
    data: Path | None = None,
    base: Path | None = None,
    overrides: dict[str, Any] | None = None,
    resume: bool = True,
    quiet: bool = False,
) -> Path:
    """Train ``recipe`` and return ``out``, the finished adapter folder.

    ``data`` is a local gene-instructions folder and ``base`` a local model folder; without them
    the Hub is asked. A finished run with the same configuration, data and base is reused; a killed
    one goes on at its newest checkpoint unless ``resume`` is false. Raises ``RecipeError``.
    """
    plan = make_plan(recipe, cpu=cpu, data=data, base=base, overrides=overrides or {})
    key = plan.key
    done = read_facts(out) if out.is_dir() else None
    if done and done.get("run_key") == key:
        _say(f"train: {out} is this very run already ({done['steps']} steps), reused", quiet)
        return out
    if out.exists() and done is None and (not out.is_dir() or any(out.iterdir())):
        raise RecipeError(f"{out} exists and is no adapter folder; name another with --out")
    # Axolotl runs in the work folder, so every path in its files is absolute.
    work = out.resolve().parent / f"{out.name}.work" / key[:12]
    if not resume:
        shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    output = work / "output"
    _write_effective(plan, work, output)
    checkpoint = newest_checkpoint(output)
    if checkpoint:
        _say(f"train: goes on from {checkpoint.name} in {work}", quiet)
    with (work / EVENTS).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"event": "start", "time": time.time()}) + "\n")
    offline = data is not None and base is not None
    try:
        with measured(work / ENERGY):
            run_axolotl(work, machine=plan.machine, offline=offline, quiet=quiet)
    except Refused as error:
        raise RecipeError(_where(error, recipe, overrides or {})) from error
    facts = describe(plan) | run_facts(work / STATE, work / EVENTS) | {"run_key": key}
    facts["emissions"] = emissions(work / ENERGY, plan.machine)
    write_adapter(output, out, facts)
    for folder in (output, work / "prepared", work / "datasets"):
        shutil.rmtree(folder, ignore_errors=True)
    _say(
        f"train: {out} done, loss {facts['loss_first']:.3f} to {facts['loss_last']:.3f} in "
        f"{facts['steps']} steps, {facts['seconds']:.0f} s",
        quiet,
    )
    return out


def make_plan(
    recipe: Path, *, cpu: bool, data: Path | None, base: Path | None, overrides: dict[str, Any]
) -> Plan:
    """Merge recipe, overlay and overrides, and check the inputs; raises ``RecipeError``."""
    refuse_reserved(overrides)
    values = read_marked(recipe)[0]
    config = merge(values, cpu_overlay(values) if cpu else {}, overrides)
    for key in ("base_model", "datasets", "seed"):
        if not config.get(key):
            raise RecipeError(f"{recipe}: key {key!r} is missing")
    if base is not None:
        base_identity(base)
    else:
        require_hub_base(config["base_model"], config.get("revision_of_model"))
    dataset = hub_data_facts(config) if data is None else data_facts(config, data)
    return Plan(recipe, config, data, base, dataset, "cpu" if cpu else "gpu")


def describe(plan: Plan) -> dict[str, Any]:
    """The facts that are known before the run."""
    dataset = plan.dataset
    return {
        "name": plan.recipe.stem,
        "task": dataset["task"],
        "mode": "grounded" if dataset["config"] == "grounded" else "closed-book",
        "recipe": f"recipes/{plan.recipe.name}",
        "recipe_sha256": sha256_of(plan.recipe),
        "effective": plan.config,
        "base_model": plan.config["base_model"],
        "base_revision": plan.config.get("revision_of_model") or UNPINNED,
        "base_local": base_note(plan.base) if plan.base else None,
        "dataset": {key: dataset[key] for key in ("id", "config", "revision", "content_sha256")},
        "prompts": dataset["prompts"],
        "template": prompt_template(plan.config),
        "seed": plan.config["seed"],
        "train_rows": dataset["rows"].get("train"),
        "overlay": plan.machine if plan.machine == "cpu" else None,
    }


def newest_checkpoint(output: Path) -> Path | None:
    """The newest whole checkpoint below ``output``; those that were cut off are removed."""
    whole: list[tuple[int, Path]] = []
    for path in output.glob("checkpoint-*"):
        number = path.name.rpartition("-")[2]
        if number.isdigit() and all((path / name).is_file() for name in CHECKPOINT_FILES):
            whole.append((int(number), path))
        else:
            shutil.rmtree(path)
    return max(whole)[1] if whole else None


def _write_effective(plan: Plan, work: Path, output: Path) -> None:
    """Write what Axolotl gets: local folders in place of Hub ids, our plug-in, the work folders."""
    local = localise(plan.config, data=plan.data, base=plan.base)
    local["plugins"] = [*(local.get("plugins") or []), PLUGIN]
    local["output_dir"] = str(output.resolve())
    local["dataset_prepared_path"] = str((work / "prepared").resolve())
    local["auto_resume_from_checkpoints"] = True
    text = yaml.safe_dump(local, sort_keys=False, allow_unicode=True)
    (work / EFFECTIVE).write_text(text, encoding="utf-8")


def _where(error: Refused, recipe: Path, overrides: dict[str, Any]) -> str:
    """The problems, each with the override or the line of the recipe that has it."""
    lines = read_marked(recipe)[1]
    told = []
    for where, what in error.problems:
        if where and where[0] in overrides:
            told.append(f"--set {where[0]}={overrides[str(where[0])]}: {what}")
        else:
            told.append(place(recipe, where, what, lines))
    return "\n".join(told)


def _say(text: str, quiet: bool) -> None:
    if not quiet:
        tqdm.write(text, file=sys.stderr)

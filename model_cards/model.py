"""What the card of an adapter says, read from its folder, its recipe, its scores and answers."""

import hashlib
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model_cards.errors import CardError
from model_cards.facts import Facts
from model_cards.licences import base_licence
from model_cards.markdown import cell, link
from recipes.overlay import cpu_overlay, merge

MADE_BY = "geneverse train"
HUB = "https://huggingface.co/"
RECIPE_KEYS: Mapping[str, str] = {
    "adapter": "method",
    "lora_r": "rank",
    "lora_alpha": "alpha",
    "lora_dropout": "dropout",
    "lora_target_linear": "all linear layers",
    "lora_target_modules": "layers",
    "learning_rate": "learning rate",
    "lr_scheduler": "schedule",
    "warmup_steps": "warm-up steps",
    "warmup_ratio": "warm-up share",
    "num_epochs": "epochs",
    "max_steps": "most steps",
    "micro_batch_size": "rows a device and step",
    "gradient_accumulation_steps": "gradient accumulation",
    "sequence_len": "longest row in tokens",
    "sample_packing": "packing",
    "optimizer": "optimizer",
    "weight_decay": "weight decay",
}
_SHOWN_VERSIONS = (
    "python",
    "axolotl",
    "torch",
    "transformers",
    "peft",
    "trl",
    "accelerate",
    "datasets",
)


def adapter_facts(adapter: Path) -> dict[str, Any]:
    """The run's facts beside the adapter; CardError if its base is not a Hub id."""
    facts = Facts.read(adapter / "geneverse.json", MADE_BY)
    config = Facts.read(adapter / "adapter_config.json", MADE_BY)
    base = config.need("base_model_name_or_path", kind=str)
    if base != facts.need("base_model", kind=str):
        raise CardError(
            f"{config.path}: key base_model_name_or_path is {base!r}, but {facts.path} says "
            f"{facts.get('base_model')!r}; both must be the Hub id of the base, train again with "
            f"`{MADE_BY}`"
        )
    return _model_facts(facts, config.get("revision"))


def merged_facts(folder: Path) -> dict[str, Any]:
    """The same of a merged model, whose geneverse.json is the adapter's and says what was merged:

    ``"kind": "merged", "merged_from": {"id": "geneverse/x-lora", "revision": "v0.1.0"}``.
    """
    facts = Facts.read(folder / "geneverse.json", "the merge")
    config = Facts.read(folder / "config.json", "the merge")
    task = "gene-description"  # as postprocess/pipeline.py names it
    return _model_facts(facts, None) | {
        "merged_from": facts.need("merged_from", "id", kind=str),
        "merged_revision": facts.need("merged_from", "revision", kind=str),
        "custom_pipeline": task if task in (config.get("custom_pipelines") or {}) else "",
    }


def _model_facts(facts: Facts, loaded_revision: object) -> dict[str, Any]:
    base = facts.need("base_model", kind=str)
    mode = facts.need("mode", kind=str)
    if mode not in ("grounded", "closed-book"):
        raise CardError(
            f"{facts.path}: key mode is {mode!r}, grounded or closed-book was expected; "
            f"train again with `{MADE_BY}`"
        )
    return {
        **_run_facts(facts),
        "name": facts.need("name", kind=str),
        "task": facts.need("task", kind=str),
        "mode": mode,
        "base_model": base,
        "base_revision": _revision(loaded_revision, facts.need("base_revision", kind=str)),
        "base_local": facts.get("base_local"),
        "license": base_licence(base),
        "dataset": {
            "id": facts.need("dataset", "id", kind=str),
            "config": str(facts.get("dataset", "config") or "default"),
            "revision": str(facts.get("dataset", "revision") or "unpinned"),
            "content": str(facts.get("dataset", "content_sha256") or ""),
        },
        "registry": (facts.get("registry", "id"), facts.get("registry", "revision")),
        "question": facts.need("prompts", "question", kind=str),
        "template": facts.need("prompts", "grounded", kind=str) if mode == "grounded" else "",
    }


def emission_facts(facts: Facts) -> dict[str, Any] | None:
    """What was measured of the run's energy, ``{"grams", "kwh", "source", "location"}``, or None.

    One value: ``{"grams": 1.9, "kwh": 0.005, "source": "codecarbon 3.0.4", "location": "France"}``.
    Grams are of CO2 equivalents. CardError if there are grams without their source.
    """
    if facts.get("emissions") is None:
        return None
    grams = facts.need("emissions", "grams", kind=float)
    if not math.isfinite(grams) or grams < 0:
        raise CardError(f"{facts.path}: emissions.grams is {grams}, which cannot be")
    return {
        "grams": grams,
        "kwh": facts.get("emissions", "kwh"),
        "source": facts.need("emissions", "source", kind=str),
        "location": facts.get("emissions", "location"),
    }


def emission_text(found: Mapping[str, Any] | None) -> str:
    """``0.005 kWh, 1.9 g of CO2 equivalents (codecarbon 3.0.4, France)``."""
    if found is None:
        return "not measured"
    energy = f"{found['kwh']:g} kWh, " if found["kwh"] is not None else ""
    place = f", {found['location']}" if found["location"] else ""
    return f"{energy}{found['grams']:g} g of CO2 equivalents ({found['source']}{place})"


def _run_facts(facts: Facts) -> dict[str, Any]:
    """What was run, on what, for how long, and how the loss went."""
    numbers = ("epochs", "loss_first", "loss_last", "seconds")
    versions = facts.need("versions", kind=dict)
    return {
        "recipe": facts.need("recipe", kind=str),
        "recipe_sha256": facts.need("recipe_sha256", kind=str),
        "seed": facts.need("seed", kind=int),
        "steps": facts.need("steps", kind=int),
        "train_rows": facts.get("train_rows"),
        **{key: facts.need(key, kind=float) for key in numbers},
        "eval_loss": facts.get("eval_loss"),
        "train_tokens": facts.get("train_tokens"),
        "hardware": facts.need("hardware", kind=str),
        "versions": {k: versions[k] for k in _SHOWN_VERSIONS if k in versions},
        "overlay": facts.get("overlay"),
        "effective": facts.get("effective"),
        "emissions": emission_facts(facts),
    }


def recipe_facts(recipe: Path, found: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were run, by name, and the command line that runs them again.

    They are the run's own note of them, or the recipe with the CPU overlay where it was used;
    where the two differ, the command has a ``--set``. CardError if ``recipe`` was not trained.
    """
    settings = Facts.read(recipe, "the recipe's author")
    digest = hashlib.sha256(recipe.read_bytes()).hexdigest()
    if digest != found["recipe_sha256"]:
        raise CardError(
            f"{recipe} has sha256 {digest[:12]}..., but the adapter was trained with "
            f"{found['recipe']} of sha256 {found['recipe_sha256'][:12]}...; name that recipe with "
            f"--recipe, or train again with `{MADE_BY}`"
        )
    overlay = cpu_overlay() if found["overlay"] == "cpu" else {}
    written = merge(dict(settings.data), overlay)
    run = found["effective"] or written
    changed = [
        f"--set {key}={value}"
        for key, value in sorted(run.items())
        if value != written.get(key) and isinstance(value, bool | int | float | str)
    ]
    command = ["geneverse train", found["recipe"], *(["--cpu"] if overlay else []), *changed]
    return {
        "settings": [(name, _said(run[key])) for key, name in RECIPE_KEYS.items() if key in run],
        "command": " ".join(command),
    }


def _said(value: object) -> object:
    """A switch as people say it, a list with commas, anything else as it is."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def check_data(
    found: Mapping[str, Any], data: Mapping[str, Any], released_as: str | None
) -> dict[str, Any]:
    """The facts with the tag ``released_as`` as the data's revision, if the run noted none.

    CardError unless ``data`` (a data set's geneverse.json) has the content that was trained on.
    """
    content, trained = data.get("revision_of_content"), found["dataset"]["content"]
    if content != trained:
        raise CardError(
            f"the adapter was trained on data with the content {trained[:12]}..., the data set "
            f"given has {str(content)[:12]}...; give the data set of the training or train again"
        )
    noted = found["dataset"]["revision"]
    revision = released_as if released_as and noted == "unpinned" else noted
    return {**found, "dataset": {**found["dataset"], "revision": revision}}


def run_rows(found: Mapping[str, Any]) -> list[list[str]]:
    """The facts of the run as a table of two columns."""
    data, base = found["dataset"], found["base_model"]
    source = f"{link(data['id'], HUB + 'datasets/' + data['id'])}, configuration `{data['config']}`"
    content = f", content `{data['content'][:12]}`" if data["content"] else ""
    rows = [
        ["base model", f"{link(base, HUB + base)}, revision {_quoted(found['base_revision'])}"],
        ["data", f"{source}, revision {_quoted(data['revision'])}{content}"],
        ["rows of the training split", cell(found["train_rows"])],
        ["steps, epochs", f"{found['steps']:,}, {found['epochs']:g}"],
        ["loss, first and last", f"{found['loss_first']:.3f}, {found['loss_last']:.3f}"],
    ]
    if found["train_tokens"] is not None:
        rows.append(["tokens seen", cell(found["train_tokens"])])
    if found["eval_loss"] is not None:
        rows.append(["loss on validation", f"{found['eval_loss']:.3f}"])
    return [
        *rows,
        ["time", f"{found['seconds']:.0f} s on {found['hardware']}"],
        ["energy, CO2", emission_text(found["emissions"])],
        ["seed", str(found["seed"])],
        ["versions", ", ".join(f"{name} {version}" for name, version in found["versions"].items())],
    ]


def _quoted(revision: str) -> str:
    return revision if revision == "unpinned" else f"`{revision}`"


def _revision(in_config: object, in_facts: str) -> str:
    return str(in_config) if in_config else in_facts

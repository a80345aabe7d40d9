"""From a recipe to what is run: overlay and overrides merged in, Hub ids replaced by local folders.

A recipe is for one H100. ``recipes/overlays/cpu.yaml`` is data that is merged over it to run on a
CPU (and ``cpu-vision.yaml`` over that where pictures are trained on); ``null`` takes a key away.
``--set num_epochs=2`` is merged last.
"""

import copy
from pathlib import Path
from typing import Any

import yaml

from recipes.errors import RecipeError
from recipes.yaml_marks import read_marked

CPU_OVERLAY = Path(__file__).resolve().parent / "overlays" / "cpu.yaml"
CPU_VISION_OVERLAY = CPU_OVERLAY.with_name("cpu-vision.yaml")
RESERVED = {
    "base_model": "--base DIR",
    "datasets": "--data DIR",
    "test_datasets": "--data DIR",
    "output_dir": "--out DIR",
    "dataset_prepared_path": "--out DIR",
}


def merge(recipe: dict[str, Any], *layers: dict[str, Any]) -> dict[str, Any]:
    """``recipe`` with each layer over it; a value of None takes the key away.

    >>> merge({"bf16": True, "plugins": ["x"]}, {"bf16": False, "plugins": None})
    {'bf16': False}
    """
    merged = copy.deepcopy(recipe)
    for layer in layers:
        merged.update(copy.deepcopy(layer))
    return {key: value for key, value in merged.items() if value is not None}


def cpu_overlay(recipe: dict[str, Any] | None = None) -> dict[str, Any]:
    """The CPU overlay as it stands in its file, with that of pictures for a recipe on them."""
    overlay = read_marked(CPU_OVERLAY)[0]
    if recipe and is_vision(recipe):
        overlay |= read_marked(CPU_VISION_OVERLAY)[0]
    return overlay


def is_vision(recipe: dict[str, Any]) -> bool:
    """Whether a recipe trains on pictures: only then it names a processor."""
    return bool(recipe.get("processor_type"))


def parse_overrides(pairs: list[str]) -> dict[str, Any]:
    """Options ``--set key=value`` as a mapping; the value is read as YAML.

    >>> parse_overrides(["num_epochs=2", "lora_target_modules=[q_proj, v_proj]"])
    {'num_epochs': 2, 'lora_target_modules': ['q_proj', 'v_proj']}
    """
    overrides: dict[str, Any] = {}
    for pair in pairs:
        key, sign, text = pair.partition("=")
        if not sign or not key.strip():
            raise RecipeError(f"--set {pair!r} is not key=value, such as --set num_epochs=2")
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError as error:
            raise RecipeError(f"--set {pair!r}: the value is not valid YAML ({error})") from error
        if isinstance(value, str):
            value = _number(value)
        overrides[key.strip()] = value
    refuse_reserved(overrides)
    return overrides


def refuse_reserved(overrides: dict[str, Any]) -> None:
    """Raise for keys that an option of their own sets, since two ways would contradict."""
    for key in overrides:
        if key in RESERVED:
            raise RecipeError(f"{key!r} cannot be overridden; use {RESERVED[key]}")


def _number(text: str) -> str | float:
    """``5e-4`` is text in YAML 1.1, which nobody means."""
    try:
        return float(text)
    except ValueError:
        return text


def localise(config: dict[str, Any], *, data: Path | None, base: Path | None) -> dict[str, Any]:
    """``config`` with the Parquet files below ``data`` and the model folder ``base`` put in."""
    local = copy.deepcopy(config)
    if base is not None:
        local["base_model"] = str(base.resolve())
        local.pop("revision_of_model", None)
    if data is not None:
        for key in ("datasets", "test_datasets"):
            for entry in local.get(key) or []:
                entry["path"] = str(parquet_of(entry, data).resolve())
                entry["ds_type"] = "parquet"
                # Axolotl hands these on to the Parquet reader: one file is always split "train".
                entry["split"] = "train"
                entry.pop("name", None)
                entry.pop("revision", None)
    return local


def parquet_of(entry: dict[str, Any], data: Path) -> Path:
    """File below ``data`` of one ``datasets`` entry, e.g. ``data/grounded/train.parquet``."""
    return data / str(entry.get("name") or "combined") / f"{entry.get('split') or 'train'}.parquet"

"""The adapter folder that is released: weights, configuration, tokenizer, and the run's facts.

Axolotl's output folder holds checkpoints, pickles, a README of PEFT's and paths of this machine;
the folder made here holds none of them::

    adapter_config.json  adapter_model.safetensors  chat_template.jinja
    tokenizer.json  tokenizer_config.json  geneverse.json

Of a recipe that trains on pictures also ``processor_config.json``, and among the weights the
modules that were trained whole: an adapter without its projector cannot see and is refused.
"""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from recipes.errors import RecipeError
from recipes.overlay import is_vision

FACTS = "geneverse.json"
UNPINNED = "unpinned"
WEIGHTS, CONFIG = "adapter_model.safetensors", "adapter_config.json"
NEEDED = (WEIGHTS, CONFIG, "tokenizer.json", "tokenizer_config.json")
TEMPLATE = "chat_template.jinja"
PROCESSOR_FILES = ("processor_config.json", "preprocessor_config.json")
TOKENIZER_FILES = (
    *PROCESSOR_FILES,
    TEMPLATE,
    "added_tokens.json",
    "merges.txt",
    "special_tokens_map.json",
    "tokenizer.json",
    "tokenizer.model",
    "tokenizer_config.json",
    "vocab.json",
)
# What transformers notes of the machine in tokenizer_config.json.
_MACHINE_KEYS = ("is_local", "local_files_only", "name_or_path")


def write_adapter(output: Path, out: Path, facts: dict[str, Any]) -> Path:
    """Make the folder ``out`` from Axolotl's ``output``; it appears whole or not at all.

    ``facts`` become ``geneverse.json``. Raises ``RecipeError`` when Axolotl left no adapter, or
    one without a module that was to be trained whole, or when a path of this machine would be
    released.
    """
    recipe = facts["effective"]
    _refuse_halves(output, recipe)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        shutil.copyfile(output / WEIGHTS, staging / WEIGHTS)
        for name in TOKENIZER_FILES:
            if (output / name).is_file():
                shutil.copyfile(output / name, staging / name)
        if recipe.get("chat_template") == "jinja":
            # What the rows were written with; a processor is saved with its base's own template.
            (staging / TEMPLATE).write_text(recipe["chat_template_jinja"], encoding="utf-8")
        _change(staging / "tokenizer_config.json", drop=_MACHINE_KEYS)
        shutil.copyfile(output / CONFIG, staging / CONFIG)
        revision = facts["base_revision"]
        _change(
            staging / CONFIG,
            base_model_name_or_path=facts["base_model"],
            revision=None if revision == UNPINNED else revision,
        )
        _write_json(staging / FACTS, facts)
        _refuse_paths(staging, output)
        staging.chmod(0o755)
        _replace_folder(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return out


def read_facts(folder: Path) -> dict[str, Any] | None:
    """``geneverse.json`` of an adapter folder, or None where there is no such file."""
    path = folder / FACTS
    if not path.is_file():
        return None
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise RecipeError(
            f"{path} is not JSON ({error}); remove {folder} and train again"
        ) from error
    if not isinstance(facts, dict):
        raise RecipeError(f"{path} is no JSON object; remove {folder} and train again")
    return facts


def _refuse_halves(output: Path, recipe: dict[str, Any]) -> None:
    """Raise for an output without a file or a whole module that its users need."""
    missing = [name for name in NEEDED if not (output / name).is_file()]
    if is_vision(recipe) and not any((output / name).is_file() for name in PROCESSOR_FILES):
        missing.append(PROCESSOR_FILES[0])
    if missing:
        raise RecipeError(f"Axolotl left no {', '.join(missing)} in {output}; see its log")
    whole = recipe.get("lora_modules_to_save") or []
    if not whole:
        return
    from safetensors import safe_open

    with safe_open(output / WEIGHTS, framework="np") as file:
        names = list(file.keys())
    absent = [module for module in whole if not any(f".{module}." in name for name in names)]
    if absent:
        raise RecipeError(
            f"{WEIGHTS} in {output} has no weights of {', '.join(absent)}, which the recipe names "
            "in lora_modules_to_save; the adapter would be of no use without them"
        )


def _change(path: Path, drop: tuple[str, ...] = (), **changes: Any) -> None:
    """Change and drop keys of a JSON object."""
    values = json.loads(path.read_text(encoding="utf-8")) | changes
    values = {key: value for key, value in values.items() if key not in drop}
    if isinstance(values.get("target_modules"), list):
        values["target_modules"].sort()  # PEFT keeps a set, whose order differs from run to run
    _write_json(path, values)


def _write_json(path: Path, values: dict[str, Any]) -> None:
    text = json.dumps(values, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _refuse_paths(folder: Path, output: Path) -> None:
    """No file may name the folder in which it was made."""
    marks = {str(output.resolve().parent), str(Path.home()) + "/", str(Path.cwd()) + "/"} - {"//"}
    for path in sorted(folder.glob("*.json")):
        if path.name == "tokenizer.json":  # a vocabulary, not a configuration
            continue
        text = path.read_text(encoding="utf-8")
        for mark in marks:
            if mark in text:
                raise RecipeError(f"{path.name} would release the local path {mark}; report this")


def _replace_folder(staging: Path, out: Path) -> None:
    """Move ``staging`` to ``out``; what was there goes only when the new one is in place."""
    if not out.exists():
        staging.replace(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.replace(old)
    try:
        staging.replace(out)
    except OSError:
        old.replace(out)
        raise
    shutil.rmtree(old)

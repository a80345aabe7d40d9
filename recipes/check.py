"""Is a recipe valid? Every key known, every value accepted by Axolotl for one H100.

Axolotl drops a key that it does not know in silence, so ``learning_rte: 0.0005`` would train with
no learning rate of ours. Here it is refused::

    recipes/mine.yaml:14: unknown key 'learning_rte'; did you mean 'learning_rate'?

The check runs on any machine: the capabilities of the GPU are given, not asked for. It shows that
the recipe follows Axolotl's schema, not that it fits the memory.
"""

import copy
import difflib
import logging
import os
import types
import typing
from pathlib import Path
from typing import Any

from recipes.errors import RecipeError
from recipes.quiet import quiet_imports
from recipes.yaml_marks import Location, line_of, read_marked

OURS = "recipes."
FOLDER = Path(__file__).resolve().parent
H100 = {
    "bf16": True,
    "fp8": True,
    "tf32": True,
    "n_gpu": 1,
    "n_node": 1,
    "compute_capability": "sm_90",
}
CPU = {
    "bf16": False,
    "fp8": False,
    "tf32": False,
    "n_gpu": 1,
    "n_node": 1,
    "compute_capability": None,
}


def all_recipes() -> list[Path]:
    """The recipes that come with this project, sorted by name; overlays are not among them."""
    return sorted(FOLDER.glob("*.yaml"))


def check(path: Path) -> dict[str, Any]:
    """Return the recipe at ``path`` as it stands in the file; raise ``RecipeError`` if it is wrong.

    The error has one line a problem: file, line, key, and what to do about it.
    """
    values, lines = read_marked(path)
    problems = problems_of(values, H100)
    if problems:
        raise RecipeError("\n".join(place(path, where, what, lines) for where, what in problems))
    return values


def problems_of(values: dict[str, Any], machine: dict[str, Any]) -> list[tuple[Location, str]]:
    """What is wrong with ``values`` on ``machine`` (``H100`` or ``CPU``): (where, what) pairs."""
    from pydantic import BaseModel

    os.environ["AXOLOTL_DO_NOT_TRACK"] = "1"
    input_config: type[BaseModel] = _axolotl_schema(values)
    unknown = list(_unknown_keys(values, input_config, ()))
    return unknown or _invalid_values(values, machine)


def _axolotl_schema(values: dict[str, Any]) -> Any:
    """Axolotl's input model, with the keys of the plug-ins that the recipe names."""
    quiet_imports()
    try:
        from axolotl.utils.schemas.config import AxolotlInputConfig
    except ImportError as error:
        raise RecipeError(
            f"Axolotl cannot be imported ({error}): pip install 'geneverse[train]'"
        ) from error
    # Ours add no key, and without them the schema is there in 7 seconds instead of 18.
    plugins = [name for name in values.get("plugins") or [] if not str(name).startswith(OURS)]
    if not plugins:
        return AxolotlInputConfig
    from axolotl.cli.config import prepare_plugins
    from axolotl.integrations.config import merge_input_args
    from axolotl.utils.dict import DictDefault

    prepare_plugins(DictDefault(copy.deepcopy(values)))
    return merge_input_args()[1]


def _unknown_keys(
    values: dict[str, Any], model: Any, here: Location
) -> typing.Iterator[tuple[Location, str]]:
    """Keys of ``values`` that ``model`` has neither as field nor as alias, at any depth."""
    fields: dict[str, Any] = {}
    for part in model if isinstance(model, list) else [model]:
        for name, field in part.model_fields.items():
            fields[name] = field
            alias = field.validation_alias or field.alias
            for other in getattr(alias, "choices", [alias]):
                if isinstance(other, str):
                    fields[other] = field
    for key, value in values.items():
        if key not in fields:
            near = difflib.get_close_matches(str(key), fields, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}?" if near else "Axolotl would drop it in silence"
            yield (*here, key), f"unknown key {str(key)!r}; {hint}"
            continue
        models, open_ended = _models_in(fields[key].annotation)
        if not models or open_ended:
            continue
        items = enumerate(value) if isinstance(value, list) else [(None, value)]
        for index, item in items:
            if isinstance(item, dict):
                place = (*here, key) if index is None else (*here, key, index)
                yield from _unknown_keys(item, models, place)


def _models_in(annotation: Any) -> tuple[list[Any], bool]:
    """Pydantic models inside ``annotation``, and whether a free mapping is allowed as well."""
    from pydantic import BaseModel

    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return ([annotation], False) if issubclass(annotation, BaseModel) else ([], False)
    if typing.get_origin(annotation) is dict:
        return [], True
    models: list[Any] = []
    open_ended = False
    for part in typing.get_args(annotation):
        found, free = _models_in(part)
        models += found
        open_ended = open_ended or free or part is dict
    return models, open_ended


def _invalid_values(values: dict[str, Any], machine: dict[str, Any]) -> list[tuple[Location, str]]:
    """Problems that Axolotl's own validation finds, in a copy, for it changes what it gets."""
    from axolotl.utils.config import validate_config
    from axolotl.utils.dict import DictDefault
    from pydantic import ValidationError

    logging.disable(logging.INFO)
    try:
        validate_config(
            DictDefault(copy.deepcopy(values)),
            capabilities=dict(machine),
            env_capabilities={"torch_version": _torch_version()},
        )
    except ValidationError as error:
        return [
            (tuple(item["loc"]), f"{_key(item['loc'])}{item['msg']}{_shown(item)}")
            for item in error.errors()
        ]
    except (ValueError, ImportError) as error:
        return [((), str(error))]
    finally:
        logging.disable(logging.NOTSET)
    return []


def _torch_version() -> str:
    from importlib.metadata import version

    return version("torch").split("+")[0]


def _key(location: tuple[int | str, ...]) -> str:
    names = [str(part) for part in location]
    return f"key {'.'.join(names)!r}: " if names else ""


def _shown(item: Any) -> str:
    """The refused value, where it is short enough to be read."""
    value = item.get("input")
    return f" (got {value!r})" if isinstance(value, str | int | float | bool | None) else ""


def place(path: Path, where: Location, what: str, lines: dict[Location, int]) -> str:
    """One line of the error message; a rule over several keys is placed at the key it names."""
    line = line_of(where, lines)
    if line is None:
        named = [key for key in lines if len(key) == 1 and str(key[0]) in what.replace("`", " ")]
        longest = max(named, key=lambda key: len(str(key[0])), default=None)
        line = lines[longest] if longest else None
    return f"{path}:{line}: {what}" if line else f"{path}: {what}"

"""YAML with the place of every key: what goes wrong in a recipe is named by file and line.

``read_marked(Path("r.yaml"))`` of a file whose fourth line is ``lora_r: 16`` gives values with
``values["lora_r"] == 16`` and lines with ``lines[("lora_r",)] == 4``. A duplicate key is an error,
since YAML itself would keep the last one in silence.
"""

from pathlib import Path
from typing import Any

import yaml

from recipes.errors import RecipeError

Location = tuple[str | int, ...]


def read_marked(path: Path) -> tuple[dict[str, Any], dict[Location, int]]:
    """Values of the recipe at ``path`` and the 1-based line of each key and list item.

    Raises ``RecipeError`` for a file that is missing, is no YAML mapping, or repeats a key.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise RecipeError(
            f"no recipe at {path}; see recipes/README.md for those there are"
        ) from error
    except (IsADirectoryError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path} is not a YAML text file ({error})") from error
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise RecipeError(f"{path}{line}: not valid YAML: {problem}") from error
    if not isinstance(root, yaml.MappingNode) or not isinstance(values, dict):
        raise RecipeError(f"{path}: a recipe is a mapping of Axolotl keys, this is {type(values)}")
    lines: dict[Location, int] = {}
    repeated: list[str] = []
    _walk(root, (), lines, repeated)
    if repeated:
        raise RecipeError("\n".join(f"{path}:{text}" for text in repeated))
    return values, lines


def line_of(location: Location, lines: dict[Location, int]) -> int | None:
    """Line of the innermost part of ``location`` that stands in the file.

    >>> line_of(("datasets", 0, "SFTDataset", "type"), {("datasets", 0): 7, ("datasets",): 6})
    7
    """
    for end in range(len(location), 0, -1):
        if location[:end] in lines:
            return lines[location[:end]]
    return None


def _walk(node: yaml.Node, here: Location, lines: dict[Location, int], repeated: list[str]) -> None:
    """Note the line of each key and item below ``node``; collect keys that occur twice."""
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            place = (*here, str(key_node.value))
            line = key_node.start_mark.line + 1
            if place in lines:
                first = lines[place]
                repeated.append(f"{line}: key {key_node.value!r} stands on line {first} already")
            lines[place] = line
            _walk(value_node, place, lines, repeated)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            lines[(*here, index)] = item.start_mark.line + 1
            _walk(item, (*here, index), lines, repeated)

"""The front matter of a card as data, with the line that each key stands on.

>>> front = read_front("---\\nlicense: mit\\ntags:\\n- gene\\n---\\n# A card\\n")
>>> front.data, front.lines[("tags", 0)], front.body_line
({'license': 'mit', 'tags': ['gene']}, 4, 6)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from model_cards.problem import Path, Problem

# The Hub's own form of the block, see REGEX_YAML_BLOCK of huggingface_hub.repocard.
_BLOCK = re.compile(r"\A(\s*---[\r\n]+)([\S\s]*?)([\r\n]+---(?:\r\n|\n|\Z))")
_OPENED = re.compile(r"\A\s*---[ \t]*[\r\n]")


@dataclass(frozen=True, slots=True)
class Front:
    """``lines`` maps a path to its line, counted from 1 in the whole card; ``body`` is the rest."""

    data: dict[str, Any]
    lines: dict[Path, int]
    body: str
    body_line: int
    problems: tuple[Problem, ...]


def read_front(text: str) -> Front:
    """Front matter, body, and what is wrong with the block itself; never raises."""
    match = _BLOCK.match(text.removeprefix("\ufeff"))
    if match is None:
        return Front({}, {}, text, 1, (_no_block(text),))
    first = 1 + match[1].count("\n")
    body = text.removeprefix("\ufeff")[match.end() :]
    body_line = first + match[2].count("\n") + match[3].count("\n")
    try:
        node = yaml.compose(match[2], Loader=yaml.SafeLoader)
        data = yaml.safe_load(match[2])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return Front({}, {}, body, body_line, (_syntax(error, first),))
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        kind = "empty" if data is None else f"a {type(data).__name__}"
        problem = Problem(
            "front-no-mapping",
            ("front matter",),
            f"it is {kind}, not a list of keys with values",
            "write lines such as `license: mit`",
            line=first,
        )
        return Front({}, {}, body, body_line, (problem,))
    lines = dict(_lines(node, (), first, set()))
    found = tuple(_duplicates(node, (), first, set()))
    return Front(data, lines, body, body_line, found)


def _no_block(text: str) -> Problem:
    if _OPENED.match(text.removeprefix("\ufeff")):
        return Problem(
            "front-unclosed",
            ("front matter",),
            "it is opened by --- and never closed",
            "put a line --- below its last key",
            line=1,
        )
    return Problem(
        "front-missing",
        ("front matter",),
        "the card has no front matter between two lines of ---",
        "render the card again, or begin it with ---, keys, ---",
        line=1,
    )


def _syntax(error: Exception, first: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    said = " ".join(str(getattr(error, "problem", None) or error).split())
    return Problem(
        "yaml-syntax",
        ("front matter",),
        f"it is no YAML: {said}",
        "put texts with : # [ { or quotes in double quotes, and indent by spaces",
        line=first + mark.line if mark is not None else first,
    )


def _lines(node: yaml.Node, path: Path, first: int, seen: set[int]) -> Iterator[tuple[Path, int]]:
    """Path and line of each value; one that an alias repeats is told once."""
    if id(node) in seen:
        return
    seen.add(id(node))
    for name, value, mark in _children(node):
        inner: Path = (*path, name)
        yield inner, first + mark.line
        yield from _lines(value, inner, first, seen)


def _duplicates(node: yaml.Node, path: Path, first: int, seen: set[int]) -> Iterator[Problem]:
    """A key twice in one mapping: Python takes the last, the Hub refuses the card."""
    if id(node) in seen:
        return
    seen.add(id(node))
    lines: dict[str | int, int] = {}
    for name, value, mark in _children(node):
        line = first + mark.line
        if name in lines:
            yield Problem(
                "duplicate-key",
                (*path, name),
                f"it stands on line {lines[name]} already",
                "keep one of the two",
                line=line,
            )
        lines.setdefault(name, line)
        yield from _duplicates(value, (*path, name), first, seen)


def _children(node: yaml.Node) -> Iterator[tuple[str | int, yaml.Node, yaml.Mark]]:
    """Name or number, value and place of what a node holds."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield _name(key), value, key.start_mark
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield number, value, value.start_mark


def _name(key: yaml.Node) -> str:
    return str(key.value) if isinstance(key, yaml.ScalarNode) else repr(key.value)

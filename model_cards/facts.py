"""The files a card is written from, asked by key: no number enters a card that no file holds.

>>> facts = Facts.read(Path("adapter/geneverse.json"), made_by="geneverse train")
>>> facts.need("dataset", "id", kind=str)
'geneverse/gene-instructions'
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from model_cards.errors import CardError

T = TypeVar("T")

_WORDS: dict[type, str] = {
    bool: "true or false",
    dict: "an object",
    float: "a number",
    int: "a whole number",
    list: "a list",
    str: "a text",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """One JSON or YAML object with its path and the command that writes it."""

    path: Path
    data: Mapping[str, Any]
    made_by: str

    @classmethod
    def read(cls, path: Path, made_by: str) -> "Facts":
        """Read ``path`` (JSON, or YAML by its suffix); CardError if it is missing or no object."""
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise CardError(f"{path} is missing; `{made_by}` writes it") from None
        except UnicodeDecodeError as error:
            raise CardError(f"{path} is not UTF-8 text ({error}); `{made_by}` writes it") from None
        try:
            is_yaml = path.suffix in {".yaml", ".yml"}
            data = yaml.safe_load(text) if is_yaml else json.loads(text)
        except (json.JSONDecodeError, yaml.YAMLError) as error:
            where = " ".join(str(error).split())
            raise CardError(
                f"{path} cannot be parsed: {where}; write it again with `{made_by}`"
            ) from None
        if not isinstance(data, dict):
            raise CardError(
                f"{path} holds {type(data).__name__}, an object was expected; "
                f"write it again with `{made_by}`"
            )
        return cls(path, data, made_by)

    def get(self, *keys: str) -> Any:
        """The value under nested ``keys``, or None where any of them is missing."""
        value: Any = self.data
        for key in keys:
            if not isinstance(value, Mapping) or key not in value:
                return None
            value = value[key]
        return value

    def need(self, *keys: str, kind: type[T]) -> T:
        """The value under nested ``keys``; CardError names file, key and fix if it is not one."""
        value = self.get(*keys)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            found = "missing" if value is None else f"{value!r:.60}"
            raise CardError(
                f"{self.path}: key {'.'.join(keys)} is {found}, {_WORDS[kind]} was expected; "
                f"write the file again with `{self.made_by}`"
            )
        return value


def caveats_of(facts: Facts) -> tuple[str, ...]:
    """The sentences under ``caveats``, what the file's figures cannot show; () without the key."""
    if facts.get("caveats") is None:
        return ()
    found = facts.need("caveats", kind=list)
    if not all(isinstance(text, str) and text.strip() for text in found):
        raise CardError(
            f"{facts.path}: caveats is {found!r:.80}, a list of sentences was expected; "
            f"write the file again with `{facts.made_by}`"
        )
    return tuple(" ".join(text.split()) for text in found)

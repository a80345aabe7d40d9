"""The metadata at the head of a README.md, as the Hub shows and checks it."""

import re
from typing import Any

import yaml

FRONT = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(.*?)(?:\r?\n)?---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def front_matter(text: str) -> dict[str, Any]:
    """The YAML between the two ``---`` lines; empty where a card has none.

    Raises:
        ValueError: not YAML, or not a mapping.
    """
    match = FRONT.match(text)
    if match is None:
        return {}
    try:
        value = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise ValueError(f"the card's metadata is not YAML: {error}") from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"the card's metadata is a {type(value).__name__}, not a mapping")
    return {str(key): entry for key, entry in value.items()}

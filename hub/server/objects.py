"""Takes values out of a JSON body, and says what is wrong with them."""

from collections.abc import Mapping
from typing import Any

from hub.server.errors import BadRequest
from hub.server.names import SHA256


def objects(body: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """A list of objects.

    Raises:
        BadRequest: it is something else; so do the others here.
    """
    values = body.get(key)
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise BadRequest(f"{key!r} is not a list of objects")
    return values


def number(value: Mapping[str, Any], key: str) -> int:
    """A whole number, 0 or more."""
    found = value.get(key)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise BadRequest(f"{key!r} is {found!r}, not a whole number of 0 or more")
    return found


def sha256(value: Mapping[str, Any], key: str) -> str:
    """64 hex digits."""
    found = value.get(key)
    if not isinstance(found, str) or not SHA256.fullmatch(found):
        raise BadRequest(f"{key!r} is {found!r}, not a sha256")
    return found


def text(value: Mapping[str, Any], key: str, *, longest: int = 10_000) -> str:
    """A text that is not empty."""
    found = value.get(key)
    if not isinstance(found, str) or not found.strip() or len(found) > longest:
        raise BadRequest(f"{key!r} is {str(found)[:80]!r}, not a text of 1 to {longest} characters")
    return found.encode(errors="replace").decode()

"""A request to an endpoint, checked: its inputs and the parameters that may be set.

One value: ``read_request({"inputs": "GLI1", "parameters": {"max_new_tokens": 99}}, "gene")`` is
``Request(inputs=["GLI1"], options={"max_new_tokens": 99})``. Every message says what to send.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .errors import PostprocessError

MAX_INPUTS = 64
MAX_TEXT = 2000
# 20 MB of base64 are 15 MB of picture.
MAX_IMAGE_TEXT = 20_000_000
_KEYS = ("inputs", "parameters", "options")
_IMAGE_KEYS = {
    "protein": ("image", "question"),
    "marker": ("image", "question", "gene", "cell_type"),
}
_FLAG = "true or false"
# name: type, least and most, for the tasks that have it
_NUMBERS: dict[str, tuple[type, float, float]] = {
    "max_new_tokens": (int, 1, 512),
    "num_beams": (int, 1, 8),
    "top_k": (int, 1, 1000),
    "batch_size": (int, 1, 32),
    "temperature": (float, 0.01, 5),
    "top_p": (float, 0.01, 1),
    "repetition_penalty": (float, 0.5, 2),
}
_FLAGS = {
    "gene": ("do_sample", "ask_unknown"),
    "marker": ("do_sample",),
    "protein": ("do_sample", "one_sentence"),
}
_MODES = ("grounded", "closed-book")
_SAMPLING = ("temperature", "top_p", "top_k")
_DATA_URI = re.compile(r"data:image/[\w.+-]{1,40};base64,")


class RequestError(PostprocessError):
    """A request that cannot be answered; the message says what is wrong and what to send."""


@dataclass(frozen=True, slots=True)
class Request:
    """``inputs``: texts, or dictionaries with a picture. ``options``: for the pipeline's call."""

    inputs: list[Any]
    options: dict[str, Any]


def read_request(data: Any, task: str) -> Request:
    """Check a request's body for a task (``gene``, ``protein`` or ``marker``).

    Raises:
        RequestError: it has no inputs, too many, one of a wrong kind, or a parameter that is not
            known, of a wrong type or out of range.
    """
    if not isinstance(data, Mapping):
        raise RequestError(f"the body is {_kind(data)}; send an object: {_example(task)}")
    unknown = [str(key)[:40] for key in data if key not in _KEYS]
    if unknown:
        raise RequestError(f"unknown key {', '.join(unknown[:5])}; send {_example(task)}")
    if data.get("inputs") is None:
        raise RequestError(f"`inputs` is missing; send {_example(task)}")
    given = data["inputs"]
    inputs = list(given) if isinstance(given, list | tuple) else [given]
    if not inputs:
        raise RequestError(f"`inputs` is an empty list; send {_example(task)}")
    if len(inputs) > MAX_INPUTS:
        raise RequestError(
            f"{len(inputs)} inputs; {MAX_INPUTS} are the most, send several requests"
        )
    many = len(inputs) > 1 or isinstance(given, list | tuple)
    checked = []
    for at, value in enumerate(inputs):
        place = f"inputs[{at}]" if many else "inputs"
        checked.append(_text(value, place, task) if task == "gene" else _image(value, place, task))
    return Request(checked, _options(data.get("parameters"), task))


def _example(task: str) -> str:
    if task == "gene":
        return '{"inputs": "GLI1"}'
    more = ', "gene": "KDR", "cell_type": "Mast cells"' if task == "marker" else ""
    return '{"inputs": {"image": "<base64 of a PNG>"' + more + "}}"


def _kind(value: object) -> str:
    names = {str: "text", dict: "an object", list: "a list", type(None): "null", bool: "a boolean"}
    return names.get(type(value), type(value).__name__)


def _text(value: object, place: str, task: str) -> str:
    if not isinstance(value, str):
        raise RequestError(f"{place} is {_kind(value)}, not text; send {_example(task)}")
    if not value.strip():
        raise RequestError(f"{place} is empty; send {_example(task)}")
    if len(value) > MAX_TEXT:
        raise RequestError(f"{place} has {len(value):,} characters; {MAX_TEXT:,} are the most")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise RequestError(f"{place} holds half of a surrogate pair, which no UTF-8 text does")
    return value


def _image(value: Any, place: str, task: str) -> dict[str, Any]:
    """A picture and what is asked of it. The toolkit opens a body of type image/png by itself."""
    row = dict(value) if isinstance(value, Mapping) else {"image": value}
    unknown = [str(key)[:40] for key in row if key not in _IMAGE_KEYS[task]]
    if unknown:
        known = ", ".join(_IMAGE_KEYS[task])
        raise RequestError(f"{place} has the key {', '.join(unknown[:5])}; known are {known}")
    row = {key: said for key, said in row.items() if said is not None}
    for key, said in row.items():
        if key != "image":
            _text(said, f"{place}.{key}", task)
    if task == "marker" and "question" not in row:
        for key in ("gene", "cell_type"):
            if key not in row:
                raise RequestError(f"{place}.{key} is missing; send {_example(task)}")
    picture = row.get("image")
    if picture is None:
        raise RequestError(f"{place}.image is missing; send {_example(task)}")
    if isinstance(picture, str):
        row["image"] = _picture_text(picture, f"{place}.image")
    elif not hasattr(picture, "convert"):
        raise RequestError(f"{place}.image is {_kind(picture)}; send the base64 text of a PNG")
    return row


def _picture_text(text: str, place: str) -> str:
    """A data URI. Paths and addresses are refused: they would be read by the server."""
    if len(text) > MAX_IMAGE_TEXT:
        raise RequestError(f"{place} has {len(text):,} characters; {MAX_IMAGE_TEXT:,} are the most")
    head = _DATA_URI.match(text)
    body = text[head.end() :] if head else text
    if not _is_base64(body):
        raise RequestError(
            f"{place} is not base64; send the picture itself (no path, no address), as base64 or "
            "as data:image/png;base64,..."
        )
    return text if head else f"data:image/png;base64,{text}"


def _is_base64(text: str) -> bool:
    try:
        return bool(base64.b64decode("".join(text.split()), validate=True))
    except ValueError:
        return False


def _options(given: Any, task: str) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise RequestError(f"`parameters` is {_kind(given)}, not an object")
    options = {str(key): _option(str(key), value, task) for key, value in given.items()}
    beside = [name for name in _SAMPLING if name in options]
    if beside and not options.get("do_sample"):
        raise RequestError(f"{beside[0]} has no effect without do_sample: true; send both or none")
    return options


def _option(name: str, value: Any, task: str) -> Any:
    if name in _NUMBERS:
        return _number(name, value)
    if name in _FLAGS[task]:
        if not isinstance(value, bool):
            raise RequestError(f"parameter {name} is {_shown(value)}; send {_FLAG}")
        return value
    if name == "mode" and task == "gene":
        if value not in _MODES:
            raise RequestError(f"parameter mode is {_shown(value)}; send {' or '.join(_MODES)}")
        return value
    known = sorted([*_NUMBERS, *_FLAGS[task], *(["mode"] if task == "gene" else [])])
    raise RequestError(f"unknown parameter {name[:40]}; known are {', '.join(known)}")


def _number(name: str, value: Any) -> int | float:
    kind, least, most = _NUMBERS[name]
    wanted = "a whole number" if kind is int else "a number"
    fits = isinstance(value, int) or (kind is float and isinstance(value, float))
    if isinstance(value, bool) or not fits or not least <= value <= most:
        raise RequestError(
            f"parameter {name} is {_shown(value)}; send {wanted} from {least:g} to {most:g}"
        )
    number: int | float = kind(value)
    return number


def _shown(value: object) -> str:
    return repr(value)[:40]

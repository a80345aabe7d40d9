"""Rules for the front matter of a Space (hub-docs, spaces-config-reference.md)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from model_cards.known import COLOURS, HARDWARE, HEADERS, SDKS, SHORT_DESCRIPTION
from model_cards.problem import Problem
from model_cards.rules_common import one_of, repo_ids

_PYTHON = re.compile(r"3(\.\d+){0,2}")
_VERSION = re.compile(r"\d+(\.\d+){1,2}([.-]?(a|b|rc|post|dev)\.?\d+)?")
_DURATION = re.compile(r"\d+(\.\d+)?\s*(s|m|h)")
_HEADERS = (
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
)
_SWITCHES = ("pinned", "fullWidth", "disable_embedding", "hf_oauth")


def space_rules(data: Mapping[str, Any], folder: File | None) -> Iterator[Problem]:
    """SDK and versions, looks, the app's file, what it uses."""
    if not data.get("title"):
        yield Problem("space-title", ("title",), "missing", "a Space needs a title")
    if not data.get("sdk"):
        yield Problem("space-sdk", ("sdk",), "missing", f"write one of {', '.join(SDKS)}")
    yield from one_of(data, "sdk", SDKS, "space-sdk")
    yield from one_of(data, "colorFrom", COLOURS, "space-colour")
    yield from one_of(data, "colorTo", COLOURS, "space-colour")
    yield from one_of(data, "header", HEADERS, "space-header")
    for problem in one_of(data, "suggested_hardware", HARDWARE, "space-hardware"):
        yield Problem(problem.rule, problem.path, problem.message, problem.fix, "warning")
    yield from repo_ids(data, "models", "space-models", list_needed=True)
    yield from repo_ids(data, "datasets", "space-datasets", list_needed=True)
    yield from _looks(data)
    yield from _versions(data)
    yield from _serving(data)
    yield from _app_file(data, folder)


def _looks(data: Mapping[str, Any]) -> Iterator[Problem]:
    emoji = data.get("emoji")
    if emoji is not None and not (
        isinstance(emoji, str) and emoji and not re.search(r"[\w\s]", emoji)
    ):
        yield Problem("space-emoji", ("emoji",), f"{emoji!r} is no emoji", "write one emoji")
    text = data.get("short_description")
    if text is not None and not (isinstance(text, str) and len(text) <= SHORT_DESCRIPTION):
        yield Problem(
            "space-short-description",
            ("short_description",),
            f"it has {len(str(text))} characters",
            f"the Hub takes {SHORT_DESCRIPTION} at most",
        )
    for key in _SWITCHES:
        if key in data and not isinstance(data[key], bool):
            yield Problem(
                "space-switch", (key,), f"{data[key]!r} is no switch", "write true or false"
            )


def _versions(data: Mapping[str, Any]) -> Iterator[Problem]:
    for key, form in (("python_version", _PYTHON), ("sdk_version", _VERSION)):
        value = data.get(key)
        if value is None:
            continue
        if not isinstance(value, str):
            yield Problem(
                "space-version",
                (key,),
                f"YAML reads {value!r} as a number (3.10 becomes 3.1)",
                "put the version in quotes",
            )
        elif not form.fullmatch(value):
            yield Problem(
                "space-version", (key,), f"{value!r} is no version", "write for example 3.11"
            )
    if data.get("sdk") in ("gradio", "streamlit") and "sdk_version" not in data:
        yield Problem(
            "space-unpinned",
            ("sdk_version",),
            "missing, so the Space moves to whatever is newest when it is built",
            "write the version that it was tried with",
            "warning",
        )


def _serving(data: Mapping[str, Any]) -> Iterator[Problem]:
    port = data.get("app_port")
    if port is not None and not (
        isinstance(port, int) and not isinstance(port, bool) and 0 < port < 65536
    ):
        yield Problem("space-port", ("app_port",), f"{port!r} is no port", "write 1 to 65535")
    base = data.get("base_path")
    if base is not None and not (isinstance(base, str) and base.startswith("/")):
        yield Problem("space-base-path", ("base_path",), f"{base!r} is no path", "begin it with /")
    wait = data.get("startup_duration_timeout")
    if wait is not None and not (isinstance(wait, str) and _DURATION.fullmatch(wait)):
        yield Problem(
            "space-timeout",
            ("startup_duration_timeout",),
            f"{wait!r} is no duration",
            "write for example 30m or 1h",
        )
    headers = data.get("custom_headers")
    for name in headers if isinstance(headers, dict) else ():
        if str(name).lower() not in _HEADERS:
            yield Problem(
                "space-headers",
                ("custom_headers", str(name)),
                "the Hub does not set it",
                f"only {', '.join(_HEADERS)} can be set",
            )


def _app_file(data: Mapping[str, Any], folder: File | None) -> Iterator[Problem]:
    name = data.get("app_file")
    if name is None:
        return
    if not isinstance(name, str) or File(name).is_absolute() or ".." in File(name).parts:
        yield Problem(
            "space-app-file", ("app_file",), f"{name!r} leads out of the repo", "write app.py"
        )
    elif folder is not None and not (folder / name).is_file():
        yield Problem(
            "space-app-file",
            ("app_file",),
            f"{name} is not in {folder.name}",
            "name the file that starts the app",
        )

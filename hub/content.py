"""Tells by its content whether a file is what its name says. Nothing is unpickled or run here.

Only forms that cannot run code are released: safetensors, Parquet, JSON, YAML, text, pictures; and
the few Python files that a kind of repo is meant to have (see ``python_files``).
"""

import ast
import json
from collections.abc import Collection
from pathlib import Path, PurePosixPath

import yaml

from hub.pickles import HEAD, hidden_pickle, is_pickle
from hub.safetensors_file import read_header

__all__ = ["ALLOWED", "HEAD", "fault_of", "is_pickle", "is_text"]

TEXT_NAMES = ("LICENSE", "NOTICE", ".gitattributes")
TEXT = (".md", ".txt", ".jinja", ".yaml", ".yml", ".json", ".jsonl", ".cff")
PICTURES = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".webp": b"RIFF",
    ".gif": b"GIF8",
}
ALLOWED = (".safetensors", ".parquet", *TEXT, *PICTURES)


def is_text(name: str) -> bool:
    """Whether a file is text by its name."""
    path = PurePosixPath(name)
    return path.suffix.lower() in (*TEXT, ".py") or path.name in TEXT_NAMES


def fault_of(name: str, path: Path, python: Collection[str] = ()) -> str | None:
    """Why a file may not be released; None where nothing speaks against it.

    ``python`` has the paths of the Python files that this repo is meant to have.
    """
    suffix = PurePosixPath(name).suffix.lower()
    pickled = hidden_pickle(path)
    if pickled:
        return f"{pickled}; save it as safetensors or Parquet"
    if suffix == ".py":
        return _python_fault(name, path, python)
    if not is_text(name) and suffix not in ALLOWED:
        return f"only {', '.join(ALLOWED)} and {', '.join(TEXT_NAMES)} are released"
    if suffix in PICTURES:
        with path.open("rb") as file:
            head = file.read(16)
        return None if head.startswith(PICTURES[suffix]) else f"it is no {suffix} picture"
    if suffix == ".safetensors":
        return _safetensors_fault(path)
    if suffix == ".parquet":
        return _parquet_fault(path)
    return _text_fault(suffix, path)


def _python_fault(name: str, path: Path, python: Collection[str]) -> str | None:
    if name not in python:
        meant = ", ".join(sorted(python)) or "none"
        return f"Python files are released where they are meant to be; of this repo: {meant}"
    fault = _text_fault(".py", path)
    if fault:
        return fault
    try:
        ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        return f"it cannot be read as Python: {error}"
    return None


def _safetensors_fault(path: Path) -> str | None:
    try:
        read_header(path)
    except ValueError as error:
        return str(error)
    return None


def _parquet_fault(path: Path) -> str | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        return f"it cannot be read as Parquet: {error}"
    return None


def _text_fault(suffix: str, path: Path) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
        if "\0" in text:
            return "it holds NUL bytes, so it is no text"
        if suffix == ".json":
            json.loads(text)
        elif suffix == ".jsonl":
            for line in text.splitlines():
                json.loads(line)
        elif suffix in (".yaml", ".yml", ".cff"):
            yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        return f"it cannot be read as {suffix.removeprefix('.') or 'text'}: {str(error)[:200]}"
    return None

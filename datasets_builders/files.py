"""Files that are either whole or not there: every output of this room is written through here.

One value: ``with atomic_path(Path("out/a.json")) as tmp: tmp.write_text("{}")`` writes
``out/.a.json.4711.tmp`` and moves it to ``out/a.json``; if the block fails (full disk, Ctrl-C),
the temporary file is removed and what stood at ``out/a.json`` stays as it was.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_BLOCK = 1 << 20


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Give a temporary path beside ``path``; move it into place on success, remove it on failure.

    Missing parent folders are made. ``BaseException`` is meant: Ctrl-C must leave nothing behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    tmp = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield tmp
        tmp.replace(path)
    except BaseException:
        tmp.unlink(missing_ok=True)
        raise


@contextmanager
def atomic_folder(final: Path) -> Iterator[Path]:
    """Give an empty temporary folder beside ``final``; put it in ``final``'s place on success."""
    final.parent.mkdir(parents=True, exist_ok=True)
    tmp = final.with_name(f".{final.name}.{os.getpid()}.tmp")
    if tmp.exists():
        shutil.rmtree(tmp)
    try:
        tmp.mkdir()
        yield tmp
        replace_folder(tmp, final)
    except BaseException:
        shutil.rmtree(tmp, ignore_errors=True)
        raise


def replace_folder(tmp: Path, final: Path) -> None:
    """Put the folder ``tmp`` in the place of ``final``, which may be missing.

    A folder cannot be replaced in one step, so the old one is set aside first and put back if the
    move fails; both must lie on one file system.
    """
    aside = final.with_name(f".{final.name}.{os.getpid()}.old")
    if aside.exists():
        shutil.rmtree(aside)
    if final.exists():
        final.rename(aside)
    try:
        tmp.rename(final)
    except BaseException:
        if aside.exists():
            aside.rename(final)
        raise
    if aside.exists():
        shutil.rmtree(aside)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text atomically, with ``\\n`` line ends on every system."""
    with atomic_path(path) as tmp:
        tmp.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, obj: Any) -> None:
    """Write JSON atomically: sorted keys, two spaces, text as it is, one newline at the end."""
    write_text(path, json.dumps(obj, indent=2, sort_keys=True, ensure_ascii=False) + "\n")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes as 64 hex digits, read in blocks of 1 MiB."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()

"""Names of genes as they are given on a command line: one by one, in files, on standard input.

One value: ``read_names(["GLI1", "@genes.txt", "-"], None, stdin)`` is ``["GLI1", ...]``. A list has
one name a line; empty lines and what follows ``#`` at the beginning of a line are left out.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from .errors import PostprocessError

_LONGEST = 4096


def read_names(given: Sequence[str], file: Path | None, stdin: TextIO) -> list[str]:
    """The names in the order given: arguments, those of ``@file`` and ``-`` in their place, file.

    Raises:
        PostprocessError: a list cannot be read, or there is no name at all.
    """
    names: list[str] = []
    for name in given:
        if name == "-":
            names += _lines(stdin.read().splitlines(), "standard input")
        elif name.startswith("@") and len(name) > 1:
            names += _of_file(Path(name[1:]))
        else:
            names.append(name)
    if file is not None:
        names += (
            _lines(stdin.read().splitlines(), "standard input")
            if str(file) == "-"
            else (_of_file(file))
        )
    if not names:
        raise PostprocessError(
            "no gene was named; give symbols, aliases or identifiers, --file LIST with one a line, "
            "or - for standard input"
        )
    return names


def _of_file(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PostprocessError(
            f"gene list {path} cannot be read ({error}); it is text in UTF-8, one name a line"
        ) from error
    return _lines(text.splitlines(), f"gene list {path}")


def _lines(lines: Iterable[str], where: str) -> list[str]:
    names = []
    for number, line in enumerate(lines, start=1):
        name = line.strip()
        if len(name) > _LONGEST:
            raise PostprocessError(
                f"{where}, line {number}: {len(name)} characters are no name; give one a line"
            )
        if name and not name.startswith("#"):
            names.append(name)
    return names

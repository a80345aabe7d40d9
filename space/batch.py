"""Several genes at once: read from a paste or a file, given as a table, CSV and JSON.

One value: ``read_names("GLI1, p53\\nGLI1")`` is ``["GLI1", "p53"]``.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from space.desk import MAX_BATCH
from space.panel import STATUS
from space.places import SpaceError

MAX_FILE = 64_000  # bytes
_LONGEST = 300  # characters of a line
FIELDS = ("query", "symbol", "status", "answer", "raw", "note", "edits", "unverified", "registry")
# A spreadsheet runs a cell that begins so; https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_names(text: str) -> list[str]:
    """One name a line; a line without blanks in its names may hold several, with , ; or tabs.

    Raises:
        SpaceError: there is none, there are too many, or a line is too long for a name.
    """
    names: list[str] = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.replace(";", ",").replace("\t", ",").split(",")]
        several = all(" " not in part for part in parts)
        names += [part for part in (parts if several else [line.strip()]) if part]
    names = list(dict.fromkeys(names))
    if not names:
        raise SpaceError("no gene was given: write one a line, for example GLI1")
    if len(names) > MAX_BATCH:
        raise SpaceError(f"{len(names)} genes were given, {MAX_BATCH} at once are the most")
    for name in names:
        if len(name) > _LONGEST:
            raise SpaceError(f"{name[:40]}… has {len(name)} characters, {_LONGEST} are the most")
    return names


def read_file(path: Path) -> str:
    """The text of an uploaded file.

    Raises:
        SpaceError: it is too large, or no UTF-8 text.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise SpaceError(f"the file is larger than {MAX_FILE:,} bytes; a list of genes is short")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpaceError("the file is no UTF-8 text: give one gene a line") from error


def table_html(results: Sequence[Mapping[str, Any]], asked: int) -> str:
    """The results so far, of ``asked``."""
    rows = "".join(_row(result) for result in results)
    done = f"{len(results)} of {asked} done" + ("" if len(results) >= asked else " …")
    busy = '<div class="gv-progress"></div>' if len(results) < asked else ""
    return (
        f'<div class="gv"><p class="gv-note" role="status">{done}</p>{busy}<div class="gv-scroll">'
        '<table class="gv-table gv-batch"><thead><tr><th>asked</th><th>gene</th><th>status</th>'
        f"<th>edits</th><th>corrected answer</th></tr></thead><tbody>{rows}</tbody></table>"
        "</div></div>"
    )


def to_json(results: Sequence[Mapping[str, Any]]) -> str:
    """All that the pipeline gave, as a JSON list."""
    return json.dumps(list(results), ensure_ascii=False, indent=2) + "\n"


def to_csv(results: Sequence[Mapping[str, Any]]) -> str:
    """One row a result. A cell that a spreadsheet would take for a formula begins with ``'``."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for result in results:
        writer.writerow([_cell(result.get(field)) for field in FIELDS])
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _row(result: Mapping[str, Any]) -> str:
    words = STATUS.get(result["status"], ("", str(result["status"]), ""))[1]
    note = f'<br><span class="gv-muted">{escape(result["note"])}</span>' if result["note"] else ""
    cells = (
        escape(result["query"]),
        f"<b>{escape(result['symbol'] or '–')}</b>",
        escape(words),
        str(len(result["edits"])),
        escape(result["answer"]) + note,
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"

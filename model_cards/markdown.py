"""Markdown that holds whatever a text holds: tables and code fences.

>>> print(table(["split", "rows"], [["train", 34934], ["a|b", None]]))
| split | rows |
|---|---:|
| train | 34,934 |
| a\\|b | – |
"""

from collections.abc import Sequence


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table; whole numbers get thousands separators, None a dash, figures stand on the right.

    A column stands on the right if each of its cells is a number or begins with a digit or dash.
    """
    right = [
        all(_is_figure(row[column]) for row in rows)
        and any(row[column] not in (None, "–") for row in rows)
        for column in range(len(header))
    ]
    lines = [
        _line(header),
        "|" + "|".join("---:" if r else "---" for r in right) + "|",
        *(_line(row) for row in rows),
    ]
    return "\n".join(lines)


def fenced(text: str, language: str = "text") -> str:
    """Text in a code fence that is longer than any run of backticks in it."""
    ticks = "```"
    while ticks in text:
        ticks += "`"
    return f"{ticks}{language}\n{text}\n{ticks}"


def cell(value: object) -> str:
    """A value on one line, with ``|`` escaped."""
    if value is None:
        return "–"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return " ".join(str(value).split()).replace("|", "\\|")


def link(text: str, url: str) -> str:
    """``[text](url)``, or the text where there is no URL."""
    return f"[{text}]({url})" if url else text


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(cell(c) for c in cells) + " |"


def _is_figure(value: object) -> bool:
    if value is None or isinstance(value, int | float):
        return True
    text = str(value)
    return text == "–" or (text[:1].isdigit() and not text[:4].isdigit())

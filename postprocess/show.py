"""Corrections as people read them, in a terminal or a log.

One value: ``marked`` gives ``"GLI1 is HGNC:[-10997-]{+4317+}."``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .edits import KINDS, Edit


def printable(text: str) -> str:
    """The text with lone surrogates, which no terminal takes, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def marked(text: str, edits: Iterable[Edit]) -> str:
    """The original text with what goes as ``[-...-]`` and what comes as ``{+...+}``."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts.append(text[at : edit.start])
        if edit.before:
            parts.append(f"[-{edit.before}-]")
        if edit.after:
            parts.append(f"{{+{edit.after}+}}")
        at = edit.end
    return printable("".join([*parts, text[at:]]))


def summary(rows: Sequence[Mapping[str, Any]]) -> str:
    """One line on corrected answers: how many were changed, and the edits by kind."""
    kinds = Counter(edit["kind"] for row in rows for edit in row["edits"])
    changed = sum(1 for row in rows if row["edits"])
    open_ = sum(len(row["unverified"]) for row in rows)
    listed = ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS)
    return (
        f"{len(rows)} answer{'s' if len(rows) != 1 else ''}, {changed} changed; edits: {listed}; "
        f"identifiers that cannot be verified: {open_}"
    )

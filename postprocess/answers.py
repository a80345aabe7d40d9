"""Answers files: JSON Lines of answers read, corrected, and written whole or not at all.

One line: ``{"id": "HGNC:4317/grounded", "subject": "GLI1", "model": "a", "kind": "adapter",
"prompt": "...", "answer": "...", "reference": "...", "stratum": "...", "seconds": 1.2}``; corrected
it has ``"model": "a+corrected"``, ``"kind": "corrected"`` and ``"edits": [{"kind": "identifier",
"start": 13, "end": 18, "before": "10997", "after": "4317", "field": "hgnc_id"}]``.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .correct import correct
from .errors import AnswersError
from .registry import GeneRegistry

SUFFIX = "+corrected"


def correct_answers(
    rows: Iterable[dict[str, Any]], registry: GeneRegistry, *, insert_aliases: bool = True
) -> list[dict[str, Any]]:
    """Corrected copies of answers; the other fields travel along as they are.

    ``subject`` names the gene; an answer about a gene that the registry lacks keeps its text.
    Added fields: ``edits``, ``unverified``, ``about`` (the gene that the answer speaks of, perhaps
    another than the one asked for), ``registry`` (the registry's date). A row that is
    corrected already keeps its model's name.

    Raises:
        AnswersError: a row lacks ``answer``, or it or ``subject`` is not text.
    """
    out = []
    for number, row in enumerate(rows, 1):
        answer, subject = row.get("answer"), row.get("subject")
        if not isinstance(answer, str) or not isinstance(subject, str | None):
            raise AnswersError(
                f"answer {number} (id {row.get('id')!r}): `answer` is {type(answer).__name__} and "
                f"`subject` is {type(subject).__name__}; both must be text"
            )
        done = correct(answer, registry, symbol=subject or None, insert_aliases=insert_aliases)
        model = str(row.get("model", "")).removesuffix(SUFFIX) + SUFFIX
        out.append(
            {
                **row,
                "model": model,
                "kind": "corrected",
                "answer": done.text,
                "edits": [edit.to_json() for edit in done.edits],
                "unverified": list(done.unverified),
                "about": done.symbol,
                "registry": registry.version,
            }
        )
    return out


def read_answers(path: Path) -> list[dict[str, Any]]:
    """The rows of a file.

    Raises:
        AnswersError: the file is missing or not text, or a line is not a JSON object.
    """
    rows: list[dict[str, Any]] = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AnswersError(f"answers {path} cannot be read ({error}); give a JSONL file") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise AnswersError(
                f"answers {path}, line {number}: not JSON ({error}); make the file again with "
                "`geneverse answer`, or remove the line"
            ) from error
        if not isinstance(row, dict):
            raise AnswersError(
                f"answers {path}, line {number}: {type(row).__name__}, not an object"
            )
        rows.append(row)
    return rows


def write_answers(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write JSON Lines beside ``path`` and move them into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            for row in rows:
                # A lone surrogate is valid in JSON only as an escape.
                line = json.dumps(row, ensure_ascii=False)
                file.write((line if _encodes(line) else json.dumps(row)) + "\n")
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _encodes(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True

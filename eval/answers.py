"""Answers as JSON Lines, one object a line, the only thing that scoring reads.

One line (shortened)::

    {"id": "HGNC:4317/grounded", "subject": "GLI1", "model": "smollm2-135m-gene-grounded-lora",
     "kind": "adapter", "prompt": "Records:\nGLI1 | ...", "answer": "GLI1 (GLI family zinc ...",
     "reference": "GLI1, GLI family zinc ...", "stratum": "gene with protein product",
     "seconds": 0.61}

While a model is being asked, rows are appended to ``<out>.partial`` and flushed one by one, so an
interrupted run goes on where it stopped; ``<out>`` appears when every row is there, in the order of
the data set. ``<out stem>.settings.json`` says what the answers were made with.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from datasets_builders.files import write_text

from .errors import AnswerFileError

KINDS = ("base", "adapter", "corrected", "baseline", "control")
OPTIONAL = ("edits", "unverified", "about", "registry", "ranking")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; ``seconds`` is wall time (a batch's time over its size).

    Of corrected answers only: ``edits`` (each with kind, start, end, before, after and field),
    ``unverified`` (identifiers that no registry entry vouches for), ``about`` (the gene that
    the answer was judged for) and ``registry`` (its version). Of a protein's name: ``ranking``, the
    place of the right name among others by likelihood: ``{"rank": 3, "among": 37, "top": [...]}``.
    """

    id: str
    subject: str
    model: str
    kind: str
    prompt: str
    answer: str
    reference: str
    stratum: str
    seconds: float = 0.0
    edits: tuple[dict[str, Any], ...] | None = None
    unverified: tuple[str, ...] | None = None
    about: str | None = None
    registry: str | None = None
    ranking: dict[str, Any] | None = None

    def to_json(self) -> str:
        """One line without its newline; keys in the order of the fields, absent ones left out."""
        data = {k: v for k, v in asdict(self).items() if k not in OPTIONAL or v is not None}
        return json.dumps(data, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> "Answer":
        """The reverse of :meth:`to_json`; ValueError says what is wrong with the line."""
        data = json.loads(line)
        if not isinstance(data, dict):
            raise ValueError(f"not a JSON object but {type(data).__name__}")
        names = [f.name for f in fields(cls)]
        texts = [n for n in names if n not in ("seconds", *OPTIONAL)]
        missing = [n for n in texts if n not in data]
        unknown = sorted(set(data) - set(names))
        if missing or unknown:
            raise ValueError(f"missing fields {missing}, unknown fields {unknown}")
        for name in texts:
            if not isinstance(data[name], str):
                raise ValueError(f"field {name} is {type(data[name]).__name__}, not a string")
        if data["kind"] not in KINDS:
            raise ValueError(f"kind {data['kind']!r} is none of {', '.join(KINDS)}")
        lists = {n: tuple(data[n]) for n in ("edits", "unverified") if data.get(n) is not None}
        return cls(**{**data, **lists})


def read_answers(path: Path, *, cut_off_allowed: bool = False) -> list[Answer]:
    """All answers of a file.

    With ``cut_off_allowed`` a last line without newline that does not parse (an interrupted run)
    is dropped with a notice on stderr; every other bad line is an :class:`AnswerFileError`.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except FileNotFoundError:
        raise AnswerFileError(
            f"no answers file at {path}; make it with `geneverse answer`"
        ) from None
    answers: list[Answer] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            answers.append(Answer.from_json(line))
        except ValueError as error:
            if cut_off_allowed and number == len(lines):
                print_notice(f"{path.name}: line {number} is cut off and is asked again")
                break
            raise AnswerFileError(f"{path}, line {number}: {error}; remove or mend it") from error
    return answers


def print_notice(message: str) -> None:
    """A notice on stderr; stdout belongs to results."""
    sys.stderr.write(f"notice: {message}\n")


def check_ids(
    answers: Sequence[Answer], wanted: Sequence[str], *, where: str, partial: bool = False
) -> None:
    """Raise :class:`AnswerFileError` for duplicate, extra and (unless ``partial``) missing ids."""
    counts = Counter(a.id for a in answers)
    known = set(wanted)
    problems = [
        ("answered more than once", [i for i, n in counts.items() if n > 1]),
        ("not in the data set's splits that were asked for", [i for i in counts if i not in known]),
        ("without an answer", [] if partial else [i for i in wanted if i not in counts]),
    ]
    said = [f"{len(ids)} rows {what} ({_some(ids)})" for what, ids in problems if ids]
    if said:
        raise AnswerFileError(f"{where}: {'; '.join(said)}; answer again with the same data")


def check_unique(ids: Sequence[str], *, where: str) -> None:
    """Raise :class:`AnswerFileError` when an id occurs twice."""
    twice = [i for i, n in Counter(ids).items() if n > 1]
    if twice:
        raise AnswerFileError(f"{where}: {len(twice)} ids occur more than once ({_some(twice)})")


def in_order(answers: Iterable[Answer], wanted: Sequence[str]) -> list[Answer]:
    """The answers in the order of the data set's ids; ids that are not wanted come last."""
    place = {identifier: n for n, identifier in enumerate(wanted)}
    return sorted(answers, key=lambda a: place.get(a.id, len(place)))


def write_answers(path: Path, answers: Iterable[Answer]) -> None:
    """Write a whole answers file; what was there stays if this fails (``OSError``)."""
    write_text(path, "".join(a.to_json() + "\n" for a in answers))


def _some(ids: Sequence[str], most: int = 3) -> str:
    return ", ".join(ids[:most]) + (", ..." if len(ids) > most else "")

"""Two answers that need no model: what a score is worth shows beside them.

- ``symbol template``: one sentence filled from the symbol alone; it knows nothing of the gene.
- ``record itself``: the record lines of the prompt pasted as the answer (retrieval alone).
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from .answers import Answer, write_answers
from .questions import Question

TEMPLATE = (
    "The official symbol of this gene is {symbol}. {symbol} is a protein-coding gene of Homo "
    "sapiens, located on a human chromosome, and its product is involved in the regulation of "
    "transcription, signal transduction and further biological processes and pathways."
)
_RECORDS = re.compile(r"^.*?Records:\n(.*?)\n\n", re.DOTALL)


def symbol_template(question: Question) -> str:
    """The template with the symbol of the gene; it knows neither prompt nor record."""
    return TEMPLATE.format(symbol=question.subject)


def record_itself(question: Question) -> str:
    """The prompt's records, one after the other; the whole prompt where it holds none."""
    match = _RECORDS.match(question.prompt)
    return " ".join(match.group(1).split()) if match else question.prompt


BASELINES: dict[str, Callable[[Question], str]] = {
    "symbol template": symbol_template,
    "record itself": record_itself,
}


def baseline_answers(name: str, questions: Sequence[Question]) -> list[Answer]:
    """The answers of the baseline called ``name`` (a key of ``BASELINES``)."""
    return [
        Answer(
            id=q.id,
            subject=q.subject,
            model=name,
            kind="baseline",
            prompt=q.prompt,
            answer=BASELINES[name](q),
            reference=q.reference,
            stratum=q.stratum,
        )
        for q in questions
    ]


def write_baselines(questions: Sequence[Question], folder: Path) -> list[Path]:
    """Every baseline as ``baseline-symbol-template.jsonl`` and so on; the paths written."""
    paths: list[Path] = []
    for name in BASELINES:
        paths.append(folder / f"baseline-{name.replace(' ', '-')}.jsonl")
        write_answers(paths[-1], baseline_answers(name, questions))
    return paths

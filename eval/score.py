"""Score answer files against the data set and the registry; a model is never asked here.

The scores file (shortened)::

    {"n": 40, "split": "test+paper", "config": "grounded", "data_revision": "3f2a...",
     "models": {"smollm2-135m-gene-grounded-lora":
        {"ids_right": {"value": 1.0, "low": 0.912, "high": 1.0, "n": 40, "interval": "wilson"}}},
     "kinds": {"smollm2-135m-gene-grounded-lora": "adapter"},
     "refusal": {"smollm2-135m-gene-grounded-lora":
        {"refusal_right": {...}, "false_refusal": {...}}},
     "metrics": {"ids_right": "..."}, "strata": {"pseudogene": 7},
     "by_split": {"paper": {<model>: ...}}, "by_stratum": {"pseudogene": {<model>: ...}},
     "signature": {"bleu": "nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:2.6.0"},
     "bootstrap": {"samples": 2000, "seed": 20240101, "level": 0.95}}

Rows whose prompt holds only foreign records count under ``refusal`` alone; ``n`` is all others.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from datasets_builders.files import write_text

from .answers import Answer, check_ids, in_order, read_answers
from .errors import AnswerFileError, EvalError, SilentModelError
from .intervals import LEVEL, SAMPLES, SEED, interval
from .measures import METRICS, REFUSAL, Item
from .metrics.bleu import bleu_signature
from .metrics.identifiers import identifiers_in
from .metrics.refusal import false_refusal, refusal_right
from .questions import HELD_OUT, Question, content_revision, load_questions
from .references import Reference, read_references

SPLITS = HELD_OUT
Values = dict[str, dict[str, float | None]]  # row id -> metric -> value
_BINARY = {name: metric.binary for name, metric in METRICS.items()}


def score(
    answer_files: Sequence[Path],
    data_folder: Path,
    registry: Path,
    out: Path | None,
    *,
    config: str = "grounded",
    splits: Sequence[str] = SPLITS,
    partial: bool = False,
    samples: int = SAMPLES,
    seed: int = SEED,
    caveats: Sequence[str] = (),
) -> dict[str, Any]:
    """Score every file on the same rows and write the scores file (``out=None``: do not).

    ``partial`` allows files that answer only some rows (made with --limit); all must then answer
    the same ones. ``caveats`` are sentences that a reader must see beside the figures; cards and
    tables repeat them. Raises :class:`EvalError` and its kin, naming file and row.
    """
    if not answer_files:
        raise EvalError("no answers file to score")
    questions = load_questions(data_folder, config, splits)
    answers = read_all(answer_files, questions, partial=partial)
    ids = {a.id for a in next(iter(answers.values()))}
    questions = [q for q in questions if q.id in ids]
    items = _items(answers, questions, read_references(registry, _genes(questions)))
    values = _values(items)
    means = Means(samples, seed, _BINARY)
    kept = [q for q in questions if not q.foreign_only]
    if not kept:
        raise EvalError(f"none of the {len(questions)} rows has the gene's own record")
    result: dict[str, Any] = {
        "n": len(kept),
        "split": "+".join(splits),
        "config": config,
        "data_revision": content_revision(data_folder),
        "models": {m: means.row(v, kept) for m, v in values.items()},
        "kinds": {m: a[0].kind for m, a in answers.items()},
        "refusal": {m: _refusal(means, values[m], items[m]) for m in values},
        "metrics": {name: metric.description for name, metric in METRICS.items()} | REFUSAL,
        "strata": dict(Counter(q.stratum for q in kept).most_common()),
        "by_split": grouped(means, values, kept, lambda q: q.split),
        "by_stratum": grouped(means, values, kept, lambda q: q.stratum),
        "seconds": {m: round(sum(a.seconds for a in rows), 2) for m, rows in answers.items()},
        "signature": {"bleu": bleu_signature()},
        "bootstrap": {"samples": samples, "seed": seed, "level": LEVEL},
    }
    if caveats:
        result["caveats"] = list(caveats)
    if out is not None:
        write_text(out, json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    return result


def label(answer: Answer) -> str:
    """A row's name in the tables; a corrected answer keeps its model's name with an addition."""
    if answer.kind == "corrected" and "correct" not in answer.model:
        return f"{answer.model} + correction"
    return answer.model


def read_all(
    files: Sequence[Path], questions: Sequence[Question], *, partial: bool
) -> dict[str, list[Answer]]:
    """Model -> its answers in the order of the questions; every file must answer the same rows."""
    wanted = {q.id: q for q in questions}
    answers: dict[str, list[Answer]] = {}
    first: set[str] | None = None
    for file in files:
        rows = read_answers(file)
        check_ids(rows, list(wanted), where=str(file), partial=partial)
        first = {a.id for a in rows} if first is None else first
        if {a.id for a in rows} != first:
            raise AnswerFileError(f"{file} answers other rows than {files[0]}: not comparable")
        for a in rows:
            if (a.prompt, a.reference) != (wanted[a.id].prompt, wanted[a.id].reference):
                raise AnswerFileError(
                    f"{file}, {a.id}: its prompt or reference is not the data set's; "
                    "the answers were made from other data, ask again"
                )
        labels = {(label(a), a.kind) for a in rows}
        if len(labels) != 1:
            raise AnswerFileError(f"{file} holds {len(labels)} models where one is needed")
        name = labels.pop()[0]
        if name in answers:
            raise AnswerFileError(f"{file}: {name!r} was already read from another file")
        if not any(a.answer.strip() for a in rows):
            raise SilentModelError(f"{file}: all {len(rows)} answers of {name} are empty: no score")
        answers[name] = in_order(rows, list(wanted))
    return answers


def _genes(questions: Sequence[Question]) -> set[str]:
    return {q.hgnc_id for q in questions} | {g for q in questions for g in _in_prompt(q)}


def _in_prompt(question: Question) -> set[str]:
    """HGNC ids of the records in a prompt."""
    return {i for i in identifiers_in(question.prompt) if i.startswith("HGNC:")}


def _items(
    answers: Mapping[str, Sequence[Answer]],
    questions: Sequence[Question],
    references: Mapping[str, Reference],
) -> dict[str, list[Item]]:
    others = {
        q.id: tuple(references[g] for g in sorted(_in_prompt(q) - {q.hgnc_id})) for q in questions
    }
    return {
        name: [
            Item(a.answer, q, references[q.hgnc_id], others[q.id])
            for a, q in zip(rows, questions, strict=True)
        ]
        for name, rows in answers.items()
    }


def _values(items: Mapping[str, Sequence[Item]]) -> dict[str, Values]:
    total = sum(len(rows) for rows in items.values())
    with tqdm(total=total, desc="scoring", unit="answer", disable=total < 500) as bar:
        result: dict[str, Values] = {}
        for name, rows in items.items():
            result[name] = {}
            for item in rows:
                if not item.question.foreign_only:
                    result[name][item.question.id] = {m: f.of(item) for m, f in METRICS.items()}
                bar.update()
    return result


@dataclass(frozen=True, slots=True)
class Means:
    """Means with intervals, all from one seed; ``binary`` says of each metric if it is 0 or 1."""

    samples: int
    seed: int
    binary: Mapping[str, bool]

    def of(self, values: Sequence[float], *, binary: bool) -> dict[str, Any]:
        found = interval(values, binary=binary, samples=self.samples, seed=self.seed)
        ends = {k: round(getattr(found, k), 6) for k in ("value", "low", "high")}
        return {**ends, "n": found.n, "interval": found.method}

    def row(self, values: Values, questions: Sequence[Question]) -> dict[str, Any]:
        """Metrics that could be measured on at least one of the questions."""
        found = {
            name: [v for q in questions if (v := values[q.id].get(name)) is not None]
            for name in self.binary
        }
        return {n: self.of(v, binary=self.binary[n]) for n, v in found.items() if v}


def grouped(
    means: Means,
    values: Mapping[str, Values],
    questions: Sequence[Question],
    key: Callable[[Question], str],
) -> dict[str, dict[str, Any]]:
    """Group -> model -> metric -> mean, groups in the order of the data set."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(key(question), []).append(question)
    return {g: {m: means.row(v, rows) for m, v in values.items()} for g, rows in groups.items()}


def _refusal(means: Means, values: Values, items: Sequence[Item]) -> dict[str, Any]:
    foreign = [
        refusal_right(i.answer, i.question.subject) for i in items if i.question.foreign_only
    ]
    own = [false_refusal(i.answer) for i in items if not i.question.foreign_only]
    result = {"false_refusal": means.of(own, binary=True)}
    if foreign:
        result = {"refusal_right": means.of(foreign, binary=True), **result}
    return result

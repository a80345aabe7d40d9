"""Score answers about proteins against the data set; a model is never asked here.

The scores file (shortened)::

    {"task": "protein", "n": 12, "split": "test+paper", "config": "plddt",
     "data_revision": "3f2a...",
     "models": {"smolvision-135m-protein-lora":
        {"overlap": {"value": 0.21, "low": 0.15, "high": 0.28, "n": 12, "interval": "bootstrap"}}},
     "kinds": {"smolvision-135m-protein-lora": "adapter", "... blank picture": "control"},
     "metrics": {"overlap": "..."}, "by_question": {"fold-class": {<model>: {"right": {...}}}},
     "proteins": 37, "chance": {"top1": 0.027, "top5": 0.135}, ...}

``models`` has the paper's question; all other kinds stand in ``by_question``.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets_builders.files import write_text

from .answers import Answer
from .errors import EvalError
from .intervals import LEVEL, SAMPLES, SEED
from .metrics.protein_name import name_overlap
from .protein_names import is_exact, is_one_sentence, same_family
from .protein_questions import NAMING, PAPER, class_in, kind_of, right_name
from .questions import Question, content_revision, data_caveats, load_questions
from .score import SPLITS, Means, Values, grouped, read_all

METRICS: Mapping[str, tuple[str, bool]] = {
    "overlap": (
        "longest common substring with the right name, by the length of the name (the paper's)",
        False,
    ),
    "exact": ("names the right protein, in any case and punctuation", True),
    "family": ("names it or a protein whose name differs in its marks of a member alone", True),
    "top1": ("the right name is the likeliest of those compared", True),
    "top5": ("the right name is among the five likeliest", True),
    "right": ("a question of class: the class is the right one, whatever figures follow", True),
    "structural": ("one sentence, whole, in one line", True),
}
_BINARY = {name: binary for name, (_, binary) in METRICS.items()}


def measure(answer: Answer, question: Question) -> dict[str, float | None]:
    """Every metric of one answer; those that the question has no use for are None."""
    text = answer.answer
    if kind_of(question) not in NAMING:
        right = float(class_in(text) == class_in(question.reference))
        return {"right": right, "structural": is_one_sentence(text)}
    name = right_name(question)
    values: dict[str, float | None] = {
        "overlap": name_overlap(text, name),
        "exact": is_exact(text, name),
        "family": same_family(text, name),
        "structural": is_one_sentence(text),
    }
    if answer.ranking is not None:
        rank = int(answer.ranking["rank"])
        values |= {"top1": float(rank == 1), "top5": float(rank <= 5)}
    return values


def score_proteins(
    answer_files: Sequence[Path],
    data_folder: Path,
    out: Path | None,
    *,
    config: str,
    splits: Sequence[str] = SPLITS,
    partial: bool = False,
    samples: int = SAMPLES,
    seed: int = SEED,
    caveats: Sequence[str] = (),
) -> dict[str, Any]:
    """Score every file on the same rows and write the scores file (``out=None``: do not).

    As :func:`eval.score.score`; no registry is needed, since a row has the right name. Raises
    :class:`EvalError` and its kin, naming file and row.
    """
    if not answer_files:
        raise EvalError("no answers file to score")
    questions = load_questions(data_folder, config, splits, pictures=False)
    answers = read_all(answer_files, questions, partial=partial)
    ids = {a.id for a in next(iter(answers.values()))}
    questions = [q for q in questions if q.id in ids]
    values: dict[str, Values] = {
        model: {q.id: measure(a, q) for a, q in zip(rows, questions, strict=True)}
        for model, rows in answers.items()
    }
    means = Means(samples, seed, _BINARY)
    kept = [q for q in questions if kind_of(q) == PAPER]
    if not kept:
        raise EvalError(
            f"none of the {len(questions)} rows asks the paper's question; score other splits"
        )
    result: dict[str, Any] = {
        "task": "protein",
        "n": len(kept),
        "split": "+".join(splits),
        "config": config,
        "data_revision": content_revision(data_folder),
        "models": {m: means.row(v, kept) for m, v in values.items()},
        "kinds": {m: a[0].kind for m, a in answers.items()},
        "metrics": {name: text for name, (text, _) in METRICS.items()},
        "proteins": len({q.subject for q in kept}),
        "strata": dict(Counter(q.stratum for q in kept).most_common()),
        "by_split": grouped(means, values, kept, lambda q: q.split),
        "by_stratum": grouped(means, values, kept, lambda q: q.stratum),
        "by_question": _by_question(means, values, questions),
        "chance": _chance(answers),
        "seconds": {m: round(sum(a.seconds for a in rows), 2) for m, rows in answers.items()},
        "bootstrap": {"samples": samples, "seed": seed, "level": LEVEL},
    }
    if told := [*data_caveats(data_folder), *caveats]:
        result["caveats"] = told
    if out is not None:
        write_text(out, json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    return result


def _by_question(
    means: Means, values: Mapping[str, Values], questions: Sequence[Question]
) -> dict[str, dict[str, Any]]:
    others = [q for q in questions if kind_of(q) != PAPER]
    key: Callable[[Question], str] = kind_of
    return grouped(means, values, others, key)


def _chance(answers: Mapping[str, Sequence[Answer]]) -> dict[str, float]:
    """What a guess among the compared names would have; empty where nothing was ranked."""
    among = [a.ranking["among"] for rows in answers.values() for a in rows if a.ranking]
    if not among:
        return {}
    return {f"top{k}": round(sum(min(1.0, k / n) for n in among) / len(among), 6) for k in (1, 5)}

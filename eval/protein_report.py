"""The report's section on proteins: scores beside baselines and controls, pictures with answers.

``protein_part(scores, answers, questions, run_facts)`` is what the template ``_proteins.html.j2``
shows; pictures are embedded in the page.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .answers import Answer
from .charts import Dot, dot_panel, loss_chart
from .protein_questions import PAPER, kind_of
from .protein_score import METRICS
from .questions import Question
from .reading import of_kind, share, verdict
from .table import TITLES, cell

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture with what was said about it; ``ranking`` is a sentence or empty."""

    subject: str
    picture: str
    answer: str
    reference: str
    ranking: str


def protein_part(
    scores: Mapping[str, Any],
    answers: Sequence[Answer],
    questions: Sequence[Question],
    run_facts: Mapping[str, Any],
) -> dict[str, Any]:
    """``answers`` are the adapter's, ``questions`` those that they answer, with their pictures."""
    columns = [m for m in METRICS if any(m in found for found in scores["models"].values())]
    curve = [(float(step), float(loss)) for step, loss in run_facts.get("loss_curve") or ()]
    return {
        "n": scores["n"],
        "proteins": scores["proteins"],
        "split": scores["split"].replace("+", " and "),
        "sentences": sentences(scores),
        "columns": [TITLES[m] for m in columns],
        "body": [
            {"model": m, "cells": [cell(found.get(c)) for c in columns]}
            for m, found in scores["models"].items()
        ],
        "others": _others(scores),
        "panels": [_panel(scores, m) for m in ("overlap", "top5") if m in columns],
        "loss": loss_chart(curve) if len(curve) > 1 else None,
        "metrics": [(TITLES[m], METRICS[m][0]) for m in columns],
        "shown": shown(answers, questions),
        "caveats": list(scores.get("caveats", ())),
        "level": round(scores["bootstrap"]["level"] * 100),
    }


def sentences(scores: Mapping[str, Any]) -> list[str]:
    """What the figures allow to say: does the model look, and does it beat what does not?"""
    adapter = of_kind(scores, "adapter")
    if adapter is None:
        return []
    own = scores["models"][adapter]
    said = [f"The right protein is named in {share(own['exact'])} answers."]
    for model, kind in scores["kinds"].items():
        if kind in ("baseline", "control"):
            found = scores["models"][model]["overlap"]
            label = model.removeprefix(f"{adapter}, ")
            said.append(
                f"Name overlap {own['overlap']['value']:.2f}, with the {label} "
                f"{found['value']:.2f}: {_verdict(own['overlap'], found)}."
            )
    if "top5" in own:
        said.append(
            f"The right name is among the five likeliest in {share(own['top5'])}; "
            f"a guess would have {scores['chance']['top5']:.0%}."
        )
    return said


def _verdict(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    return verdict(one, other).replace("genes", "pictures")


def _others(scores: Mapping[str, Any]) -> dict[str, Any]:
    """Kinds of question without names, as columns: model by model, the share of right answers."""
    kinds = [
        kind
        for kind, models in scores["by_question"].items()
        if any("right" in found for found in models.values())
    ]
    return {
        "kinds": kinds,
        "body": [
            {
                "model": model,
                "cells": [
                    cell(scores["by_question"][k].get(model, {}).get("right")) for k in kinds
                ],
            }
            for model in scores["models"]
        ],
    }


def _panel(scores: Mapping[str, Any], metric: str) -> str:
    dots = []
    adapter = of_kind(scores, "adapter") or ""
    for model, found in scores["models"].items():
        if f := found.get(metric):
            label = "adapter" if model == adapter else model.removeprefix(f"{adapter}, ")
            dots.append(Dot(label, scores["kinds"][model], f["value"], f["low"], f["high"]))
    return dot_panel(TITLES[metric].capitalize(), dots)


def shown(
    answers: Sequence[Answer], questions: Sequence[Question], most: int = SHOWN
) -> list[Shown]:
    """The first pictures of different proteins with their answers."""
    asked = {q.id: q for q in questions if kind_of(q) == PAPER and q.images}
    found: dict[str, Shown] = {}
    for answer in answers:
        question = asked.get(answer.id)
        if question is None or answer.subject in found or len(found) == most:
            continue
        data = base64.b64encode(question.images[0]).decode("ascii")
        kind = "webp" if question.images[0][8:12] == b"WEBP" else "png"
        found[answer.subject] = Shown(
            subject=answer.subject,
            picture=f"data:image/{kind};base64,{data}",
            answer=answer.answer,
            reference=answer.reference,
            ranking=_ranking(answer),
        )
    return list(found.values())


def _ranking(answer: Answer) -> str:
    if answer.ranking is None:
        return ""
    place = f"The right name is number {answer.ranking['rank']} of {answer.ranking['among']}"
    return f"{place} by likelihood; first came {answer.ranking['top'][0]}."

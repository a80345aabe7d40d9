"""The report of a run: one self-contained HTML page, without scripts and outside resources.

``write_report(Path("build/demo/report.html"), scores=..., answers={"base": [...], ...}, ...)``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets_builders.files import write_text

from . import reading
from .answers import Answer
from .charts import Dot, dot_panel, loss_chart
from .errors import EvalError
from .marking import Piece, marked
from .measures import METRICS
from .table import TITLES, cell

Answers = Mapping[str, Sequence[Answer]]
SPLITS = ("train", "validation", "test", "paper")
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One gene's answers; ``pieces`` is the adapter's answer with its corrections marked."""

    subject: str
    stratum: str
    pieces: tuple[Piece, ...]
    edits: tuple[Mapping[str, Any], ...]
    unverified: tuple[str, ...]
    base: str | None
    reference: str


def write_report(
    out: Path,
    *,
    scores: Mapping[str, Any],
    answers: Answers,
    data_info: Mapping[str, Any],
    audit: Mapping[str, Any],
    run_facts: Mapping[str, Any],
    seconds: Mapping[str, float] | None = None,
    commands: Sequence[tuple[str, str]] = (),
    release: Sequence[tuple[str, str]] = (),
    proteins: Mapping[str, Any] | None = None,
) -> None:
    """Write the page to ``out``, whole or not at all.

    ``scores`` is the scores file, ``answers`` maps "base", "adapter" and "corrected" to their rows
    (any may be missing), ``data_info`` and ``audit`` are the data set's geneverse.json and
    audit.json, ``run_facts`` the adapter's geneverse.json, ``seconds`` the time of each stage,
    ``commands`` pairs of (what it does, command line), ``release`` pairs of (repo, what was loaded
    back from it), ``proteins`` the section on proteins (``protein_report.protein_part``). Raises
    :class:`EvalError` when one of them lacks what the page shows.
    """
    try:
        context = {
            "headline": reading.headline(scores),
            "sentences": reading.sentences(scores),
            "scores": scores,
            "caveats": list(scores.get("caveats", ())),
            "table": _table(scores),
            "titles": TITLES,
            "panels": _panels(scores),
            "loss": _loss(run_facts),
            "examples": examples(answers),
            "data": data_info,
            "rows": _rows(data_info),
            "strata": _strata(data_info, scores["config"]),
            "audit": audit,
            "run": run_facts,
            "run_items": _run_items(run_facts),
            "seconds": dict(seconds or {}),
            "commands": list(commands),
            "release": list(release),
            "proteins": proteins,
        }
    except KeyError as error:
        raise EvalError(f"the report needs {error}, which one of its inputs lacks") from error
    write_text(out, _render(context))


def _render(context: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Charts are made by charts.py, which escapes its texts; all else is escaped here.
    environment.filters["svg"] = Markup
    environment.filters["thousands"] = lambda n: f"{n:,}"
    environment.filters["duration"] = duration
    try:
        return environment.get_template("report.html.j2").render(context)
    except UndefinedError as error:
        raise EvalError(f"the report needs a value that its inputs lack: {error}") from error


def examples(answers: Answers, most: int = SHOWN) -> list[Example]:
    """Up to three genes with corrected answers: those with edits of the most kinds first."""
    raw = {a.id: a for a in answers.get("adapter", ())}
    base = {a.id: a for a in answers.get("base", ())}
    rows = [a for a in answers.get("corrected", ()) if a.id in raw]

    def order(a: Answer) -> tuple[int, int]:
        edits = a.edits or ()
        return -len({e["kind"] for e in edits}), -len(edits)

    return [
        Example(
            subject=a.subject,
            stratum=a.stratum,
            pieces=marked(raw[a.id].answer, a.answer, a.edits or ()),
            edits=a.edits or (),
            unverified=a.unverified or (),
            base=base[a.id].answer if a.id in base else None,
            reference=a.reference,
        )
        for a in sorted(rows, key=order)[:most]
    ]


def _table(scores: Mapping[str, Any]) -> dict[str, Any]:
    columns = [m for m in TITLES if m in METRICS or any(m in r for r in scores["refusal"].values())]
    names = reading.short_names(scores)
    body = [
        {
            "model": model,
            "short": names[model],
            "kind": scores["kinds"][model],
            "cells": [cell({**found, **scores["refusal"].get(model, {})}.get(m)) for m in columns],
        }
        for model, found in scores["models"].items()
    ]
    return {"columns": [TITLES[m] for m in columns], "body": body}


def _panels(scores: Mapping[str, Any]) -> list[str]:
    names = reading.short_names(scores)
    return [
        dot_panel(
            TITLES[metric][0].upper() + TITLES[metric][1:],
            [
                Dot(names[m], scores["kinds"][m], f["value"], f["low"], f["high"])
                for m, found in scores["models"].items()
                if (f := found.get(metric))
            ],
        )
        for metric in METRICS
    ]


def _loss(run_facts: Mapping[str, Any]) -> str | None:
    curve = [(float(step), float(loss)) for step, loss in run_facts.get("loss_curve") or ()]
    return loss_chart(curve) if len(curve) > 1 else None


def _rows(data_info: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "config": config,
            "default": config == data_info.get("default_config"),
            "rows": [splits.get(s, {}).get("rows", 0) for s in SPLITS],
            "total": sum(splits.get(s, {}).get("rows", 0) for s in SPLITS),
        }
        for config, splits in data_info["configs"].items()
    ]


def _strata(data_info: Mapping[str, Any], config: str) -> list[dict[str, Any]]:
    """Rows of each locus type over all splits, the most frequent first, with its share."""
    counts: dict[str, int] = {}
    for by_type in data_info["strata"][config].values():
        for locus_type, rows in by_type.items():
            counts[locus_type] = counts.get(locus_type, 0) + rows
    most = max(counts.values(), default=1)
    return [
        {"type": t, "rows": n, "width": round(100 * n / most, 1)}
        for t, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _run_items(run_facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    dataset = run_facts.get("dataset") or {}
    names = {
        "base_model": "base model",
        "base_revision": "base revision",
        "base_local": "base weights",
        "mode": "mode",
        "train_rows": "training rows",
        "steps": "steps",
        "epochs": "epochs",
        "loss_first": "first loss",
        "loss_last": "last loss",
        "eval_loss": "validation loss",
        "seed": "seed",
        "hardware": "hardware",
    }
    items = [
        (title, _said(run_facts[k])) for k, title in names.items() if run_facts.get(k) is not None
    ]
    if run_facts.get("seconds") is not None:
        items.append(("training time", duration(run_facts["seconds"])))
    if dataset:
        items.append(("data", f"{dataset.get('id')}, {dataset.get('config')}"))
    return items


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def duration(seconds: float) -> str:
    """``75.2`` is ``1 min 15 s``; below ten seconds one decimal stays."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"

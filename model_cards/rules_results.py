"""Rules for ``model-index``: what huggingface_hub's model_index_to_eval_results can read.

It takes task.type, dataset.type, dataset.name, metric.type and metric.value without asking whether
they are there, so a card without one of them cannot be loaded.
"""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from model_cards.known import TASKS
from model_cards.problem import Path, Problem

_NEEDED = (("task", "type"), ("dataset", "type"), ("dataset", "name"))


def is_number(value: Any) -> bool:
    """Whether a value is a finite number, and not a switch."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def result_rules(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Every problem of ``model-index``."""
    index = data.get("model-index")
    if index is None:
        return
    if not isinstance(index, list) or not index:
        yield Problem(
            "index-form",
            ("model-index",),
            "a list with one entry was expected",
            "write - name: ... with results below it",
        )
        return
    if len(index) > 1:
        yield Problem(
            "index-several",
            ("model-index", 1),
            "clients read the name of the last entry only",
            "keep one entry",
            "warning",
        )
    for number, model in enumerate(index):
        path: Path = ("model-index", number)
        if not isinstance(model, dict) or not model.get("name"):
            yield Problem("index-name", path, "an entry has no name", "write the model's name")
            continue
        results = model.get("results")
        if not isinstance(results, list) or not results:
            yield Problem(
                "index-results",
                (*path, "results"),
                f"{model['name']!r} has no results",
                "write them, or leave model-index out",
            )
            continue
        for place, result in enumerate(results):
            yield from _result(str(model["name"]), result, (*path, "results", place))
        yield from _twice(results, (*path, "results"))


def _result(name: str, result: Any, path: Path) -> Iterator[Problem]:
    said = f"a result of {name!r}"
    if not isinstance(result, dict):
        yield Problem("result-form", path, f"{said} is no object", "write task, dataset, metrics")
        return
    for outer, inner in _NEEDED:
        part = result.get(outer)
        if not (isinstance(part, dict) and part.get(inner)):
            yield Problem(
                f"result-{outer}",
                (*path, outer),
                f"{said} has no {outer}.{inner}",
                "clients cannot read the card without it",
            )
    task = result.get("task")
    kind = task.get("type") if isinstance(task, dict) else None
    if kind and str(kind) not in TASKS:
        yield Problem(
            "result-task-unknown",
            (*path, "task", "type"),
            f"{kind!r} is no task of the Hub",
            "write for example text-generation",
            "warning",
        )
    yield from _metrics(said, result.get("metrics"), (*path, "metrics"))


def _metrics(said: str, metrics: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(metrics, list) or not metrics:
        yield Problem("result-metrics", path, f"{said} has no metrics", "write type and value")
        return
    for number, metric in enumerate(metrics):
        if not isinstance(metric, dict) or not metric.get("type"):
            yield Problem(
                "metric-type", (*path, number), f"{said} has a metric without type", "write bleu"
            )
        elif not is_number(metric.get("value")):
            yield Problem(
                "metric-value",
                (*path, number, "value"),
                f"{said}: {metric['type']} is {metric.get('value')!r}, no number",
                "write one number; an interval goes into the metric's name",
            )


def _twice(results: list[Any], path: Path) -> Iterator[Problem]:
    """The same metric of the same data with two values: nobody can tell which holds."""
    seen: dict[tuple[str, ...], Any] = {}
    for number, result in enumerate(results):
        if not isinstance(result, dict) or not isinstance(result.get("metrics"), list):
            continue
        data = result.get("dataset") if isinstance(result.get("dataset"), dict) else {}
        of = tuple(str((data or {}).get(k)) for k in ("type", "config", "split", "revision"))
        for metric in result["metrics"]:
            if not isinstance(metric, dict):
                continue
            key = (*of, str(metric.get("type")))
            if key in seen and seen[key] != metric.get("value"):
                yield Problem(
                    "metric-twice",
                    (*path, number),
                    f"{metric.get('type')} has two values for the same data",
                    "keep the one that was measured last, or name the configuration",
                )
            seen.setdefault(key, metric.get("value"))

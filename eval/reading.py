"""What a scores file says, in plain words that its intervals allow.

One sentence: ``"Every identifier right: 40 of 40 for the adapter, 0 of 40 for its base: better."``
"""

from collections.abc import Mapping
from typing import Any

SHORT = {"base": "base model", "adapter": "adapter", "corrected": "adapter, corrected"}
_SAID = {
    "ids_right": "every identifier right",
    "factual": "gene, class and function right",
    "structural": "one academic paragraph",
}


def of_kind(scores: Mapping[str, Any], kind: str) -> str | None:
    """The first model of a kind, or None."""
    return next((m for m, k in scores["kinds"].items() if k == kind), None)


def short_names(scores: Mapping[str, Any]) -> dict[str, str]:
    """Names that fit a chart: the kind where it is unique, else the model's own name."""
    kinds = list(scores["kinds"].values())
    return {
        model: SHORT[kind] if kind in SHORT and kinds.count(kind) == 1 else model
        for model, kind in scores["kinds"].items()
    }


def share(found: Mapping[str, Any]) -> str:
    """``38 of 40`` of a metric that is 0 or 1."""
    return f"{round(found['value'] * found['n'])} of {found['n']}"


def headline(scores: Mapping[str, Any]) -> str:
    """One sentence on identifiers (on factual answers where none is stated), without full stop."""
    best = of_kind(scores, "adapter") or next(iter(scores["models"]))
    base = of_kind(scores, "base")
    metric = next(m for m in _SAID if m in scores["models"][best])
    who = "the adapter" if scores["kinds"][best] == "adapter" else best
    text = f"{who} has {_SAID[metric]} for {share(scores['models'][best][metric])} held-out genes"
    if base is not None and base != best:
        text += f", its base model for {share(scores['models'][base][metric])}"
    return _capital(text)


def sentences(scores: Mapping[str, Any]) -> list[str]:
    """What else can be said: comparison with the base, correction, refusals, baselines."""
    adapter, base, corrected = (of_kind(scores, k) for k in ("adapter", "base", "corrected"))
    said: list[str] = []
    if adapter and base:
        said += _compared(scores["models"][adapter], scores["models"][base])
    if adapter and corrected:
        said += _corrected(scores["models"][adapter], scores["models"][corrected])
    refused = scores["refusal"].get(adapter, {})
    if "refusal_right" in refused:
        said.append(
            f"Given only records of other genes, the adapter said so in "
            f"{share(refused['refusal_right'])} cases; given the right record, it refused all the "
            f"same in {share(refused['false_refusal'])}."
        )
    trivial = [_baseline(scores, m) for m, k in scores["kinds"].items() if k == "baseline"]
    if trivial:
        said.append(f"What needs no model at all: {'; '.join(trivial)}.")
    return said


def _compared(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return [
        f"{_capital(what)}: {share(one[m])} for the adapter, {share(other[m])} for its base: "
        f"{verdict(one[m], other[m])}."
        for m, what in _SAID.items()
        if m in one
    ]


def _corrected(raw: Mapping[str, Any], corrected: Mapping[str, Any]) -> list[str]:
    if "ids_right" not in raw:
        return []
    return [
        "After correction against the gene registry the adapter's answers have every identifier "
        f"right for {share(corrected['ids_right'])} genes; before, for {share(raw['ids_right'])}."
    ]


def _baseline(scores: Mapping[str, Any], model: str) -> str:
    found = scores["models"][model]
    parts = [f"{what} in {share(found[m])}" for m, what in _SAID.items() if m in found]
    return f"the {model} has {', '.join(parts)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def verdict(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Better or worse only where the intervals do not overlap."""
    if one["low"] > other["high"]:
        return "better"
    if one["high"] < other["low"]:
        return "worse"
    return "no difference that this many genes can show"

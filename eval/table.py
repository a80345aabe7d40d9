"""A scores file as a table to read: one row a model, value and interval in each cell.

``| smollm2-135m-gene-grounded-lora | 0.98 (0.87-1.00) | ... |``
"""

from collections.abc import Mapping
from typing import Any

TITLES: Mapping[str, str] = {
    "overlap": "name overlap",
    "exact": "exact",
    "family": "family",
    "top1": "top 1",
    "top5": "top 5",
    "right": "right",
    "factual": "factual",
    "structural": "structural",
    "ids_right": "all ids right",
    "bleu": "BLEU",
    "rouge1": "ROUGE-1",
    "refusal_right": "refuses rightly",
    "false_refusal": "refuses wrongly",
}


def cell(found: Mapping[str, Any] | None) -> str:
    """``0.98 (0.87-1.00)``, or a dash where the metric was not measured."""
    if found is None:
        return "–"
    return f"{found['value']:.2f} ({found['low']:.2f}–{found['high']:.2f})"


def rows(scores: Mapping[str, Any]) -> list[list[str]]:
    """Header and one row a model, refusals included; metrics of the scores' task alone."""
    titles = {name: title for name, title in TITLES.items() if name in scores["metrics"]}
    header = ["model", *titles.values()]
    body = []
    for model, found in scores["models"].items():
        every = {**found, **scores.get("refusal", {}).get(model, {})}
        body.append([model, *(cell(every.get(name)) for name in titles)])
    return [header, *body]


def markdown(scores: Mapping[str, Any]) -> str:
    """The table in markdown, columns padded so that it reads in a terminal too."""
    table = rows(scores)
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in table
    ]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    drawn = scores["bootstrap"]
    proteins = scores.get("task") == "protein"
    graded = TITLES["overlap"] if proteins else "BLEU and ROUGE-1"
    note = (
        f"\n{scores['n']} {'proteins' if proteins else 'genes'} of {scores['split']} "
        f"({scores['config']}); in brackets the {drawn['level']:.0%} interval: bootstrap "
        f"({drawn['samples']} samples, seed {drawn['seed']}) for {graded}, Wilson for all others."
    )
    note += _protein_note(scores) if proteins else f" BLEU: {scores['signature']['bleu']}"
    told = "".join(f"\n{caveat}" for caveat in scores.get("caveats", ()))
    return "\n".join(lines) + "\n" + note + told + "\n"


def _protein_note(scores: Mapping[str, Any]) -> str:
    """What a guess would have, and how often other questions were answered rightly."""
    chance = scores["chance"]
    note = f" A guess: top 1 {chance['top1']:.2f}, top 5 {chance['top5']:.2f}." if chance else ""
    for kind, models in scores["by_question"].items():
        metric = "right" if any("right" in found for found in models.values()) else "overlap"
        said = "; ".join(f"{m} {cell(found.get(metric))}" for m, found in models.items())
        note += f"\n{kind}, {TITLES[metric]}: {said}"
    return note

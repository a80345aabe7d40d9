"""A scores file as a table to read: one row a model, value and interval in each cell.

``| smollm2-135m-gene-grounded-lora | 0.98 (0.87-1.00) | ... |``
"""

from collections.abc import Mapping
from typing import Any

TITLES: Mapping[str, str] = {
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
    """Header and one row a model, refusals included."""
    header = ["model", *TITLES.values()]
    body = []
    for model, found in scores["models"].items():
        every = {**found, **scores.get("refusal", {}).get(model, {})}
        body.append([model, *(cell(every.get(name)) for name in TITLES)])
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
    note = (
        f"\n{scores['n']} genes of {scores['split']} ({scores['config']}); in brackets the "
        f"{drawn['level']:.0%} interval: bootstrap ({drawn['samples']} samples, seed "
        f"{drawn['seed']}) for BLEU and ROUGE-1, Wilson for all others. "
        f"BLEU: {scores['signature']['bleu']}"
    )
    told = "".join(f"\n{caveat}" for caveat in scores.get("caveats", ()))
    return "\n".join(lines) + "\n" + note + told + "\n"

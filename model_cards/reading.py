"""What the scores of a model mean, in words: in short, beside baselines, and where it fails.

One line of each: ``all identifiers right in 95% of 20 genes (76 to 99%)``; ``BLEU: 0.57 (0.54–0.61)
against 0.55 (0.51–0.59) of `symbol template`: no difference that 20 answers can show.``; ``In 1 of
20 answers an identifier of the record was missing or wrong.``
"""

from collections.abc import Mapping

from eval.table import TITLES
from model_cards.chart import interval_chart
from model_cards.scores import Estimate, Scores

_LOWER_IS_BETTER = frozenset({"false_refusal"})
BASELINES: Mapping[str, str] = {  # of eval/baselines.py
    "symbol template": "one fixed sentence about any gene, with the symbol filled in",
    "record itself": "the record lines of the prompt, copied as the answer",
}
CHARTED = ("factual", "ids_right", "refusal_right")
# A metric that counts, whether it counts what went right, and what went wrong in words.
_FAILURES: Mapping[str, tuple[bool, str]] = {
    "factual": (True, "answers the gene's class or its major function was missing or wrong"),
    "ids_right": (True, "answers an identifier of the record was missing or wrong"),
    "structural": (True, "answers the text was not one academic paragraph"),
    "false_refusal": (
        False,
        "questions it refused although the gene's own record stood in the prompt",
    ),
    "refusal_right": (
        True,
        "questions with the records of other genes only it wrote a description all the same, "
        "instead of saying that the record was not given",
    ),
}


def summary(scores: Scores, name: str) -> str:
    """One sentence for the head of the card; "" where identifiers were not scored.

    ``all identifiers right in 95% of 20 genes (76 to 99%); the base model `x`: 5% (0 to 24%).``
    """
    if "ids_right" not in scores.models[name]:
        return ""
    own = scores.models[name]["ids_right"]
    said = f"all identifiers right in {_percent(own)} of {own.n} genes"
    for other, row in scores.models.items():
        if scores.kinds.get(other) in ("base", "corrected") and "ids_right" in row:
            said += f"; {_label(scores, other, name)}: {_percent(row['ids_right'])}"
    best = _best(scores, "ids_right")
    if best is not None:
        said += f"; `{best[1]}`, a trivial baseline: {_percent(best[0])}"
    return f"{said}. The intervals are {scores.level:.0%} intervals."


def reading(scores: Scores, name: str) -> list[str]:
    """A sentence a metric: is ``name`` better than the best of the trivial baselines?

    Two models are told apart only where their intervals do not overlap.
    """
    said: list[str] = []
    for metric in scores.metrics:
        best = _best(scores, metric)
        if metric not in scores.models[name] or best is None:
            continue
        own, down = scores.models[name][metric], metric in _LOWER_IS_BETTER
        title = TITLES.get(metric, metric)
        verdict = _verdict(own, best[0], down)
        said.append(f"{title}: {own} against {best[0]} of `{best[1]}`: {verdict}.")
    return said


def failures(scores: Scores, name: str) -> list[str]:
    """How often it went wrong, counted, for each metric that counts; what never failed is left
    out."""
    said: list[str] = []
    for metric, (right, text) in _FAILURES.items():
        found = scores.models[name].get(metric)
        if found is None:
            continue
        wrong = round((1 - found.value if right else found.value) * found.n)
        if wrong:
            said.append(f"In {wrong} of {found.n} {text}.")
    return said


def charts(scores: Scores, name: str) -> list[tuple[str, str]]:
    """Title and drawing of the metrics that people look at first, as far as they were scored."""
    drawn: list[tuple[str, str]] = []
    for metric in CHARTED:
        rows = [
            (_label(scores, other, name).replace("`", ""), e.value, e.low, e.high)
            for other, row in scores.models.items()
            if (e := row.get(metric)) is not None
        ]
        if len(rows) > 1 and metric in scores.models[name]:
            drawn.append((TITLES.get(metric, metric), interval_chart(rows)))
    return drawn


def baselines(scores: Scores) -> list[tuple[str, str]]:
    """Name and meaning of the trivial baselines that were scored."""
    return [(n, BASELINES.get(n, "")) for n in scores.models if scores.kinds.get(n) == "baseline"]


def _label(scores: Scores, other: str, own: str) -> str:
    """What a reader calls a model of the table."""
    if other == own:
        return "this model"
    kind = scores.kinds.get(other)
    if kind == "base" and list(scores.kinds.values()).count("base") == 1:
        return "the base alone"
    if kind == "corrected" and other.startswith(own):
        return "this model, corrected"
    return f"`{other}`"


def _best(scores: Scores, metric: str) -> tuple[Estimate, str] | None:
    """The best trivial baseline of a metric, with its name."""
    trivial = [n for n in scores.models if scores.kinds.get(n) == "baseline"]
    rivals = [(scores.models[t][metric], t) for t in trivial if metric in scores.models[t]]
    if not rivals:
        return None
    return (min if metric in _LOWER_IS_BETTER else max)(rivals, key=lambda pair: pair[0].value)


def _percent(found: Estimate) -> str:
    return f"{found.value:.0%} ({found.low * 100:.0f} to {found.high:.0%})"


def _verdict(own: Estimate, best: Estimate, down: bool) -> str:
    if own.low > best.high:
        return "worse" if down else "better"
    if own.high < best.low:
        return "better" if down else "worse"
    return f"no difference that {own.n} answer{'s' if own.n > 1 else ''} can show"

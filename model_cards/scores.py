"""A scores file as a card shows it: a table with intervals, and the Hub's model-index.

One cell: ``0.95 (0.76–0.99)``. What the figures mean in words stands in ``reading.py``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from huggingface_hub import EvalResult

from eval.table import TITLES
from model_cards.errors import CardError
from model_cards.facts import Facts, caveats_of

MADE_BY = "geneverse score"
LEAST = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean in [0, 1] over ``n`` answers with its interval."""

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        return f"{self.value:.2f} ({self.low:.2f}–{self.high:.2f})"


Row = Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Scores:
    """A scores file; ``models`` maps a model's name to its metrics, refusals among them.

    ``kinds`` says of each model whether it is the base, the adapter, corrected or a baseline.
    ``groups`` holds the same for parts of the rows: ``groups["stratum"]["pseudogene"][model]``.
    ``caveats`` are sentences on what these scores cannot show ("The wording was chosen on these
    very rows."), written by whoever measured; the card shows them beside the first figure.
    """

    path: Path
    n: int
    split: str
    config: str
    content: str
    level: float
    signature: str
    descriptions: Mapping[str, str]
    models: Mapping[str, Row]
    kinds: Mapping[str, str]
    groups: Mapping[str, Mapping[str, Mapping[str, Row]]]
    caveats: tuple[str, ...] = ()

    @property
    def metrics(self) -> list[str]:
        """Every metric that some model has, in the order of the tables of `geneverse score`."""
        seen = {name for metrics in self.models.values() for name in metrics}
        return [m for m in TITLES if m in seen] + sorted(seen - set(TITLES))

    def adapter(self, *names: str) -> str:
        """The model that the card is of: one of ``names``, or the only one of kind adapter."""
        own = [n for n in names if n in self.models]
        adapters = [n for n in self.models if self.kinds.get(n) == "adapter"]
        if not own and len(adapters) != 1:
            raise CardError(
                f"{self.path}: which of {', '.join(self.models)} is the adapter of this card? None "
                f"is called {' or '.join(names)} and {len(adapters)} are of the kind adapter; "
                "name it with --model-name"
            )
        return (own or adapters)[0]

    def cells(self, row: Row, metrics: Sequence[str] | None = None) -> list[str]:
        """A cell for each metric, a dash where it was not measured."""
        return [str(row.get(m, "–")) for m in (metrics or self.metrics)]

    def parts(self, name: str, by: str, metrics: Sequence[str]) -> list[list[object]]:
        """``name``'s scores in each group of ``by``: [group, number of answers, cell, ...].

        Groups of fewer than LEAST answers are left out: their intervals say nothing.
        """
        rows: list[list[object]] = []
        for group, models in self.groups[by].items():
            own = models.get(name, {})
            n = max((found.n for found in own.values()), default=0)
            if n >= LEAST:
                rows.append([group, n, *self.cells(own, metrics)])
        return rows

    def eval_results(self, name: str, dataset_id: str, revision: str | None) -> list[EvalResult]:
        """The Hub's form of the scores of ``name``; the interval stands in the metric's name.

        ``value`` has to be one number there, so interval, n and a pointer to the caveats, if there
        are any, go into ``name``, which the Hub shows beside it.
        """
        note = "; with a caveat, see the card" if self.caveats else ""
        return [
            EvalResult(
                task_type="text-generation",
                task_name="Gene function summary",
                dataset_type=dataset_id,
                dataset_name=f"{dataset_id}, {self.config}, {self.split}",
                dataset_config=self.config,
                dataset_split=self.split,
                dataset_revision=revision,
                metric_type=metric,
                metric_value=round(found.value, 4),
                metric_name=(
                    f"{TITLES.get(metric, metric)} ({self.level:.0%} interval "
                    f"{found.low:.2f} to {found.high:.2f}, n = {found.n}{note})"
                ),
            )
            for metric, found in self.models[name].items()
        ]


def read_scores(path: Path) -> Scores:
    """Read a scores file; CardError names the file, the key and the fix."""
    facts = Facts.read(path, MADE_BY)
    if not facts.need("models", kind=dict):
        raise CardError(f"{path}: no model was scored; run `{MADE_BY}` on an answers file")
    return Scores(
        path=path,
        n=facts.need("n", kind=int),
        split=facts.need("split", kind=str),
        config=facts.need("config", kind=str),
        content=facts.need("data_revision", kind=str),
        level=facts.need("bootstrap", "level", kind=float),
        signature=str(facts.get("signature", "bleu") or ""),
        descriptions=facts.need("metrics", kind=dict),
        models={
            name: {**_row(facts, "models", name), **_row(facts, "refusal", name)}
            for name in facts.need("models", kind=dict)
        },
        kinds=facts.need("kinds", kind=dict),
        groups={
            by: {
                group: {name: _row(facts, key, group, name) for name in facts.get(key, group)}
                for group in facts.get(key) or ()
            }
            for by, key in (("split", "by_split"), ("stratum", "by_stratum"))
        },
        caveats=caveats_of(facts),
    )


def _row(facts: Facts, *keys: str) -> dict[str, Estimate]:
    """The metrics of one model; none where the file has no such part."""
    if facts.get(*keys) is None:
        return {}
    return {m: _estimate(facts, *keys, m) for m in facts.need(*keys, kind=dict)}


def _estimate(facts: Facts, *keys: str) -> Estimate:
    value, low, high = (facts.need(*keys, k, kind=float) for k in ("value", "low", "high"))
    if not all(math.isfinite(x) for x in (value, low, high)) or low > high:
        raise CardError(
            f"{facts.path}: {'.'.join(keys)} is {value} with the interval {low} to {high}, which "
            f"cannot be; write the file again with `{MADE_BY}`"
        )
    return Estimate(value, low, high, facts.need(*keys, "n", kind=int))

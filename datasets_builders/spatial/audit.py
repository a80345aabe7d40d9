"""Whether a marker data set can be answered without looking: rules are trained and must fail.

In: the folder of a data set; what was written is read again, and nothing that made the questions is
asked. Out: an :class:`Audit`, kept as ``audit.json``. One entry of ``rules``::

    {"config": "marker", "split": "test_genes", "rule": "gene only", "n": 128,
     "trained": 0.5, "fitted_to_the_split_itself": 0.5, "limit": 0.55}

``trained`` is a decision tree of scikit-learn that saw the training split; the second figure is the
same tree fitted to the very split that it is measured on, the most that such a rule can ever reach.
Both must stay at or below chance plus :data:`SLACK`, on every split but train and the paper's.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from datasets_builders.audits import NAMED, Check, LeakError, violations_of
from datasets_builders.errors import DataError
from datasets_builders.spatial.paper import type_only_score
from datasets_builders.spatial.rows import DEFAULT_CONFIG
from datasets_builders.spatial.split import RULE, SPLITS

SLACK = 0.05
_COLUMNS = ["id", "gene", "cell_type", "section", "options", "label", "group", "answer"]
Table = list[dict[str, Any]]
Key = Callable[[Mapping[str, Any]], dict[str, str]]


class GuessableError(DataError):
    """A rule that does not see the picture answers better than chance."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How a rule did on one split; ``limit`` is ``None`` where it is only reported."""

    config: str
    split: str
    rule: str
    n: int
    trained: float
    fitted_to_the_split_itself: float | None
    limit: float | None

    @property
    def passed(self) -> bool:
        """Whether neither figure is above the limit."""
        best = max(self.trained, self.fitted_to_the_split_itself or 0.0)
        return self.limit is None or best <= self.limit + 1e-9


@dataclass(frozen=True, slots=True)
class Audit:
    """All rules on all splits, and the comparisons across splits."""

    rules: tuple[Measured, ...]
    checks: tuple[Check, ...]
    rows: Mapping[str, Mapping[str, int]]
    genes: int

    @property
    def violations(self) -> list[str]:
        """Rules above their limit and leaks, in words."""
        found = [
            f"{m.config}/{m.split}: the rule '{m.rule}' answers {m.trained:.3f} of {m.n} rows when "
            f"trained, at most {m.fitted_to_the_split_itself or m.trained:.3f} (limit {m.limit})"
            for m in self.rules
            if not m.passed
        ]
        return found + violations_of(self.checks)

    def to_json(self) -> dict[str, Any]:
        """The content of ``audit.json``."""
        return {
            "passed": not self.violations,
            "rule": RULE,
            "units": self.genes,
            "dropped_bridging": 0,
            "violations": self.violations[:NAMED],
            "rules": [asdict(m) for m in self.rules],
            "checks": [check.to_json() for check in self.checks],
        }

    def table(self) -> str:
        """The rules as lines of text, for the terminal."""
        width = max(len(f"{m.config}/{m.split}") for m in self.rules)
        lines = [
            f"{'rules that do not look':<{width}}  {'rule':<18}     n  trained  at most  limit"
        ]
        for m in self.rules:
            most = (
                ""
                if m.fitted_to_the_split_itself is None
                else f"{m.fitted_to_the_split_itself:.3f}"
            )
            limit = "-" if m.limit is None else f"{m.limit:.2f}"
            lines.append(
                f"{m.config + '/' + m.split:<{width}}  {m.rule:<18} {m.n:>5}  {m.trained:>7.3f}  "
                f"{most:>7}  {limit:>5}"
            )
        return "\n".join(lines)

    def raise_if_guessable(self) -> None:
        """Stop a build whose questions can be answered without a picture, or whose splits leak.

        Raises:
            LeakError: something that is held out is in train.
            GuessableError: a rule is above its limit.
        """
        if leaks := violations_of(self.checks):
            raise LeakError(
                f"the splits leak in {len(leaks)} places: {'; '.join(leaks[:5])}; nothing was "
                "written. This is an error of split.py or asked.py of the spatial data"
            )
        if found := self.violations:
            raise GuessableError(
                f"{'; '.join(found[:5])}; nothing was written. Questions that are answered without "
                "the picture measure nothing: this is an error of questions.py of the spatial data"
            )


def audit(folder: Path, configs: Sequence[str]) -> Audit:
    """Train the rules on ``folder/<config>/train.parquet``, measure them on every other split."""
    tables = {config: _read(folder / config) for config in configs}
    return Audit(
        rules=tuple(m for config, splits in tables.items() for m in _measure(config, splits)),
        checks=tuple(_checks(tables)),
        rows={c: {s: len(rows) for s, rows in splits.items()} for c, splits in tables.items()},
        genes=len(
            {row["gene"] for splits in tables.values() for t in splits.values() for row in t}
        ),
    )


def _read(folder: Path) -> dict[str, Table]:
    import pyarrow.parquet as pq

    paths = {split: folder / f"{split}.parquet" for split in SPLITS}
    return {
        split: pq.read_table(path, columns=_COLUMNS).to_pylist()
        for split, path in paths.items()
        if path.is_file()
    }


_YES_NO_RULES: Mapping[str, Key] = {
    "constant": lambda row: {},
    "gene only": lambda row: {"gene": row["gene"]},
    "cell type only": lambda row: {"type": row["cell_type"] or ""},
    "section only": lambda row: {"section": row["section"] or ""},
}
_PAIR_RULE = "gene and type"


def _measure(config: str, splits: Mapping[str, Table]) -> Iterator[Measured]:
    """Every rule of a configuration on every split but train."""
    from datasets_builders.spatial.rules import choice_score, tree_score

    for split, rows in splits.items():
        if split == "train":
            continue
        train, limited = splits.get("train", []), split != "paper"
        chance = 1 / max(2, len(rows[0]["options"]))
        limit = chance + SLACK if limited else None
        if rows[0]["options"]:
            for rule in ("constant place", "options only"):
                score = choice_score(train, rows, rule)
                yield Measured(config, split, rule, len(rows), score, None, limit)
            continue
        for rule, key in _YES_NO_RULES.items():
            if config != DEFAULT_CONFIG and rule != "constant":
                continue  # a gene has one answer there; held-out genes are what keeps it honest
            score, own = tree_score(train, rows, key), tree_score(rows, rows, key)
            yield Measured(config, split, rule, len(rows), score, own, limit)
        if config == DEFAULT_CONFIG:
            score = tree_score(train, rows, lambda r: {"gene": r["gene"], "type": r["cell_type"]})
            yield Measured(config, split, _PAIR_RULE, len(rows), score, None, None)


def _checks(tables: Mapping[str, Mapping[str, Table]]) -> Iterator[Check]:
    """What must not be in train and in a test; ids; one answer a question; the paper's score."""
    twice = Check("row ids, each once in a configuration")
    genes = Check("genes of validation and test_genes, not in train")
    types = Check("cell types of test_cell_types, not in train")
    sections = Check("sections of test_sections, not in any other split")
    pairs = Check("pairs of gene and type of the tests, not in train")
    even = Check("genes and types with as many yes as no, by split and section")
    for config, splits in tables.items():
        ids = Counter(row["id"] for rows in splits.values() for row in rows)
        twice.compared += len(ids)
        twice.violations += [f"{config}: row {i} occurs twice" for i, n in ids.items() if n > 1]
        train = splits.get("train", [])
        for split in ("validation", "test_genes"):
            _apart(genes, config, _values(splits.get(split, []), "gene"), _values(train, "gene"))
        held = splits.get("test_cell_types", [])
        _apart(types, config, _values(held, "cell_type"), _values(train, "cell_type"))
        others = [r for s, rows in splits.items() if s != "test_sections" for r in rows]
        held = splits.get("test_sections", [])
        _apart(sections, config, _values(held, "section"), _values(others, "section"))
        if config == DEFAULT_CONFIG:
            seen = {f"{r['gene']} in {r['cell_type']}" for r in train}
            tested = [r for s, rows in splits.items() if s.startswith("test_") for r in rows]
            _apart(pairs, config, {f"{r['gene']} in {r['cell_type']}" for r in tested}, seen)
            for split, rows in splits.items():
                if split != "paper":
                    _even(even, split, rows)
    yield from (twice, genes, types, sections, pairs, even)
    yield _paper(tables.get(DEFAULT_CONFIG, {}).get("paper", []))


def _values(rows: Table, column: str) -> set[str]:
    return {row[column] for row in rows if row[column]}


def _apart(check: Check, config: str, held: set[str], train: set[str]) -> None:
    check.compared += len(held)
    check.violations += [f"{config}: {one} is in train too" for one in sorted(held & train)]


def _even(check: Check, split: str, rows: Table) -> None:
    balance: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in rows:
        for column in ("gene", "cell_type"):
            balance[row["section"], column, row[column]] += 1 if row["label"] == "yes" else -1
    check.compared += len(balance)
    check.violations += [f"{split}: {key} has {n:+d} yes" for key, n in balance.items() if n]


def _paper(rows: Table) -> Check:
    """That the paper's 40 questions are whole: their type-only score is that of the list."""
    check = Check("the paper's questions, whole and with their known weakness", len(rows))
    if rows:
        written = type_only_score([(r["gene"], r["cell_type"], r["label"]) for r in rows])
        if len(rows) != 40 or abs(written - type_only_score()) > 1e-9:
            check.violations.append(f"{len(rows)} questions, type only {written:.3f}")
    return check

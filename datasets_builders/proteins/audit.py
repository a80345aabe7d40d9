"""Whether a protein data set leaks: what is written is read again and compared across the sides.

In: the folder of a data set. Out: an :class:`Audit`, kept as ``audit.json``. Nothing that made the
splits is asked: accessions, names and sequences are taken from the Parquet files, and relatives of
what is held out are searched for anew. One check::

    {"name": "relatives by sequence", "compared": 1853, "violations": 0}

The sides are train, validation, and test together with the paper's entries.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets_builders.audits import (
    NAMED,
    Check,
    checks_table,
    raise_if_leaking,
    violations_of,
)
from datasets_builders.proteins.clusters import RULE as UNIT_RULE
from datasets_builders.proteins.clusters import Method, relatives
from datasets_builders.proteins.names import normal
from datasets_builders.proteins.questions import NAMING, SOURCE
from datasets_builders.proteins.split import PAPER_ACCESSIONS
from datasets_builders.proteins.split import RULE as SPLIT_RULE
from datasets_builders.splits import SIDES, SPLITS

STRUCTURES = "structures"
RULE = f"{UNIT_RULE} {SPLIT_RULE}"
_BATCH = 160  # rows read at once, each with its picture
_NAMING = frozenset(SOURCE.format(kind=kind) for kind in NAMING)
_COLUMNS = ["id", "subject", "group", "answer", "source", "images"]


@dataclass(frozen=True, slots=True)
class Audit:
    """The result for one data set. ``largest`` is the size of the largest unit in structures."""

    checks: tuple[Check, ...]
    units: int
    units_by_side: dict[str, int]
    structures_by_split: dict[str, int]
    largest: int
    method: str

    @property
    def violations(self) -> list[str]:
        """What was found on two sides, in words."""
        return violations_of(self.checks)

    def to_json(self) -> dict[str, Any]:
        """The content of ``audit.json``."""
        return {
            "passed": not self.violations,
            "rule": RULE,
            "method": self.method,
            "units": self.units,
            "units_by_side": self.units_by_side,
            "structures_by_split": self.structures_by_split,
            "largest_unit": self.largest,
            "dropped_bridging": 0,
            "violations": self.violations[:NAMED],
            "checks": [check.to_json() for check in self.checks],
        }

    def table(self) -> str:
        """The checks as lines of text, for the terminal."""
        return checks_table(self.checks)

    def raise_if_leaking(self) -> None:
        """Stop a build that leaks.

        Raises:
            LeakError: names the first violations.
        """
        raise_if_leaking(self.checks, "clusters.py and split.py of the proteins")


def audit(
    folder: Path,
    configs: Sequence[str],
    *,
    method: Method | None = None,
    threads: int | None = None,
) -> Audit:
    """Compare what ``folder/structures/`` and ``folder/<config>/`` hold across the sides."""
    structures = [
        {**row, "split": split}
        for split in SPLITS
        for row in _table(folder / STRUCTURES / f"{split}.parquet")
    ]
    sides: dict[str, set[str]] = defaultdict(set)
    for one in structures:
        sides[one["id"]].add(SIDES[one["split"]])
    search, how = _relatives(structures, method, threads)
    units = Counter(one["group"] for one in structures)
    unit_side = {one["group"]: SIDES[one["split"]] for one in structures}
    return Audit(
        checks=(
            *_check_structures(structures),
            search,
            *_check_rows(folder, configs, sides),
        ),
        units=len(units),
        units_by_side=dict(sorted(Counter(unit_side.values()).items())),
        structures_by_split=dict(Counter(one["split"] for one in structures)),
        largest=max(units.values(), default=0),
        method=how,
    )


def _table(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist() if path.is_file() else []
    return rows


def _check_structures(structures: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    """The checks of what identifies a protein."""
    keys: dict[str, Callable[[Mapping[str, Any]], list[str]]] = {
        "structure ids": lambda one: [one["id"]],
        "accessions, with all fragments": lambda one: [one["accession"], *one["uniprot_ids"]],
        "units": lambda one: [one["group"]],
        "names": lambda one: [normal(one["name"])],
        "gene symbols": lambda one: [(one["symbol"] or "").upper()],
        "identical sequences": lambda one: [one["sequence"]],
    }
    for name, key in keys.items():
        found: dict[str, set[str]] = defaultdict(set)
        for one in structures:
            for value in key(one):
                if value:
                    found[value].add(SIDES[one["split"]])
        yield _one_side(name, found)
    paper = Check("accessions of the paper's entries, not in train or validation")
    for one in structures:
        if not PAPER_ACCESSIONS.isdisjoint((one["accession"], *one["uniprot_ids"])):
            paper.compared += 1
            if SIDES[one["split"]] != "test":
                paper.violations.append(f"{one['id']} of the paper's is in {one['split']}")
    yield paper


def _relatives(
    structures: Sequence[Mapping[str, Any]], method: Method | None, threads: int | None
) -> tuple[Check, str]:
    """Relatives of what is held out, searched for among all; one of each sequence."""
    first: dict[str, Mapping[str, Any]] = {}
    for one in structures:
        first.setdefault(one["sequence"], one)
    sequences = {one["id"]: sequence for sequence, one in first.items()}
    side = {one["id"]: SIDES[one["split"]] for one in first.values()}
    held_out = {key for key, where in side.items() if where != "train"}
    found = relatives(sequences, held_out, method=method, threads=threads)
    check = Check("relatives by sequence", len(found.pairs))
    for pair in found.pairs:
        if side[pair.a] != side[pair.b]:
            check.violations.append(
                f"{pair.a} on {side[pair.a]} and {pair.b} on {side[pair.b]} are "
                f"{pair.identity:.0%} identical"
            )
    return check, found.method


def _check_rows(
    folder: Path, configs: Sequence[str], sides: Mapping[str, set[str]]
) -> Iterator[Check]:
    """The checks of the rows: ids, units, and answers that name a protein."""
    twice = Check("row ids, each once in a configuration")
    strange = Check("rows on the side of their structure")
    units: dict[str, set[str]] = defaultdict(set)
    answers: dict[str, set[str]] = defaultdict(set)
    pictures: dict[str, set[str]] = defaultdict(set)
    for config in configs:
        seen: set[str] = set()
        for side, row in _rows(folder / config):
            if row["id"] in seen:
                twice.violations.append(f"{config}: row {row['id']} occurs twice")
            seen.add(row["id"])
            if sides.get(row["id"].partition("/")[0]) != {side}:
                strange.violations.append(f"{config}: {row['id']} is on {side}, its structure not")
            units[row["group"]].add(side)
            if row["source"] in _NAMING:
                answers[row["answer"]].add(side)
                digest = hashlib.sha256(row["images"][0]["bytes"]).hexdigest()
                pictures[f"{digest} {row['subject']}"].add(side)
        twice.compared += len(seen)
        strange.compared += len(seen)
    yield twice
    yield strange
    yield _one_side("units of the rows", units)
    yield _one_side("answers that name a protein", answers)
    yield _one_side("pictures with a name", pictures)


def _rows(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Side and row of every row of a configuration."""
    import pyarrow.parquet as pq

    for split, side in SIDES.items():
        path = folder / f"{split}.parquet"
        if not path.is_file():
            continue
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH, columns=_COLUMNS):
                for row in batch.to_pylist():
                    yield side, row


def _one_side(name: str, sides: Mapping[str, Iterable[str]]) -> Check:
    found = [f"{k[:60]} on {' and '.join(sorted(s))}" for k, s in sides.items() if len(set(s)) > 1]
    return Check(name, len(sides), found)

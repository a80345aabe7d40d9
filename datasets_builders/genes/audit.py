"""Whether a gene data set leaks: what is written is read again and compared across the sides.

In: the Parquet files of a data set folder and the gene records. Out: an :class:`Audit`, kept as
``audit.json``. Nothing of the code that made the splits is used but its list of gene groups that
are classes; pseudogenes, parents and shared names are worked out anew from the records. One check::

    {"name": "gene groups (families)", "compared": 1661, "violations": 0}

The sides are train, validation, and test together with the paper's genes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from datasets_builders.genes.groups import is_family
from datasets_builders.genes.records import GeneRecord
from datasets_builders.splits import RULE, Assignment

SIDE = {"train": "train", "validation": "validation", "test": "test", "paper": "test"}


@dataclass(frozen=True, slots=True)
class Audit:
    """The result for one data set; ``units`` are the blocks that no split divides."""

    checks: tuple[Check, ...]
    units: int
    units_by_side: dict[str, int]
    genes_by_split: dict[str, int]
    dropped: int

    @property
    def violations(self) -> list[str]:
        """What was found on two sides, in words."""
        return violations_of(self.checks)

    def to_json(self) -> dict[str, Any]:
        """The content of ``audit.json``."""
        return {
            "passed": not self.violations,
            "rule": RULE,
            "units": self.units,
            "units_by_side": self.units_by_side,
            "genes_by_side": self.genes_by_split,
            "dropped_bridging": self.dropped,
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
        raise_if_leaking(self.checks, "splits.py, groups.py")


def audit(folder: Path, records: Sequence[GeneRecord], assignment: Assignment) -> Audit:
    """Compare what ``folder/<config>/<split>.parquet`` hold; the counts are the assignment's."""
    genes: dict[str, set[str]] = defaultdict(set)
    checks = _check_rows(folder, genes)
    known = [(r, next(iter(genes[r.symbol]))) for r in records if r.symbol in genes]
    return Audit(
        checks=(*checks, *check_relatives(known)),
        units=len(set(assignment.block.values())),
        units_by_side=assignment.blocks_by_side(),
        genes_by_split=assignment.members_by_split(),
        dropped=assignment.dropped,
    )


def _check_rows(folder: Path, genes: dict[str, set[str]]) -> list[Check]:
    """Checks of the rows themselves; fills ``genes``, the sides of each symbol."""
    ids: dict[str, set[str]] = defaultdict(set)
    blocks: dict[str, set[str]] = defaultdict(set)
    answers: dict[str, set[str]] = defaultdict(set)
    twice = Check("row ids, each once in a configuration")
    given: list[tuple[str, str, str]] = []
    for config in sorted(p for p in folder.iterdir() if p.is_dir()):
        seen: set[str] = set()
        for split, side in SIDE.items():
            for row_id, subject, block, answer, question in _read(config / f"{split}.parquet"):
                if row_id in seen:
                    twice.violations.append(f"{config.name}: row {row_id} occurs twice")
                seen.add(row_id)
                ids[row_id.partition("/")[0]].add(side)
                genes[subject].add(side)
                blocks[block].add(side)
                answers[answer].add(side)
                given += [(s, side, row_id) for s in _symbols_given(question)]
        twice.compared += len(seen)
    foreign = Check("genes whose records stand in prompts")
    for symbol, side, row_id in given:
        foreign.compared += 1
        if genes.get(symbol) != {side}:
            foreign.violations.append(f"{row_id} ({side}) shows the record of {symbol}")
    return [
        _one_side("HGNC ids", ids),
        _one_side("symbols", genes),
        _one_side("blocks", blocks),
        _one_side("identical answers", answers),
        twice,
        foreign,
    ]


def _read(path: Path) -> Iterator[tuple[str, ...]]:
    """Id, subject, block, answer and question of each row of a Parquet file."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=["id", "subject", "group", "answer", "messages"])
    questions = pc.struct_field(pc.list_element(table["messages"], 0), "content")
    names = ("id", "subject", "group", "answer")
    return zip(*(table[n].to_pylist() for n in names), questions.to_pylist(), strict=True)


def _symbols_given(question: str) -> list[str]:
    """The symbols of the records in a grounded prompt; none in a closed-book one."""
    head, _, _ = question.rpartition("\n\n")
    return [line.partition(" | ")[0] for line in head.splitlines() if " | " in line]


def _one_side(name: str, sides: Mapping[str, set[str]]) -> Check:
    found = [f"{key[:60]} on {' and '.join(sorted(s))}" for key, s in sides.items() if len(s) > 1]
    return Check(name, len(sides), found)


def check_relatives(known: Sequence[tuple[GeneRecord, str]]) -> list[Check]:
    """The checks of relatives among genes with their side: genes with one key belong together."""
    sources = {
        "gene groups (families)": (_families(r) for r, _ in known),
        "pseudogenes, parents and siblings": (_pseudogene_keys(r) for r, _ in known),
        "shared aliases and symbols": (_names(r) for r, _ in known),
        "RefSeq summaries of protein-coding genes": (_summary(r) for r, _ in known),
    }
    return [_check_keys(name, known, keys) for name, keys in sources.items()]


def _check_keys(
    name: str, known: Sequence[tuple[GeneRecord, str]], keys: Iterable[Iterable[str]]
) -> Check:
    members: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for (record, side), own in zip(known, keys, strict=True):
        for key in set(own):
            members[key][side].append(record.symbol)
    shared = {k: m for k, m in members.items() if sum(map(len, m.values())) > 1}
    leaks = [
        f"{name}: {key[:60]} has "
        + " and ".join(f"{genes[0]} on {side}" for side, genes in sorted(by_side.items()))
        for key, by_side in shared.items()
        if len(by_side) > 1
    ]
    return Check(name, len(shared), leaks)


def _families(record: GeneRecord) -> Iterator[str]:
    return (group for group in record.gene_groups if is_family(group))


def _names(record: GeneRecord) -> Iterator[str]:
    yield record.symbol.upper()
    for name in (*record.aliases, *record.previous_symbols):
        yield name.upper()


def _summary(record: GeneRecord) -> Iterator[str]:
    if record.locus_group == "protein-coding gene" and record.summary:
        yield record.summary


def _pseudogene_keys(record: GeneRecord) -> Iterator[str]:
    """The symbol and name that a gene and its pseudogenes have in common: RPL37 for RPL37P24."""
    symbol, name = record.symbol.upper(), record.name.lower()
    if not record.locus_type.endswith("pseudogene"):
        yield f"symbol {symbol}"
        yield f"name {name}"
        return
    stem = symbol.rstrip("0123456789")
    if stem.endswith("P") and len(stem) > 1:
        yield f"symbol {stem[:-1]}"
    before, found, _ = name.partition("pseudogene")
    if found and (parent := before.rstrip(" ,(")):
        yield f"name {parent}"

"""The split of each structure: by unit, the paper's entries apart.

In: records and their units. Out: an :class:`Assignment` whose members are structure ids. One
value: ``O43280-F1`` is in ``paper``, its relatives in ``test``.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from datasets_builders.splits import Assignment, assign, share

_ENTRIES = """
O43280-F1 O75925-F1 O95218-F1 P00505-F1 P09497-F1 P29692-F1 Q00403-F1 Q14242-F1 Q2LD37-F11
Q5T5F5-F1 Q5T686-F1 Q5VT06-F3 Q5VT66-F1 Q7Z402-F1 Q8N2K0-F1 Q8WXI7-F48 Q99435-F1 Q9BWV3-F1
Q9NYC9-F5 Q9Y5X9-F1
"""
PAPER_ENTRIES = frozenset(_ENTRIES.split())
PAPER_ACCESSIONS = frozenset(entry.partition("-")[0] for entry in PAPER_ENTRIES)
# Held out of a whole proteome, each for test and validation; of few units, so many that there is
# something to measure on.
SHARE, MOST, HELD_OUT = 0.04, 0.2, 20
_RATHER = ("test", "validation")
RULE = (
    "Units go to train, validation or test by a seeded hash. The units of the paper's 20 AlphaFold "
    "entries are on the test side; the entries themselves are a split of their own, their other "
    "fragments and their relatives are in test."
)


def held_out(units: int) -> float:
    """The share of units for test, and for validation: 4% of thousands, at most 20% of few."""
    return min(MOST, max(SHARE, HELD_OUT / max(units, 1)))


def split_structures(unit: Mapping[str, str], *, seed: int) -> Assignment:
    """Place every structure id by :data:`RULE`; ``unit`` gives the unit of each.

    A split that the hash leaves empty gets the next unit of the largest one, as far as there are
    units: with one unit there is train alone, with two train and test.
    """
    paper = PAPER_ENTRIES & set(unit)
    forced = {u for member, u in unit.items() if member.partition("-")[0] in PAPER_ACCESSIONS}
    part = held_out(len(set(unit.values())))
    made = assign(unit, {}, paper=paper, seed=seed, test_share=part, validation_share=part)
    side = {m: "test" if unit[m] in forced and s != "paper" else s for m, s in made.side.items()}
    made = replace(made, side=side)
    for split in ("train", "test", "validation"):
        made = _filled(made, split, forced, seed)
    return made


def _filled(made: Assignment, split: str, forced: set[str], seed: int) -> Assignment:
    if split in made.side.values():
        return made
    of_unit = {u: made.side[m] for m, u in made.block.items() if u not in forced}
    sizes = Counter(of_unit.values())
    if split != "train":
        # Test goes before validation, and train is never emptied for either.
        sizes = Counter({s: n for s, n in sizes.items() if n > 1 or (split, s) == _RATHER})
    if not sizes:
        return made
    largest = max(sizes, key=lambda s: (sizes[s], s == "train"))
    free = [u for u, s in of_unit.items() if s == largest]
    moved = min(free, key=lambda u: share(seed, split, u))
    side = {m: split if made.block[m] == moved else s for m, s in made.side.items()}
    return replace(made, side=side)

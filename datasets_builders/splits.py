"""Leak-safe splits: what belongs together stays together, whatever the task.

In: *members* (genes, proteins, ...), each in one *block* that is never divided, and the *ties*
that a member has (a family, a shared alias; several, or none). Out: the split of each member, with
``None`` for those that cannot be placed without a leak. One value::

    assign({"GLI1": "block:HGNC:4317"}, {"GLI1": {"group:28"}}, paper={"GLI1"}, seed=7).side["GLI1"]
    == "paper"

The rule (:data:`RULE`) is the one that ``audit.json`` of a data set quotes. Ties overlap: joined
transitively, HGNC's gene groups and aliases make one component of 30,084 of 43,882 genes, which
leaves no training set. So each tie goes to one side as a whole, and a block whose ties lie on two
sides is left out of all splits instead of leaking.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

SPLITS = ("train", "validation", "test", "paper")
PAPER = "paper"
BRIDGING = "bridges two sides"
# Test and paper are both evaluation data: what one of them knows may be in the other.
SIDES = {"train": "train", "validation": "validation", "test": "test", "paper": "test"}
TEST_SHARE = 0.04
VALIDATION_SHARE = 0.04

RULE = (
    "A block is never divided: a pseudogene with its parent, by symbol root and by name, and "
    "protein-coding genes with one RefSeq summary. Ties are kept on one side: every HGNC gene "
    "group that is a family, and every alias or earlier symbol that genes share. A tie of a paper "
    "gene's block is on the test side, any other goes by a seeded hash. A block goes to the side "
    "of all its ties; a block whose ties lie on two sides is left out of every split; a block "
    "without a tie goes by a seeded hash. The paper's genes are a split of their own, which "
    "belongs to the test side."
)

K = TypeVar("K", bound=Hashable)


class UnionFind(Generic[K]):
    """Disjoint sets of hashable keys, with path halving; an unknown key is a set of its own."""

    def __init__(self) -> None:
        self._parent: dict[K, K] = {}

    def find(self, key: K) -> K:
        """The representative of the key's set."""
        parent = self._parent
        parent.setdefault(key, key)
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    def union(self, a: K, b: K) -> None:
        """Join the sets of ``a`` and ``b``."""
        self._parent[self.find(a)] = self.find(b)


def share(seed: int, *key: str) -> float:
    """A number in [0, 1) that depends on nothing but its arguments.

    >>> share(1, "tie", "group:28") == share(1, "tie", "group:28")
    True
    """
    digest = hashlib.blake2b("\x1f".join((str(seed), *key)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@dataclass(frozen=True, slots=True)
class Assignment:
    """Member to split (None where its block bridges two sides), and member to block."""

    side: Mapping[str, str | None]
    block: Mapping[str, str]

    def members(self, split: str) -> tuple[str, ...]:
        """The members of a split, in the order in which they were given."""
        return tuple(m for m, s in self.side.items() if s == split)

    @property
    def dropped(self) -> int:
        """How many members bridge two sides and are in no split."""
        return sum(s is None for s in self.side.values())

    def members_by_split(self) -> dict[str, int]:
        """``{"train": 34934, "validation": 1227, "test": 3788, "paper": 20}``."""
        counts = Counter(self.side.values())
        return {split: counts[split] for split in SPLITS}

    def blocks_by_side(self) -> dict[str, int]:
        """Blocks on each side, and those left out; the paper's blocks count as test."""
        sides = {
            b: SIDES[s] if s else BRIDGING for m, b in self.block.items() for s in [self.side[m]]
        }
        return dict(sorted(Counter(sides.values()).items()))


def assign(
    block: Mapping[str, str],
    ties: Mapping[str, Set[str]],
    *,
    paper: Collection[str],
    seed: int,
    test_share: float = TEST_SHARE,
    validation_share: float = VALIDATION_SHARE,
) -> Assignment:
    """Place every member of ``block`` (member to block id) by :data:`RULE`.

    ``ties`` gives the ties of a member (missing: none); ``paper`` the members of the paper's
    evaluation set. Deterministic for a seed, and independent of the order of the members.
    """
    paper = set(paper) & set(block)
    of_block: dict[str, set[str]] = {}
    for member, b in block.items():
        of_block.setdefault(b, set()).update(ties.get(member, ()))
    paper_blocks = {block[m] for m in paper}
    forced = _union(of_block[b] for b in paper_blocks)

    def drawn(kind: str, key: str) -> str:
        x = share(seed, kind, key)
        if x < test_share:
            return "test"
        return "validation" if x < test_share + validation_share else "train"

    def place(b: str) -> str | None:
        if b in paper_blocks:
            return "test"
        sides = {"test" if t in forced else drawn("tie", t) for t in of_block[b]}
        if len(sides) > 1:
            return None
        return sides.pop() if sides else drawn("block", b)

    placed = {b: place(b) for b in of_block}
    side = {m: PAPER if m in paper else placed[b] for m, b in block.items()}
    return Assignment(side=side, block=dict(block))


def _union(sets: Iterable[Set[str]]) -> set[str]:
    return set().union(*sets)

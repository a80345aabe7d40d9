"""Grounded rows: the gene's record stands in the prompt, alone, beside foreign ones, or not at all.

In: records with their splits. Out: instruction rows. A user turn with one foreign record::

    Records:
    ZNF225 | zinc finger protein 225 | HGNC:13018 | ... | no function recorded
    ZNF226 | zinc finger protein 226 | HGNC:13019 | ... | no function recorded

    Please summarize the major function of gene: ZNF226. Use academic language in one paragraph ...

Nobody can know the function of a gene from its name, so this is the form that can be right about a
gene never seen in training. It has to be trained: see ``wording.py`` for the answers.
Foreign records come from the same side of the split only.
"""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from datasets_builders.genes.lean import LeanRecord, lean, record_text
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.wording import answer, refusal
from datasets_builders.schema import GENE_QUESTION, Row
from datasets_builders.splits import PAPER, SIDES, SPLITS, Assignment

__all__ = ["GROUNDED_TEMPLATE", "grounded_rows", "prompt", "record_text"]

GROUNDED_TEMPLATE = "Records:\n{records}\n\n{question}"
RIGHT, BESIDE, FOREIGN = "grounded:right", "grounded:beside", "grounded:foreign"
# Shares of the kinds in training; evaluation rows are right or beside in the same proportion.
KIND_SHARES = {RIGHT: 0.52, BESIDE: 0.36, FOREIGN: 0.12}
# Of how many foreign records how often: mostly one, because each makes the row longer.
_BESIDE_COUNTS = {1: 0.82, 2: 0.11, 3: 0.05, 4: 0.02}
_FOREIGN_COUNTS = {1: 0.8, 2: 0.2}
# How a foreign record is chosen. Close in the alphabet is the hard case (ZNF225 beside ZNF226).
_CHOICES = {"neighbor": 0.4, "same locus type": 0.3, "any": 0.3}
_NEIGHBORS = 4
# Every gene of the paper's set is also asked with foreign records only, of the others this share.
_FOREIGN_EVALUATION = 0.15

T = TypeVar("T")


def prompt(record_lines: Sequence[str], symbol: str) -> str:
    """The user turn: the records, one a line, then the question about ``symbol``."""
    question = GENE_QUESTION.format(symbol=symbol)
    return GROUNDED_TEMPLATE.format(records="\n".join(record_lines), question=question)


@dataclass(frozen=True, slots=True)
class Gene:
    """A gene on one side: its record in lean form, and what its rows say about their origin."""

    record: LeanRecord
    line: str
    locus_type: str
    block: str


class Pool:
    """The genes of one side, from which foreign records are drawn; by symbol and by locus type."""

    def __init__(self, genes: Sequence[Gene]) -> None:
        self.genes = sorted(genes, key=lambda g: g.record.symbol)
        self._symbols = [g.record.symbol for g in self.genes]
        self._by_type: dict[str, list[Gene]] = {}
        for gene in self.genes:
            self._by_type.setdefault(gene.locus_type, []).append(gene)

    def draw(self, gene: Gene, count: int, rng: random.Random) -> list[Gene]:
        """Up to ``count`` different genes other than ``gene``: fewer only in a tiny pool."""
        drawn: dict[str, Gene] = {}
        for _ in range(20 * count):  # a draw may repeat itself, above all in a small pool
            other = self._one(gene, rng)
            if other.record.symbol != gene.record.symbol:
                drawn[other.record.symbol] = other
            if len(drawn) == count:
                break
        return list(drawn.values())

    def _one(self, gene: Gene, rng: random.Random) -> Gene:
        choice = _pick(_CHOICES, rng)
        if choice == "neighbor":
            at = bisect_left(self._symbols, gene.record.symbol)
            return rng.choice(self.genes[max(0, at - _NEIGHBORS) : at + _NEIGHBORS + 1])
        if choice == "same locus type":
            return rng.choice(self._by_type[gene.locus_type])
        return rng.choice(self.genes)


def grounded_rows(
    records: Sequence[GeneRecord],
    assignment: Assignment,
    *,
    seed: int,
    shorten: Callable[[GeneRecord], LeanRecord] = lean,
) -> dict[str, list[Row]]:
    """The rows of each split, by HGNC number; genes that bridge two sides have none.

    Training: one row a gene, of any kind. Evaluation: one row a gene with the right record, and
    rows of the kind foreign with an id of their own (``HGNC:4317/grounded-foreign``). ``shorten``
    is :func:`lean` or a cached form of it.
    """
    genes = {
        r.symbol: Gene(lean_record, lean_record.text, r.locus_type, assignment.block[r.symbol])
        for r in sorted(records, key=lambda r: r.hgnc_number)
        if assignment.side[r.symbol] is not None
        for lean_record in [shorten(r)]
    }
    by_split: dict[str, list[Gene]] = {split: [] for split in SPLITS}
    for symbol, gene in genes.items():
        by_split[assignment.side[symbol] or ""].append(gene)
    pools = {
        side: Pool([g for split in SPLITS if SIDES[split] == side for g in by_split[split]])
        for side in set(SIDES.values())
    }
    return {
        split: [row for g in by_split[split] for row in _rows(g, split, pools[SIDES[split]], seed)]
        for split in SPLITS
    }


def _rows(gene: Gene, split: str, pool: Pool, seed: int) -> Iterator[Row]:
    hgnc_id = gene.record.ids[0]
    rng = random.Random(f"{seed}/grounded/{hgnc_id}")
    alone = len(pool.genes) == 1
    if split == "train":
        yield _row(gene, RIGHT if alone else _pick(KIND_SHARES, rng), pool, rng, seed)
        return
    right = {kind: share for kind, share in KIND_SHARES.items() if kind != FOREIGN}
    yield _row(gene, RIGHT if alone else _pick(right, rng), pool, rng, seed)
    if not alone and (split == PAPER or rng.random() < _FOREIGN_EVALUATION):
        yield _row(gene, FOREIGN, pool, rng, seed, suffix="-foreign")


def _row(gene: Gene, kind: str, pool: Pool, rng: random.Random, seed: int, suffix: str = "") -> Row:
    lines = [] if kind == FOREIGN else [gene.line]
    if kind != RIGHT:
        counts = _FOREIGN_COUNTS if kind == FOREIGN else _BESIDE_COUNTS
        lines += [other.line for other in pool.draw(gene, _pick(counts, rng), rng)]
        rng.shuffle(lines)
    symbol, hgnc_id = gene.record.symbol, gene.record.ids[0]
    return Row(
        id=f"{hgnc_id}/grounded{suffix}",
        task="gene",
        subject=symbol,
        question=prompt(lines, symbol),
        answer=refusal(symbol, seed, hgnc_id) if kind == FOREIGN else answer(gene.record, seed),
        group=gene.block,
        stratum=gene.locus_type,
        source=kind,
    )


def _pick(shares: Mapping[T, float], rng: random.Random) -> T:
    return rng.choices(list(shares), weights=list(shares.values()))[0]

"""What is held out: genes, cell types, whole sections, each for a test split of its own.

In: sections and their truth. Out: a :class:`Plan`. One value: ``plan.split_of("SIM004") ==
"test_genes"``; ``plan.held_types == frozenset({"type B", "type G"})``.

Genes go by a seeded hash, the genes of the paper's questions to the test side. Types are drawn, at
least two, such that questions balanced within gene and type exist among them; where four types
cannot be left for training, none is held out. Of several sections one in five, at least one, is
held out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from datasets_builders.errors import DataError
from datasets_builders.spatial.paper import PAPER_GENES
from datasets_builders.spatial.questions import Pair, balanced
from datasets_builders.spatial.section import Section
from datasets_builders.spatial.truth import NO, YES, Truth
from datasets_builders.splits import share

TESTS = ("test_genes", "test_cell_types", "test_sections")
SPLITS = ("train", "validation", *TESTS, "paper")
GENE_SHARES = {"test_genes": 0.2, "validation": 0.12}
TYPE_SHARE = 0.2
_LEFT_FOR_TRAINING = 4  # types
_ENOUGH = 16  # questions about held-out types
_DRAWS = 30
RULE = (
    "Genes go to train, validation or test_genes by a seeded hash; the genes of the paper's "
    "questions are on the test side. test_cell_types asks about types that no training question "
    "names, test_sections about a section of which no picture is in train, with pairs of gene and "
    "type that no training question has. Within each section of each split every gene and every "
    "cell type has as many yes as no, chosen as a maximum circulation."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The split of each gene (train, validation or test_genes), held-out types and sections."""

    genes: Mapping[str, str]
    held_types: frozenset[str]
    held_sections: frozenset[str]

    def genes_of(self, split: str) -> frozenset[str]:
        """The genes of train, validation or test_genes."""
        return frozenset(gene for gene, where in self.genes.items() if where == split)


def pairs(
    truth: Truth, genes: frozenset[str], types: frozenset[str]
) -> tuple[list[Pair], list[Pair]]:
    """The yes and the no pairs among some genes and types, in the section's order."""
    rows = [n for n, name in enumerate(truth.type_names) if name in types]
    columns = [n for n, name in enumerate(truth.genes) if name in genes]

    answers = truth.answer[np.ix_(rows, columns)].T

    def found(answer: int) -> list[Pair]:
        hits = np.argwhere(answers == answer)
        return [(truth.genes[columns[g]], truth.type_names[rows[t]]) for g, t in hits]

    return found(YES), found(NO)


def make_plan(sections: Sequence[Section], truths: Mapping[str, Truth], *, seed: int) -> Plan:
    """Place genes, types and sections.

    Raises:
        DataError: two sections have one name.
    """
    names = [section.name for section in sections]
    if len(set(names)) < len(names):
        raise DataError(f"two sections have one name ({', '.join(names)}); rename a file or folder")
    genes = {gene: _gene_split(gene, seed) for section in sections for gene in section.genes}
    held = _held_sections(names, seed)
    shown = [truths[name] for name in names if name not in held]
    training = frozenset(gene for gene, where in genes.items() if where == "train")
    return Plan(genes, _held_types(shown, training, seed), held)


def _gene_split(gene: str, seed: int) -> str:
    if gene in PAPER_GENES:
        return "test_genes"
    at = share(seed, "gene", gene)
    for split, part in GENE_SHARES.items():
        if at < part:
            return split
        at -= part
    return "train"


def _held_sections(names: Sequence[str], seed: int) -> frozenset[str]:
    if len(names) < 2:
        return frozenset()
    order = sorted(names, key=lambda name: share(seed, "section", name))
    return frozenset(order[: max(1, round(len(names) * 0.2))])


def _held_types(truths: Sequence[Truth], genes: frozenset[str], seed: int) -> frozenset[str]:
    """The first draw of types with enough balanced questions, else the draw with most of them."""
    tested = sorted(
        {
            name
            for truth in truths
            for name, answers in zip(truth.type_names, truth.answer, strict=True)
            if (answers == YES).any()
        }
    )
    number = max(2, round(len(tested) * TYPE_SHARE))
    if len(tested) - number < _LEFT_FOR_TRAINING:
        return frozenset()
    best: tuple[int, frozenset[str]] = (0, frozenset())
    for draw in _draws(tested, number, seed):
        questions = sum(2 * len(balanced(*pairs(t, genes, draw), seed=seed)[0]) for t in truths)
        if questions >= _ENOUGH:
            return draw
        best = max(best, (questions, draw), key=lambda found: found[0])
    return best[1]


def _draws(types: Sequence[str], number: int, seed: int) -> Iterator[frozenset[str]]:
    for n in range(_DRAWS):
        order = sorted(types, key=lambda name: share(seed, "type", str(n), name))
        yield frozenset(order[:number])

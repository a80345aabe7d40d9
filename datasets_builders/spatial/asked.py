"""The questions of each configuration and split, before they have words and pictures.

In: sections, their truth, the plan of what is held out. Out: :class:`Asked`, by split. One value::

    Asked(section="simulated-1", gene="SIM004", right="yes", cell_type="type C",
          truth={"log2_fold_change": 2.6, "adjusted_p": 1e-30, "share_in": 0.9, "share_rest": 0.3})
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from datasets_builders.spatial.paper import PAPER_QUESTIONS
from datasets_builders.spatial.patterns import Pattern
from datasets_builders.spatial.questions import Pair, balanced, foursomes
from datasets_builders.spatial.section import Section
from datasets_builders.spatial.split import SPLITS, Plan, pairs
from datasets_builders.spatial.truth import GREY, Truth
from datasets_builders.splits import share

_FOR_SECTIONS = 0.5  # share of the training genes that the held-out section is asked about


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``section`` is "" where no section has the gene (paper's questions).

    ``right`` is "yes" or "no", a cell type, or a quarter of the section; ``options`` are what a
    choice offers, in the order in which it is written.
    """

    section: str
    gene: str
    right: str
    cell_type: str = ""
    options: tuple[str, ...] = ()
    truth: Mapping[str, float] = field(default_factory=dict)


Questions = dict[str, list[Asked]]


def marker_questions(
    sections: Sequence[Section], truths: Mapping[str, Truth], plan: Plan, *, seed: int
) -> Questions:
    """Yes or no, balanced within gene and type in each section of each split."""
    made: Questions = {split: [] for split in SPLITS}
    training = plan.genes_of("train")
    some = frozenset(g for g in training if share(seed, "for sections", g) < _FOR_SECTIONS)
    # First the held-out section, one pair of each kind a gene, so that train can leave those out.
    for truth in _of(sections, truths, plan, held=True):
        made["test_sections"] += _balanced(truth, some, _types(truth, plan), seed, most=1)
    barred = {(one.gene, one.cell_type) for one in made["test_sections"]}
    for truth in _of(sections, truths, plan, held=False):
        types = _types(truth, plan)
        made["train"] += _balanced(truth, training, types, seed, barred=barred)
        for split in ("validation", "test_genes"):
            made[split] += _balanced(truth, plan.genes_of(split), types, seed)
        made["test_cell_types"] += _balanced(truth, training, plan.held_types, seed)
    made["paper"] = [_paper(one, sections) for one in PAPER_QUESTIONS]
    return _with_rows(made)


def choice_questions(
    sections: Sequence[Section], truths: Mapping[str, Truth], plan: Plan, *, seed: int
) -> Questions:
    """Which of four types; the held-out section is asked about held-out genes."""
    made: Questions = {split: [] for split in SPLITS}
    for split, genes, held in _gene_splits(plan):
        for truth in _of(sections, truths, plan, held=held):
            types = [t for t in truth.type_names if t in _types(truth, plan)]
            own = [g for g in truth.genes if g in genes]
            answers = {
                (truth.genes[g], truth.type_names[t]): int(truth.answer[t, g])
                for t, g in np.argwhere(truth.answer != GREY)
            }
            made[split] += [
                Asked(truth.section, c.gene, c.right, c.right, c.options, truth.of(c.right, c.gene))
                for c in foursomes(own, types, answers, seed=seed)
            ]
    return _with_rows(made)


def pattern_questions(
    found: Sequence[Pattern],
    plan: Plan,
    balance: Callable[[Sequence[Pattern]], Sequence[Pattern]],
) -> Questions:
    """Questions about where a gene is seen; ``found`` has all clear ones of all sections.

    ``balance`` chooses among those of one split.
    """
    made: Questions = {split: [] for split in SPLITS}
    for split, genes, held in _gene_splits(plan):
        own = [p for p in found if p.gene in genes and (p.section in plan.held_sections) == held]
        made[split] = [
            Asked(p.section, p.gene, p.right, options=p.options, truth=p.truth)
            for p in balance(own)
        ]
    return _with_rows(made)


def _gene_splits(plan: Plan) -> Iterator[tuple[str, frozenset[str], bool]]:
    """Split, its genes, whether it is about held-out sections."""
    for split in ("train", "validation", "test_genes"):
        yield split, plan.genes_of(split), False
    yield "test_sections", plan.genes_of("test_genes"), True


def _of(
    sections: Sequence[Section], truths: Mapping[str, Truth], plan: Plan, *, held: bool
) -> list[Truth]:
    return [truths[s.name] for s in sections if (s.name in plan.held_sections) == held]


def _types(truth: Truth, plan: Plan) -> frozenset[str]:
    return frozenset(truth.type_names) - plan.held_types


def _balanced(
    truth: Truth,
    genes: frozenset[str],
    types: frozenset[str],
    seed: int,
    *,
    most: int | None = None,
    barred: set[Pair] | None = None,
) -> list[Asked]:
    yes, no = pairs(truth, genes, types)
    left_out = barred or set()
    chosen = balanced(
        [p for p in yes if p not in left_out],
        [p for p in no if p not in left_out],
        seed=seed,
        most=most,
    )
    made = [
        Asked(truth.section, gene, right, cell_type, truth=truth.of(cell_type, gene))
        for right, found in zip(("yes", "no"), chosen, strict=True)
        for gene, cell_type in found
    ]
    # Neither all yes first nor the answer to be read from the order; a gene's stand together.
    return sorted(made, key=lambda one: (one.gene, share(seed, one.gene, one.cell_type)))


def _paper(one: tuple[str, str, str], sections: Sequence[Section]) -> Asked:
    gene, cell_type, right = one
    for section in sections:
        if gene in section.genes and cell_type in section.type_names:
            return Asked(section.name, gene, right, cell_type)
    return Asked("", gene, right, cell_type)


def _with_rows(made: Questions) -> Questions:
    return {split: found for split, found in made.items() if found}

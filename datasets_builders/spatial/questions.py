"""Which questions are asked, so that no rule without the picture can know the answer.

In: pairs whose answer is yes and pairs whose answer is no. Out: a choice of both in which every
gene has as many yes as no, and every cell type too. One value::

    balanced([("LUM", "Fibroblasts")], [("LUM", "B"), ...], seed=13)

A rule that reads only the gene, only the type, or neither then scores exactly one half, on what it
was fitted to as well as on anything new; drawing at random and weighting cannot promise that.

The choice is a circulation: a yes pair is an edge from its gene to its type, a no pair one from its
type to its gene, each used once at most, and what flows into a node flows out. The largest such
flow is a linear programme whose corners are whole numbers (its matrix is that of a network), solved
by HiGHS. A seeded cost far below one chooses among equally large ones.

For a choice of four types, :func:`foursomes` gives sets of four genes over the same four types,
each gene marking another one of them: whoever knows only the options is right in one of four.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from datasets_builders.errors import DataError
from datasets_builders.spatial.truth import GREY, NO, YES

Pair = tuple[str, str]  # gene, cell type
_MOST_SUBSETS = 5000  # sets of four types that are looked through
_EACH = 2  # foursomes of one set of types before the next one's turn


def balanced(
    yes: Sequence[Pair], no: Sequence[Pair], *, seed: int, most: int | None = None
) -> tuple[list[Pair], list[Pair]]:
    """The largest choice of both in which each gene and each type has as many yes as no.

    ``most`` bounds the yes questions of a gene.

    Raises:
        DataError: the solver gave no whole numbers, which a network's programme cannot do.
    """
    if not yes or not no:
        return [], []
    from scipy.optimize import linprog

    pairs = [*yes, *no]
    sign = np.repeat([1.0, -1.0], [len(yes), len(no)])
    equal = _incidence(pairs, sign)
    bound = None if most is None else _of_genes(yes, len(pairs))
    rng = np.random.default_rng(seed)
    cost = -1 - rng.uniform(0, 1e-3, size=len(pairs))
    found = linprog(
        cost,
        A_eq=equal,
        b_eq=np.zeros(equal.shape[0]),
        A_ub=bound,
        b_ub=None if bound is None else np.full(bound.shape[0], float(most or 0)),
        bounds=(0, 1),
        method="highs-ds",
    )
    if found.x is None or np.abs(found.x - found.x.round()).max() > 1e-6:
        raise DataError(
            f"balancing {len(pairs)} questions gave no whole numbers ({found.message}); this is an "
            "error of questions.py or of scipy's solver"
        )
    used = found.x.round() == 1
    return (
        [pair for pair, take in zip(yes, used[: len(yes)], strict=True) if take],
        [pair for pair, take in zip(no, used[len(yes) :], strict=True) if take],
    )


def _incidence(pairs: Sequence[Pair], sign: NDArray[np.float64]) -> Any:
    """Nodes x pairs, CSR: a yes pair counts +1 at its gene and its type, a no pair -1."""
    from scipy import sparse

    genes = {g: n for n, g in enumerate(dict.fromkeys(g for g, _ in pairs))}
    types = {t: n + len(genes) for n, t in enumerate(dict.fromkeys(t for _, t in pairs))}
    rows = [genes[g] for g, _ in pairs] + [types[t] for _, t in pairs]
    columns = np.tile(np.arange(len(pairs)), 2)
    shape = len(genes) + len(types), len(pairs)
    return sparse.csr_matrix((np.tile(sign, 2), (rows, columns)), shape=shape)


def _of_genes(yes: Sequence[Pair], pairs: int) -> Any:
    """Genes x pairs, CSR: which yes pairs are of the gene."""
    from scipy import sparse

    genes = {g: n for n, g in enumerate(dict.fromkeys(g for g, _ in yes))}
    rows = [genes[g] for g, _ in yes]
    return sparse.csr_matrix(
        (np.ones(len(yes)), (rows, np.arange(len(yes)))), shape=(len(genes), pairs)
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of four types a gene marks: ``options`` in the order in which they are written."""

    gene: str
    options: tuple[str, ...]
    right: str


def foursomes(
    genes: Sequence[str],
    types: Sequence[str],
    answers: Mapping[Pair, int],
    *,
    seed: int,
) -> list[Choice]:
    """Sets of four questions over the same four types, each type the right one once.

    ``answers`` has ``YES`` or ``NO`` for (gene, type); a gene takes part where it marks exactly
    one of the four and is known not to mark the other three, in one set only. Within a set the
    right one stands once at each of the four places.
    """
    rng = np.random.default_rng(seed)
    table = np.array([[answers.get((g, t), GREY) for t in types] for g in genes], dtype=np.int8)
    table = table.reshape(len(genes), len(types))
    free = np.ones(len(genes), dtype=bool)
    made: list[Choice] = []
    for four in _subsets(len(types), rng):
        part = table[:, four]
        clear = ((part == YES).sum(axis=1) == 1) & ((part == NO).sum(axis=1) == 3)
        by_type = [np.flatnonzero(free & clear & (part[:, n] == YES)) for n in range(4)]
        # A few of each set of types, so that the later sets find genes too.
        for n in range(min(_EACH, *(len(found) for found in by_type))):
            chosen = [int(found[n]) for found in by_type]
            free[chosen] = False
            made += _set_of_four(chosen, [types[t] for t in four], genes, rng)
    return made


def _subsets(types: int, rng: Generator) -> Iterator[list[int]]:
    every = list(itertools.islice(itertools.combinations(range(types), 4), _MOST_SUBSETS))
    order = rng.permutation(len(every))
    for _ in range(2):  # the second time for what the first left
        for n in order:
            yield list(every[n])


def _set_of_four(
    chosen: Sequence[int], types: Sequence[str], genes: Sequence[str], rng: Generator
) -> Iterator[Choice]:
    for place, n in enumerate(rng.permutation(4)):
        others = [t for t in types if t != types[n]]
        rng.shuffle(others)
        yield Choice(genes[chosen[n]], (*others[:place], types[n], *others[place:]), types[n])

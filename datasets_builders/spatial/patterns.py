"""Questions about a gene's pattern: does it vary over the section, and where is it highest.

In: a section. Out: balanced :class:`Pattern` questions. One value::

    Pattern(gene="SIM011", right="yes", truth={"moran_i": 0.31, "adjusted_p": 0.0})

Spatially variable: Moran's I of the log-normalised counts over each cell's six nearest neighbours,
by squidpy, with its p under normality. A gene that varies is asked about together with one that
does not and that is about as strong on average, so that brightness does not tell them apart.

Where highest: the quarter of the section (halves of its extent) whose cells have the highest mean
of normalised counts, at least :data:`MARGIN` times the next one and :data:`ERRORS` standard errors
above it. Equally many questions for each quarter.

A balance holds within the genes that are handed in, so it is made for each split by itself.
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.spatial.section import Section
from datasets_builders.spatial.truth import normalised_blocks
from datasets_builders.splits import share

NEIGHBOURS = 6
VARIES, EVEN = 0.15, 0.03  # Moran's I from which on it varies, and up to which it does not
P = 0.01
MARGIN, ERRORS = 1.25, 3.0
LEAST_CELLS = 30  # in each quarter
LEAST_COUNTS = 30  # of a gene in the section
# As the picture shows them: x to the right, y down, as coordinates of images are.
QUARTERS = ("upper left", "upper right", "lower left", "lower right")


@dataclass(frozen=True, slots=True)
class Pattern:
    """The right answer for one gene and the statistics that it rests on."""

    gene: str
    right: str
    options: tuple[str, ...] = ()
    truth: Mapping[str, float] = field(default_factory=dict)
    strength: float = 0.0
    section: str = ""


def varying(section: Section) -> list[Pattern]:
    """Genes that vary ("yes") and that do not ("no"); unclear ones are left out.

    ``strength`` is the natural logarithm of the gene's counts in the section.
    """
    moran, p = moran_i(section)
    total = np.asarray(section.counts.sum(axis=0)).ravel()
    made = []
    for n, gene in enumerate(section.genes):
        truth = {"moran_i": float(moran[n]), "adjusted_p": float(p[n])}
        if total[n] < LEAST_COUNTS:
            continue
        strength, name = float(np.log(total[n])), section.name
        if moran[n] >= VARIES and p[n] < P:
            made.append(Pattern(gene, "yes", truth=truth, strength=strength, section=name))
        elif moran[n] <= EVEN:
            made.append(Pattern(gene, "no", truth=truth, strength=strength, section=name))
    return made


def moran_i(section: Section) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Moran's I and its p, adjusted over the genes, of every gene in the section's order."""
    import anndata
    import pandas as pd
    from scipy.stats import false_discovery_control

    squidpy = _squidpy()
    graph = neighbours(section)
    moran, p = np.full((2, len(section.genes)), np.nan)
    for start, block in normalised_blocks(section):
        genes = pd.Index([str(n) for n in range(block.shape[1])])
        cells = pd.Index(np.arange(section.cells).astype(str))
        data = anndata.AnnData(
            X=block, obs=pd.DataFrame(index=cells), var=pd.DataFrame(index=genes)
        )
        data.obsp["spatial_connectivities"] = graph
        squidpy.gr.spatial_autocorr(data, mode="moran", n_perms=None, show_progress_bar=False)
        found = data.uns["moranI"].loc[genes]
        moran[start : start + len(genes)] = found["I"]
        p[start : start + len(genes)] = found["pval_norm"]
    return moran, np.asarray(false_discovery_control(np.nan_to_num(p, nan=1.0)))


def neighbours(section: Section) -> Any:
    """Each cell's :data:`NEIGHBOURS` nearest others as a CSR matrix of cells x cells, all ones.

    The graph that squidpy's ``spatial_neighbors`` of coordinates ("generic") gives; its name and
    its place differ between squidpy 1.8 and 1.9.
    """
    from scipy import sparse
    from scipy.spatial import cKDTree

    n = section.cells
    near = min(NEIGHBOURS, n - 1)
    found = cKDTree(section.coordinates).query(section.coordinates, k=near + 1)[1]
    other = found != np.arange(n)[:, None]
    other[other.all(axis=1), -1] = False  # cells at one place: drop the last instead of oneself
    rows = np.repeat(np.arange(n), near)
    return sparse.csr_matrix((np.ones(n * near), (rows, found[other])), shape=(n, n))


def _squidpy() -> Any:
    """squidpy, whose import warns about the doc strings of its own functions."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=SyntaxWarning, module="docrep")
        import squidpy

    return squidpy


def matched(found: Sequence[Pattern]) -> list[Pattern]:
    """As many yes as no, each with one of the other of like strength (an optimal assignment)."""
    from scipy.optimize import linear_sum_assignment

    yes = [one for one in found if one.right == "yes"]
    no = [one for one in found if one.right == "no"]
    if not yes or not no:
        return []
    strengths = [np.array([one.strength for one in some]) for some in (yes, no)]
    rows, columns = linear_sum_assignment(np.abs(strengths[0][:, None] - strengths[1][None]))
    return [p for a, b in zip(rows, columns, strict=True) for p in (yes[int(a)], no[int(b)])]


def highest(section: Section) -> list[Pattern]:
    """The quarter in which each gene is highest; genes without a clear one are left out."""
    quarter = quarters(section)
    size = np.bincount(quarter, minlength=4)
    if size.min() < LEAST_CELLS:
        return []
    return list(_highest(section, quarter))


def quarters(section: Section) -> NDArray[np.int64]:
    """The quarter of each cell, an index into :data:`QUARTERS`."""
    where = section.coordinates
    right, low = (where > (where.min(axis=0) + where.max(axis=0)) / 2).T
    found: NDArray[np.int64] = right.astype(np.int64) + 2 * low.astype(np.int64)
    return found


def _highest(section: Section, quarter: NDArray[np.int64]) -> Iterator[Pattern]:
    total = np.asarray(section.counts.sum(axis=0)).ravel()
    for start, block in normalised_blocks(section):
        for n, values in enumerate(np.expm1(block.toarray()).T):
            if total[start + n] < LEAST_COUNTS:
                continue
            parts = [values[quarter == q] for q in range(4)]
            means = np.array([part.mean() for part in parts])
            first, second = np.argsort(-means)[:2]
            error = np.sqrt(sum(parts[q].var() / len(parts[q]) for q in (first, second)))
            gap = means[first] - means[second]
            if means[first] < MARGIN * means[second] or gap < ERRORS * error:
                continue
            truth = {"mean": float(means[first]), "mean_of_next": float(means[second])}
            gene, right = section.genes[start + n], QUARTERS[first]
            yield Pattern(gene, right, QUARTERS, truth, section=section.name)


def evened(found: Sequence[Pattern], seed: int) -> list[Pattern]:
    """Equally many of each quarter, drawn by a seeded hash; none where a quarter has none."""
    by_right = {right: [one for one in found if one.right == right] for right in QUARTERS}
    number = min(len(own) for own in by_right.values())
    return [
        one
        for own in by_right.values()
        for one in sorted(own, key=lambda p: share(seed, p.section, p.gene))[:number]
    ]

"""Simulated tissue sections, whose markers are known because they were put there.

In: a seed and sizes. Out: a :class:`Simulation`: sections of one tissue, and for each gene the
types that it marks. One value: ``Simulation.markers["SIM004"] == frozenset({"type C"})``.

The model, in the order in which it is drawn:

1. Cells lie on a jittered grid of :data:`SPACING` micrometres with holes, as cells are packed.
2. Niches are Voronoi regions of random centres. Each niche has its own mixture of cell types (a
   Dirichlet draw, sharpened), so that types form regions that overlap, and each section its own
   layout of them.
3. Genes are markers (of one to three types, :data:`FOLD` times their base there), housekeeping
   (the same everywhere), gradients (along an axis, whatever the type) or rare (almost nothing).
   A gene's role and types are the same in all sections; layout and noise are not.
4. A count is negative binomial: mean = base x fold x size factor of the cell (log-normal), and
   variance = mean + mean^2 / :data:`SIZE` (drawn as a gamma mixture of Poissons).

Names are invented on purpose: no language model has read of SIM004 or of type C, so a right answer
comes from the picture.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from datasets_builders.spatial.section import Section

SPACING = 10.0  # micrometres between neighbours, about a cell's diameter
HOLES = 0.1  # share of grid points without a cell
CENTRES = 3  # Voronoi centres a niche
SHARPNESS = 0.35  # of the Dirichlet; the smaller, the more one type rules a niche
FOLD = (5.0, 12.0)
SIZE = 2.5  # of the negative binomial
DEPTH = 0.25  # standard deviation of the log of a cell's size factor
ROLES = ("marker", "housekeeping", "gradient", "rare")
ROLE_SHARES = (0.6, 0.16, 0.16, 0.08)
BASES: Mapping[str, tuple[float, float]] = {
    "marker": (0.15, 0.8),
    "housekeeping": (0.5, 4.0),
    "gradient": (0.3, 1.5),
    "rare": (0.005, 0.03),
}
MODEL = (
    "cells on a jittered grid; niches as Voronoi regions with Dirichlet mixtures of cell types; "
    "counts negative binomial with known markers, housekeeping, gradient and rare genes"
)


@dataclass(frozen=True, slots=True)
class Simulation:
    """Sections of one tissue; the types each gene marks (none: empty), and each gene's role."""

    sections: tuple[Section, ...]
    markers: dict[str, frozenset[str]]
    roles: dict[str, str]


def simulate(
    *, seed: int = 13, cells: int = 1200, genes: int = 240, types: int = 8, sections: int = 3
) -> Simulation:
    """Draw sections of about ``cells`` cells each; equal arguments give equal sections.

    Raises:
        ValueError: fewer than two types or genes, or more than 26 types.
    """
    if not 2 <= types <= 26 or genes < 2 or cells < types or sections < 1:
        raise ValueError(
            f"cannot simulate {sections} sections of {cells} cells, {genes} genes and {types} "
            "types; needed are 2 to 26 types, 2 genes, one section, and as many cells as types"
        )
    rng = np.random.default_rng([seed, 0])
    names = tuple(f"type {chr(ord('A') + n)}" for n in range(types))
    symbols = tuple(f"SIM{n:03d}" for n in range(1, genes + 1))
    roles = rng.choice(len(ROLES), size=genes, p=ROLE_SHARES)
    base = np.array([np.exp(rng.uniform(*np.log(BASES[ROLES[r]]))) for r in roles])
    fold = _folds(rng, roles, types)
    steep = np.where(roles == ROLES.index("gradient"), rng.choice([-2.5, 2.5], size=genes), 0.0)
    angle = rng.uniform(0, 2 * np.pi, size=genes)
    niches = rng.dirichlet(np.full(types, SHARPNESS), size=types) + 0.02
    drawn = tuple(
        _section(
            np.random.default_rng([seed, n]),
            f"simulated-{n}",
            cells,
            (names, symbols),
            niches / niches.sum(axis=1, keepdims=True),
            (base, fold, steep, angle),
        )
        for n in range(1, sections + 1)
    )
    marks = {
        symbol: frozenset(names[t] for t in np.flatnonzero(fold[:, g] > 1))
        for g, symbol in enumerate(symbols)
    }
    return Simulation(drawn, marks, {s: ROLES[r] for s, r in zip(symbols, roles, strict=True)})


def _folds(rng: Generator, roles: NDArray[np.int64], types: int) -> NDArray[np.float64]:
    """Types x genes: how many times its base a gene has in a type; 1 but for markers."""
    fold = np.ones((types, len(roles)))
    most = min(3, types - 1)
    for gene in np.flatnonzero(roles == ROLES.index("marker")):
        marked = rng.choice(types, size=rng.integers(1, most + 1), replace=False)
        fold[marked, gene] = rng.uniform(*FOLD, size=len(marked))
    return fold


def _section(
    rng: Generator,
    name: str,
    cells: int,
    labels: tuple[tuple[str, ...], tuple[str, ...]],
    niches: NDArray[np.float64],
    profile: tuple[NDArray[np.float64], ...],
) -> Section:
    from scipy import sparse

    names, symbols = labels
    where = _places(rng, cells)
    codes = _types(rng, where, niches)
    base, fold, steep, angle = profile
    centred = (where - where.mean(axis=0)) / np.ptp(where, axis=0)
    depth = np.exp(rng.normal(0, DEPTH, size=len(where)))
    columns = []
    for g in range(len(symbols)):  # gene by gene, so that memory stays small
        along = centred @ np.array([np.cos(angle[g]), np.sin(angle[g])])
        mean = base[g] * fold[codes, g] * np.exp(steep[g] * along) * depth
        counts = rng.poisson(rng.gamma(SIZE, mean / SIZE))
        columns.append(sparse.csc_matrix(counts[:, None].astype(np.float32)))
    return Section(
        name=name,
        coordinates=where,
        type_names=names,
        type_codes=codes,
        genes=symbols,
        counts=sparse.hstack(columns, format="csc"),
        types_origin="simulated",
    )


def _places(rng: Generator, cells: int) -> NDArray[np.float64]:
    """Cells on a square grid of SPACING, some missing, each moved by up to a third of it."""
    side = int(np.ceil(np.sqrt(cells / (1 - HOLES))))
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    kept = np.sort(rng.permutation(len(grid))[:cells])
    moved = grid[kept] + rng.uniform(-1 / 3, 1 / 3, size=(len(kept), 2))
    places: NDArray[np.float64] = moved * SPACING
    return places


def _types(
    rng: Generator, where: NDArray[np.float64], niches: NDArray[np.float64]
) -> NDArray[np.int32]:
    """A type for each cell: the nearest centre gives its niche, the niche its mixture."""
    centres = rng.uniform(where.min(axis=0), where.max(axis=0), size=(CENTRES * len(niches), 2))
    nearest = np.empty(len(where), dtype=np.int64)
    for start in range(0, len(where), 8192):
        apart = where[start : start + 8192, None] - centres[None]
        nearest[start : start + 8192] = (apart**2).sum(axis=-1).argmin(axis=1)
    mixture = niches[nearest % len(niches)].cumsum(axis=1)
    drawn = (rng.random(len(where))[:, None] > mixture).sum(axis=1)
    codes: NDArray[np.int32] = np.minimum(drawn, len(niches) - 1).astype(np.int32)
    return codes

"""What a section must be before anything is computed from it; each failure has a name.

In: what a reader found. Out: nothing, or an error that says the value, the file and what to do.
One value: ``check_counts(block, ...)`` on log-normalised data raises :class:`CountsError`:
"... cell 0, gene ABCC11: 1.386 is no count; ... choose the raw counts with --layer or --raw".
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from datasets_builders.errors import SourceError

# Median distance to the nearest cell, in micrometres: less than a cell's radius is no micrometre,
# and nothing that is sold has its spots further apart.
_NEAREST = (0.5, 500.0)
_MOST_TYPES = 250
_NAMED = 8


class SectionError(SourceError):
    """A section cannot be used as it is."""


class CoordinateError(SectionError):
    """Coordinates are missing, not finite, not in the plane, or not in micrometres."""


class CountsError(SectionError):
    """Counts are missing, negative, not whole or not finite."""


class CellTypeError(SectionError):
    """Cell types are missing, fewer than two, or not names of types."""


class GeneError(SectionError):
    """Gene names are missing or not unique."""


class LengthError(SectionError):
    """Parts of one section disagree on the number of cells or genes."""


def check_coordinates(where: NDArray[np.float64], cells: int, file: str) -> None:
    """Finite, n x 2, one place a cell, and of a scale that micrometres have.

    Raises:
        CoordinateError: not so.
        LengthError: as many places as cells are needed.
    """
    if where.ndim != 2 or where.shape[1] < 2:
        raise CoordinateError(
            f'{file}: obsm["spatial"] has the shape {where.shape}; x and y of each cell are needed'
        )
    if len(where) != cells:
        raise LengthError(f'{file}: obsm["spatial"] has {len(where)} rows for {cells} cells')
    if cells == 0:
        raise LengthError(f"{file}: not one cell; the file or its filter is empty")
    bad = np.flatnonzero(~np.isfinite(where).all(axis=1))
    if len(bad):
        raise CoordinateError(
            f"{file}: {len(bad)} of {cells} cells have no finite coordinates, the first is cell "
            f"{bad[0]} at {where[bad[0]].tolist()}; drop those cells, or fix obsm['spatial']"
        )
    _check_scale(where, file)


def _check_scale(where: NDArray[np.float64], file: str) -> None:
    from scipy.spatial import cKDTree

    if len(where) < 2 or not np.ptp(where, axis=0).any():
        raise CoordinateError(f"{file}: all {len(where)} cells lie at one place; nothing to see")
    some = where[:: max(1, len(where) // 5000)]
    nearest = float(np.median(cKDTree(where).query(some, k=2)[0][:, 1]))
    low, high = _NEAREST
    if not low <= nearest <= high:
        raise CoordinateError(
            f"{file}: the nearest cell is {nearest:.3g} away (median), which cannot be micrometres "
            f"({low:g} to {high:g}); say with --micrometres-per-unit what one unit of "
            'obsm["spatial"] is (1000 for millimetres)'
        )


def check_genes(genes: Sequence[str], file: str) -> None:
    """Named, and each once.

    Raises:
        GeneError: not so.
    """
    if not genes:
        raise GeneError(f"{file}: not one gene in var")
    twice = [gene for gene, n in Counter(genes).items() if n > 1]
    if twice or "" in genes:
        names = ", ".join(twice[:_NAMED])
        raise GeneError(
            f"{file}: {len(twice)} gene names occur more than once ({names}); add their counts up "
            "or make them unique (AnnData.var_names_make_unique), or choose a column of var with "
            "--gene-column"
        )


def check_counts(values: NDArray[np.generic], file: str, what: str, *, first_cell: int = 0) -> None:
    """The non-zero values of a block: finite, not negative, whole (to a thousandth).

    Raises:
        CountsError: not so; ``what`` says which matrix it was.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise CountsError(f"{file}: {what} has values that are not finite; repair the file")
    wrong = (numbers < 0) | (np.abs(numbers - np.round(numbers)) > 1e-3)
    if wrong.any():
        value = numbers[wrong][0]
        raise CountsError(
            f"{file}: {what} has {value:.4g} (after cell {first_cell}), which is no count; "
            "normalised or scaled data cannot be tested: choose the raw counts with --layer NAME "
            "or --raw"
        )


def check_types(
    names: Sequence[str], codes: NDArray[np.int32], cells: int, file: str, column: str
) -> None:
    """At least two types with cells, one code a cell, and not as many types as an id column has.

    Raises:
        CellTypeError: not so.
        LengthError: as many codes as cells are needed.
    """
    if len(codes) != cells:
        raise LengthError(f"{file}: {len(codes)} cell types for {cells} cells")
    used = np.unique(codes[codes >= 0])
    if len(used) < 2:
        only = f" ({names[used[0]]})" if len(used) else ""
        raise CellTypeError(
            f"{file}: column {column!r} has {len(used)} cell type{only}; a marker sets one type "
            "apart from others, so at least two are needed"
        )
    if len(used) > _MOST_TYPES:
        raise CellTypeError(
            f"{file}: column {column!r} has {len(used)} different values, as ids or measurements "
            "have; name the column of cell types with --cell-type-column"
        )


def column_missing(column: str, columns: Sequence[str], file: str) -> CellTypeError:
    """The error for a column that obs does not have, with those that it has."""
    there = ", ".join(map(str, columns[:_NAMED])) or "none"
    return CellTypeError(
        f"{file}: obs has no column {column!r}; it has {there}. Name the column of cell types with "
        "--cell-type-column, or give them in a table with --cell-types"
    )

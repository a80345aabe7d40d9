"""Which genes of a section can be drawn, and how much was counted in each cell.

In: a :class:`Section`. One value: ``empty_genes(section) == ("KRT1",)``, of which no cell has a
count, so that there is nothing to be seen.
"""

import difflib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.spatial.render.raster import PictureError
from datasets_builders.spatial.section import Section

_COLUMNS_AT_ONCE = 64


def empty_genes(section: Section) -> tuple[str, ...]:
    """The genes of which no cell has a count: no picture can be made of them."""
    counts = section.counts
    return tuple(
        gene
        for gene, begin, end in zip(
            section.genes, counts.indptr[:-1], counts.indptr[1:], strict=True
        )
        if not counts.data[begin:end].any()
    )


def check_genes(section: Section, genes: Sequence[str]) -> None:
    """Refuse genes that cannot be drawn.

    Raises:
        PictureError: unknown genes, with what they may have meant; genes without a count.
    """
    places = {gene: n for n, gene in enumerate(section.genes)}
    for gene in genes:
        if gene not in places:
            near = difflib.get_close_matches(gene.upper(), section.genes, n=3)
            raise PictureError(
                f"section {section.name} has no gene {gene!r} among its {len(places)}"
                + (f"; near it: {', '.join(near)}" if near else "")
            )
    counts = section.counts
    empty = [g for g in genes if not _any(counts, places[g])]
    if empty:
        more = f" and {len(empty) - 5} more" if len(empty) > 5 else ""
        raise PictureError(
            f"section {section.name}: no cell has a count of {', '.join(empty[:5])}{more}; leave "
            "out what empty_genes() lists"
        )


def _any(counts: Any, column: int) -> bool:
    return bool(counts.data[counts.indptr[column] : counts.indptr[column + 1]].any())


def cell_totals(section: Section) -> NDArray[np.float64]:
    """Counts by cell over all genes, float64 of n; a few columns at once, to spare memory."""
    counts = section.counts
    totals = np.zeros(section.cells)
    for first in range(0, len(section.genes), _COLUMNS_AT_ONCE):
        last = min(first + _COLUMNS_AT_ONCE, len(section.genes))
        part = slice(counts.indptr[first], counts.indptr[last])
        totals += np.bincount(counts.indices[part], counts.data[part], minlength=section.cells)
    return totals

"""Which pixel shows which cell: worked out once a section, the same for every gene.

In: a section and the room for it. Out: a :class:`Raster`. One value: on 160 x 160 pixels a section
of 160,000 cells on 4 x 4 mm has 25 micrometres and about six cells a pixel; ``slots`` 25,312.

A *slot* is a pixel in which at least one cell has its centre; its value is the mean over its cells.
A pixel without a centre takes the slot of the cell whose area covers it, so that a cell is as large
as it is in the tissue, where the picture has the pixels for it. Where it has not, cells reach one
pixel far, which closes the pinholes between them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets_builders.errors import DataError
from datasets_builders.spatial.render import palette
from datasets_builders.spatial.section import Section

GROUND = -1
# A cell's radius in distances to its four nearest: a square lattice of discs of the tile's area has
# 0.56, a hexagonal one 0.53.
_RADIUS = 0.55
_LONE_RADIUS = 5.0  # micrometres, where a section has a single cell


class PictureError(DataError):
    """A picture cannot be drawn: unknown gene, no cells, nothing counted, impossible size."""


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """``slot_of_pixel`` is int32 of height x width (:data:`GROUND` where no cell is),
    ``slot_of_cell`` int32 of n, ``cells_in_slot`` float64 of s, ``type_of_slot`` int32 of s: the
    type most of its cells have. ``scale`` is micrometres a pixel, ``radius`` a cell's, in pixels.
    """

    slot_of_pixel: NDArray[np.int32]
    slot_of_cell: NDArray[np.int32]
    cells_in_slot: NDArray[np.float64]
    type_of_slot: NDArray[np.int32]
    scale: float
    radius: float

    @property
    def slots(self) -> int:
        """How many pixels have a cell's centre in them."""
        return len(self.cells_in_slot)


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """The rectangle of a section's cells in micrometres, with the cells' radii, float64 of n."""

    x: float
    y: float
    width: float
    height: float
    radii: NDArray[np.float64]

    def scale_in(self, width: int, height: int) -> float:
        """Micrometres a pixel, if all of it is to be seen in so many pixels."""
        return max(self.width / width, self.height / height)


def extent(section: Section) -> Extent:
    """Measure a section.

    Raises:
        PictureError: no cells, or a coordinate that is not finite.
    """
    if not section.cells:
        raise PictureError(f"section {section.name} has no cells; there is nothing to draw")
    where = section.coordinates
    if not np.isfinite(where).all():
        bad = int(np.flatnonzero(~np.isfinite(where).all(axis=1))[0])
        raise PictureError(
            f"section {section.name}: cell {bad} lies at {where[bad].tolist()}; drop the cells "
            "without finite coordinates"
        )
    radii = _radii(section)
    low = (where - radii[:, None]).min(axis=0)
    high = (where + radii[:, None]).max(axis=0)
    width, height = (high - low).tolist()
    return Extent(float(low[0]), float(low[1]), width, height, radii)


def _radii(section: Section) -> NDArray[np.float64]:
    """From the cells' areas; where none is known, of a size that fills the tissue."""
    n = section.cells
    if section.areas is not None:
        known = np.isfinite(section.areas) & (section.areas > 0)
        if known.any():
            filled = np.where(known, section.areas, np.median(section.areas[known]))
            radii: NDArray[np.float64] = np.sqrt(filled / np.pi)
            return radii
    if n == 1:
        return np.full(1, _LONE_RADIUS)
    from scipy.spatial import cKDTree

    some = section.coordinates[:: max(1, n // 20_000)]  # the median needs no more of them
    apart = cKDTree(section.coordinates).query(some, k=min(5, n))[0][:, 1:]
    return np.full(n, float(np.median(apart.mean(axis=1))) * _RADIUS or _LONE_RADIUS)


def rasterise(section: Section, found: Extent, width: int, height: int) -> Raster:
    """Lay the section on at most so many pixels, y pointing down as in a microscope's image."""
    scale = found.scale_in(width, height)
    columns = min(width, int(np.ceil(found.width / scale)))
    rows = min(height, int(np.ceil(found.height / scale)))
    place = (section.coordinates - [found.x, found.y]) / scale
    column = np.minimum(place[:, 0].astype(np.int64), columns - 1)
    row = np.minimum(place[:, 1].astype(np.int64), rows - 1)
    pixels, slots, counts = np.unique(
        row * columns + column, return_inverse=True, return_counts=True
    )
    slot_of_pixel = np.full(rows * columns, GROUND, dtype=np.int32)
    slot_of_pixel[pixels] = np.arange(len(pixels))
    empty = np.flatnonzero(slot_of_pixel == GROUND)
    centres = np.stack([empty % columns, empty // columns], axis=1).astype(np.float64) + 0.5
    nearest = _nearest(place, found.radii / scale, centres)
    hit = nearest >= 0
    slot_of_pixel[empty[hit]] = slots[nearest[hit]]
    return Raster(
        slot_of_pixel=slot_of_pixel.reshape(rows, columns),
        slot_of_cell=slots.astype(np.int32),
        cells_in_slot=counts.astype(np.float64),
        type_of_slot=_majority(section.type_codes, slots, len(pixels), len(section.type_names)),
        scale=scale,
        radius=float(np.median(found.radii)) / scale,
    )


def _nearest(
    place: NDArray[np.float64], radii: NDArray[np.float64], centres: NDArray[np.float64]
) -> NDArray[np.int64]:
    """For each pixel's centre the cell that covers it, -1 for none; all in pixels.

    Where several do, the one counts whose radius the distance is the least part of.
    """
    from scipy.spatial import cKDTree

    reach = np.maximum(radii, 1.0)
    near = min(4, len(place))
    apart, cells = cKDTree(place).query(centres, k=near, distance_upper_bound=reach.max() + 1e-9)
    apart, cells = apart.reshape(-1, near), cells.reshape(-1, near)
    share = apart / np.append(reach, 1.0)[cells]  # the tree says n, at infinity, for none
    best = share.argmin(axis=1)
    rows = np.arange(len(best))
    found: NDArray[np.int64] = np.where(share[rows, best] <= 1.0, cells[rows, best], -1)
    return found


def _majority(
    codes: NDArray[np.int32], slots: NDArray[np.int64], n: int, types: int
) -> NDArray[np.int32]:
    """The type most cells of each slot have, -1 where none has one; ties go to the first."""
    typed = codes >= 0
    votes = np.bincount(slots[typed] * types + codes[typed], minlength=n * types).reshape(n, types)
    winners: NDArray[np.int32] = np.where(votes.any(axis=1), votes.argmax(axis=1), -1).astype(
        np.int32
    )
    return winners


def type_indices(section: Section) -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """The palette entry of each type code (the last is for no type), and the types with a colour.

    Colours go by the order of ``type_names``, so that sections with the same names agree.
    """
    names = section.type_names
    room = len(palette.TYPE_COLOURS)
    shown = list(range(len(names)))
    if len(names) > room:
        sizes = list(section.type_counts().values())
        shown = sorted(sorted(shown, key=lambda t: (-sizes[t], t))[: room - 1])
    entries = np.full(len(names) + 1, palette.OTHER, dtype=np.uint8)
    entries[-1] = palette.UNTYPED
    entries[shown] = palette.FIRST_TYPE + np.arange(len(shown))
    return entries, tuple(names[t] for t in shown)

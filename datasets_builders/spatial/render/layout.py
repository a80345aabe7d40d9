"""Where the panels of a picture lie, and everything on it that no gene changes.

In: a section, a size and a style. Out: :class:`Sheet`. Panels are put beside or above one another,
whichever shows the tissue larger; below them lie scale bar, colour bar and legend. The gene's name
is not written: a model would read it, and another gene's picture could not stand in as a control.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from datasets_builders.spatial.render import palette
from datasets_builders.spatial.render.legend import (
    GAP,
    Pen,
    colour_bar,
    draw_legend,
    legend_rows,
    scale_bar,
)
from datasets_builders.spatial.render.raster import (
    GROUND,
    PictureError,
    Raster,
    extent,
    rasterise,
    type_indices,
)
from datasets_builders.spatial.section import Section

Style = Literal["side-by-side", "outline", "two"]
STYLES: tuple[Style, ...] = get_args(Style)
SIZES = (160, 2048)
# A cell of fewer pixels across has no inside left between its outline.
_SMALLEST_RING = 5.0
_BLOCK = 8  # pixels of the squares whose types are outlined instead


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """``base`` is uint8 of size x size, palette entries; a gene changes the pixels ``target``
    (int32, flat), each to the value of its slot in ``source`` (int32). ``types`` is the second
    image of the style "two". ``panels`` are the corners (x, y) of the tissue: expression, and cell
    types where they have a panel of their own. ``bar`` is the scale bar in micrometres.
    """

    base: NDArray[np.uint8]
    target: NDArray[np.int32]
    source: NDArray[np.int32]
    raster: Raster
    types: NDArray[np.uint8] | None
    shown: tuple[str, ...]
    panels: tuple[tuple[int, int], ...]
    bar: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """The rooms of the panels, (x, y) each, their common size, and the y of the line below."""

    corners: tuple[tuple[int, int], ...]
    width: int
    height: int
    strip: int


def compose(section: Section, size: int, style: Style) -> Sheet:
    """Draw what all genes of a section have in common.

    Raises:
        PictureError: see :func:`extent` and :func:`legend_rows`; an unknown style, a size outside
            :data:`SIZES`, no cell types, a legend that leaves no room.
    """
    if style not in STYLES:
        raise PictureError(f"style {style!r}: the styles are {', '.join(STYLES)}")
    if not SIZES[0] <= size <= SIZES[1]:
        raise PictureError(f"size {size}: pictures have {SIZES[0]} to {SIZES[1]} pixels a side")
    if not section.type_names:
        raise PictureError(
            f"section {section.name} names no cell types; there is no legend to draw"
        )
    found = extent(section)
    entries, shown = type_indices(section)
    names, colours = _legend(section, entries, shown)
    pen = Pen(size)
    rows = legend_rows(names, pen)
    frame = _frame(pen, len(rows), style, found.width / found.height)
    raster = rasterise(section, found, frame.width, frame.height)
    canvas = np.full((size, size), palette.WHITE, dtype=np.uint8)
    bar = scale_bar(canvas, pen, GAP, frame.strip, raster.scale, frame.width)
    types = canvas.copy() if style == "two" else None
    colour_bar(canvas, pen, size - GAP, frame.strip)
    draw_legend(types if types is not None else canvas, pen, rows, colours)
    fill = _types_of_pixels(raster, entries)
    target, source = _expression_pixels(canvas, frame, raster, style, fill)
    if style == "outline":
        pen.write(canvas, GAP, GAP, "expression (grey) in outlines of cell types")
    else:
        pen.write(canvas, frame.corners[0][0], frame.corners[0][1] - pen.line, "expression")
        sheet = types if types is not None else canvas
        x, y = frame.corners[-1]
        pen.write(sheet, x, y - pen.line, "cell types")
        _paste(sheet, x, y, frame, fill)
    panels = tuple(_offset(x, y, frame, fill.shape) for x, y in frame.corners)
    return Sheet(canvas, target, source, raster, types, shown, panels, bar)


def _legend(
    section: Section, entries: NDArray[np.uint8], shown: tuple[str, ...]
) -> tuple[list[str], list[int]]:
    names = list(shown)
    colours = [int(entries[section.type_names.index(n)]) for n in shown]
    if pooled := len(section.type_names) - len(shown):
        names.append(f"{pooled} other types")
        colours.append(palette.OTHER)
    if (section.type_codes < 0).any():
        names.append("no type")
        colours.append(palette.UNTYPED)
    return names, colours


def _frame(pen: Pen, rows: int, style: Style, aspect: float) -> _Frame:
    """Panels as large as the tissue can be shown in; ``aspect`` is its width over its height."""
    strip = pen.size - 2 * GAP - (rows + 1) * pen.line
    top, wide = GAP + pen.line, pen.size - 2 * GAP
    high = strip - GAP - top
    corners: tuple[tuple[int, int], ...]
    if style == "side-by-side":
        beside = ((pen.size - 3 * GAP) // 2, high)
        above = (wide, (high - GAP - pen.line) // 2)
        if min(beside[0], beside[1] * aspect) >= min(above[0], above[1] * aspect):
            corners = ((GAP, top), (2 * GAP + beside[0], top))
            width, height = beside
        else:
            corners = ((GAP, top), (GAP, top + above[1] + GAP + pen.line))
            width, height = above
    else:
        corners, width, height = ((GAP, top), (GAP, top))[: 1 + (style == "two")], wide, high
    if min(width, height) < pen.size // 8:
        raise PictureError(
            f"the legend takes {rows} lines of {pen.size} pixels and leaves no room for the "
            "tissue; draw larger pictures or join cell types"
        )
    return _Frame(corners, width, height, strip)


def _types_of_pixels(raster: Raster, entries: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The palette entry of each pixel of a panel, white for ground."""
    by_slot = np.append(entries[raster.type_of_slot], np.uint8(palette.WHITE))
    return by_slot[raster.slot_of_pixel]  # GROUND is -1: the last


def _offset(x: int, y: int, frame: _Frame, shape: tuple[int, ...]) -> tuple[int, int]:
    """The corner of tissue centred in its panel across, and at its top."""
    return x + (frame.width - shape[1]) // 2, y


def _paste(
    canvas: NDArray[np.uint8], x: int, y: int, frame: _Frame, fill: NDArray[np.uint8]
) -> None:
    left, top = _offset(x, y, frame, fill.shape)
    canvas[top : top + fill.shape[0], left : left + fill.shape[1]] = fill


def _expression_pixels(
    canvas: NDArray[np.uint8],
    frame: _Frame,
    raster: Raster,
    style: Style,
    fill: NDArray[np.uint8],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Flat positions on the canvas that show expression, and the slot each takes it from."""
    tissue = raster.slot_of_pixel != GROUND
    corner = frame.corners[0]
    if style == "outline":
        rim, fill = _rims(raster, fill)
        _paste(canvas, *corner, frame, np.where(rim, fill, np.uint8(palette.WHITE)))
        tissue = tissue & ~rim
    left, top = _offset(*corner, frame, tissue.shape)
    row, column = np.nonzero(tissue)
    target = (row + top) * canvas.shape[1] + column + left
    return target.astype(np.int32), raster.slot_of_pixel[tissue]


def _rims(raster: Raster, fill: NDArray[np.uint8]) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """Which pixels are outlines, and their colours.

    Cells that are large enough have one each; of smaller ones, squares of :data:`_BLOCK` pixels
    vote, and the outlines part regions of one type.
    """
    tissue = raster.slot_of_pixel != GROUND
    if 2 * raster.radius >= _SMALLEST_RING:
        inside = np.pad(raster.slot_of_pixel, 1, constant_values=GROUND)
    else:
        fill = _blocks(fill)
        inside = np.pad(np.where(tissue, fill, palette.WHITE).astype(np.int32), 1, "edge")
    own = inside[1:-1, 1:-1]
    rim = np.zeros(own.shape, dtype=bool)
    for other in (inside[:-2, 1:-1], inside[2:, 1:-1], inside[1:-1, :-2], inside[1:-1, 2:]):
        rim |= own != other
    return rim & tissue, fill


def _blocks(fill: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Each square's most frequent entry that is not ground, for all its pixels."""
    rows, columns = (np.arange(n) // _BLOCK for n in fill.shape)
    wide = int(columns[-1]) + 1
    block = rows[:, None] * wide + columns[None, :]
    drawn = fill != palette.WHITE
    votes = np.bincount(
        block[drawn] * 256 + fill[drawn].astype(np.int64),
        minlength=(int(rows[-1]) + 1) * wide * 256,
    ).reshape(-1, 256)
    winners: NDArray[np.uint8] = votes.argmax(axis=1).astype(np.uint8)
    return winners[block]

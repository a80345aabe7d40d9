"""The words of a picture: legend of cell types, scale bar, colour bar; drawn once a section.

In: an array of palette indices and what to write on it. Out: the array, written on. The font is
the one that comes with Pillow (Aileron, CC0), 11 pixels high at 336 x 336.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.spatial.render import palette
from datasets_builders.spatial.render.raster import PictureError

GAP = 4
_ELLIPSIS = "…"
# A legend that takes more leaves no room for the tissue.
_MOST = 0.36
_BAR_SHARE = 0.3


class Pen:
    """Writes on a canvas of palette indices; text is antialiased to the palette's 16 greys."""

    def __init__(self, size: int) -> None:
        from PIL import ImageFont

        self.size = size
        self.height = max(9, round(size * 11 / 336))
        self.line = self.height + 2
        self._font: Any = ImageFont.load_default(self.height)

    def width(self, text: str) -> int:
        """Pixels that a text takes."""
        return int(np.ceil(self._font.getlength(text)))

    def write(self, canvas: NDArray[np.uint8], x: int, y: int, text: str) -> None:
        """Put text on white; x, y is the upper left corner of its line."""
        from PIL import Image, ImageDraw

        layer = Image.new("L", (canvas.shape[1], canvas.shape[0]), 255)
        ImageDraw.Draw(layer).text((x, y - 1), text, fill=0, font=self._font)
        grey = np.asarray(layer)
        inked = grey < 240
        canvas[inked] = palette.BLACK + grey[inked] // 16


def legend_rows(
    names: Sequence[str], pen: Pen, *, most: float = _MOST
) -> list[list[tuple[int, str]]]:
    """Rows of (position in ``names``, text), filled column by column, as many columns as fit.

    Names are shortened only where the legend would be higher than ``most`` of the picture.

    Raises:
        PictureError: shortened names cannot be told apart.
    """
    if not names:
        return []
    swatch = pen.height + 2 * GAP
    room = pen.size - 2 * GAP
    widest = swatch + max(pen.width(n) for n in names)
    columns = max(1, min(len(names), room // widest))
    allowed = max(1, int(most * pen.size / pen.line))
    if -(-len(names) // columns) > allowed:
        columns = -(-len(names) // allowed)
    texts = [_fit(n, pen, room // columns - swatch) for n in names]
    if len(set(texts)) < len(set(names)):
        twice = sorted({t for t in texts if texts.count(t) > 1})
        raise PictureError(
            f"cell types cannot be told apart once their names are shortened to {twice[0]!r}; "
            "give them shorter names, or draw larger pictures"
        )
    rows = -(-len(names) // columns)
    columns = -(-len(names) // rows)
    numbered = list(enumerate(texts))
    return [numbered[row::rows] for row in range(rows)]


def _fit(name: str, pen: Pen, room: int) -> str:
    """A name, its middle left out where it is too long: beginnings and ends tell subtypes apart."""
    if pen.width(name) <= room:
        return name
    for kept in range(len(name) - 1, 1, -1):
        text = name[: kept - kept // 2] + _ELLIPSIS + name[len(name) - kept // 2 :]
        if pen.width(text) <= room:
            return text
    return _ELLIPSIS


def draw_legend(
    canvas: NDArray[np.uint8],
    pen: Pen,
    rows: Sequence[Sequence[tuple[int, str]]],
    entries: Sequence[int],
) -> None:
    """Swatches of palette ``entries`` and names, at the bottom of the canvas."""
    if not rows:
        return
    columns = max(len(r) for r in rows)
    step = (pen.size - 2 * GAP) // columns
    top = pen.size - GAP - len(rows) * pen.line
    for r, row in enumerate(rows):
        for c, (which, text) in enumerate(row):
            x, y = GAP + c * step, top + r * pen.line
            swatch(canvas, x, y + 1, pen.height - 1, pen.height - 1, entries[which])
            pen.write(canvas, x + pen.height + GAP, y, text)


def swatch(canvas: NDArray[np.uint8], x: int, y: int, w: int, h: int, fill: int) -> None:
    """A filled rectangle with a thin dark border, so that pale colours show on white."""
    canvas[y : y + h, x : x + w] = palette.BLACK + 4
    canvas[y + 1 : y + h - 1, x + 1 : x + w - 1] = fill


def scale_bar(canvas: NDArray[np.uint8], pen: Pen, x: int, y: int, scale: float, panel: int) -> int:
    """A bar of 1, 2 or 5 times a power of ten micrometres, at most 0.3 of the panel's pixels.

    Returns its micrometres.
    """
    most = max(1.0, panel * _BAR_SHARE * scale)
    power = 10 ** int(np.floor(np.log10(most)))
    length = int(max(k * power for k in (1, 2, 5) if k * power <= most))
    pixels = max(1, round(length / scale))
    middle = y + pen.height // 2
    canvas[middle - 1 : middle + 2, x : x + pixels] = palette.BLACK
    pen.write(canvas, x + pixels + GAP, y, f"{length} ")
    _micrometres(canvas, pen, x + pixels + GAP + pen.width(f"{length} "), y)
    return length


def _micrometres(canvas: NDArray[np.uint8], pen: Pen, x: int, y: int) -> None:
    """The font has no mu: an u whose left stem goes on below the line."""
    pen.write(canvas, x, y, "um")
    stem = np.flatnonzero((canvas[y : y + pen.height, x : x + pen.width("u")] < 228).any(axis=0))
    bottom = np.flatnonzero((canvas[y : y + pen.line, x : x + pen.width("um")] < 228).any(axis=1))
    left, low = x + int(stem[0]), y + int(bottom[-1])
    canvas[low : low + 1 + pen.height // 4, left : left + max(1, pen.height // 11)] = palette.BLACK


def colour_bar(canvas: NDArray[np.uint8], pen: Pen, right: int, y: int) -> None:
    """From none to high, ending at x = ``right``; what high means is in the row's scaling."""
    from_text, to_text = "0", "high"
    length = pen.size // 5
    x = right - pen.width(to_text) - GAP - length
    swatch(canvas, x, y + 1, length, pen.height - 1, palette.WHITE)
    ramp = np.linspace(0, palette.LEVELS - 1, length - 2).round().astype(np.uint8)
    canvas[y + 2 : y + pen.height - 1, x + 1 : x + length - 1] = ramp
    pen.write(canvas, x - GAP - pen.width(from_text), y, from_text)
    pen.write(canvas, x + length + GAP, y, to_text)

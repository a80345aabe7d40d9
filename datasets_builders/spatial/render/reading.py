"""Numbers back from a picture: what there is to be seen, for baselines and for the study of styles.

In: the images and scaling of a row, no section. Out: :class:`Channels`. One value:
``expression[60, 80] == 0.52`` of "high", in a cell of ``types[60, 80] == 3``, the fourth of the
legend.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.spatial.render import palette
from datasets_builders.spatial.render.layout import Style

NOTHING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Channels:
    """``expression`` is float32 of height x width, 0 to 1, not-a-number where none is shown;
    ``types`` int16 of the same shape, places in the legend, -1 where no type's colour is.
    """

    expression: NDArray[np.float32]
    types: NDArray[np.int16]


def channels(images: Sequence[bytes], style: Style, scaling: dict[str, Any]) -> Channels:
    """Read the panels that ``scaling`` (``Scaling.to_json``) places on the images.

    In the style "outline" a pixel within an outline has the type of the nearest outline.
    """
    width, height = scaling["panel"]
    places = [tuple(p) for p in scaling["panels"]]
    entries = [_entries(image, style) for image in images]
    found = [
        entries[min(n, len(entries) - 1)][y : y + height, x : x + width]
        for n, (x, y) in enumerate(places)
    ]
    shown = found[0] < palette.LEVELS
    expression = np.where(shown, found[0] / (palette.LEVELS - 1), np.nan).astype(np.float32)
    coloured = found[-1]
    typed = (coloured >= palette.FIRST_TYPE) & (coloured < palette.OTHER)
    types = np.where(typed, coloured.astype(np.int16) - palette.FIRST_TYPE, NOTHING)
    if style == "outline" and typed.any():
        from scipy.ndimage import distance_transform_edt

        row, column = distance_transform_edt(~typed, return_distances=False, return_indices=True)
        types = np.where(shown | typed, types[row, column], NOTHING)
    return Channels(expression, types.astype(np.int16))


def _entries(image: bytes, style: Style) -> NDArray[np.uint8]:
    """The palette entry of each pixel; white where a colour is none of them."""
    from PIL import Image

    with Image.open(io.BytesIO(image)) as opened:
        rgb = np.asarray(opened.convert("RGB")).astype(np.int32)
    packed = rgb @ np.array([65536, 256, 1], dtype=np.int32)
    table = palette.table("grey" if style == "outline" else "viridis").astype(np.int32)
    known, first = np.unique(table @ np.array([65536, 256, 1]), return_index=True)
    place = np.minimum(np.searchsorted(known, packed), len(known) - 1)
    hit = known[place] == packed
    entries: NDArray[np.uint8] = np.where(hit, first[place], palette.WHITE).astype(np.uint8)
    return entries

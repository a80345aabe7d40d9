"""All colours of a picture in one table of 256, so that a picture is one byte a pixel.

Entries 0 to 199 are expression (0: none, 199: high), 200 to 215 the cell types in the order of the
legend, 216 the types without a colour of their own, 217 cells without a type, 220 to 235 black to
white. One value: ``table("viridis")[0] == [68, 1, 84]``.

Expression is viridis (by Smith and van der Walt, CC0), whose lightness rises evenly, so that it is
read the same by a colour-blind reader and in grey; grey where the types' colours lie upon it.

Cell types have the seven colours of Okabe and Ito without black (https://jfly.uni-koeln.de/color/),
then nine that were searched for: each the farthest from all before it and from all greys, in
CIELAB, under the worst of normal sight and full protanopia, deuteranopia and tritanopia (matrices
of Machado et al. 2009, doi:10.1109/TVCG.2009.113). No two of the 16 are closer than 16 (CIE 1976)
in any of the four. Of more types the 15 with the most cells get colours; the rest share a grey,
"other types", and nothing should be asked about them (``Prepared.shown``).
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

LEVELS = 200
FIRST_TYPE = 200
OTHER = 216
UNTYPED = 217
BLACK = 220
WHITE = 235

Ramp = Literal["viridis", "grey"]

# Every fifth entry of viridis' 256; straight lines between them are off by 1 of 255 at most.
_VIRIDIS = (
    "44015446085c471063481769481d6f482475472a7a46307e453781433d844142873f48893d4e8a3a538b38598c"
    "355e8d33638d31688e2e6d8e2c718e2a768e297b8e27808e25848e23898e218e8d20928c1f978b1e9c891fa188"
    "21a58524aa8328ae802eb37c35b7793dbc7446c06f50c46a5ac86465cb5e70cf577cd25089d54895d840a2da37"
    "b0dd2fbddf26cae11fd8e219e5e419f1e51dfde725"
)
TYPE_COLOURS = (
    *("E69F00", "56B4E9", "009E73", "F0E442", "0072B2", "D55E00", "CC79A7"),
    *("9900EE", "663300", "00FF88", "0022AA", "880077", "AA66FF", "88BB77", "AADDFF", "AA5544"),
)
_OTHER_COLOUR = "BFBFBF"
_UNTYPED_COLOUR = "E4E4E4"


def _colours(text: str) -> NDArray[np.float64]:
    return np.frombuffer(bytes.fromhex(text), dtype=np.uint8).reshape(-1, 3).astype(np.float64)


def table(ramp: Ramp) -> NDArray[np.uint8]:
    """The 256 colours, uint8 of 256 x 3."""
    made = np.zeros((256, 3))
    anchors = _colours(_VIRIDIS if ramp == "viridis" else "F0F0F0000000")
    places = np.linspace(0, LEVELS - 1, len(anchors))
    for channel in range(3):
        made[:LEVELS, channel] = np.interp(np.arange(LEVELS), places, anchors[:, channel])
    made[FIRST_TYPE : FIRST_TYPE + len(TYPE_COLOURS)] = _colours("".join(TYPE_COLOURS))
    made[OTHER], made[UNTYPED] = _colours(_OTHER_COLOUR)[0], _colours(_UNTYPED_COLOUR)[0]
    made[BLACK : WHITE + 1] = np.linspace(0, 255, WHITE - BLACK + 1)[:, None]
    return np.round(made).astype(np.uint8)

"""Pixels to a checked PNG.

PNG and not lossless WebP: WebP's method 4 saves a third of the bytes and takes as long as drawing
the picture, method 0 saves next to nothing ("formats" in docs/results/protein_render.json). Level 3
of zlib: level 6 takes twice the time for no fewer bytes.
"""

import io

import numpy as np
from numpy.typing import NDArray

from datasets_builders.proteins.refusal import RefusedError

PNG_LEVEL = 3
# PyMOL draws nothing, without a word, when it is given nothing to draw.
MIN_INK = 0.001


def ink_share(pixels: NDArray[np.uint8]) -> float:
    """The share of pixels that are not white ground, 0 to 1."""
    return float((pixels != 255).any(axis=2).mean())


def check_picture(pixels: NDArray[np.uint8]) -> float:
    """The ink share of a picture that shows something and all of it.

    Raises:
        RefusedError: "blank picture", "outside the frame".
    """
    share = ink_share(pixels)
    if share < MIN_INK:
        raise RefusedError("blank picture", f"{share:.3%} of the pixels are drawn")
    edges = (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])
    if any((edge != 255).any() for edge in edges):
        raise RefusedError("outside the frame", f"ink at the edge of the picture ({share:.1%})")
    return round(share, 5)


def encode(pixels: NDArray[np.uint8]) -> bytes:
    """PNG bytes of RGB pixels."""
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(out, "PNG", compress_level=PNG_LEVEL)
    return out.getvalue()

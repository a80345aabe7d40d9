"""Pictures of the questions, and what becomes of them where it is tested whether they are used.

``changed(questions, "blank")`` asks the same questions of a white picture. A model whose score
stays as it is under ``blank`` or ``permuted`` does not look; ``rotated`` shows whether it knows a
structure or only its canonical picture.
"""

import io
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from .errors import EvalError
from .questions import Question

CONTROLS = ("blank", "permuted", "rotated")
SEED = 20240101
QUARTER = 90  # degrees; a square picture stays whole


def opened(data: bytes) -> Any:
    """The picture as ``PIL.Image`` in RGB; :class:`EvalError` for what is none."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise EvalError(f"a picture of {len(data)} bytes cannot be read: {error}") from error


def changed(questions: Sequence[Question], control: str, *, seed: int = SEED) -> list[Question]:
    """The questions with other pictures, by one of ``CONTROLS``; order, ids and texts stay.

    ``permuted`` gives every question the picture of one of the same kind (``source``) with another
    answer, where there is one. Raises :class:`EvalError` for another name.
    """
    if control not in CONTROLS:
        raise EvalError(f"control is {control!r}, not {', '.join(CONTROLS)}")
    if control == "permuted":
        other = partners(questions, seed=seed)
        return [
            replace(q, images=questions[n].images) for q, n in zip(questions, other, strict=True)
        ]
    change = _blank if control == "blank" else _rotated
    return [
        replace(q, images=tuple(_written(change, data) for data in q.images)) for q in questions
    ]


def partners(questions: Sequence[Question], *, seed: int = SEED) -> list[int]:
    """For each question the place of another one of its kind, with another answer if there is."""
    places: dict[str, list[int]] = {}
    for number, question in enumerate(questions):
        places.setdefault(question.source, []).append(number)
    found = list(range(len(questions)))
    for group in places.values():
        moved = derangement([questions[n].reference for n in group], seed=seed)
        for number, other in zip(group, moved, strict=True):
            found[number] = group[other]
    return found


def derangement(labels: Sequence[str], *, seed: int = SEED) -> list[int]:
    """For each place another one, each used once, whose label differs wherever that is possible.

    ``derangement(["x", "y"])`` is ``[1, 0]``. The places are shuffled, put in order of their
    labels, and moved on by the size of the largest class: no place gets its own class unless that
    class is larger than half of all.
    """
    order = list(range(len(labels)))
    random.Random(seed).shuffle(order)
    order.sort(key=labels.__getitem__)
    step = max(Counter(labels).values(), default=0) % max(1, len(order)) or 1
    return [n for _, n in sorted(zip(order, order[step:] + order[:step], strict=True))]


def _written(change: Callable[[Any], Any], data: bytes) -> bytes:
    buffer = io.BytesIO()
    change(opened(data)).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _blank(image: Any) -> Any:
    from PIL import Image

    return Image.new("RGB", image.size, "white")


def _rotated(image: Any) -> Any:
    return image.rotate(QUARTER, fillcolor="white")


def embedding(data: bytes, side: int = 24) -> Any:
    """A picture as a vector without any model: colours on a coarse grid, white as zero, length 1.

    Float32, (3 * side * side,). Pictures of one view of one structure are near each other, whatever
    their size; a blank picture is all zero.
    """
    import numpy as np
    from PIL import Image

    small = opened(data).resize((side, side), Image.Resampling.BOX)
    vector = (255.0 - np.asarray(small, dtype=np.float32)).ravel()
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector

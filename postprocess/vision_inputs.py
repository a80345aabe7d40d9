"""What the vision pipelines are called with, wrapped one by one.

One value: ``pipe(["a.png", "b.png"], gene="KDR", cell_type="CD4 T")`` becomes two
``VisionItem(image="a.png", question=None, gene="KDR", cell_type="CD4 T", name="a.png")``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from torch.utils.data import Dataset

from .errors import PostprocessError
from .vision_image import name_of

_ASKING = ("question", "gene", "cell_type")
_NAMES = {"text": "question", "symbol": "gene"}


class VisionInputError(PostprocessError):
    """The pipeline was called with something that holds no pictures, or with a wrong option."""


@dataclass(frozen=True)
class VisionItem:
    """One picture with what is asked of it. ``alone``: it is the only one, so that what is wrong
    with it is an error; among others it becomes a result that says so."""

    image: object
    question: object
    gene: object
    cell_type: object
    name: str
    alone: bool = False


class _Items(Dataset):  # type: ignore[misc]  # torch is skipped by mypy
    """A data set of pictures or rows; it keeps its length for progress bars."""

    def __init__(self, source: Any, asked: Mapping[str, Any]) -> None:
        self._source = source
        self._asked = asked

    def __len__(self) -> int:
        return len(self._source)

    def __getitem__(self, at: int) -> VisionItem:
        return _item(self._source[at], self._asked, f"picture {at}")


def wrapped(images: Any, **asked: Any) -> Any:
    """An item, a list of items, a data set or a generator of items.

    Args:
        images: a picture; a dictionary with ``image`` and ``question`` (or ``text``), or ``gene``
            and ``cell_type``; a list, data set (torch or ``datasets``) or iterator of those.
        asked: ``question``, ``gene``, ``cell_type``: for all pictures, or a list with one for each.

    Raises:
        VisionInputError: there is no picture in it, or lists are of different length.
    """
    if _is_one(images):
        for key, value in asked.items():
            if isinstance(value, list | tuple):
                raise VisionInputError(f"{key} is a list of {len(value)}, for one picture")
        return _item(images, asked, "the picture", alone=True)
    if isinstance(images, list | tuple):
        return _listed(images, asked)
    for key, value in asked.items():
        if isinstance(value, list | tuple):
            raise VisionInputError(
                f"{key} is a list, and the pictures are a stream; put both into dictionaries: "
                '{"image": ..., "gene": ..., "cell_type": ...}'
            )
    if hasattr(images, "column_names") and "image" not in images.column_names:
        raise VisionInputError(
            f"a data set with the columns {images.column_names} has no column `image`; rename its "
            "own, or pass a KeyDataset of transformers.pipelines.pt_utils"
        )
    if hasattr(images, "__getitem__") and hasattr(images, "__len__"):
        return _Items(images, asked)
    if not isinstance(images, Iterable):
        raise VisionInputError(
            f"pictures are {type(images).__name__}; give a PIL picture, a path, a URL, a "
            'dictionary {"image": ...}, or a list or iterator of those'
        )
    return _stream(images, asked)


def _is_one(images: object) -> bool:
    return isinstance(images, str | Path | Image.Image | Mapping | bytes | bytearray | memoryview)


def _listed(images: Any, asked: Mapping[str, Any]) -> list[VisionItem]:
    for key, value in asked.items():
        if isinstance(value, list | tuple) and len(value) != len(images):
            raise VisionInputError(f"{len(images)} pictures and {len(value)} of {key}")
    if images and isinstance(images[0], Mapping) and "role" in images[0]:
        raise VisionInputError(
            'a chat was given; give the picture and its question: {"image": ..., "text": ...}'
        )
    return [
        _item(
            image,
            {k: v[at] if isinstance(v, list | tuple) else v for k, v in asked.items()},
            f"picture {at}",
        )
        for at, image in enumerate(images)
    ]


def _stream(images: Iterable[object], asked: Mapping[str, Any]) -> Iterator[VisionItem]:
    for at, image in enumerate(images):
        yield _item(image, asked, f"picture {at}")


def _item(given: Any, asked: Mapping[str, Any], place: str, *, alone: bool = False) -> VisionItem:
    """One item; what a dictionary says goes before what is asked of all."""
    row = {key: asked.get(key) for key in _ASKING}
    image = given
    if isinstance(given, Mapping):
        image = given.get("image", given.get("images"))
        if isinstance(image, list | tuple) and len(image) == 1:
            image = image[0]
        for key, value in given.items():
            name = _NAMES.get(str(key), str(key))
            if name in row and value is not None:
                row[name] = value
        if image is None:
            image = None  # named by its place, refused when it is read
    return VisionItem(
        image, row["question"], row["gene"], row["cell_type"], name_of(image, place), alone
    )

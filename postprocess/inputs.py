"""What the pipeline is called with, wrapped so that transformers takes it for nothing else.

One value: ``["GLI1", None]`` becomes ``[Item("GLI1"), Item(None)]``. transformers looks into lists
for chats (dictionaries with a role), and an item that is no text must get a result of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from torch.utils.data import Dataset

from .errors import PostprocessError


class QuestionError(PostprocessError):
    """The pipeline was called with something that holds no questions, or with a wrong option."""


@dataclass(frozen=True)
class Item:
    """One question, whatever it is."""

    question: object


class _Items(Dataset):  # type: ignore[misc]  # torch is skipped by mypy
    """A torch data set (``KeyDataset``) of questions; it keeps its length for progress bars."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def __len__(self) -> int:
        return len(self._source)

    def __getitem__(self, at: int) -> Item:
        return Item(self._source[at])


def wrapped(inputs: Any) -> Any:
    """An item, a list of items, a data set or a generator of items.

    Raises:
        QuestionError: there is no text in it.
    """
    if isinstance(inputs, str):
        return Item(inputs)
    if isinstance(inputs, list | tuple):
        return [Item(question) for question in inputs]
    if hasattr(inputs, "column_names"):
        raise QuestionError(
            f"a data set with the columns {inputs.column_names} was given; name the one that holds "
            "the questions: KeyDataset(data, 'symbol') of transformers.pipelines.pt_utils"
        )
    if isinstance(inputs, Dataset) and hasattr(inputs, "__len__"):
        return _Items(inputs)
    if isinstance(inputs, bytes | bytearray | Mapping) or not isinstance(inputs, Iterable):
        raise QuestionError(
            f"questions are {type(inputs).__name__}; give a text, a list of texts, or an iterator"
        )
    return _stream(inputs)


def _stream(inputs: Iterable[object]) -> Iterator[Item]:
    for question in inputs:
        yield Item(question)

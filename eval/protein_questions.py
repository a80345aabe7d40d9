"""What is asked about proteins, and the names among which the right one is looked for.

``kind_of(question)`` of a row whose source is ``protein:paper-question`` is ``"paper-question"``;
``structure_of(question)`` of the row ``P29373-F1/size-class/front`` is ``"P29373-F1"``.
"""

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .errors import EvalError
from .protein_names import normal
from .questions import Question, load_questions
from .ranking import rank_of
from .vision_model import VisionModel

PAPER = "paper-question"  # the one that the main scores are about
NAMING = (PAPER, "name")
SPLITS = ("train", "validation", "test", "paper")
MOST = 100  # names that are compared; a proteome has 20,000
SHOWN = 5
SEED = 20240101


def kind_of(question: Question) -> str:
    """The kind of a question, the last part of its row's ``source``."""
    return question.source.rpartition(":")[2]


def structure_of(question: Question) -> str:
    """The structure in the picture: AlphaFold's entry with its fragment, or a PDB entry."""
    return question.id.partition("/")[0]


def right_name(question: Question) -> str:
    """The protein's name, the row's subject; :class:`EvalError` where its answer lacks it."""
    if not question.subject or question.subject not in question.reference:
        raise EvalError(
            f"row {question.id}: its right answer {question.reference!r} does not name its subject "
            f"{question.subject!r}; build the data set again"
        )
    return question.subject


def class_in(text: str) -> str:
    """What an answer to a question of class says, without the figures behind its colon.

    ``"This is a small protein: the picture shows 138 residues."`` is ``"this is a small protein"``.
    """
    return normal(text.partition(":")[0])


def all_names(data_folder: Path, config: str) -> list[str]:
    """Every name of the configuration, training included, each once, sorted."""
    found: dict[str, str] = {}
    for split in SPLITS:
        if not (data_folder / config / f"{split}.parquet").is_file():
            continue
        for question in load_questions(data_folder, config, [split], pictures=False):
            if kind_of(question) == PAPER:
                name = right_name(question)
                found.setdefault(normal(name), name)
    return sorted(found.values())


def candidates(name: str, names: Sequence[str], *, most: int = MOST, seed: int = SEED) -> list[str]:
    """``name`` first, then up to ``most - 1`` others, drawn anew for each name, always the same."""
    others = [other for other in names if normal(other) != normal(name)]
    if len(others) >= most:
        others = random.Random(f"{seed} {name}").sample(others, most - 1)
    return [name, *others]


def ranker(model: VisionModel, names: Sequence[str]) -> Callable[[Question], dict[str, Any] | None]:
    """A function that ranks the right name of a question among others, by likelihood.

    Each name stands in the sentence of the question's right answer. ``{"rank": 3, "among": 37,
    "top": ["Insulin", ...]}``; None for all but the paper's question.
    """

    def rank(question: Question) -> dict[str, Any] | None:
        if kind_of(question) != PAPER:
            return None
        right = right_name(question)
        asked = candidates(right, names)
        sentences = [question.reference.replace(right, name) for name in asked]
        scores = model.log_likelihoods(question.messages, sentences)
        best = sorted(range(len(asked)), key=lambda n: (-scores[n], asked[n]))[:SHOWN]
        return {
            "rank": rank_of(scores, 0),
            "among": len(asked),
            "top": [asked[n] for n in best],
        }

    return rank

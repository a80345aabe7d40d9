"""Put the questions of a data set to a model of text or of pictures, whichever they need.

``ask(Request(Path("build/data/protein-images"), Path("a.jsonl"), adapter="adapter"))`` gives the
answers and leaves them in ``a.jsonl``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import models
from .answers import Answer
from .collect import Rank, check_settings, collect
from .errors import EvalError
from .pictures import changed
from .questions import Question, content_revision, default_config, load_questions, task_of
from .score import SPLITS


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of whom; ``None`` stands for what the data set's task wants.

    ``control`` is one of ``pictures.CONTROLS``: other pictures than the questions'. ``rank`` has
    the right name's place among others looked up, for proteins.
    """

    data: Path
    out: Path
    model: str | None = None
    adapter: str | None = None
    config: str | None = None
    splits: Sequence[str] = SPLITS
    name: str | None = None
    limit: int | None = None
    batch_size: int = 16
    max_new_tokens: int | None = None
    restart: bool = False
    control: str | None = None
    rank: bool = True


def ask(request: Request) -> list[Answer]:
    """The answers, which are in ``request.out`` too; an interrupted run is gone on with.

    Raises :class:`EvalError` and its kin.
    """
    config = request.config or default_config(request.data)
    questions = load_questions(request.data, config, request.splits, limit=request.limit)
    vision = any(question.images for question in questions)
    if request.control:
        if not vision:
            raise EvalError(f"{request.data}: no pictures, so there is no control with others")
        questions = changed(questions, request.control)
    limit = request.max_new_tokens or _limit(vision)
    name = request.name or models.model_name(request.model, request.adapter)
    name += f", {request.control} picture" if request.control else ""
    ranked = vision and request.rank and task_of(request.data) == "protein"
    more = {"control": request.control, "ranked": ranked} if vision else {}
    settings = answer_settings(
        name,
        request.model,
        request.adapter,
        data=request.data,
        config=config,
        max_new_tokens=limit,
        **more,
    )
    if not request.restart:
        check_settings(request.out, settings)  # before the model is loaded, which takes a while
    kind = "adapter" if request.adapter else "base"
    model, rank = _loaded(request, name, limit, questions, config if ranked else None)
    return collect(
        model,
        questions,
        request.out,
        kind="control" if request.control else kind,
        settings=settings,
        batch_size=request.batch_size,
        restart=request.restart,
        rank=rank,
    )


def _limit(vision: bool) -> int:
    from .vision_model import MAX_NEW_TOKENS

    return MAX_NEW_TOKENS if vision else models.MAX_NEW_TOKENS


def _loaded(
    request: Request, name: str, limit: int, questions: Sequence[Question], ranked: str | None
) -> tuple[models.Model, Rank | None]:
    """The model that the questions need, and what ranks names in configuration ``ranked``."""
    adapter = request.adapter
    if not questions[0].images:
        text = models.load_model(request.model, adapter=adapter, name=name, max_new_tokens=limit)
        return text, None
    from .protein_questions import all_names, ranker
    from .vision_model import load_vision_model

    model = load_vision_model(request.model, adapter=adapter, name=name, max_new_tokens=limit)
    return model, ranker(model, all_names(request.data, ranked)) if ranked else None


def answer_settings(
    name: str,
    model: str | None,
    adapter: str | None,
    *,
    data: Path,
    config: str,
    max_new_tokens: int,
    **more: Any,
) -> dict[str, Any]:
    """What must be the same for an answers file to be gone on with; no path of this machine."""
    return {
        "model": name,
        "fingerprint": models.fingerprint([model, adapter]),
        "data_revision": content_revision(data),
        "config": config,
        "max_new_tokens": max_new_tokens,
        "decoding": "greedy",
        **more,
    }

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
from .collect import check_settings, collect
from .errors import EvalError
from .pictures import changed
from .protein_questions import all_names, ranker
from .questions import (
    content_revision,
    default_config,
    default_splits,
    load_questions,
    task_of,
)
from .vision_model import MAX_NEW_TOKENS, VisionModel, load_vision_model


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
    splits: Sequence[str] | None = None
    name: str | None = None
    limit: int | None = None
    batch_size: int = 16
    max_new_tokens: int | None = None
    restart: bool = False
    control: str | None = None
    rank: bool = True


def ask(request: Request, loaded: VisionModel | None = None) -> list[Answer]:
    """The answers, which are in ``request.out`` too; an interrupted run is gone on with.

    ``loaded`` is the request's vision model, where it was loaded before. Raises :class:`EvalError`
    and its kin.
    """
    config = request.config or default_config(request.data)
    splits = request.splits or default_splits(request.data, config)
    questions = load_questions(request.data, config, splits, limit=request.limit)
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
    model = loaded.named(name) if loaded else _load(request, name, limit, vision)
    names = all_names(request.data, config) if ranked else []
    return collect(
        model,
        questions,
        request.out,
        kind="control" if request.control else kind,
        settings=settings,
        batch_size=request.batch_size,
        restart=request.restart,
        rank=ranker(model, names) if isinstance(model, VisionModel) and ranked else None,
    )


def _limit(vision: bool) -> int:
    return MAX_NEW_TOKENS if vision else models.MAX_NEW_TOKENS


def _load(request: Request, name: str, limit: int, vision: bool) -> models.Model:
    load = load_vision_model if vision else models.load_model
    loaded: models.Model = load(
        request.model, adapter=request.adapter, name=name, max_new_tokens=limit
    )
    return loaded


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

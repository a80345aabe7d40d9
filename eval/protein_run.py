"""All answers about proteins of one adapter: its own, those of its controls and of the baselines.

``answer_proteins(Path("protein-images"), Path("answers"), base="base", adapter="adapter")`` leaves
``adapter.jsonl``, ``control-blank.jsonl`` and so on, and ``baseline-constant-answer.jsonl`` and so
on; they are what ``protein_score.score_proteins`` takes. The model is loaded once.
"""

from collections.abc import Sequence
from pathlib import Path

from .ask import Request, ask
from .pictures import CONTROLS
from .protein_baselines import read_sequences, write_protein_baselines
from .questions import Question, default_config, default_splits, load_questions
from .vision_model import MAX_NEW_TOKENS, load_vision_model

TRAIN = "train"


def answer_proteins(
    data: Path,
    out: Path,
    *,
    adapter: str,
    base: str | None = None,
    name: str | None = None,
    config: str | None = None,
    splits: Sequence[str] | None = None,
    limit: int | None = None,
    controls: Sequence[str] = CONTROLS,
    batch_size: int = 16,
    max_new_tokens: int = MAX_NEW_TOKENS,
    restart: bool = False,
    ranked: Sequence[str | None] = (None, "blank"),
) -> list[Path]:
    """The answers files, the adapter's first; those that are there already are gone on with.

    ``base=None`` takes the base that the adapter names; ``limit`` is the number of rows of each
    split; ``ranked`` says for which controls (None: without one) names are ranked, which takes far
    longer than the answer. Raises :class:`EvalError` and its kin.
    """
    config = config or default_config(data)
    splits = splits or default_splits(data, config)
    questions = load_questions(data, config, splits, limit=limit)
    sequences = read_sequences(data)
    train = load_questions(data, config, [TRAIN])
    baselines = write_protein_baselines(questions, train, out, sequences=sequences)
    model = load_vision_model(base, adapter=adapter, name=name, max_new_tokens=max_new_tokens)
    paths: list[Path] = []
    for control in (None, *controls):
        paths.append(out / (f"control-{control}.jsonl" if control else "adapter.jsonl"))
        request = Request(
            data,
            paths[-1],
            model=base,
            adapter=adapter,
            config=config,
            splits=splits,
            name=name,
            limit=limit,
            batch_size=batch_size,
            restart=restart,
            control=control,
            max_new_tokens=max_new_tokens,
            rank=control in ranked,
        )
        ask(request, model)
    return [*paths, *baselines]


def asked(data: Path, splits: Sequence[str] | None = None) -> list[Question]:
    """The questions of the default configuration, with their pictures, for the report."""
    config = default_config(data)
    return load_questions(data, config, splits or default_splits(data, config))

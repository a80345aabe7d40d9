"""Ask a model every question and keep the answers, so that an interrupted run goes on."""

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from datasets_builders.files import write_json

from .answers import (
    Answer,
    check_ids,
    in_order,
    print_notice,
    read_answers,
    write_answers,
)
from .errors import AnswerFileError, EvalError, SettingsMismatch, SilentModelError
from .models import Model
from .questions import Question

Rank = Callable[[Question], dict[str, Any] | None]


def partial_path(out: Path) -> Path:
    """Where rows gather until all are there: ``answers.jsonl.partial``."""
    return out.with_name(out.name + ".partial")


def settings_path(out: Path) -> Path:
    """What the answers were made with: ``answers.settings.json`` beside ``answers.jsonl``."""
    return out.with_name(out.stem + ".settings.json")


def collect(
    model: Model,
    questions: Sequence[Question],
    out: Path,
    *,
    kind: str,
    settings: dict[str, Any],
    batch_size: int = 16,
    restart: bool = False,
    restart_if_stale: bool = False,
    rank: Rank | None = None,
) -> list[Answer]:
    """Answers to all questions, in their order, kept in ``out``.

    Rows already in ``out`` or ``out.partial`` are not asked again. ``settings`` (JSON values:
    model, fingerprint of its weights, token limit, data revision ...) must be those the file was
    begun with, or :class:`SettingsMismatch` is raised. ``restart`` drops the old answers;
    ``restart_if_stale`` does so only where they were made otherwise or to other questions.
    Batches hold prompts of like length, so that padding stays small. A batch's composition can
    change the last bits of a logit, so an interrupted greedy run may differ from a whole one in
    a rare near-tie. ``rank`` gives the ``ranking`` of a question's answer. Raises
    :class:`SilentModelError` when every answer is empty.
    """
    if not questions:
        raise EvalError("no questions to ask: the splits are empty")
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = partial_path(out)
    if restart:
        _drop(out)
    try:
        check_settings(out, settings)
        done = _kept(out, partial, questions)
    except (SettingsMismatch, AnswerFileError) as error:
        if not restart_if_stale:
            raise
        print_notice(f"asked anew, since {error}")
        _drop(out)
        done = []
    write_json(settings_path(out), settings)
    answered = {a.id for a in done}
    # Longest first: a batch that does not fit memory fails at once, and the estimate of the time
    # left is on the safe side.
    waiting = sorted((q for q in questions if q.id not in answered), key=lambda q: -len(q.prompt))
    if answered:
        print_notice(f"{out.name}: {len(answered)} answers are there, {len(waiting)} to ask")
    if waiting:
        done += _ask(model, waiting, partial, kind=kind, batch_size=batch_size, rank=rank)
    answers = in_order(done, [q.id for q in questions])
    if not any(a.answer.strip() for a in answers):
        raise SilentModelError(
            f"{model.name} gave {len(answers)} answers and all are empty; check its chat template, "
            f"end token and max_new_tokens, then ask again with --restart"
        )
    if waiting or not out.is_file():
        write_answers(out, answers)
    partial.unlink(missing_ok=True)
    return answers


def _ask(
    model: Model,
    waiting: Sequence[Question],
    partial: Path,
    *,
    kind: str,
    batch_size: int,
    rank: Rank | None,
) -> list[Answer]:
    answers: list[Answer] = []
    with (
        partial.open("a", encoding="utf-8") as file,
        tqdm(total=len(waiting), desc=f"asking {model.name}", unit="answer") as bar,
    ):
        for start in range(0, len(waiting), batch_size):
            batch = waiting[start : start + batch_size]
            began = time.perf_counter()
            texts = model.generate([q.messages for q in batch])
            seconds = (time.perf_counter() - began) / len(batch)
            if len(texts) != len(batch):
                raise EvalError(f"{model.name}: {len(texts)} answers to {len(batch)} prompts")
            for question, text in zip(batch, texts, strict=True):
                answer = Answer(
                    id=question.id,
                    subject=question.subject,
                    model=model.name,
                    kind=kind,
                    prompt=question.prompt,
                    answer=text,
                    reference=question.reference,
                    stratum=question.stratum,
                    seconds=round(seconds, 4),
                    ranking=rank(question) if rank else None,
                )
                file.write(answer.to_json() + "\n")
                file.flush()
                answers.append(answer)
            bar.update(len(batch))
    return answers


def _drop(out: Path) -> None:
    for path in (out, partial_path(out), settings_path(out)):
        path.unlink(missing_ok=True)


def _kept(out: Path, partial: Path, questions: Sequence[Question]) -> list[Answer]:
    """The rows of an earlier run, checked against the questions; the partial file mended."""
    kept: list[Answer] = read_answers(out) if out.is_file() else []
    if partial.is_file():
        more = read_answers(partial, cut_off_allowed=True)
        # Rewritten, so that the next row does not land behind a cut-off line.
        write_answers(partial, more)
        kept += more
    check_ids(kept, [q.id for q in questions], where=str(out), partial=True)
    asked = {q.id: q for q in questions}
    changed = [a.id for a in kept if a.prompt != asked[a.id].prompt]
    if changed:
        raise SettingsMismatch(
            f"{out}: {len(changed)} answers were given to another prompt ({changed[0]}); "
            "use --restart or another --out"
        )
    return kept


def check_settings(out: Path, settings: dict[str, Any]) -> None:
    """Raise :class:`SettingsMismatch` if answers in ``out`` were made with other settings."""
    path, partial = settings_path(out), partial_path(out)
    begun = out.is_file() or (partial.is_file() and partial.stat().st_size > 0)
    if begun and path.is_file():
        try:
            old = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise SettingsMismatch(f"{path} is not JSON ({error}); use --restart") from error
        wrong = [k for k in sorted({*old, *settings}) if old.get(k) != settings.get(k)]
        if wrong:
            said = "; ".join(f"{k}: {old.get(k)!r} then, {settings.get(k)!r} now" for k in wrong)
            raise SettingsMismatch(
                f"{out} was made otherwise ({said}); use --restart or another --out"
            )
        return
    if begun:
        raise SettingsMismatch(
            f"{out} is there without {path.name}; use --restart or another --out"
        )

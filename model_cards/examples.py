"""Answers that a card shows, taken from answers files: by kind of question, never by quality."""

from collections.abc import Sequence

from eval.answers import Answer
from eval.metrics.refusal import false_refusal, refusal_right


def examples(answers: Sequence[Answer], most: int = 3) -> list[tuple[str, Answer]]:
    """The first answer of the adapter, by gene id, of each kind of question, with that kind.

    Chosen by kind of question, never by quality. Of closed-book answers, the first three.
    """
    own = sorted((a for a in answers if a.kind == "adapter"), key=_number)
    found: dict[str, Answer] = {}
    for answer in own:
        found.setdefault(_question_kind(answer), answer)
    if len(found) > 1:
        return [(kind, found[kind]) for kind in _QUESTION_KINDS if kind in found]
    return [(_question_kind(answer), answer) for answer in own[:most]]


_ALONE, _BESIDE, _OTHERS = "its record alone", "its record beside others", "records of others only"
_QUESTION_KINDS = (_ALONE, _BESIDE, _OTHERS, "")


def remark(kind: str, answer: Answer) -> str:
    """What a reader should see at once: whether refusing was right; "" where neither happened.

    Only that is judged here; whether a description is true, the reader has to see.
    """
    refused = bool(false_refusal(answer.answer))
    if kind == _OTHERS and not refusal_right(answer.answer, answer.subject):
        return "There was no record of this gene in the prompt, so this is made up."
    if kind == _OTHERS:
        return "That is right: there was no record of this gene in the prompt."
    if kind in (_ALONE, _BESIDE) and refused:
        return "That is wrong: the record stood in the prompt."
    return ""


def _question_kind(answer: Answer) -> str:
    """What stands in the prompt; a record is a line that holds an HGNC id."""
    records = sum("HGNC:" in line for line in answer.prompt.splitlines())
    if not records:
        return ""
    if answer.id.endswith("-foreign"):
        return _OTHERS
    return _ALONE if records == 1 else _BESIDE


def corrected_example(answers: Sequence[Answer]) -> Answer | None:
    """The first corrected answer, by gene id, in which something was changed; None if none was."""
    own = sorted((a for a in answers if a.kind == "corrected" and a.edits), key=_number)
    return own[0] if own else None


def edit_rows(corrected: Answer | None) -> list[list[str]]:
    """Each edit of a corrected answer: what it was of, what stood there, what stands there now."""
    if corrected is None:
        return []
    return [
        [
            f"{edit.get('field') or ''} ({edit.get('kind')})",
            str(edit.get("before") or "–"),
            str(edit.get("after") or "removed"),
        ]
        for edit in corrected.edits or ()
    ]


def _number(answer: Answer) -> tuple[int, str]:
    digits = answer.id.split("/")[0].removeprefix("HGNC:")
    return (int(digits) if digits.isdigit() else 0, answer.id)

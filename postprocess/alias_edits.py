"""What happens to the alias passages of an answer: one right sentence, or none.

One value: ``"It is also known as GLI; GLI-2; G"`` becomes ``"It is also known as GLI."``.
"""

from collections.abc import Sequence

from .aliases import Passage
from .edits import Edit
from .facts import GeneFacts
from .sentences import sentences
from .subject import names_gene

REFUSAL = "No record of gene"


def alias_edits(
    text: str, gene: GeneFacts, passages: Sequence[Passage], insert: bool
) -> list[Edit]:
    """Take wrong passages out and put the right sentence in, once."""
    wrong = [p for p in passages if not p.right]
    needed = len(wrong) == len(passages) and (wrong or (insert and _may_insert(text, gene)))
    sentence = gene.alias_sentence if needed else ""
    edits: list[Edit] = []
    if wrong and sentence and text.startswith(gene.symbol) and wrong[0].start == 0:
        sentence = gene.symbol + sentence.removeprefix("It")  # else nothing says whose they are
    for passage in wrong:
        if passage.whole and sentence:
            gap = "" if text[passage.end : passage.end + 1].isspace() else " "
            at_end = passage.end >= len(text)
            edits.append(_alias(text, passage.start, passage.end, sentence + gap * (not at_end)))
            sentence = ""
        else:
            edits.append(_taken_out(text, passage))
    if sentence:
        at, lead = _place(text, edits)
        edits.append(_alias(text, at, at, lead + sentence))
    return edits


def _taken_out(text: str, passage: Passage) -> Edit:
    """A sentence that goes takes the blanks before it along, or those behind it at the start."""
    start, end = passage.start, passage.end
    if passage.whole and (end >= len(text) or text[end - 1] not in " ,;|"):
        start = len(text[:start].rstrip(" ")) if start else 0
        if start == 0:
            end = len(text) - len(text[end:].lstrip(" "))
    return _alias(text, start, end, passage.after)


def _alias(text: str, start: int, end: int, after: str) -> Edit:
    return Edit("alias", start, end, text[start:end], after, "aliases")


def _place(text: str, edits: Sequence[Edit]) -> tuple[int, str]:
    """Where a sentence can be put in: behind the last whole sentence that no edit ends in."""
    for _, high in reversed(sentences(text)):
        if text[high - 1] in ".!?" and not any(e.start < high < e.end for e in edits):
            return high, " "
    end = len(text.rstrip())
    for edit in edits:
        if edit.end >= end:
            end = min(end, edit.start)
    return end, ". "


def _may_insert(text: str, gene: GeneFacts) -> bool:
    return not text.lstrip().startswith(REFUSAL) and names_gene(text, gene)

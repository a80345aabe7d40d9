"""The edits of a plain answer that the fast way may make, and what it has to be sure of before.

One value: of ``"Its ids are Ensembl:ENSG00000207551 and MIM:600619."`` about a gene without a MIM
number, the edit takes out ``" and MIM:600619"``.
"""

import re
from operator import itemgetter
from typing import NamedTuple

from .alias_edits import alias_edits
from .aliases import Passage
from .clauses import removals
from .edits import Edit, apply
from .find import Mention
from .judge import Verdict
from .quick_gene import QuickBook, QuickGene
from .quick_names import STANDARD
from .repetition import repetition

_START = itemgetter(1)
# The end of a sentence that is none of an abbreviation.
_END = (
    r"(?:[0-9][a-z]?|\)|[A-Z0-9][A-Z]|(?<![A-Za-z])(?!(?:approx|subsp|resp|incl)\.)[a-z]{4,30}"
    r"|(?<![A-Za-z.])[a-z])\."
)
_STOP = re.compile(_END + " [A-Z]")
_CLEAR_END = re.compile(_END + r"\Z")
_BEHIND = re.compile(r" [A-Z]|\Z")


class Found(NamedTuple):
    """An identifier at ``words[at]``: ``core`` is ``"HGNC:10997"``, ``value`` is ``"10997"`` where
    it is wrong and ``""`` where it is the gene's; ``opened``: a bracket opens before it."""

    at: int
    kind: str
    core: str
    value: str
    opened: bool


class Answer(NamedTuple):
    """A plain answer: ``words`` are those outside its alias sentence, the full name one of them."""

    text: str
    words: list[str]
    found: list[Found]
    passage: Passage | None
    gene: QuickGene
    book: QuickBook


def repeats(text: str, words: list[str]) -> bool:
    """Whether a loop or a sentence that is said again has to be cut.

    Three copies of a unit repeat one of the pairs that begin at even places: an even period at the
    next copy, an odd one at the next but one. All stops are full stops here. Where one is repeated,
    the engine's own search decides.
    """
    each = iter(words)
    if len({*zip(each, each, strict=False)}) == len(words) // 2:
        sentences = text.rstrip(" .").split(". ")
        if len({*sentences}) == len(sentences):
            return False
    return bool(repetition(text, words, plain=True))


def are_hosted(answer: Answer, items: list[Found]) -> bool:
    """Whether nothing before identifiers can be the name of something else that has them: no open
    bracket, and no name but the symbol in the same sentence."""
    text, _, _, passage, gene, _ = answer
    end = passage.end if passage else 0
    clear = not end or text[end - 2].isdigit() or _CLEAR_END.search(text, end - 32, end)
    brackets = "(" in text
    for item in items:
        core = item.core
        at = text.find(core)
        if text.find(core, at + 1) >= 0:
            return False
        if not clear and passage and passage.start < at:
            return False
        if brackets and text.rfind("(", 0, at) > text.rfind(")", 0, at):
            return False
        if gene.shaped:
            name = text.rfind(gene.name, 0, at)
            if name >= 0 and not _STOP.search(text, name, at):
                return False
    return True


def corrected(answer: Answer, insert: bool) -> tuple[str, tuple[Edit, ...]] | None:
    """The text set right and the edits, or ``None`` where that is not sure."""
    text, gene, passage = answer.text, answer.gene, answer.passage
    sentence = gene.facts.alias_sentence
    # It goes behind the last sentence, and is read there again, where that has an end.
    lasting = text[-1] == "." and gene.sentence_right
    if passage is None and insert and sentence and not lasting:
        return None
    edits: list[Edit] = []
    if passage and not passage.right and sentence and passage.end < len(text):
        start, end = passage.start, passage.end
        edits.append(Edit("alias", start, end, text[start:end], sentence, "aliases"))
    elif insert or (passage and not passage.right):
        edits = alias_edits(text, gene.facts, [passage] if passage else [], insert)
    wrong = [item for item in answer.found if item.value]
    if wrong:
        found = _identifier_edits(answer, wrong)
        if found is None:
            return None
        edits += found
    if not edits:
        return text, ()
    edits.sort(key=_START)
    new = apply(text, edits)
    # What stands there now is allowed as what stood there was; only a repetition could be new.
    if not _are_unique(new, edits) and repeats(new, new.split(" ")):
        return None
    return new, tuple(edits)


def _are_unique(new: str, edits: list[Edit]) -> bool:
    """Whether words that stand in the text once only part what edits brought together, so that no
    repetition can reach over such a place. Identifiers are such, being one of each kind."""
    grown = 0
    for _, start, _, before, after, _ in edits:
        at = start + grown
        grown += len(after) - len(before)
        if " " not in before and before:
            continue  # an identifier in place of another
        kept = after and before.startswith(STANDARD)
        if not kept and not _is_unique(new, at):
            return False
        if after and not _is_unique(new, at + len(after)):
            return False
    return True


def _is_unique(new: str, at: int) -> bool:
    """Whether the word that ends at ``at`` stands in the text only there."""
    word = new[max(0, at - 60) : at].rstrip()
    word = word[word.rfind(" ") + 1 :]
    return bool(word) and new.count(word) == 1


def _identifier_edits(answer: Answer, wrong: list[Found]) -> list[Edit] | None:
    """Right values in place of wrong ones, and what the gene does not have taken out."""
    text, values, owners = answer.text, answer.gene.values, answer.book.book.owners
    edits: list[Edit] = []
    gone: list[Found] = []
    for item in wrong:
        _, kind, core, value, _ = item
        for name in owners(kind, value):
            if name in text and _named(text, name):
                return None
        if own := values[kind]:
            end = text.find(core) + len(core)
            edits.append(Edit("identifier", end - len(value), end, value, own[0], kind))
        else:
            gone.append(item)
    if gone:
        edit = _taken_out(answer, gone[0]) if len(gone) == 1 else _clause_out(answer, gone)
        if edit is None:
            return None
        edits.append(edit)
    return edits


def _taken_out(answer: Answer, item: Found) -> Edit | None:
    """``" and MIM:600619"`` of ``"are Ensembl:ENSG00000207551 and MIM:600619."``, or
    ``"Ensembl:ENSG00000207551 and "``."""
    text = answer.text
    for other in answer.found:
        if other.at == item.at - 2 and (end := _end_of_pair(answer, other, item)):
            start = end - len(f" and {item.core}")
            return Edit("removed", start, end, text[start:end], "", item.kind)
        if other.at == item.at + 2 and (end := _end_of_pair(answer, item, other)):
            end -= len(other.core)
            start = end - len(f"{item.core} and ")
            return Edit("removed", start, end, text[start:end], "", item.kind)
    return None


def _clause_out(answer: Answer, gone: list[Found]) -> Edit | None:
    """``"; further identifiers are Ensembl:ENSG00000000000 and MIM:600619"``, where the engine's
    way with clauses takes nothing but that from before a full stop."""
    text, (first, last) = answer.text, gone[:2]
    end = _end_of_pair(answer, first, last) if len(gone) == 2 else None
    if end is None or first.at + 2 != last.at:
        return None
    start = end - len(f"{first.core} and {last.core}")
    stop = text.rfind(". ", 0, start)
    if stop < 0 or not _STOP.search(text, max(0, stop - 31), stop + 3):
        return None
    verdicts = [
        Verdict(Mention(kind, at, at + len(core), at + len(core) - len(value), value, ""), None)
        for (_, kind, core, value, _), at in zip(gone, (start, end - len(last.core)), strict=True)
    ]
    edits = removals(text, (stop + 2, end + 1), verdicts, answer.gene.facts.symbol)
    if len(edits) != 1 or edits[0].after or edits[0].end != end:
        return None
    return edits[0] if edits[0].before[:2] in ("; ", ", ") else None


def _end_of_pair(answer: Answer, first: Found, last: Found) -> int | None:
    """Where ``"are X and Y"`` ends that has a full stop behind it and no list before it."""
    text, words = answer.text, answer.words
    if first.at < 1:
        return None
    lead = words[first.at - 1]
    both = f" {lead} {first.core} and {last.core}."
    at = text.find(both)
    if at < 0 or lead not in answer.book.plain or lead in ("and", "or", "as"):
        return None
    end = at + len(both) - 1
    return end if _BEHIND.match(text, end + 1) else None


def _named(text: str, name: str) -> bool:
    """Whether a name may stand in the text as a word."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        behind = text[end : end + 1]
        if not text[at - 1 : at].isalnum() and not (behind.isalnum() or behind in ("_", "@", "-")):
            return True
        at = text.find(name, at + 1)
    return False

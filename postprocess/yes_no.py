"""What a yes/no answer says: each thing it states, and the verdict of them all.

One value: ``read("No, GLI1 is not a marker gene of Macrophage.").verdict`` is ``"no"``. Nothing is
guessed: an answer that hedges, says both or neither is ``"unclear"``. Time is linear in the text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from .one_sentence import split

Verdict = Literal["yes", "no", "unclear"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[;:,—–()]| - ")
_PREFIX = re.compile(r"\W*(?:(?:the )?answer(?: is)?\b\W*)?", re.IGNORECASE)
_YES = frozenset(("yes", "yeah", "yep", "correct", "true"))
_NO = frozenset(("no", "nope", "incorrect", "false"))
# "No" before one of these opens an answer; before other words it belongs to them ("no evidence").
_AFTER_NO = frozenset(("gene", "it", "this", "that", "the", "they", "these", "and", "or", "but"))
_NEGATIONS = _words(
    "not no never neither nor cannot non lack lacks lacking fail fails failed without hardly"
)
_NOT_NEGATED = frozenset(("only", "just", "merely", "doubt", "simply"))
_HEDGES = _words(
    "may might could maybe perhaps possibly possible probably probable likely unlikely potential "
    "potentially unclear uncertain unknown unsure unable depends sometimes whether insufficient "
    "difficult impossible negative sorry"
)
_TELLING = _words(
    "say tell determine determined judge confirm confirmed answer identify assess know see conclude"
)
_VERBS = _words(
    "is are was were be been isn't aren't wasn't serves acts represents does doesn't do don't "
    "appears seems remains considered regarded known used marks mark has have"
)
_MARKERS = frozenset(("marker", "markers", "marks", "mark", "biomarker", "biomarkers"))
_BREAKS = _words("; : , — – ( ) but however although though whereas while yet because since") | {
    " - "
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One clause with a verdict, as places in the answer: it says something of what stands in
    ``[start, marker)``, and the cell type stands in ``[object, end)``."""

    verdict: Verdict
    start: int
    marker: int
    object: int
    end: int
    sentence: int
    hedged: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A ``Yes`` or ``No`` that begins a sentence or stands alone between commas (``aside``); the
    span is that of the word itself, and ``body`` is where the sentence goes on behind it."""

    verdict: Verdict
    start: int
    end: int
    body: int
    sentence: int
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """``why``: ``"opening"``, ``"statement"``, ``"hedged"``, ``"both"``, ``"nothing"``; more in
    ``marker_answer``. ``sentences``: spans; ``hedged``: some clause is in doubt."""

    verdict: Verdict
    why: str
    openings: tuple[Opening, ...]
    statements: tuple[Statement, ...]
    sentences: tuple[tuple[int, int], ...]
    hedged: bool


def read(text: str) -> Reading:
    """Read an answer to any question of the form "Is ... a marker ...?"."""
    sentences = split(text)
    openings: list[Opening] = []
    statements: list[Statement] = []
    hedged = False
    for number, (start, end) in enumerate(sentences):
        asks = text[start:end].rstrip("\"'”’)]*")[-1:] in ("?", "？")
        opened = [] if asks else _openings(text, start, end, number)
        openings += opened
        body = opened[-1].body if opened else start
        if not asks:
            words = list(_WORD.finditer(text, body, end))
            lower = [w[0].casefold().replace("’", "'") for w in words]
            clauses = _clauses(lower)
            statements += _statements(words, lower, clauses, (body, end), number)
            openings += _asides(words, lower, clauses, number)
            hedged = hedged or any(w in _HEDGES for w in lower)
    hedged = hedged or any(s.hedged for s in statements)
    verdict, why = decide(openings, statements, hedged)
    return Reading(verdict, why, tuple(openings), tuple(statements), tuple(sentences), hedged)


def decide(
    openings: Iterable[Opening], statements: Iterable[Statement], hedged: bool
) -> tuple[Verdict, str]:
    """The verdict of what was said and why it is so."""
    opened = {o.verdict for o in openings}
    stated = {s.verdict for s in statements if not s.hedged}
    said = opened | stated
    if "unclear" in said or len(said) > 1:
        return "unclear", "both"
    if not said:
        return "unclear", "hedged" if hedged else "nothing"
    return said.pop(), "opening" if opened else "statement"


def _openings(text: str, start: int, end: int, number: int) -> list[Opening]:
    """The verdict words that a sentence begins with; several where it says them again."""
    found: list[Opening] = []
    prefix = _PREFIX.match(text, start, end)
    at = prefix.end() if prefix else start
    while word := _WORD.match(text, at, end):
        verdict = _verdict_word(text, word, end)
        if verdict is None:
            break
        body = word.end()
        while body < end and not text[body].isalnum():
            body += 1
        found.append(Opening(verdict, word.start(), word.end(), body, number))
        at = body
        joint = _WORD.match(text, at, end)
        if joint and joint[0].casefold() in ("and", "or"):
            at = joint.end()
            while at < end and not text[at].isalnum():
                at += 1
    return found


def _verdict_word(text: str, word: re.Match[str], end: int) -> Verdict | None:
    said = word[0].casefold()
    if said not in _YES and said not in _NO:
        return None
    behind = text[word.end() : min(end, word.end() + 2)].lstrip()
    free = not behind or not behind[0].isalnum()  # punctuation or nothing
    if said in ("yes", "yeah", "yep"):
        return "yes"
    if said in ("no", "nope"):
        following = None if free else _WORD.search(text, word.end(), end)
        name = following[0] if following else ""
        like_symbol = any(map(str.isdigit, name)) or (len(name) > 1 and name.isupper())
        return "no" if free or like_symbol or name.casefold() in _AFTER_NO else None
    if not free:
        return None
    return "yes" if said in _YES else "no"


def _asides(
    words: Sequence[re.Match[str]],
    lower: Sequence[str],
    clauses: Sequence[tuple[int, int]],
    number: int,
) -> list[Opening]:
    """Clauses that are a verdict word and nothing more: ``"GLI1 is a marker, yes."``."""
    found: list[Opening] = []
    for low, high in clauses:
        if high - low == 1 and lower[low] in (_YES | _NO):
            word = words[low]
            verdict: Verdict = "yes" if lower[low] in _YES else "no"
            found.append(Opening(verdict, *word.span(), word.end(), number, True))
    return found


def _statements(
    words: Sequence[re.Match[str]],
    lower: Sequence[str],
    clauses: Sequence[tuple[int, int]],
    span: tuple[int, int],
    number: int,
) -> list[Statement]:
    """The clauses of one sentence that say whether something is a marker."""
    found: list[Statement] = []
    start, end = span
    for low, high in clauses:
        at = next((i for i in range(low, high) if lower[i] in _MARKERS), None)
        if at is not None:
            verdict, hedged = _polarity(lower[low:high], at - low)
            if found:
                start = words[low].start()
                found[-1] = replace(found[-1], end=start)
            places = (start, words[at].start(), words[at].end(), end)
            found.append(Statement(verdict, *places, number, hedged))
    return found


def _clauses(lower: Sequence[str]) -> list[tuple[int, int]]:
    """Word ranges between breaks; a marker without a verb takes in what stands before it, back
    to the verb: ``"is not, in this tissue, a marker"`` is one clause."""
    cuts = [-1, *(i for i, w in enumerate(lower) if w in _BREAKS), len(lower)]
    out: list[tuple[int, int]] = []
    for low, high in pairwise(cuts):
        if high == low + 1:
            continue
        part = lower[low + 1 : high]
        start = low + 1
        if any(w in _MARKERS for w in part) and not any(map(_is_verb, part)):
            while out and not any(w in _MARKERS for w in lower[out[-1][0] : out[-1][1]]):
                start, stop = out.pop()
                if any(map(_is_verb, lower[start:stop])):
                    break
        out.append((start, high))
    return out


def _is_verb(word: str) -> bool:
    return word in _VERBS or word.endswith("n't")


def _polarity(clause: Sequence[str], marker: int) -> tuple[Verdict, bool]:
    """Whether a clause affirms, and whether it is in doubt; ``marker`` is that word's place."""
    verb_before = any(map(_is_verb, clause[: marker + 1]))
    part = clause[:marker] if verb_before else clause
    negations = [
        i
        for i, w in enumerate(part)
        if (w in _NEGATIONS or w.endswith("n't"))
        and not (i + 1 < len(clause) and clause[i + 1] in _NOT_NEGATED)
    ]
    telling = any(w in _TELLING for w in clause)
    hedged = any(w in _HEDGES for w in clause) or (
        telling and any(clause[i] in ("cannot", "can't", "couldn't", "don't") for i in negations)
    )
    plain = [i for i in negations if part[i] not in ("neither", "nor")]
    if len(plain) > 1:
        return "unclear", True
    return ("no" if negations else "yes"), hedged

"""The words that lead to a list of aliases.

One value: in ``"Its other aliases include A."`` the intro runs from ``Its`` to before ``A``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .find import word_starts

_ADVERBS = (
    "also", "otherwise", "alternatively", "commonly", "sometimes", "often", "additionally",
    "further", "variously", "frequently", "previously", "formerly", "historically", "originally",
)  # fmt: skip
_BEGINNINGS = (
    *_ADVERBS, "known as", "referred to as", "aka", "a.k.a", "alias", "synonym", "alternative ",
    "alternate ", "other ",
)  # fmt: skip
_ADVERB = "(?:" + "|".join(_ADVERBS) + ")"
_KNOWN = (
    r"(?:known|referred to|designated|called|named|termed|denoted|described|identified|listed)"
    r"(?: (?:as|by|under))?"
    r"(?: (?:the|its|several|other|various|following|alternative|names?|alias(?:es)?|synonyms?|"
    r"symbols?|terms?|gene)(?=[ :])){0,4}"
)
_VERB = re.compile(
    rf"(?:(?:{_ADVERB} ){{1,2}}{_KNOWN}|known as|referred to as|a\.?k\.?a\.?(?=[ :])) ?:? +",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?:alias(?:es)?|synonyms?|(?:alternative|alternate|other) (?:gene )?"
    r"(?:names?|symbols?|designations?))(?: (?:names?|symbols?))?"
    r"(?: (?:for|of) (?:it|(?:(?:the|this) (?:human )?gene(?: (?=[A-Z0-9]))?)?"
    r"(?P<of>[^\W_][\w@-]{0,30})?)(?=[ :]))?"
    r"(?: (?:that )?(?:includes?|included|including|are|is|comprise|such as) ?:?| ?:) +",
    re.IGNORECASE,
)
_BEFORE_NOUN = re.compile(
    r"\b(?:(?:its|the|other|some|known|common|alternative|alternate|further|additional|gene|"
    r"commonly|used|official|previous) ){1,4}\Z",
    re.IGNORECASE,
)
_REACH = 60


@dataclass(frozen=True, slots=True)
class Intro:
    """``noun`` for "aliases include", else a verb form; ``of`` is the name in "aliases of X"."""

    start: int
    end: int
    noun: bool
    of: str = ""


def find_intros(text: str) -> Iterator[Intro]:
    """Every intro, in order, without overlaps."""
    end = 0
    for at in word_starts(text, _BEGINNINGS):
        if at < end:
            continue
        if match := _VERB.match(text, at):
            end = match.end()
            yield Intro(at, end, noun=False)
        elif match := _NOUN.match(text, at):
            before = _BEFORE_NOUN.search(text, max(end, at - _REACH), at)
            end = match.end()
            yield Intro(before.start() if before else at, end, noun=True, of=match["of"] or "")

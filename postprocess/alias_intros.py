"""The words that lead to a list of aliases.

One value: in ``"Its other aliases include A."`` the intro runs from ``Its`` to before ``A``.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .scan import Scan

_ADVERBS = (
    "also", "otherwise", "alternatively", "commonly", "sometimes", "often", "additionally",
    "further", "variously", "frequently", "previously", "formerly", "historically", "originally",
)  # fmt: skip
_ADVERB = f"(?:{'|'.join(_ADVERBS)})"
_ADVERBS_BEFORE = re.compile(rf"(?<![^\W_])(?:{_ADVERB} ){{1,2}}\Z", re.IGNORECASE)
# What an intro turns on: what needs an adverb to be about names ("it is also called"), what does
# not, and nouns. The first and the last are looked for only where the words of the text have them.
_ALWAYS = ("known", "referred to", "aka", "a.k.a", "goes by", "alias", "synonym")
_WITH_ADVERB = (
    "designated", "called", "named", "termed", "denoted", "described", "identified",
    "listed",
)  # fmt: skip
_NOUNS = frozenset({"alias", "synonym", "alternat", "other ", "another ", "previous ", "former "})
_ADVERBS_BLANK = tuple(f"{adverb} " for adverb in _ADVERBS)
_RARE = {
    form: needle
    for needle, words in (
        *((verb, (verb,)) for verb in _WITH_ADVERB),
        ("alternat", ("alternative", "alternate")),
        ("other ", ("other",)),
        ("another ", ("another",)),
        ("previous ", ("previous",)),
        ("former ", ("former",)),
    )
    for word in words
    for lower in (word, word + ":")
    for form in (lower, lower.upper(), lower.capitalize(), f"({lower}", f"[{lower}")
}
_RARE_FORMS = frozenset(_RARE)
_KNOWN = re.compile(
    r"(?:known|referred to|designated|called|named|termed|denoted|described|identified|listed)"
    r"(?: (?:as|by|under))?"
    r"(?: (?:the|its|several|other|various|following|alternative|names?|alias(?:es)?|synonyms?|"
    r"symbols?|terms?|gene)(?=[ :])){0,4} ?:? +",
    re.IGNORECASE,
)
_KNOWN_AS = re.compile(
    r"(?:known as|referred to as|goes by(?: the(?: other)? names?(?: of)?)?|a\.?k\.?a\.?(?=[ :]))"
    r" ?:? +",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?:alias(?:es)?|synonyms?|(?:alternative|alternate|other|another|previous|former) (?:gene )?"
    r"(?:names?|symbols?|designations?))(?: (?:names?|symbols?))?"
    r"(?: (?:for|of) (?:it|(?:(?:the|this) (?:human )?gene(?: (?=[A-Z0-9]))?)?"
    r"(?P<of>[^\W_][\w@-]{0,30})?)(?=[ :]))?"
    r"(?:,? (?:that )?(?:includes?|included|including|are|is|comprise|such as) ?:?| ?:(?:\*\*)?) +",
    re.IGNORECASE,
)
_BEFORE_NOUN = re.compile(
    r"\b(?:(?:its|the|other|some|known|common|alternative|alternate|further|additional|gene|"
    r"gene's|it|has|several|many|multiple|two|three|commonly|used|official|previous) ){1,5}\Z",
    re.IGNORECASE,
)
# "It has the aliases A" and "GLI1 (alias A)" need no verb.
_BARE_NOUN = re.compile(r"alias(?:es)? +(?=[A-Za-z0-9])", re.IGNORECASE)
_BARE_LEADS = ("(", "[", "has the ", "has the gene ", "has ", "by the ", "under the ")
_LONGEST_ADVERBS = 32
_REACH = 60


class Intro(NamedTuple):
    """``noun`` for "aliases include", else a verb form; ``of`` is the name in "aliases of X"."""

    start: int
    end: int
    noun: bool
    of: str = ""


def find_intros(scan: Scan) -> Iterator[Intro]:
    """Every intro, in order, without overlaps."""
    end = 0
    for at, noun in _starts(scan):
        if at >= end and (intro := (_noun if noun else _verb)(scan, at, end)):
            end = intro.end
            yield intro


def _starts(scan: Scan) -> list[tuple[int, bool]]:
    """Where the words stand that an intro turns on, and whether they are nouns, in order."""
    low, text = scan.low, scan.text
    needles: tuple[str, ...] = _ALWAYS
    if rare := _RARE_FORMS.intersection(scan.words):
        needles = (*needles, *{_RARE[form] for form in rare})
    found: list[tuple[int, bool]] = []
    for needle in needles:
        at = low.find(needle)
        while at >= 0:
            if needle in _WITH_ADVERB:
                if low.endswith(_ADVERBS_BLANK, 0, at):
                    found.append((at, False))
            elif not at or not (text[at - 1].isalnum() or text[at - 1] == "_"):
                found.append((at, needle in _NOUNS))
            at = low.find(needle, at + 1)
    found.sort()
    return found


def _verb(scan: Scan, at: int, floor: int) -> Intro | None:
    text = scan.text
    adverbs = None
    if scan.low.endswith(_ADVERBS_BLANK, floor, at):
        adverbs = _ADVERBS_BEFORE.search(text[max(floor, at - _LONGEST_ADVERBS) : at])
    if match := (_KNOWN if adverbs else _KNOWN_AS).match(text, at):
        return Intro(at - len(adverbs[0]) if adverbs else at, match.end(), noun=False)
    return None


def _noun(scan: Scan, at: int, floor: int) -> Intro | None:
    text = scan.text
    match = _NOUN.match(text, at)
    if match is None and scan.low.endswith(_BARE_LEADS, floor, at):
        bare = _BARE_NOUN.match(text, at)
        before = _BEFORE_NOUN.search(text, max(floor, at - _REACH), at)
        return Intro(before.start() if before else at, bare.end(), noun=True) if bare else None
    if match:
        before = _BEFORE_NOUN.search(text, max(floor, at - _REACH), at)
        start = before.start() if before else at
        if match[0].rstrip().endswith("**") and text.endswith("**", floor, start):
            start -= 2
        return Intro(start, match.end(), noun=True, of=match["of"] or "")
    return None

"""Passages that list a gene's aliases: found, and judged.

One value: in ``"... Homo. It is also known as GLI; GLI-1; GLI-2; G"``, the length limit having cut
the list, the passage runs from ``It`` to the end of the text.

Only passages about the gene spoken of count: ``"It is also known as ..."``, ``"Its aliases
include ..."``, ``"GLI1, also known as ..., is"``, ``"GLI1 (also known as ...)"``. What is said of
others ("the kinase ERK, also known as MAPK") stays.
"""

import re
from typing import NamedTuple

from .alias_intros import Intro, find_intros
from .alias_lists import NameList, is_right, read_list, read_plain_list
from .facts import GeneFacts
from .scan import Scan

_BE = re.compile(
    r"(?:(?:is|was|are|has been|have been|can be|may be|being)(?: (?:commonly|often|also))? )?\Z"
)
_THING = re.compile(
    r"(?P<thing>\b(?:it|(?:this|the) (?:human )?(?:[\w-]+ ){0,2}(?:gene|pseudogene|locus)"
    r"|(?:this|the) (?:encoded )?protein|(?P<word>[^\W_][\w@-]*)(?: gene| protein)?)) ?\Z",
    re.IGNORECASE,
)
_BEGINNINGS = ("It is ", "This gene is ", "The gene is ")
_SUBJECTS = frozenset({"It", "This gene", "The gene"})
_FULL_NAME = re.compile(r" ?\([^()]{0,120}\) ?\Z")
_JOINT = re.compile(r"(?:[,;]? and |[;,] )\Z")
_BOUNDARY = re.compile(
    r"[.!?…][\"')\]]* +|\n|[。！？] ?|; (?=(?:It|Its|This|The|Another|Other|Alias(?:es)?)\b)"
)
_ODD_STOPS = frozenset("*|/\"'”’]):-")
_OTHER_STOPS = frozenset("!?\n…;。！？")
_REST = re.compile(r"[,;]? (?:(?:and|which|that) )?(?=([\w-]+))")
_NEXT_CLAUSE = re.compile(
    r"[,;]? (?:(?:and|but|while|however|although|whereas),? )?(?=(?:it|this|the|its) )"
)
# "Also known as A, it acts": whose names they are is said behind them.
_OWN_CLAUSE = re.compile(r", (?:it|this gene|the gene) ")
_VERB = re.compile(r"was|\w+s")
_UNREAD = NameList(("",), 0, 0, False)
# How far before a passage its subject is looked for; sentences of prose are shorter.
_REACH = 400
# "Previously, it was known as": fewer words before the comma are no sentence of their own.
_WORDS_OF_A_CLAUSE = 3


class Passage(NamedTuple):
    """``text[start:end]`` lists ``names``. ``right`` where all are the gene's and the list is
    closed. ``after`` is what must stay in its place so that the sentence goes on. ``whole`` where
    the passage is one or more sentences of its own."""

    start: int
    end: int
    names: tuple[str, ...]
    right: bool
    after: str = ""
    whole: bool = False


def find_passages(scan: Scan, gene: GeneFacts) -> tuple[list[Passage], int]:
    """Every alias passage about ``gene``, in order, without overlaps; and how many intros there
    are, with those that no list or another gene's follows."""
    found: list[Passage] = []
    end = intros = 0
    for intro in find_intros(scan):
        intros += 1
        if intro.start >= end and (passage := _passage(scan.text, intro, gene, end)):
            found.append(passage)
            end = passage.end
    return found, intros


def _passage(text: str, intro: Intro, gene: GeneFacts, floor: int) -> Passage | None:
    low = _sentence_start(text, max(floor, intro.start - _REACH), intro.start)
    if text[low : intro.start].count(" ") > 1 and (odd := _odd_start(text, low, intro, gene)):
        low = odd
    if text[low : intro.start] in _BEGINNINGS and (plain := read_plain_list(text, intro.end)):
        return Passage(low, plain.stop, plain.names, is_right(plain, gene.names), whole=True)
    # Whether an intro speaks of the gene is seen before its list, so that no list is read twice.
    if _placed(text, low, intro, _UNREAD, False, gene) is None:
        return None
    names = read_list(text, intro.end, gene.symbol)
    if not names.names:
        return None
    return _placed(text, low, intro, names, is_right(names, gene.names), gene)


def _odd_start(text: str, low: int, intro: Intro, gene: GeneFacts) -> int:
    """Where the sentence of an intro begins behind a mark that ends none: ``"cells** It is"``."""
    begins = (*_BEGINNINGS, "It is a human gene and is ", f"{gene.symbol} is ", "")
    for begin in begins:
        at = intro.start - len(begin)
        if not text.startswith(begin, at) or at - 2 < low or text[at - 1] != " ":
            continue
        if not begin and not text[at].isupper():
            continue
        before = text[at - 2]
        if before in _ODD_STOPS or (begin.startswith("It is") and before == ","):
            return at
        if not begin and before.isdigit():
            return at
    return 0


def _placed(
    text: str, low: int, intro: Intro, names: NameList, right: bool, gene: GeneFacts
) -> Passage | None:
    """The passage of a list whose sentence begins at ``low``; ``None`` where it is another's."""
    if intro.of and intro.of not in (gene.symbol, "gene"):
        return None
    pre = text[low : intro.start]
    bare = pre.rstrip()
    if bare.endswith(("(", "[")):
        start = len(bare[:-1].rstrip())
        if _thing_before(pre[:start], gene) is None:
            return None
        closed = text[names.end : names.end + 1] in (")", "]")
        return Passage(low + start, names.end + 1 if closed else names.stop, names.names, right)
    if intro.noun and text[intro.start : intro.start + 3].lstrip("*")[:1].isupper():
        return _sentence(text, intro.start, "", names, right)
    if not pre and not intro.noun and text[low].isupper():
        end = names.end
        if names is not _UNREAD and end < len(text) and not _OWN_CLAUSE.match(text, end):
            return None
        return _sentence(text, low, "", names, right)
    return _in_sentence(text, low, pre, intro.noun, names, right, gene)


def _sentence_start(text: str, low: int, at: int) -> int:
    """Behind the last full stop and blank before ``at``, or the last line end."""
    stop = text.rfind(". ", low, at)
    if stop >= 0:
        low = stop  # what ends later ends with another mark
        plain = _OTHER_STOPS.isdisjoint(text[stop + 2 : at])
        if plain and (boundary := _BOUNDARY.match(text, stop)):
            return boundary.end()
    for boundary in _BOUNDARY.finditer(text, low, at):
        low = boundary.end()
    return low


def _in_sentence(
    text: str, low: int, pre: str, noun: bool, names: NameList, right: bool, gene: GeneFacts
) -> Passage | None:
    """A passage that is a sentence, a part of one, or an apposition to the gene's name."""
    be = _BE.search(pre, max(0, len(pre) - 30))
    body = pre[: be.start()] if be else pre
    if body.endswith(", "):
        named = _FULL_NAME.sub("", body[:-2])
        at = _thing_before(named, gene) if named else None
        # "the C-terminal part of the protein, known as" speaks of another thing than "GLI1, known".
        if at is not None and (at == 0 or named.endswith((gene.symbol, gene.name or gene.symbol))):
            comma = text[names.end : names.end + 1] == ","
            start = low + len(body) - 2
            return Passage(start, names.end + comma, names.names, right)
    at = None if noun else _thing_before(body, gene)
    head = body if at is None else body[:at]
    subject = "" if at is None else body[at:].rstrip()
    if not head.strip() and (noun or subject):
        return _sentence(text, low + len(head), subject, names, right)
    if subject[:1].isupper() and (
        head.rstrip()[-1:].isdigit() or subject.startswith(("It", "This ", "The "))
    ):
        return _sentence(text, low + len(head), subject, names, right)  # the stop is missing
    joint = _JOINT.search(head)
    if joint and (noun or subject or (be and be[0] and _starts_with_gene(pre, gene))):
        if len(head[: joint.start()].split()) < _WORDS_OF_A_CLAUSE:
            return _sentence(text, low, subject, names, right)
        return Passage(low + joint.start(), names.end, names.names, right)
    return None


def _thing_before(pre: str, gene: GeneFacts) -> int | None:
    """Where the gene's name, or a word for it, begins that ``pre`` ends with."""
    bare = pre.rstrip()
    if bare in _SUBJECTS or bare == gene.symbol:
        return 0
    if gene.name and bare.endswith(gene.name):
        return len(bare) - len(gene.name)
    found = _THING.search(pre[-80:])
    if not found or (found["word"] is not None and found["word"] != gene.symbol):
        return None
    return max(0, len(pre) - 80) + found.start()


def _starts_with_gene(sentence: str, gene: GeneFacts) -> bool:
    first = re.match(r"(?:it|this|the gene|its)\b", sentence, re.IGNORECASE)
    return bool(first) or sentence.startswith((gene.symbol, gene.name or gene.symbol))


def _sentence(text: str, start: int, subject: str, names: NameList, right: bool) -> Passage:
    """A passage that begins a sentence; where the sentence goes on, its subject stays."""
    following = _NEXT_CLAUSE.match(text, names.end) if names.stop == names.end else None
    if following:
        at = following.end()
        return Passage(start, at + 1, names.names, right, text[at].upper())
    rest = _REST.match(text, names.end) if names.stop == names.end else None
    if rest and subject and text[rest.end()].islower():
        link = " " if _VERB.fullmatch(rest[1]) else " is "
        return Passage(start, rest.end(), names.names, right, subject + link)
    end = names.stop
    if end == names.end:  # no stop: take the separator along
        end = len(text) - len(text[end:].lstrip(" ,;|")) if end < len(text) else end
    return Passage(start, end, names.names, right, whole=True)

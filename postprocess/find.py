"""Spotting identifiers in an answer, in every form that models write.

One value: ``find_identifiers(Scan("It is HGNC:HGNC:10997."))`` is one mention with kind ``hgnc_id``,
value ``10997``, span of the whole ``HGNC:HGNC:10997`` and of the value in it.
"""

import re
from typing import NamedTuple

from .labels import ACCESSION, FORMS, SHAPES, UNKNOWN_KIND, Form
from .scan import Scan, hits


class Mention(NamedTuple):
    """An identifier in a text: ``text[start:end]`` with its label, the value at ``value_start``.

    ``kind`` is a column of the registry, or ``other`` for what it does not hold (transcripts,
    RefSeq, other species, translocations). ``noun`` is the database's name as written, ``""`` for a
    value that stands alone.
    """

    kind: str
    start: int
    end: int
    value_start: int
    value: str
    noun: str

    @property
    def value_end(self) -> int:
        """Where the value ends; a bracket around the number may close behind it."""
        return self.value_start + len(self.value)


def find_identifiers(scan: Scan) -> list[Mention]:
    """Every identifier of a text, in order, without overlaps; no places on chromosomes."""
    found: list[Mention] = []
    end = 0
    for at, form in _candidates(scan):
        if at >= end and (match := form.pattern.match(scan.text, at)):
            mention = _mention(match, form)
            found.append(mention)
            end = mention.end
            if form.again:
                end = _further(scan.text, mention, form, found)
    return found


def looks_like_identifier(name: str) -> bool:
    """Whether a name begins as an identifier would: ``"ENSG00000184796"``, an alias of RPL21P18."""
    return any(
        at == 0 and form.pattern.match(name)
        for at, form in _candidates(Scan(name))
        if form is not ACCESSION
    )


def _candidates(scan: Scan) -> list[tuple[int, Form]]:
    """Where a form may begin, in order of place and then of the forms."""
    found: list[tuple[int, Form]] = []
    for haystack, forms in ((scan.low, FORMS), (scan.shape, SHAPES)):
        for form in forms:
            needle = form.needle
            at = haystack.find(needle)
            while at >= 0:
                start = scan.word_start(at, form.lead)
                if start >= 0:
                    found.append((start, form))
                at = haystack.find(needle, at + 1)
    shape, text = scan.shape, scan.text
    for at in hits(shape, b"A0"):
        if not (at and (text[at - 1].isalnum() or text[at - 1] in "_-.")):
            found.append((at, ACCESSION))
    found.sort(key=_place)
    return found


def _place(candidate: tuple[int, Form]) -> int:
    return candidate[0]


def _mention(match: re.Match[str], form: Form) -> Mention:
    start, end = match.span()
    text = match.string
    noun, join, value = match.groups()
    if "(" in join and text[end : end + 1] == ")":
        end += 1
    if start and ")" in join and text[start - 1] == "(":  # "(HGNC) ID 4317"
        start, noun = start - 1, f"({noun})"
    return Mention(form.kind, start, end, match.start("value"), value, noun or form.noun)


def _further(text: str, first: Mention, form: Form, found: list[Mention]) -> int:
    """The values that follow a first one under the same label; where the last one ends."""
    end = first.end
    while form.again and text[end : end + 1] in _JOINTS and (match := form.again.match(text, end)):
        start, end = match.span("value")
        found.append(Mention(form.kind, start, end, start, match["value"], first.noun))
    return end


_JOINTS = frozenset(" ,;/|&")
__all__ = ["UNKNOWN_KIND", "Mention", "find_identifiers", "looks_like_identifier"]

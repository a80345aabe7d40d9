"""Spotting places on chromosomes in an answer.

One value: in ``"GLI1 is on chromosome 7 (7q31.2)."`` they are ``chromosome 7`` and ``(7q31.2)``,
each a mention of kind ``location``. Whether a place is said of the gene is judged elsewhere;
rearrangements such as ``t(9;22)(q34;q11)`` never are, and have kind ``other``.
"""

import re

from .find import Mention
from .labels import UNKNOWN_KIND
from .scan import Scan, hits

LOCATION = "location"
# What stands for a place that has to go where no clause goes with it.
_NOUN = "its locus"
_DIGITS = r"[0-9]{1,3}(?:\.[0-9]{1,4})?[a-z]?"
_BAND_OF_ARM = rf"(?:cen|[pq](?:ter|{_DIGITS}))"
# HGNC's remarks behind a band belong to it.
_REMARK = (
    r"(?:[ ]not[ ]on[ ]reference[ ]assembly|[ ]alternate[ ]reference[ ]locus|[ ]unplaced|"
    r",[ ]GRCh38[ ]novel[ ]patch)?"
)
_BAND = re.compile(
    rf"(?:[0-9]{{1,2}}|[XY])(?:pter|{_BAND_OF_ARM})"
    rf"(?:[ ]?(?:-|–|to)[ ]?(?:(?:[0-9]{{1,2}}|[XY])?{_BAND_OF_ARM}|(?<=[-–]){_DIGITS}))?"
    rf"(?![0-9A-Za-z]){_REMARK}"
)
_ONE = r"(?:[0-9]{1,2}|[XY])[pq]?(?![0-9A-Za-z])(?!\.[0-9])"
_CHROMOSOME = re.compile(
    rf"[Cc]hr(?:omosom(?:es?|al))?(?:[ ](?:number|no\.|band|region|arm))?(?:[ ]?:|\.)?[ ]{{0,2}}#?"
    rf"{_ONE}(?:(?:,|,?[ ](?:and|or))[ ]{_ONE})*"
    rf"(?:,?[ ](?:at[ ])?(?:(?:band|region|position|locus)[ ])?{_BAND_OF_ARM}"
    rf"(?:-{_BAND_OF_ARM})?(?![0-9A-Za-z])|[ ]\({_BAND_OF_ARM}(?:-{_BAND_OF_ARM})?\))?{_REMARK}"
)
_ARM_OF = re.compile(
    r"(?:the[ ])?(?:short|long|p|q)[ -]arm[ ]of[ ](?:the[ ])?(?:human[ ])?\Z", re.IGNORECASE
)
_IS_PLACE = re.compile(r"chromosome(?! (?:inactivation|open reading))")
_NAMED_FIRST = re.compile(r"(?:(?:the|human)[ ])*[XY][ ]\Z")
_ALONE = re.compile(
    rf"locat(?:ed|ion)(?:[ ](?:at|on|to|in|is))?:?[ ](?P<value>{_ONE}{_REMARK})"
    rf"(?=[.,;)]|\s*\Z|[ ](?:and|in)[ ])"
)
_MITOCHONDRIAL = re.compile(
    r"(?:the[ ])?mitochondrial[ ](?:genome|DNA|chromosome)(?![a-z])|mitochondria(?![a-z])"
)
_AT = re.compile(r"(?:located at|maps to|location:|location is)[ ]\Z", re.IGNORECASE)
_REARRANGED = re.compile(
    r"(?:t|inv|del|dup|ins|der)\((?:[0-9]{1,2}|[XY])(?:[;,][0-9XY]{1,2}){0,3}"
    r"(?:[pq][0-9.]{0,5})?\)(?:\([^()\n]{1,40}\))?"
)
_DIGITS_AND_ARM = re.compile(r"00?(?:[pq](?:0|ter)|cen)")
_REACH = 45


def find_locations(scan: Scan) -> list[Mention]:
    """Every place on a chromosome, in order, without overlaps."""
    found = _bands(scan)
    if "chr" in scan.low:
        found += _chromosomes(scan)
    if "locat" in scan.low:
        found += _alone(scan)
    if not found:
        return found
    found.sort(key=_start)
    kept: list[Mention] = []
    end = -1
    for mention in found:
        if mention.start >= end:
            kept.append(_in_bracket(scan.text, kept, mention))
            end = kept[-1].end
    return kept


def _start(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _in_bracket(text: str, before: list[Mention], mention: Mention) -> Mention:
    """The band of ``chromosome X (Xq28)`` with its bracket, if the chromosome stands before it."""
    start, end = mention.start - 1, mention.end
    follows = before and text[start] == "(" and text[before[-1].end : start] in ("", " ")
    if follows and text[end : end + 1] == ")":
        return mention._replace(start=start, end=end + 1)
    return mention


def _bands(scan: Scan) -> list[Mention]:
    text, shape = scan.text, scan.shape
    found: list[Mention] = []
    for at, _ in scan.numbers:
        start = at
        if shape[at - 1 : at] in ("p", "q") and at > 1 and text[at - 2] in "XY":  # Xq28
            start = at - 2
        elif not _DIGITS_AND_ARM.match(shape, at):
            continue
        if _begins(text, start) and (match := _BAND.match(text, start)):
            found.append(_mention(start, match[0]))
    for needle in ("(0", "(A;") if "(" in shape else ():
        for at in hits(shape, needle):
            start = scan.word_start(at, 3)
            if 0 <= start < at and (match := _REARRANGED.match(text, start)):
                found.append(Mention(UNKNOWN_KIND, start, match.end(), start, match[0], ""))
    return found


def _begins(text: str, start: int) -> bool:
    """Whether a band may begin here: at a word's start, or behind ``chr``."""
    if start == 0:
        return True
    before = text[start - 1]
    if not before.isascii():
        return True
    if not before.isalnum() and before not in "_.":
        return before != "-" or not text[start - 2 : start - 1].isalnum()
    return text[max(0, start - 3) : start].lower() == "chr"


def _chromosomes(scan: Scan) -> list[Mention]:
    text = scan.text
    found: list[Mention] = []
    for at in hits(scan.low, "chr"):
        if at and text[at - 1].isalnum():
            continue
        before = text[max(0, at - _REACH) : at]
        start = at
        if match := _CHROMOSOME.match(text, at):
            end = match.end()
            if text.startswith(" open reading frame", end):
                continue  # a gene's name
        elif (named := _NAMED_FIRST.search(before)) and _IS_PLACE.match(text, at):
            start, end = at - len(named[0]), at + len("chromosome")
        else:
            continue
        if arm := _ARM_OF.search(before[: len(before) - (at - start)]):
            start -= len(arm[0])
        found.append(_mention(start, text[start:end]))
    return found


def _alone(scan: Scan) -> list[Mention]:
    """A bare chromosome, as of genes for which HGNC knows no more: ``"located at 6."``"""
    text = scan.text
    found: list[Mention] = []
    for at in hits(scan.low, "locat"):
        if match := _ALONE.match(text, at):
            found.append(_mention(match.start("value"), match["value"]))
    if "mitochondri" in scan.low:
        for at in hits(scan.low, "mitochondri"):
            start = at - 4 if text[max(0, at - 4) : at] == "the " else at
            match = _MITOCHONDRIAL.match(text, start)
            if match and (match[0] != "mitochondria" or _AT.search(text, max(0, at - 20), at)):
                found.append(_mention(start, match[0]))
    return found


def _mention(start: int, value: str) -> Mention:
    return Mention(LOCATION, start, start + len(value), start, value, _NOUN)

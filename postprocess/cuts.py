"""Cutting a whole sentence, or one of two clauses that say the same of two genes.

One value: of ``"A has MIM 1 and B has MIM 2."`` the first clause goes with its ``" and "``, the
second from its ``" and "`` on.
"""

import re

from .edits import Edit

# What may stand between an identifier and the end of its sentence.
STOP = re.compile(r"(?:</?[a-z]{1,9}>)*\s*[].,;:/…!?。)*|-]*[\"'”’]*\s*\Z")
_CLAUSE_OF_ONE = (
    r"[^,;.:()]{1,90}?(?:,? (?:has|have|carries|is|are|with)"
    r"(?: (?:listed|recorded|registered|known|indexed|assigned))?(?: (?:as|under|the|in|to))*) "
)
_OF_DATABASE = re.compile(r"(?<![0-9A-Za-z-])[0-9]{3,}|:[0-9]|ENSG|(?-i:\b[A-Z][0-9][A-Z0-9]{4})")
_FIRST_OF_TWO = re.compile(r"(?P<cut>(?:While )?" + _CLAUSE_OF_ONE + ")", re.IGNORECASE)
_JOINT = re.compile(
    r",? (?:and|but|whereas|while) (?=[^\s,;.]+,? (?:has|have|carries|is|with) )|, (?="
    r"[^\s,;.]+ is (?:listed|recorded))"
)
_SECOND_OF_TWO = re.compile(
    r",? (?:and|but|whereas|while) " + _CLAUSE_OF_ONE + r"\Z", re.IGNORECASE
)
_SEEN = re.compile(r"[.;:…/|*”\"'!?。)\]]{0,3}(?=\s[A-Z]|\Z)")


def removed(text: str, start: int, end: int, field: str, after: str = "") -> Edit:
    return Edit("removed", start, end, text[start:end], after, field)


def sentence_out(text: str, sentence: tuple[int, int], field: str) -> Edit:
    """A sentence goes with the blanks before it, the first one with those behind it."""
    low, high = sentence
    if low == 0:
        while high < len(text) and text[high] in " \t":
            high += 1
    while low > 0 and text[low - 1] in " \t":
        low -= 1
    return removed(text, low, high, field)


def joined(text: str, sentence: tuple[int, int], start: int, end: int, field: str) -> Edit | None:
    """One of two clauses that say the same of two genes: ``"A has 1 and B has 2."``"""
    low, high = sentence
    if text.endswith(" See ", low, start) and (stop := _SEEN.match(text, end)):
        return removed(text, start - len(" See "), stop.end(), field)
    stop = STOP.match(text, end, high)
    if stop and (second := _SECOND_OF_TWO.search(text, low, start)):
        return removed(text, second.start(), end, field)
    if not _FIRST_OF_TWO.fullmatch(text, low, start) or _OF_DATABASE.search(text, low, start):
        return None
    if joint := _JOINT.match(text, end, high):
        at = joint.end()
        return removed(text, low, at + 1, field, _head(text, at))
    return sentence_out(text, sentence, field) if stop else None


def _head(text: str, at: int) -> str:
    """The first letter of what is left, large where it begins the sentence with a common word."""
    word = re.match(r"\w+", text[at:])
    return text[at].upper() if word and word[0] in ("the", "its", "it", "that") else text[at]

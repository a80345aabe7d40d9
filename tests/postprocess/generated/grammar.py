"""Slips of grammar that a removal leaves behind.

One value: ``slips("It is known. It is in .", "It is in X.")`` names the blank before the stop.
"""

import re

_SLIPS = {
    "blank before a mark": r"(?<=\w) [,.;)\]](?!\w)",
    "two blanks": r"(?<=\S)  (?=\S)",
    "empty brackets": r"\( ?\)|\[ ?\]",
    "mark behind bracket": r"[(\[] ?[,;.]",
    "two marks": r",[.;,]|;[.,;]|:[.;,]|(?<!\.)\.\.(?!\.)",
    "word before the stop": r"\b(?:and|or|with|of|to|under|is|has|the|as|an?|its|are|by|at|on)"
    r"[.;,)](?!\w)",
    "small letter behind a stop": r"(?<!\be\.g|\bi\.e|.\bcf)(?<!Chr)[.] [a-z](?![a-z]*-?[0-9A-Z])",
    "no head": r"(?:\A|(?<=[.!?] ))(?:and|or|,|;|but)\s",
    "no verb": r"(?:\A|(?<=[.!?] ))(?:The|Its|An?) (?:HGNC|O?MIM|Ensembl|UniProt\w*|Entrez|NCBI)"
    r"(?:(?!\b(?:is|was|are|and)\b)[^.]){0,40}[0-9]\.(?:\s|\Z)",
    "two joints": r"\b(?:and|or),? (?:and|or)\b|\b(?:is|has|are) (?:and|or|,)",
    "label without a value": r"\b(?:HGNC|O?MIM|Ensembl|UniProt\w*|Entrez|GeneID|Alliance\w*|"
    r"IDs?|Location|numbers?):\s*(?:[.,;)\]]|\Z)",
    "no place": r"\b(?:located|maps|mapped|lies|sits|resides|situated) (?:at|on|to|in)?\s?"
    r"(?:[.,;)]|and\b|in the human genome|chromosome(?: band| region)?[.,;)])",
    "address without a path": r"https?://(?:www\.)?[\w.]*(?=[\s,;)]|\.?(?:\s|\Z))",
    "name of a database instead of a clause": r"\b(?:HGNC|O?MIM|Ensembl|UniProt\w*|Swiss-Prot|"
    r"Entrez|NCBI|Alliance\w*)\b(?!\": null)(?![^.;,?!\n]{0,24}[0-9])",
    "the same value twice": r"\b([A-Z]*[0-9][A-Z0-9]{3,})(?:,|;| and| or|, and| /|/)[ ]?\1\b",
    "list without its last joint": r"listed with (?:(?! and )[^.])*, (?:(?! and )[^.])* in public",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _SLIPS.items()}


def slips(text: str, before: str, *, ragged: bool = False) -> list[str]:
    """What ``text``, made from ``before``, has more of than ``before`` had."""
    found: list[str] = []
    for name, pattern in _PATTERNS.items():
        now = list(pattern.finditer(text))
        if len(now) > sum(1 for _ in pattern.finditer(before)):
            at = now[-1]
            found.append(f"{name}: ...{text[max(0, at.start() - 40) : at.end() + 25]!r}")
    if ragged:
        return found
    ended = text[-12:] + " " not in before and text[-12:] + "\n" not in before
    if ended and before.rstrip()[-1:] in ".!?" and text.rstrip()[-1:] not in (".", "!", "?"):
        found.append(f"no end: ...{text[-50:]!r}")
    if text and text[-1:].isspace() and not before[-1:].isspace():
        found.append(f"blank at the end: ...{text[-30:]!r}")
    return found

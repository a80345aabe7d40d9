"""Identifiers in a text, and whether those that it states are right.

``ids_right_of("... HGNC:4317, Ensembl:ENSG00000111087 ...", required, required)`` is 1.0 for GLI1;
one digit changed, one id left out or one id of another gene makes it 0.0.
"""

import re
from collections.abc import Set

_QUESTION = "please summarize the major function of gene"

# Labels as answers write them; a label with something that is not a full id is kept as it stands,
# so that a cut-off or garbled id counts as wrong instead of not at all.
_LABELLED = {
    "HGNC": re.compile(r"\bHGNC(?:\s+ID)?\s*[:#]?\s*(?:HGNC:)?(\d+)", re.IGNORECASE),
    "MIM": re.compile(r"\bO?MIM(?:\s+number)?\s*[:#*]?\s*(\d+)", re.IGNORECASE),
    "Entrez": re.compile(
        r"\b(?:Entrez(?:\s+Gene)?|NCBI\s+Gene|Gene\s*ID)(?:\s+ID)?\s*[:#]?\s*(\d+)", re.IGNORECASE
    ),
    "UniProt": re.compile(
        r"\bUniProt(?:KB)?(?:\s+ID|\s+accession)?\s*[:#]?\s*([A-Z]\d[A-Z0-9]{4,8})\b"
    ),
}
# Digits begin with a zero, which tells an id of another species or kind from the symbol ENSAP1.
_ENSEMBL = re.compile(r"\b(ENSG\d+|ENS[A-Z]{0,4}[GTPE]0\d+)(?:\.\d+)?", re.IGNORECASE)
_ENSEMBL_LABEL = re.compile(r"\bEnsembl(?:\s+ID)?\s*:\s*(\w+)", re.IGNORECASE)


def identifiers_in(text: str) -> frozenset[str]:
    """All identifiers of a text, spelt ``HGNC:4317``, ``Ensembl:ENSG00000111087``, ``MIM:165220``,
    ``Entrez:2735``, ``UniProt:P08151``; an Ensembl version (``.17``) is left off."""
    found = {
        f"{label}:{value}" for label, form in _LABELLED.items() for value in form.findall(text)
    }
    found |= {f"Ensembl:{value.upper()}" for value in _ENSEMBL.findall(text)}
    for value in _ENSEMBL_LABEL.findall(text):
        if not _ENSEMBL.match(value):
            found.add(f"Ensembl:{value}")
    return frozenset(found)


def is_answer(text: str) -> bool:
    """False for an empty text and for one that holds the question itself.

    A grounded prompt holds the record, so a model that only repeats it would have every id right.
    """
    return bool(text.strip()) and _QUESTION not in " ".join(text.lower().split())


def ids_right_of(answer: str, required: Set[str], allowed: Set[str]) -> float:
    """1.0 if ``answer`` gives all of ``required`` and none beside them and ``allowed``, else 0.0.

    Identifiers are compared whole, digit by digit, in the spelling of :func:`identifiers_in`.
    """
    if not is_answer(answer):
        return 0.0
    given = identifiers_in(answer)
    return float(required <= given and given <= required | allowed)

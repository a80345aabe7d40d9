"""``ids_right``: every identifier in the answer is the gene's, and none of the record's is missing.

``"... HGNC:4317, Ensembl:ENSG00000111087 and MIM:165220 ..."`` is 1 for GLI1;
one digit changed, one id left out or one id of another gene makes it 0.
"""

import re

from ..references import Reference
from .parrot import is_answer

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


def identifiers_of(reference: Reference) -> frozenset[str]:
    """Every id that belongs to the gene, in the registry or in its record's text."""
    single = {
        "HGNC": reference.hgnc_id.removeprefix("HGNC:"),
        "Ensembl": reference.ensembl_id,
        "Entrez": reference.entrez_id,
    }
    return frozenset(
        [
            *(f"{label}:{value}" for label, value in single.items() if value),
            *(f"MIM:{value}" for value in reference.mim_ids),
            *(f"UniProt:{value}" for value in reference.uniprot_ids),
            *identifiers_in(reference.alliance_id),
        ]
    )


def required_identifiers(reference: Reference) -> frozenset[str]:
    """The ids that a full answer gives: HGNC, Ensembl and MIM as the gene's record states them."""
    wanted = ("HGNC:", "Ensembl:", "MIM:")
    stated = identifiers_in(reference.record) & identifiers_of(reference)
    return frozenset(i for i in stated if i.startswith(wanted))


def ids_right(answer: str, reference: Reference) -> float:
    """1.0 or 0.0; identifiers are compared whole, digit by digit; a parroted prompt is 0.

    Ids of other genes that the gene's own RefSeq summary cites ("see HRAS, MIM 190020") may stand
    in the answer: they are part of what the record says.
    """
    if not is_answer(answer):
        return 0.0
    given = identifiers_in(answer)
    allowed = identifiers_of(reference) | identifiers_in(reference.summary)
    return float(given <= allowed and required_identifiers(reference) <= given)

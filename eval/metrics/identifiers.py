"""``ids_right``: every identifier in the answer is the gene's, and none of the record's is missing.

The rule itself, and what counts as an identifier, is in ``ids_right/``, which is released as a
metric of its own; here it meets the registry.
"""

from ..references import Reference
from .ids_right.identifiers import identifiers_in, ids_right_of, is_answer

__all__ = ["identifiers_in", "identifiers_of", "ids_right", "is_answer", "required_identifiers"]


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
    allowed = identifiers_of(reference) | identifiers_in(reference.summary)
    return ids_right_of(answer, required_identifiers(reference), allowed)

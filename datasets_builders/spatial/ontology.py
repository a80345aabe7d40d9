"""Names of cell types, as files have them, to terms of the Cell Ontology.

In: a name. Out: a term's id, or ``None``. One value: ``term_of("CD8T/CD8Tex") == "CL:0000625"``.

A short table of words for the types of common panels, read from top to bottom; no ontology file is
read. A name that joins two types ("Mono/Macro") gets the first term that fits. Rows keep the name
as given, in the question too; the id stands beside it.
"""

import re
from collections.abc import Iterable

# Words in a name, the term's id, the ids of the terms right above it (as far as they are here).
_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (r"myo-?epi", "CL:0000185", ("CL:0000066",)),
    (r"myofibroblast|mycaf", "CL:0000186", ("CL:0000057",)),
    (r"malignant|cancer|tumou?r|carcinoma", "CL:0001064", ()),
    (r"plasmacytoid|\bpdcs?\b|irf7\+ dc", "CL:0000784", ("CL:0000451",)),
    (r"regulatory t|^tregs?$", "CL:0000815", ("CL:0000084",)),
    (r"\bcd8", "CL:0000625", ("CL:0000084",)),
    (r"\bcd4", "CL:0000624", ("CL:0000084",)),
    (r"^t[ -]?cells?$|^t$", "CL:0000084", ("CL:0000738",)),
    (r"plasma", "CL:0000786", ("CL:0000738",)),
    (r"^b[ -]?cells?$|^b$", "CL:0000236", ("CL:0000738",)),
    (r"\bnk\b|natural killer", "CL:0000623", ("CL:0000738",)),
    (r"macro", "CL:0000235", ("CL:0000763",)),
    (r"mono", "CL:0000576", ("CL:0000763",)),
    (r"dendritic|\bdcs?\b", "CL:0000451", ("CL:0000738",)),
    (r"\bmast\b", "CL:0000097", ("CL:0000763",)),
    (r"neutrophil", "CL:0000775", ("CL:0000763",)),
    (r"myeloid", "CL:0000763", ("CL:0000738",)),
    (r"immune|leu[ck]ocyte", "CL:0000738", ()),
    (r"fibroblast", "CL:0000057", ()),
    (r"endothel", "CL:0000115", ()),
    (r"pericyte", "CL:0000669", ()),
    (r"smooth muscle|\bsmcs?\b", "CL:0000192", ()),
    (r"adipocyte", "CL:0000136", ()),
    (r"glandular|luminal|mammary", "CL:0002327", ("CL:0000066",)),
    (r"epitheli", "CL:0000066", ()),
)
_ABOVE = {term: parents for _, term, parents in _TABLE}


def term_of(name: str) -> str | None:
    """The Cell Ontology id of a cell type's name; ``None`` where the table has no word for it."""
    for words, term, _ in _TABLE:
        if re.search(words, name.strip().lower()):
            return term
    return None


def related(a: str, b: str) -> bool:
    """Whether two terms are equal or one lies above the other."""
    return a in _lineage(b) or b in _lineage(a)


def terms(names: Iterable[str]) -> dict[str, str]:
    """Name to id, for the names that have one."""
    return {name: term for name in names if (term := term_of(name)) is not None}


def _lineage(term: str) -> set[str]:
    found = {term}
    for parent in _ABOVE.get(term, ()):
        found |= _lineage(parent)
    return found

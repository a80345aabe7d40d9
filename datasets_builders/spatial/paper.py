"""The 40 marker questions that the Geneverse paper evaluated on, and what is wrong with them.

In: nothing. Out: (gene, cell type, answer). One value: ``("LUM", "Fibroblast", "yes")``.

20 genes of the 10x Xenium human breast panel, each asked with a type that it marks and once more
with another type. The other type is nearly always the same, so that the type's name alone tells the
answer; :func:`type_only_score` computes how well.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

_POSITIVE = """
APOC1:Macrophage; CCDC80:Fibroblast; CD4:CD4 T; CD9:SCGB2A2+ Malignant; CDH1:CRABP2+ Malignant;
FCER1G:CD163+ Macrophage; HDC:Mast cells; IGSF6:CD163+ Macrophage; IL7R:CD8 T;
KDR:STAB2+ Endothelial; KRT7:CRABP2+ Malignant; KRT7:KRT15+ Myoepi; LIF:Mast cells; LILRA4:IRF7+ DC;
LUM:Fibroblast; PDK4:CD163+ Macrophage; PELI1:LAMP3+ DC; POSTN:Mast cells; PTGDS:IRF7+ DC;
SLC5A6:KRT15+ Myoepi
"""
_OTHER = "CRABP2+ Malignant"
# These are positive for the other type, or for one like it.
_OTHER_OF = {"CDH1": "Macrophage", "KRT7": "Macrophage"}


def _questions() -> tuple[tuple[str, str, str], ...]:
    made: list[tuple[str, str, str]] = []
    for entry in _POSITIVE.split(";"):
        gene, _, cell_type = entry.strip().partition(":")
        made += [(gene, cell_type, "yes"), (gene, _OTHER_OF.get(gene, _OTHER), "no")]
    return tuple(made)


PAPER_QUESTIONS = _questions()
PAPER_GENES = frozenset(gene for gene, _, _ in PAPER_QUESTIONS)


def type_only_score(questions: Sequence[tuple[str, str, str]] = PAPER_QUESTIONS) -> float:
    """The share that a rule gets right which gives each cell type its more frequent answer."""
    by_type: dict[str, Counter[str]] = defaultdict(Counter)
    for _, cell_type, answer in questions:
        by_type[cell_type][answer] += 1
    return sum(max(found.values()) for found in by_type.values()) / len(questions)


def weakness(questions: Sequence[tuple[str, str, str]] = PAPER_QUESTIONS) -> str:
    """The weakness in one sentence, its figure computed."""
    return (
        f"A rule that reads only the cell type's name answers {type_only_score(questions):.3f} of "
        f"these {len(questions)} questions, so a high score on them shows nothing about looking."
    )

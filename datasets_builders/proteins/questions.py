"""The questions asked about a picture of a protein, and their answers, by template.

In: what is known of one structure. Out: (kind, question, answer); the kind becomes the row's
``source``. One value::

    ("size-class", "How large is the protein in this picture? ...",
     "This is a small protein: its chain here has 138 residues.")

Each answer is one sentence composed from the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from datasets_builders.proteins.classes import fold_class, function_class, size_class
from datasets_builders.schema import PROTEIN_QUESTION

QUESTIONS: dict[str, str] = {
    "paper-question": PROTEIN_QUESTION,
    "name": "Which protein is this, and which gene encodes it? Please answer in one sentence.",
    "function-class": (
        "What kind of protein is this by its function? Please answer in one sentence."
    ),
    "fold-class": (
        "Is this protein all alpha, all beta, alpha and beta, or of little regular structure? "
        "Please answer in one sentence."
    ),
    "size-class": "How large is the protein in this picture? Please answer in one sentence.",
}
NAMING = ("paper-question", "name")
SOURCE = "protein:{kind}"
_VOWELS = "aeio"  # "a ubiquitin ligase" has none of a vowel's sound


@dataclass(frozen=True, slots=True)
class Asked:
    """What the templates need: ``helix`` and ``strand`` are shares of residues, or ``None``."""

    name: str
    symbol: str | None
    residues: int
    helix: float | None = None
    strand: float | None = None


def ask(about: Asked) -> Iterator[tuple[str, str, str]]:
    """Kind, question and answer of every question that can be answered about the protein."""
    answers = {
        "paper-question": f"The name of this protein is {about.name}.",
        "name": _name(about),
        "function-class": _function(about),
        "fold-class": _fold(about),
        "size-class": _size(about),
    }
    for kind, question in QUESTIONS.items():
        if answer := answers[kind]:
            yield kind, question, answer


def _name(about: Asked) -> str:
    if about.symbol:
        return f"This protein is {about.name}, encoded by the gene {about.symbol}."
    return f"This protein is {about.name}."


def _function(about: Asked) -> str:
    found = function_class(about.name)
    return f"By its function, this protein is {_article(found)} {found}." if found else ""


def _fold(about: Asked) -> str:
    if about.helix is None or about.strand is None:
        return ""
    fold = fold_class(about.helix, about.strand)
    said = f"of {fold}" if fold.startswith("little") else fold
    return (
        f"This protein is {said}: {about.helix:.0%} of its residues are in helices and "
        f"{about.strand:.0%} in strands."
    )


def _size(about: Asked) -> str:
    size = size_class(about.residues)
    what = "peptide" if size == "peptide" else f"{size} protein"
    return f"This is a {what}: its chain here has {about.residues:,} residues."


def _article(word: str) -> str:
    return "an" if word[0] in _VOWELS else "a"

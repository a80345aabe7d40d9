"""Names of proteins in answers: which one is named, whether it is the right one, its family.

``named("The name of this protein is Profilin-1.")`` is ``"Profilin-1"``; ``family("Profilin-1")``
and ``family("Profilin-2")`` are both ``"profilin"``.
"""

import re
import unicodedata

from postprocess.one_sentence import finished, split
from postprocess.protein_name import read_name

MAX_WORDS = 60  # the longest names of UniProt have about 30
# The sentences of the data set, in which a name may have commas, brackets and stops of its own.
_FRAMES = (
    re.compile(r"The name of this protein is (?P<name>.+)\."),
    re.compile(r"This protein is (?P<name>.+), encoded by the gene [^\s,]+\."),
    re.compile(r"This protein is (?P<name>.+)\."),
)
_PUNCTUATION = re.compile(r"[^\w+]+|_")
# What tells one member of a family from another, at either end of a name: numbers, Greek and Latin
# letters, and words that say which copy, part or place is meant.
_MEMBER = re.compile(
    r"(?:[ivx]+|\d+[a-z]?|[a-z]\d*|alpha|beta|gamma|delta|epsilon|zeta|eta|theta|kappa|lambda|mu"
    r"|sigma|tau|omega|type|class|isoform|subunit|chain|member|subfamily|family|group|precursor"
    r"|fragment|form|variant|component|domain|containing|like|homolog|mitochondrial|cytoplasmic"
    r"|nuclear|human|putative|probable|pseudogene)"
)


def framed(answer: str) -> str:
    """The name in a sentence of the data set's own, whole; ``""`` for any other text."""
    for frame in _FRAMES:
        if found := frame.fullmatch(answer.strip()):
            return found["name"]
    return ""


def named(answer: str) -> str:
    """The name that an answer gives, as it stands there; ``""`` where it gives none."""
    return (len(split(answer)) == 1 and framed(answer)) or read_name(answer).name


def normal(name: str) -> str:
    """Lower case words without punctuation: ``"Profilin-1"`` is ``"profilin 1"``."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(word for word in _PUNCTUATION.split(plain) if word)


def family(name: str) -> str:
    """What is left of a name without the marks of a member of its family.

    A rule on the words alone, since a table of families would have to be fetched: it knows that
    insulin-like growth factors I and II are kin, and not that insulin is. A name of nothing but
    such marks stays whole.
    """
    words = normal(name).split()
    kept = list(words)
    while kept and _MEMBER.fullmatch(kept[-1]):
        kept.pop()
    while kept and _MEMBER.fullmatch(kept[0]):
        kept.pop(0)
    return " ".join(kept or words)


def is_exact(answer: str, name: str) -> float:
    """1.0 if the name that the answer gives is the right one, in any case and punctuation."""
    found = named(answer)
    return float(bool(found) and normal(found) == normal(name))


def same_family(answer: str, name: str) -> float:
    """1.0 if the answer names a protein of the right one's family by :func:`family`, or itself."""
    found = named(answer)
    return float(bool(found) and family(found) == family(name))


def is_one_sentence(answer: str) -> float:
    """``structural``: one whole sentence of at most 60 words in one line, no question."""
    text = answer.strip()
    ok = (
        len(split(text)) == 1
        and finished(text)
        and not text.endswith("?")
        and "\n" not in text
        and 1 < len(text.split()) <= MAX_WORDS
    )
    return float(ok)

"""Words that a plain answer may be made of, so that nothing in it can be read in two ways.

One value: ``is_plain("transcription,", symbols)`` is True; ``"GLI1"``, ``"OMIM"``, ``"X"``,
``"mitochondrial"`` and ``"alias"`` are not plain: they may be read as a gene, the label of an
identifier, a chromosome, a place, or the beginning of a list of names.
"""

import re
from collections.abc import Container, Sequence

# What may stand behind a word; a bracket may open before it.
TAILS = frozenset({"", ".", ",", ";", ")", ").", "),", ");"})
# What the finder reads as a label, a place, or the beginning of a list of names, in lower case.
NEEDLES = re.compile(
    r"gnc|\bo?mim(?![a-z])|omin|entrez|ncbi|gene.?id|gene/|uniprot|swiss|trembl|\bens|ensembl|ensg|"
    r"alliance|locus.?link|locus.?id|mendel|ccds|otthum|\bchr|locat|mitochondria(?!l )|"
    r"mitochondrial (?:genome|dna|chr)|\bknown|alias|synonym|alternat|referred|"
    r"\baka(?![a-z0-9])|a\.k|goes by|"
    r"\bother\b|called|named|termed|denoted|designated|described|identified|listed|  |_|"
    r":(?![a-z])|\. "
)
_LABELS = re.compile(
    r"gnc|omim|entrez|ncbi|geneid|uniprot|swiss|trembl|ensembl|ensg|alliance|locuslink|mendel|ccds|"
    r"otthum|mitochondri|\bknown|alias|synonym|alternat|referred|\baka\Z|respective"
)
_NEVER = frozenset(
    ("mim", "min", "omin", "see", "goes", "former", "latter", "other", "another", "chr", "cen")
)
# They lead to a list of names behind an adverb only ("also called").
_VERBS = frozenset(
    ("designated", "called", "named", "termed", "denoted", "described", "identified", "listed")
)
_OTHERS = frozenset({"other", "another", "alternative", "alternate", "alternatively"})
# Words that may stand in some places only, in lower case.
BOUND = _OTHERS | _VERBS | {"known", "hgnc", "mitochondrial"}
_BEFORE_VERBS = frozenset(
    ("been", "be", "is", "was", "are", "were", "being", "and", "or", "has", "have", "first", "the")
)
_CHROMOSOME_ARMS = ("Xp", "Xq", "Yp", "Yq")
_NAMES = ("name", "symbol", "designation", "gene")
_SHAPE = re.compile(r"[A-Za-z]{2,}(?:-[A-Za-z]{2,})*(?:'s)?|[A-WZa-z]")
# "Xp", "Yq", and a last letter that may be the chromosome's in "SRY chromosome".
# Names with digits that no number of a database is in: "ERK1", "interleukin-6", "C2H2-type".
_LETTERED = re.compile(r"(?:[A-Za-z]{2,}|[A-WZ])-?[0-9]{1,2}[A-Za-z]{0,2}(?:-[a-z]{2,})?")
_CHROMOSOME = re.compile(r"(?:\A|-)[XY][pq]|[XY](?:\Z|-|')")


def parts(word: str) -> tuple[bool, str] | None:
    """Whether a bracket opens before a word, and its core without brackets and marks; ``None``
    where other marks stand around it."""
    opened = word[:1] == "("
    core = word[1:] if opened else word
    bare = core.rstrip(".,;)")
    return (opened, bare) if core[len(bare) :] in TAILS else None


def is_plain(core: str, symbols: Container[str]) -> bool:
    """Whether a word (:func:`parts`) is nothing but a word of prose, wherever it stands."""
    if not _SHAPE.fullmatch(core) or _CHROMOSOME.search(core):
        return False
    low = core.lower()
    if low in _NEVER or low in _VERBS or _LABELS.search(low):
        return False
    bare = core.removesuffix("'s")
    return bare not in symbols and not any(part in symbols for part in bare.split("-"))


def is_lettered(core: str, symbols: Container[str]) -> bool:
    """Whether a word with digits is no identifier and no gene's symbol; it may be an alias."""
    return (
        _LETTERED.fullmatch(core) is not None
        and core not in symbols
        and core.split("-")[0] not in symbols
        and not NEEDLES.search(core.lower())
        and not core.startswith(_CHROMOSOME_ARMS)
        and not core.lower().startswith(("id", "hum"))
    )


def fits_in(core: str, words: Sequence[str], at: int) -> bool:
    """Whether a word of ``BOUND`` leads to no list of names, and is no label, at ``at``."""
    low = core.lower()
    if low in _VERBS:
        return at > 0 and words[at - 1].lower() in _BEFORE_VERBS
    following = words[at + 1].lower() if at + 1 < len(words) else ""
    if low in _OTHERS:
        return words[at][-1] in ",." or (
            following[:1].isalpha() and not following.startswith(_NAMES)
        )
    if low == "known":
        return at > 0 and words[at - 1].lower() in _BEFORE_VERBS and following in ("to", "for")
    if low == "mitochondrial":
        return following[:1].isalpha() and not following.startswith(("genome", "dna", "chromosome"))
    if core == "HGNC":  # "provided by HGNC, is", "the HGNC gene group X", "HGNC places it"
        behind = words[at + 2] if at + 2 < len(words) else ""
        in_group = following == "gene" and behind in ("group", "groups", "family", "families")
        return words[at] == "HGNC," or (words[at] == "HGNC" and (in_group or following == "places"))
    return False

"""Whether a place in an answer is said of a gene, whether it is true, and what is.

One value: in ``"GLI1 maps to chromosome 7."`` the place is said of GLI1 and false, and
``chromosome 12`` is what must stand there; in ``"... the 22q11.2 deletion syndrome"`` it is said of
no gene.
"""

import re

from .bands import MITOCHONDRIA, arm, chromosomes, covers, places
from .facts import GeneFacts

_NUMBER = re.compile(r"(?<![A-Za-z0-9])(?:[0-9]{1,2}|[XY])(?![A-Za-z0-9])")
_CHROMOSOME = re.compile(
    r"chr(?![A-Za-z]*s\b)\w*\.?(?:[ ](?:number|no\.))?:?[ ]?#?\Z", re.IGNORECASE
)
_LONG_OR_SHORT = re.compile(r"\b(short|long|p|q)[ -]arm\b", re.IGNORECASE)
_OF_ARM = re.compile(r"(?<![A-Za-z0-9])(?:cen|[pq](?:ter|[0-9]))")
# What leads to the place of a gene.
_LEADS = re.compile(
    r"(?:\b(?:at|on|to|in|within|near|is|as|from|located|location|position|band|region|locus|maps?|"
    r"mapped|mapping|cytoband|lies|chromosome|under|and|or|the|human|by|"
    # ... and in other languages
    r"auf|sur|en|no|na|nel|sul|[ck]h?romos+om\w{0,4})|[:=(\[,;/|)]|[^\x00-\x7f]|\A)[\s(\[\"':*]{0,6}\Z",
    re.IGNORECASE,
)
# What is not a gene's, however it is said: the copies elsewhere, and what befalls chromosomes.
_NOT_THE_GENES = re.compile(
    r"pseudogenes?\b|\bcop(?:y|ies)\b|homolog|ortholog|paralog|\bclusters?\b|delet|duplicat|"
    r"translocat|breakpoint|rearrang|\bfus(?:ed|ion)|inversion|trisomy|monosomy|aneuploid|syndrome|"
    r"disease|disorder|\bmice\b|mouse|\bmurine|\brat\b|relatives|family members|\bgenes\b|"
    r"susceptib|linkage|\bloss\b|\bgains?\b|amplif|mutations?\b|another|\bother\b",
    re.IGNORECASE,
)
_NOT_BEHIND = re.compile(
    r"(?-i:(?![ ][A-Z][a-z]))[ ,-]{0,2}(?:[a-z]+[ -]){0,2}(?:micro)?(?:delet|duplicat|"
    r"translocat|breakpoint|rearrang|inversion|trisom|monosom|aneuploid|syndrome|abnormal|aberration|disease|disorder|amplif|"
    r"loss|gain|susceptib|critical|cluster|linked)",
    re.IGNORECASE,
)
_REACH = 160


def is_true(value: str, facts: GeneFacts) -> bool:
    """Whether a place as written covers where the gene lies."""
    return covers(places(_as_location(value)), facts.places)


def right_place(value: str, facts: GeneFacts) -> str | None:
    """The gene's own place, said as exactly as ``value`` says one; ``None`` where it has none."""
    location = facts.location
    if not location:
        return None
    if "chr" not in value.lower() or _NUMBER.search(value) is None:
        return location
    found = chromosomes(location)
    if found[0] == MITOCHONDRIA:
        return location
    named = f"chromosome {found[0]}" if len(found) == 1 else f"chromosomes {' and '.join(found)}"
    if _OF_ARM.search(value):
        return f"chromosome {location}"
    if said := _LONG_OR_SHORT.search(value):
        which = arm(location)
        if not which:
            return named
        word = {"p": "short", "q": "long"}[which] if len(said[1]) > 1 else which
        lead = value[: said.start(1)] or ""
        return f"{lead}{word}{value[said.end(1) : said.end()]} of {named}"
    number = _NUMBER.search(value)
    plain = number and len(found) == 1 and number.end() == len(value)
    if number and plain and _CHROMOSOME.fullmatch(value, 0, number.start()):
        return value[: number.start()] + found[0]
    return named


def said_of_a_gene(text: str, sentence: tuple[int, int], start: int) -> bool:
    """Whether a place at ``start`` is stated as where the gene spoken of lies."""
    return bool(_LEADS.search(text[max(sentence[0], start - 24) : start]))


def said_of_another(
    text: str, sentence: tuple[int, int], start: int, end: int, gene: GeneFacts
) -> bool:
    """Whether a place is that of copies, diseases or rearrangements, whoever is named before.

    A pseudogene's own place is no copy's."""
    before = text[max(sentence[0], start - _REACH) : start]
    before = before[before.rfind(". ") + 1 :]  # a sentence may begin with a name in small letters
    if "pseudogene" in gene.name:
        before = before.replace(gene.name, "").replace("is a pseudogene", "")
    return bool(_NOT_BEHIND.match(text, end) or _NOT_THE_GENES.search(before))


def style(value: str) -> str:
    """Places of one style are not said twice of one gene: ``"chromosome"`` or ``"band"``."""
    return "chromosome" if "chr" in value.lower() else "band"


def _as_location(value: str) -> str:
    """``"the short arm of chromosome 17"`` as ``"17p"``, ``"chromosome 12, band q13"`` as
    ``"12q13"``."""
    if value.startswith(("mitochond", "the mitochond")):
        return MITOCHONDRIA
    if "chr" not in value.lower():
        return value
    number = _NUMBER.search(value)
    if number is None:
        return value
    if band := _OF_ARM.search(value, number.end()):
        return number[0] + value[band.start() :]
    if said := _LONG_OR_SHORT.search(value):
        return number[0] + {"short": "p", "long": "q"}.get(said[1].lower(), said[1].lower())
    return value

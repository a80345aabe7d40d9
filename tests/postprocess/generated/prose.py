"""Sentences that say nothing of identifiers and must stand in the answer as they are.

One value: ``"Deletions of 5q31 occur in leukaemia."`` has a band, which is not the gene's place.
"""

import random

PROSE = (
    "It encodes a protein that takes part in signal transduction.",
    "The product acts in the nucleus and regulates transcription.",
    "It is expressed in 25 tissues, including the skin.",
    "It belongs to the lineage Eukaryota; Metazoa; Chordata.",
    "Its RefSeq status is REVIEWED.",
    "The pathway (e.g. Hedgehog signaling) controls growth.",
    "Deletions of 5q31 occur in leukaemia.",
    "Mice that lack it have 12 digits and an impact on the max rate at rest.",
    "The set of 311 patients was studied in 1998 (n = 4317).",
    "The protein has 1,106 amino acids and a mass of 118 kDa.",
    "Binding of ATP, GTP and Ca2+ was shown at 37 °C with 5% CO2.",
    "Its human–mouse identity is 85.5%, cf. the α- and β-chains.",
    "It was found in HEK293 and HeLa cells, as well as in K562.",
    "The translocation t(9;22)(q34;q11) is not related to it.",
    "Where it is lost, cells die; where it is gained, they grow.",
    "The reaction needs NAD+, H2O2 and the kinase ERK.",
)
# Other languages around identifiers; {0} is an HGNC form, {1} a location.
LANGUAGES = (
    "基因{S}（{0}）位于{1}。", "{S}基因的编号是{0}，位于染色体{1}。",
    "Das Gen {S} ({0}) liegt auf Chromosom {1}.", "Das Gen {S} hat die Nummer {0}.",
    "Le gène {S} ({0}) est situé en {1}.", "Le gène {S} a pour identifiant {0}.",
    "El gen {S} ({0}) se encuentra en el cromosoma {1}.", "El identificador de {S} es {0}.",
    "Ген {S} ({0}) расположен на хромосоме {1}.", "O gene {S} ({0}) fica no cromossomo {1}.",
    "{S}遺伝子（{0}）は{1}に位置する。", "Il gene {S} ({0}) si trova sul cromosoma {1}.",
    "يقع الجين {S} ({0}) على الكروموسوم {1}.", "Gen {S} ({0}) leży na chromosomie {1}.",
    "{S} geni ({0}) {1} konumundadır.", "유전자 {S} ({0})는 {1}에 위치한다.",
)  # fmt: skip
INTROS = (
    "The official symbol of this gene is {S}.",
    "The official symbol of this gene, provided by HGNC, is {S}, and its full name is {N}.",
    "{S} ({N}) is a human gene.",
    "{S} encodes a protein.",
    "# {S}\n",
    "Gene: {S}.",
    "The human gene {S} is studied widely.",
)
# What gets between the words of a text: control characters, halves of surrogate pairs, markup.
DEBRIS = (
    "\x00", "\x07", "\x1b[0m", "\ud800", "\udfff", "\ufffd", "\u200b", "\u202e", "\ufeff", "<br>",
    "<p>", "</p>", "&amp;", "```", "###", "🧬", "\r", "\u2028", "(", ")", "[", "]", "{", "}",
)  # fmt: skip
_WORDS = (
    "gene", "cell", "protein", "growth", "kinase", "the", "of", "and", "in", "pathway", "acts",
    "binds", "signal", "nucleus", "factor", "receptor", "to", "is", "HGNC:1", "also",
    "known", "as", "domain", "activity,", "regulates;", "role.", "A", "B1", "25",
)  # fmt: skip
WORDS = (
    "MICE", "IMPACT", "H2BC12", "P2RY12", "SET", "MAX", "REST", "CAT", "CLOCK", "WAS", "NOT", "AR",
    "KIT", "MET", "CS", "GC", "PC", "TH", "CP", "MB", "SHE", "IK", "SI", "HR", "APP", "ACE", "ACHE",
    "BAD", "BIG", "CAMP", "COIL", "DBP", "FAT1", "FOS", "GAS2", "HAL", "ICOS", "JUN", "LIPE",
    "MARS1", "NODAL", "PIGS", "POLE", "PROC", "RAN", "SPAST", "STAR", "STEAP1", "TANK", "TRAP1",
    "TYR", "XK", "ENG", "ENSA", "MIA", "MIP", "HGS", "H2AC11", "B3GNT2", "N6AMT1", "R3HDM1", "T",
    "LARGE1", "MEMO1", "CASP10", "F8", "C3", "C5", "A2M", "B2M", "PHB1", "IGHV3-23", "HLA-A",
)  # fmt: skip


def loop(rng: random.Random) -> tuple[str, str]:
    """A unit of 1 to 40 words, and the unit said again and again, perhaps cut off."""
    size = rng.choice((1, 2, 3, 4, 5, 7, 11, 17, 25, 40))
    words = [rng.choice(_WORDS if size > 1 else _WORDS[:5]) for _ in range(size)]
    if size > 1:
        words[0] = rng.choice(("Loop", "loops"))
    unit = " ".join(words)
    text = " ".join([unit] * rng.randint(7 if size == 1 else 3, 30 if size < 8 else 6))
    if rng.random() < 0.4:
        text = text[: len(text) - rng.randint(0, len(unit) // 2)]
    return unit, text


def with_debris(text: str, rng: random.Random, often: float = 0.05) -> str:
    """The text with debris put in between some words."""
    return " ".join(
        word + (" " + rng.choice(DEBRIS) if rng.random() < often else "")
        for word in text.split(" ")
    )

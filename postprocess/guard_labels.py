"""The names of databases, as broadly as people and models write them, for the last look at a text.

One value: ``labels_in("the HGNC gene ID")`` is one spot of kind ``hgnc_id``.
"""

import re
from typing import NamedTuple

from .labels import UNKNOWN_KIND

CHROMOSOME = "chromosome"
# What stands in every name of a database, and the pattern of such names, begun ``lead`` before it.
_LABELS = tuple(
    (needle, lead, kind, re.compile(pattern))
    for needle, lead, kind, pattern in (
        ("alliance", 0, "alliance_id", r"alliance[a-z ]{0,22}"),
        ("hgnc", 0, "hgnc_id", r"hgnc"),
        ("mim", 1, "mim_ids", r"o?mim(?![a-z])"),
        ("mim", 0, "mim_ids", r"mim(?![a-z])(?<![a-z]mim)"),
        ("omin", 0, "mim_ids", r"omin(?![a-z])"),
        ("inheritance in man", 0, "mim_ids", r"inheritance in man"),
        ("entrez", 0, "entrez_id", r"entrez(?:[ _-]?gene)?"),
        ("ncbi", 0, "entrez_id", r"ncbi(?:[ _-]?gene)?"),
        ("gene", 0, "entrez_id", r"gene(?:[ _-]?ids?(?![a-z])|/)"),
        ("locus", 0, "entrez_id", r"locus[ _-]?(?:link|id)"),
        ("ens", 0, "ensembl_id", r"ensembl|ensg"),
        ("uniprot", 0, "uniprot_ids", r"uniprot(?:kb)?"),
        ("swiss", 0, "uniprot_ids", r"swiss-?prot"),
        ("trembl", 0, "uniprot_ids", r"trembl"),
        ("ccds", 0, UNKNOWN_KIND, r"ccds"),
        ("otthum", 0, UNKNOWN_KIND, r"otthum"),
        ("chr", 0, CHROMOSOME, r"chr(?:om[a-z]*)?"),
        ("mosom", 4, CHROMOSOME, r"(?:k|c)h?romosom[a-z]*"),
        ("mossom", 3, CHROMOSOME, r"cromossom[a-z]*"),
        ("хромосом", 0, CHROMOSOME, r"хромосом\w*"),
        ("染色", 0, CHROMOSOME, r"染色[体體]"),
        ("염색체", 0, CHROMOSOME, r"염색체"),
        ("كروموسوم", 0, CHROMOSOME, r"كروموسوم"),
    )
)
_ONE_NAME = {
    ("hgnc_id", "alliance_id"),
    *(("entrez_id", kind) for kind in ("alliance_id", "hgnc_id", "ensembl_id", "mim_ids")),
}
# How far apart two names may stand that are one.
_JOINED = 3


class Spot(NamedTuple):
    start: int
    end: int
    kind: str


def labels_in(text: str) -> list[Spot]:
    """The names of databases; ``"HGNC gene ID"`` and ``"Alliance:HGNC:"`` are one."""
    low = text.lower()
    if len(low) != len(text):  # a letter that is two in lower case
        low = "".join(c.lower() if c.isascii() else c for c in text)
    places: list[Spot] = []
    for needle, lead, kind, pattern in _LABELS:
        at = low.find(needle)
        while at >= 0:
            match = pattern.match(low, max(0, at - lead))
            if match and match.end() > at:
                places.append(Spot(match.start(), match.end(), kind))
            at = low.find(needle, at + 1)
    places.sort()
    found: list[Spot] = []
    for place in places:
        before = found[-1] if found else None
        if before and place.start < before.end:
            continue
        joined = before and place.start - before.end <= _JOINED and before.kind != CHROMOSOME
        if before and joined and (place.kind, before.kind) in _ONE_NAME:
            place = place._replace(kind=before.kind)
        found.append(place)
    return found

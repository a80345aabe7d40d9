"""Chromosome locations as models state them, and whether a stated one is the gene's.

One value: GLI1 lies at ``12q13.3``; ``"12q13"``, ``"12q"`` and ``"chromosome 12"`` are right too,
coarser; ``"12q13.2"`` and ``"12p13.3"`` are wrong.
"""

import random
import re

from postprocess.gene import Gene

from .world import World

BANDS = (
    "It is located at {}.", "It maps to {}.", "{S} is located on chromosome {}.",
    "Location: {}.", "Cytogenetic location: {}.", "Cytogenetic band: {}.", "Its cytoband is {}.",
    "It is found at chromosomal position {}.", "{S} ({}) is a human gene.",
    "The gene resides on chromosome {} and has several exons.",
    "It lies at {} in the human genome.", "Its locus is {}.", "It is situated in band {}.",
    "It has been mapped to chromosome region {}.", "Map location: {}.",
    "{S} is a gene on Chr. {}.", "{S} sits at chr{}.", "The gene is located on {}, and it acts.",
    "{S}, located at {}, is a human gene.", "{S} is a gene located at {} that acts in cells.",
    "It is a gene of chromosome band {}.", "{S} is positioned at locus {} of the genome.",
    "The gene's position is {}.", "**Location:** {}", "- Chromosome: {}\n",
    "The human {S} gene (location {}) acts.", "Mapped to {}, it acts in cells.",
    "It is at {} and has many exons.", "The chromosomal location of {S} is {}.",
)  # fmt: skip
CHROMOSOMES = (
    "It is on chromosome {}.", "The gene lies on human chromosome {}.",
    "{S} is a gene of chromosome {}.", "{S} is located on chromosome {} and acts in cells.",
    "Chromosome: {}.", "It is found on chromosome {}, where it has several exons.",
)  # fmt: skip
ARMS = (
    "It is located on the {} arm of chromosome {}.",
    "It lies on the {} arm of chromosome {} and has several exons.",
)
SPLIT = (
    "It lies on chromosome {}, band {}.", "It is on chromosome {} at {}.",
    "It is located on chromosome {} ({}).",
)  # fmt: skip
_END = re.compile(r"(\d{1,2}|X|Y)?([pq])(\d{1,2}(?:\.\d{1,3})?|ter)")


def bands(location: str) -> list[tuple[str, str, str]]:
    """The ends as (chromosome, arm, band): ``17q24.2-q24.3`` has two of chromosome 17."""
    found: list[tuple[str, str, str]] = []
    for part in re.split(r" and | or ", location):
        chromosome = re.match(r"\d{1,2}|X|Y", part)
        if chromosome:
            found += [(chromosome[0], end[2], end[3] or "") for end in _END.finditer(part)] or [
                (chromosome[0], "", "")
            ]
    return found


def band_right(gene: Gene, chromosome: str, arm: str = "", band: str = "") -> bool:
    """Whether the gene lies there; a coarser statement is right too."""
    return any(
        chromosome == c and arm in ("", a) and b.startswith(band)
        for c, a, b in bands(gene.location)
    )


def wrong_location(gene: Gene, how: str, world: World, rng: random.Random) -> str:
    """A band, as ``7q36.3``, where the gene does not lie."""
    ends = bands(gene.location)
    for _ in range(60):
        if how == "near miss" and ends and ends[0][2][:1].isdigit():
            chromosome, arm, band = ends[0]
            found = rng.choice(
                (
                    f"{chromosome}{'p' if arm == 'q' else 'q'}{band}",
                    f"{chromosome}{arm}{band[:-1]}{rng.choice('123456')}",
                    f"{rng.randint(1, 22)}{arm}{band}",
                    f"{chromosome}{arm}{band}{rng.randint(1, 3)}" if "." in band else "",
                )
            )
        elif how == "made up":
            found = (
                f"{rng.randint(1, 22)}{rng.choice('pq')}{rng.randint(11, 36)}.{rng.randint(1, 3)}"
            )
        else:
            found = world.draw(rng).location
        match = _END.match(found)
        if match and match[1] and not band_right(gene, match[1], match[2], match[3]):
            return found
        how = rng.choice(("another's", "made up"))
    return "24q99.9"


def location_sentence(symbol: str, where: str, rng: random.Random) -> tuple[str, bool]:
    """``where`` (a band) put into one of the phrasings, in full or in part; whether in full."""
    match = _END.match(where)
    form = rng.random()
    if match is None or match[1] is None or form < 0.6:
        return rng.choice(BANDS).format(where, S=symbol), True
    if form < 0.75:
        return rng.choice(CHROMOSOMES).format(match[1], S=symbol), False
    if form < 0.85:
        arm = "long" if match[2] == "q" else "short"
        return rng.choice(ARMS).format(arm, match[1]), False
    return rng.choice(SPLIT).format(match[1], where[len(match[1]) :]), False

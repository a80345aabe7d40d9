"""Places on chromosomes: read, and compared.

One value: ``places("12q13.2-q13.3")`` is one place on chromosome 12 from q13.2 to the end of
q13.3; ``covers(places("12q13"), places("12q13.3"))`` is True, since the first says less.
"""

import re
from functools import lru_cache
from typing import NamedTuple

MITOCHONDRIA = "mitochondria"
# An arm is a line of this many steps from the centromere (0); the short arm has negative numbers.
_ARM = 1_000_000
_PLACE = re.compile(
    r"(?<![0-9A-Za-z])(?:chr(?:omosomes?)?[ .]{0,2})?(?P<chromosome>[0-9]{1,2}|[XY])"
    r"(?P<first>cen|[pq](?:ter|[0-9]{1,2}(?:\.[0-9]{1,4})?[a-z]?)?)?"
    r"(?:[ ]?(?:-|–|to)[ ]?(?:[0-9XY]{1,2}(?=[pqc]))?"
    r"(?P<last>cen|[pq]?(?:ter|[0-9]{1,2}(?:\.[0-9]{1,4})?[a-z]?)))?(?![0-9A-Za-z])"
)


class Place(NamedTuple):
    """From ``low`` to ``high`` on a chromosome (``"12"``, ``"X"``, ``"mitochondria"``)."""

    chromosome: str
    low: int = -_ARM
    high: int = _ARM


@lru_cache(maxsize=4096)
def places(location: str) -> tuple[Place, ...]:
    """The places that a location names: HGNC's own forms, and as models write them.

    ``"Xp22.3 and Yp11.3"`` has two; ``"reserved"`` and ``"not on reference assembly"`` have none.
    """
    if location.startswith("mitochondri"):
        return (Place(MITOCHONDRIA),)
    found: list[Place] = []
    for match in _PLACE.finditer(location):
        first, last = match["first"] or "", match["last"] or ""
        low, high = _line(first)
        if last and first:
            other = _line(last if last[0] in "pqc" else first[0] + last)
            low, high = min(low, other[0]), max(high, other[1])
        found.append(Place(match["chromosome"], low, high))
    return tuple(found)


def covers(stated: tuple[Place, ...], true: tuple[Place, ...]) -> bool:
    """Whether what is stated is true: each place of it has one of the true ones inside."""
    return bool(stated) and all(
        any(s.chromosome == t.chromosome and s.low <= t.low and t.high <= s.high for t in true)
        for s in stated
    )


def chromosomes(location: str) -> tuple[str, ...]:
    """The chromosomes that a location names, each once."""
    return tuple(dict.fromkeys(place.chromosome for place in places(location)))


def arm(location: str) -> str:
    """``"p"`` or ``"q"`` where a location lies on one arm of one chromosome, else ``""``."""
    found = places(location)
    if len(found) != 1 or (found[0].low, found[0].high) == (-_ARM, _ARM):
        return ""
    return "q" if found[0].low >= 0 else "p" if found[0].high <= 0 else ""


def _line(band: str) -> tuple[int, int]:
    """``"q13.3"`` is the steps from 133000 to 134000; a band without digits is its whole arm."""
    if not band:
        return -_ARM, _ARM
    if band == "cen":
        return 0, 0
    digits = re.sub(r"[^0-9]", "", band)
    if band.endswith("ter"):
        low, high = _ARM, _ARM
    elif digits:
        low = int(digits.ljust(6, "0")[:6])
        high = low + 10 ** max(0, 6 - len(digits))
    else:
        low, high = 0, _ARM
    return (low, high) if band[0] == "q" else (-high, -low)

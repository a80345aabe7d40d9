"""When two proteins are relatives, and the alignments that tell, through Opal (``pyopal``).

One pair::

    Pair("P29373", "P29762", identity=0.71)

Smith-Waterman with BLOSUM62 and gaps of 11 + 1; see :data:`RULE` for what counts.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

from datasets_builders.errors import DataError

IDENTITY = 0.30
COVERAGE = 0.50
EXPECTED = 1e-6
LONGER = 2.0
RULE = (
    "two sequences are relatives if their local alignment (BLOSUM62, gaps 11 + 1) has at least 30% "
    "identical columns, covers at least half of each, and its bit score would be expected from "
    "chance in at most one of a million such pairs"
)
# Karlin-Altschul parameters of BLOSUM62 with gaps 11 + 1, as in NCBI BLAST (blast_stat.c).
_LAMBDA, _K = 0.267, 0.041
_GAP_OPEN, _GAP_EXTEND = 11, 1
_ALPHABET = "ARNDCQEGHILKMFPSTWYVBZX"


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two keys in order, and the share of identical columns in their alignment."""

    a: str
    b: str
    identity: float

    @classmethod
    def of(cls, one: str, other: str, identity: float) -> "Pair":
        """The pair, whichever was given first."""
        return cls(min(one, other), max(one, other), round(identity, 3))


def bits(score: float) -> float:
    """Bit score of a raw alignment score."""
    return (_LAMBDA * score - math.log(_K)) / math.log(2)


def likely(bit_score: float, one: int, other: int) -> bool:
    """Whether a bit score between sequences of these lengths is no chance."""
    return bool(one * other * 2.0**-bit_score <= EXPECTED)


def comparable(one: int, other: int) -> bool:
    """Whether an alignment can cover half of both."""
    return max(one, other) <= LONGER * min(one, other)


def aligned(
    sequences: Mapping[str, str],
    candidates: Iterable[tuple[str, Sequence[str]]],
    *,
    threads: int = 1,
) -> Iterator[Pair]:
    """The relatives among candidates, given as a key and the keys it may be related to."""
    order = list(sequences)
    place = {key: number for number, key in enumerate(order)}
    database = _opal().Database([cleaned(sequences[key]) for key in order])

    def search(job: tuple[str, Sequence[str]]) -> list[Pair]:
        key, others = job
        return list(_search(key, [place[o] for o in others], order, sequences, database))

    with ThreadPoolExecutor(threads) as pool:
        for found in pool.map(search, candidates):
            yield from found


def _search(
    key: str, others: list[int], order: list[str], sequences: Mapping[str, str], database: Any
) -> Iterator[Pair]:
    query = cleaned(sequences[key])
    length = len(query)
    others = [n for n in others if comparable(length, len(sequences[order[n]]))]
    if not others:
        return
    aligner, some = _aligner(), database.extract(others)
    scored = aligner.align(query, some, mode="score", algorithm="sw")
    good = [
        others[hit.target_index]
        for hit in scored
        if likely(bits(hit.score), length, len(sequences[order[others[hit.target_index]]]))
    ]
    if not good:
        return
    for hit in aligner.align(query, database.extract(good), mode="full", algorithm="sw"):
        other = order[good[hit.target_index]]
        identity = hit.alignment.count("M") / len(hit.alignment)
        covers = min(
            (hit.query_end - hit.query_start + 1) / length,
            (hit.target_end - hit.target_start + 1) / len(sequences[other]),
        )
        if identity >= IDENTITY and covers >= COVERAGE:
            yield Pair.of(key, other, identity)


def cleaned(sequence: str) -> str:
    """With X for the letters that BLOSUM62 does not know (U, O, J, *)."""
    return "".join(c if c in _ALPHABET else "X" for c in sequence.upper())


def version() -> str:
    """``Opal through pyopal 0.7.3``."""
    return f"Opal through pyopal {_opal().__version__}"


def _opal() -> Any:
    try:
        import pyopal
    except ImportError as error:
        raise DataError(
            "sequences are compared through the package pyopal, which is not installed; install "
            "the extra: pip install 'geneverse[proteins]'"
        ) from error
    return pyopal


@cache
def _aligner() -> Any:
    from scoring_matrices.lib import ScoringMatrix

    matrix = ScoringMatrix.from_name("BLOSUM62")
    return _opal().Aligner(matrix, gap_open=_GAP_OPEN, gap_extend=_GAP_EXTEND)

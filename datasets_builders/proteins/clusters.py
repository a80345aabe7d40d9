"""Which proteins have to stay on one side of a split: fragments, relatives, namesakes.

In: records. Out: the unit of each structure, ``{"P29373-F1": "cluster:P29373-F1"}``, named after
its first member. A unit is closed: whoever is related to a member is a member.

Where that is a matter of seconds, all pairs are aligned by Opal. Else relatives are found by
MMseqs2 where it is installed; without it by words in common (:mod:`kmers`), aligned by Opal.
MMseqs2 finds nothing in short peptides, so that these are always aligned all with all.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal

from datasets_builders.proteins import alignment, kmers, mmseqs
from datasets_builders.proteins.alignment import Pair, comparable
from datasets_builders.proteins.names import normal
from datasets_builders.proteins.records import ProteinRecord
from datasets_builders.splits import UnionFind

Method = Literal["all", "mmseqs", "kmers"]
# Products of lengths, summed over the pairs: some seconds on one core.
_FEW = 2e10
RULE = (
    "A unit is never divided: all fragments of an accession, entries that refer to one UniProt "
    "accession, proteins of one name or one gene symbol, and relatives by sequence, taken "
    f"transitively; {alignment.RULE}."
)


@dataclass(frozen=True, slots=True)
class Found:
    """Relatives, each pair once and sorted, and what found them."""

    pairs: tuple[Pair, ...]
    method: str


def relatives(
    sequences: Mapping[str, str],
    queries: Set[str] | None = None,
    *,
    method: Method | None = None,
    threads: int | None = None,
) -> Found:
    """The pairs of relatives, or those with a member of ``queries``.

    ``method`` is "all" for few sequences, else "mmseqs" where the program is there, else "kmers",
    unless one is named.
    """
    threads = threads or os.cpu_count() or 1
    program = mmseqs.program()
    if method is None:
        few = sum(map(len, sequences.values())) ** 2 / 2 <= _FEW
        method = "all" if few else "mmseqs" if program else "kmers"
    if method != "mmseqs":
        every = method == "all"
        jobs = _every(sequences, queries) if every else kmers.candidates(sequences, queries)
        pairs = set(alignment.aligned(sequences, jobs, threads=threads))
        how = "all pairs aligned" if every else "words of four residues"
        return Found(tuple(sorted(pairs)), f"{how}, {alignment.version()}")
    if program is None:
        raise FileNotFoundError("mmseqs")
    short = set(alignment.aligned(sequences, _short(sequences, queries), threads=threads))
    found = {(p.a, p.b): p for p in mmseqs.search(program, sequences, queries, threads=threads)}
    found |= {(p.a, p.b): p for p in short}
    how = f"{mmseqs.version(program)}; peptides below {kmers.SHORT} residues: {alignment.version()}"
    return Found(tuple(sorted(found.values())), how)


def _every(
    sequences: Mapping[str, str], queries: Set[str] | None
) -> Iterator[tuple[str, Sequence[str]]]:
    """All pairs, or those with a query, each once."""
    keys = list(sequences)
    for number, key in enumerate(keys):
        if queries is None:
            yield key, keys[number + 1 :]
        elif key in queries:
            yield key, [k for n, k in enumerate(keys) if n > number or k not in queries]


def _short(
    sequences: Mapping[str, str], queries: Set[str] | None
) -> Iterable[tuple[str, Sequence[str]]]:
    """Peptides with all sequences of comparable length."""
    short = [k for k, s in sequences.items() if len(s) < kmers.SHORT]
    near = {k: s for k, s in sequences.items() if len(s) < kmers.SHORT * alignment.LONGER}
    for key in short:
        others = [
            other
            for other, sequence in near.items()
            if other != key
            and (queries is None or key in queries or other in queries)
            and comparable(len(sequences[key]), len(sequence))
        ]
        yield key, others


def units(records: Sequence[ProteinRecord], pairs: Iterable[Pair]) -> dict[str, str]:
    """The unit of each structure; ``pairs`` are by structure id."""
    sets: UnionFind[str] = UnionFind()
    for record in records:
        sets.find(record.id)
        for key in ties(record):
            sets.union(record.id, key)
    for pair in pairs:
        sets.union(pair.a, pair.b)
    first: dict[str, str] = {}
    for record in sorted(records, key=lambda r: r.id):
        first.setdefault(sets.find(record.id), record.id)
    return {r.id: f"cluster:{first[sets.find(r.id)]}" for r in records}


def ties(record: ProteinRecord) -> list[str]:
    """What makes two structures one unit beside their sequence; each key begins with its kind."""
    keys = [f"accession {record.accession}", f"sequence {record.sequence}"]
    keys += [f"accession {other}" for other in record.uniprot_ids]
    if name := normal(record.name):
        keys.append(f"name {name}")
    if record.symbol:
        keys.append(f"symbol {record.symbol.upper()}")
    return keys

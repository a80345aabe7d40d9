"""Relatives by sequence: MMseqs2, and words with Opal, beside the alignment of all pairs.

``python benchmarks/protein_clusters.py --json docs/results/protein_clusters.json`` makes proteomes
of known families (nature's composition; lengths as in the human proteome, median about 400; members
at 25 to 90% identity with gaps; a fifth of the families share a domain with another), and counts
pairs and units. All pairs are aligned for the small one only. Real proteomes differ: they have
repeats and biased composition.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path
from typing import Any

from datasets_builders.proteins import mmseqs
from datasets_builders.proteins.clusters import Found, Method, relatives
from datasets_builders.splits import UnionFind

RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
SHARES = [8.3, 1.4, 5.5, 6.7, 3.9, 7.1, 2.3, 5.9, 5.8, 9.7, 2.4, 4.1, 4.7, 3.9, 5.5, 6.6, 5.3]
SHARES += [6.9, 1.1, 2.9]
LONGEST = 2700  # AlphaFold DB cuts what is longer into fragments


def proteome(size: int, seed: int = 7) -> dict[str, str]:
    """Families of 1 to 60 members, drawn so that about half of the proteins have a relative."""
    draw = random.Random(seed)
    made: dict[str, str] = {}
    ancestor = ""
    while len(made) < size:
        length = min(LONGEST, max(30, round(math.exp(draw.gauss(math.log(400), 0.75)))))
        before, ancestor = ancestor, "".join(draw.choices(RESIDUES, SHARES, k=length))
        if draw.random() < 0.2 and len(before) > 120:  # a domain of another family
            domain = relative(before[: len(before) // 3], 0.6, draw)
            ancestor = ancestor[: length // 2] + domain + ancestor[length // 2 :]
        members = 1 if draw.random() < 0.75 else min(60, 2 + int(draw.expovariate(0.25)))
        for _ in range(members):
            identity = 1.0 if members == 1 else draw.uniform(0.5, 0.95)
            made[f"S{len(made):05}"] = relative(ancestor, identity, draw)
    return dict(list(made.items())[:size])


def relative(sequence: str, identity: float, draw: random.Random) -> str:
    """A descendant; two of them at 0.5 of the ancestor have about 28% in common."""
    made = []
    for residue in sequence:
        if draw.random() < 0.01:
            if draw.random() < 0.5:
                continue
            made.append(draw.choices(RESIDUES, SHARES)[0])
        made.append(residue if draw.random() < identity else draw.choices(RESIDUES, SHARES)[0])
    return "".join(made)


def compare(sequences: dict[str, str], methods: tuple[Method, ...]) -> dict[str, Any]:
    """Seconds, pairs and units of each method, and what it has in common with the first."""
    result: dict[str, Any] = {"sequences": len(sequences)}
    found: dict[str, Found] = {}
    for method in methods:
        begun = time.monotonic()
        found[method] = relatives(sequences, method=method)
        seconds = round(time.monotonic() - begun, 1)
        print(f"{len(sequences)} sequences, {method}: {seconds} s", flush=True)
        units = _units(sequences, found[method])
        sizes = sorted((len(u) for u in units.values()), reverse=True)
        result[method] = {
            "method": found[method].method,
            "seconds": seconds,
            "pairs": len(found[method].pairs),
            "units": len(units),
            "largest_unit": sizes[0],
            "same_units_as_first": _same(units, _units(sequences, found[methods[0]])),
            **_overlap(found[method], found[methods[0]]),
        }
    return result


def _overlap(found: Found, truth: Found) -> dict[str, float]:
    own, first = ({(p.a, p.b) for p in f.pairs} for f in (found, truth))
    both = len(own & first)
    return {
        "pairs_of_first_found": round(both / max(1, len(first)), 4),
        "pairs_not_in_first": len(own - first),
    }


def _units(sequences: dict[str, str], found: Found) -> dict[str, frozenset[str]]:
    sets: UnionFind[str] = UnionFind()
    for pair in found.pairs:
        sets.union(pair.a, pair.b)
    members: dict[str, set[str]] = {}
    for key in sequences:
        members.setdefault(sets.find(key), set()).add(key)
    return {root: frozenset(m) for root, m in members.items()}


def _same(one: dict[str, frozenset[str]], other: dict[str, frozenset[str]]) -> float:
    """The share of sequences whose unit has the same members by both."""
    others = set(other.values())
    same = sum(len(unit) for unit in one.values() if unit in others)
    return round(same / sum(map(len, one.values())), 4)


def main() -> None:
    """Run, print, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--small", type=int, default=700)
    parser.add_argument("--large", type=int, default=20000)
    options = parser.parse_args()
    two: tuple[Method, ...] = ("kmers", "mmseqs") if mmseqs.program() else ("kmers",)
    result = {
        "small": compare(proteome(options.small), ("all", *two)),
        "large": compare(proteome(options.large), two),
    }
    text = json.dumps(result, indent=2) + "\n"
    print(text)
    if options.json:
        options.json.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

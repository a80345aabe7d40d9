"""From the rows that a look-up hit to its answer: who is meant, and what withdrawn symbols became.

One value: the hits ``[("aliases", 12, EXACT)]`` of ``p53`` become ``Match("p53", (Gene TP53,),
"aliases", certain=True)``.
"""

from collections.abc import Callable, Iterable

from .gene import REPLACED, Gene, Match
from .identifiers import SYMBOL
from .lookup import FARTHEST

FULL_NAME = "name"

Found = tuple[str, int, int]  # column, row, nearness


def resolve(
    query: str,
    found: Iterable[Found],
    gene_of: Callable[[int], Gene],
    named: Callable[[str], Iterable[Gene]],
) -> Match:
    """Approved genes of the hits; a withdrawn entry gives way to all that replaced it.

    ``gene_of`` gives a row's gene, ``named`` the genes of one name in ``replaced_by``.
    """
    kinds: dict[int, str] = {}
    nearness: dict[int, int] = {}
    gone: list[Gene] = []
    nearest_gone = FARTHEST
    for how, row, near in found:
        gene = gene_of(row)
        if gene.approved:
            kinds.setdefault(row, how)
            nearness.setdefault(row, near)
        else:
            gone.append(gene)
            nearest_gone = min(near, nearest_gone)
    for row in successors(gone, named):
        kinds.setdefault(row, REPLACED)
        nearness[row] = min(nearest_gone, nearness.get(row, FARTHEST))
    rows = sorted(kinds, key=lambda row: (nearness[row], kinds[row] != SYMBOL))  # stable
    columns = tuple(kinds[row] for row in rows)
    return Match(
        query,
        tuple(map(gene_of, rows)),
        columns[0] if columns else "",
        gone[0] if gone else None,
        columns,
        _certain(columns, [nearness[row] for row in rows]),
    )


def successors(gone: Iterable[Gene], named: Callable[[str], Iterable[Gene]]) -> list[int]:
    """Rows of the approved genes at the ends of all chains of replacements."""
    seen: set[int] = set()
    new: set[int] = set()
    waiting = list(gone)
    while waiting:
        entry = waiting.pop()
        if entry.row in seen:
            continue  # HGNC:1 -> HGNC:2 -> HGNC:1
        seen.add(entry.row)
        for name in filter(None, map(str.strip, entry.replaced_by.split(","))):
            for gene in named(name):
                if gene.approved:
                    new.add(gene.row)
                else:
                    waiting.append(gene)
    return sorted(new)


def _certain(kinds: tuple[str, ...], nearness: list[int]) -> bool:
    """Whether the first candidate is meant.

    It is the only one; or the only approved symbol among the nearest; or the only one of the
    nearest, while no other gene has this name, differently written, as its symbol or full name.
    """
    if len(kinds) < 2:
        return bool(kinds)
    nearest = nearness.count(nearness[0])
    if kinds[0] == SYMBOL:
        return kinds[:nearest].count(SYMBOL) == 1
    return nearest == 1 and not {SYMBOL, FULL_NAME}.intersection(kinds[1:])

"""Symbols, as a user types them, to the records that they mean.

In: records and ``["GLI1", "gli"]``. Out: the record of each, once. A symbol may be approved (in any
case), or an alias or earlier symbol of exactly one gene.
"""

import difflib
from collections import defaultdict
from collections.abc import Sequence

from datasets_builders.errors import DataError
from datasets_builders.genes.hgnc import APPROVED
from datasets_builders.genes.records import GeneRecord


class UnknownSymbolError(DataError):
    """No gene has this symbol, or more than one gene has it as an alias."""


def pick(records: Sequence[GeneRecord], symbols: Sequence[str]) -> list[GeneRecord]:
    """The records that ``symbols`` mean, in their order, each gene once.

    Raises:
        UnknownSymbolError: a symbol is unknown (names the nearest), an alias of several genes
            (names them), or that of a withdrawn entry (names what replaced it).
    """
    withdrawn = {r.symbol.upper(): r for r in records if r.status != APPROVED}
    records = [r for r in records if r.status == APPROVED]
    approved = {r.symbol.upper(): r for r in records}
    others: dict[str, dict[str, GeneRecord]] = defaultdict(dict)
    for record in records:
        for name in (*record.aliases, *record.previous_symbols):
            others[name.upper()][record.hgnc_id] = record
    found: dict[str, GeneRecord] = {}
    for symbol in symbols:
        key = symbol.strip().upper()
        owners = [approved[key]] if key in approved else list(others.get(key, {}).values())
        if not owners and key in withdrawn:
            raise UnknownSymbolError(_gone(withdrawn[key], records))
        if len(owners) != 1:
            raise UnknownSymbolError(_message(symbol.strip(), owners, [*approved, *others]))
        found.setdefault(owners[0].hgnc_id, owners[0])
    return list(found.values())


def _gone(entry: GeneRecord, records: Sequence[GeneRecord]) -> str:
    symbols = {r.hgnc_id: r.symbol for r in records}
    new = [
        f"{symbols.get(i, 'not in the source')} ({i})" for i in entry.replaced_by.split(", ") if i
    ]
    now = f"ask for what replaced it: {', '.join(new)}" if new else "HGNC names no replacement"
    return f"{entry.symbol}: HGNC withdrew this symbol ({entry.hgnc_id}, {entry.status}); {now}"


def _message(symbol: str, owners: Sequence[GeneRecord], known: Sequence[str]) -> str:
    if owners:
        genes = ", ".join(f"{r.symbol} ({r.hgnc_id})" for r in owners)
        return (
            f"{symbol}: this is no approved symbol but an alias of {len(owners)} genes: {genes}; "
            "give the approved symbol of the one that is meant"
        )
    near = difflib.get_close_matches(symbol.upper(), known, n=3)
    hint = f"; the nearest are {', '.join(near)}" if near else ""
    return f"{symbol}: no gene of the source has this symbol, alias or earlier symbol{hint}"

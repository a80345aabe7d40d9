"""Which gene a symbol means, among what a search of NCBI Gene has found. Pure.

In: a symbol and the summaries of all genes found. Out: one of the summaries: ``GLI1`` and its alias
``GLI`` both mean GeneID 2735, while an alias of two genes is refused with both names::

    CTB is not unique, it may be CTSB (GeneID 1508, cathepsin B), CTBS (GeneID 1486, chitobiase);
    ask for one of these
"""

import logging
from collections.abc import Sequence

from datasets_builders.errors import DataError
from datasets_builders.genes.eutils_answers import GeneSummary

_LOG = logging.getLogger(__name__)


class SymbolError(DataError):
    """A symbol that no gene has, or that is an alias of several."""


def choose_all(symbols: Sequence[str], summaries: Sequence[GeneSummary]) -> list[GeneSummary]:
    """The gene that each symbol means, each gene once; all problems in one :class:`SymbolError`."""
    chosen: dict[str, GeneSummary] = {}
    problems: list[str] = []
    for symbol in symbols:
        try:
            gene = choose(symbol, summaries)
            chosen[gene.gene_id] = gene
        except SymbolError as error:
            problems.append(str(error))
    if problems:
        raise SymbolError("; ".join(problems))
    return list(chosen.values())


def choose(symbol: str, summaries: Sequence[GeneSummary]) -> GeneSummary:
    """The human gene that ``symbol`` means: its own symbol first, then the alias of one gene.

    Raises:
        SymbolError: no live human gene has it (a discontinued entry is named), or several have.
    """
    human = [s for s in summaries if s.human]
    live = [s for s in human if s.live]
    folded = symbol.casefold()
    own = [s for s in live if s.symbol.casefold() == folded]
    tiers = [
        [s for s in own if s.official and s.symbol == symbol],
        [s for s in own if s.official],
        own,
        [s for s in live if folded in (a.casefold() for a in s.aliases)],
    ]
    found = next((tier for tier in tiers if tier), [])
    if len(found) == 1:
        if found[0].symbol != symbol:
            _LOG.info("%s is taken as %s (GeneID %s)", symbol, found[0].symbol, found[0].gene_id)
        return found[0]
    if found:
        names = ", ".join(f"{s.symbol} (GeneID {s.gene_id}, {s.name})" for s in found)
        raise SymbolError(f"{symbol} is not unique, it may be {names}; ask for one of these")
    for old in human:
        if not old.live and old.symbol.casefold() == folded:
            now = f"replaced by GeneID {old.replaced_by}" if old.replaced_by else "discontinued"
            raise SymbolError(f"{symbol}: NCBI's entry of it (GeneID {old.gene_id}) was {now}")
    raise SymbolError(f"{symbol}: no human gene has this symbol or alias; check the spelling")

"""Which gene an answer speaks of.

One value: ``"The official symbol of this gene, provided by HGNC, is GLI1 ..."`` speaks of GLI1.
"""

import re

from .gene import Gene
from .registry import GeneRegistry

_SAID = re.compile(
    r"(?:official\s+symbol\b[^.]{0,60}?\b(?:is|for)|\bgene:?|\bsymbol:?(?:\s+is)?)\s+"
    r"(?P<name>[^\W_][\w@-]{0,30})"
)
_TOKEN = re.compile(r"[^\W_][\w@-]*")
# Approved symbols that are words of an answer's prose far more often than genes.
_PROSE = frozenset({"AR", "CS", "GC", "PC", "SI", "TH", "CP", "HR", "MB", "IK", "WAS", "SHE"})


def find_subject(text: str, registry: GeneRegistry, symbol: str | None) -> Gene | None:
    """The gene that ``symbol`` names, or else the one named first in the text.

    ``None`` where the name is unknown or belongs to several genes.
    """
    if symbol is not None:
        return registry.get(symbol) or registry.find(symbol).gene
    for said in _SAID.finditer(text):
        if gene := registry.get(said["name"]):
            return gene
    symbols = registry.symbols
    for token in _TOKEN.finditer(text):
        name = token[0]
        if name in symbols and name not in _PROSE:
            return registry.get(name)
    return None


def names_gene(text: str, gene: Gene) -> bool:
    """Whether the symbol stands in the text as a word of its own."""
    at = text.find(gene.symbol)
    while at >= 0:
        end = at + len(gene.symbol)
        before, behind = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before in ("-", "_")) and not (
            behind.isalnum() or behind in ("-", "_")
        ):
            return True
        at = text.find(gene.symbol, end)
    return False

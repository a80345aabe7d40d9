"""What the correction asks about one gene, read from the registry once.

One value: ``facts_of(gene, registry).values["mim_ids"]`` is ``("165220",)`` for GLI1.
"""

from collections.abc import Mapping
from functools import cached_property
from weakref import WeakKeyDictionary

from .alias_lists import alias_sentence
from .bands import Place, places
from .gene import Gene
from .locations import LOCATION
from .registry import GeneRegistry

# Genes that are kept ready; a test set or a batch asks for the same ones again and again.
MOST_KEPT = 8192


class GeneFacts:
    """The names and identifiers of one gene. ``values``: by column, without prefix; ``()`` where
    the gene has none."""

    def __init__(self, gene: Gene) -> None:
        self.symbol = gene.symbol
        self.name = gene.name
        self.aliases = gene.aliases
        self.previous_symbols = gene.previous_symbols
        self.names = frozenset((*gene.aliases, *gene.previous_symbols))
        self.values: Mapping[str, tuple[str, ...]] = {
            "hgnc_id": _bare(gene.hgnc_id),
            "alliance_id": _bare(gene.alliance_id),
            "ensembl_id": _bare(gene.ensembl_id),
            "entrez_id": _bare(gene.entrez_id),
            "mim_ids": gene.mim_ids,
            "uniprot_ids": gene.uniprot_ids,
            LOCATION: _bare(gene.location),
        }

    @cached_property
    def location(self) -> str:
        """HGNC's location where it says a chromosome, ``"12q13.3"``, else ``""``."""
        location = self.values[LOCATION]
        return location[0] if location and self.places else ""

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where the gene lies."""
        location = self.values[LOCATION]
        return places(location[0]) if location else ()

    @cached_property
    def alias_sentence(self) -> str:
        """``"It is also known as GLI."``, or ``""``."""
        return alias_sentence(self.aliases)


def _bare(value: str) -> tuple[str, ...]:
    return (value.removeprefix("HGNC:"),) if value else ()


_KEPT: WeakKeyDictionary[GeneRegistry, dict[int, GeneFacts]] = WeakKeyDictionary()


def facts_of(gene: Gene, registry: GeneRegistry) -> GeneFacts:
    """The facts of a gene, kept with its registry. Threads may ask at once: at worst both read."""
    kept = _KEPT.get(registry)
    if kept is None:
        kept = _KEPT.setdefault(registry, {})
    facts = kept.get(gene.row)
    if facts is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        facts = kept[gene.row] = GeneFacts(gene)
    return facts

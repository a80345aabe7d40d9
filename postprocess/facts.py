"""What the correction asks about one gene, read from the registry once.

One value: ``book_of(registry).get("GLI1").values["mim_ids"]`` is ``("165220",)``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from weakref import WeakKeyDictionary, ref

from .alias_lists import alias_sentence
from .bands import Place, places
from .gene import Gene
from .locations import LOCATION
from .registry import GeneRegistry

# Genes that are kept ready; a test set or a batch asks for the same ones again and again.
MOST_KEPT = 8192
# A word of a full name; a comma may stand inside a number, "5,10-methenyltetrahydrofolate".
NAME_WORD = re.compile(r"[^\s()\[\],;|]+(?:,(?=[0-9]))?")


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
    def right_words(self) -> frozenset[str]:
        """Words with digits that are right wherever they stand: ids in the usual forms, names."""
        own = self.values
        forms = {
            "hgnc_id": ("HGNC:{}", "HGNC:HGNC:{}"),
            "alliance_id": ("AllianceGenome:HGNC:{}", "Alliance:HGNC:{}"),
            "ensembl_id": ("Ensembl:{}", "{}"),
            "mim_ids": ("MIM:{}", "OMIM:{}"),
            "entrez_id": ("GeneID:{}",),
            "uniprot_ids": ("UniProt:{}", "UniProtKB:{}", "{}"),
            LOCATION: ("{}",),
        }
        ids = {form.format(v) for kind, said in forms.items() for v in own[kind] for form in said}
        return frozenset((*ids, *(n for n in (self.symbol, *self.names) if not n.isdigit())))

    @cached_property
    def own_names(self) -> re.Pattern[str] | None:
        """The names and the place of the gene that hold digits, as whole words."""
        said = (self.symbol, self.name, *self.names, *self.values[LOCATION])
        names = sorted({n for n in said if any(map(str.isdigit, n))}, key=len, reverse=True)
        names = [n for n in names if not n.isdigit()]
        return (
            re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
            if names
            else None
        )

    @cached_property
    def alias_sentence(self) -> str:
        """``"It is also known as GLI."``, or ``""``."""
        return alias_sentence(self.aliases)


def _bare(value: str) -> tuple[str, ...]:
    return (value.removeprefix("HGNC:"),) if value else ()


class FullNames:
    """Symbols by full name in lower case, ``""`` where several genes have the name.

    ``sizes``: by last word of a name, the numbers of words (:data:`NAME_WORD`) of such names, the
    largest first; ``closed``: the same of names that end with a bracket; ``first``: all first
    words. One value: ``closed["pseudogene"]`` begins with 13.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self.symbols: dict[str, str] = {}
        sizes: defaultdict[str, set[int]] = defaultdict(set)
        closed: defaultdict[str, set[int]] = defaultdict(set)
        first: set[str] = set()
        for name, symbol in names:
            if name in self.symbols:
                self.symbols[name] = ""
                continue
            self.symbols[name] = symbol
            words = NAME_WORD.findall(name)
            first.add(words[0])
            if name[-1] in ")]":
                closed[words[-1]].add(len(words))
            else:
                sizes[words[-1]].add(len(words))
        self.first = frozenset(first)
        self.sizes = {word: tuple(sorted(found)[::-1]) for word, found in sizes.items()}
        self.closed = {word: tuple(sorted(found)[::-1]) for word, found in closed.items()}


class GeneBook:
    """The facts of a registry's genes that were asked for lately. Threads may share it: at worst
    two read the same gene."""

    def __init__(self, registry: GeneRegistry) -> None:
        # The registry is held by whoever asks, since a book must not keep it alive.
        self._registry = ref(registry)
        self.symbols = registry.symbols
        self._facts: dict[str, GeneFacts] = {}
        self._owners: dict[tuple[str, str], frozenset[str]] = {}

    @property
    def registry(self) -> GeneRegistry:
        """The registry itself."""
        registry = self._registry()
        if registry is None:
            raise ReferenceError("the registry of this book is gone; keep it while it is asked")
        return registry

    def get(self, symbol: str) -> GeneFacts | None:
        """The facts of the gene that bears exactly this approved symbol."""
        if facts := self._facts.get(symbol):
            return facts
        gene = self.registry.get(symbol)
        if gene is None:
            return None
        if len(self._facts) >= MOST_KEPT:
            self._facts.clear()
        facts = self._facts[symbol] = GeneFacts(gene)
        return facts

    def find(self, name: str) -> GeneFacts | None:
        """The facts of the gene that a name, alias or identifier stands for without doubt."""
        if facts := self.get(name):
            return facts
        gene = self.registry.find(name).gene
        return self.get(gene.symbol) if gene else None

    @cached_property
    def full_names(self) -> FullNames:
        """The names of several words that one gene alone has."""
        return FullNames(
            (gene.name.lower(), gene.symbol)
            for gene in self.registry
            if gene.approved and " " in gene.name
        )

    def owners(self, kind: str, value: str) -> frozenset[str]:
        """Every name of the genes that have an identifier; empty where no gene has it."""
        key = kind, value
        names = self._owners.get(key)
        if names is None:
            if len(self._owners) >= MOST_KEPT:
                self._owners.clear()
            names = self._owners[key] = frozenset(
                name
                for gene in self.registry.by_id(kind, value)
                for name in (gene.symbol, gene.name, *gene.aliases, *gene.previous_symbols)
                if name
            )
        return names


_BOOKS: WeakKeyDictionary[GeneRegistry, GeneBook] = WeakKeyDictionary()


def book_of(registry: GeneRegistry) -> GeneBook:
    """The book of a registry, which goes when the registry goes."""
    book = _BOOKS.get(registry)
    return book if book is not None else _BOOKS.setdefault(registry, GeneBook(registry))

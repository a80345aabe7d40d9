"""What the fast way of the correction keeps of a gene: its identifiers as they stand in answers.

One value: ``QuickGene(book.get("GLI1"), symbols).own["Ensembl:ENSG00000111087"]`` is
``"ensembl_id"``. A gene whose symbol may be read as something else (``P2RY12`` has the form of an
accession) is not sure, and then the whole engine reads its answers.
"""

import re
from collections.abc import Container
from weakref import WeakKeyDictionary

from .facts import MOST_KEPT, GeneBook, GeneFacts, book_of
from .locations import LOCATION
from .quick_names import ACCESSION, is_sure, reads_right
from .quick_words import NEEDLES
from .registry import GeneRegistry

SYMBOL, NAME = "symbol", "name"
# Stands for the gene's full name, where that has more than plain words.
PLACEHOLDER = "\0"
# Stands for the gene's location, where that has blanks.
PLACE = "\1"
_AS_ACCESSION = re.compile(ACCESSION)
# The forms of identifiers that are read here, each with its column.
FORMS = re.compile(
    r"(?:HGNC:){1,2}(?P<hgnc_id>[0-9]{1,6})|AllianceGenome:HGNC:(?P<alliance_id>[0-9]{1,6})|"
    r"O?MIM[: ](?P<mim_ids>[0-9]{6})|(?:Ensembl:)?(?P<ensembl_id>ENSG[0-9]{11})|"
    r"GeneID:(?P<entrez_id>[0-9]{1,10})|UniProt(?:KB)?:(?P<uniprot_ids>" + ACCESSION + ")"
)
_PREFIXES = {
    "hgnc_id": ("HGNC:", "HGNC:HGNC:"),
    "alliance_id": ("AllianceGenome:HGNC:",),
    "ensembl_id": ("Ensembl:", ""),
    "mim_ids": ("MIM:", "OMIM:", "MIM ", "OMIM "),
    "entrez_id": ("GeneID:",),
    "uniprot_ids": ("UniProt:", "UniProtKB:"),
}
_SYMBOL = re.compile(r"(?!ID[0-9]|ENS)[A-Z](?:[A-Z0-9-]+|[A-Z0-9]*orf[0-9]+[A-Z0-9-]*)(?<!-)")
_STEP = r"[pq][0-9]{1,2}(?:\.[0-9]{1,3})?"
_BAND = re.compile(rf"(?:[0-9]{{1,2}}|[XY]){_STEP}(?:-{_STEP})?")
_REMARK = r"(?: not on reference assembly| alternate reference locus| unplaced)?"
_PLACE = re.compile(rf"{_BAND.pattern}(?:{_REMARK}| and Y{_STEP})")
# Where HGNC knows no more; places only behind "located at".
_BARE = re.compile(rf"(?:[0-9]{{1,2}}|[XY]){_REMARK}|mitochondria")
_SHAPED = re.compile(r"(?<![\w@-])[A-Z][A-Z0-9-]*[0-9]")
_WORD = re.compile(r"[^\W_][\w@-]*")


class QuickGene:
    """``own``: what stands for the gene in an answer, and as what. ``values``: as the facts have
    them, without what is of an odd form. ``name``: the full name where it has more than plain
    words and cannot be misread, else ``""``; ``place``: the location where it has blanks,
    and ``bare`` where it says no band;
    ``shaped``: whether a part of the name may be another gene's, and ``clash``: whether it is, or
    an alias is. ``sentence_right``: whether the alias sentence is read back as right."""

    __slots__ = (
        "bare",
        "clash",
        "facts",
        "name",
        "own",
        "place",
        "sentence_right",
        "shaped",
        "values",
    )

    def __init__(self, facts: GeneFacts, symbols: Container[str]) -> None:
        self.facts = facts
        self.own = {facts.symbol: SYMBOL}
        self.values: dict[str, tuple[str, ...]] = {}
        for kind, prefixes in _PREFIXES.items():
            values = facts.values[kind]
            for value in values:
                if not FORMS.fullmatch(prefixes[0] + value):
                    break
                for prefix in prefixes:
                    self.own[prefix + value] = kind
            else:
                self.values[kind] = values
        location = facts.values[LOCATION]
        self.place = ""
        self.bare = bool(location) and _BARE.fullmatch(location[0]) is not None
        if location and (self.bare or _PLACE.fullmatch(location[0])):
            self.place = location[0] if " " in location[0] else ""
            self.own[PLACE if self.place else location[0]] = LOCATION
        self.name = facts.name if is_sure(facts, symbols) else ""
        foreign = self.name and _symbols_in(self.name, facts, symbols)
        self.shaped = bool(foreign) or _SHAPED.search(self.name) is not None
        if self.name:
            self.own[PLACEHOLDER] = NAME
        sentence = facts.alias_sentence
        self.sentence_right = not sentence or reads_right(facts)
        self.clash = bool(foreign or _symbols_in(sentence, facts, symbols))


def _symbols_in(text: str, facts: GeneFacts, symbols: Container[str]) -> bool:
    """Whether other genes' symbols stand in a text as words."""
    return any(word in symbols and word != facts.symbol for word in _WORD.findall(text))


class QuickBook:
    """Genes that are sure, and words that were found plain, of one registry."""

    def __init__(self, book: GeneBook) -> None:
        self.book = book
        self.symbols = book.symbols
        # Every form in which a plain word was met, "cells" and "cells,"; answers share most words.
        self.plain: set[str] = set()
        self.lettered: set[str] = set()
        self.aliases: set[str] = set()  # those that a gene alone is called by
        self._genes: dict[str, QuickGene | None] = {}

    def gene(self, symbol: str) -> QuickGene | None:
        """The gene that bears exactly this approved symbol, if it is sure."""
        found = self._genes.get(symbol)
        if found is not None or symbol in self._genes:
            return found
        facts = self.book.get(symbol)
        sure = (
            _SYMBOL.fullmatch(symbol)
            and not _AS_ACCESSION.fullmatch(symbol)
            and not NEEDLES.search(symbol.lower())
        )
        if len(self._genes) >= MOST_KEPT:
            self._genes.clear()
        gene = self._genes[symbol] = QuickGene(facts, self.symbols) if facts and sure else None
        return gene

    def keep(self, words: set[str], word: str) -> None:
        """Note a word in one of the sets."""
        if len(words) >= 8 * MOST_KEPT:
            words.clear()
        words.add(word)


_BOOKS: WeakKeyDictionary[GeneRegistry, QuickBook] = WeakKeyDictionary()


def quick_book(registry: GeneRegistry) -> QuickBook:
    """The book of a registry, which goes when the registry goes."""
    book = _BOOKS.get(registry)
    return book if book is not None else _BOOKS.setdefault(registry, QuickBook(book_of(registry)))

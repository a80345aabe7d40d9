"""What the fast way of the correction keeps of a gene: its identifiers as they stand in answers.

One value: ``QuickGene(book.get("GLI1"), symbols).own["Ensembl:ENSG00000111087"]`` is
``"ensembl_id"``. A gene whose symbol may be read as something else (``P2RY12`` has the form of an
accession) is not sure, and then the whole engine reads its answers.
"""

import re
from collections.abc import Container
from weakref import WeakKeyDictionary

from .alias_lists import read_plain_list
from .facts import MOST_KEPT, GeneBook, GeneFacts, book_of
from .locations import LOCATION
from .quick_words import NEEDLES, is_plain, parts
from .registry import GeneRegistry

STANDARD = "It is also known as "
SYMBOL, NAME = "symbol", "name"
# Stands for the gene's full name, where that has more than plain words.
PLACEHOLDER = "\0"
_ACCESSION = r"(?:[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})"
_AS_ACCESSION = re.compile(_ACCESSION)
# The forms of identifiers that are read here, each with its column.
FORMS = re.compile(
    r"(?:HGNC:){1,2}(?P<hgnc_id>[0-9]{1,6})|AllianceGenome:HGNC:(?P<alliance_id>[0-9]{1,6})|"
    r"O?MIM[: ](?P<mim_ids>[0-9]{6})|(?:Ensembl:)?(?P<ensembl_id>ENSG[0-9]{11})|"
    r"GeneID:(?P<entrez_id>[0-9]{1,10})|UniProt(?:KB)?:(?P<uniprot_ids>" + _ACCESSION + ")"
)
_PREFIXES = {
    "hgnc_id": ("HGNC:", "HGNC:HGNC:"),
    "alliance_id": ("AllianceGenome:HGNC:",),
    "ensembl_id": ("Ensembl:", ""),
    "mim_ids": ("MIM:", "OMIM:", "MIM ", "OMIM "),
    "entrez_id": ("GeneID:",),
    "uniprot_ids": ("UniProt:", "UniProtKB:"),
}
_SYMBOL = re.compile(
    r"(?!ID[0-9]|ENS|.*-[0-9]{3})[A-Z](?:[A-Z0-9-]+|[A-Z0-9]*orf[0-9]+[A-Z0-9-]*)(?<!-)"
)
_BAND = re.compile(r"(?:[0-9]{1,2}|[XY])[pq][0-9]{1,2}(?:\.[0-9]{1,2})?")
# Names that the engine's last look may take for numbers or places: "densin-180", "12q13".
_MARKED = re.compile(r"ens[a-z]{0,6}[ :_.#-]{0,3}[0-9]|[0-9xy][pq](?:ter|[0-9])")
_NAME = re.compile(r"[A-Za-z(][A-Za-z0-9 ,'()/+:-]*[A-Za-z0-9)]")
_ODD_IN_NAME = re.compile(
    r"(?<![A-Za-z0-9])"
    + _ACCESSION
    + r"|[0-9][pq](?:[0-9]|ter)|[0-9]cen|(?<![A-Za-z0-9])[XY](?:[pq0-9]|\b)|[XY]\Z|\([0-9]"
)
_SHAPED = re.compile(r"(?<![\w@-])[A-Z][A-Z0-9-]*[0-9]")
_WORD = re.compile(r"[^\W_][\w@-]*")
# The end of a sentence that is none of an abbreviation.
CLEAR_END = re.compile(r"(?:[0-9]|[A-Z0-9][A-Z])\.\Z")
# Words that an intro takes along: "also known as the".
_FIRST_WORDS = frozenset(
    ("the", "its", "several", "other", "various", "following", "alternative", "name", "names",
     "alias", "aliases", "synonym", "synonyms", "symbol", "symbols", "term", "terms", "gene")
)  # fmt: skip


class QuickGene:
    """``own``: what stands for the gene in an answer, and as what. ``values``: as the facts have
    them, without what is of an odd form. ``name``: the full name where it has more than plain
    words and cannot be misread, else ``""``; ``shaped``: whether a part of it may be another gene's
    name, and ``clash``: whether it is, or an alias is. ``sentence_right``: whether the alias
    sentence is read back as right."""

    __slots__ = ("clash", "facts", "name", "own", "sentence_right", "shaped", "values")

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
        if location and _BAND.fullmatch(location[0]):
            self.own[location[0]] = LOCATION
        self.name = facts.name if _is_sure(facts, symbols) else ""
        foreign = self.name and _symbols_in(self.name, facts, symbols)
        self.shaped = bool(foreign) or _SHAPED.search(self.name) is not None
        if self.name:
            self.own[PLACEHOLDER] = NAME
        sentence = facts.alias_sentence
        self.sentence_right = not sentence or _reads_right(facts)
        self.clash = bool(foreign or _symbols_in(sentence, facts, symbols))


def _symbols_in(text: str, facts: GeneFacts, symbols: Container[str]) -> bool:
    """Whether other genes' symbols stand in a text as words."""
    return any(word in symbols and word != facts.symbol for word in _WORD.findall(text))


def _is_sure(facts: GeneFacts, symbols: Container[str]) -> bool:
    """Whether the full name has more than plain words, and none that may be misread."""
    name = facts.name
    if not _NAME.fullmatch(name) or NEEDLES.search(name.lower()) or _ODD_IN_NAME.search(name):
        return False
    words = [parts(word) for word in name.split(" ")]
    return not all(word and is_plain(word[1], symbols) for word in words)


def _reads_right(facts: GeneFacts) -> bool:
    sentence = facts.alias_sentence
    found = read_plain_list(sentence, len(STANDARD))
    return (
        found is not None
        and found.stop == len(sentence)
        and facts.names.issuperset(found.names)
        and len(set(found.names)) == len(found.names)
        and are_simple(found.names)
        and not _MARKED.search(sentence.lower())
    )


def are_simple(names: tuple[str, ...]) -> bool:
    """Whether the list of these names, read as a plain list, begins and ends where it seems to."""
    return names[0].lower() not in _FIRST_WORDS and not any(":" in name for name in names)


class QuickBook:
    """Genes that are sure, and words that were found plain, of one registry."""

    def __init__(self, book: GeneBook) -> None:
        self.book = book
        self.symbols = book.symbols
        # Every form in which a plain word was met, "cells" and "cells,"; answers share most words.
        self.plain: set[str] = set()
        self.lettered: set[str] = set()
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

"""Which gene an answer speaks of.

One value: ``"The official symbol of this gene, provided by HGNC, is GLI1 ..."`` speaks of GLI1.
"""

import re

from .facts import GeneBook, GeneFacts

_SAID = re.compile(
    r"(?:official\s+symbol\b[^.]{0,60}?\b(?:is|for)|\b[Gg]ene:?|"
    r"(?<!previous )(?<!former )\bsymbol:?(?:\s+is)?)\s+"
    r"(?P<name>[^\W_][\w@-]{0,30})"
)
_TOKEN = re.compile(r"[^\W_][\w@-]*")
_HEAD = re.compile(
    r"(?:#{1,4} )?(?P<name>[^\W_][\w@-]{0,30})(?:\n| (?:encodes|is|has|was|acts|belongs) )"
)
# Approved symbols that are words of an answer's prose far more often than genes.
_PROSE = frozenset({"AR", "CS", "GC", "PC", "SI", "TH", "CP", "HR", "MB", "IK", "WAS", "SHE"})


def find_subject(text: str, book: GeneBook, symbol: str | None) -> GeneFacts | None:
    """The gene that ``symbol`` names, or else the one named first in the text.

    An answer that does not name the gene asked for, but says in its first words that it is about
    another (``"CASP14 (caspase 14) is ..."``, asked for CASP10), is judged for that other gene:
    with the ids of the gene asked for it would state what is false. ``None`` where the name is
    unknown or belongs to several genes.
    """
    if symbol is not None:
        asked = book.find(symbol)
        if asked is None or names_gene(text, asked):
            return asked
        if (full := _with_full_name(text, book)) and full.symbol != asked.symbol:
            return full
        other = None if _names(text, asked) else _introduced(text, book)
        return other or asked
    if full := _with_full_name(text, book):
        return full
    for said in _SAID.finditer(text):
        if gene := book.get(said["name"]):
            return gene
    if (head := _HEAD.match(text)) and (gene := book.get(head["name"])):
        return gene
    symbols = book.symbols
    for token in _TOKEN.finditer(text):
        name = token[0]
        if name in symbols and name not in _PROSE:
            return book.get(name)
    return None


def _introduced(text: str, book: GeneBook) -> GeneFacts | None:
    """The gene whose symbol is the text's first word, or its stated official symbol."""
    first = _TOKEN.match(text.lstrip())
    said = _SAID.search(text)
    for name in (first[0] if first else "", said["name"] if said else ""):
        if name and name not in _PROSE and (gene := book.get(name)):
            return gene
    return None


def _with_full_name(text: str, book: GeneBook) -> GeneFacts | None:
    """The gene that begins the text with its symbol and its full name in a bracket: then what
    else it names, it names as an alias or a partner."""
    first = _TOKEN.match(text)
    gene = book.get(first[0]) if first else None
    if first is None or gene is None or not gene.name:
        return None
    return gene if text.startswith(f" ({gene.name})", first.end()) else None


def _names(text: str, gene: GeneFacts) -> bool:
    """Whether symbol, an earlier symbol, an alias or the full name stands in the text."""
    return (
        names_gene(text, gene)
        or gene.name.lower() in text.lower()
        or any(_word(text, name) for name in (*gene.aliases, *gene.previous_symbols))
    )


def names_gene(text: str, gene: GeneFacts) -> bool:
    """Whether the symbol stands in the text as a word of its own."""
    return _word(text, gene.symbol)


def _word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        before, behind = text[at - 1 : at], text[end : end + 1]
        if not (before.isalnum() or before in ("-", "_")) and not (
            behind.isalnum() or behind in ("-", "_")
        ):
            return True
        at = text.find(word, end)
    return False

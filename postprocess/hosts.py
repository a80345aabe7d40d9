"""Whose an identifier is, by the names that stand before it.

One value: in ``"GLI1 binds SUFU (HGNC:"`` and in ``"SUFU is listed as HGNC:"`` it is SUFU's, for
sure; in ``"lupus (MIM "`` it is that of something that is no gene known by this name.
"""

import re
from typing import NamedTuple

from .facts import GeneBook, GeneFacts
from .find import looks_like_accession, looks_like_identifier
from .full_names import with_symbols

_OF = re.compile(
    r"\b(?:of|for)\s(?:the\s)?(?:human\s)?(?:gene\s)?(?P<name>[^\W_][\w@-]{0,30})\s"
    r"(?:is|:|=)?\s{0,2}\Z"
)
_LAST_WORD = re.compile(r"(?<![\w@-])(?P<name>[^\W_][\w@-]{0,40})(?:['’]s)?\s*\Z")
_NAMED_INSIDE = re.compile(r"(?P<name>[^\W_][\w@-]{0,30})\s?[;,:]\s?\Z")
# An alias that no word is mistaken for.
_SHAPED = re.compile(r"(?!HGNC|OMIM|MIM|NCBI|ENSG)(?=[A-Z-]*[0-9])[A-Z][A-Z0-9-]*")
# The head of a line that goes on about one gene: "SUFU | SUFU negative regulator | HGNC:16466".
_HEAD = re.compile(r"(?:[-*|][ ])?(?P<name>[^\W_][^|:\n]{0,90}?)(?:[ ]\|[ ]|:[ ]|[ ]-[ ])")
_SYMBOL = re.compile(r"(?<![\w@-])[A-Z][\w@-]*")
# What leads from a gene's name to what is its own: "SUFU, whose HGNC ID is", "SUFU has the".
_POSSESSING = frozenset(
    (
        "has", "is", "was", "are", "have", "had", "carries", "bears", "maps", "lies", "can",
        "whose", "which", "with", "that", "corresponds", "located", "at", "on", "localizes",
        "resides", "'s", "gene", "protein", "locus", "under", "by", "as", "having", "bearing",
        "carrying",
    )
)  # fmt: skip
_LEADING = _POSSESSING | frozenset(
    (
        "hgnc", "omim", "mim", "ensembl", "ncbi", "entrez", "uniprot", "uniprotkb", "swiss-prot",
        "alliance", "id", "ids", "identifier", "identifiers", "number", "numbers", "accession",
        "entry", "record", "code", "symbol", "database", "official", "the", "its", "a", "an", "in",
        "to", "listed", "recorded", "registered", "known", "identified", "assigned", "given",
        "catalogued", "cataloged", "indexed", "annotated", "found", "stored", "also", "mapped",
        "positioned", "localized", "situated", "chromosome", "band", "human", "position",
        "location", "be", "been", "being", "it", "region", "long", "short", "arm", "of",
        "cytogenetic", "unique",
    )
)  # fmt: skip
# Words for the gene spoken of; what they name needs no proof.
_SELF = frozenset(
    (
        "gene", "genes", "protein", "pseudogene", "locus", "it", "symbol", "name", "product",
        "rna", "mirna", "microrna", "lncrna", "transcript", "entry", "record", "registry", "hgnc",
        "omim", "mim", "ensembl", "ncbi", "uniprot", "id", "identifier", "number", "accession",
        "database", "source", "as", "is", "under", "by", "in", "and", "with", "at", "on", "to",
        "chromosome", "band", "position", "location", "region", "arm", "cytoband", "located",
    )
)  # fmt: skip
# Approved symbols that are words of prose or of databases far more often than genes.
_NO_NAMES = frozenset({"MIM", "OMIM", "HGNC", "NCBI", "ID", "DNA", "RNA", "IT", "THE", "AN", "A"})
_SEE = re.compile(r"[\w;,] see(?: also)? \Z")  # "See MIM 1." alone is about the gene
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9@-]+")
# "Gene" in other languages.
_GENE_ELSEWHERE = frozenset({"geni", "gen", "gène", "genu", "genen", "genet"})
_BULLETS = ("-", "*", "|")
_OTHER_SENTENCE = re.compile(r" (?:It|Its|This|The) [a-z]")
_REACH = 200
_NAME_REACH = 45


class Host(NamedTuple):
    """``gene`` where the name is a gene's; ``sure`` where an identifier there cannot be meant for
    another; ``foreign`` where something else is named."""

    gene: GeneFacts | None = None
    sure: bool = False
    foreign: bool = False


NOBODY = Host()


def find_host(text: str, low: int, at: int, gene: GeneFacts, book: GeneBook) -> Host:
    """The host of a list of identifiers at ``at`` in a sentence that begins at ``low``."""
    heads = text[low:at].find(" | ", 0, 2 * _NAME_REACH) >= 0 or text[low : low + 1] in _BULLETS
    if heads and (not low or "\n" in text[max(0, low - 3) : low]):
        head = _HEAD.match(text, low, at)
        owner = _named(head["name"], gene, book) if head else None
        if owner:
            return Host(owner, sure=True)
    low = max(low, at - _REACH)
    before = with_symbols(text[low:at], book)
    opened = max(before.rfind("("), before.rfind("["))
    if opened >= 0 and _OTHER_SENTENCE.search(before, opened):
        opened = -1  # it was never closed
    if opened >= 0 and max(before.rfind(")", opened), before.rfind("]", opened)) < 0:
        inside = before[opened + 1 :]
        heads_it = before[:opened].rstrip().endswith(gene.symbol)
        if heads_it and (told := _NAMED_INSIDE.search(inside)) and told["name"] not in text[low:at]:
            # "SRD5A3 (full name of ACSS3; HGNC:1)": a wrong full name of the gene before it.
            return Host(gene, sure=True)
        return _before_bracket(before[:opened], inside, gene, book)
    near = before[-2 * _NAME_REACH :]
    if ("of " in near or "for " in near) and (found := _OF.search(near)):
        host = _named(found["name"], gene, book)
        return Host(host, sure=True) if host else NOBODY
    if "see" in near[-12:] and _SEE.search(near[-12:]):
        return Host(foreign=True)
    return _nearest(before, gene, book)


def _nearest(before: str, gene: GeneFacts, book: GeneBook) -> Host:
    """The gene named last, for sure where only words of possession come between."""
    symbols = book.symbols
    last = None
    for found in _SYMBOL.finditer(before):
        name = found[0]
        known = name == gene.symbol or (name in symbols and name not in _NO_NAMES)
        if known or _SHAPED.match(name):
            last = found
    if last is None:
        return NOBODY
    between = before[last.end() :]
    words = between.lower().replace("’s", "'s").replace(":", " ").split()
    if between.strip() in (",", ":"):
        named = _named(last[0], gene, book)
        return Host(named, sure=named is not None)
    if not words or between.strip() in (", a", ", an", ", the"):
        return Host(gene if last[0] == gene.symbol else book.get(last[0]))
    if between[0] == ",":
        words = words[1:] if words[0] == "," else words
        sure = words[0] in ("whose", "which", "with", "located")
    else:
        sure = words[0] in _POSSESSING
    if not sure or not _LEADING.issuperset(words):
        return NOBODY
    named = _named(last[0], gene, book)
    return Host(named, sure=named is not None)


def _before_bracket(before: str, inside: str, gene: GeneFacts, book: GeneBook) -> Host:
    named = _NAMED_INSIDE.search(inside[-_NAME_REACH:]) if inside.strip() else None
    if before.rstrip().endswith("]") and "[" not in before:
        before = before.rstrip().removesuffix("]")  # closes nothing
    outside = _LAST_WORD.search(before[-_NAME_REACH:])
    if inside.lstrip()[:3].lower() == "see":
        return Host(foreign=True)
    if outside and outside["name"] in _GENE_ELSEWHERE:
        outside = _LAST_WORD.search(before[: len(before) - len(outside[0])][-_NAME_REACH:])
    for word in (named, outside):
        if word is None:
            continue
        name = _latin(word["name"])
        if name.isdigit() or looks_like_identifier(name):
            return NOBODY  # "HGNC:4317 (MIM:165220)": the bracket goes on about the same gene
        if host := _named(name, gene, book):
            return Host(host, sure=True)
        if looks_like_accession(name):
            return NOBODY
        if name.lower() in _SELF or before.rstrip().lower().endswith(gene.name.lower() or "\0"):
            return NOBODY
    return Host(foreign=True) if named or outside else NOBODY


def _latin(name: str) -> str:
    """The Latin letters of a word that other letters stand beside: ``"基因GLI1"``."""
    parts = [] if name.isascii() else _LATIN.findall(name)
    return parts[-1] if parts else name


def _named(name: str, gene: GeneFacts, book: GeneBook) -> GeneFacts | None:
    """The gene that a name stands for; first the one spoken of."""
    if name == gene.symbol or name in gene.names:
        return gene
    return book.get(name) or _by_name(name, book)


def is_other_alias(word: str, gene: GeneFacts, book: GeneBook) -> bool:
    """Whether a word is another gene's alias that cannot be a common word, ``"NCX3"``."""
    if not _SHAPED.fullmatch(word) or word in book.symbols:
        return False
    return word not in gene.names and _by_name(word, book) is not None


def named_gene(word: str, gene: GeneFacts, book: GeneBook) -> GeneFacts | None:
    """The gene that a word of a sentence names, if it is no common word and no database."""
    if word == gene.symbol:
        return gene
    if word in book.symbols:
        return book.get(word) if word not in _NO_NAMES else None
    return _named(word, gene, book) if _SHAPED.match(word) else None


def _by_name(name: str, book: GeneBook) -> GeneFacts | None:
    """The gene of an alias that cannot be a common word."""
    name = name.rstrip("-")
    if len(name) < 3 or (name.isalpha() and (name.islower() or name.istitle())):
        return None
    return None if looks_like_accession(name) else book.find(name)

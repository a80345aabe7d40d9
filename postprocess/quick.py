"""The fast way of the correction, for plain answers: every word is known to be harmless, or is an
identifier of the gene in a standard form.

One value: ``quick("GLI1 is HGNC:10997.", registry, "GLI1", False)`` is ``("GLI1 is HGNC:4317.",
(Edit(...),), "GLI1", ())``; for ``"GLI1 is HGNC #10997."`` it is ``None``, and the whole engine
decides.

It never decides what the whole engine would decide otherwise: what it may see is listed (words of
prose, the gene's own symbol, name, identifiers and band, one alias sentence, wrong identifiers of
the standard forms), and whatever else stands in an answer makes it give up. Other genes, a second
value of one kind, other languages, markup and loops are for the whole engine.
"""

import re
from itertools import filterfalse

from .alias_lists import read_plain_list
from .aliases import Passage, find_passages
from .edits import Edit
from .facts import GeneFacts
from .locations import LOCATION
from .quick_edits import Answer, Found, are_hosted, corrected, repeats
from .quick_gene import (
    FORMS,
    NAME,
    PLACE,
    PLACEHOLDER,
    SYMBOL,
    QuickBook,
    QuickGene,
    quick_book,
)
from .quick_names import STANDARD, are_simple
from .quick_words import BOUND, TAILS, fits_in, is_lettered, is_plain
from .registry import GeneRegistry
from .scan import Scan

_LONGEST = 8_000
_PLACE_LEADS = frozenset({"at", "in", "to", "on"})
_MIM = frozenset({"MIM", "OMIM"})
_MADE_PLACES = ("genome", "dna", "chromosome")
_JOINTS = (",", ";", "/")
# What follows a list that is over.
_PROSE = re.compile(r" [A-Z][\w@-]* [a-z]|\Z")

Quick = tuple[str, tuple[Edit, ...], str, tuple[str, ...]]


def quick(
    text: str, registry: GeneRegistry, symbol: str | None, insert_aliases: bool
) -> Quick | None:
    """The fields of the ``Correction``, or ``None`` where the whole engine has to look."""
    if (
        symbol is None
        or len(text) > _LONGEST
        or not text.isascii()
        or PLACEHOLDER in text
        or PLACE in text
    ):
        return None
    book = quick_book(registry)
    gene = book.gene(symbol)
    if gene is None:
        return None
    words = all_words = text.split(" ")
    passage = None
    at = text.find(STANDARD)
    if at >= 0:
        passage = _passage(text, at, gene)
        if passage is None:
            return None
        first = text.count(" ", 0, at)
        words = words[:first] + words[first + text.count(" ", at, passage.end) + 1 :]
    if gene.place and gene.place in text:
        read = text[: at - 1] + text[passage.end :] if passage else text
        read = read.replace(gene.place, PLACE)
        words = (read.replace(gene.name, PLACEHOLDER) if gene.name else read).split(" ")
    elif gene.name and gene.name in text:
        words = _named(text, words, passage, gene.name)
    found = _read(words, gene, book)
    if found is None or repeats(text, all_words):
        return None
    clash = gene.clash
    doubtful = [item for item in found if clash or item.value] if found else found
    if not doubtful and (passage.right if passage else not insert_aliases):
        return text, (), symbol, ()
    answer = Answer(text, words, found, passage, gene, book)
    if doubtful and not are_hosted(answer, doubtful):
        return None  # another gene may be meant
    edits = corrected(answer, insert_aliases)
    return None if edits is None else (*edits, symbol, ())


def _named(text: str, words: list[str], passage: Passage | None, name: str) -> list[str]:
    """The words outside an alias sentence, with the placeholder for each full name."""
    short = words.copy()
    width = name.count(" ") + 1
    start, end = (passage.start, passage.end) if passage else (len(text), len(text))
    gone = text.count(" ", start, end) + 1
    at = text.rfind(name)
    while at >= 0:
        if not start <= at < end:
            place = text.count(" ", 0, at) - (gone if at > start else 0)
            joined = " ".join(short[place : place + width])
            short[place : place + width] = [joined.replace(name, PLACEHOLDER, 1)]
        at = text.rfind(name, 0, at)
    return short


def _passage(text: str, at: int, gene: QuickGene) -> Passage | None:
    """The alias sentence that begins at ``at``, behind another and before prose."""
    facts = gene.facts
    if text[at - 2 : at] != ". " or not gene.sentence_right:
        return None
    end = at + len(facts.alias_sentence)
    if text.startswith(facts.alias_sentence, at) and _PROSE.match(text, end):
        return Passage(at, end, (), True, whole=True)
    found = read_plain_list(text, at + len(STANDARD))
    if found is None:
        return _odd_passage(text, at, facts)
    names = found.names
    if not are_simple(names) or (facts.names.issuperset(names) and len({*names}) == len(names)):
        return None
    return Passage(at, found.stop, names, False, whole=True)


def _odd_passage(text: str, at: int, facts: GeneFacts) -> Passage | None:
    """One with names of odd forms, as the engine reads it."""
    passages, intros = find_passages(Scan(text), facts)
    if intros != 1 or len(passages) != 1:
        return None
    found = passages[0]
    if found.right or not found.whole or found.after or found.start != at:
        return None
    is_sentence = text[found.end - 1] == "." and _PROSE.match(text, found.end)
    return found if is_sentence and are_simple(found.names) else None


def _read(words: list[str], gene: QuickGene, book: QuickBook) -> list[Found] | None:
    """The identifiers, if every word is allowed and the gene is named; ``None`` also where one is
    wrong and there are names with digits besides."""
    own = gene.own
    found: list[Found] = []
    named = lettered = wrong = False
    clash = gene.clash
    at = skip = -1
    for word in filterfalse(book.plain.__contains__, words):
        at = words.index(word, at + 1)
        if at == skip:
            continue
        opened, core = False, word
        kind = own.get(core)
        if kind is None:
            core = word.rstrip(".,;)")
            if core[:1] == "(":
                opened, core = True, core[1:]
            if word[len(core) + opened :] not in TAILS:
                return None
            if core in _MIM and not opened and at + 1 < len(words):
                skip = at + 1
                core = f"{core} {words[skip].rstrip('.,;')}"
            kind = own.get(core)
        if kind is None:
            if form := FORMS.fullmatch(core):
                wrong = True
                kind = form.lastgroup or ""
                found.append(Found(at, kind, core, form[kind], opened))
            elif not _is_harmless(core, words, at, book):
                return None
            elif core in book.lettered:
                lettered = True
                clash = clash or (core in book.aliases and core not in gene.facts.names)
        elif kind == SYMBOL:
            if core[-1] in "XY" and words[at + 1 : at + 2] == ["chromosome"]:
                return None
            named = True
        elif kind != NAME:
            found.append(Found(at, kind, core if core != PLACE else gene.place, "", opened))
        elif not _name_fits(words, at, gene):
            return None
    if not named or (lettered and (wrong or (found and clash))):
        return None
    return found if _are_placed(found, words, gene) else None


def _is_harmless(core: str, words: list[str], at: int, book: QuickBook) -> bool:
    """Whether a word that is none of the gene's names and numbers says nothing of any gene's."""
    if core.lower() in BOUND:
        if words[at] == "HGNC,":  # it leads to no number
            book.keep(book.plain, words[at])
        return fits_in(core, words, at)
    if core in book.lettered:
        return True
    if is_plain(core, book.symbols):
        book.keep(book.plain, words[at])
        return True
    if is_lettered(core, book.symbols):
        book.keep(book.lettered, core)
        if book.book.find(core):
            book.keep(book.aliases, core)
        return True
    return False


def _are_placed(found: list[Found], words: list[str], gene: QuickGene) -> bool:
    """Whether the identifiers are the gene's wherever the engine looks: one of each kind, and in a
    bracket behind the symbol only."""
    kinds = set()
    for at, kind, _, value, opened in found:
        kinds.add(kind)
        lead = words[at - 1] if at else ""
        if opened:
            if value or lead != gene.facts.symbol:
                return False
        elif kind == LOCATION:
            if lead not in _PLACE_LEADS or (gene.bare and not _is_bare_place(words, at)):
                return False
        elif value and kind not in gene.values:
            return False
    return len(kinds) == len(found)


def _is_bare_place(words: list[str], at: int) -> bool:
    """Whether a chromosome stands behind "located at" and before a stop."""
    return at > 1 and words[at - 1] == "at" and words[at - 2] == "located" and words[at][-1] in ".,"


def _name_fits(words: list[str], at: int, gene: QuickGene) -> bool:
    """Whether nothing beside the full name makes a place, a number or a list member of it:
    ``"zinc finger 1 is listed in HGNC"``."""
    behind = words[at + 1 : at + 6]
    if behind and behind[0].lower().startswith(_MADE_PLACES):
        return False
    name = gene.name
    if name[-1].isdigit() and "HGNC," in behind:
        return False
    if (name[0].isdigit() or name[0] in "XY") and any(
        "chr" in word.lower() for word in words[max(0, at - 4) : at]
    ):
        return False
    lead = words[at - 1] if at and "chr" in name else "is"
    return lead[-1:] not in _JOINTS and lead not in ("and", "or", "&")

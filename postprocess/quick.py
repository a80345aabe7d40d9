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

from .alias_lists import read_plain_list
from .aliases import Passage, find_passages
from .edits import Edit
from .facts import GeneFacts
from .locations import LOCATION
from .quick_edits import Answer, Found, corrected, is_hosted, repeats
from .quick_gene import (
    BARE,
    FORMS,
    NAME,
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
    if symbol is None or not text.isascii() or PLACEHOLDER in text or len(text) > _LONGEST:
        return None
    book = quick_book(registry)
    gene = book.gene(symbol)
    if gene is None:
        return None
    read = text.replace(gene.name, PLACEHOLDER) if gene.name else text
    words = all_words = read.split(" ")
    passage = None
    if (at := text.find(STANDARD)) >= 0:
        passage = _passage(text, at, gene)
        if passage is None:
            return None
        first = read.count(" ", 0, read.find(STANDARD))
        words = words[:first] + words[first + text.count(" ", at, passage.end) + 1 :]
    seen = _read(words, gene, book)
    if seen is None or repeats(text, all_words if read is text else _named(read, all_words, gene)):
        return None
    found, lettered, wrong = seen
    if not wrong and not gene.clash and (passage.right if passage else not insert_aliases):
        return text, (), symbol, ()
    answer = Answer(text, words, found, passage, gene, book)
    doubtful = [item for item in found if item.value or gene.clash]
    if doubtful and (lettered or not all(is_hosted(answer, item) for item in doubtful)):
        return None  # another gene may be meant
    edits = corrected(answer, insert_aliases)
    return None if edits is None else (*edits, symbol, ())


def _named(read: str, words: list[str], gene: QuickGene) -> list[str]:
    """The words with the full name in its place again."""
    real = words.copy()
    at = read.rfind(PLACEHOLDER)
    while at >= 0:
        place = read.count(" ", 0, at)
        real[place : place + 1] = real[place].replace(PLACEHOLDER, gene.name).split(" ")
        start = read.rfind(" ", 0, at)
        at = read.rfind(PLACEHOLDER, 0, max(0, start))
    return real


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


def _read(
    words: list[str], gene: QuickGene, book: QuickBook
) -> tuple[list[Found], bool, bool] | None:
    """The identifiers, if every word is allowed and the gene is named; whether there are names with
    digits besides; and whether an identifier is wrong."""
    plain, own = book.plain, gene.own
    found: list[Found] = []
    named = lettered = wrong = False
    skip = -1
    for at in [at for at, word in enumerate(words) if word not in plain]:
        if at == skip:
            continue
        opened, core = False, words[at]
        kind = own.get(core)
        if kind is None:
            word, opened = core, core[:1] == "("
            core = (word[1:] if opened else word).rstrip(".,;)")
            if word[len(core) + opened :] not in TAILS:
                return None
            if core in _MIM and not opened and at + 1 < len(words):
                skip = at + 1
                core = f"{core} {words[skip].rstrip('.,;')}"
            kind = own.get(core)
        if kind == SYMBOL:
            if core[-1] in "XY" and words[at + 1 : at + 2] == ["chromosome"]:
                return None
            named = True
        elif kind is not None:
            if kind != NAME:
                found.append(Found(at, kind, core, "", opened))
            elif not _name_fits(words, at, gene):
                return None
        elif form := FORMS.fullmatch(core):
            wrong = True
            column = form.lastgroup or ""
            found.append(Found(at, column, core, form[column], opened))
        elif not _is_harmless(core, words, at, book):
            return None
        elif core in book.lettered:
            lettered = True
    return (found, lettered, wrong) if named and _are_placed(found, words, gene) else None


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
        return True
    return False


def _are_placed(found: list[Found], words: list[str], gene: QuickGene) -> bool:
    """Whether the identifiers are the gene's wherever the engine looks: one of each kind, and in a
    bracket behind the symbol only."""
    kinds = set()
    for at, kind, core, value, opened in found:
        kinds.add(kind)
        lead = words[at - 1] if at else ""
        if opened:
            if value or lead != gene.facts.symbol:
                return False
        elif kind == LOCATION:
            if lead not in _PLACE_LEADS or (BARE.fullmatch(core) and not _is_bare_place(words, at)):
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

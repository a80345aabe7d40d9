"""The last look at a corrected text: whatever looks like an identifier is right, or is marked.

One value: in ``"GLI1 (HGNC-Nummer: 16466)"`` the guard finds ``16466`` near a database's name; GLI1
does not have it and no other gene is named, so that it is listed.

It reads broad patterns of its own and nothing of what the correction found: no finder knows every
form, and this is what holds for the forms that nobody thought of. It changes nothing.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from .facts import GeneBook, GeneFacts
from .guard_labels import CHROMOSOME, Spot, labels_in
from .labels import UNKNOWN_KIND
from .location_judge import is_true
from .locations import LOCATION

_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?![0-9]{1,2}[pq](?:[0-9]|ter))[0-9]+(?:[0-9A-Za-z]*[0-9])?")
_ENSEMBL = re.compile(
    r"(?<![A-Za-z])(?:ENS[A-Z]{0,6}|(?i:ensg|enst|ensp))[ :_.#-]{0,3}[0-9]+"  # not "densin-180"
)
_ACCESSION = re.compile(
    r"(?<![0-9A-Za-z_@-])(?:[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})"
    r"(?![0-9A-Za-z_@])"
)
_BAND = re.compile(
    r"(?<![0-9A-Za-z.])(?:[0-9]{1,2}|[XY])[pq](?:ter|[0-9]{1,2}(?:\.[0-9]{1,4})?)(?![0-9A-Za-z])"
)
_ODD = re.compile(
    r"</?[a-zA-Z][^<>]{0,40}>|&#?[a-zA-Z0-9]{1,8};|\x1b\[[0-9;]{0,5}m|[\x00-\x08\x0b-\x1f]"
)
_DIGIT = re.compile(r"\d")
_STOP = re.compile(r"[.!?。]\s|\n\s*[\n|]")
_JOINT = re.compile(r"[\s,;/&]*(?:(?:and|or|und|et|y)\b[\s,;/&]*)?")
# "25 tissues", "37 °C", "5%": counts, unless the label stands right before them.
_COUNTED = re.compile(
    r"[ -](?!is\b|as\b|was\b|has\b|its\b)[a-z]+s\b|[ ]?(?:%|°|kDa|kb|bp|aa\b|[0-9])"
)
_LINKED = re.compile(
    r"[\W_]*(?:(?:ids?|num\w*|n[or]\.?|is|as|the|of|its|entr\w*|acc\w*|ident\w*|symbol|gene|code)\b"
    r"[\W_]*){0,4}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:in|since|until|of|from|by) \Z", re.IGNORECASE)
_OTHER_CLAUSE = re.compile(r"\b(?:has|have|and|with|whose|or)\b|[;|]")
_REACH = 24
_LINE = re.compile(r"\|?[ :|+-]*---[ :|+-]*")
# How far from an identifier its gene's name is looked for.
_NEAR = 600


def unproved(text: str, gene: GeneFacts | None, book: GeneBook) -> list[str]:
    """What looks like an identifier and is no value of ``gene``, nor of a gene named near it."""
    return [] if gene and plainly_right(text, gene) else searched(text, gene, book)


def searched(text: str, gene: GeneFacts | None, book: GeneBook) -> list[str]:
    """The same by the whole search, in the order of the text."""
    seen = (
        _ODD.sub(_blanked, text) if "<" in text or "&" in text or not text.isprintable() else text
    )
    if gene and gene.own_names:
        seen = gene.own_names.sub(lambda match: "~" * len(match[0]), seen)
    found = [*_numbers(seen, book), *_shaped(seen, book), *_columns(seen)]
    return [text[p.start : p.end] for p in sorted(set(found)) if not _proved(seen, p, gene, book)]


def plainly_right(text: str, gene: GeneFacts) -> bool:
    """Whether each word with a digit is the gene's own in a usual form: nothing is left to doubt.

    That is so in most answers, and spares them the search.
    """
    if not text.isascii():
        return False
    right = gene.right_words
    for word in text.replace(gene.name, "~").split() if gene.name else text.split():
        if word.isalpha() or (bare := word.strip(".,;:()[]")) in right:
            continue
        if _DIGIT.search(bare) or bare.endswith("ter"):
            return False
    return True


def _blanked(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _shaped(text: str, book: GeneBook) -> Iterator[Spot]:
    """What is told by its form alone."""
    if "ENS" in text or "ens" in text or "Ens" in text:
        for match in _ENSEMBL.finditer(text):
            yield Spot(*match.span(), "ensembl_id")
    for match in _BAND.finditer(text):
        yield Spot(*match.span(), LOCATION)
    for match in _ACCESSION.finditer(text):
        if match[0] not in book.symbols and not _is_name(match[0], book):
            yield Spot(*match.span(), "uniprot_ids")


def _is_name(word: str, book: GeneBook) -> bool:
    return not book.owners("uniprot_ids", word) and bool(book.registry.find(word).genes)


def _numbers(text: str, book: GeneBook) -> Iterator[Spot]:
    """Numbers that stand near a database's name, before or behind it, or go on a list of such."""
    labels = labels_in(text)
    if not labels:
        return
    starts = [label.start for label in labels]
    last: Spot | None = None
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        at = bisect_left(starts, start)
        kind = ""
        if at and _reaches(text, labels[at - 1].end, start, end):
            kind = labels[at - 1].kind
        elif last and _JOINT.fullmatch(text, last.end, start):
            kind = last.kind if end - start > 1 else ""
        if not kind and end - start > 2 and at < len(labels):
            kind = _kind_behind(text, start, end, labels[at])
        last = Spot(start, end, kind) if kind and match[0] not in book.symbols else None
        if last:
            yield last
            if kind == CHROMOSOME:
                last = None


def _kind_behind(text: str, start: int, end: int, label: Spot) -> str:
    """Of the label behind a number: ``"16466 is its HGNC ID"``."""
    at = label.start
    if label.kind == CHROMOSOME or at - end > _REACH or "\n" in text[end:at]:
        return ""
    if _STOP.search(text, end, at) or text[start - 1 : start] == "." or _COUNTED.match(text, end):
        return ""
    if end - start == 4 and text[start] in "12" and _YEAR.search(text[max(0, start - 8) : start]):
        return ""
    if _OTHER_CLAUSE.search(text, end, at):
        return ""  # "RNA 384 has OMIM 1"
    return label.kind


def _reaches(text: str, label: int, start: int, end: int) -> bool:
    """Whether a label that ends at ``label`` may be meant for the number behind it."""
    if start - label > _REACH or _STOP.search(text, label, start):
        return False
    if "|" in text[label:start] and any(map(str.isdigit, text[label:start])):
        return False  # a later cell
    if _LINKED.fullmatch(text, label, start):
        return True
    if end - start == 4 and text[start] in "12" and _YEAR.search(text[label:start]):
        return False
    return end - start > 2 and not _COUNTED.match(text, end)


def _columns(text: str) -> Iterator[Spot]:
    """The cells of a table under a head that names a database."""
    if "---" not in text or "|" not in text:
        return
    head: list[str] = []
    before = ""
    at = 0
    for line in text.split("\n"):
        cells = line.strip().strip("|").split("|")
        if _LINE.fullmatch(line.strip()) and "|" in before:
            head = [_kind_of(cell) for cell in before.strip().strip("|").split("|")]
        elif "|" not in line:
            head = []
        elif head:
            place = at + line.index("|") + 1 if line.lstrip()[:1] == "|" else at
            for kind, cell in zip(head, cells, strict=False):
                value = cell.strip()
                start = place + cell.find(value)
                if kind and any(map(str.isdigit, value)):
                    yield Spot(start, start + len(value), kind)
                place += len(cell) + 1
        before = line
        at += len(line) + 1


def _kind_of(cell: str) -> str:
    found = labels_in(cell)
    return found[0].kind if found else ""


def _proved(text: str, place: Spot, gene: GeneFacts | None, book: GeneBook) -> bool:
    """Whether the registry's row of the gene spoken of, or of one named near, has the value."""
    start, end, kind = place
    value = text[start:end]
    if kind == UNKNOWN_KIND:
        return False
    if kind in (LOCATION, CHROMOSOME):
        return _place_proved(text, place, gene, book)
    value = value.upper().removeprefix("HGNC:")
    if kind in ("ensembl_id", "uniprot_ids"):
        value = value.split(".")[0].split("-")[0]
    own = gene is not None and value in gene.values[kind]
    return own or _owner_named(text, start, end, book.owners(kind, value))


def _place_proved(text: str, place: Spot, gene: GeneFacts | None, book: GeneBook) -> bool:
    value = text[place.start : place.end]
    if gene and is_true(value, gene):
        return True
    around = text[max(0, place.start - _NEAR) : place.end + _NEAR]
    words = {word.strip(".,;:()[]'\"") for word in around.split()}
    return any(is_true(value, named) for w in words if w in book.symbols and (named := book.get(w)))


def _owner_named(text: str, start: int, end: int, names: frozenset[str]) -> bool:
    around = text[max(0, start - _NEAR) : start] + "\0" + text[end : end + _NEAR]
    return any(
        re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", around)
        for name in names
        if name in around
    )

"""Everything in a text that looks like an identifier, by broad patterns of these tests' own.

One value: ``tokens("See HGNC ID - 10997, 4317", World(()))`` holds ``("hgnc_id", "10997")`` and
``("hgnc_id", "4317")``. Nothing here is shared with the correction's own finder.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .prose import DEBRIS
from .world import ACCESSION, World

_FIELDS = (
    ("alliance_id", r"Alliance[A-Za-z ]{0,22}"),
    ("hgnc_id", r"HGNC"),
    ("mim_ids", r"O?MIM|Inheritance in Man"),
    ("entrez_id", r"Entrez(?: ?Gene)?|NCBI(?: ?Gene)?|(?<!HGNC )Gene ?IDs?|LocusLink"),
)
# A label does not reach into the next sentence: "... by HGNC. The number 615882 is OMIM's."
_NEXT = r"\.\s+(?:(?-i:[A-Z\u0001][A-Za-z\u0001])|[0-9]+ (?:is|was)\b)"
_NONE = r"\bnull\b"
# A whole number, and no chromosome: "OMIM (22q11.1" holds no MIM number.
_NO_BAND = r"(?![0-9])(?![pq](?:[0-9]|ter))"
_ANY = "|".join(f"(?:{label})" for _, label in _FIELDS) + r"|Ensembl|ENSG|UniProt|Swiss|chrom"
_LABELLED = {
    name: re.compile(
        rf"(?:{label})(?:(?!{_ANY}|{_NEXT}|{_NONE})[^0-9]){{0,16}}(?<![A-Za-z])([0-9]+){_NO_BAND}",
        re.I,
    )
    for name, label in _FIELDS[1:]
} | {
    "alliance_id": re.compile(
        rf"(?:{_FIELDS[0][1]})(?:(?!{_NEXT}|{_NONE})[^0-9]){{0,24}}?(?<![A-Za-z])([0-9]+){_NO_BAND}",
        re.I,
    ),
    "ensembl_id": re.compile(r"ENSG[ :_-]?([0-9]+)", re.I),
    "uniprot_ids": re.compile(
        r"(?:UniProt(?:KB)?(?![A-Za-z])|Swiss-?Prot|TrEMBL)[\W_]{0,4}(?:(?:IDs?|accessions?|entry|numbers?|is|no|"
        r"uniprot\w*)\W{1,3}){0,3}([A-Z][0-9][A-Z0-9]{0,8})"
    ),
}
_MORE = re.compile(r"(?:\s*(?:[,;/|&]|\band\b|\bor\b)\s*){1,2}([0-9]{3,})(?![.\w])")
_BARE = re.compile(rf"(?<![\w-])({ACCESSION.pattern})(?![\w-])")
_BAND = re.compile(
    r"(?<![\w.])([0-9]{1,2}|X|Y)([pq])([0-9]{1,3}(?:\.[0-9]{1,3})?|ter)(?![0-9A-Za-z])"
)
_CHROMOSOME = re.compile(
    r"(?:(long|short) arm of )?(?:human )?chr(?:omosom\w*|\.)?\s*:?\s*([0-9]{1,2}|X|Y)"
    r"(?:\W{1,3}(?:(?:band|at|region)\s)?([pq])([0-9]{1,2}(?:\.[0-9]{1,3})?))?(?![\w])",
    re.I,
)
# What stands between blanks and says nothing.
_DEBRIS = re.compile(r"(?<= )(?:" + "|".join(map(re.escape, DEBRIS)) + r") +")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,40}>")


@dataclass(frozen=True)
class Token:
    """``field`` as the column, or ``location`` with the value ``"12 q 13.3"`` in its parts."""

    field: str
    value: str
    start: int


def plain(text: str) -> str:
    """The text as a reader sees it: no markup, no invisible letters, one kind of blank and dash."""
    text = html.unescape(_DEBRIS.sub("", unicodedata.normalize("NFKC", text)))
    text = _TAG.sub(" ", text)
    text = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zs") and c != "\n" else c
        for c in text
        if unicodedata.category(c) != "Cf"
    )
    return re.sub(r"[‐‑‒–—−]", "-", re.sub(r" {2,}", " ", text))


def masked(text: str, spans: Iterable[str]) -> str:
    """The text with some strings blanked, of which nothing is to be read."""
    for span in sorted(set(spans), key=len, reverse=True):
        if span:
            text = text.replace(span, "\u0001" * len(span))
    return text


def tokens(text: str, world: World) -> list[Token]:
    """All of them, in no order; ``text`` is plain."""
    found: list[Token] = []
    for name, pattern in _LABELLED.items():
        for match in pattern.finditer(text):
            value = f"ENSG{match[1]}" if name == "ensembl_id" else match[1]
            found.append(Token(name, value, match.start(1)))
            if name not in ("ensembl_id", "uniprot_ids"):
                found += _more(text, match.end(), name)
    for match in _BARE.finditer(text):
        if match[1] not in world.names:
            found.append(Token("uniprot_ids", match[1], match.start()))
    for match in _BAND.finditer(text):
        found.append(Token("location", " ".join(match.groups()), match.start()))
    for match in _CHROMOSOME.finditer(text):
        arm = match[3] or {"long": "q", "short": "p"}.get((match[1] or "").lower(), "")
        found.append(Token("location", f"{match[2]} {arm} {match[4] or ''}", match.start()))
    return found


def _more(text: str, at: int, name: str) -> Iterator[Token]:
    while match := _MORE.match(text, at):
        yield Token(name, match[1], match.start(1))
        at = match.end()

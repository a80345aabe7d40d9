"""The forms in which models write identifiers: one pattern a database.

One value: the form for ``hgnc`` reads ``"HGNC ID: HGNC:10997"`` with noun ``HGNC`` and value
``10997``. Each form is tried only where its few letters (``needle``) stand, and all patterns repeat
bounded or disjoint parts only, so that the time is linear in the text.
"""

import re
from typing import NamedTuple

UNKNOWN_KIND = "other"

# Emphasis of Markdown and HTML that may stand around a name or a number.
# All parts are possessive, so that a label in many pieces is never read in more than one way.
_MARK = r"(?:\*{1,3}+|_{1,2}+|`|</?[a-z][a-z0-9]{0,9}>){0,2}+"
# What may stand between a database's name and the number: "ID", "number", ":", "#", "is" ...
_LINK = (
    r"(?:[ \t_-]{0,4}+(?:IDs?|numbers?|nos?\.|accessions?|identifiers?|entry|entries|phenotype|"
    r"symbol(?:[ ]report)?|gene/locus|genes?|is|are|of|as|=|ids?/|/?gene/)(?![a-z]))"
)
_BLANK = r"[ \t\r]{0,8}+"
_COLON = r"(?:[:#=/>|-]{1,2}+\n?|\.(?=[A-Z]?[0-9]))?"
_ENTITY = r"(?:&(?:nbsp|amp|quot);[ ]?)?"
_END_OF_LABEL = rf"{_MARK}[\"']?{_BLANK}{_ENTITY}{_COLON}_?{_MARK}{_BLANK}[(\[*+%#\"']?{_MARK}"
JOIN = rf"{_MARK}\)?{_LINK}{{0,3}}+{_END_OF_LABEL}"
# A number, with letters that slipped in between; never only the front part of a longer run, and
# never a cytogenetic band ("HGNC: 12q13").
_NUMBER = (
    r"(?![0-9]{1,2}[pq][0-9])"
    r"(?:[0-9](?:[0-9A-Za-z]{0,30}[0-9])?[A-Za-z]?(?![0-9A-Za-z])|[0-9]+)"
)
_ENSEMBL = rf"(?:ENSG?)?(?:{_NUMBER})(?:\.[0-9]{{1,3}}(?![0-9]))?"
_BARE_ENSEMBL = r"ENSG[0-9]{0,40}(?:[0-9A-Za-z]{0,10}[0-9])?(?:\.[0-9]{1,3})?(?![0-9A-Za-z])"
_LABELLED_ACCESSION = r"(?=[0-9A-Z]{0,9}[0-9])[A-Z][0-9A-Z]{1,9}(?:-[0-9]{1,2})?\b"
_ACCESSION = (
    r"(?:[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})"
    r"(?:-[0-9]{1,2})?(?![\w])"
)
# The length limit cut the text behind the colon.
_CUT = r"(?:(?<=:)|(?<=:[ ]))(?=\s*\Z)"
# What is a list's next value, and no count of something: "MIM: 165220, 600619 and 1." Counts of six
# digits have commas in them.
_AGAIN = (
    r"[ ]?(?:[,;/|&]|,?[ ](?:and|or))[ ]?(?:and[ ])?(?:#[ ]?)?(?P<value>{})"
    r"(?:(?=[ ]?(?:[,;)\]/|&]|\.?(?:\s|\Z)(?![ ]?[a-z])|(?:and|or)[ ][0-9]))|(?<=[0-9]{{6}})(?=\s))"
)


_NUMBERS = ("hgnc_id", "alliance_id", "mim_ids", "entrez_id")
_USUAL = {
    "alliance": r"(AllianceGenome)(:HGNC:)([0-9]+)",
    "gnc": r"(HGNC)(:)([0-9]+)",
    "mim": r"(O?MIM)(:)([0-9]+)",
    "geneid": r"(GeneID)(:)([0-9]+)",
    "uniprot": r"(UniProt)(:)([A-Z][0-9A-Z]{5,9})",
}


class Form(NamedTuple):
    """``needle``: letters, lower case, that stand in every such mention, at most ``lead`` letters
    behind its beginning. ``pattern`` has the groups noun, join and value; ``usual`` is the same
    for the commonest form only, which it reads in a third of the time; ``again`` reads a further
    value of the same kind behind a first one;
    ``noun`` is the database's name where the mention has none."""

    needle: str
    lead: int
    kind: str
    pattern: re.Pattern[str]
    usual: re.Pattern[str] | None = None
    again: re.Pattern[str] | None = None
    noun: str = ""


def _form(
    needle: str, kind: str, noun: str, value: str, *, lead: int = 0, join: str = JOIN
) -> Form:
    pattern = rf"(?P<noun>{noun})(?P<join>{join})(?P<value>{value}|{_CUT})"
    again = _AGAIN.format(value) if kind in _NUMBERS else ""
    return Form(
        needle,
        lead,
        kind,
        re.compile(pattern, re.IGNORECASE),
        re.compile(_USUAL[needle] + r"(?![0-9A-Za-z]|\.[0-9])") if needle in _USUAL else None,
        re.compile(again) if again else None,
    )


def _other(needle: str, pattern: str, lead: int = 0) -> Form:
    """Identifiers of kinds that the registry does not hold."""
    return Form(
        needle,
        lead,
        UNKNOWN_KIND,
        re.compile(rf"(?P<noun>)(?P<join>)(?P<value>{pattern})", re.IGNORECASE),
    )


_HGNC = r"(?!VGNC)[A-Z]{0,2}GNC[A-Z]?"
_MIM = r"O?MI[MN]|Mendelian[ ]Inheritance[ ]in[ ]Man"
_ENTREZ = (
    r"(?:NCBI[ -]?)?(?:Entrez(?:[ -]?Gene)?|Gene[ _-]?IDs?|Locus(?:Link|[ ]?ID))|NCBI(?:[ ]?Gene)?|"
    r"(?:ncbi\.nlm\.nih\.gov/)?gene(?=/)(?:/\?term(?==))?"
)
_UNIPROT = r"UniProt(?:KB)?(?:/(?:Swiss-?Prot|TrEMBL))?|Swiss-?Prot|TrEMBL"
_OMIM_JOIN = rf"(?:\.org/(?:entry|MIM)/|{JOIN})"
_UNIPROT_JOIN = rf"(?:\.org/(?:uniprot|uniprotkb)/|{JOIN})"
FORMS = (
    _form("alliance", "alliance_id", r"Alliance(?:[ ]?(?:of[ ]Genome[ ]Resources|Genome))?",
          _NUMBER, join=rf"{JOIN}(?:HGNC{JOIN}){{0,3}}+"),
    _form("gnc", "hgnc_id", _HGNC, _NUMBER, lead=2, join=rf"{JOIN}(?:HGNC{JOIN}){{0,3}}+"),
    _form("mim", "mim_ids", _MIM, _NUMBER, lead=1, join=_OMIM_JOIN),
    _form("omin", "mim_ids", _MIM, _NUMBER),
    _form("entrez", "entrez_id", _ENTREZ, _NUMBER),
    _form("ncbi", "entrez_id", _ENTREZ, _NUMBER),
    _form("geneid", "entrez_id", _ENTREZ, _NUMBER),
    _form("gene id", "entrez_id", _ENTREZ, _NUMBER),
    _form("gene_id", "entrez_id", _ENTREZ, _NUMBER),
    _form("gene/", "entrez_id", _ENTREZ, _NUMBER),
    _form("locus", "entrez_id", _ENTREZ, _NUMBER),
    _form("mendel", "mim_ids", _MIM, _NUMBER),
    _form("uniprot", "uniprot_ids", _UNIPROT, _LABELLED_ACCESSION, join=_UNIPROT_JOIN),
    _form("swiss", "uniprot_ids", _UNIPROT, _LABELLED_ACCESSION),
    _form("ens", "ensembl_id", r"Ensembl", rf"{_ENSEMBL}|ENSG\b", join=rf"{JOIN};?")._replace(
        usual=re.compile(r"(Ensembl)(:)(ENSG[0-9]+)(?![0-9A-Za-z]|\.[0-9])")
    ),
    _form("ens", "ensembl_id", "", _BARE_ENSEMBL, join="")._replace(noun="Ensembl"),
    _other("ens", r"ENS[A-Z]{0,4}[GTPER][0-9]{5,20}(?:\.[0-9]{1,3})?"),
    _other("ccds", r"CCDS[0-9]{1,8}(?:\.[0-9]{1,2})?"),
    _other("otthum", r"OTTHUM[GTP][0-9]{5,15}"),
)  # fmt: skip
# What needs no database's name before its first digit: RefSeq, a name and a colon, UniProt.
UNDERSCORE = _other("_", r"[NX][MPRGCTWZ]_[0-9]{3,12}(?:\.[0-9]{1,2})?(?![0-9A-Za-z])", lead=2)
COLON = _other(":", r"(?!chr|loc|band)[A-Z][A-Z0-9_-]{1,11}:[0-9]{2,15}(?![0-9A-Za-z])", lead=12)
ACCESSION = Form(
    "",
    0,
    "uniprot_ids",
    re.compile(rf"(?P<noun>)(?P<join>)(?P<value>{_ACCESSION})"),
    noun="UniProt",
)

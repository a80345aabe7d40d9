"""Spotting identifiers in an answer, in every form that models write.

One value: ``find_identifiers("It is HGNC:HGNC:10997.")`` is one mention with kind ``hgnc_id``,
value ``10997``, span of the whole ``HGNC:HGNC:10997`` and of the value in it.

All patterns are anchored at a word of a fixed list or at an accession's own letters, and repeat
only bounded or disjoint parts, so the time is linear in the text.
"""

import re
from dataclasses import dataclass

UNKNOWN_KIND = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """An identifier in a text: ``text[start:end]`` with its label, the value at ``value_start``.

    ``kind`` is a column of the registry, or ``other`` for accessions that the registry does not
    hold (transcripts, RefSeq, other species). ``noun`` is the database's name as written.
    ``cut`` is True where the text ends before the identifier does.
    """

    kind: str
    start: int
    end: int
    value_start: int
    value: str
    noun: str
    cut: bool = False

    @property
    def value_end(self) -> int:
        """Where the value ends; a bracket around the number may close behind it."""
        return self.value_start + len(self.value)


# What may stand between a database's name and the number: "ID", "number", ":", "#", "is" ...
_LINK = r"(?:[ \t]{0,2}(?:IDs?|numbers?|no\.|accessions?|identifiers?|entry|gene|is|of|=))"
_SEP = r"[ \t]{0,2}[:#=]{0,2}[ \t]{0,2}[(*+%#]?"
_JOIN = _LINK + "{0,3}" + _SEP
# A number, with letters that slipped in between; never only the front part of a longer run.
_NUMBER = r"[0-9](?:[0-9A-Za-z]{0,30}[0-9])?[A-Za-z]?(?![0-9A-Za-z])|[0-9]+"

_PATTERN = re.compile(
    rf"""
    \b(?:
      (?P<alliance>Alliance(?:[ ]?(?:of[ ]Genome[ ]Resources|Genome))?)
        (?P<alliance_join>{_JOIN}(?:HGNC{_JOIN}){{0,3}})(?P<alliance_id>{_NUMBER}|(?=\s*\Z))
    | (?P<hgnc>HGNC)(?P<hgnc_join>{_JOIN}(?:HGNC{_JOIN}){{0,3}})
        (?P<hgnc_id>{_NUMBER}|(?<=:)(?=\s*\Z))
    | (?P<mim>O?MIM)(?P<mim_join>{_JOIN})(?P<mim_ids>{_NUMBER}|(?<=:)(?=\s*\Z))
    | (?P<entrez>(?:NCBI[ ]?)?(?:Entrez(?:[ ]?Gene)?|Gene[ ]?ID|NCBI[ ]?Gene))
        (?P<entrez_join>{_JOIN})(?P<entrez_id>{_NUMBER}|(?<=:)(?=\s*\Z))
    | (?P<uniprot>UniProt(?:KB)?(?:/(?:Swiss-?Prot|TrEMBL))?)
        (?P<uniprot_join>{_JOIN})
        (?P<uniprot_ids>(?=[0-9A-Z]{{0,9}}[0-9])[A-Z][0-9A-Z]{{1,9}}(?:-[0-9]{{1,2}})?\b|(?<=:)(?=\s*\Z))
    | (?P<ensembl>Ensembl)(?P<ensembl_join>{_JOIN})
        (?P<ensembl_id>(?:ENSG?)?(?:{_NUMBER})(?:\.[0-9]{{1,3}})?|ENSG\b|(?<=:)(?=\s*\Z))
    | (?P<bare>ENSG[0-9]{{0,40}}(?:[0-9A-Za-z]{{0,10}}[0-9])?(?:\.[0-9]{{1,3}})?(?![0-9A-Za-z]))
    | (?P<other>ENS[A-Z]{{0,4}}[GTPER][0-9]{{5,20}}(?:\.[0-9]{{1,3}})?
        |[NX][MPRGC]_[0-9]{{3,12}}(?:\.[0-9]{{1,2}})?|CCDS[0-9]{{1,8}}(?:\.[0-9]{{1,2}})?
        |OTTHUM[GTP][0-9]{{5,15}}|(?:MGI|RGD|VGNC):[0-9]{{1,10}})
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GROUPS = (
    ("alliance", "alliance_id"),
    ("hgnc", "hgnc_id"),
    ("mim", "mim_ids"),
    ("entrez", "entrez_id"),
    ("uniprot", "uniprot_ids"),
    ("ensembl", "ensembl_id"),
)


# A mention begins with one of these, in any case; finding them is what makes the search fast.
_BEGINNINGS = (
    "hgnc", "mim", "omim", "ens", "alliance", "entrez", "ncbi", "geneid", "gene id", "uniprot",
    "nm_", "np_", "nr_", "ng_", "nc_", "xm_", "xp_", "xr_", "ccds", "otthum", "mgi:", "rgd:",
    "vgnc:",
)  # fmt: skip


def find_identifiers(text: str) -> list[Mention]:
    """Every identifier of a text, in order, without overlaps."""
    found: list[Mention] = []
    end = 0
    for at in word_starts(text, _BEGINNINGS):
        if at >= end and (match := _PATTERN.match(text, at)):
            found.append(_mention(match, len(text)))
            end = match.end()
    return found


def looks_like_identifier(name: str) -> bool:
    """Whether a name begins as an identifier would: ``"ENSG00000184796"``, an alias of RPL21P18."""
    return _PATTERN.match(name) is not None


def word_starts(text: str, beginnings: tuple[str, ...]) -> list[int]:
    """Where words begin with one of some lower-case strings, in order."""
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is two characters
        low = "".join(c.lower() if c.isascii() else c for c in text)
    starts: list[int] = []
    for beginning in beginnings:
        at = low.find(beginning)
        while at >= 0:
            if at == 0 or not (low[at - 1].isalnum() or low[at - 1] == "_"):
                starts.append(at)
            at = low.find(beginning, at + 1)
    starts.sort()
    return starts


def _mention(match: re.Match[str], size: int) -> Mention:
    start, end = match.span()
    if (value := match["bare"]) is not None:
        return Mention("ensembl_id", start, end, start, value, "Ensembl", end == size)
    if (value := match["other"]) is not None:
        return Mention(UNKNOWN_KIND, start, end, start, value, "", end == size)
    for noun, kind in _GROUPS:
        if match[noun] is not None:
            value_start = match.start(kind)
            if "(" in match[noun + "_join"] and match.string[end : end + 1] == ")":
                end += 1
            return Mention(kind, start, end, value_start, match[kind], match[noun], end == size)
    raise AssertionError("every alternative of the pattern has a name")

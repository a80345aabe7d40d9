"""Identifiers that no database's name stands before: in a table's column, or before the name.

One value: in ``"| HGNC |\\n|---|\\n| 10997 |"`` the cell is one of kind ``hgnc_id``, and in
``"10997 is its HGNC ID."`` the number is.
"""

import re
from collections.abc import Iterator, Sequence

from .edits import Edit
from .find import Mention
from .scan import Scan

_KEY = re.compile(r"\":\s{0,2}\Z")
_QUOTED = 24
CELL, REVERSED = "its cell", "its number"
_KINDS = (
    ("alliance_id", "alliance"), ("hgnc_id", "hgnc"), ("mim_ids", "mim"), ("entrez_id", "entrez"),
    ("entrez_id", "ncbi"), ("entrez_id", "geneid"), ("entrez_id", "gene id"),
    ("ensembl_id", "ensembl"), ("uniprot_ids", "uniprot"),
)  # fmt: skip
_NAME = (
    r"(?P<name>Alliance(?:Genome)?|HGNC|O?MIM|(?:NCBI |Entrez )?Gene(?= ID)|Entrez(?: Gene)?|"
    r"NCBI(?: Gene)?|Ensembl|UniProt(?:KB)?|Swiss-Prot)(?![\w:])"
)
_BEHIND = re.compile(
    r"[ ](?:is (?:its|the|an?|given by|given in|listed in|in)[ ](?:the[ ])?|in[ ](?:the[ ])?|"
    r"(?:of|under|by|from|is)[ ](?:the[ ])?|\()" + _NAME + r"(?:[ ](?:Gene[ ])?(?:IDs?|numbers?|"
    r"accessions?|entry|identifiers?|database))?(?![ ]?[:=#(]?[ ]?(?:HGNC:)?[0-9])\)?"
)
_VALUE = re.compile(
    r"(?<![0-9A-Za-z:.#/-])(?:ENSG[0-9]+|[A-Z][0-9][0-9A-Z]{4,8}|[0-9]{3,}|"
    r"(?<=number )[0-9]+)(?=[ ](?:is|in|of|under|by|"
    r"from|\())"
)
_RULE = re.compile(r"[ \t]*\|?[ :|+-]*---[ :|+-]*")
_CELL_VALUE = re.compile(r"\W{0,4}(?:HGNC:|O?MIM:|Ensembl:|GeneID:)?(?P<value>[0-9A-Z]*[0-9])")


def find_placed(scan: Scan) -> list[Mention]:
    """All of them, in order."""
    text = scan.text
    found: list[Mention] = []
    if "---" in text and "|" in text:
        found += _cells(text)
    for match in _VALUE.finditer(text):
        if name := _BEHIND.match(text, match.end()):
            kind = _kind(name["name"])
            if _fits(kind, match[0]):
                start = match.start()
                found.append(Mention(kind, start, name.end(), start, match[0], REVERSED))
    return found


def beside(mentions: Sequence[Mention], placed: Sequence[Mention]) -> list[Mention]:
    """Both, in order, without those placed that overlap one with its name before it."""
    kept = sorted((*mentions, *placed), key=lambda m: (m.value_start, m.noun in (CELL, REVERSED)))
    out: list[Mention] = []
    for m in kept:
        if out and m.start < out[-1].end:
            noun, bare = out[-1].noun, out[-1].start == out[-1].value_start
            if noun == REVERSED and m.noun not in (CELL, REVERSED):
                out[-1] = m  # "number 1 in HGNC:2"
            elif m.noun in (CELL, REVERSED) and noun not in (CELL, REVERSED) and bare:
                out[-1] = m  # an accession is one also without its place
            continue
        out.append(m)
    return out


def without_place(text: str, sentence: tuple[int, int], group: Sequence[Mention]) -> Edit | None:
    """The edit that takes one out: a cell stays, empty; of what stands before its name the sentence
    goes."""
    first = group[0]
    if len(group) == 1 and (value := _quoted(text, first)):
        return Edit("removed", *value, text[value[0] : value[1]], "null", first.kind)
    if first.noun == CELL:
        before = text[first.start : first.end]
        return Edit("removed", first.start, first.end, before, "-", first.kind)
    if all(m.noun != REVERSED for m in group):
        return None
    low, high = sentence
    while low > 0 and text[low - 1] in " \t":
        low -= 1
    if low == 0:
        while high < len(text) and text[high] in " \t":
            high += 1
    return Edit("removed", low, high, text[low:high], "", first.kind)


def _quoted(text: str, mention: Mention) -> tuple[int, int] | None:
    """The span of a JSON value with its quotes, ``"607035"`` behind ``"omim_id": ``."""
    opened = text.rfind('"', 0, mention.value_start)
    closed = mention.value_end
    if opened < 0 or text[closed : closed + 1] != '"' or mention.value_start - opened > _QUOTED:
        return None
    return (opened, closed + 1) if _KEY.search(text[max(0, opened - 5) : opened]) else None


def _kind(name: str) -> str:
    low = name.lower()
    for kind, needle in _KINDS:
        if needle in low:
            return kind
    return "uniprot_ids" if low.startswith("swiss") else "entrez_id" if low == "gene" else ""


def _fits(kind: str, value: str) -> bool:
    if kind == "ensembl_id":
        return value.startswith("ENSG")
    if kind == "uniprot_ids":
        return not value.isdigit() and not value.startswith("ENSG")
    return value.isdigit()


def _cells(text: str) -> Iterator[Mention]:
    """The cells under a head that names a database."""
    head: list[str] = []
    before = ""
    at = 0
    for line in text.split("\n"):
        if "|" not in line:
            head = []
        elif _RULE.fullmatch(line):
            head = [_kind(cell) for cell in before.strip().strip("|").split("|")]
        elif head:
            place = at + (line.index("|") + 1 if line.lstrip().startswith("|") else 0)
            cells = text[place : at + len(line)].split("|")
            for kind, cell in zip(head, cells, strict=False):
                value = _CELL_VALUE.match(cell) if kind else None
                if value and _fits(kind, value["value"]):
                    start, end = place + value.start("value"), place + value.end("value")
                    said = place + len(cell) - len(cell.lstrip())
                    yield Mention(kind, said, end, start, value["value"], CELL)
                place += len(cell) + 1
        before = line
        at += len(line) + 1

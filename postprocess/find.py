"""Spotting identifiers in an answer, in every form that models write.

One value: ``find_identifiers(Scan("It is HGNC:HGNC:10997."))`` is one mention with kind
``hgnc_id``, value ``10997``, span of the whole ``HGNC:HGNC:10997`` and of the value in it.

The search goes from digit to digit, since every identifier has one, and looks for a database's
name in the few characters before it: prose without digits costs next to nothing.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .labels import ACCESSION, COLON, FORMS, UNDERSCORE, Form
from .scan import Scan

# How far before a number a label may begin.
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]{0,110}\Z")
_BAND = re.compile(r"00?[pq]0")
_TAG = re.compile(r"<[a-z]{1,7}>\Z")
_REST = re.compile(r"[^\s<>()\[\]\"',;|]{0,60}[^\s<>()\[\]\"',;|.]")
_ENTRY = "its entry"
_ANSWER = re.compile(r"[0-9]|[a-z] .*[a-z]")
_EMPTY = re.compile(r"ensg(?![0-9])")
_REACH = 80
_JOINTS = frozenset(" ,;/|&")


def _by_needle(forms: Sequence[Form]) -> tuple[tuple[str, int, tuple[int, ...]], ...]:
    """Each needle once, with the places in ``FORMS`` of the forms that have it."""
    table: dict[tuple[str, int], tuple[int, ...]] = {}
    for number, form in enumerate(forms):
        key = form.needle, form.lead
        table[key] = (*table.get(key, ()), number)
    return tuple((needle, lead, numbers) for (needle, lead), numbers in table.items())


_Found = tuple[Form, re.Match[str] | None]
_Name = tuple[str, int, tuple[int, ...]]
_BY_NEEDLE = _by_needle(FORMS)
_ANY_NEEDLE = re.compile("|".join(re.escape(name[0]) for name in _BY_NEEDLE), re.IGNORECASE)

# Letters that a number may follow at once and be an identifier, and the shortest of all labels.
_GLUED = ("gnc", "mim", "omin", "ccds", "humg", "humt", "hump", "id")
_DIRECT = {
    label[-4:]: (label, next(f for f in FORMS if f.needle == needle and f.usual))
    for label, needle in (("hgnc:", "gnc"), ("mim:", "mim"), ("ensembl:ensg", "ens"))
}
# With these before it, a label is a part of a longer one: "HGNC ID HGNC:1".
_LINKS = (": ", "id ", "ids ", "number ", "numbers ", "accession ", "identifier ", "entry ", "# ",
          "identifiers ", "accessions ", "entries ", "genes ", "gene ", "= ", "symbol ", "hgnc ",
          "genome ", "resources ", "alliance ", "ensembl ", "mim ")  # fmt: skip


class Mention(NamedTuple):
    """An identifier in a text: ``text[start:end]`` with its label, the value at ``value_start``.

    ``kind`` is a column of the registry, or ``other`` for what it does not hold (transcripts,
    RefSeq, other species, translocations). ``noun`` is the database's name as written.
    """

    kind: str
    start: int
    end: int
    value_start: int
    value: str
    noun: str

    @property
    def value_end(self) -> int:
        """Where the value ends; a bracket around the number may close behind it."""
        return self.value_start + len(self.value)


def find_identifiers(scan: Scan) -> list[Mention]:
    """Every identifier of a text, in order, without overlaps; no places on chromosomes."""
    found: list[Mention] = []
    text, end, floor = scan.text, 0, 0
    names: list[_Name] | None = None
    for start, stop in _runs(scan):
        if start >= end and not _in_a_name(scan, start):
            usual = _usual(scan, start)
            if usual is None:
                names = _names_in(scan) if names is None else names
                low = max(floor, end, start - _REACH)
                usual = (names and _labelled(scan, low, start, names)) or _bare(scan, start)
            form, match = usual
            if match:
                mention = _mention(match, form)
                found.append(mention)
                end = mention.end
                if form.again and text[end : end + 1] in _JOINTS:
                    end = _further(text, mention, form, found)
        floor = stop
    return found


def _in_a_name(scan: Scan, at: int) -> bool:
    """Whether a number goes on a word that is no database's, as in ``GLI1``, or is that of a band,
    as in ``12q13``."""
    low = scan.low
    if _BAND.match(scan.shape, at):
        return True
    return (
        at > 1
        and low[at - 1].isalpha()
        and low[at - 2].isalnum()
        and not low.endswith(_GLUED, 0, at)
        and "ens" not in low[max(0, at - 10) : at]
        and "prot" not in low[max(0, at - 40) : at]
    )


def _usual(scan: Scan, at: int) -> _Found | None:
    """``HGNC:1``, ``MIM:1`` and ``Ensembl:ENSG1``, told by the letters before the number, where no
    longer label can lead to them."""
    low = scan.low
    direct = _DIRECT.get(low[at - 4 : at]) if at > 3 else None
    if direct is None:
        return None
    label, form = direct
    start = at - len(label)
    if not low.startswith(label, max(0, start)) or not form.usual:
        return None
    before = low[start - 1 : start] if start else " "
    if before not in " ([" or low.endswith(_LINKS, max(0, start - 12), start):
        return None
    match = form.usual.match(scan.text, start)
    return (form, match) if match else None


def _names_in(scan: Scan) -> list[_Name]:
    """What of databases' names stands anywhere in the text."""
    low = scan.low
    return [name for name in _BY_NEEDLE if name[0] in low]


def looks_like_identifier(name: str) -> bool:
    """Whether a name begins as an identifier would: ``"ENSG00000184796"``, an alias of RPL21P18."""
    if not _ANY_NEEDLE.search(name):
        return False
    scan = Scan(name)
    run = next(iter(_runs(scan)), None)
    found = run and _labelled(scan, 0, run[0], _BY_NEEDLE)
    return bool(found and found[1] and found[1].start() == 0)


def looks_like_accession(name: str) -> bool:
    """Whether a name has the form of a UniProt accession, ``"Q16281"``."""
    return ACCESSION.pattern.fullmatch(name) is not None


_NOTHING: _Found = (ACCESSION, None)


def _runs(scan: Scan) -> list[tuple[int, int]]:
    """Where numbers are; also where the length limit, or the model, left one out."""
    low = scan.low
    runs = scan.numbers
    if "ensg" in low and (
        # Behind an answer's words only; these letters alone, or behind a few more, are none.
        empty := [m.end() for m in _EMPTY.finditer(low) if _ANSWER.search(low, 0, m.start())]
    ):
        runs = sorted(runs + [(at, at) for at in empty])
    if low[-1:] == ":" or low.rstrip()[-1:] == ":":
        runs = [*runs, (len(low.rstrip()), len(low))]
    return runs


def _labelled(scan: Scan, low: int, at: int, names: Sequence[_Name]) -> _Found | None:
    """The form that begins behind ``low`` and holds what is at ``at``."""
    region = scan.low[low:at]
    starts: list[tuple[int, tuple[int, ...]]] = []
    for needle, lead, numbers in names:
        if needle not in region:
            continue
        place = region.find(needle)
        while place >= 0:
            start = scan.word_start(low + place, lead)
            if start >= low:
                starts.append((start, numbers))
            place = region.find(needle, place + 1)
    if len(starts) > 1:
        starts.sort()
    text = scan.text
    for start, numbers in starts:
        for number in numbers:
            form = FORMS[number]
            match = form.usual.match(text, start) if form.usual else None
            match = match or form.pattern.match(text, start)
            if match and match.end() >= at:
                return form, match
    return None


def _bare(scan: Scan, at: int) -> _Found:
    """An identifier that needs no database's name before its first digit, at ``at``."""
    text = scan.text
    before = text[at - 1 : at]
    if before == " " or before == "-":
        return _NOTHING
    if before in ("_", ":"):
        form = UNDERSCORE if before == "_" else COLON
        start = scan.word_start(at - 1, form.lead)
        return (form, form.pattern.match(text, start)) if start >= 0 else _NOTHING
    if before.isupper() and not (at > 1 and (text[at - 2].isalnum() or text[at - 2] in "_-.")):
        return ACCESSION, ACCESSION.pattern.match(text, at - 1)
    return _NOTHING


def _mention(match: re.Match[str], form: Form) -> Mention:
    start, end = match.span()
    text = match.string
    noun, join, value = match.groups()
    if (
        start
        and text[start - 1] in "/.=#"
        and (address := _ADDRESS.search(text, max(0, start - 120), start))
    ):
        rest = _REST.match(text, end)
        end = rest.end() if rest else end
        alliance = form.kind == "hgnc_id" and "alliancegenome" in address[0].lower()
        return Mention(
            "alliance_id" if alliance else form.kind,
            address.start(),
            end,
            match.start(3),
            value,
            _ENTRY,
        )
    if text[start - 1 : start] == "`" == text[end : end + 1]:
        start, end = start - 1, end + 1
    if join == ":":
        return Mention(form.kind, start, end, match.start(3), value, noun)
    if "(" in join and text[end : end + 1] == ")":
        end += 1
    if start and ")" in join and text[start - 1] == "(":  # "(HGNC) ID 4317"
        start, noun = start - 1, f"({noun})"
    if start and "</" in join and (tag := _TAG.search(text, max(0, start - 9), start)):
        start = tag.start()  # what opens before the name closes in the join
    return Mention(form.kind, start, end, match.start(3), value, noun or form.noun)


def _further(text: str, first: Mention, form: Form, found: list[Mention]) -> int:
    """The values that follow a first one under the same label; where the last one ends."""
    end = first.end
    while form.again and text[end : end + 1] in _JOINTS and (match := form.again.match(text, end)):
        start, end = match.span("value")
        found.append(Mention(form.kind, start, end, start, match["value"], first.noun))
    return end

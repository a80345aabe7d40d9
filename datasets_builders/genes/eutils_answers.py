"""What NCBI's E-utilities answer for db=gene, as typed values. Pure: text in, values out.

In: the body of an answer and, for messages, the request that it answers. Out, for example from
esummary::

    GeneSummary(gene_id="2735", symbol="GLI1", name="GLI family zinc finger 1", official=True,
                aliases=("GLI", "PAPA8", "PPD1"), location="12q13.3", mim_ids=("165220",),
                tax_id=9606, organism="Homo sapiens", summary="This gene encodes ...",
                live=True, replaced_by="")

An answer may hold entries of other species (``Hotair`` of the mouse beside ``HOTAIR``), and
entries that were discontinued. None of the JSON and text answers has an HGNC id: that is only in
the XML (``eutils_xml.py``). An answer that is cut off is a :class:`CutOffAnswer`, not half a list.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from datasets_builders.web import WebError

HUMAN_TAX_ID = 9606
_ENTRY = re.compile(r"^(?=\d+\. \S)", re.MULTILINE)
_OFFICIAL = re.compile(r"(Official|Interim) Symbol: (.*?) and Name: (.*)")
_ORGANISM = re.compile(r"(.*?) ?\[([^\[\]]+?)(?: \(([^()]*)\))?\]")
_REPLACED = re.compile(r"This record was replaced with GeneID: (\d+)")
_KEY = re.compile(r"(api_key=)[^&\s]+")
_DISCONTINUED = "This record was discontinued."


class AnswerError(WebError):
    """An answer that cannot be used; begins with the request, from which a key is struck out."""

    def __init__(self, request: str, problem: str) -> None:
        self.request = _KEY.sub(r"\1***", request)
        super().__init__(f"{self.request or 'E-utilities'}: {problem}")


class CutOffAnswer(AnswerError):
    """The answer ends before its end."""


class MalformedAnswer(AnswerError):
    """The answer is whole but not of the form that this request has."""


class RefusedRequest(AnswerError):
    """NCBI says what is wrong with the request."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """GeneIDs of a search, ``ids`` of ``count`` from ``start`` on; ``not_found`` are its terms."""

    count: int
    start: int
    ids: tuple[str, ...]
    not_found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GeneSummary:
    """One esummary entry; ``symbol`` and ``name`` are the nomenclature's where it is official."""

    gene_id: str
    symbol: str
    name: str
    official: bool
    aliases: tuple[str, ...]
    location: str
    mim_ids: tuple[str, ...]
    tax_id: int
    organism: str
    summary: str
    live: bool
    replaced_by: str

    @property
    def human(self) -> bool:
        """Whether the entry is of Homo sapiens."""
        return self.tax_id == HUMAN_TAX_ID


@dataclass(frozen=True, slots=True)
class TextEntry:
    """One entry of efetch's text form, which gives no tax id."""

    gene_id: str
    symbol: str
    name: str
    official: bool
    aliases: tuple[str, ...]
    location: str
    mim_ids: tuple[str, ...]
    organism: str
    live: bool
    replaced_by: str


def parse_esearch(body: str, request: str = "") -> SearchResult:
    """The GeneIDs that a search found.

    Raises:
        AnswerError: cut off, of another form, or an error of NCBI's.
    """
    data = _load(body, request, "esearchresult")
    if not isinstance(data, dict):
        raise MalformedAnswer(request, f"esearchresult is {str(data)[:80]!r}")
    if message := data.get("ERROR"):
        raise RefusedRequest(request, f"NCBI says: {message}")
    try:
        return SearchResult(
            count=int(data["count"]),
            start=int(data["retstart"]),
            ids=tuple(map(str, data["idlist"])),
            not_found=tuple(data.get("errorlist", {}).get("phrasesnotfound", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedAnswer(request, f"no search result ({error!r})") from error


def parse_esummary(body: str, request: str = "") -> list[GeneSummary]:
    """The summaries in the order of the answer, every species.

    Raises:
        AnswerError: cut off, of another form, an empty id list, or an id that NCBI does not know.
    """
    result = _load(body, request, "result")
    try:
        return [_summary(str(uid), result[str(uid)], request) for uid in result["uids"]]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedAnswer(request, f"no summaries ({error!r})") from error


def _load(body: str, request: str, key: str) -> Any:
    """The part ``key`` of a JSON answer."""
    text = body.strip()
    if not text.startswith("{"):
        raise _not_of_the_form(text, request, "JSON")
    try:
        data = json.loads(text)
    except ValueError as error:
        if text.endswith("}") and text.count("{") == text.count("}"):
            raise MalformedAnswer(request, f"not JSON ({error})") from error
        raise CutOffAnswer(
            request, f"the answer is cut off after {len(body)} characters, at {text[-40:]!r}"
        ) from error
    if message := data.get("error"):
        raise RefusedRequest(request, f"NCBI says: {message}")
    if key not in data:
        # For an empty id list the key is "esummaryresult", and the value the reason.
        others = {k: v for k, v in data.items() if k != "header"}
        reason = next((v[0] for v in others.values() if isinstance(v, list) and v), None)
        if isinstance(reason, str):
            raise RefusedRequest(request, f"NCBI says: {reason}")
        raise MalformedAnswer(request, f"{key} is missing among {', '.join(data) or 'nothing'}")
    return data[key]


def _not_of_the_form(text: str, request: str, form: str) -> AnswerError:
    if not text:
        return CutOffAnswer(request, "the answer is empty")
    if text.startswith("<"):
        return MalformedAnswer(request, f"a web page instead of {form}: {text[:60]!r}")
    # NCBI's plain messages come URL-encoded: "Supplied+id+parameter+is+empty."
    message = text.replace("+", " ") if " " not in text else text
    return RefusedRequest(request, f"NCBI says: {message[:200]}")


def _summary(uid: str, entry: dict[str, Any], request: str) -> GeneSummary:
    if message := entry.get("error"):
        raise RefusedRequest(request, f"GeneID {uid}: NCBI says: {message}")
    official = entry["nomenclaturestatus"] == "Official"
    return GeneSummary(
        gene_id=uid,
        symbol=(entry["nomenclaturesymbol"] if official else "") or entry["name"],
        name=(entry["nomenclaturename"] if official else "") or entry["description"],
        official=official,
        aliases=_split(entry["otheraliases"]),
        location=entry["maplocation"],
        mim_ids=tuple(map(str, entry["mim"])),
        tax_id=int(entry["organism"]["taxid"]),
        organism=entry["organism"]["scientificname"],
        summary=" ".join(entry["summary"].split()),
        live=entry["status"] in ("", "0", 0),
        replaced_by=str(entry["currentid"] or ""),
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for alias in text.split(", ") if (a := alias.strip())))


def parse_efetch_text(body: str, request: str = "") -> list[TextEntry]:
    """The numbered entries of ``efetch`` in text form, every species.

    Raises:
        AnswerError: a message of NCBI's, an entry that ends before its ``ID`` line, another form.
    """
    text = body.lstrip("\n")
    start, *blocks = _ENTRY.split(text)
    if start.strip() or not blocks:
        raise _not_of_the_form(start.strip(), request, "text entries")
    for block in blocks[:-1]:
        if "\nID: " not in block:
            raise MalformedAnswer(request, f"an entry without ID line: {block[:60]!r}")
    if not re.search(r"^ID: \d+\n", blocks[-1], re.MULTILINE):
        raise CutOffAnswer(
            request, f"the answer is cut off after {len(body)} characters, at {text[-40:]!r}"
        )
    return [_text_entry(block, request) for block in blocks]


def _text_entry(block: str, request: str) -> TextEntry:
    number_and_symbol, *lines = block.strip().splitlines()
    symbol = number_and_symbol.partition(". ")[2]
    fields: dict[str, str] = {}
    title = ""
    for line in lines:
        label, colon, value = line.partition(": ")
        if colon and label in ("ID", "MIM", "Other Aliases"):
            fields[label] = value
        elif label in ("Chromosome", "Mitochondrion"):
            fields["location"] = value.partition("Location: ")[2]
        elif not title:
            title = line
    match = _OFFICIAL.fullmatch(title)
    organism = _ORGANISM.fullmatch(match[3] if match else title)
    replaced = _REPLACED.search(block)
    if "ID" not in fields:
        raise MalformedAnswer(request, f"an entry without ID line: {block[:60]!r}")
    return TextEntry(
        gene_id=fields["ID"],
        symbol=match[2] if match else symbol,
        name=organism[1] if organism else title,
        official=bool(match and match[1] == "Official"),
        aliases=_split(fields.get("Other Aliases", "")),
        location=fields.get("location", ""),
        mim_ids=_split(fields.get("MIM", "")),
        organism=organism[2] if organism else "",
        live=replaced is None and _DISCONTINUED not in lines,
        replaced_by=replaced[1] if replaced else "",
    )

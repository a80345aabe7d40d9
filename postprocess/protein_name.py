"""The protein's name in a one-sentence answer.

One value: ``read_name("The name of this protein is Cellular tumor antigen p53 (P04637).")`` has the
name ``"Cellular tumor antigen p53"`` and the accession ``"P04637"``. A name is only ever taken out
of the answer, never made. Time is linear in the text.
"""

import re
from dataclasses import dataclass

from .one_sentence import split

# Longer than any name of UniProt's; what is longer is no name.
LONGEST_NAME = 300
# https://www.uniprot.org/help/accession_numbers
_ACCESSION = (
    r"(?:[OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d[A-Z][A-Z0-9]{2}\d(?:[A-Z][A-Z0-9]{2}\d)?)(?:-\d{1,2})?"
)
ACCESSION = re.compile(rf"\b{_ACCESSION}\b(?!-F?\d)")
_FRAMES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # "The name of this protein (in the image) is X", "The protein's name is X"
        r"\bname(?:\s+of\s+(?:the|this|that)\s+protein)?(?:\s+\w+){0,4}?\s+(?:is|would\s+be)\s*:?\s+",
        r"\bnamed?\s*:\s*",
        # "This protein is called X", "This is known as X", "identified as X"
        r"\b(?:called|named|known\s+as|identified\s+as|referred\s+to\s+as)\s+",
        # "This protein is X", "The protein shown in the image is X"
        r"\b(?:this|the|that)\s+(?:\w+\s+)?(?:protein|structure|image|picture|model)"
        r"(?:\s+\w+){0,6}?\s+(?:is|shows|depicts|represents|appears to be|seems to be)\s*:?\s+",
        # "This is X", "It is X", "It's X"
        r"\b(?:this|it|that)(?:\s+is|['’]s)\s+",
        r"^\s*(?:answer|protein)\s*:\s*",
    )
)
_BEHIND = re.compile(
    r"^(.{2,300}?)\s+is\s+the\s+name\s+of\s+(?:the|this)\s+protein\b", re.IGNORECASE
)
# Where a name ends and the sentence goes on.
_END = re.compile(
    r"\s*(?:,\s*|\s+)(?:which|that|who|where|whose|because|since|and\s+(?:it|is|plays|has)|"
    r"(?:is|are|was|plays|acts|functions)\b|involved|located|encoded|found|also\s+known|"
    r"from\s+(?:Homo|the\s+human|humans?)|in\s+(?:humans?|Homo)|of\s+Homo)\b"
    r"|,\s+(?:an?|the|one\s+of)\s|\s[–—]\s|;"
)
_BRACKET = re.compile(r"\(([^()]{1,80})\)|\[([^\[\]]{1,80})\]")
_LABEL = re.compile(
    r"^(?:gene|symbol|gene\s+symbol|uniprot(?:kb)?(?:\s+id)?|accession|ac|swiss-?prot)\s*[:=]?\s+",
    re.IGNORECASE,
)
# A bracket behind a name that tells the gene or the accession; "[NADP]" belongs to the name.
_TAIL = re.compile(
    rf"\s*(?:\((?:[A-Z][A-Za-z0-9-]{{1,14}}|[^()]*\b{_ACCESSION}\b[^()]*|\w+\s*:[^()]*)\)"
    rf"|\[(?:[^\[\]]*\b{_ACCESSION}\b[^\[\]]*|\w+\s*:[^\[\]]*)\])\Z"
)
_NOTHING = re.compile(
    r"(?:human\s+|single\s+|folded\s+)*(?:proteins?|structure|complex|image|picture|enzyme)"
    r"(?:\s+(?:structure|complex|of\s+unknown.*|with.*|that.*|in.*))?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:(?:the|a|an)\s+(?:human\s+)?|human\s+)(?=\S)", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|has|have|can|cannot|can't|could|do|don't|does|not|plays?|shows?|"
    r"I|you|we|sorry|unable|unknown|image|picture)\b",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\b(?:cannot|can't|can\s+not|unable|sorry|don't\s+know|do\s+not\s+know|unknown|unclear|"
    r"not\s+(?:possible|known|clear|provided|given|able|specified)|impossible|unidentified)\b",
    re.IGNORECASE,
)
_QUOTES = " \t\r\n\"'“”‘’*_`"


@dataclass(frozen=True, slots=True)
class Named:
    """``name`` as it stands in the answer at ``[start, end)``; ``""`` and ``(0, 0)`` where there
    is none. ``accessions`` and ``symbols``: what stands in brackets or elsewhere beside it.
    ``sentence``: the span of the sentence that names it; ``sentences``: how many there are.
    ``refused``: the answer says that it does not know."""

    name: str
    start: int
    end: int
    accessions: tuple[str, ...]
    bracketed: tuple[str, ...]
    sentence: tuple[int, int]
    sentences: int
    refused: bool = False


def read_name(text: str) -> Named:
    """The name that an answer gives; of several sentences the first that gives one counts."""
    spans = split(text)
    for framed, span in [(True, span) for span in spans] + [(False, span) for span in spans[:1]]:
        found = _framed(text, *span) if framed else _bare(text, *span)
        if found is not None:
            start, end = found
            line = text[span[0] : span[1]]
            return Named(
                text[start:end],
                start,
                end,
                tuple(dict.fromkeys(m[0] for m in ACCESSION.finditer(line))),
                _bracketed(line),
                span,
                len(spans),
            )
    accessions = tuple(dict.fromkeys(m[0] for m in ACCESSION.finditer(text)))
    refused = bool(_REFUSAL.search(text))
    return Named("", 0, 0, accessions, (), spans[0] if spans else (0, 0), len(spans), refused)


def _framed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the name in a sentence like "The name of this protein is ..."."""
    line = text[start : min(end, start + 2 * LONGEST_NAME)]
    behind = _BEHIND.match(line)
    if behind:
        return _trimmed(text, start, start + behind.end(1))
    for frame in _FRAMES:
        found = frame.search(line)
        if found and not _REFUSAL.search(line, 0, found.end()):
            return _name_at(text, start + found.end(), end)
    return None


def _bare(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span of the name where the answer is the name and nothing more."""
    line = text[start : min(end, start + LONGEST_NAME)]
    if len(line.split()) <= 14 and not _VERB.search(line):
        return _name_at(text, start, end)
    return None


def _name_at(text: str, start: int, end: int) -> tuple[int, int] | None:
    rest = text[start : min(end, start + LONGEST_NAME + 40)]
    article = _ARTICLE.match(rest.lstrip(_QUOTES))
    start += len(rest) - len(rest.lstrip(_QUOTES)) + (article.end() if article else 0)
    rest = text[start : min(end, start + LONGEST_NAME + 40)]
    if _REFUSAL.match(rest):
        return None
    stop = _END.search(rest)
    return _trimmed(text, start, start + (stop.start() if stop else len(rest)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Without quotes, stops and brackets that tell an id; None where no name is left."""
    for _ in range(4):  # "X" (SYM) [P04637]
        end = _stripped(text, start, end)
        opened = _open_bracket(text[start:end])
        tail = _TAIL.search(text, start, end)
        if opened is not None:
            end = start + opened
        elif tail and tail.start() > start:
            end = tail.start()
        else:
            break
    while start < end and text[start] in _QUOTES:
        start += 1
    name = text[start:end]
    if not 1 <= len(name) <= LONGEST_NAME or not any(map(str.isalnum, name)):
        return None
    return None if _NOTHING.fullmatch(name) else (start, end)


def _stripped(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _QUOTES + ".,:!?。":
        end -= 1
    return end


def _open_bracket(name: str) -> int | None:
    """Where a bracket opens that the length limit left without its end."""
    places: list[int] = []
    for at, letter in enumerate(name):
        if letter in "([":
            places.append(at)
        elif letter in ")]" and places:
            places.pop()
    return places[0] if places else None


def _bracketed(line: str) -> tuple[str, ...]:
    """What stands in brackets, without labels: ``(gene: TP53; UniProt: P04637)``."""
    parts: list[str] = []
    for found in _BRACKET.finditer(line):
        for part in re.split(r"[;,/]", found[1] or found[2]):
            said = _LABEL.sub("", part.strip()).strip(_QUOTES)
            if said:
                parts.append(said)
    return tuple(dict.fromkeys(parts))

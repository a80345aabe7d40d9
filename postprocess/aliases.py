"""Passages that list a gene's aliases: found, judged, and replaced by one right sentence.

One value: in ``"... Homo. It is also known as GLI; GLI-1; GLI-2; G"``, the length limit having cut
the list, the passage runs from ``It`` to the end of the text.

Only passages about the gene spoken of count: ``"It is also known as ..."``, ``"Its aliases
include ..."``, ``"GLI1, also known as ..., is"``, ``"GLI1 (also known as ...)"``. What is said of
others ("the kinase ERK, also known as MAPK") stays.
"""

import re
from dataclasses import dataclass

from .gene import Gene

MAX_ALIASES = 5

_ADVERB = (
    r"(?:also|otherwise|alternatively|commonly|sometimes|often|additionally|further|variously|"
    r"frequently|previously|formerly|historically|originally)"
)
_KNOWN = (
    r"(?:known|referred[ ]to|designated|called|named|termed|denoted|described|identified|listed)"
    r"(?:[ ](?:as|by|under))?"
    r"(?:[ ](?:the|its|several|other|various|following|alternative|names?|alias(?:es)?|synonyms?|"
    r"symbols?|terms?|gene)(?=[ :])){0,4}"
)
_NOUNS = (
    r"(?:(?:its|the|other|some|known|common|alternative|alternate|further|additional|gene|"
    r"commonly|used|official|previous)[ ]){0,4}"
    r"(?:alias(?:es)?|synonyms?|(?:alternative|alternate|other)[ ](?:gene[ ])?"
    r"(?:names?|symbols?|designations?))(?:[ ](?:names?|symbols?))?"
    r"(?:[ ](?:for|of)[ ](?:the[ ]gene[ ]|this[ ]gene|it|the[ ]gene)?(?P<of>\S{0,30}?))?"
    r"(?:[ ](?:that[ ])?(?:includes?|included|including|are|is|comprise|such[ ]as))?"
    r"(?P<list>[ ]?:|(?<=e)|(?<=s)|(?<=d)|(?<=g))"
)
_INTRO = re.compile(
    rf"(?P<verb>\b(?:{_ADVERB}[ ]){{1,2}}{_KNOWN}|\bknown[ ]as|\breferred[ ]to[ ]as|"
    rf"\ba\.?k\.?a\.?(?=[ :]))[ ]?:?[ ]|(?P<noun>\b{_NOUNS})[ ]",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"known as|referred to|also |otherwise |alternativ|formerly |previously |alias|synonym|"
    r"other names|other designations|other symbols|alternate|a\.?k\.?a|"
    r"(?:commonly|sometimes|often|originally|further|additionally|variously) (?:known|called|named|"
    r"termed|referred|designated)",
    re.IGNORECASE,
)
_BE = r"(?:(?:is|was|are|has[ ]been|have[ ]been|can[ ]be|may[ ]be|being)[ ])?"
_THING = (
    r"(?:it|(?:this|the)[ ](?:human[ ])?(?:[\w-]+[ ]){0,2}(?:gene|pseudogene|locus)(?:[ ]{symbol})?"
    r"|(?:this|the)[ ](?:encoded[ ])?protein|{symbol}(?:[ ]gene|[ ]protein)?|{name})"
)
_SEPARATOR = re.compile(
    r"(?P<stop>[.!?]+[\"'”’)\]]*(?=\s|\Z)|\n|(?=[)\]](?:[ ,.;]|\Z)))"
    r"|[ ]?[,;|][ ]*(?:(?:and|or|&)[ ])?|[ ](?:and|or|/|&)[ ]"
)
_CLAUSE = re.compile(
    r"(?:\A|[ ])(?:which|that|who|whose|where|with|is|are|was|were|has|have|had|it|its|this|the|"
    r"an?|encodes?|plays?|located|involved|belongs?|acts?|functions?|can|may|in|by|for|to|from|on|"
    r"because|while|but|as|of)(?=[ ]|\Z)",
    re.IGNORECASE,
)
_SYMBOL_LIKE = re.compile(r"[\"'“(]?[A-Za-z]?[\w@./()+:-]*[0-9A-Z][\w@./()+:-]*[\"'”)]?|[A-Z]")
_LONGEST_ITEM = 90
_QUOTES = "\"'“”‘’"


@dataclass(frozen=True, slots=True)
class Passage:
    """``text[start:end]`` lists ``names``. ``right`` where all are the gene's and the list is
    closed. ``after`` is what must stay in its place, so that the sentence goes on."""

    start: int
    end: int
    names: tuple[str, ...]
    right: bool
    after: str = ""


def alias_sentence(gene: Gene) -> str:
    """``"It is also known as A, B and C."`` with at most five, or ``""`` where there is none."""
    names = [name for name in gene.aliases if _usable(name)][:MAX_ALIASES]
    if not names:
        return ""
    head = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"It is also known as {head}."


def _usable(name: str) -> bool:
    """Whether a list with this name in it can be read back as it was written."""
    return (
        name == name.strip(_QUOTES + " ")
        and len(name) <= _LONGEST_ITEM
        and not name.endswith((".", "!", "?", ")", "]"))
        and not _SEPARATOR.search(name + " x")
        and not _CLAUSE.search(name)
    )


def find_passages(text: str, gene: Gene) -> list[Passage]:
    """Every alias passage about ``gene``, in order, without overlaps."""
    if not _HINT.search(text):
        return []
    found: list[Passage] = []
    at = 0
    while intro := _INTRO.search(text, at):
        passage = _passage(text, intro, gene, found[-1].end if found else 0)
        if passage:
            found.append(passage)
        at = max(intro.end(), passage.end if passage else 0)
    return found


@dataclass(frozen=True, slots=True)
class _List:
    names: tuple[str, ...]
    end: int  # behind the last name
    stop: int  # behind the full stop, or `end`
    closed: bool


def _read_list(text: str, at: int) -> _List:
    """The names from ``at`` on, over full stops as long as only symbols follow."""
    names: list[str] = []
    end = stop = at
    closed = fragments = False
    while at < len(text):
        found = _SEPARATOR.search(text, at, at + _LONGEST_ITEM + 10)
        item_end = found.start() if found else min(len(text), at + _LONGEST_ITEM + 10)
        item = text[at:item_end].strip(" " + _QUOTES)
        if not _is_name(item, symbols_only=fragments):
            break
        names.append(item)
        end = stop = item_end
        closed = bool(found)
        if not found:
            break
        at = found.end()
        if found["stop"] is not None:
            if not found["stop"].startswith("."):
                break
            stop, fragments = found.end(), True
            while at < len(text) and text[at] == " ":
                at += 1
    return _List(tuple(names), end, stop, closed)


def _is_name(item: str, *, symbols_only: bool) -> bool:
    if not item or len(item) > _LONGEST_ITEM:
        return False
    if symbols_only:
        return bool(_SYMBOL_LIKE.fullmatch(item))
    return item.count(" ") < 8 and not _CLAUSE.search(item)


def _passage(text: str, intro: re.Match[str], gene: Gene, floor: int) -> Passage | None:
    start = intro.start()
    low = max(floor, text.rfind("\n", 0, start) + 1, start - 200)
    pre = text[low:start]
    names = _read_list(text, intro.end())
    if not names.names:
        return None
    rest = text[names.end : names.end + 2]
    thing = _THING.replace("{symbol}", re.escape(gene.symbol)).replace(
        "{name}", re.escape(gene.name) or "it"
    )
    whole = re.compile(
        rf"(?P<lead>(?:\A|(?<=[.!?])[ ]|(?<=\n)|(?P<joint>[,;]?[ ](?:and[ ])|[;,][ ])))"
        rf"(?P<subject>{thing}[ ])?{_BE}(?P<extra>)\Z",
        re.IGNORECASE,
    ).search(pre)
    right = _is_right(names, gene)
    if pre.rstrip().endswith(("(", "[")) and re.search(
        rf"{thing}[ ]?[(\[]\s?\Z", pre, re.IGNORECASE
    ):
        end = names.end + 1 if rest[:1] in (")", "]") else names.stop
        return Passage(low + len(pre.rstrip()[:-1].rstrip()), end, names.names, right)
    if whole and (intro["noun"] or whole["subject"]):
        return _sentence(text, low + whole.start(), whole, names, right, low)
    if re.search(rf"{thing}[ ]?(?:\([^()]{{0,80}}\))?,[ ]{_BE}\Z", pre, re.IGNORECASE):
        cut = low + len(pre.rstrip().rstrip(","))
        if rest[:1] == ",":
            return Passage(cut, names.end + 1, names.names, right)
        return Passage(cut, names.end, names.names, right)
    return None


def _sentence(
    text: str, at: int, whole: re.Match[str], names: _List, right: bool, low: int
) -> Passage:
    """A passage that has its own subject and verb."""
    start = at + len(whole["lead"]) if not whole["joint"] else at
    ends = names.stop > names.end or names.end >= len(text.rstrip())
    if ends:
        if whole["joint"]:
            return Passage(start, names.end, names.names, right)
        return Passage(start, names.stop, names.names, right)
    if whole["joint"]:
        return Passage(start, names.end, names.names, right)
    rest = re.compile(r"[,;]?[ ](?:(?:and|which|that)[ ])?(?=(\w+))").match(text, names.end)
    if rest and whole["subject"]:
        verb = re.fullmatch(
            r"is|was|has|encodes|plays|acts|belongs|functions|can|may|\w+s", rest[1]
        )
        subject = whole["subject"]
        after = subject if verb else subject + "is "
        return Passage(start, rest.end(), names.names, right, after)
    return Passage(start, names.stop, names.names, right)


def _is_right(names: _List, gene: Gene) -> bool:
    known = {*gene.aliases, *gene.previous_symbols}
    return (
        names.closed and len(set(names.names)) == len(names.names) and known.issuperset(names.names)
    )

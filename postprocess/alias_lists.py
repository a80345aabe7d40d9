"""Lists of gene names in running text: read, and written.

One value: ``read_list("GLI; GLI-1. AC012345.1; G", 0)`` has the four names, ends at the end of the
text, and is not closed, since the length limit may have cut the last one.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from .find import looks_like_identifier

MAX_ALIASES = 5
# A stop inside a name (``AC012345.1``) is none, as it has no blank behind it.
_SEPARATOR = re.compile(
    r"(?P<stop>[.!?]+[\"'”’)\]]*(?=\s|\Z)|\n|[ ]-(?=[ ]))|(?P<close>[)\]])(?=[ ,.;]|\Z)"
    r"|[,;|][ ]*(?:(?:and|or|&)[ ])?|[ ](?:[,;|][ ]*(?:(?:and|or|&)[ ])?|(?:and|or|/|&)[ ])"
)
# Words that no list of names has: from here on the sentence says something else.
_CLAUSE = frozenset(
    (
        "which", "that", "who", "whose", "where", "with", "is", "are", "was", "were", "has", "have",
        "had", "it", "its", "this", "the", "a", "an", "encode", "encodes", "play", "plays",
        "located", "involved", "belong", "belongs", "act", "acts", "function", "functions", "can",
        "may", "in", "by", "for", "to", "from", "on", "because", "while", "but", "as", "of", "see",
        "human",
    )
)  # fmt: skip
_SYMBOL_LIKE = re.compile(r"[\"'“(]?[A-Za-z]?[\w@./()+:-]*[0-9A-Z][\w@./()+:-]*[\"'”)]?|[A-Z]")
_TOKEN = re.compile(r"[\w@./()+:-]{1,40}")
_RUN_ON = re.compile(
    r"(?P<name>[\w@./()+:-]{1,40})[ ]+(?:(?:It|Its|This|The|These|In|As|A|An|See|While|With|"
    r"Where|Aliases|Identifiers|"
    r"HGNC|hgnc|O?MIM|Ensembl|ENSEMBL|NCBI|Entrez|GeneID|UniProt(?:KB)?|Swiss|Alliance(?:Genome)?|"
    r"[A-Z][a-z]+(?:[ ][a-z]+|(?=:)))\b|(?P<next>[^\W_][\w@-]*))"
)
# "and" or "or" after the last name, as far as the length limit let it.
_CUT_WORD = re.compile(r"[ ](?:a|an|and|o|or)\Z")
_QUOTES = "\"'“”‘’"
_LONGEST = 90
_WORDS = 8


class NameList(NamedTuple):
    """``end`` is behind the last name, ``stop`` behind its full stop (or ``end``). ``closed``:
    something follows the last name, so that it is whole."""

    names: tuple[str, ...]
    end: int
    stop: int
    closed: bool


# The plainest list: names without blanks, a full stop, and prose or nothing behind it.
_PLAIN = re.compile(
    r"(?P<names>[\w@./+:-]{1,40}(?:(?:[;,][ ]|,?[ ](?:and|or)[ ])[\w@./+:-]{1,40})*)"
    r"\.(?=[ ][A-Z][\w@-]*[ ][a-z]|\Z)"
)
_JOINT = re.compile(r"(?:[;,]|,?[ ](?:and|or))[ ]")


def read_plain_list(text: str, at: int) -> NameList | None:
    """As :func:`read_list`, for the plainest lists only, in a third of the time."""
    found = _PLAIN.match(text, at)
    if not found:
        return None
    names = _JOINT.split(found["names"])
    if not _CLAUSE.isdisjoint(names) or (
        "." in found["names"] and any(name[-1] == "." for name in names)
    ):
        return None
    return NameList(tuple(names), found.end() - 1, found.end(), True)


def read_list(text: str, at: int, symbol: str = "") -> NameList:
    """The names from ``at`` on, over full stops as long as only symbols follow.

    ``symbol`` is the gene's, which may begin the next sentence where the full stop is missing.
    """
    names: list[str] = []
    end = at
    # What was read up to the last full stop. Behind it only whole lists of symbols still belong
    # to the passage.
    whole: NameList | None = None
    symbols = 0
    found: re.Match[str] | None = None
    while at < len(text):
        found = _SEPARATOR.search(text, at, at + _LONGEST + 10)
        end_of_item = found.start() if found else min(len(text), at + _LONGEST + 10)
        item = _item(text, at, end_of_item)
        if whole and item == symbol:
            return whole  # the next sentence begins with the gene
        if not _is_name(item, single=whole is not None, last=end_of_item == len(text)):
            last = _run_on(text, at, symbol)
            if last and (whole is None or symbols or _SYMBOL_LIKE.fullmatch(last)):
                return NameList((*names, last), at + len(last), at + len(last), False)
            return whole or NameList(tuple(names), end, end, bool(names))
        names.append(item)
        symbols += bool(_SYMBOL_LIKE.fullmatch(item))
        end = end_of_item
        if not found:
            break
        if found.lastgroup is None:
            at = found.end()
        else:
            at = end if found.lastgroup == "close" else found.end()
            if whole and not symbols:
                return whole
            if text[end] != ".":
                return NameList(tuple(names), end, end, True)
            whole, symbols = NameList(tuple(names), end, at, True), 0
            while at < len(text) and text[at] == " ":
                at += 1
    if found and found.lastgroup is None:
        end = len(text)  # the length limit cut the list behind a separator
    cut_word = found is None and bool(names) and names[-1][:1].islower()
    if whole and (whole.end == end or not (symbols or cut_word)):
        return whole
    return NameList(tuple(names), end, end, False)


def _item(text: str, start: int, end: int) -> str:
    item = text[start:end]
    if end == len(text):
        item = _CUT_WORD.sub("", item)
    return item.strip(" " + _QUOTES)


def _run_on(text: str, at: int, symbol: str) -> str:
    """The name at ``at`` where the next sentence follows it without a stop, else ``""``."""
    found = _RUN_ON.match(text, at)
    if not found or not _SYMBOL_LIKE.fullmatch(found["name"]):
        return ""
    if len(found["name"]) > 1 and found["name"].lower() in _CLAUSE:
        return ""
    return found["name"] if found["next"] in (None, symbol) else ""


def _is_name(item: str, *, single: bool = False, last: bool = False) -> bool:
    if not item or len(item) > _LONGEST or ": " in item:
        return False
    if single:
        return bool(_TOKEN.fullmatch(item))
    if item.isupper() and " " not in item and (last or len(item) > 1):
        return True  # ACT is an alias of SERPINA3 and no verb; a last "A" is no article
    if item.count("(") != item.count(")"):
        return False
    words = item.lower().split(" ")
    return len(words) <= _WORDS and _CLAUSE.isdisjoint(words)


def alias_sentence(aliases: Sequence[str]) -> str:
    """``"It is also known as A, B and C."`` with at most five, or ``""`` where there is none."""
    names = [name for name in dict.fromkeys(aliases) if _reads_back(name)][:MAX_ALIASES]
    if not names:
        return ""
    head = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    return f"It is also known as {head}."


def _reads_back(name: str) -> bool:
    """Whether a list with this name in it can be read again as it was written."""
    return (
        0 < len(name) <= _LONGEST
        and name[0] not in _QUOTES + " "
        and name[-1] not in _QUOTES + " .!?)]"
        and _is_name(name)
        and not _SEPARATOR.search(name + "x")
        and not looks_like_identifier(name)  # some genes have an old accession as their alias
    )


def is_right(found: NameList, known: frozenset[str]) -> bool:
    """Whether every name is the gene's, said once, and the list has an end."""
    names = found.names
    return (
        found.closed
        and known.issuperset(names)
        and len(set(names)) == len(names)
        and not any(map(looks_like_identifier, names))
    )

"""Taking an identifier out of a sentence so that the sentence stays grammatical.

One value: from ``"It is related to Ensembl:X and MIM:600619."`` the MIM goes with its ``" and"``;
``"Its OMIM number is MIM:600619."`` goes as a whole; where no clean cut is known, the database's
bare name stays (``"... in MIM ..."``), which is a noun as the identifier was.
"""

import itertools
import re
from collections.abc import Sequence

from .cuts import STOP, joined, removed, sentence_out
from .edits import Edit
from .find import Mention
from .judge import RESPECTIVELY, Verdict

_LABEL = (
    r"(?:(?:HGNC|O?MIM|Ensembl|NCBI|Entrez|UniProt(?:KB)?|Alliance\w*|gene|genes|database|"
    r"corresponding|official|unique|primary|external|catalogue?|other|further|additional|following|"
    r"disease|protein|symbol|Mendelian|information|this|source|for|in|of|human|genomic|"
    r"chromosom(?:e|al)|cytogenetic|cytoband|location|band|locus|position|map|region|"
    r"IDs?|identifiers?|numbers?|accessions?|entry|entries|records?|codes?|references?)[ ]){0,8}"
)
_VERBAL = (
    r"(?:(?:is|are|was|were|has|have|had|being|been|can|be|also|additionally|further|likewise|"
    r"related|linked|associated|registered|listed|catalogu?ed|identified|annotated|known|recorded|"
    r"indexed|assigned|cross-referenced|referenced|described|found|corresponds?|corresponding|"
    r"having|carries|carrying|bears|bearing|includes?|including|available|stored|"
    r"deposited|located|locali[sz]ed|mapped|maps|mapping|situated|positioned|lies|lying|resides|"
    r"residing|encoded|present)[ ]){0,5}"
)
_PREPOSITION = (
    r"(?:(?:to|with|in|under|as|by|at|on|through|via|of)[ ])?(?:(?:its|the|an?|their)[ ])?"
)
_SUBJECT = r"(?:it|this(?:[ ]human)?[ ]gene|the[ ](?:human[ ])?gene|which|that[ ]of[ ]\0+|that|\0+)"
_BOUND = re.compile(
    r"[,;:]|[ ](?:and|with|having|under|including|or|but|as[ ]well[ ]as)\b|"
    r"[ ](?=(?:which|that|located|locali[sz]ed|mapped|mapping|situated|lying|at|on)[ ])",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?P<bound>(?:" + _BOUND.pattern + r")[ ]?"
    r"(?:(?:and|with|under|or|but|while|where|whose|as[ ]well[ ]as|in[ ]addition(?:[ ]to)?)[ ])?"
    r"|\A)"
    r"(?P<subject>" + _SUBJECT + r"[ ])?(?:(?:its|the|an?|their|whose)[ ])?"
    r"" + _LABEL + _VERBAL + _PREPOSITION + _LABEL + r"(?:(?:is|are|was|of|as)[ ])?(?:[:=][ ]?)?\Z",
    re.IGNORECASE,
)
_OPEN = re.compile(r"[ ]?[(\[][ ]?(?:also[ ])?" + _LABEL + r"(?:[:=][ ]?)?\Z", re.IGNORECASE)
_HEADING = re.compile(r"[A-Z][a-z]+(?:[ ][A-Za-z]+){0,2}:\s*")
_NEXT_CLAUSE = re.compile(
    r"[,;]?[ ](?:(?:and|but|while)[ ])?(?=(?:it|this|the|its|these)\b|\0)", re.IGNORECASE
)
_NEXT_VERB = re.compile(
    r"[,;]?[ ](?:(?:and|but|which)[ ])?(?=(?:is|was|has|are|encodes|belongs|plays|acts|can|may|"
    r"functions|lies|maps|participates|takes|regulates|contains|binds)\b)"
)
_ANOTHER_CLAUSE = re.compile(r"[,;][ ](?=[a-z])")
_CONTRAST = re.compile(r", (?:whereas|while|but) [^,;.]{1,80}\Z")
_OWN_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]|[A-Z][0-9][0-9A-Z]{4,8}(?![0-9A-Za-z]))|ENSG")
_THAT_OF = re.compile(r",? and that of (?=[^\W_])")
_REFERS = re.compile(
    r" (?:refers to|is the entry of) (?:this|the) gene[]:;,)\"'”’/|*!?…。.]{0,3}(?: (?=[A-Z])|\Z)"
)
_SECOND = re.compile(r" (?:It|Its|The|This|These|In|A|Where)\b")
_NO_STOP = re.compile(
    r"(?:[…:;/,]|[ ]-)?(?=" + _SECOND.pattern + r")|[]…:;,/|*”’\"'!?。)]{1,3}(?= [A-Z][a-z]* )"
)
_NAMED_IN_CHINESE = re.compile(r"的(?:编号|登录号|标识符|ID|编码)(?:是|为|：)\s?\Z")
_LONGEST_OUT = 240
_FEW_WORDS = 4
_MOST_BOUNDS = 6
# Clauses that lead to an identifier are shorter; beyond it the bare name stays.
_REACH = 160


def removals(
    text: str, sentence: tuple[int, int], verdicts: Sequence[Verdict], symbol: str
) -> list[Edit]:
    """Edits that take out the members of one list that the gene does not have."""
    gone = [v.right is None for v in verdicts]
    if not any(gone):
        return []
    if all(gone):
        return [_cut_clause(text, sentence, verdicts, symbol)]
    return _cut_members(text, [v.mention for v in verdicts], gone)


def _cut_members(text: str, members: Sequence[Mention], gone: Sequence[bool]) -> list[Edit]:
    """Take single members out of a list; the word before the last one stays before the last."""
    edits: list[Edit] = []
    kept = [i for i, out in enumerate(gone) if not out]
    field = {i: m.kind for i, m in enumerate(members)}
    last, final = kept[-1], text[members[-2].end : members[-1].start]
    if kept[0] > 0:
        edits.append(removed(text, members[0].start, members[kept[0]].start, field[0]))
    for a, b in itertools.pairwise(kept):
        if b > a + 1:
            joint = text[members[b - 1].end : members[b].start]
            if b == last and "and" in joint + final:
                joint = " and " if len(kept) == 2 else joint if "and" in joint else final
            edits.append(removed(text, members[a].end, members[b].start, field[a + 1], joint))
    if last < len(members) - 1:
        edits.append(removed(text, members[last].end, members[-1].end, field[last + 1]))
        if len(kept) > 1 and "and" in final and kept[-2] == last - 1:
            low, high = members[last - 1].end, members[last].start
            joint = " and " if len(kept) == 2 else final
            if "and" not in text[low:high]:
                edits.insert(-1, removed(text, low, high, field[last + 1], joint))
    return edits


def _cut_clause(
    text: str, sentence: tuple[int, int], verdicts: Sequence[Verdict], symbol: str
) -> Edit:
    """Take out a whole list with the clause that leads to it."""
    start, end = verdicts[0].mention.start, verdicts[-1].mention.end
    field = verdicts[0].mention.kind
    if in_order := RESPECTIVELY.match(text, end):
        end = in_order.end()
    if odd := _NO_STOP.match(text, end):  # the next sentence follows without a full stop
        sentence = sentence[0], odd.end()
    low, high = sentence
    pre, post = text[max(low, start - _REACH) : start], text[end : min(high, end + _REACH)]
    base = start - len(pre)
    if opened := _opening(pre):
        if post[:1] in (")", "]"):
            bare = _HEADING.fullmatch(text, low, base + opened.start())
            if bare and (whole := _short_lead(text, sentence, start, end, field)):
                return whole
            return removed(text, base + opened.start(), end + 1, field)
        joint = re.match(r"\s*[,;/]?\s*(?:and\s|or\s)?", post)
        inner = base + opened.end() - len(opened[0].lstrip()[1:])
        return removed(text, inner, end + (joint.end() if joint else 0), field)
    if pre.endswith(" | ") and post[:2] in (" |", "") and not text.startswith("|", low):
        return removed(text, start - 3, end, field)
    if pre.endswith(f"{symbol} is ") and (other := _THAT_OF.match(post)):
        return removed(text, start - len(symbol) - 4, end + other.end(), field)
    if (named := _NAMED_IN_CHINESE.search(pre)) and post[:1] in (",", ";", "，", "、", "；"):
        return removed(text, base + named.start(), end + 1, field)
    tail = _lead(_masked(pre, symbol))
    if tail and (base == low or tail["bound"]):
        edit = _by_tail(text, sentence, base + tail.start(), end, tail, field, symbol)
        if edit:
            return edit
    return (
        _short_lead(text, sentence, start, end, field)
        or joined(text, sentence, start, end, field)
        or _whole_sentence(text, sentence, start, end, field)
        or _bare_name(text, verdicts, field)
    )


def _opening(pre: str) -> re.Match[str] | None:
    """The bracket that ``pre`` leaves open, if it leads to nothing but the list."""
    at = max(pre.rfind("("), pre.rfind("["))
    return _OPEN.match(pre, at - (at > 0 and pre[at - 1] == " ")) if at >= 0 else None


def _lead(pre: str) -> re.Match[str] | None:
    """The longest clause that leads to the end of ``pre``."""
    if found := _TAIL.match(pre):
        return found
    for bound in [*_BOUND.finditer(pre)][-_MOST_BOUNDS:]:
        if found := _TAIL.match(pre, bound.start()):
            return found
    return None


def _by_tail(
    text: str,
    sentence: tuple[int, int],
    cut: int,
    end: int,
    tail: re.Match[str],
    field: str,
    symbol: str,
) -> Edit | None:
    low, high = sentence
    post = text[end : min(high, end + _REACH)]
    if tail["bound"]:
        if tail["bound"].strip() == "," and post[:1] == "," and not tail["subject"]:
            end += 1
        return removed(text, cut, end, field)
    if STOP.match(text, end, high):
        if low > 0:
            while low > 0 and text[low - 1] in " \t":
                low -= 1
        elif high < len(text):
            while high < len(text) and text[high] in " \t":
                high += 1
        return removed(text, low, high, field)
    following = _NEXT_CLAUSE.match(_masked(post, symbol))
    if following:
        at = end + following.end()
        return removed(text, low, at + 1, field, text[at].upper())
    if tail["subject"] and (verb := _NEXT_VERB.match(post)):
        keep = low + tail.end("subject")
        return removed(text, keep, end + verb.end(), field)
    return None


def _short_lead(
    text: str, sentence: tuple[int, int], start: int, end: int, field: str
) -> Edit | None:
    """A sentence, or what stands before its first comma, that says little but the list."""
    low, high = sentence
    if text[low:start].count(" ") > _FEW_WORDS:
        return None
    if STOP.match(text, end, high):
        if low > 0:
            while low > 0 and text[low - 1].isspace():
                low -= 1
        else:
            while high < len(text) and text[high].isspace():
                high += 1
        return removed(text, low, high, field)
    following = _ANOTHER_CLAUSE.match(text, end)
    if following and following.end() < high:
        at = following.end()
        return removed(text, low, at + 1, field, text[at].upper())
    return None


def _whole_sentence(
    text: str, sentence: tuple[int, int], start: int, end: int, field: str
) -> Edit | None:
    """A sentence that states nothing else with a number, or its last clause if that states none."""
    low, high = sentence
    if high - low > _LONGEST_OUT or any(c in text[low:high] for c in "\n|{<") or low == 0:
        return None
    if (clause := _CONTRAST.search(text, low, start)) and STOP.match(text, end, high):
        return removed(text, clause.start(), end, field)
    if text.endswith(" The ", low, start):
        low = start - 4  # the stop before it is missing
    if text[low:start] in ("", "The ") and (said := _REFERS.match(text, end, high)):
        if not said[0].endswith(" "):
            while low > 0 and text[low - 1] in " \t":
                low -= 1
        return removed(text, low, said.end(), field)
    rest = text[low:start] + " " + text[end:high]
    if _SECOND.search(rest):
        return None  # the stop between two sentences is missing
    if _OWN_NUMBER.search(rest) or text[high - 1 : high] not in (".", "!", "?"):
        return None
    return sentence_out(text, sentence, field)


def _bare_name(text: str, verdicts: Sequence[Verdict], field: str) -> Edit:
    """The database's name in place of the identifier: a noun for a noun."""
    first, last = verdicts[0].mention, verdicts[-1].mention
    start, end = first.start, last.end
    said = text[start:end]
    for opened, closed in ("[]", "()", "{}", "``", "**", "''", '""'):
        odd = said.count(opened) - (said.count(closed) if opened != closed else 0)
        if odd % 2 and text[end : end + 1] == closed:
            end += 1
        elif odd % 2 and opened == closed and start and text[start - 1] == opened:
            start -= 1
    return removed(text, start, end, field, first.noun)


def _masked(text: str, symbol: str) -> str:
    """The text with the gene's symbol as as many NULs, which patterns made once can name."""
    return text.replace(symbol, "\0" * len(symbol))

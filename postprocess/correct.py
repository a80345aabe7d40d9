"""An answer made right against the registry, with every change shown.

One value: ``correct("GLI1 is HGNC:10997.", registry).text`` is ``"GLI1 is HGNC:4317."`` and its
one edit says kind ``identifier``, span 13 to 18, before, after, and column ``hgnc_id``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .alias_lists import alias_sentence
from .aliases import Passage, find_passages
from .clauses import removals
from .edits import Edit, apply, compose, without_overlaps
from .find import UNKNOWN_KIND, Mention, find_identifiers
from .gene import Gene
from .judge import all_own, groups, judge
from .registry import GeneRegistry
from .repetition import find_repetition
from .sentences import sentences
from .subject import find_subject, names_gene

REFUSAL = "No record of gene"
# A pass changes what the next one sees (a list that became a repetition); three are the most that
# were ever needed.
_MAX_PASSES = 8


@dataclass(frozen=True, slots=True)
class Correction:
    """``text`` is the answer after ``edits``, which have their spans in the original.

    ``symbol``: the approved symbol of the gene spoken of, ``None`` where it is not known; then no
    identifier is touched. ``unverified``: identifiers in ``text`` that the registry cannot judge.
    """

    text: str
    edits: tuple[Edit, ...]
    symbol: str | None
    unverified: tuple[str, ...]


def correct(
    text: str,
    registry: GeneRegistry,
    *,
    symbol: str | None = None,
    insert_aliases: bool = False,
) -> Correction:
    """Correct one answer; pure, and correcting the result again changes nothing.

    ``symbol`` (or an alias or id) names the gene asked for; left out, it is read from the text. An
    alias passage is always replaced; with ``insert_aliases`` the right one is also added where
    the answer has none.
    """
    gene = find_subject(text, registry, symbol)
    edits: list[Edit] = []
    current = text
    unverified: tuple[str, ...] = ()
    for _ in range(_MAX_PASSES):
        step, open_ = _one_pass(current, gene, registry, insert_aliases)
        unverified = tuple(dict.fromkeys(current[m.start : m.end] for m in open_))
        if not step:
            break
        new = apply(current, step)
        edits = compose(text, current, edits, step) if edits else step
        current = new
        if all(edit.kind == "identifier" for edit in step) and not find_repetition(new):
            break  # values in their old places: there is nothing new to see
    return Correction(current, tuple(edits), gene.symbol if gene else None, unverified)


def _one_pass(
    text: str, gene: Gene | None, registry: GeneRegistry, insert_aliases: bool
) -> tuple[list[Edit], list[Mention]]:
    """The edits of one look at the text, and the identifiers that cannot be judged."""
    edits = find_repetition(text)
    mentions = find_identifiers(text)
    if gene is None:
        return edits, mentions
    passages = find_passages(text, gene)
    edits += alias_edits(text, gene, passages, insert_aliases)
    inside = [(p.start, p.end) for p in passages if p.right]
    if inside:
        mentions = [m for m in mentions if not any(a <= m.start < b for a, b in inside)]
    found, unverified = identifier_edits(text, mentions, gene, registry)
    return without_overlaps(edits + found), unverified


def alias_edits(text: str, gene: Gene, passages: Sequence[Passage], insert: bool) -> list[Edit]:
    """Take wrong passages out and put the right sentence in, once."""
    wrong = [p for p in passages if not p.right]
    needed = len(wrong) == len(passages) and (wrong or (insert and _may_insert(text, gene)))
    sentence = alias_sentence(gene) if needed else ""
    edits: list[Edit] = []
    for passage in wrong:
        if passage.whole and sentence:
            gap = "" if text[passage.end : passage.end + 1].isspace() else " "
            at_end = passage.end >= len(text)
            edits.append(_alias(text, passage.start, passage.end, sentence + gap * (not at_end)))
            sentence = ""
        else:
            edits.append(_taken_out(text, passage))
    if sentence:
        at, lead = _place(text, edits)
        edits.append(_alias(text, at, at, lead + sentence))
    return edits


def _taken_out(text: str, passage: Passage) -> Edit:
    """A sentence that goes takes the blanks before it along, or those behind it at the start."""
    start, end = passage.start, passage.end
    if passage.whole and (end >= len(text) or text[end - 1] not in " ,;|"):
        start = len(text[:start].rstrip(" ")) if start else 0
        if start == 0:
            end = len(text) - len(text[end:].lstrip(" "))
    return _alias(text, start, end, passage.after)


def _alias(text: str, start: int, end: int, after: str) -> Edit:
    return Edit("alias", start, end, text[start:end], after, "aliases")


def _place(text: str, edits: Sequence[Edit]) -> tuple[int, str]:
    """Where a sentence can be put in: behind the last whole sentence that no edit ends in."""
    for _, high in reversed(sentences(text)):
        if text[high - 1] in ".!?" and not any(e.start < high < e.end for e in edits):
            return high, " "
    end = len(text.rstrip())
    for edit in edits:
        if edit.end >= end:
            end = min(end, edit.start)
    return end, ". "


def _may_insert(text: str, gene: Gene) -> bool:
    return not text.lstrip().startswith(REFUSAL) and names_gene(text, gene)


def identifier_edits(
    text: str, mentions: Sequence[Mention], gene: Gene, registry: GeneRegistry
) -> tuple[list[Edit], list[Mention]]:
    """Set identifiers right and take out those that the gene does not have; also those that
    nobody can judge."""
    taken: list[Edit] = []
    right: list[Edit] = []
    unverified: list[Mention] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for group in groups(text, mentions):
        if all_own(text, group, gene):
            unverified += [m for m in group if m.kind == UNKNOWN_KIND]
            continue
        spans = spans or sentences(text)
        while at < len(spans) - 1 and spans[at][1] <= group[0].start:
            at += 1
        sentence = (min(spans[at][0], group[0].start), max(spans[at][1], group[-1].end))
        verdicts = judge(text, sentence, group, gene, registry)
        taken += removals(text, sentence, verdicts, gene.symbol)
        for verdict in verdicts:
            m = verdict.mention
            if not verdict.verified:
                unverified.append(m)
            elif verdict.right is not None and verdict.right != m.value:
                right.append(
                    Edit("identifier", m.value_start, m.value_end, m.value, verdict.right, m.kind)
                )
    return taken + right, unverified

"""An answer made right against the registry, with every change shown.

One value: ``correct("GLI1 is HGNC:10997.", registry).text`` is ``"GLI1 is HGNC:4317."`` and its
one edit says kind ``identifier``, span 13 to 18, before, after, and column ``hgnc_id``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .aliases import Passage, alias_sentence, find_passages
from .clauses import removals
from .edits import Edit, apply, compose, without_overlaps
from .find import Mention, find_identifiers
from .gene import Gene
from .judge import groups, judge
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
    for _ in range(_MAX_PASSES):
        step = _one_pass(current, gene, registry, insert_aliases)
        if not step:
            break
        new = apply(current, step)
        edits = compose(text, current, edits, step) if edits else step
        current = new
    return Correction(
        current,
        tuple(edits),
        gene.symbol if gene else None,
        _unverified(current, gene),
    )


def _one_pass(
    text: str, gene: Gene | None, registry: GeneRegistry, insert_aliases: bool
) -> list[Edit]:
    edits = find_repetition(text)
    if gene is None:
        return edits
    passages = find_passages(text, gene)
    edits += alias_edits(text, gene, passages, insert_aliases)
    skip = [(p.start, p.end) for p in passages if p.right]
    edits += identifier_edits(text, gene, registry, skip)
    return without_overlaps(edits)


def alias_edits(text: str, gene: Gene, passages: Sequence[Passage], insert: bool) -> list[Edit]:
    """Take wrong passages out and put the right sentence in, once."""
    wrong = [p for p in passages if not p.right]
    have = len(wrong) < len(passages)
    edits = [
        Edit("alias", p.start, p.end, text[p.start : p.end], p.after, "aliases") for p in wrong
    ]
    sentence = "" if have or not (wrong or insert) else alias_sentence(gene)
    if not sentence or (not wrong and not _may_insert(text, gene)):
        return [_with_gap(text, edit) for edit in edits]
    for i, edit in enumerate(edits):
        if not edit.after and text[edit.start : edit.start + 1].isupper():
            full = Edit("alias", edit.start, edit.end, edit.before, sentence, "aliases")
            return [
                *(_with_gap(text, e) for e in edits[:i]),
                full,
                *(_with_gap(text, e) for e in edits[i + 1 :]),
            ]
    edits = [_with_gap(text, edit) for edit in edits]
    at, lead = _place(text, edits)
    return [*edits, Edit("alias", at, at, "", lead + sentence, "aliases")]


def _with_gap(text: str, edit: Edit) -> Edit:
    """A sentence that goes takes the blank before it along, or the one behind it at the start."""
    start, end = edit.start, edit.end
    if edit.after or start == end or not text[start].isupper():
        return edit
    while start > 0 and text[start - 1] == " ":
        start -= 1
    if start == 0:
        while end < len(text) and text[end] == " ":
            end += 1
    return Edit(edit.kind, start, end, text[start:end], "", edit.field)


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
    text: str, gene: Gene, registry: GeneRegistry, skip: Sequence[tuple[int, int]]
) -> list[Edit]:
    """Set identifiers right, and take out those that the gene does not have."""
    mentions = [
        m
        for m in find_identifiers(text)
        if not any(low <= m.start and m.end <= high for low, high in skip)
    ]
    if not mentions:
        return []
    taken: list[Edit] = []
    right: list[Edit] = []
    spans = sentences(text)
    at = 0
    for group in groups(text, mentions):
        while at < len(spans) - 1 and spans[at][1] <= group[0].start:
            at += 1
        sentence = (min(spans[at][0], group[0].start), max(spans[at][1], group[-1].end))
        verdicts = judge(text, sentence, group, gene, registry)
        taken += removals(text, sentence, verdicts, gene.symbol)
        right += [
            _set_right(v.mention, v.right) for v in verdicts if not v.agrees and v.right is not None
        ]
    return taken + right


def _set_right(mention: Mention, value: str) -> Edit:
    after = value
    return Edit(
        "identifier", mention.value_start, mention.value_end, mention.value, after, mention.kind
    )


def _unverified(text: str, gene: Gene | None) -> tuple[str, ...]:
    found = find_identifiers(text)
    return tuple(
        dict.fromkeys(text[m.start : m.end] for m in found if gene is None or m.kind == "other")
    )

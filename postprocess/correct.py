"""An answer made right against the registry, with every change shown.

One value: ``correct("GLI1 is HGNC:10997.", registry).text`` is ``"GLI1 is HGNC:4317."`` and its
one edit says kind ``identifier``, span 13 to 18, before, after, and column ``hgnc_id``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from .alias_edits import alias_edits
from .aliases import Passage, find_passages
from .clauses import removals
from .edits import Edit, apply, compose, without_overlaps
from .facts import GeneBook, GeneFacts, book_of
from .find import Mention, find_identifiers
from .full_names import with_symbols
from .guard import unproved
from .hosts import is_other_alias
from .judge import RESPECTIVELY, all_own, groups, judge, screened
from .labels import UNKNOWN_KIND
from .locations import find_locations
from .placed import beside, find_placed, without_place
from .plain import debris, plain
from .quick import quick
from .registry import GeneRegistry
from .repetition import repetition
from .scan import Scan
from .sentences import Cursor
from .settled import is_settled
from .subject import find_subject

_START = itemgetter(1)
# What stands behind the name of a gene and is no part of it.
_MARKS = str.maketrans(",;:()[]|/'\"", " " * 11)
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


class _Look(NamedTuple):
    """What one look at a text found; ``whole`` where no edit had to wait for another."""

    edits: list[Edit]
    unverified: list[Mention]
    mentions: Sequence[Mention] = ()
    passages: Sequence[Passage] = ()
    intros: int = 0
    whole: bool = True


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
    if (done_quickly := quick(text, registry, symbol, insert_aliases)) is not None:
        return Correction(*done_quickly)
    book = book_of(registry)
    done = _read_and_correct(text, book, symbol, insert_aliases)
    for _ in range(_MAX_PASSES):
        # An edit can leave a bracket alone that had a partner, and the text then reads otherwise.
        if not done.edits or not debris(done.text):
            break
        more = _read_and_correct(done.text, book, symbol, insert_aliases)
        if not more.edits:
            break
        done = replace(more, edits=tuple(compose(text, done.text, done.edits, more.edits)))
    return done


def _read_and_correct(
    text: str, book: GeneBook, symbol: str | None, insert_aliases: bool
) -> Correction:
    """The correction of a text by its reading, with the edits in the text itself."""
    read = plain(text)
    done = _correct(read.text, book, symbol, insert_aliases)
    if read.text == text:
        return done
    edits = []
    for edit in done.edits:
        start, end = read.span(edit.start, edit.end)
        edits.append(edit._replace(start=start, end=end, before=text[start:end]))
    return replace(done, text=apply(text, edits), edits=tuple(edits))


def _correct(text: str, book: GeneBook, symbol: str | None, insert_aliases: bool) -> Correction:
    gene = find_subject(text, book, symbol)
    edits: list[Edit] = []
    current = text
    for number in range(_MAX_PASSES):
        if number:
            gene = find_subject(current, book, symbol)  # its first words may be others now
        look = _look_at(current, gene, book, insert_aliases)
        step = look.edits
        if not step:
            break
        new = apply(current, step)
        edits = compose(text, current, edits, step) if edits else step
        # What was left for its host may be judged once the words before it are others.
        settled = (
            look.whole
            and (step[0].start > 0 or step[0].kind == "identifier")
            and all(m.kind == UNKNOWN_KIND for m in look.unverified)
            and is_settled(current, step, new, look.mentions, look.passages, look.intros)
        )
        before, current = current, new
        if settled:
            break
    else:
        before = current
    open_ = look.unverified
    unverified = dict.fromkeys((before if step else current)[m.start : m.end] for m in open_)
    for said in unproved(current, gene, book):
        if not any(said in marked for marked in unverified):
            unverified[said] = None
    return Correction(current, tuple(edits), gene.symbol if gene else None, tuple(unverified))


def _look_at(text: str, gene: GeneFacts | None, book: GeneBook, insert_aliases: bool) -> _Look:
    """The edits of one look at the text, and the identifiers that cannot be judged."""
    scan = Scan(text)
    edits = repetition(text, scan.words, plain=scan.plain_stops)
    mentions = find_mentions(scan, book)
    if gene is None:
        return _Look(edits, mentions)
    passages, intros = find_passages(scan, gene)
    edits += alias_edits(text, gene, passages, insert_aliases)
    if passages and mentions:
        mentions = [m for m in mentions if not any(p.start <= m.start < p.end for p in passages)]
    unverified: list[Mention] = []
    if mentions:
        found, unverified = identifier_edits(scan, mentions, gene, book)
        edits += found
    kept = without_overlaps(edits) if len(edits) > 1 else edits
    return _Look(kept, unverified, mentions, passages, intros, len(kept) == len(edits))


def find_mentions(scan: Scan, book: GeneBook) -> list[Mention]:
    """Identifiers and places on chromosomes, in order, without overlaps."""
    mentions = find_identifiers(scan)
    if placed := find_placed(scan):
        mentions = beside(mentions, placed)
    for m in mentions:
        if m.kind == "uniprot_ids" and m.start == m.value_start:
            mentions = screened(scan.text, mentions, book)
            break
    places = find_locations(scan)
    if not places or not mentions:
        return mentions or places
    kept: list[Mention] = []
    end = 0
    for m in sorted(mentions + places, key=_START):
        if m.start >= end:
            kept.append(m)
            end = m.end
    return kept


def identifier_edits(
    scan: Scan, mentions: Sequence[Mention], gene: GeneFacts, book: GeneBook
) -> tuple[list[Edit], list[Mention]]:
    """Set identifiers right and take out those that the gene does not have; also those that
    nobody can judge."""
    taken: list[Edit] = []
    right: list[Edit] = []
    unverified: list[Mention] = []
    text = scan.text
    cursor = Cursor(text, plain=scan.plain_stops)
    said = with_symbols(text, book)
    words = {*said.translate(_MARKS).split()}
    named = {*filter(book.symbols.__contains__, words)}
    named |= {w for w in words if not w.isalpha() and is_other_alias(w, gene, book)}
    alone = named <= {gene.symbol}
    for group in groups(text, mentions):
        if alone and all_own(text, group, gene):
            unverified += [m for m in group if m.kind == UNKNOWN_KIND]
            continue
        sentence = cursor.around(group[0].start, group[-1].end)
        verdicts, symbol = judge(text, sentence, group, gene, book)
        gone = False
        for mention, value, verified in verdicts:
            if not verified:
                unverified.append(mention)
            elif value is None:
                gone = True
            elif value != mention.value:
                start, end = mention.value_start, mention.value_end
                right.append(Edit("identifier", start, end, mention.value, value, mention.kind))
        if gone and (out := without_place(text, sentence, group)):
            taken.append(out)
        elif gone and RESPECTIVELY.match(text, group[-1].end) and any(v[1] for v in verdicts):
            taken += [
                Edit("removed", m.start, m.end, text[m.start : m.end], "none", m.kind)
                for m, value, verified in verdicts
                if verified and value is None
            ]
        elif gone:
            taken += removals(text, sentence, verdicts, symbol)
    return taken + right, unverified

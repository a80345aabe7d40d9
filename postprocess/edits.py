"""Edits as data: what was changed where in a text, applied and composed.

One value: ``Edit("identifier", 21, 26, "10997", "4317", "hgnc_id")`` on ``"... HGNC:10997 ..."``.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

Kind = Literal["identifier", "alias", "repetition", "removed"]
KINDS: tuple[Kind, ...] = ("identifier", "alias", "repetition", "removed")


class Edit(NamedTuple):
    """One change. ``start`` and ``end`` (characters) lie in the original text, whose
    ``text[start:end]`` is ``before``; ``after`` stands in its place; ``field`` is the registry's
    column that says so (``""`` where none does, as for a repetition)."""

    kind: Kind
    start: int
    end: int
    before: str
    after: str
    field: str

    def to_json(self) -> dict[str, Any]:
        """As a dictionary with the names of the fields."""
        return self._asdict()


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made; they are sorted and do not overlap."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.after)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def without_overlaps(edits: Sequence[Edit]) -> list[Edit]:
    """Sorted by place; of two that overlap, the one that comes first in ``edits`` stays.

    An insertion inside a replaced span is dropped, one at its border stays.
    """
    starts: list[int] = []
    kept: list[Edit] = []
    for edit in edits:
        at = bisect_left(starts, edit.start)
        before = kept[at - 1] if at else None
        after = kept[at] if at < len(kept) else None
        if before and before.end > edit.start:
            continue
        if after and (after.start < edit.end or (after.start, after.end) == (edit.start, edit.end)):
            continue
        starts.insert(at, edit.start)
        kept.insert(at, edit)
    return kept


def compose(
    original: str, between: str, first: Sequence[Edit], second: Sequence[Edit]
) -> list[Edit]:
    """Edits of ``original`` that do what ``first`` and then ``second`` do.

    ``between`` is ``apply(original, first)``, and ``second`` has its spans in it. Where the two
    touch, they become one edit of the second's kind and field. An edit that ends where it began
    is dropped.
    """
    spans: list[_Span] = []
    grown = 0
    for edit in first:
        start = edit.start + grown
        spans.append((start, start + len(edit.after), 0, edit))
        grown += len(edit.after) - (edit.end - edit.start)
    spans += [(edit.start, edit.end, 1, edit) for edit in second]
    spans.sort(key=lambda span: span[:3])
    out: list[Edit] = []
    shift = 0  # position in the original minus position in between, behind the last group
    for group in _groups(spans):
        lower = [(end, edit) for _, end, layer, edit in group if not layer]
        behind = lower[-1][1].end - lower[-1][0] if lower else shift
        upper = [edit for _, _, layer, edit in group if layer]
        if not upper:
            out += [edit for _, edit in lower]
        else:
            low, high = group[0][0], max(end for _, end, _, _ in group)
            start, end = low + shift, high + behind
            moved = [e._replace(start=e.start - low, end=e.end - low) for e in upper]
            after = apply(between[low:high], moved)
            before = original[start:end]
            if before != after:
                out.append(Edit(upper[0].kind, start, end, before, after, upper[0].field))
        shift = behind
    return out


_Span = tuple[int, int, int, Edit]


def _groups(spans: Sequence[_Span]) -> Iterator[list[_Span]]:
    """Runs of spans that overlap or touch."""
    group: list[_Span] = []
    high = -1
    for span in spans:
        if group and span[0] > high:
            yield group
            group = []
        group.append(span)
        high = max(high, span[1])
    if group:
        yield group

"""A yes/no answer made one sentence that gives its verdict once.

One value: ``"Yes. GLI1 is a marker gene of Macrophage. It acts."`` becomes
``"Yes, GLI1 is a marker gene of Macrophage."``: the stop is now a comma, the rest is cut.
"""

from .edits import Edit, without_overlaps
from .yes_no import Opening, Reading

_LOWERED = frozenset(("It", "This", "That", "The", "Gene", "There", "These", "They"))


def into_form(text: str, reading: Reading) -> list[Edit]:
    """Edits that leave the sentence with the verdict alone; sorted, none where it is in form."""
    kept = _kept(reading)
    if kept is None:
        return []
    start, end = reading.sentences[kept]
    edits = _said_again(text, reading, kept)
    first = kept
    joined = _bare_opening_before(reading, kept)
    if joined is not None:
        first = joined.sentence
        start = reading.sentences[first][0]
        edits.append(_joint(text, joined, reading.sentences[kept][0]))
    label = text[start : reading.openings[0].start] if reading.openings else ""
    if label.rstrip().endswith(":") and first == reading.openings[0].sentence:
        edits.append(_cut(text, start, reading.openings[0].start))
    if first > 0:
        edits.append(_cut(text, reading.sentences[0][0], start))
    if kept + 1 < len(reading.sentences):
        edits.append(_cut(text, end, reading.sentences[-1][1]))
    return without_overlaps([edit for edit in edits if edit.before != edit.after])


def _kept(reading: Reading) -> int | None:
    """The sentence that stays: the first with a statement of the verdict, else its opening."""
    for statement in reading.statements:
        if statement.verdict == reading.verdict and not statement.hedged:
            return statement.sentence
    return reading.openings[0].sentence if reading.openings else None


def _bare_opening_before(reading: Reading, kept: int) -> Opening | None:
    """A ``Yes.`` that is a sentence of its own, just before the kept one."""
    if any(o.sentence == kept and not o.aside for o in reading.openings):
        return None
    for opening in reading.openings:
        if opening.sentence == kept - 1 and not opening.aside:
            bare = opening.body >= reading.sentences[kept - 1][1]
            return opening if bare else None
    return None


def _said_again(text: str, reading: Reading, kept: int) -> list[Edit]:
    """Verdict words that the kept sentence has besides the first: ``Yes, yes, ...``, ``, yes.``"""
    own = [o for o in reading.openings if o.sentence == kept]
    leading = [o for o in own if not o.aside]
    edits: list[Edit] = []
    if len(leading) > 1:
        edits.append(_repeated(text, leading[0].end, leading[-1].end))
    stated = any(s.sentence == kept for s in reading.statements)
    for aside in (o for o in own if o.aside):
        low = aside.start
        while low > 0 and (text[low - 1].isspace() or text[low - 1] in ",;:—–-"):
            low -= 1
        if stated and low > reading.sentences[kept][0]:
            edits.append(_repeated(text, low, aside.end))
    return edits


def _joint(text: str, opening: Opening, start: int) -> Edit:
    """The stop between ``Yes.`` and its statement as a comma."""
    head = text[start:].split(maxsplit=1)[0] if start < len(text) else ""
    if head in _LOWERED:
        return Edit(
            "removed",
            opening.end,
            start + 1,
            text[opening.end : start + 1],
            ", " + text[start].lower(),
            "",
        )
    return Edit("removed", opening.end, start, text[opening.end : start], ", ", "")


def _cut(text: str, start: int, end: int) -> Edit:
    return Edit("removed", start, end, text[start:end], "", "")


def _repeated(text: str, start: int, end: int) -> Edit:
    return Edit("repetition", start, end, text[start:end], "", "")

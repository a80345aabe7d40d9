"""Whether a look at a text can be the last, as its edits leave nothing new to see.

One value: after ``HGNC:10997`` became ``HGNC:4317`` in its place a second look finds nothing; after
``" and MIM:1"`` went from before ``"."`` neither; after a list of aliases went from between two
identifiers it may. The answers "no" are cautious: then the text is looked at again.
"""

import re
from collections.abc import Sequence

from .aliases import Passage
from .edits import Edit
from .find import Mention
from .repetition import find_repetition

# A sentence of prose, which no list of names goes on over.
_PROSE = re.compile(r"\s*(?:[A-Z][\w@-]*[ ][a-z]|\Z)")
_CLOSERS = frozenset(".;,)")
_STANDARD = "It is also known as "


def is_settled(
    text: str,
    edits: Sequence[Edit],
    new: str,
    mentions: Sequence[Mention],
    passages: Sequence[Passage],
    intros: int,
) -> bool:
    """``new`` is ``text`` after ``edits``, which come from its ``mentions`` and ``passages``;
    ``intros`` is how many alias intros it has, whether a list follows them or not."""
    once = True
    grown = 0
    for edit in edits:
        at = edit.start + grown
        grown += len(edit.after) - (edit.end - edit.start)
        if edit.kind == "identifier":
            once = once and new.count(edit.after) == 1
        elif edit.kind == "removed":
            if not _closes(text, edit, mentions) or (intros and not _apart(edit, passages, intros)):
                return False
            once = once and _unique_before(new, at)
        elif edit.kind == "alias":
            if intros != len(passages) or intros > 1 or not _sentence(text, edit):
                return False
            stays = edit.after and text.startswith(_STANDARD, edit.start)
            once = (
                once
                and _unique_before(new, at + len(edit.after))
                and bool(stays or not at or (_unique_before(new, at)))
            )
        else:
            return False
    return once or not find_repetition(new)


def _closes(text: str, edit: Edit, mentions: Sequence[Mention]) -> bool:
    """Whether a removal ends a clause, and no other identifier of its sentence comes later."""
    end = edit.end
    if edit.after or text[end : end + 1] not in _CLOSERS or len(text) - end < 2:
        return False
    stop = text.find(". ", end)
    later = (m for m in mentions if m.start >= end)
    following = next(later, None)
    return following is None or (stop >= 0 and following.start > stop)


def _apart(edit: Edit, passages: Sequence[Passage], intros: int) -> bool:
    return intros == len(passages) and all(
        p.whole and (p.start >= edit.end or p.end <= edit.start) for p in passages
    )


def _sentence(text: str, edit: Edit) -> bool:
    """Whether an edit of aliases puts in or takes out whole sentences between whole sentences."""
    before = text[max(0, edit.start - 2) : edit.start].rstrip()
    if edit.after and not edit.after.rstrip().endswith("."):
        return False
    last = text[max(0, edit.end - 2) : edit.end].rstrip()
    if edit.end < len(text) and not last.endswith("."):
        return False  # what follows was in one sentence with the list
    if before and not before.endswith(".") and not edit.after.startswith(". "):
        return False
    return bool(_PROSE.match(text, edit.end))


def _unique_before(new: str, at: int) -> bool:
    """Whether the word that ends at ``at`` stands there only: then no loop and no sentence that is
    said again can reach over this place."""
    word = new[max(0, at - 60) : at].rstrip()
    word = word[word.rfind(" ") + 1 :]
    return bool(word) and new.count(word) == 1

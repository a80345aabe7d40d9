"""Small repairs and joins of English text.

One value: ``join_words(["kidney", "liver", "lung"])`` is ``"kidney, liver and lung"``.
"""

import re
from collections.abc import Sequence

# Slips that occur in RefSeq summaries, each with its repair. Plain replacement: tens of
# thousands of texts pass here, and a pattern for all of them took five times as long.
_SLIPS = (
    ("..", "."),
    (" , ", ", "),
    (" . ", ". "),
    (" )", ")"),
    ("( ", "("),
    *((f" {word} {word} ", f" {word} ") for word in ("the", "a", "an", "of", "in", "is", "to")),
)
# "(Mermod et al., 1988." at the end: the closing bracket and the credit after it are missing.
_OPEN_CITATION = re.compile(r"\s*\([^()]*\b(?:et al\.[^()]*|(?:19|20)\d\d[a-z]?\W*)$")


def tidy(text: str) -> str:
    """``text`` as one line: single spaces, no space before a stop, no doubled stop or word."""
    text = f"{' '.join(text.split())} "
    for slip, repair in _SLIPS:
        while slip in text:
            text = text.replace(slip, repair)
    return text.rstrip()


def whole_sentences(text: str) -> str:
    """``text`` without what a source has cut off at its end.

    That is a citation whose bracket is never closed, or a sentence that breaks off.

    >>> whole_sentences("It binds DNA (Mermod et al., 1988.")
    'It binds DNA.'
    >>> whole_sentences("It binds DNA. It acts in SARS&")
    'It binds DNA.'
    """
    if text.rfind("(") > text.rfind(")"):
        shorter = _OPEN_CITATION.sub("", text)
        text = shorter if shorter == text else f"{shorter.rstrip('.,; ')}."
    if not text or text[-1] in ".!?":
        return text
    if text[-1] in ")]":
        return text + "."
    end = text.rfind(". ")
    return text[: end + 1] if end > 0 else ""


def join_words(items: Sequence[str]) -> str:
    """``"a, b and c"``; with semicolons where an item has a comma of its own."""
    if len(items) == 1:
        return items[0]
    if any(", " in item for item in items):
        return f"{'; '.join(items[:-1])}; and {items[-1]}"
    return f"{', '.join(items[:-1])} and {items[-1]}"


def with_article(phrase: str) -> str:
    """``"a microRNA gene"``, ``"an endogenous retrovirus"``: by the first letter.

    Right for the phrases of :mod:`datasets_builders.genes.loci`, not for "RNA" or "unit".
    """
    return f"{'an' if phrase[:1] in 'aeioAEIO' else 'a'} {phrase}"

"""Where the sentences of a short answer lie, when the answer should have been one sentence.

One value: ``split("No. GLI1 marks CD4 T. It acts.")`` is ``[(0, 3), (4, 21), (22, 30)]``. Unlike
``sentences``, which reads long prose, it takes ``No.`` for a sentence and lets one end in a
single capital (``CD4 T.``), since answers about cell types do. Time is linear in the text.
"""

import re

_STOP = re.compile(r"[.!?。！？]+|\n\s*")
_CLOSERS = "\"'”’)]*"
_ABBREVIATIONS = frozenset(
    ("e.g", "i.e", "cf", "vs", "etc", "fig", "approx", "sp", "spp", "subsp", "dr", "al", "ca", "st")
)


def split(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences in order, without the blanks between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        end = stop.end()
        while end < len(text) and text[end] in _CLOSERS:
            end += 1
        if _ends(text, start, stop, end):
            _append(text, start, end, spans)
            start = end
    _append(text, start, len(text), spans)
    return spans


def finished(sentence: str) -> bool:
    """Whether a sentence has its full stop, so that no length limit cut it off."""
    return sentence.rstrip().rstrip(_CLOSERS)[-1:] in tuple(".!?。！？")


def _ends(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    if stop[0][0] in "\n。！？" or end == len(text):
        return True
    if not text[end].isspace():
        return False
    rest = text[end : end + 9].lstrip()
    if not rest:
        return True
    if stop[0] != ".":
        return True
    head = text[max(start, stop.start() - 12) : stop.start()]
    word = head.split()[-1].strip("([\"'").casefold() if head.strip() else ""
    if word == "no":
        return not rest[0].isdigit()
    return not rest[0].islower() and word not in _ABBREVIATIONS


def _append(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    body = piece.strip()
    if body:
        low = start + len(piece) - len(piece.lstrip())
        spans.append((low, low + len(body)))

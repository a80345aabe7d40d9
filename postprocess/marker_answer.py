"""An answer to "Is gene ... a marker gene of cell type ...?", checked and put into form.

One value: ``check_marker_answer("Yes. It is a marker gene of Macrophage.", "CD68", "Macrophage")``
has the verdict ``"yes"`` and the text ``"Yes, it is a marker gene of Macrophage."``. The verdict is
the answer's own: whether it is true, no registry says. Pure functions, linear in the text.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from .edits import Edit, apply, compose
from .marker_form import into_form
from .registry import GeneRegistry
from .repetition import find_repetition
from .yes_no import Reading, Statement, Verdict, decide, read

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-.@][A-Za-z0-9]+)*")
_SYMBOL = re.compile(r"(?=.*[A-Z].*[A-Z0-9])[A-Z0-9][A-Z0-9-]{1,14}|C\d{1,2}orf\d{1,4}")
_NO_GENE = frozenset(("DNA", "RNA", "DC", "NK", "TF", "UMAP", "RNA-SEQ", "II", "III", "IV"))
_CELL_WORD = re.compile(r"[a-z0-9]+\+?")
_FILLER = frozenset(
    (
        "gene",
        "genes",
        "protein",
        "of",
        "for",
        "in",
        "the",
        "a",
        "an",
        "cell",
        "cells",
        "type",
        "types",
        "this",
        "these",
    )
)
_ITSELF = frozenset(("this", "these", "that", "it", "them", "the"))
_CHUNK = re.compile(r"\b(?:and|or|rather than|instead of|but)\b|[,;/]", re.IGNORECASE)
_MOST_READINGS = 3
_INSTEAD = ("rather than", "instead of")


@dataclass(frozen=True, slots=True)
class MarkerAnswer:
    """``text`` is the answer in form and ``edits`` what was changed; ``why`` says where the
    verdict comes from: ``"opening"``, ``"statement"``, or why there is none: ``"hedged"``,
    ``"both"``, ``"nothing"``, ``"other gene"``, ``"other cell type"``.

    ``gene_known``: the registry has the question's gene (None without a registry).
    ``gene_named`` and ``cell_type_named``: whether the answer names them. ``other_genes``: genes
    that it speaks of in place of the question's. ``sentences``: how many it had.
    """

    text: str
    verdict: Verdict
    why: str
    edits: tuple[Edit, ...]
    hedged: bool
    sentences: int
    gene_known: bool | None
    gene_named: bool
    cell_type_named: bool
    other_genes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As a dictionary with the names of the fields."""
        names = [n for n in self.__slots__ if n != "edits"]
        out: dict[str, Any] = {name: getattr(self, name) for name in names}
        out["other_genes"] = list(self.other_genes)
        return out | {"edits": [edit.to_json() for edit in self.edits]}


def check_marker_answer(
    text: str, symbol: str, cell_type: str, registry: GeneRegistry | None = None
) -> MarkerAnswer:
    """Read the verdict on this gene and this cell type; put a clear answer into one sentence.

    An answer without a clear verdict keeps its text, but for loops of words, which are cut.
    """
    loops = find_repetition(text)
    plain = apply(text, loops)
    names = _names(symbol, registry)
    reading, others = _about(plain, read(plain), names, cell_type, registry)
    formed = _formed(plain, reading) if reading.verdict != "unclear" else []
    known = None if registry is None else _known(symbol, registry)
    return MarkerAnswer(
        apply(plain, formed),
        reading.verdict,
        reading.why,
        tuple(compose(text, plain, loops, formed)),
        reading.hedged,
        len(reading.sentences),
        known,
        any(word.casefold() in names for word in _tokens(_masked(plain, cell_type))),
        _contains(_cell_words(plain), _cell_words(cell_type)),
        others,
    )


def _formed(text: str, reading: Reading) -> list[Edit]:
    """The edits into form; again as long as what was cut away lets the rest be read otherwise."""
    edits = into_form(text, reading)
    for _ in range(_MOST_READINGS):
        between = apply(text, edits)
        again = read(between)
        more = into_form(between, again) if again.verdict == reading.verdict else []
        if not more:
            break
        edits = compose(text, between, edits, more)
    return edits


def _known(symbol: str, registry: GeneRegistry) -> bool:
    return bool(registry.find(symbol).genes)


def _names(symbol: str, registry: GeneRegistry | None) -> frozenset[str]:
    """Every name of the gene, folded."""
    names = {symbol.strip().casefold()}
    gene = registry.find(symbol).gene if registry else None
    if gene:
        names |= {n.casefold() for n in (gene.symbol, *gene.aliases, *gene.previous_symbols)}
    return frozenset(names)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def _masked(text: str, cell_type: str) -> str:
    """The text without the cell type, whose name may hold a gene's: ``CRABP2+ Malignant``."""
    if not cell_type.strip():
        return text
    return re.sub(re.escape(cell_type.strip()), " ", text, flags=re.IGNORECASE)


def _about(
    text: str,
    reading: Reading,
    names: frozenset[str],
    cell_type: str,
    registry: GeneRegistry | None,
) -> tuple[Reading, tuple[str, ...]]:
    """The reading of what is said about the gene and cell type of the question alone."""
    kept: list[Statement] = []
    elsewhere: list[tuple[str, Statement]] = []
    others: dict[str, None] = {}
    for statement in reading.statements:
        wrong = _other_genes(text[statement.start : statement.marker], names, cell_type, registry)
        turned = _on_cell_type(text, statement, cell_type)
        if wrong:
            others |= dict.fromkeys(wrong)
            elsewhere.append(("other gene", statement))
        elif turned is None:
            elsewhere.append(("other cell type", statement))
        else:
            kept.append(turned)
    verdict, why = decide(reading.openings, kept, reading.hedged)
    if not kept:
        # "No, GLI1 is a marker of Fibroblast" answers a question on another cell type; "Yes, GLI1
        # is a marker of Fibroblast" does not.
        for reason, statement in elsewhere:
            if verdict == statement.verdict or why == "nothing":
                verdict, why = "unclear", reason
    reading = replace(reading, verdict=verdict, why=why, statements=tuple(kept))
    return reading, tuple(others)


def _other_genes(
    subject: str, names: frozenset[str], cell_type: str, registry: GeneRegistry | None
) -> list[str]:
    """Symbols in a statement's subject that are not the question's gene, where it is not named."""
    words = _tokens(_masked(subject, cell_type))
    if any(word.casefold() in names for word in words):
        return []
    return [
        word
        for word in dict.fromkeys(words)
        if len(word) <= 16
        and _SYMBOL.fullmatch(word)
        and word not in _NO_GENE
        and (registry is None or word in registry)
    ]


def _cell_words(text: str) -> list[str]:
    """``"CD4 T cells"`` as ``["cd4", "t"]``; a plural is its singular."""
    words = _CELL_WORD.findall(text.casefold())
    return [
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w
        for w in words
        if w not in _FILLER
    ]


def _contains(words: list[str], wanted: list[str]) -> bool:
    if not wanted:
        return False
    size = len(wanted)
    return any(
        words[i] == wanted[0] and words[i : i + size] == wanted
        for i in range(len(words) - size + 1)
    )


def _on_cell_type(text: str, statement: Statement, cell_type: str) -> Statement | None:
    """The statement as far as it is about the cell type, None where it is about others only."""
    said = text[statement.object : statement.end].rstrip()
    wanted = _cell_words(cell_type)
    if not wanted or _is_cell_type(said, wanted):
        return statement
    chunks = [piece for piece in _CHUNK.split(said) if piece is not None]
    joints = [joint[0].casefold() for joint in _CHUNK.finditer(said)]
    named = False
    for chunk, joint in zip(chunks, ["", *joints], strict=True):
        words = chunk.casefold().split()
        denied = joint in _INSTEAD or "not" in words
        body = " ".join(w for w in words if w != "not")
        if _is_cell_type(body, wanted, cut_off=chunk is chunks[-1]):
            flipped: Verdict = "no" if statement.verdict == "yes" else "yes"
            return replace(statement, verdict=flipped) if denied else statement
        named = named or bool(_cell_words(body))
    # An object of pronouns alone ("of this cell type"), or none, is that of the question.
    first = chunks[0].casefold().split()
    if not named or (
        len(first) > 1 and first[0] in ("of", "for") and first[1] in _ITSELF - {"the"}
    ):
        return statement
    return None


def _is_cell_type(said: str, wanted: list[str], *, cut_off: bool = True) -> bool:
    """Whether an object begins with the wanted cell type; its end may have been cut off."""
    words = _cell_words(said[:400])
    size = len(wanted)
    if sorted(words[:size]) == sorted(wanted):
        return True
    ended = said.rstrip()[-1:] in tuple(".!?)\"'")
    if not cut_off or ended or not words or len(words) > size:
        return False
    return words[:-1] == wanted[: len(words) - 1] and wanted[len(words) - 1].startswith(words[-1])

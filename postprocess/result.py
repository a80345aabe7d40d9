"""What the pipeline gives for one question: the answer made right, and what a reader must know.

One value (``record`` and ``prompt`` shortened)::

    {"query": "p53", "symbol": "TP53", "answer": "TP53 (tumor protein p53) is a protein-coding
     gene ...", "raw": "TP53 (tumor protein p53) ...", "edits": [{"kind": "identifier", ...}],
     "unverified": [], "about": "TP53", "record": {"symbol": "TP53", ...}, "prompt": "Records:...",
     "status": "ok", "note": "p53 is an alias symbol of TP53.", "candidates": [],
     "registry": "2026-10-01", "mode": "grounded"}
"""

from dataclasses import dataclass, field
from typing import Any

from .correct import correct
from .gene import Match
from .question import Asked
from .registry import GeneRegistry
from .settings import GROUNDED

_HOW = {
    "previous_symbols": "a previous symbol",
    "aliases": "an alias symbol",
    "name": "the full name",
    "hgnc_id": "the HGNC id",
    "ensembl_id": "the Ensembl gene id",
    "entrez_id": "the NCBI Gene id",
    "mim_ids": "the MIM number",
    "uniprot_ids": "a UniProt accession",
}

# How the refusals of the training data begin.
_REFUSAL = "No record of "
REFUSED_FIRST = (
    "The model first wrote that no record was given, although one was; asked again, that opening "
    "was forbidden."
)
_SHOWN = 8  # candidates of an ambiguous name that an answer lists; `candidates` has all


@dataclass
class Request:
    """A question on its way through the pipeline; ``message`` is ``None`` where nothing is asked
    of the model, with the reason in ``status``."""

    asked: Asked
    mode: str
    message: str | None = None
    text: str | None = None
    status: str = "ok"
    notes: list[str] = field(default_factory=list)


def refused_result(request: Request, registry: GeneRegistry) -> dict[str, Any]:
    """The result of a question that was not put to the model."""
    return _result(request, registry, answer=_why_not(request, registry), raw=None)


def answered_result(
    request: Request, raw: str, registry: GeneRegistry, *, cut_at: int | None
) -> dict[str, Any]:
    """The result of an answer: corrected, its gene compared with the one asked for.

    ``cut_at``: the number of tokens at which the answer was cut off, ``None`` where it ended.
    """
    notes, status = list(request.notes), request.status
    gene = request.asked.genes[0] if request.asked.genes else None
    done = correct(raw, registry, symbol=gene.symbol if gene else None)
    answer, about = done.text, done.symbol
    if cut_at is not None:
        notes.append(f"The answer was cut off at {cut_at} tokens (max_new_tokens).")
    if not raw:
        status, answer, about = "empty answer", "The model gave no answer.", None
    elif is_refusal(raw):
        status = "refused"
        if request.mode == GROUNDED and gene is not None:
            answer = f"The model was given the record of {gene.symbol}, and did not answer from it."
            notes.append(
                "What it wrote is in `raw`. It was trained on one question: ask "
                f"{gene.symbol} alone for its description."
                if request.asked.free
                else "What it wrote is in `raw`, the record in `record`."
            )
    elif gene is not None and about is not None and about != gene.symbol:
        status = "other gene"
        if request.asked.free:
            notes.append(f"The answer speaks of {about}; it does not name {gene.symbol}.")
        else:
            notes.append(f"Asked for {gene.symbol}, the model wrote about {about}; see `raw`.")
            answer = (
                f"The model wrote about {about} instead of {gene.symbol}; its text is held back."
            )
    elif done.unverified:
        notes.append("Not verified by the registry: " + ", ".join(done.unverified) + ".")
    result = _result(request, registry, answer=answer, raw=raw)
    return result | {
        "edits": [edit.to_json() for edit in done.edits],
        "unverified": list(done.unverified),
        "about": about,
        "status": status,
        "note": " ".join(notes),
    }


def _result(
    request: Request, registry: GeneRegistry, *, answer: str, raw: str | None
) -> dict[str, Any]:
    asked = request.asked
    gene = asked.genes[0] if asked.genes else None
    return {
        "query": asked.text,
        "symbol": gene.symbol if gene else None,
        "answer": answer,
        "raw": raw,
        "edits": [],
        "unverified": [],
        "about": None,
        "record": gene.to_json() if gene else None,
        "prompt": request.message,
        "status": request.status,
        "note": " ".join(request.notes),
        "candidates": list(asked.candidates),
        "registry": registry.version,
        "mode": request.mode,
    }


def is_refusal(answer: str) -> bool:
    """Whether an answer says that there is no record."""
    return answer.startswith(_REFUSAL)


def notes_on(asked: Asked) -> list[str]:
    """How the gene was found, where it was not by its approved symbol; genes named beside it."""
    notes = []
    match = asked.match
    if asked.status == "ok" and match is not None:
        symbol = asked.genes[0].symbol
        if match.withdrawn is not None:
            notes.append(f"{match.withdrawn.symbol} was withdrawn; {symbol} took its place.")
        elif match.how in _HOW:
            notes.append(f"{asked.name} is {_HOW[match.how]} of {symbol}.")
        elif asked.name != symbol:
            notes.append(f"{asked.name} was read as {symbol}.")
        if len(asked.genes) > 1:
            others = ", ".join(gene.symbol for gene in asked.genes[1:])
            notes.append(f"The question names {others} too; the answer was checked for {symbol}.")
    return notes


def mode_note(mode: str, trained: str) -> str:
    """What to know where a model is asked otherwise than it was trained."""
    return f"Asked {mode}, although the model was trained {trained}."


def _why_not(request: Request, registry: GeneRegistry) -> str:
    """The answer in place of the model's."""
    asked, match = request.asked, request.asked.match
    if request.status == "unknown gene":
        return _unknown(asked, registry)
    if request.status == "ambiguous gene":
        genes = match.genes if match is not None else ()
        listed = ", ".join(f"{gene.symbol} ({gene.hgnc_id})" for gene in genes[:_SHOWN])
        more = f" and {len(genes) - _SHOWN} more" if len(genes) > _SHOWN else ""
        return (
            f"{asked.name} is a name of {len(genes)} genes: {listed}{more}. "
            "Ask again with one of these symbols."
        )
    if request.status == "withdrawn gene":
        return f"{_withdrawn(match)}, so nothing is said about it."
    return request.notes[0] if request.notes else ""


def _unknown(asked: Asked, registry: GeneRegistry) -> str:
    dated = f"the gene registry of {registry.version}" if registry.version else "the gene registry"
    near = f" Did you mean {_either(asked.candidates)}?" if asked.candidates else ""
    if asked.free:
        return f"No gene of {dated} was found in the question, so it was not answered.{near}"
    return f"{asked.name} is no gene of {dated}, so nothing is said about it.{near}"


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def _withdrawn(match: Match | None) -> str:
    gene = match.withdrawn if match is not None else None
    if gene is None:
        return "This entry was withdrawn by HGNC"
    into = f", in favour of {gene.replaced_by}" if gene.replaced_by else " and has no successor"
    return f"{gene.symbol} ({gene.hgnc_id}) was withdrawn by HGNC{into}"


def closed_book_note(asked: Asked) -> str:
    """What to know of an answer about a gene that the registry does not have."""
    return f"{asked.name or 'The question'} names no gene of the registry: nothing was checked."

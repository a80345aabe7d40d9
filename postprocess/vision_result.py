"""What a vision pipeline gives for one picture: the answer read, and what a reader must know.

One marker value (``prompt`` shortened)::

    {"query": "Is gene KDR a marker gene ...", "image": "kdr.png", "answer": "Yes, KDR is a ...",
     "raw": "Yes. KDR is a ...", "edits": [{"kind": "removed", ...}], "verdict": "yes",
     "why": "opening", "gene": "KDR", "cell_type": "STAB2+ Endothelial", "status": "ok",
     "note": "", "unverified": ["verdict"], "candidates": [], "prompt": "USER: ...",
     "registry": "2026-10-01"}

A protein's has ``name``, ``match``, ``gene``, ``verified``, ``accessions`` and ``contradictions``
in place of the verdict. No registry can say whether a picture shows what the answer says, so a
verdict is always among the unverified.
"""

from dataclasses import dataclass, field
from typing import Any

from .marker_answer import check_marker_answer
from .protein_match import ProteinNames
from .registry import GeneRegistry
from .template_fields import read_back
from .vision_image import Picture
from .vision_inputs import VisionItem
from .vision_settings import MARKER, VisionSettings
from .yes_no import read

# As for questions on genes: a sentence or two.
MAX_QUESTION = 2000
MAX_NAME = 200


@dataclass
class VisionRequest:
    """One picture on its way through the pipeline. ``symbol``: the approved symbol asked about;
    ``text``: the prompt, ``None`` where nothing is put to the model."""

    item: VisionItem
    picture: Picture | None = None
    question: str = ""
    gene: str = ""
    cell_type: str = ""
    status: str = "ok"
    notes: list[str] = field(default_factory=list)
    candidates: tuple[str, ...] = ()
    text: str | None = None

    def refuse(self, status: str, note: str) -> None:
        """Nothing is put to the model."""
        self.status, self.notes = status, [note]


def ask(request: VisionRequest, settings: VisionSettings, registry: GeneRegistry) -> None:
    """Write the question, look its gene up, and say in the request what is wrong with it."""
    item = request.item
    named = (("question", item.question), ("gene", item.gene), ("cell_type", item.cell_type))
    for key, value in named:
        fault = _fault(key, value, MAX_QUESTION if key == "question" else MAX_NAME)
        if fault:
            return request.refuse("bad question", f"{request.item.name}: {fault}")
    if settings.task != MARKER:
        if item.gene is not None or item.cell_type is not None:
            note = "gene and cell_type are asked of marker models; this one names proteins"
            return request.refuse("bad question", f"{item.name}: {note}")
        request.question = str(item.question or settings.question).strip()
        return None
    return _ask_marker(request, settings, registry)


def _ask_marker(request: VisionRequest, settings: VisionSettings, registry: GeneRegistry) -> None:
    item = request.item
    gene, cells = str(item.gene or "").strip(), str(item.cell_type or "").strip()
    if item.question is not None:
        found = read_back(settings.question, str(item.question))
        if found is None:
            request.question = str(item.question).strip()
            request.gene, request.cell_type = gene, cells
            if not (gene and cells):
                request.notes.append(
                    "Gene and cell type were not recognised in the question, so the answer was "
                    "not compared with it."
                )
            return
        gene, cells = gene or found["symbol"], cells or found["cell_type"]
    if not gene or not cells:
        missing = "gene" if not gene else "cell_type"
        request.refuse(
            "bad question", f"{item.name}: {missing} is missing; give gene= and cell_type="
        )
        return
    match = registry.find(gene)
    request.gene, request.cell_type = gene, cells
    if match.gene is not None:
        request.gene = match.gene.symbol
        if request.gene != gene:
            request.notes.append(f"{gene} was asked about as {request.gene}.")
    elif match.genes:
        request.status = "ambiguous gene"
        request.candidates = tuple(g.symbol for g in match.genes)
        request.notes.append(
            f"{gene} is a name of {len(match.genes)} genes; it was asked as it is."
        )
    else:
        request.status = "unknown gene"
        request.candidates = registry.suggest(gene)
        request.notes.append(f"{gene} is no gene of the registry; it was asked as it is.")
    request.question = settings.question.format(symbol=request.gene, cell_type=cells)


def _fault(key: str, value: object, most: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return f"{key} is of type {type(value).__name__}, not text"
    if not value.strip():
        return f"{key} is empty"
    if len(value) > most:
        return f"{key} has {len(value):,} characters, {most:,} are the most"
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        return f"{key} holds half of a surrogate pair; decode it with the right encoding"
    return ""


def refused_result(
    request: VisionRequest, settings: VisionSettings, registry: GeneRegistry | None
) -> dict[str, Any]:
    """The result of a picture or question that was not put to the model."""
    nothing: dict[str, Any] = (
        {"verdict": "unclear", "why": "not asked"}
        if settings.task == MARKER
        else {
            "name": "",
            "match": "none",
            "verified": False,
            "accessions": [],
            "contradictions": [],
        }
    )
    return _result(request, " ".join(request.notes), None, registry) | nothing


def marker_result(
    request: VisionRequest, raw: str, cut_at: int | None, registry: GeneRegistry
) -> dict[str, Any]:
    """The result of a marker answer: its verdict on the gene and cell type that were asked."""
    compared = bool(request.gene and request.cell_type)
    if not compared:
        reading = read(raw)
        found = {"verdict": reading.verdict, "why": reading.why}
        answer, edits = raw, []
    else:
        checked = check_marker_answer(raw, request.gene, request.cell_type, registry)
        found = {"verdict": checked.verdict, "why": checked.why}
        answer, edits = checked.text, [edit.to_json() for edit in checked.edits]
    if not raw:
        request.status, answer = "empty answer", "The model gave no answer."
    elif found["why"] in ("other gene", "other cell type"):
        request.status = found["why"]
        about = (
            ", ".join(checked.other_genes) if found["why"] == "other gene" else "another cell type"
        )
        asked = request.gene if found["why"] == "other gene" else request.cell_type
        request.notes.append(f"Asked about {asked}, the model wrote about {about}; see `raw`.")
        answer = f"The model wrote about {about} instead of {asked}; its text is held back."
        edits = []
    elif found["verdict"] == "unclear":
        request.status = "unclear answer"
        request.notes.append(_unclear(found["why"]))
    _note_cut(request, cut_at)
    unverified = [] if found["verdict"] == "unclear" else ["verdict"]
    return (
        _result(request, answer, raw, registry) | found | {"edits": edits, "unverified": unverified}
    )


def _unclear(why: str) -> str:
    said = {"both": "says both yes and no", "hedged": "is in doubt"}.get(
        why, "says neither yes nor no"
    )
    return f"The answer {said}."


def protein_result(
    request: VisionRequest, raw: str, cut_at: int | None, names: ProteinNames, one_sentence: bool
) -> dict[str, Any]:
    """The result of an answer that should name a protein."""
    checked = names.check(raw, one_sentence=one_sentence)
    found = checked.to_json()
    answer = found.pop("text")
    sentences, refused = found.pop("sentences"), found.pop("refused")
    if not raw:
        request.status, answer = "empty answer", "The model gave no answer."
    elif not checked.name:
        request.status = "refused" if refused else "no name"
        request.notes.append("The answer names no protein.")
    elif checked.contradictions:
        request.status = "contradiction"
        request.notes += checked.contradictions
    elif not checked.verified:
        request.status = "unverified name"
        request.notes.append(_unverified(checked.name, checked.match, checked.gene))
    if sentences > 1 and not checked.edits:
        request.notes.append(f"The answer has {sentences} sentences, one was asked for.")
    _note_cut(request, cut_at)
    return _result(request, answer, raw, names.registry) | found


def _unverified(name: str, match: str, gene: str | None) -> str:
    if gene is not None:
        return f"The registry knows {gene}, but not under the name {name}."
    if match in ("near miss", "unknown"):
        return f"{name} is no name of the gene registry, which has no protein names of UniProt."
    return f"{name} is a name of several genes."


def _note_cut(request: VisionRequest, cut_at: int | None) -> None:
    if cut_at is not None:
        request.notes.append(f"The answer was cut off at {cut_at} tokens (max_new_tokens).")


def _result(
    request: VisionRequest, answer: str, raw: str | None, registry: GeneRegistry | None
) -> dict[str, Any]:
    notes = [*request.notes, *(request.picture.notes if request.picture else ())]
    return {
        "query": request.question or None,
        "image": request.item.name,
        "gene": request.gene or None,
        "cell_type": request.cell_type or None,
        "answer": answer,
        "raw": raw,
        "edits": [],
        "status": request.status,
        "note": " ".join(notes),
        "unverified": [],
        "candidates": list(request.candidates),
        "prompt": request.text,
        "registry": registry.version if registry else None,
    }

"""What the cards of the pipeline, of metrics and of Spaces say."""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from model_cards.errors import CardError
from model_cards.facts import Facts
from model_cards.known import SHORT_DESCRIPTION
from model_cards.scores import read_scores

MADE_BY = "geneverse release"
BENCHMARK = "make bench"

RESULT_KEYS: Mapping[str, str] = {
    "query": "the question as it came in",
    "symbol": "the gene that it was understood as, or nothing",
    "answer": "the text to show: the model's, corrected; or why there is none",
    "raw": "the model's text as it came, or nothing where the model was not asked",
    "edits": "each change, with its place in `raw`, what stood there and what stands there now",
    "unverified": "identifiers that the registry cannot confirm or refute",
    "about": "the gene that the model's text speaks of",
    "record": "the gene's entry in the registry",
    "prompt": "what the model was given",
    "status": "see below",
    "note": "what a reader must know; empty where all is well",
    "candidates": "genes that an ambiguous or misspelt name can mean",
    "registry": "date of the registry",
    "mode": "`grounded` (with the record) or `closed-book`",
}
STATUSES: Mapping[str, str] = {
    "ok": "the model wrote about the gene asked for",
    "other gene": "it wrote about another gene; that text is not shown as the answer",
    "refused": "it said that no record was given, although one was",
    "empty answer": "it wrote nothing",
    "unknown gene": "the registry has no such gene; the model was not asked",
    "ambiguous gene": "several genes bear that name; the model was not asked",
    "withdrawn gene": "HGNC withdrew the entry and names no successor; the model was not asked",
    "no record": "the registry has the gene, but no text to put into the prompt",
    "prompt too long": "prompt and answer do not fit into the model",
    "empty question": "there was no question",
    "question too long": "the question is longer than any about a gene",
    "not text": "the question was no text",
}

_ORIGINAL = "the four substitutions of the 2024 paper, rebuilt from its description"


def pinned_registry(folder: Path) -> tuple[str, str]:
    """Id and tag of the registry that the pipeline's folder is pinned to.

    From ``geneverse.json`` (``"registry": {"id", "revision"}``) or, without that, ``pinned.py``.
    CardError if neither pins a revision: a card must not promise answers that can change.
    """
    where = folder / "geneverse.json"
    registry, revision = None, None
    if where.is_file():
        facts = Facts.read(where, MADE_BY)
        registry, revision = facts.get("registry", "id"), facts.get("registry", "revision")
    if not revision and (folder / "pinned.py").is_file():
        where = folder / "pinned.py"
        values = _constants(where.read_text(encoding="utf-8"))
        registry, revision = values.get("REGISTRY_ID"), values.get("REGISTRY_REVISION")
    if not (isinstance(registry, str) and isinstance(revision, str)):
        raise CardError(
            f"{where}: the pipeline's registry is {registry!r} at {revision!r}; "
            "pin it to the tag of a released registry"
        )
    return registry, revision


def requirements(folder: Path) -> list[str]:
    """``["peft>=0.20", ...]``: what the pipeline's geneverse.json says it needs; [] without it."""
    if not (folder / "geneverse.json").is_file():
        return []
    return [
        str(one) for one in Facts.read(folder / "geneverse.json", MADE_BY).get("requirements") or ()
    ]


def _constants(source: str) -> dict[str, object]:
    """``{"REGISTRY_ID": "geneverse/gene-registry"}`` of a Python file that is not run for it."""
    found: dict[str, object] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        else:
            continue
        if isinstance(node.value, ast.Constant):
            found |= {t.id: node.value.value for t in targets if isinstance(t, ast.Name)}
    return found


def correction_figures(results: Path) -> dict[str, Any]:
    """The counts and rates of the correction's benchmark, as its results file has them.

    ``counted`` are rows of a table; ``real`` is about a model's own answers, {} where none were
    tried.
    """
    facts = Facts.read(results, BENCHMARK)

    def number(*keys: str) -> int:
        return facts.need(*keys, kind=int)

    tried = facts.get("real_answers") or {}
    names = ("answers", "wrong_before", "wrong", "original_wrong", "edited")
    return {
        "counted": [
            ["made", number("counts", "all", "cases")],
            ["with a wrong identifier left by this correction", number("counts", "all", "wrong")],
            [f"the same, left by {_ORIGINAL}", number("counts", "all", "original_wrong")],
            [
                "with an identifier only marked, as nothing can judge it",
                number("counts", "all", "unverified"),
            ],
            [
                "with any fault at all: one of those, a lost word, a second change on a second run",
                number("counts", "all", "any"),
            ],
        ],
        "real": {n: number("real_answers", n) for n in names} if tried.get("answers") else {},
        "rate": number("rates", "faulty", "ours_per_second"),
        "rate_original": number("rates", "faulty", "original_per_second"),
        "open_seconds": round(facts.need("registry", "open_seconds", kind=float), 2),
        "memory_mb": round(facts.need("registry", "peak_memory_mb", kind=float)),
        "results_name": results.name,
    }


def metric_facts(facts: Facts) -> dict[str, Any]:
    """What a metric's ``geneverse.json`` says.

    ``{"kind": "metric", "name": "ids_right", "title": "All ids right", "what": "...",
    "for_whom": "...", "range": "0 to 1", "higher_is_better": true,
    "inputs": {"predictions": "..."}, "example": {"predictions": [...], "references": [...]},
    "result": {"ids_right": 0.5}, "limits": ["..."], "requirements": ["evaluate>=0.4.6"]}``
    """
    example = facts.need("example", kind=dict)
    return {
        "title": facts.need("title", kind=str),
        "name": facts.need("name", kind=str),
        "what": facts.need("what", kind=str),
        "for_whom": facts.need("for_whom", kind=str),
        "range": facts.need("range", kind=str),
        "higher_is_better": facts.need("higher_is_better", kind=bool),
        "inputs": list(facts.need("inputs", kind=dict).items()),
        "arguments": ", ".join(f"{key}={value!r}" for key, value in example.items()),
        "result": facts.need("result", kind=dict),
        "limits": facts.need("limits", kind=list),
        "requirements": [str(one) for one in facts.get("requirements") or ()],
    }


def baseline_rows(path: Path, metric: str) -> tuple[list[list[str]], tuple[str, ...]]:
    """Model, kind and figure of everything that was scored by ``metric``; the file's caveats."""
    scores = read_scores(path)
    rows = [
        [name, scores.kinds.get(name, ""), str(row[metric])]
        for name, row in scores.models.items()
        if metric in row
    ]
    if not rows:
        raise CardError(f"{path}: nothing was scored by {metric}; score it, or leave --scores out")
    return rows, scores.caveats


def space_facts(facts: Facts) -> dict[str, Any]:
    """The demo Space's ``geneverse.json``: what the keys of its card are, and a line on each use.

    ``{"kind": "space", "title": "Ask a gene", "sdk": "gradio", "sdk_version": "6.10.0",
    "app_file": "app.py", "models": ["..."], "datasets": ["..."], "shows": ["..."], ...}``
    """
    return {
        "title": facts.need("title", kind=str),
        "models": facts.need("models", kind=list),
        "datasets": facts.need("datasets", kind=list),
        "revisions": facts.get("revisions") or {},
        "shows": facts.need("shows", kind=list),
        "notes": [str(note) for note in facts.get("notes") or ()],
        "app_file": facts.need("app_file", kind=str),
    }


def space_keys(facts: Facts) -> dict[str, Any]:
    """The front matter of a Space, each key from its ``geneverse.json``, versions pinned."""
    text = facts.need("short_description", kind=str)
    if len(text) > SHORT_DESCRIPTION:
        raise CardError(
            f"{facts.path}: short_description has {len(text)} characters, the Hub takes "
            f"{SHORT_DESCRIPTION} at most"
        )
    needed = ("title", "emoji", "colorFrom", "colorTo", "sdk", "app_file")
    found: dict[str, Any] = {key: facts.need(key, kind=str) for key in needed}
    if found["sdk"] != "static":
        found |= {key: facts.need(key, kind=str) for key in ("sdk_version", "python_version")}
    found |= {key: v for key in ("models", "datasets", "thumbnail") if (v := facts.get(key))}
    return {**found, "short_description": text, "pinned": bool(facts.get("pinned"))}

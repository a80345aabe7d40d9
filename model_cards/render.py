"""README.md of every repo, rendered from the files that the other rooms wrote.

Goes in: a folder made by ``geneverse data`` or ``geneverse train``, the recipe, the scores. Comes
out: ``folder/README.md``, checked by :mod:`model_cards.validate`; a number stands in it only if a
file holds it.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from huggingface_hub import EvalResult

from eval.answers import Answer, read_answers
from eval.errors import EvalError
from model_cards import data as from_data
from model_cards import model as from_model
from model_cards.errors import CardError
from model_cards.facts import Facts
from model_cards.scores import LEAST, read_scores
from model_cards.write import render_text, save_card

REGISTRY_ID = "geneverse/gene-registry"
PART_METRICS = ("factual", "ids_right", "bleu")  # those shown by split and by locus type


def render_dataset_card(folder: Path, *, repo_id: str, version: str) -> Path:
    """Write the card of a gene data set folder; CardError names file, key and fix."""
    _check_names(repo_id, version)
    found = from_data.dataset_facts(folder)
    sources = from_data.source_facts(folder)
    audit = from_data.audit_facts(folder)
    sample = "paper" if "paper" in found["splits"] else found["splits"][0]
    row = from_data.first_row(folder / found["default"] / f"{sample}.parquet")
    context = {
        **found,
        **sources,
        "repo_id": repo_id,
        "version": version,
        "title": from_data.pretty(found["name"]),
        "untested": _untested(found),
        "audit": audit.data,
        "idle_checks": [c["name"] for c in audit.data["checks"] if c.get("compared") == 0],
        "check_rows": [
            [check.get("name"), check.get("compared"), check.get("violations")]
            for check in audit.need("checks", kind=list)
        ],
        "row": from_data.as_json(row),
        "row_split": sample,
    }
    front = from_data.dataset_front(found, sources["license"])
    return save_card(render_text(front, "dataset.md.j2", context), folder, "dataset")


def render_registry_card(folder: Path, *, repo_id: str, version: str) -> Path:
    """Write the card of a registry folder; CardError names file, key and fix."""
    _check_names(repo_id, version)
    facts = Facts.read(folder / "geneverse.json", from_data.MADE_BY)
    sources = from_data.source_facts(folder)
    row = from_data.first_row(folder / "genes.parquet")
    rows = from_data.parquet_rows(folder / "genes.parquet")
    name = facts.need("name", kind=str)
    context = {
        **sources,
        "repo_id": repo_id,
        "version": version,
        "title": from_data.pretty(name),
        "rows": rows,
        "content": facts.need("revision_of_content", kind=str),
        "status_rows": _by_count(facts.need("statuses", kind=dict)),
        "stratum_rows": _by_count(facts.need("strata", kind=dict)),
        "columns": list(row),
        "row": from_data.as_json(row),
        "symbol": str(row.get("symbol", "")),
    }
    front = from_data.registry_front(name, rows, sources["license"])
    return save_card(render_text(front, "registry.md.j2", context), folder, "dataset")


def render_model_card(
    adapter: Path,
    recipe: Path,
    scores: Path | None,
    data: Mapping[str, Any] | None,
    *,
    repo_id: str,
    version: str,
    answers: Sequence[Path] = (),
    model_name: str | None = None,
    data_version: str | None = None,
) -> Path:
    """Write the card of an adapter folder; CardError names file, key and fix.

    ``scores`` is the scores file; without it the card says "not measured yet" and shows no score.
    ``data`` is the data set's geneverse.json as an object, against which the training is checked;
    ``data_version`` is the tag that it is released as, shown if the run noted no revision.
    ``answers`` are answers files, of the adapter and corrected: the examples come from them.
    ``model_name`` is the adapter's name in the scores file where several adapters were scored.
    """
    _check_names(repo_id, version)
    found = from_model.adapter_facts(adapter)
    if data is not None:
        found = from_model.check_data(found, data, data_version)
    rows = [a for path in answers for a in _answers(path)]
    shown, corrected = from_model.examples(rows), from_model.corrected_example(rows)
    table, results = _scores(scores, found, model_name)
    context = {
        **found,
        **table,
        "repo_id": repo_id,
        "version": version,
        "title": from_model.title_of(found),
        **from_model.recipe_facts(recipe, found),
        "examples": shown,
        "corrected": corrected,
        "edit_rows": from_model.edit_rows(corrected),
        "run_rows": from_model.run_rows(found),
        "registry_id": REGISTRY_ID,
        "question_literal": repr(found["question"]),
        "template_literal": repr(found["template"]),
    }
    front = from_model.model_front(found, results, shown)
    return save_card(render_text(front, "model.md.j2", context), adapter, "model")


def _untested(found: Mapping[str, Any]) -> list[str]:
    """The locus types that the split ``test`` has no row of; none where there is no such split."""
    if "test" not in found["splits"]:
        return []
    column = 1 + found["splits"].index("test")
    return [str(row[0]) for row in found["stratum_rows"] if row[column] == 0]


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Most frequent first."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _answers(path: Path) -> list[Answer]:
    try:
        return read_answers(path)
    except EvalError as error:
        raise CardError(f"no examples for the card: {error}") from error


def _scores(
    path: Path | None, found: Mapping[str, Any], model_name: str | None
) -> tuple[dict[str, Any], list[EvalResult]]:
    """The template's part on scores (``scores`` is None where nothing was measured)."""
    if path is None:
        return {"scores": None, "summary": "", "caveats": ()}, []
    scores = read_scores(path)
    own = scores.adapter(model_name or found["name"])
    parts = [m for m in PART_METRICS if m in scores.models[own]]
    dataset = found["dataset"]
    same = scores.content == dataset["content"]
    revision = dataset["revision"] if same and dataset["revision"] != "unpinned" else None
    return {
        "scores": scores,
        "own": own,
        "caveats": scores.caveats,
        "score_rows": [
            [f"**{name}**" if name == own else name, scores.kinds.get(name), *scores.cells(row)]
            for name, row in scores.models.items()
        ],
        "same_content": same,
        "reading": scores.reading(own),
        "summary": scores.summary(own),
        "part_metrics": parts,
        "least": LEAST,
        "part_tables": [
            (title, rows)
            for by, title in (("split", "split"), ("stratum", "locus type"))
            if len(rows := scores.parts(own, by, parts)) > 1
        ],
    }, scores.eval_results(own, dataset["id"], revision)


def _check_names(repo_id: str, version: str) -> None:
    if not re.fullmatch(r"[\w-][\w.-]*/[\w-][\w.-]*", repo_id):
        raise CardError(f"--repo {repo_id!r} is no Hub id; write organisation/name")
    if not re.fullmatch(r"v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?", version):
        raise CardError(f"--version {version!r} is no version; write for example v0.1.0")

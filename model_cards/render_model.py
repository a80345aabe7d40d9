"""The cards of models: an adapter, or its weights merged into the base's."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from huggingface_hub import EvalResult

from eval.answers import Answer, read_answers
from eval.errors import EvalError
from model_cards import model as from_model
from model_cards.errors import CardError
from model_cards.examples import corrected_example, edit_rows, examples, remark
from model_cards.licences import NOTICE, OBLIGATIONS
from model_cards.model_front import licence_lines, model_front, title_of
from model_cards.names import PIPELINE_ID, REGISTRY_ID, check_names, check_version
from model_cards.reading import baselines, charts, failures, reading, summary
from model_cards.scores import LEAST, read_scores
from model_cards.write import render_text, save_card, save_text

PART_METRICS = ("factual", "ids_right", "bleu")  # those shown by split and by locus type


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
    pipeline_version: str | None = None,
    new_version: str | None = None,
) -> Path:
    """Write the card of an adapter folder; CardError names file, key and fix.

    ``scores`` is the scores file; without it the card says "not measured yet" and shows no score.
    ``data`` is the data set's geneverse.json as an object, against which the training is checked;
    ``data_version`` is the tag that it is released as, shown if the run noted no revision.
    ``answers`` are answers files, of the adapter and corrected: the examples come from them.
    ``model_name`` is the adapter's name in the scores file where several adapters were scored.
    ``pipeline_version`` is the released tag of the gene pipeline; without it the card does not
    speak of it. ``new_version`` is the Hub id of a model that takes this one's place.
    """
    check_names(repo_id, version)
    found = from_model.adapter_facts(adapter)
    if data is not None:
        found = from_model.check_data(found, data, data_version)
    context, results, shown = _context(found, recipe, scores, answers, model_name)
    context |= _use(found, repo_id, version, pipeline_version, new_version)
    front = model_front(found, results, shown, new_version=new_version)
    _save_notice(adapter, found["license"])
    return save_card(render_text(front, "model.md.j2", context), adapter, "model")


def render_merged_card(
    folder: Path,
    recipe: Path,
    scores: Path | None,
    *,
    repo_id: str,
    version: str,
    answers: Sequence[Path] = (),
    model_name: str | None = None,
    pipeline_version: str | None = None,
    new_version: str | None = None,
) -> Path:
    """Write the card of a folder with merged weights; the scores are those of its adapter.

    See :func:`model_cards.model.merged_facts` for what its geneverse.json holds.
    """
    check_names(repo_id, version)
    found = from_model.merged_facts(folder)
    context, results, shown = _context(found, recipe, scores, answers, model_name)
    context |= _use(found, repo_id, version, pipeline_version, new_version)
    context["scored_model"] = found["merged_from"] if scores is not None else ""
    front = model_front(
        found, results, shown, merged_from=found["merged_from"], new_version=new_version
    )
    _save_notice(folder, found["license"])
    return save_card(render_text(front, "merged.md.j2", context), folder, "model")


def _context(
    found: Mapping[str, Any],
    recipe: Path,
    scores: Path | None,
    answers: Sequence[Path],
    model_name: str | None,
) -> tuple[dict[str, Any], list[EvalResult], list[tuple[str, Answer]]]:
    rows = [answer for path in answers for answer in _answers(path)]
    shown, corrected = examples(rows), corrected_example(rows)
    table, results = _scores(scores, found, model_name)
    return (
        {
            **found,
            **table,
            **from_model.recipe_facts(recipe, found),
            "title": title_of(found),
            "examples": [(kind, answer, remark(kind, answer)) for kind, answer in shown],
            "corrected": corrected,
            "edit_rows": edit_rows(corrected),
            "run_rows": from_model.run_rows(found),
            "licence_lines": licence_lines(found["license"], found["base_model"]),
            "question_literal": repr(found["question"]),
            "template_literal": repr(found["template"]),
            "scored_model": "",
        },
        results,
        shown,
    )


def _use(
    found: Mapping[str, Any],
    repo_id: str,
    version: str,
    pipeline_version: str | None,
    new_version: str | None,
) -> dict[str, Any]:
    """What the lines of use name: the repos and the tags that they load."""
    if pipeline_version is not None:
        check_version(pipeline_version, "--pipeline-version")
    return {
        "repo_id": repo_id,
        "version": version,
        "registry_id": found["registry"][0] or REGISTRY_ID,
        "registry_version": found["registry"][1] or version,
        "pipeline_id": PIPELINE_ID if pipeline_version else "",
        "pipeline_version": pipeline_version or "",
        "new_version": new_version or "",
    }


def _save_notice(folder: Path, licence: str) -> None:
    """The file NOTICE that some bases' licences ask for; other notices in it are kept."""
    if licence not in OBLIGATIONS:
        return
    path, wanted = folder / NOTICE, OBLIGATIONS[licence].notice
    there = path.read_text(encoding="utf-8") if path.is_file() else ""
    if wanted not in there:
        save_text(f"{there.rstrip()}\n\n{wanted}\n".lstrip(), path)


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
        return {"scores": None, "summary": "", "caveats": (), "failures": []}, []
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
        "failures": failures(scores, own),
        "charts": charts(scores, own),
        "baselines": baselines(scores),
        "score_rows": [
            [f"**{name}**" if name == own else name, scores.kinds.get(name), *scores.cells(row)]
            for name, row in scores.models.items()
        ],
        "same_content": same,
        "reading": reading(scores, own),
        "summary": summary(scores, own),
        "part_metrics": parts,
        "least": LEAST,
        "part_tables": [
            (title, rows)
            for by, title in (("split", "split"), ("stratum", "locus type"))
            if len(rows := scores.parts(own, by, parts)) > 1
        ],
    }, scores.eval_results(own, dataset["id"], revision)

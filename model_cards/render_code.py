"""The cards of what is code: the gene pipeline, a metric, a Space; and the collection's texts.

Goes in: a folder with a ``geneverse.json`` that says ``"kind"``, and the results that the card
quotes. Comes out: ``folder/README.md``, checked.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from huggingface_hub import ModelCardData, SpaceCardData

from model_cards import code_facts as code
from model_cards.collection import collection
from model_cards.facts import Facts
from model_cards.names import check_names, check_version
from model_cards.write import render_text, save_card

ADAPTER_ID = "geneverse/smollm2-135m-gene-grounded-lora"


def render_pipeline_card(
    folder: Path,
    results: Path,
    *,
    repo_id: str,
    version: str,
    adapter_id: str = ADAPTER_ID,
    adapter_version: str | None = None,
    merged_id: str | None = None,
    merged_version: str | None = None,
) -> Path:
    """Write the card of the folder that becomes ``geneverse/gene-pipeline``.

    ``results`` is what the correction's benchmark wrote (docs/results/correct.json): every figure
    of the card is from it. ``merged_id`` is a repo with whole weights and ``custom_pipelines``;
    without it the card says that none is released.
    """
    check_names(repo_id, version)
    for option, tag in (
        ("--adapter-version", adapter_version),
        ("--merged-version", merged_version),
    ):
        if tag is not None:
            check_version(tag, option)
    registry_id, registry_version = code.pinned_registry(folder)
    context = {
        "title": "Geneverse gene pipeline",
        "repo_id": repo_id,
        "version": version,
        "adapter_id": adapter_id,
        "adapter_version": adapter_version or version,
        "merged_id": merged_id or "",
        "merged_version": merged_version or version,
        "registry_id": registry_id,
        "registry_version": registry_version,
        "files": sorted(p.name for p in folder.glob("*.py")),
        "requirements": code.requirements(folder),
        "keys": code.RESULT_KEYS.items(),
        "statuses": code.STATUSES.items(),
        **code.correction_figures(results),
    }
    front = ModelCardData(
        license="mit",
        language=["en"],
        library_name="transformers",
        pipeline_tag="text-generation",
        tags=["biology", "genomics", "gene", "pipeline", "geneverse"],
        datasets=[registry_id],
    )
    return save_card(render_text(front, "pipeline.md.j2", context), folder, "model")


def render_metric_card(
    folder: Path, *, repo_id: str, version: str, scores: Path | None = None
) -> Path:
    """Write the card of an ``evaluate`` module, which is a Space on the Hub.

    See :func:`model_cards.code_facts.metric_facts` for its geneverse.json; ``scores`` is a scores
    file in which the metric was measured, for the figures of trivial baselines.
    """
    check_names(repo_id, version)
    facts = Facts.read(folder / "geneverse.json", code.MADE_BY)
    found = code.metric_facts(facts)
    rows, caveats = code.baseline_rows(scores, found["name"]) if scores is not None else ([], ())
    names = {"repo_id": repo_id, "version": version}
    context = {**found, **names, "score_rows": rows, "caveats": caveats}
    front = _space_front(facts, tags=["evaluate", "metric", "biology", "geneverse"])
    return save_card(render_text(front, "metric.md.j2", context), folder, "space")


def render_space_card(folder: Path, *, repo_id: str, version: str) -> Path:
    """Write the card of the demo Space; see :func:`model_cards.code_facts.space_facts`."""
    check_names(repo_id, version)
    facts = Facts.read(folder / "geneverse.json", code.MADE_BY)
    context = {**code.space_facts(facts), "repo_id": repo_id, "version": version}
    front = _space_front(facts, tags=["biology", "genomics", "gene", "geneverse"])
    return save_card(render_text(front, "space.md.j2", context), folder, "space")


def collection_facts(
    repos: Sequence[Mapping[str, str]], *, namespace: str = "geneverse", version: str
) -> dict[str, Any]:
    """Title, description and items of the collection that holds a release.

    ``repos`` are ``{"id": "geneverse/gene-registry", "kind": "registry"}``; the result has what
    ``create_collection`` and ``add_collection_item`` take. CardError if a text is too long.
    """
    check_version(version, "--version")
    return collection(repos, namespace, version)


def _space_front(facts: Facts, tags: list[str]) -> SpaceCardData:
    found = code.space_keys(facts)
    return SpaceCardData(license="mit", tags=tags, **found)

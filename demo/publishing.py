"""The last stages of the demo: cards, the release to a loopback hub and back, the report."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from demo.places import (
    ADAPTER_REPO,
    BASE_REPO,
    CORRECTION,
    DATA_REPO,
    NEXT_STEPS,
    PIPELINE_REPO,
    RECIPE,
    REGISTRY_REPO,
    ROOT,
    SPACE_REPO,
    VERSION,
    Places,
    json_of,
)
from demo.protein_stage import PICTURES_REPO, ProteinPlaces
from demo.stages import Story, digest_of


def publish(
    story: Story, places: Places, base: Path, pictures: Path, proteins: Mapping[str, Any]
) -> None:
    """The last three stages: cards, release to a loopback hub and back, report.

    ``pictures`` is the folder of the protein pictures, ``proteins`` the report's part on them.
    """
    answers = [places.answers / "adapter.jsonl", places.answers / "corrected.jsonl"]
    folders = _folders(places, pictures)
    cards = [folder / "README.md" for folder in folders]
    facts = digest_of(
        places.scores,
        *answers,
        places.adapter / "geneverse.json",
        places.data / "geneverse.json",
        pictures / "geneverse.json",
    )
    rooms = [ROOT / room for room in ("model_cards", "postprocess", "space", "eval")]
    code = digest_of(*rooms, CORRECTION)
    story.stage(
        "cards, and the code of pipeline, metrics and Space",
        [code, facts],
        cards,
        lambda: _render(places, answers, pictures),
    )
    loaded = places.out / "loaded_back.json"
    story.stage(
        f"release of {len(folders)} repos as {VERSION} to a hub on loopback, loaded back",
        [digest_of(ROOT / "hub"), digest_of(*cards), code, facts],
        [loaded],
        lambda: _release(folders, places, base, loaded, facts + code),
    )
    story.stage(
        "report",
        [digest_of(ROOT / "eval"), facts, digest_of(loaded, ProteinPlaces(places.out).scores)],
        [places.report],
        lambda: _report(story, places, loaded, proteins),
    )


def _folders(places: Places, pictures: Path) -> list[Path]:
    """What becomes a repo each."""
    from eval.metric_repos import metric_names

    metrics = [places.metric(name) for name in metric_names()]
    return [
        places.data,
        places.registry,
        pictures,
        places.pipeline,
        places.adapter,
        *metrics,
        places.space,
    ]


def _render(places: Places, answers: list[Path], pictures: Path) -> None:
    from model_cards import render
    from postprocess.publish_files import write_pipeline_repo

    render.render_dataset_card(places.data, repo_id=DATA_REPO, version=VERSION)
    render.render_dataset_card(pictures, repo_id=PICTURES_REPO, version=VERSION)
    render.render_registry_card(places.registry, repo_id=REGISTRY_REPO, version=VERSION)
    write_pipeline_repo(places.pipeline, registry_revision=VERSION)
    render.render_pipeline_card(
        places.pipeline,
        CORRECTION,
        repo_id=PIPELINE_REPO,
        version=VERSION,
        adapter_version=VERSION,
    )
    render.render_model_card(
        places.adapter,
        RECIPE,
        places.scores,
        json_of(places.data / "geneverse.json"),
        repo_id=ADAPTER_REPO,
        version=VERSION,
        answers=answers,
        data_version=VERSION,
        pipeline_version=VERSION,
    )
    _render_spaces(places)


def _render_spaces(places: Places) -> None:
    """The metrics and the page, each a Space with its card."""
    from eval.metric_repos import metric_names, write_metric_repo
    from model_cards.render import render_metric_card, render_space_card
    from space.publish import write_space_repo

    scored = json_of(places.scores)["metrics"]
    for name in metric_names():
        render_metric_card(
            write_metric_repo(name, places.metric(name)),
            repo_id=f"geneverse/{name}",
            version=VERSION,
            scores=places.scores if name in scored else None,
        )
    write_space_repo(
        places.space, model=f"{ADAPTER_REPO}@{VERSION}", registry=f"{REGISTRY_REPO}@{VERSION}"
    )
    render_space_card(places.space, repo_id=SPACE_REPO, version=VERSION)


def _release(folders: list[Path], places: Places, base: Path, loaded: Path, content: str) -> None:
    from huggingface_hub.utils import disable_progress_bars

    from datasets_builders.files import write_json
    from hub.loadback import LoadRequest, load_back
    from hub.plan import artefact_of, in_order
    from hub.releases import Options, carry_out, look
    from hub.server.importing import import_folder
    from hub.server.running import serve
    from hub.server.storage import Store

    disable_progress_bars()  # a second in all
    # The demo's hub holds one state of the demo: other content under the same version is refused.
    marker = places.out / ".stages" / "hub"
    if places.hub.exists() and not (marker.is_file() and marker.read_text() == content):
        shutil.rmtree(places.hub)
        shutil.rmtree(places.out / ".release", ignore_errors=True)
    marker.write_text(content)
    import_folder(Store(places.hub), BASE_REPO, "model", base)
    with serve(places.hub) as endpoint:
        # The base is served from a package, so it has no commit of the Hub's to be pinned to.
        options = Options(endpoint.url, places.out / ".release", allow_unpinned=True)
        made = in_order(artefact_of(folder) for folder in folders)
        released, collected = carry_out(look(made, VERSION, options), VERSION, options)
        for one in released:
            print(f"      {one.artefact.repo_id} {VERSION}: commit {one.commit[:12]}")
        if collected:
            print(f"      collection {collected.slug}: {collected.items} repos")
        metrics = [a.repo_id for a in made if a.kind == "metric"]
        result = load_back(
            endpoint.url,
            LoadRequest(
                VERSION,
                pictures=PICTURES_REPO,
                pipeline=PIPELINE_REPO,
                metrics=metrics,
                space=SPACE_REPO,
            ),
        )
    print(f"      loaded back in a fresh process, empty cache: {result['seconds']:.0f} s")
    write_json(loaded, result)


def _report(story: Story, places: Places, loaded: Path, proteins: Mapping[str, Any]) -> None:
    from eval.answers import read_answers
    from eval.report import write_report

    kinds = ("base", "adapter", "corrected")
    back = json_of(loaded)
    write_report(
        places.report,
        scores=json_of(places.scores),
        answers={kind: read_answers(places.answers / f"{kind}.jsonl") for kind in kinds},
        data_info=json_of(places.data / "geneverse.json"),
        audit=json_of(places.data / "audit.json"),
        run_facts=json_of(places.adapter / "geneverse.json"),
        seconds=story.seconds,
        commands=NEXT_STEPS,
        proteins=proteins,
        release=[
            (DATA_REPO, f"{sum(back['dataset']['splits'].values())} rows"),
            (REGISTRY_REPO, f"{back['registry']['rows']} genes"),
            (PICTURES_REPO, f"{sum(back['pictures']['splits'].values())} rows with pictures"),
            (ADAPTER_REPO, f"one answer about {back['adapter']['symbol']}, corrected"),
            (PIPELINE_REPO, f"{back['pipeline']['query']} described: {back['pipeline']['status']}"),
            *((name, str(value)) for name, value in back["metrics"].items()),
            (SPACE_REPO, f"{back['space']['asked']} corrected: {back['space']['text']}"),
        ],
    )

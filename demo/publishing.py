"""The last stages of the demo: cards, the release to a loopback hub and back, the report."""

import shutil
from pathlib import Path

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
    VERSION,
    Places,
    json_of,
)
from demo.stages import Story, digest_of


def publish(story: Story, places: Places, base: Path) -> None:
    """Stages 7 to 9: cards, release to a loopback hub and back, report."""
    from model_cards.render import (
        render_dataset_card,
        render_model_card,
        render_pipeline_card,
        render_registry_card,
    )
    from postprocess.publish_files import write_pipeline_repo

    answers = [places.answers / "adapter.jsonl", places.answers / "corrected.jsonl"]
    folders = (places.data, places.registry, places.pipeline, places.adapter)
    cards = [folder / "README.md" for folder in folders]
    facts = digest_of(
        places.scores, *answers, places.adapter / "geneverse.json", places.data / "geneverse.json"
    )

    def render() -> None:
        render_dataset_card(places.data, repo_id=DATA_REPO, version=VERSION)
        render_registry_card(places.registry, repo_id=REGISTRY_REPO, version=VERSION)
        write_pipeline_repo(places.pipeline, registry_revision=VERSION)
        render_pipeline_card(
            places.pipeline,
            CORRECTION,
            repo_id=PIPELINE_REPO,
            version=VERSION,
            adapter_version=VERSION,
        )
        render_model_card(
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

    code = digest_of(ROOT / "model_cards", ROOT / "postprocess", CORRECTION)
    story.stage("cards and the pipeline's code", [code, facts], cards, render)
    loaded = places.out / "loaded_back.json"
    story.stage(
        f"release of four repos as {VERSION} to a hub on loopback, each loaded back",
        [digest_of(ROOT / "hub"), digest_of(*cards), code, facts],
        [loaded],
        lambda: _release(places, base, loaded, facts + code),
    )
    story.stage(
        "report",
        [digest_of(ROOT / "eval"), facts, digest_of(loaded)],
        [places.report],
        lambda: _report(story, places, loaded),
    )


def _release(places: Places, base: Path, loaded: Path, content: str) -> None:
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
        folders = (places.data, places.registry, places.pipeline, places.adapter)
        made = [artefact_of(folder) for folder in folders]
        released, _ = carry_out(look(in_order(made), VERSION, options), VERSION, options)
        for one in released:
            print(f"      {one.artefact.repo_id} {VERSION}: commit {one.commit[:12]}")
        result = load_back(endpoint.url, LoadRequest(version=VERSION, pipeline=PIPELINE_REPO))
    print(f"      loaded back in a fresh process, empty cache: {result['seconds']:.0f} s")
    write_json(loaded, result)


def _report(story: Story, places: Places, loaded: Path) -> None:
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
        release=[
            (DATA_REPO, f"{sum(back['dataset']['splits'].values())} rows"),
            (REGISTRY_REPO, f"{back['registry']['rows']} genes"),
            (ADAPTER_REPO, f"one answer about {back['adapter']['symbol']}, corrected"),
            (PIPELINE_REPO, f"{back['pipeline']['query']} described: {back['pipeline']['status']}"),
        ],
    )

"""The whole story in one script: from gene records to an adapter that loads from a hub.

``geneverse demo --out build/demo`` runs nine stages on embedded data; each is a command of
``geneverse`` too, so that a lab can run it on its own data and model. This script does nothing but
call the rooms in order.
"""

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from demo.stages import Story, digest_of

if TYPE_CHECKING:
    from eval.questions import Question

ROOT = Path(__file__).resolve().parent.parent
RECIPE = ROOT / "recipes" / "smollm2-135m-gene-grounded-lora.yaml"
ADAPTER_REPO = f"geneverse/{RECIPE.stem}"
BASE_REPO = "HuggingFaceTB/SmolLM2-135M-Instruct"
DATA_REPO = "geneverse/gene-instructions"
REGISTRY_REPO = "geneverse/gene-registry"
VERSION = "v0.1.0"
# Rows of the test split asked beside all 40 of the paper's: four minutes of answers in all.
TEST_ROWS = 12
BASELINES = ("symbol-template", "record-itself")
NEXT_STEPS = (
    (
        "a gene's record",
        "geneverse gene GLI1 --registry build/demo/data/gene-registry/genes.parquet",
    ),
    (
        "real sources, downloaded",
        "geneverse data genes --download --source sources --out build/data",
    ),
    (
        "train on them",
        "geneverse train recipes/smollm2-135m-gene-grounded-lora.yaml "
        "--data build/data/gene-instructions",
    ),
    ("serve the demo's hub again", "geneverse hub serve --root build/demo/hub --port 8200"),
    ("every command", "geneverse --help"),
)


@dataclass(frozen=True)
class Places:
    """Where the demo keeps what."""

    out: Path

    @property
    def data(self) -> Path:
        """The data set folder, as released."""
        return self.out / "data" / "gene-instructions"

    @property
    def registry(self) -> Path:
        """The registry folder, as released."""
        return self.out / "data" / "gene-registry"

    @property
    def adapter(self) -> Path:
        """The adapter folder, as released."""
        return self.out / RECIPE.stem

    @property
    def answers(self) -> Path:
        """One answers file a model."""
        return self.out / "answers"

    @property
    def scores(self) -> Path:
        """The scores file."""
        return self.out / "scores.json"

    @property
    def hub(self) -> Path:
        """What the loopback hub stores."""
        return self.out / "hub"

    @property
    def report(self) -> Path:
        """The page to look at."""
        return self.out / "report.html"


def run_demo(out: Path) -> Path:
    """Run all stages below ``out``; return the report."""
    from eval.table import markdown

    places = Places(out)
    story = Story(out)
    started = time.monotonic()
    base = _learn(story, places)
    _judge(story, places, base)
    _publish(story, places, base)
    print(f"\n{markdown(_json(places.scores))}")
    print(f"\nfinished in {_minutes(time.monotonic() - started)}; open {places.report}")
    return places.report


def _learn(story: Story, places: Places) -> Path:
    """Stages 1 to 3: data, base model, adapter."""
    from datasets_builders.genes.build import build
    from datasets_builders.genes.sample import load_sample
    from recipes.base import smollm2_base
    from recipes.train import train

    def make_data() -> None:
        records, provenance = load_sample()
        build(records, provenance, places.data.parent)

    story.stage(
        "data set and registry from the embedded sample",
        digest_of(ROOT / "datasets_builders"),
        [places.data / "geneverse.json", places.registry / "genes.parquet"],
        make_data,
    )
    bases = places.out / "base"
    story.stage(
        "base model SmolLM2-135M-Instruct from its package",
        digest_of(ROOT / "recipes" / "base.py"),
        [bases],
        lambda: _ignore(smollm2_base(bases)),
    )
    base = smollm2_base(bases)
    story.stage(
        f"training {RECIPE.name} with Axolotl on the CPU",
        [digest_of(ROOT / "recipes"), _content(places.data), base.name],
        [places.adapter / "adapter_model.safetensors"],
        lambda: _ignore(train(RECIPE, places.adapter, cpu=True, data=places.data, base=base)),
    )
    return base


def _judge(story: Story, places: Places, base: Path) -> None:
    """Stages 4 to 6: answers of base and adapter, correction, scores."""
    from eval.questions import load_questions
    from eval.score import score
    from postprocess.answers import correct_answers, read_answers, write_answers
    from postprocess.registry import GeneRegistry

    registry = places.registry / "genes.parquet"
    files = {kind: places.answers / f"{kind}.jsonl" for kind in ("base", "adapter", "corrected")}
    baselines = [places.answers / f"baseline-{name}.jsonl" for name in BASELINES]
    held_out = [
        *load_questions(places.data, "grounded", ["paper"]),
        *load_questions(places.data, "grounded", ["test"], limit=TEST_ROWS),
    ]
    story.stage(
        f"answers of base model and adapter to {len(held_out)} held-out questions",
        [_content(places.data), digest_of(places.adapter / "adapter_model.safetensors"), TEST_ROWS],
        [files["base"], files["adapter"], *baselines],
        lambda: _answer(places, base, held_out, files),
    )

    def make_right() -> None:
        rows = read_answers(files["adapter"])
        write_answers(
            files["corrected"], correct_answers(rows, GeneRegistry.from_parquet(registry))
        )

    story.stage(
        "correction of the adapter's answers against the registry",
        [digest_of(ROOT / "postprocess"), digest_of(files["adapter"], registry)],
        [files["corrected"]],
        make_right,
    )
    answered = [*files.values(), *baselines]
    story.stage(
        "scores with 95% intervals",
        [digest_of(ROOT / "eval"), digest_of(*answered)],
        [places.scores],
        lambda: _ignore(score(answered, places.data, registry, places.scores, partial=True)),
    )


def _answer(
    places: Places, base: Path, questions: "Sequence[Question]", files: dict[str, Path]
) -> None:
    from eval import models
    from eval.baselines import write_baselines
    from eval.cli import answer_settings
    from eval.collect import collect

    write_baselines(questions, places.answers)
    for kind, adapter in (("base", None), ("adapter", places.adapter)):
        name = ADAPTER_REPO if adapter else BASE_REPO
        model = models.load_model(base, adapter=adapter, name=name)
        settings = answer_settings(
            name,
            str(base),
            str(adapter) if adapter else None,
            data=places.data,
            config="grounded",
            max_new_tokens=models.MAX_NEW_TOKENS,
        )
        collect(model, questions, files[kind], kind=kind, settings=settings, restart_if_stale=True)


def _publish(story: Story, places: Places, base: Path) -> None:
    """Stages 7 to 9: cards, release to a loopback hub and back, report."""
    from model_cards.render import render_dataset_card, render_model_card, render_registry_card

    answers = [places.answers / "adapter.jsonl", places.answers / "corrected.jsonl"]
    cards = [folder / "README.md" for folder in (places.data, places.registry, places.adapter)]
    facts = digest_of(
        places.scores, *answers, places.adapter / "geneverse.json", places.data / "geneverse.json"
    )

    def render() -> None:
        render_dataset_card(places.data, repo_id=DATA_REPO, version=VERSION)
        render_registry_card(places.registry, repo_id=REGISTRY_REPO, version=VERSION)
        render_model_card(
            places.adapter,
            RECIPE,
            places.scores,
            _json(places.data / "geneverse.json"),
            repo_id=ADAPTER_REPO,
            version=VERSION,
            answers=answers,
            data_version=VERSION,
        )

    story.stage("cards", [digest_of(ROOT / "model_cards"), facts], cards, render)
    loaded = places.out / "loaded_back.json"
    story.stage(
        f"release of three repos as {VERSION} to a hub on loopback, each loaded back",
        [digest_of(ROOT / "hub"), digest_of(*cards), facts],
        [loaded],
        lambda: _release(places, base, loaded, facts),
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
        made = [artefact_of(f) for f in (places.data, places.registry, places.adapter)]
        released, _ = carry_out(look(in_order(made), VERSION, options), VERSION, options)
        for one in released:
            print(f"      {one.artefact.repo_id} {VERSION}: commit {one.commit[:12]}")
        result = load_back(endpoint.url, LoadRequest(version=VERSION))
    print(f"      loaded back in a fresh process, empty cache: {result['seconds']:.0f} s")
    write_json(loaded, result)


def _report(story: Story, places: Places, loaded: Path) -> None:
    from eval.answers import read_answers
    from eval.report import write_report

    kinds = ("base", "adapter", "corrected")
    back = _json(loaded)
    write_report(
        places.report,
        scores=_json(places.scores),
        answers={kind: read_answers(places.answers / f"{kind}.jsonl") for kind in kinds},
        data_info=_json(places.data / "geneverse.json"),
        audit=_json(places.data / "audit.json"),
        run_facts=_json(places.adapter / "geneverse.json"),
        seconds=story.seconds,
        commands=NEXT_STEPS,
        release=[
            (DATA_REPO, f"{sum(back['dataset']['splits'].values())} rows"),
            (REGISTRY_REPO, f"{back['registry']['rows']} genes"),
            (ADAPTER_REPO, f"one answer about {back['adapter']['symbol']}, corrected"),
        ],
    )


def demo_command(
    out: Annotated[Path, typer.Option(help="Folder for all that the demo makes.")] = Path(
        "build/demo"
    ),
) -> None:
    """Run the main job on embedded data: build, train, answer, correct, score, release, report.

    Example: geneverse demo --out build/demo

    About ten minutes on two cores. A second run reuses what has not changed; an interrupted run
    goes on where it stopped.
    """
    run_demo(out)


def _content(data: Path) -> str:
    return str(_json(data / "geneverse.json")["revision_of_content"])


def _json(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def _ignore(_: object) -> None:
    """A stage's function returns nothing."""


def _minutes(seconds: float) -> str:
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"

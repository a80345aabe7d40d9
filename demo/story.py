"""The whole story in one script: from gene records to an adapter that loads from a hub.

``geneverse demo --out build/demo`` runs thirteen stages on embedded data; each is a command of
``geneverse`` too, so that a lab can run it on its own data and model. This script does nothing but
call the rooms in order.
"""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from demo.places import (
    ADAPTER_REPO,
    BASE_REPO,
    BASELINES,
    CAVEATS,
    RECIPE,
    ROOT,
    TEST_ROWS,
    Places,
    json_of,
)
from demo.protein_stage import ProteinPlaces, protein_stages
from demo.publishing import publish
from demo.stages import Story, digest_of

if TYPE_CHECKING:
    from eval.questions import Question


def run_demo(out: Path) -> Path:
    """Run all stages below ``out``; return the report."""
    from eval.table import markdown

    places = Places(out)
    story = Story(out)
    started = time.monotonic()
    base = _learn(story, places)
    _judge(story, places, base)
    proteins = protein_stages(story, out, base)
    publish(story, places, base, ProteinPlaces(out).data, proteins)
    print(f"\n{markdown(json_of(places.scores))}")
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
        *load_questions(places.data, "grounded", ["test"])[-TEST_ROWS:],
    ]
    story.stage(
        f"answers of base model and adapter to {len(held_out)} held-out questions",
        [
            _content(places.data),
            digest_of(places.adapter / "adapter_model.safetensors"),
            [question.id for question in held_out],
        ],
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
        [digest_of(ROOT / "eval"), digest_of(*answered), CAVEATS],
        [places.scores],
        lambda: _ignore(
            score(answered, places.data, registry, places.scores, partial=True, caveats=CAVEATS)
        ),
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
    return str(json_of(data / "geneverse.json")["revision_of_content"])


def _ignore(_: object) -> None:
    """A stage's function returns nothing."""


def _minutes(seconds: float) -> str:
    return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"

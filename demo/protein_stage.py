"""The demo's stages on proteins: pictures, a small vision model, answers, scores.

``protein_stages(story, out, text_base)`` runs four stages below ``out/proteins`` and gives the
report's section; ``ProteinPlaces(out)`` says where all of it lies. The training is a few steps, so
that the whole takes less than two minutes: it shows the way, not what can be seen.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.places import ROOT, json_of
from demo.stages import Story, digest_of

PROTEIN_RECIPE = ROOT / "recipes" / "smolvision-135m-protein-lora.yaml"
PICTURES_REPO = "geneverse/protein-images"
PROTEIN_REPO = f"geneverse/{PROTEIN_RECIPE.stem}"
STAGES = 4
# 40 pictures: one pass over half of the sample's rows.
OVERRIDES: dict[str, Any] = {"max_steps": 10, "micro_batch_size": 4, "save_total_limit": 1}
# Held-out rows that are asked: two proteins with their questions. Few, and with short answers: each
# is asked four times, with the controls' pictures; names are ranked for the right pictures only.
ROWS, TOKENS = 8, 32
CAVEATS = (
    "The adapter was trained for a minute, with an untrained vision tower at the start: its scores "
    "show that the way works, and nothing about what a picture of a protein tells.",
)


@dataclass(frozen=True)
class ProteinPlaces:
    """Where the stages keep what."""

    out: Path

    @property
    def data(self) -> Path:
        """The data set folder, as released."""
        return self.out / "data" / "protein-images"

    @property
    def adapter(self) -> Path:
        """The adapter folder, as released."""
        return self.out / "proteins" / PROTEIN_RECIPE.stem

    @property
    def answers(self) -> Path:
        """One answers file a model, control and baseline."""
        return self.out / "proteins" / "answers"

    @property
    def scores(self) -> Path:
        """The scores file."""
        return self.out / "proteins" / "scores.json"


def protein_stages(story: Story, out: Path, text_base: Path) -> dict[str, Any]:
    """Run or reuse the four stages; the section for ``eval.report.write_report(proteins=...)``.

    ``text_base`` is the demo's SmolLM2 folder, beside which the vision base is made.
    """
    places = ProteinPlaces(out)
    base = _learn(story, places, text_base)
    return _judge(story, places, base)


def _learn(story: Story, places: ProteinPlaces, text_base: Path) -> Path:
    from datasets_builders.proteins.build import build_sample
    from recipes.small_vision import small_vision_base
    from recipes.train import train

    def make_data() -> None:
        build_sample(places.data.parent)

    def train_adapter() -> None:
        train(
            PROTEIN_RECIPE,
            places.adapter,
            cpu=True,
            data=places.data,
            base=small_vision_base(text_base.parent, text_base),
            overrides=OVERRIDES,
        )

    story.stage(
        "pictures of the embedded proteins, with questions",
        digest_of(ROOT / "datasets_builders"),
        [places.data / "geneverse.json"],
        make_data,
    )
    story.stage(
        f"small vision base, and {OVERRIDES['max_steps']} steps of {PROTEIN_RECIPE.name} on it",
        [digest_of(ROOT / "recipes"), _content(places), text_base.name, OVERRIDES],
        [places.adapter / "adapter_model.safetensors"],
        train_adapter,
    )
    return small_vision_base(text_base.parent, text_base)


def _judge(story: Story, places: ProteinPlaces, base: Path) -> dict[str, Any]:
    from eval.answers import read_answers
    from eval.protein_report import protein_part
    from eval.protein_run import answer_proteins, asked
    from eval.protein_score import score_proteins
    from eval.questions import default_config

    config = default_config(places.data)

    def answer() -> None:
        answer_proteins(
            places.data,
            places.answers,
            base=str(base),
            adapter=str(places.adapter),
            name=PROTEIN_REPO,
            splits=["test"],
            limit=ROWS,
            max_new_tokens=TOKENS,
            ranked=(None,),
            restart=True,
        )

    def make_scores() -> None:
        files = [places.answers / "adapter.jsonl"]
        files += sorted(places.answers.glob("control-*.jsonl"))
        files += sorted(places.answers.glob("baseline-*.jsonl"))
        score_proteins(
            files,
            places.data,
            places.scores,
            config=config,
            splits=["test"],
            partial=True,
            caveats=CAVEATS,
        )

    weights = digest_of(places.adapter / "adapter_model.safetensors")
    story.stage(
        "answers about held-out pictures, controls and baselines",
        [digest_of(ROOT / "eval"), _content(places), weights],
        [places.answers / "adapter.jsonl"],
        answer,
    )
    story.stage(
        "scores of the protein names",
        [digest_of(ROOT / "eval"), digest_of(places.answers / "adapter.jsonl"), CAVEATS],
        [places.scores],
        make_scores,
    )
    return protein_part(
        json_of(places.scores),
        read_answers(places.answers / "adapter.jsonl"),
        asked(places.data, ["test"]),
        json_of(places.adapter / "geneverse.json"),
    )


def _content(places: ProteinPlaces) -> str:
    return str(json_of(places.data / "geneverse.json")["revision_of_content"])

"""The vision pipelines, run with real (tiny, random) LLaVA models by the real transformers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from vision_world import MARKER, PROTEIN, facts, make_adapter, make_repo, picture

from postprocess.registry import GeneRegistry

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_repo(tmp_path_factory.mktemp("vision") / "tiny-marker", "marker")


@pytest.fixture(scope="module")
def marker(repo: Path, registry: GeneRegistry) -> Any:
    from transformers import pipeline

    from postprocess.vision_pipeline import MarkerImagePipeline

    return pipeline(
        "image-text-to-text",
        model=str(repo),
        pipeline_class=MarkerImagePipeline,
        registry=registry,
        device="cpu",
        max_new_tokens=6,
    )


@pytest.fixture(scope="module")
def protein(repo: Path, registry: GeneRegistry) -> Any:
    from postprocess.vision_pipeline import ProteinImagePipeline

    return ProteinImagePipeline.from_pretrained(
        str(repo), settings=facts("protein"), registry=registry, device="cpu", max_new_tokens=6
    )


def says(pipe: Any, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Give the pipeline these answers in turn; what is around the model stays real."""
    turn = iter(answers)
    monkeypatch.setattr(
        pipe, "_answers", lambda live, options: [(next(turn), None) for _ in live], raising=True
    )


def test_the_prompt_is_the_repos_question_in_the_processors_template(marker: Any) -> None:
    done = marker(picture(), gene="GLI1", cell_type="Mast cells")
    question = MARKER.format(symbol="GLI1", cell_type="Mast cells")
    assert done["query"] == question
    assert done["prompt"] == f"USER: <image>\n{question} ASSISTANT:"
    assert (done["gene"], done["cell_type"], done["registry"]) == (
        "GLI1",
        "Mast cells",
        "2026-10-01",
    )
    json.dumps(done)


def test_the_picture_is_seen_and_the_answer_is_the_same_every_time(marker: Any) -> None:
    def ask() -> list[str]:
        return [marker(picture(s), gene="GLI1", cell_type="Macrophage")["raw"] for s in range(6)]

    answers = ask()
    assert len(set(answers)) > 1
    assert ask() == answers


def test_batches_lists_streams_and_data_sets_answer_as_single_pictures_do(marker: Any) -> None:
    from datasets import Dataset
    from transformers.pipelines.pt_utils import KeyDataset

    pictures = [picture(s, (40 + s, 30)) for s in range(5)]
    single = [marker(p, gene="GLI1", cell_type="Macrophage")["raw"] for p in pictures]
    asked = {"gene": "GLI1", "cell_type": "Macrophage"}
    assert [r["raw"] for r in marker(pictures, **asked, batch_size=2)] == single
    rows = [{"image": p, **asked, "id": at} for at, p in enumerate(pictures)]
    assert [r["raw"] for r in marker(rows, batch_size=5)] == single
    stream: Iterator[dict[str, Any]] = (row for row in rows)
    answers = marker(stream, batch_size=2)
    assert not isinstance(answers, list)
    assert [r["raw"] for r in answers] == single
    data = Dataset.from_list(rows)
    assert [r["raw"] for r in marker(data, batch_size=3)] == single
    keyed = marker(KeyDataset(data, "image"), **asked)
    assert [r["raw"] for r in keyed] == single
    assert marker([]) == []


def test_questions_of_different_length_in_one_batch_change_no_answer(marker: Any) -> None:
    cells = ["Mast cells", "gene gene gene Macrophage", "Macrophage"]
    rows = [{"image": picture(s), "gene": "GLI1", "cell_type": c} for s, c in enumerate(cells)]
    single = [marker(row)["raw"] for row in rows]
    assert [r["raw"] for r in marker(rows, batch_size=3)] == single


def test_a_marker_answer_comes_in_form_with_its_verdict(
    marker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(marker, monkeypatch, "Yes. It is a marker of Macrophage. It acts.")
    done = marker(picture(), gene="GLI1", cell_type="Macrophage")
    assert (done["verdict"], done["status"]) == ("yes", "ok")
    assert done["answer"] == "Yes, it is a marker of Macrophage."
    assert done["raw"] == "Yes. It is a marker of Macrophage. It acts."
    assert {e["kind"] for e in done["edits"]} == {"removed"}
    assert done["unverified"] == ["verdict"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("", "empty answer"),
        ("Yes, TP53 is a marker gene of Macrophage.", "other gene"),
        ("Yes, GLI1 is a marker gene of Fibroblast.", "other cell type"),
        ("GLI1 may be a marker gene of Macrophage.", "unclear answer"),
    ],
)
def test_an_answer_that_cannot_stand_has_a_status_and_no_verdict(
    marker: Any, monkeypatch: pytest.MonkeyPatch, answer: str, status: str
) -> None:
    says(marker, monkeypatch, answer)
    done = marker(picture(), gene="GLI1", cell_type="Macrophage")
    assert (done["status"], done["verdict"], done["raw"]) == (status, "unclear", answer)
    assert done["note"] or status == "empty answer"
    if status.startswith("other"):
        assert "held back" in done["answer"]


def test_the_gene_of_a_question_is_looked_up(marker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    says(marker, monkeypatch, *["Yes."] * 4)
    alias = marker(picture(), gene="p53", cell_type="Mast cells")
    assert (alias["gene"], alias["status"]) == ("TP53", "ok")
    assert "p53 was asked about as TP53" in alias["note"] and "gene TP53 a" in alias["query"]
    unknown = marker(picture(), gene="GLI9", cell_type="Mast cells")
    assert (unknown["status"], unknown["verdict"]) == ("unknown gene", "yes")
    assert "GLI1" in unknown["candidates"]
    two = marker(picture(), gene="CAP", cell_type="Mast cells")
    assert (two["status"], two["candidates"]) == ("ambiguous gene", ["SERPINB6", "CAP1"])
    asked = marker(picture(), "is gene TP53 a marker gene of cell type Mast cells?")
    assert (asked["gene"], asked["cell_type"]) == ("TP53", "Mast cells")


def test_a_question_in_own_words_is_asked_and_not_compared(
    marker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(marker, monkeypatch, "No, it does not.")
    done = marker(picture(), "Does <image></s> this name a protein?")
    assert done["verdict"] == "no" and "not recognised" in done["note"]
    assert done["prompt"] == "USER: <image>\nDoes  this name a protein? ASSISTANT:"


def test_a_protein_is_named_and_checked(protein: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    says(protein, monkeypatch, "This is p53 (P04637). It acts.", "This is p53 (P04637). It acts.",
         "This is SUFU (P04637).", "This is Gizmo.", "I cannot tell.")  # fmt: skip
    done = protein(picture())
    assert done["query"] == PROTEIN
    assert (done["name"], done["match"], done["gene"]) == ("p53", "alias", "TP53")
    assert (done["verified"], done["status"], done["edits"]) == (True, "ok", [])
    assert "2 sentences" in done["note"]
    assert protein(picture(), one_sentence=True)["answer"] == "This is p53 (P04637)."
    assert protein(picture())["status"] == "contradiction"
    gizmo = protein(picture())
    assert (gizmo["status"], gizmo["unverified"]) == ("unverified name", ["Gizmo"])
    assert protein(picture())["status"] == "refused"


def test_the_real_model_names_a_protein_as_far_as_it_can(protein: Any) -> None:
    done = protein(picture())
    assert done["raw"] and done["name"] in done["raw"] and not done["verified"]


def test_the_repos_task_decides_which_class_it_is_for(repo: Path, marker: Any) -> None:
    from postprocess.settings import SettingsError
    from postprocess.vision_pipeline import ProteinImagePipeline, VisionPipeline

    with pytest.raises(SettingsError, match=r"'marker', not 'protein'; use MarkerImagePipeline"):
        ProteinImagePipeline.from_pretrained(str(repo))
    assert VisionPipeline.from_pretrained(str(repo)).settings.task == "marker"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"task": "gene"}, "task is 'gene'"),
        ({"prompts": {}}, "prompts.question is None"),
        ({"prompts": {"question": "Is {symbol} here?"}}, r"cell_type"),
        ({"prompts": {"question": "Is {symbol"}}, "prompts.question"),
        ({"registry": {"id": 3}}, "registry.id is 3"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    repo: Path, change: dict[str, Any], message: str
) -> None:
    from postprocess.settings import SettingsError
    from postprocess.vision_pipeline import MarkerImagePipeline

    with pytest.raises(SettingsError, match=message):
        MarkerImagePipeline.from_pretrained(str(repo), settings=facts("marker") | change)


def test_a_repo_that_does_not_say_how_to_ask_is_refused(repo: Path, tmp_path: Path) -> None:
    import shutil

    from transformers import pipeline

    from postprocess.settings import SettingsError
    from postprocess.vision_pipeline import MarkerImagePipeline

    bare = tmp_path / "bare"
    shutil.copytree(repo, bare)
    (bare / "geneverse.json").unlink()
    with pytest.raises(SettingsError, match=r"not known.*no geneverse\.json in .*settings="):
        pipeline("image-text-to-text", model=str(bare), pipeline_class=MarkerImagePipeline)
    (bare / "chat_template.jinja").unlink()
    with pytest.raises(SettingsError, match="has no chat template"):
        pipeline(
            "image-text-to-text",
            model=str(bare),
            pipeline_class=MarkerImagePipeline,
            settings=facts("marker"),
        )


def test_an_adapters_projector_and_processor_are_used_both_ways_of_loading(
    repo: Path, registry: GeneRegistry, tmp_path: Path
) -> None:
    """transformers itself drops the projector; the pipeline puts it back."""
    from transformers import pipeline

    from postprocess.vision_pipeline import MarkerImagePipeline

    adapter = make_adapter(tmp_path / "adapter", repo, str(repo), "marker")
    template = adapter / "chat_template.jinja"
    template.write_text(template.read_text().replace("ASSISTANT", "ANSWER"))
    options = {"registry": registry, "device": "cpu", "max_new_tokens": 6}
    by_peft = MarkerImagePipeline.from_pretrained(str(adapter), **options)
    by_transformers = pipeline(
        "image-text-to-text", model=str(adapter), pipeline_class=MarkerImagePipeline, **options
    )
    base = MarkerImagePipeline.from_pretrained(str(repo), **options)
    rows = [{"image": picture(s), "gene": "GLI1", "cell_type": "Macrophage"} for s in range(6)]
    one, other, plain = (
        [r["raw"] for r in pipe(rows)] for pipe in (by_peft, by_transformers, base)
    )
    assert one == other != plain
    assert by_transformers(rows[0])["prompt"].endswith(" ANSWER:")


def test_generation_is_greedy_and_its_options_pass_through(marker: Any) -> None:
    asked = {"gene": "GLI1", "cell_type": "Macrophage"}
    cut = marker(picture(), **asked, max_new_tokens=1)
    assert "cut off at 1 tokens" in cut["note"]
    assert marker.generation_config.do_sample is False
    from postprocess.vision_inputs import VisionInputError

    with pytest.raises(VisionInputError, match="num_return_sequences"):
        marker(picture(), **asked, num_return_sequences=2)

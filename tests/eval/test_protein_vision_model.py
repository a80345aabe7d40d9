"""The vision model of transformers, on a random LLaVA of 60,000 weights: answers, ranks, blanks."""

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from protein_world import make_proteins

pytestmark = pytest.mark.slow  # importing torch, transformers and peft takes most of it
pytest.importorskip("torch", reason="the extra `train` is not installed")

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "postprocess"))
from vision_world import make_adapter, make_repo  # noqa: E402  # found by the line above

from eval.answers import read_answers  # noqa: E402
from eval.ask import Request, ask  # noqa: E402
from eval.errors import EvalError, ModelError  # noqa: E402
from eval.protein_questions import all_names, ranker  # noqa: E402
from eval.protein_run import answer_proteins, asked  # noqa: E402
from eval.protein_score import score_proteins  # noqa: E402
from eval.questions import load_questions  # noqa: E402
from eval.vision_model import VisionModel, load_vision_model  # noqa: E402


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vision") / "tiny-llava"
    folder.mkdir()
    return make_repo(folder, "protein")


@pytest.fixture(scope="module")
def adapter(base: Path) -> Path:
    return make_adapter(base.parent / "tiny-lora", base, "nobody/not-on-any-hub", "protein")


@pytest.fixture(scope="module")
def model(base: Path, adapter: Path) -> VisionModel:
    return load_vision_model(base, adapter=adapter, max_new_tokens=6)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_proteins(tmp_path_factory.mktemp("data"))


def test_answers_do_not_depend_on_the_batch_and_look_at_the_picture(
    model: VisionModel, data: Path
) -> None:
    questions = load_questions(data, "plddt", ["train", "test"])
    prompts = [q.messages for q in questions]
    together = model.generate(prompts)
    assert together == [model.generate([p])[0] for p in prompts]
    same = [a for a, q in zip(together, questions, strict=True) if "paper" in q.source]
    assert len(set(same)) > 1, "the same question of other pictures has other answers"


def test_likelihoods_are_those_of_one_pass_over_the_whole_row(
    model: VisionModel, data: Path
) -> None:
    import torch

    question = load_questions(data, "plddt", ["test"])[0]
    answers = ["The name of this protein is p53 (P04637).", "Yes, GLI1 is a marker gene."]
    found = model.log_likelihoods(question.messages, answers)
    processor, network = model._processor, model._model
    for answer, value in zip(answers, found, strict=True):
        said = {"role": "assistant", "content": [{"type": "text", "text": answer}]}
        text = processor.apply_chat_template([*question.messages, said], tokenize=False)
        images = model._inputs([question.messages])["pixel_values"]
        whole = processor(
            images=[[image_of(question)]], text=[text], add_special_tokens=False,
            return_tensors="pt",
        )  # fmt: skip
        begun = model._inputs([question.messages])["input_ids"].shape[1]
        with torch.inference_mode():
            logits = network(**{**whole, "pixel_values": images}).logits[0].log_softmax(-1)
        ids = whole["input_ids"][0]
        expected = sum(logits[n - 1, ids[n]].item() for n in range(begun, len(ids)))
        assert value == pytest.approx(expected, abs=1e-3)
    assert found[0] != pytest.approx(found[1])


def image_of(question: Any) -> Any:
    from eval.pictures import opened

    return opened(question.images[0])


def test_the_right_name_is_ranked_among_all(model: VisionModel, data: Path) -> None:
    rank = ranker(model, all_names(data, "plddt"))
    questions = load_questions(data, "plddt", ["test"])
    found = [rank(q) for q in questions]
    assert [f is None for f in found] == ["paper" not in q.source for q in questions]
    for ranking in filter(None, found):
        assert ranking["among"] == 6 and 1 <= ranking["rank"] <= 6
        assert len(set(ranking["top"])) == 5


def test_one_run_answers_controls_and_baselines_and_is_scored(
    base: Path, adapter: Path, data: Path, tmp_path: Path
) -> None:
    paths = answer_proteins(data, tmp_path, adapter=str(adapter), base=str(base), name="tiny")
    assert [p.name for p in paths[:4]] == [
        "adapter.jsonl", "control-blank.jsonl", "control-permuted.jsonl", "control-rotated.jsonl",
    ]  # fmt: skip
    scores = score_proteins(paths, data, None, config="plddt", splits=["test"])
    assert scores["kinds"]["tiny, blank picture"] == "control"
    assert set(scores["models"]) >= {"tiny", "constant answer", "nearest sequence"}
    blank = [a.answer for a in read_answers(paths[1]) if "paper" in a.id]
    assert len(set(blank)) == 1, "one question of one white picture has one answer"
    page = report_of(scores, paths[0], data, tmp_path)
    assert page.count("data:image/png;base64,") == 2 and "nearest sequence" in page


def report_of(scores: dict[str, Any], answers: Path, data: Path, folder: Path) -> str:
    """The section of the report alone."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    import eval.protein_report as report

    templates = Path(report.__file__).parent / "templates"
    environment = Environment(loader=FileSystemLoader(templates), autoescape=True)
    environment.filters["svg"] = Markup
    part = report.protein_part(scores, read_answers(answers), asked(data), {})
    return environment.get_template("_proteins.html.j2").render(proteins=part)


def test_an_adapter_without_its_projector_is_refused(
    base: Path, adapter: Path, tmp_path: Path
) -> None:
    import json

    blind = shutil.copytree(adapter, tmp_path / "blind")
    config = json.loads((blind / "adapter_config.json").read_text())
    (blind / "adapter_config.json").write_text(json.dumps({**config, "modules_to_save": None}))
    with pytest.raises(ModelError, match="has no trained projector"):
        load_vision_model(base, adapter=blind)


def test_a_control_needs_pictures(tmp_path: Path) -> None:
    from eval_world import make_world

    world = make_world(tmp_path)
    with pytest.raises(EvalError, match="no pictures"):
        ask(Request(world.data, tmp_path / "a.jsonl", model="x", control="blank"))

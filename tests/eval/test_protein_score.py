"""Baselines and scores of answers about proteins, on six proteins made by hand."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from protein_world import PROTEINS, make_proteins

from eval.answers import Answer, read_answers, write_answers
from eval.errors import EvalError
from eval.protein_baselines import read_sequences, write_protein_baselines
from eval.protein_questions import all_names, candidates, kind_of, right_name, structure_of
from eval.protein_score import score_proteins
from eval.questions import Question, default_config, default_splits, load_questions, task_of
from eval.ranking import rank_of
from eval.table import markdown


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return make_proteins(tmp_path)


def answered(questions: list[Question], texts: dict[str, str], rank: int) -> list[Answer]:
    """Answers of an adapter; ``texts`` by structure and kind, the right one for all others."""
    found = []
    for q in questions:
        ranking = {"rank": rank, "among": 6, "top": ["Insulin"]}
        key = f"{structure_of(q)}/{kind_of(q)}"
        found.append(
            Answer(
                q.id, q.subject, "tiny", "adapter", q.prompt, texts.get(key, q.reference),
                q.reference, q.stratum, ranking=ranking if "paper" in key else None,
            )
        )  # fmt: skip
    return found


def test_the_folder_says_what_is_asked(data: Path) -> None:
    assert (task_of(data), default_config(data)) == ("protein", "plddt")
    assert default_splits(data, "plddt") == ("test",), "there is no split of the paper's"
    question = load_questions(data, "plddt", ["test"])[0]
    picture, text = question.messages[0]["content"]
    assert picture["type"] == "image" and picture["image"].startswith(b"\x89PNG")
    assert text == {"type": "text", "text": question.prompt}
    assert right_name(question) == "Profilin-2"
    with pytest.raises(EvalError, match="does not name its subject"):
        right_name(replace(question, subject="Insulin"))


def test_candidates_are_all_names_or_a_fixed_draw_with_the_right_one(data: Path) -> None:
    names = all_names(data, "plddt")
    assert names == sorted(name for name, *_ in PROTEINS.values())
    assert candidates("Insulin", names)[0] == "Insulin"
    assert sorted(candidates("Insulin", names)) == names
    drawn = candidates("Insulin", names, most=3)
    assert len(set(drawn)) == 3 and drawn == candidates("Insulin", names, most=3)


@pytest.mark.parametrize(
    ("scores", "rank"), [([3.0, 1.0, 2.0], 1), ([1.0, 3.0, 2.0], 3), ([2.0, 2.0, 2.0], 3)]
)
def test_a_tie_wins_nothing(scores: list[float], rank: int) -> None:
    assert rank_of(scores, 0) == rank


def test_baselines_answer_as_they_say(data: Path, tmp_path: Path) -> None:
    questions = load_questions(data, "plddt", ["test"])
    train = load_questions(data, "plddt", ["train"])
    paths = write_protein_baselines(
        questions, train, tmp_path / "out", sequences=read_sequences(data)
    )
    given = {p.stem: {a.id: a.answer for a in read_answers(p)} for p in paths}
    first, second = "Q1-F1/paper-question/front", "Q2-F1/paper-question/front"
    assert given["baseline-nearest-picture"][first] == "The name of this protein is Profilin-1."
    assert given["baseline-nearest-picture"][second] == "The name of this protein is Secretin."
    assert given["baseline-nearest-sequence"][first] == "The name of this protein is Profilin-1."
    permuted = given["baseline-permuted-answers"]
    assert permuted[first] == "The name of this protein is Vasoactive intestinal peptide."
    constant = given["baseline-constant-answer"]
    assert constant[first] == constant[second]
    assert constant["Q1-F1/size-class/front"].startswith("This is a "), "a kind has its own"


def test_scores_have_names_and_classes_apart(data: Path, tmp_path: Path) -> None:
    questions = load_questions(data, "plddt", ["test"])
    texts = {
        "Q1-F1/paper-question": "The name of this protein is Profilin-1.",
        "Q1-F1/size-class": "This is a small protein: its chain here has 7 residues.",
        "Q2-F1/size-class": "This is a small protein: its chain here has 28 residues.",
    }
    write_answers(tmp_path / "a.jsonl", answered(questions, texts, rank=2))
    out = tmp_path / "scores.json"
    found = score_proteins([tmp_path / "a.jsonl"], data, out, config="plddt", splits=["test"])
    own = found["models"]["tiny"]
    assert found["n"] == 2 and json.loads(out.read_text()) == found
    assert own["overlap"]["value"] == pytest.approx(0.95)
    assert own["exact"]["value"] == 0.5 and own["family"]["value"] == 1.0
    assert own["top1"]["value"] == 0.0 and own["top5"]["value"] == 1.0
    assert 0 < own["exact"]["low"] < 0.5 < own["exact"]["high"] < 1
    right = found["by_question"]["size-class"]["tiny"]["right"]
    assert right["value"] == 0.5, "the class counts, the figure behind it does not"
    assert found["chance"] == {"top1": 0.166667, "top5": 0.833333}
    assert found["caveats"] == ["Six proteins."]
    table = markdown(found)
    assert "name overlap" in table and "BLEU" not in table and "size-class" in table


def test_answers_to_other_rows_are_refused(data: Path, tmp_path: Path) -> None:
    questions = load_questions(data, "plddt", ["test"])
    write_answers(tmp_path / "a.jsonl", answered(questions, {}, rank=1)[:1])
    with pytest.raises(EvalError, match="without an answer"):
        score_proteins([tmp_path / "a.jsonl"], data, None, config="plddt", splits=["test"])

"""Controls: the same questions of other pictures; and what a picture is without a model."""

from pathlib import Path

import numpy as np
import pytest
from protein_world import make_proteins, picture

from eval.errors import EvalError
from eval.pictures import changed, derangement, embedding, opened
from eval.questions import Question, load_questions


@pytest.fixture
def questions(tmp_path: Path) -> list[Question]:
    return load_questions(make_proteins(tmp_path), "plddt", ["train"])


@pytest.mark.parametrize("control", ["blank", "permuted", "rotated"])
def test_only_the_pictures_change(questions: list[Question], control: str) -> None:
    other = changed(questions, control)
    for before, after in zip(questions, other, strict=True):
        assert before.images != after.images
        assert (before.id, before.prompt, before.reference) == (
            after.id,
            after.prompt,
            after.reference,
        )


def test_blank_is_white_and_of_the_same_size(questions: list[Question]) -> None:
    image = opened(changed(questions, "blank")[0].images[0])
    assert image.size == opened(questions[0].images[0]).size
    assert image.getcolors() == [(48 * 48, (255, 255, 255))]


def test_rotated_is_a_quarter_turn(questions: list[Question]) -> None:
    before = np.asarray(opened(questions[0].images[0]))
    after = np.asarray(opened(changed(questions, "rotated")[0].images[0]))
    assert (np.rot90(before) == after).all()


def test_permuted_pictures_are_those_of_rows_with_another_answer(
    questions: list[Question],
) -> None:
    shown = {q.images[0]: q.subject for q in questions}
    for before, after in zip(questions, changed(questions, "permuted"), strict=True):
        assert shown[after.images[0]] != before.subject
    names = [q for q in changed(questions, "permuted") if "paper" in q.source]
    assert len({q.images for q in names}) == len(names), "each picture is used once"


@pytest.mark.parametrize("labels", ["ab", "aabb", "aabbc", "abcdefg", "aaabbb"])
@pytest.mark.parametrize("seed", range(5))
def test_no_place_keeps_its_label_where_that_is_possible(labels: str, seed: int) -> None:
    moved = derangement(list(labels), seed=seed)
    assert sorted(moved) == list(range(len(labels)))
    assert all(labels[n] != labels[other] for n, other in enumerate(moved))


@pytest.mark.parametrize("labels", ["a", "aa", "aaab", ""])
def test_where_it_is_not_possible_nothing_is_lost(labels: str) -> None:
    assert sorted(derangement(list(labels))) == list(range(len(labels)))


def test_an_unknown_control_and_a_broken_picture_are_named(questions: list[Question]) -> None:
    with pytest.raises(EvalError, match="control is 'grey', not blank, permuted, rotated"):
        changed(questions, "grey")
    with pytest.raises(EvalError, match="a picture of 3 bytes cannot be read"):
        opened(b"PNG")


def test_like_pictures_are_near_whatever_their_size() -> None:
    red, large, blue = (embedding(picture(*a)) for a in (("red",), ("red", 96), ("blue",)))
    assert red @ large > 0.9 > red @ blue
    assert np.linalg.norm(red) == pytest.approx(1.0)

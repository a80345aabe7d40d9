"""The paper's score of a protein's name, against all substrings tried one by one."""

import random

import pytest

from eval.metrics.protein_name import longest_common_substring, name_overlap


def brute_force(text: str, name: str) -> str:
    """The longest substring of ``name`` that is in ``text``; of several the first in ``name``."""
    best = ""
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            if name[start:end] in text and end - start > len(best):
                best = name[start:end]
    return best


@pytest.mark.parametrize("seed", range(40))
def test_the_longest_common_substring_is_that_of_a_brute_force_search(seed: int) -> None:
    drawn = random.Random(seed)
    # Two letters make many ties, 250 characters are where difflib would leave out frequent ones.
    text = "".join(drawn.choices("ab", k=drawn.choice([0, 1, 5, 40, 250])))
    name = "".join(drawn.choices("abc", k=drawn.choice([1, 6, 25])))
    found = longest_common_substring(text, name)
    assert found == brute_force(text, name)
    assert name_overlap(text, name) == len(found) / len(name)


@pytest.mark.parametrize(
    ("answer", "name", "score"),
    [
        ("", "Insulin", 0.0),
        ("   \n", "Insulin", 0.0),
        ("xyz", "Abcd", 0.0),
        ("The name of this protein is Insulin.", "Insulin", 1.0),
        ("The name of this protein is INSULIN.", "insulin", 1.0),
        ("Insu lin", "Insulin", 4 / 7),
        ("Profilin-2", "Profilin-1", 0.9),
        ("Serum   albumin", "Serum albumin", 1.0),
        ("cafe\u0301", "café", 1.0),
        ("STRASSE", "straße", 1.0),
        ("ab", "ab" * 50, 0.02),
    ],
)
def test_scores_by_hand(answer: str, name: str, score: float) -> None:
    assert name_overlap(answer, name) == pytest.approx(score)


def test_case_counts_where_it_is_asked_for() -> None:
    assert name_overlap("INSULIN", "insulin", ignore_case=False) == 0.0
    assert name_overlap("INSULIN", "INSUlin", ignore_case=False) == pytest.approx(4 / 7)


def test_of_equal_runs_the_first_in_the_name_is_given() -> None:
    assert longest_common_substring("cd-ab", "abXcd") == "ab"
    assert longest_common_substring("ab-cd", "cdXab") == "cd"


@pytest.mark.parametrize("name", ["", "  \n"])
def test_an_empty_name_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match="the right name is empty"):
        name_overlap("anything", name)

"""Which protein an answer names, its family, and whether it is one sentence."""

import pytest

from eval.protein_names import family, is_exact, is_one_sentence, named, same_family


@pytest.mark.parametrize(
    "name",
    [
        "Profilin-1",
        "Parathyroid hormone (1-34)",
        "Dihydroorotate dehydrogenase (quinone), mitochondrial",
        "Serine/threonine-protein kinase NEK2",
        "Neuron-specific calcium-binding protein hippocalcin",
        "Probable E3 ubiquitin-protein ligase HERC1, isoform 2",
        "Protein that is not named, St. 1",
    ],
)
def test_a_name_is_read_whole_from_the_data_sets_own_sentence(name: str) -> None:
    for answer in (f"The name of this protein is {name}.", f"This protein is {name}."):
        assert named(answer) == name
        assert is_exact(answer, name) == 1.0
    assert named(f"This protein is {name}, encoded by the gene ABC1.") == name


@pytest.mark.parametrize(
    ("answer", "right", "exact", "kin"),
    [
        ("The name of this protein is profilin 1.", "Profilin-1", 1.0, 1.0),
        ("It is called Profilin-2.", "Profilin-1", 0.0, 1.0),
        ("The name of this protein is Insulin.", "Insulin-like growth factor I", 0.0, 0.0),
        (
            "The name of this protein is Insulin-like growth factor II.",
            "Insulin-like growth factor I",
            0.0,
            1.0,
        ),
        ("I do not know.", "Profilin-1", 0.0, 0.0),
        ("", "Profilin-1", 0.0, 0.0),
    ],
)
def test_exact_and_family(answer: str, right: str, exact: float, kin: float) -> None:
    assert is_exact(answer, right) == exact
    assert same_family(answer, right) == kin


def test_a_name_of_marks_alone_stays_whole() -> None:
    assert family("Protein 4.1") == "protein"
    assert family("Alpha 2") == "alpha 2"


@pytest.mark.parametrize(
    ("answer", "good"),
    [
        ("The name of this protein is Insulin.", True),
        ("This protein is of St. John type 1.5, cut at 34 residues.", True),
        ("The name is Insulin. It is a hormone.", False),
        ("The name of this protein is Insulin", False),
        ("Which protein is it?", False),
        ("Insulin.", False),
        ("", False),
        ("One\nsentence.", False),
        ("word " * 61 + ".", False),
    ],
)
def test_structural_is_one_whole_sentence(answer: str, good: bool) -> None:
    assert is_one_sentence(answer) == float(good)

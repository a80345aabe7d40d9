"""What users may rely on of a marker answer's verdict and form."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postprocess.edits import apply
from postprocess.marker_answer import check_marker_answer
from postprocess.registry import GeneRegistry
from postprocess.yes_no import read

GENE, CELLS = "GLI1", "Macrophage"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("Yes, GLI1 is a marker gene of cell type Macrophage.", "yes"),
        ("No, GLI1 is not a marker gene of cell type Macrophage.", "no"),
        ("No. GLI1 isn’t a marker.", "no"),
        ("GLI1 is a marker of Macrophage.", "yes"),
        ("GLI1 is not a marker of Macrophage.", "no"),
        ("gene GLI1 does not mark macrophages", "no"),
        ("GLI1, a transcription factor, is not, in this tissue, a marker.", "no"),
        ("GLI1 is not only a marker gene of Macrophage.", "yes"),
        ("No doubt, GLI1 is a marker gene.", "yes"),
        ("There is no evidence that GLI1 is a marker gene.", "no"),
        ("No GLI1 is not a marker gene of Macrophage", "no"),
        ("Is gene GLI1 a marker gene of cell type Macrophage? Yes.", "yes"),
        ("The answer is no.", "no"),
        ("**Answer:** Yes", "yes"),
        ("GLI1 is a marker of Fibroblast rather than Macrophage.", "no"),
        ("No, GLI1 is a marker of Fibroblast, not of Macrophage.", "no"),
        ("No, GLI1 is a marker gene of Fibroblast.", "no"),
        ("While it is a marker of Fibroblast, it is not a marker of Macrophage.", "no"),
        ("GLI is a marker of this cell type.", "yes"),
    ],
)
def test_a_plain_answer_has_its_verdict(registry: GeneRegistry, answer: str, verdict: str) -> None:
    assert check_marker_answer(answer, GENE, CELLS, registry).verdict == verdict


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("", "nothing"),
        ("Ja, sicher.", "nothing"),
        ("GLI1 encodes a zinc finger protein.", "nothing"),
        ("Is gene GLI1 a marker gene of cell type Macrophage?", "nothing"),
        ("Yes and no.", "both"),
        ("Yes, GLI1 is not a marker gene of Macrophage.", "both"),
        ("No, wait, yes.", "both"),
        ("GLI1 is a marker of Macrophage. No, it is not a marker of Macrophage.", "both"),
        ("GLI1 may be a marker gene of Macrophage.", "hedged"),
        ("I cannot say that GLI1 is a marker gene of Macrophage.", "hedged"),
        ("It is unclear whether GLI1 is a marker.", "hedged"),
        ("Yes, TP53 is a marker gene of Macrophage.", "other gene"),
        ("Yes, GLI1 is a marker gene of Fibroblast.", "other cell type"),
        ("Yes, GLI1 is a marker gene of CD163+ Macrophage.", "other cell type"),
    ],
)
def test_a_doubtful_answer_is_unclear_with_its_reason_and_keeps_its_text(
    registry: GeneRegistry, answer: str, why: str
) -> None:
    found = check_marker_answer(answer, GENE, CELLS, registry)
    assert (found.verdict, found.why, found.text) == ("unclear", why, answer)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ("Yes. It is a marker of Macrophage. It acts.", "Yes, it is a marker of Macrophage."),
        ("No. GLI1 is not a marker of Macrophage", "No, GLI1 is not a marker of Macrophage"),
        ("Yes, yes, GLI1 is a marker gene of X, yes.", "Yes, GLI1 is a marker gene of X."),
        ("GLI1 acts. Yes, it is a marker. So be it.", "Yes, it is a marker."),
        ("Yes. Yes. Yes. GLI1 is a marker of Macrophage.", "Yes, GLI1 is a marker of Macrophage."),
        ("Answer: Yes. GLI1 is a marker.", "Yes, GLI1 is a marker."),
    ],
)  # fmt: skip
def test_a_clear_answer_becomes_one_sentence_with_one_verdict(answer: str, text: str) -> None:
    found = check_marker_answer(answer, GENE, "X" if " X" in answer else CELLS)
    assert found.text == text
    assert apply(answer, found.edits) == text
    assert all(answer[e.start : e.end] == e.before for e in found.edits)


def test_a_cell_type_named_like_a_gene_is_no_gene_of_the_answer(registry: GeneRegistry) -> None:
    answer = "Yes, GLI1 is a marker gene of TP53+ Malignant cells."
    found = check_marker_answer(answer, "GLI1", "TP53+ Malignant", registry)
    assert (found.verdict, found.other_genes) == ("yes", ())
    answer = "No, TP53 is not a marker gene of TP53 T. It is a kinase."
    found = check_marker_answer(answer, "TP53", "TP53 T", registry)
    assert (found.verdict, found.text) == ("no", "No, TP53 is not a marker gene of TP53 T.")


def test_the_genes_of_question_and_answer_are_compared_by_any_of_their_names(
    registry: GeneRegistry,
) -> None:
    answer = "No, p53 is not a marker gene of Mast cells."
    found = check_marker_answer(answer, "TP53", "Mast cells", registry)
    assert (found.verdict, found.gene_known, found.gene_named) == ("no", True, True)
    other = check_marker_answer(
        "Yes, TP53 is a marker of Mast cells.", "GLI1", "mast cell", registry
    )
    assert (other.verdict, other.other_genes, other.gene_named) == ("unclear", ("TP53",), False)
    assert check_marker_answer("Yes.", "NOSUCH", "Mast cells", registry).gene_known is False


def test_an_answer_cut_off_by_the_length_limit_still_names_its_cell_type() -> None:
    answer = "Yes, GLI1 is a marker gene of cell type CD163+ Macro"
    assert check_marker_answer(answer, GENE, "CD163+ Macrophage").verdict == "yes"


WORDS = re.split(
    " ",
    "Yes No yes, no, GLI1 TP53 is not a marker gene of Macrophage Fibroblast it may and . ? , ( ) "
    "isn't rather than \n Answer: but cell type This mark – \ud800 ü Yes. No. marker.",
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=80))
def test_any_text_is_read_and_reading_twice_changes_nothing(answer: str) -> None:
    found = check_marker_answer(answer, GENE, CELLS)
    assert apply(answer, found.edits) == found.text
    again = check_marker_answer(found.text, GENE, CELLS)
    assert (again.text, again.verdict) == (found.text, found.verdict)
    if found.verdict == "unclear":
        assert all(edit.kind == "repetition" for edit in found.edits)


@pytest.mark.parametrize(
    "unit",
    ["yes ", "yes, ", ".", "not a marker, ", "is a marker of X but ", "(", "No. ", "'", "x, ",
     "Yes. GLI1 is a marker of Macrophage. ", "marker of x and ", "A-", "\n", "answer: "],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_its_length(unit: str) -> None:
    # The larger text is four times as long: quadratic time would be sixteen times as much, and
    # for 400,000 characters minutes; the runner stops a hung test, this one ends at once.
    answer = unit * (400_000 // len(unit)) + "x"
    assert read(answer).verdict in ("yes", "no", "unclear")
    assert check_marker_answer(answer, GENE, CELLS).sentences >= 0

"""Examples are taken by kind of question, with a remark where one is due; intervals are drawn."""

from dataclasses import replace
from pathlib import Path

import pytest

from eval.answers import Answer
from model_cards.chart import interval_chart
from model_cards.examples import corrected_example, examples, remark
from model_cards.reading import charts, failures, summary
from model_cards.scores import read_scores

OWN = "smollm2-135m-gene-grounded-lora"
REFUSED = "No record of gene APP was given, so its function cannot be stated."


def answer(number: int, suffix: str, text: str, records: int = 1) -> Answer:
    lines = "\n".join(f"G{n} | HGNC:{n}" for n in range(records))
    return Answer(
        id=f"HGNC:{number}/grounded{suffix}",
        subject="APP",
        model=OWN,
        kind="adapter",
        prompt=f"Records:\n{lines}\n\nWhat does APP do?" if records else "What does APP do?",
        answer=text,
        reference="x",
        stratum="gene with protein product",
    )


def test_the_first_answer_by_gene_of_each_kind_of_question() -> None:
    rows = [
        answer(70, "", "alone, later"),
        answer(620, "-foreign", REFUSED, 2),
        answer(620, "", "beside", 3),
        answer(9, "", "alone, first"),
        answer(8, "-foreign", "made up"),
    ]
    found = examples(rows)
    assert [(kind, a.answer) for kind, a in found] == [
        ("its record alone", "alone, first"),
        ("its record beside others", "beside"),
        ("records of others only", "made up"),
    ]
    closed = [answer(n, "", f"{n}", 0) for n in (5, 3, 4, 2)]
    assert [a.answer for _, a in examples(closed)] == ["2", "3", "4"]
    assert examples([replace(rows[0], kind="base")]) == []


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("its record alone", "APP is a gene.", ""),
        ("its record alone", REFUSED, "That is wrong: the record stood in the prompt."),
        ("its record beside others", REFUSED, "That is wrong: the record stood in the prompt."),
        ("records of others only", REFUSED, "That is right: there was no record of this gene"),
        ("records of others only", "APP is a gene.", "so this is made up."),
        ("", REFUSED, ""),
    ],
)
def test_a_remark_says_whether_refusing_was_right(kind: str, text: str, said: str) -> None:
    found = remark(kind, answer(620, "", text))
    assert said in found and bool(found) is bool(said)


def test_an_answer_that_correction_left_alone_is_no_example() -> None:
    same = replace(answer(1, "", "x"), kind="corrected", edits=())
    changed = replace(answer(2, "", "y"), kind="corrected", edits=({"kind": "alias"},))
    assert corrected_example([same, changed]) == changed
    assert corrected_example([same]) is None


def test_a_chart_has_its_dot_and_its_interval_in_the_right_columns() -> None:
    drawn = interval_chart([("a", 0.0, 0.0, 0.1), ("longer", 0.5, 0.25, 1.0), ("b", 1.0, 1.0, 1.0)])
    axis, first, second, third = drawn.split("\n")
    start = len("longer") + 2
    assert (axis.index("0"), axis.index(".5"), axis.rindex("1")) == (start, start + 20, start + 40)
    assert first[start:].startswith("●━━━━ ") and first.endswith(" 0.00")
    assert (second.index("━"), second.index("●"), second.rindex("━")) == (
        start + 10,
        start + 20,
        start + 40,
    )
    assert third.index("●") == start + 40


def test_what_the_scores_mean(scores: Path) -> None:
    found = read_scores(scores)
    said = summary(found, OWN)
    assert said.startswith("all identifiers right in 95% (76 to 99%) of 20 genes; ")
    assert "the base alone: 5% (0 to 24%); this model, corrected: 100% (84 to 100%)" in said
    assert "`symbol template`, a trivial baseline: 0% (0 to 16%)" in said
    assert failures(found, OWN) == [
        "In 1 of 20 answers an identifier of the record was missing or wrong.",
        "In 4 of 20 questions with the records of other genes only it wrote a description all the "
        "same, instead of saying that the record was not given.",
    ]
    titles = [title for title, _ in charts(found, OWN)]
    assert titles == ["all ids right"]  # refusals were scored of one model only: nothing to compare

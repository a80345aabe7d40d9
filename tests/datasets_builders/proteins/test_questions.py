"""Questions and answers: the paper's word for word, one sentence each, nothing made up."""

from datasets_builders.proteins.questions import QUESTIONS, Asked, ask
from datasets_builders.schema import PROTEIN_QUESTION
from postprocess.one_sentence import split
from postprocess.protein_name import read_name

CRABP2 = Asked("Cellular retinoic acid-binding protein 2", "CRABP2", 138, 0.1377, 0.587)


def answers(about: Asked) -> dict[str, str]:
    return {kind: answer for kind, _, answer in ask(about)}


def test_the_papers_question_is_exact_and_every_answer_one_sentence() -> None:
    asked = list(ask(CRABP2))
    assert [kind for kind, _, _ in asked] == list(QUESTIONS)
    assert asked[0][1] == PROTEIN_QUESTION
    for _, _, answer in asked:
        assert len(split(answer)) == 1 and answer.endswith(".")


def test_answers_say_what_the_record_says() -> None:
    said = answers(CRABP2)
    assert said["paper-question"].endswith("is Cellular retinoic acid-binding protein 2.")
    assert said["name"].endswith("encoded by the gene CRABP2.")
    assert said["function-class"] == (
        "By its function, this protein is a small-molecule-binding protein."
    )
    assert said["fold-class"] == (
        "This protein is all beta: 14% of its residues are in helices and 59% in strands."
    )
    assert said["size-class"] == "This is a small protein: its chain here has 138 residues."


def test_the_correction_reads_the_name_out_of_the_answers() -> None:
    for kind in ("paper-question", "name"):
        assert read_name(answers(CRABP2)[kind]).name == CRABP2.name


def test_what_is_not_known_is_not_asked() -> None:
    said = answers(Asked("Mucin-16", None, 1400))
    assert set(said) == {"paper-question", "name", "size-class"}
    assert said["name"] == "This protein is Mucin-16."
    assert "1,400" in said["size-class"]


def test_articles_fit_the_word_behind_them() -> None:
    assert "an inhibitor" in answers(Asked("Serpin B3", None, 300))["function-class"]
    assert "a ubiquitin" in answers(Asked("Ubiquitin", None, 76))["function-class"]

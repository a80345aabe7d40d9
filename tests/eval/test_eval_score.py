"""Scoring: the same rows for all, right answers at 1, and nothing scored that should not be."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from eval_world import World

from eval.answers import Answer, write_answers
from eval.baselines import write_baselines
from eval.errors import AnswerFileError, EvalError, SilentModelError
from eval.questions import Question, load_questions
from eval.score import SPLITS, score
from eval.table import markdown


def answered(world: World, path: Path, texts: dict[str, str], **changes: str) -> Path:
    """An answers file: the reference everywhere, except for the ids in ``texts``."""
    questions = load_questions(world.data, "grounded", SPLITS)
    write_answers(path, [replace(_answer(q, texts), **changes) for q in questions])
    return path


def _answer(q: Question, texts: dict[str, str]) -> Answer:
    text = texts.get(q.id, q.reference)
    return Answer(q.id, q.subject, "m", "adapter", q.prompt, text, q.reference, q.stratum)


def test_right_answers_score_one_and_foreign_rows_count_apart(world: World, tmp_path: Path) -> None:
    file = answered(world, tmp_path / "a.jsonl", {})
    out = tmp_path / "scores.json"
    scores = score([file], world.data, world.registry, out)
    assert json.loads(out.read_text()) == scores
    assert scores["n"] == 4  # five rows, one of them with a foreign record only
    for metric, found in scores["models"]["m"].items():
        assert found["value"] == pytest.approx(1.0), metric
        assert found["n"] == 4
    assert scores["models"]["m"]["factual"]["low"] == pytest.approx(0.5101, abs=1e-4)  # Wilson 4/4
    assert scores["refusal"]["m"]["refusal_right"]["value"] == 1.0
    assert scores["refusal"]["m"]["refusal_right"]["n"] == 1
    assert scores["refusal"]["m"]["false_refusal"]["value"] == 0.0
    assert scores["strata"] == {"gene with protein product": 2, "pseudogene": 1, "RNA, micro": 1}
    assert scores["by_split"]["paper"]["m"]["ids_right"]["n"] == 2
    assert scores["signature"]["bleu"].startswith("nrefs:1|")


def test_baselines_beside_the_right_answers(world: World, tmp_path: Path) -> None:
    questions = load_questions(world.data, "grounded", SPLITS)
    files = [answered(world, tmp_path / "a.jsonl", {}), *write_baselines(questions, tmp_path)]
    scores = score(files, world.data, world.registry, None)
    template, record = (scores["models"][m] for m in ("symbol template", "record itself"))
    assert template["factual"]["value"] == 0 and template["ids_right"]["value"] == 0
    assert template["structural"]["value"] == 1 and template["rouge1"]["value"] > 0
    assert record["structural"]["value"] == 0
    # The pasted foreign record brings foreign ids with it.
    assert record["ids_right"]["value"] == 0.5
    assert "| symbol template" in markdown(scores) and "1.00 (0.51–1.00)" in markdown(scores)


def test_a_corrected_file_is_its_own_row(world: World, tmp_path: Path) -> None:
    raw = answered(world, tmp_path / "a.jsonl", {"HGNC:4317/grounded": "wrong."})
    corrected = answered(world, tmp_path / "c.jsonl", {}, kind="corrected")
    scores = score([raw, corrected], world.data, world.registry, None)
    assert scores["kinds"] == {"m": "adapter", "m + correction": "corrected"}
    assert scores["models"]["m"]["ids_right"]["value"] == 0.75


def test_the_same_input_gives_the_same_bytes(world: World, tmp_path: Path) -> None:
    file = answered(world, tmp_path / "a.jsonl", {"HGNC:4317/grounded": "GLI1 is a gene."})
    outs = [tmp_path / "1.json", tmp_path / "2.json"]
    for out in outs:
        score([file], world.data, world.registry, out)
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_bad_files_are_named_with_their_rows(world: World, tmp_path: Path) -> None:
    file = answered(world, tmp_path / "a.jsonl", {})
    lines = file.read_text().splitlines(keepends=True)

    def tried(content: str, error: type[EvalError], message: str) -> None:
        file.write_text(content)
        with pytest.raises(error, match=message):
            score([file], world.data, world.registry, tmp_path / "scores.json")
        assert not (tmp_path / "scores.json").exists()

    tried("".join(lines[1:]), AnswerFileError, r"1 rows without an answer \(HGNC:4317/grounded\)")
    tried("".join([*lines, lines[0]]), AnswerFileError, "1 rows answered more than once")
    tried(
        "".join([*lines, lines[0].replace("HGNC:4317/g", "HGNC:9/g")]),
        AnswerFileError,
        "not in the",
    )
    tried("".join(lines)[:-20], AnswerFileError, "line 5")
    tried("".join(lines).replace("Please sum", "Sum"), AnswerFileError, "made from other data")
    tried("", AnswerFileError, "5 rows without an answer")
    tried("<html>\n", AnswerFileError, "line 1")
    empty = [json.dumps({**json.loads(line), "answer": " "}) + "\n" for line in lines]
    tried("".join(empty), SilentModelError, "all 5 answers of m are empty")


def test_partial_files_must_answer_the_same_rows(world: World, tmp_path: Path) -> None:
    one, two = (answered(world, tmp_path / f"{n}.jsonl", {}) for n in "ab")
    two.write_text(two.read_text().replace('"model": "m"', '"model": "n"'))
    for file in (one, two):
        file.write_text("".join(file.read_text().splitlines(keepends=True)[:2]))
    assert score([one, two], world.data, world.registry, None, partial=True)["n"] == 2
    one.write_text(one.read_text().splitlines(keepends=True)[0])
    with pytest.raises(AnswerFileError, match="other rows"):
        score([one, two], world.data, world.registry, None, partial=True)


def test_a_gene_that_the_registry_lacks_is_an_error(world: World, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(world.registry)
    pq.write_table(table.slice(0, 2), world.registry)
    file = answered(world, tmp_path / "a.jsonl", {})
    with pytest.raises(EvalError, match="HGNC:32864, HGNC:36459"):
        score([file], world.data, world.registry, None)

"""The rooms together, on the embedded sample: data set, answers, correction, scores."""

from dataclasses import replace
from pathlib import Path

import pytest

from datasets_builders.genes.build import build
from datasets_builders.genes.sample import load_sample
from eval.answers import Answer, write_answers
from eval.metrics.factual import factual
from eval.metrics.identifiers import ids_right
from eval.questions import Question, load_questions
from eval.references import read_references
from eval.score import SPLITS, score
from postprocess.answers import correct_answers, read_answers
from postprocess.answers import write_answers as write_corrected
from postprocess.registry import GeneRegistry


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with gene-instructions and gene-registry, built from the embedded sample."""
    out = tmp_path_factory.mktemp("sample")
    records, provenance = load_sample()
    build(records, provenance, out)
    return out


def right_answers(questions: list[Question]) -> list[Answer]:
    return [
        Answer(q.id, q.subject, "m", "adapter", q.prompt, q.reference, q.reference, q.stratum)
        for q in questions
    ]


@pytest.mark.parametrize("config", ["grounded", "ncbi"])
def test_every_reference_scores_one(sample: Path, tmp_path: Path, config: str) -> None:
    data, registry = sample / "gene-instructions", sample / "gene-registry" / "genes.parquet"
    splits = ["train", "validation", *SPLITS]
    questions = load_questions(data, config, splits)
    file = tmp_path / "a.jsonl"
    write_answers(file, right_answers(questions))
    scores = score([file], data, registry, None, config=config, splits=splits)
    assert scores["n"] > 300
    values = {m: found["value"] for m, found in scores["models"]["m"].items()}
    assert values == pytest.approx(dict.fromkeys(values, 1.0))
    if config == "grounded":
        assert scores["refusal"]["m"]["refusal_right"]["value"] == 1.0
        assert scores["refusal"]["m"]["refusal_right"]["n"] > 20


def test_another_genes_reference_scores_zero(sample: Path) -> None:
    questions = load_questions(sample / "gene-instructions", "ncbi", ["train", *SPLITS])
    found = read_references(
        sample / "gene-registry" / "genes.parquet", {q.hgnc_id for q in questions}
    )
    # Shifted by one, so that most meet a gene of their own kind: rows are in HGNC's order.
    pairs = zip(questions, questions[1:] + questions[:1], strict=True)
    wrong = [
        (q.subject, other.subject)
        for q, other in pairs
        if factual(other.reference, q.reference, found[q.hgnc_id])
        or ids_right(other.reference, found[q.hgnc_id])
    ]
    assert wrong == []


def test_correction_makes_wrong_identifiers_right(sample: Path, tmp_path: Path) -> None:
    data, registry = sample / "gene-instructions", sample / "gene-registry" / "genes.parquet"
    raw, corrected = tmp_path / "a.jsonl", tmp_path / "c.jsonl"
    answers = [
        replace(a, answer=a.answer.replace("HGNC:", "HGNC:9"))
        for a in right_answers(load_questions(data, "grounded", SPLITS))
    ]
    write_answers(raw, answers)
    rows = correct_answers(read_answers(raw), GeneRegistry.from_parquet(registry))
    write_corrected(corrected, rows)
    scores = score([raw, corrected], data, registry, None)
    right = {m: found["ids_right"]["value"] for m, found in scores["models"].items()}
    assert right == {"m": 0.0, "m+corrected": 1.0}
    assert scores["kinds"]["m+corrected"] == "corrected"

"""Which gene a question is about; words of prose are never genes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from registry_world import gene_row

from postprocess.question import QuestionReader
from postprocess.registry import GeneRegistry

QUESTION = "Please summarize the major function of gene: {symbol}. Use one paragraph."


@pytest.fixture
def reader(registry: GeneRegistry) -> QuestionReader:
    return QuestionReader(registry, QUESTION)


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("What does p53 do?", ["TP53"]),
        ("what does tp53 do", ["TP53"]),
        ("Does GLI1 act downstream of SUFU, and how?", ["GLI1", "SUFU"]),
        ("How does p53 regulate GLI1?", ["TP53", "GLI1"]),
        ("Is HGNC:4317 (or MIM:191170) a transcription factor?", ["GLI1", "TP53"]),
        ("Tell me about ENSG00000141510, please.", ["TP53"]),
        ("role of TGF beta 1 in fibrosis", ["TGFB1"]),
        ("role of TGF-β1 in fibrosis", ["TGFB1"]),
        ("Explain the mir608 full name in short", ["MIR608"]),
        ("Was macht GLI1?", ["GLI1"]),
        ("WHAT DOES GLI1 DO IN THE CELL?", ["GLI1"]),
        ("the TP53/GLI1 axis", ["TP53", "GLI1"]),
        ("p53-mediated arrest and TGF-β1-dependent growth", ["TP53", "TGFB1"]),
        ("TP53's partners", ["TP53"]),
        ("what is sufu?", ["SUFU"]),
    ],
)
def test_genes_of_a_free_question(reader: QuestionReader, text: str, symbols: list[str]) -> None:
    asked = reader.read(text)
    assert [gene.symbol for gene in asked.genes] == symbols
    assert (asked.status, asked.free, asked.text) == ("ok", True, text)


@pytest.mark.parametrize(
    "text",
    [
        "What is the capital of France?",
        "Was it a cat that had to rest, or did it act on its own?",
        "how are dna and rna repaired in the er of a human cell?",
        "write me a poem",
    ],
)
def test_prose_names_no_gene(make_registry: Callable[..., Path], text: str) -> None:
    named = [gene_row(s, n) for n, s in enumerate(("ACT", "CAT", "DNA", "ER", "REST", "WAS"), 1)]
    reader = QuestionReader(GeneRegistry.from_parquet(make_registry(named)), QUESTION)
    assert reader.read(text).status == "unknown gene"
    assert reader.read("cat").genes[0].symbol == "CAT"
    assert reader.read("What does CAT do?").genes[0].symbol == "CAT"


def test_the_name_within_the_training_question_is_the_gene(reader: QuestionReader) -> None:
    asked = reader.read(QUESTION.format(symbol="p53"))
    assert (asked.genes[0].symbol, asked.free, asked.name) == ("TP53", False, "p53")
    assert reader.read(QUESTION.format(symbol="TP35")).candidates[0] == "TP53"


def test_a_name_of_several_genes_is_asked_back(reader: QuestionReader) -> None:
    for text in ("CAP", "What does CAP do?"):
        asked = reader.read(text)
        assert (asked.status, asked.genes) == ("ambiguous gene", ())
        assert asked.candidates == ("SERPINB6", "CAP1")

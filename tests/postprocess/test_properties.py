"""What holds for every answer: no wrong identifier, nothing else touched, no second change."""

import random

import pytest
from generated import answer_about, problems
from hypothesis import given, settings
from hypothesis import strategies as st

from postprocess.correct import Correction, correct
from postprocess.edits import apply
from postprocess.registry import GeneRegistry

_PIECES = st.sampled_from(
    [
        "GLI1", "TP53", "SUFU", "MIR608", "HGNC:", "HGNC:HGNC:", "HGNC ID ", "4317", "10997",
        "MIM:", "OMIM ", "165220", "Ensembl:", "ENSG00000111087", "ENSG0000", "GeneID:",
        "AllianceGenome:", "UniProt:P08151",
        " is ", " and ", ", ", "; ", ". ", " (", ") ", "It is also known as ",
        "Aliases: ", "X1", "GLI", "p53", "AC012345.1", " also known as ", "It ",
        "its MIM number is ",
        "in cells", "very very very very very very ", "\n", "α",
        "\ud800", " ",
        "The gene ", "[", "]", "which ",
    ]
)  # fmt: skip


def _twice(text: str, registry: GeneRegistry, symbol: str | None) -> Correction:
    done = correct(text, registry, symbol=symbol, insert_aliases=True)
    assert apply(text, done.edits) == done.text
    assert all(text[e.start : e.end] == e.before for e in done.edits)
    again = correct(done.text, registry, symbol=symbol, insert_aliases=True)
    assert again.text == done.text and again.edits == ()
    return done


@settings(deadline=None, max_examples=300)
@given(st.lists(_PIECES, max_size=25), st.sampled_from(["GLI1", "TP53", "MIR608", "RPL37P24"]))
def test_any_text_is_corrected_once(registry: GeneRegistry, pieces: list[str], symbol: str) -> None:
    _twice("".join(pieces), registry, symbol)


@settings(deadline=None, max_examples=300)
@given(st.integers(min_value=0))
def test_no_wrong_identifier_is_left(registry: GeneRegistry, seed: int) -> None:
    rng = random.Random(seed)
    genes = [gene for gene in registry if gene.approved and gene.symbol != "AR"]
    pair = rng.sample(genes, 2)
    answer = answer_about(pair, rng)
    done = _twice(answer.text, registry, answer.symbol)
    assert problems(answer, done.text, {gene.symbol: gene for gene in pair}) == []


@pytest.mark.parametrize(
    "unit",
    [
        "(", "[(", ")", "HGNC:1 ", "HGNC:", "HGNC ", "ENSG", "MIM:1a", "1", " ", "also known as ",
        "aliases ", "It is also known as A; ", "A; ", "GLI1 ", "a. ", "also ", "GLI1 (HGNC:1) ",
        "very ", "MIM:1, ", "It is MIM:2 and ", "\n", "基因", "<b>", "\x00",
    ],
)  # fmt: skip
def test_a_long_hostile_text_is_corrected_too(registry: GeneRegistry, unit: str) -> None:
    """Quadratic work would take minutes here; benchmarks/correct.py has the times."""
    text = "MIR608 " + unit * (200_000 // len(unit))
    done = correct(text, registry, symbol="MIR608")
    assert done.symbol == "MIR608"
    assert apply(text, done.edits) == done.text

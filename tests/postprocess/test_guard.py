"""Whatever looks like an identifier and is not known to be right is marked, in any form."""

import random

import pytest
from generated import KINDS, World, answer_about

from postprocess.correct import correct
from postprocess.facts import book_of
from postprocess.guard import plainly_right, searched, unproved
from postprocess.registry import GeneRegistry


def _unproved(text: str, registry: GeneRegistry) -> list[str]:
    book = book_of(registry)
    return unproved(text, book.get("GLI1"), book)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("GLI1 (HGNC-Nummer: 16466)", "16466"),
        ("GLI1基因的HGNC编号是16466。", "16466"),
        ("GLI1 MIM numbr 788474", "788474"),
        ("It is number 16466 in HGNC.", "16466"),
        ("607035 is what OMIM says", "607035"),
        ("HGNC \x00 <b> 16466</b>", "16466"),
        ("OMIM&nbsp;607035", "607035"),
        ("Ensembl says ENST 00000107882", "ENST 00000107882"),
        ("Q9UMX1 acts", "Q9UMX1"),
        ("liegt auf 7p14.1", "7p14.1"),
        ("HGNC IDs of GLI1: 4317, 11998 and 16466", "16466"),
        ("| Gene | HGNC |\n|---|---|\n| GLI1 | 16466 |", "16466"),
    ],
)
def test_what_no_finder_knows_is_marked(registry: GeneRegistry, text: str, marked: str) -> None:
    assert marked in _unproved(text, registry)
    done = correct(text, registry, symbol="GLI1")
    assert marked not in done.text or any(marked in said for said in done.unverified)


@pytest.mark.parametrize(
    "text",
    [
        "GLI1 is found in 25 tissues and has 5 exons; HGNC was founded in 1979. In 2004 NCBI",
        "p53 and GLI1 lie on chromosome 17 and chromosome 12, 12q13.3.",
        "GLI1 (HGNC:4317; OMIM 165220; NCBI Gene 2735; UniProt P08151; ENSG00000111087.7)",
        "4317 is its HGNC ID.",
        "SUFU (HGNC:16466) binds GLI1.",
        "n = 4317 patients, 37 °C, 5% CO2, 118 kDa",
        "| HGNC | OMIM |\n|---|---|\n| HGNC:4317 | 165220 |",
    ],
)
def test_what_is_right_or_no_identifier_is_not(registry: GeneRegistry, text: str) -> None:
    assert [said for said in _unproved(text, registry) if said != "17"] == []


def test_nothing_is_proved_for_an_unknown_gene(registry: GeneRegistry) -> None:
    assert unproved("It is number 16466 in HGNC", None, book_of(registry)) == ["16466"]


@pytest.mark.parametrize(
    ("symbol", "text"),
    [
        ("RPL37P24", "The symbol, as provided by HGNC, is RPL37P24, and it is read."),
        ("MIR608", "NCBI: hsa-mir-608 is an alias of MIR608, HGNC says."),
    ],
)
def test_a_number_in_the_genes_own_names_is_none(
    registry: GeneRegistry, symbol: str, text: str
) -> None:
    book = book_of(registry)
    assert unproved(text, book.get(symbol), book) == []


def test_what_is_taken_for_right_at_once_is_right_by_the_whole_search(
    registry: GeneRegistry,
) -> None:
    """The short way says nothing that the search would not say."""
    world, rng, book = World(registry), random.Random(5), book_of(registry)
    kinds = [*KINDS]
    taken = 0
    for number in range(900):
        kind = kinds[number % len(kinds)]
        answer = answer_about(world.draw(rng), world, rng, kind)
        done = correct(answer.text, registry, symbol=answer.asked)
        gene = book.get(done.symbol) if done.symbol else None
        if gene and plainly_right(done.text, gene):
            taken += 1
            assert searched(done.text, gene, book) == [], done.text
    assert taken > 50

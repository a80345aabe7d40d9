"""Texts that nobody should have to correct: empty, huge, littered, of no gene or of two."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from postprocess.correct import correct
from postprocess.edits import apply
from postprocess.registry import GeneRegistry


@pytest.mark.parametrize(
    "unit",
    [
        "(", "[(", ")", "HGNC:1 ", "HGNC:", "HGNC ", "ENSG", "MIM:1a", "1", " ", "also known as ",
        "aliases ", "It is also known as A; ", "A; ", "GLI1 ", "a. ", "also ", "GLI1 (HGNC:1) ",
        "very ", "MIM:1, ", "It is MIM:2 and ", "\n", "基因", "<b>", "\x00", "12q", "located at ",
        "located on chromosome 7, ", "P0815", "P08151 ", "HGNC IDs 1, 2, ", "GLI1 and SUFU ",
        "respectively ", "https://omim.org/entry/1 ", "HGNC\u00a0:", "**HGNC** ", "see ", "whose ",
        "**; also known as\"",
        "also known as[the =|", "**HGNC:", "P08151) ", "12q13.3\n", "HGNC[ID ",
        "OMIM: [", "Ensembl ID: ID: ", "is of ",
    ],
)  # fmt: skip
def test_a_long_hostile_text_is_corrected_too(registry: GeneRegistry, unit: str) -> None:
    """Quadratic work would take minutes here; benchmarks/correct.py has the times."""
    text = "MIR608 " + unit * (60_000 // len(unit))
    done = correct(text, registry, symbol="MIR608")
    assert done.symbol == "MIR608"
    assert apply(text, done.edits) == done.text


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", ".", "\x00", "\ud800", "\ufeff", "\u202e", "()", "🧬"]
)
@pytest.mark.parametrize("symbol", ["GLI1", "QQQ9", "", None])
def test_a_text_that_says_nothing_stays_as_it_is(
    registry: GeneRegistry, text: str, symbol: str | None
) -> None:
    done = correct(text, registry, symbol=symbol)
    assert (done.text, done.edits, done.unverified) == (text, (), ())


@pytest.mark.parametrize(
    "around",
    [
        "\x00{}\x07",
        "\ud800 {} \udfff",
        "<p>{}</p>",
        "\u202e{}\u202c",
        "基因 {} 。",
        "🧬{}🧬",
        "\r\n{}\r\n",
    ],
)
def test_what_stands_around_an_identifier_stays(registry: GeneRegistry, around: str) -> None:
    text = "GLI1 acts. " + around.format("HGNC:10997")
    assert correct(text, registry, symbol="GLI1").text == "GLI1 acts. " + around.format("HGNC:4317")


@pytest.mark.parametrize("symbol", ["QQQ9", None])
def test_of_an_unknown_gene_nothing_is_said_and_everything_is_marked(
    registry: GeneRegistry, symbol: str | None
) -> None:
    text = "QQQ9 is HGNC:4317, MIM:165220 and ENSG00000111087. It is also known as Q1."
    done = correct(text, registry, symbol=symbol, insert_aliases=True)
    assert (done.text, done.edits, done.symbol) == (text, (), None)
    assert done.unverified == ("HGNC:4317", "MIM:165220", "ENSG00000111087")


def test_each_of_two_genes_gets_its_own_identifier_back(registry: GeneRegistry) -> None:
    text = "GLI1 (HGNC:16466) binds SUFU (HGNC:4317), and SUFU has MIM:165220."
    done = correct(text, registry, symbol="GLI1")
    assert done.text == "GLI1 (HGNC:4317) binds SUFU (HGNC:16466), and SUFU has MIM:607035."


def test_a_megabyte_of_identifiers_is_set_right(registry: GeneRegistry) -> None:
    text = "GLI1 acts. " + "".join(f"Tissue {i} has it under HGNC:{i}. " for i in range(25_000))
    done = correct(text, registry, symbol="GLI1")
    assert done.text == "GLI1 acts. " + "".join(
        f"Tissue {i} has it under HGNC:4317. " for i in range(25_000)
    )


def test_threads_share_a_registry(registry: GeneRegistry) -> None:
    texts = [f"GLI1 is HGNC:{i}, MIM:{i}, at 7q3{i % 10}." for i in range(200)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda text: correct(text, registry, symbol="GLI1"), texts))
    assert done == [correct(text, registry, symbol="GLI1") for text in texts]

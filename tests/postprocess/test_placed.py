"""Identifiers whose database or gene is told by their place in the text."""

import pytest

from postprocess.correct import correct
from postprocess.registry import GeneRegistry


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It is number 16466 in HGNC.", "It is number 4317 in HGNC."),
        ("16466 is its HGNC number.", "4317 is its HGNC number."),
        ("GLI1 is 607035 (OMIM).", "GLI1 is 165220 (OMIM)."),
        (
            "| Gene | HGNC | OMIM |\n|---|---|---|\n| GLI1 | 16466 | 1 |\n| SUFU | 4317 | 2 |",
            "| Gene | HGNC | OMIM |\n|---|---|---|\n| GLI1 | 4317 | 165220 |\n"
            "| SUFU | 16466 | 607035 |",
        ),
        (
            "The identifiers of GLI1 and SUFU are HGNC:16466 and HGNC:4317, respectively.",
            "The identifiers of GLI1 and SUFU are HGNC:4317 and HGNC:16466, respectively.",
        ),
        ("GLI1 has HGNC:16466; SUFU: hgnc:4317.", "GLI1 has HGNC:4317; SUFU: hgnc:16466."),
        ("GLI1 binds SUFU, HGNC:4317.", "GLI1 binds SUFU, HGNC:16466."),
        (
            "GLI1 binds sufu full name (HGNC:4317).",
            "GLI1 binds sufu full name (HGNC:16466).",
        ),
        ("GLI1基因的编号是HGNC 16466，位于7p14.1。", "GLI1基因的编号是HGNC 4317，位于12q13.3。"),
        ("GLI1 is on chromosome 7 (q36.3).", "GLI1 is on chromosome 12q13.3."),
        ("Chromosome: 7. GLI1 acts.", "Chromosome: 12. GLI1 acts."),
    ],
)
def test_the_place_says_what_is_right(registry: GeneRegistry, text: str, wanted: str) -> None:
    done = correct(text, registry, symbol="GLI1")
    assert done.text == wanted
    assert not correct(done.text, registry, symbol="GLI1").edits


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"mim_number": "607035"}', '{"mim_number": null}'),
        ("| OMIM |\n|---|\n| 607035 |", "| OMIM |\n|---|\n| - |"),
        ("It acts. It is number 607035 in OMIM.", "It acts."),
        (
            "GLI1 and MIR608 are MIM:1 and MIM:2, respectively.",
            "GLI1 and MIR608 are MIM:165220 and none, respectively.",
        ),
    ],
)
def test_what_a_gene_lacks_leaves_its_place_whole(
    registry: GeneRegistry, text: str, wanted: str
) -> None:
    done = correct(text, registry, symbol="MIR608")
    assert done.text == wanted
    assert not correct(done.text, registry, symbol="MIR608").edits

"""The odd forms in which models write identifiers, and what only looks like one."""

import pytest

from postprocess.correct import correct
from postprocess.find import find_identifiers
from postprocess.plain import plain
from postprocess.registry import GeneRegistry
from postprocess.scan import Scan


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("HAGNC:600", "HAGNC:4317"),
        ("HGNCC:600", "HGNCC:4317"),
        ("ENSEMBL-ENSG00000104844", "ENSEMBL-ENSG00000111087"),
        ("Ensembl;ENSG00000104844", "Ensembl;ENSG00000111087"),
        ("OMIN 600619", "OMIN 165220"),
        ("MIM#600619", "MIM#165220"),
        ("HGNC-600", "HGNC-4317"),
        ("HGNC_600", "HGNC_4317"),
        ("HGNC.600", "HGNC.4317"),
        ("hgnc id is 600", "hgnc id is 4317"),
        ("GeneID=1", "GeneID=2735"),
        ("LocusLink 1", "LocusLink 2735"),
        ("https://www.ncbi.nlm.nih.gov/gene/1", "https://www.ncbi.nlm.nih.gov/gene/2735"),
        ("https://omim.org/entry/600619", "https://omim.org/entry/165220"),
        ("**HGNC:600**", "**HGNC:4317**"),
        ("**HGNC:** 600", "**HGNC:** 4317"),
        ("<b>HGNC</b>: 600", "<b>HGNC</b>: 4317"),
        ("Swiss-Prot P12345", "Swiss-Prot P08151"),
        ('"entrez_id": "1"', '"entrez_id": "2735"'),
        ("MIM: 165220, 600619 and 1", "MIM: 165220"),
        ("HGNC:1, 2", "HGNC:4317"),
        ("the protein Q9ZZZ9", "the protein P08151"),
        ("HGNC\u00a0ID:\u00a0600", "HGNC\u00a0ID:\u00a04317"),
        ("HGNC:\u200b600", "HGNC:\u200b4317"),
        ("MIM\uff1a\uff16\uff10\uff10\uff16\uff11\uff19", "MIM\uff1a165220"),
    ],
)
def test_an_odd_form_is_set_right(registry: GeneRegistry, wrong: str, right: str) -> None:
    done = correct(f"GLI1 is listed as {wrong}", registry)
    assert done.text == f"GLI1 is listed as {right}"
    assert correct(done.text, registry).edits == ()


@pytest.mark.parametrize(
    "text",
    [
        "P2RY12 and H2BC12 are genes.",
        "It was found by HGNC, is 25 and mimics 3 others.",
        "HGNC: 12q13.3",
        "HGNC:1 and 25 tissues",
    ],
)
def test_what_only_looks_like_an_identifier_is_none(registry: GeneRegistry, text: str) -> None:
    found = [m.value for m in find_identifiers(Scan(text))]
    assert not set(found) & {"25", "3", "12", "12q13"}


def test_accessions_of_no_known_protein_are_named(registry: GeneRegistry) -> None:
    done = correct("GLI1 acts on GO:0006915 and NM_005269.3.", registry)
    assert done.edits == ()
    assert done.unverified == ("GO:0006915", "NM_005269.3")
    assert correct("GLI1 acts. A1ABC9 too.", registry).unverified == ("A1ABC9",)


def test_invisible_characters_stay_outside_the_edits() -> None:
    text = "HGNC\u200b:\uff14\u200b317\u200b x"
    read = plain(text)
    assert read.text == "HGNC:4317 x"
    start, end = read.span(5, 9)
    assert text[start:end] == "\uff14\u200b317"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GLI1 has HGNC:16466 and SUFU has HGNC:4317.",
         "GLI1 has HGNC:4317 and SUFU has HGNC:16466."),
        ("GLI1 binds SUFU, whose HGNC ID is 4317.", "GLI1 binds SUFU, whose HGNC ID is 16466."),
        ("While TP53 is listed as HGNC:11998, RPL37P24 is listed as MIM:191170.",
         "While TP53 is listed as HGNC:11998."),
        ("GLI1 | Gli | HGNC:1\nSUFU | Sufu | HGNC:2",
         "GLI1 | Gli | HGNC:4317\nSUFU | Sufu | HGNC:16466"),
    ],
)  # fmt: skip
def test_each_gene_of_a_text_gets_its_own(registry: GeneRegistry, text: str, expected: str) -> None:
    assert correct(text, registry, symbol="GLI1").text == expected


def test_a_wrong_full_name_in_the_bracket_behind_a_gene_is_no_second_gene(
    registry: GeneRegistry,
) -> None:
    text = "GLI1 (sufu full name; HGNC:16466) is a gene."
    assert correct(text, registry).text == "GLI1 (sufu full name; HGNC:4317) is a gene."
    other = "GLI1 binds sufu full name (HGNC:16466)."
    assert correct(other, registry).text == other

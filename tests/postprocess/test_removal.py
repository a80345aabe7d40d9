"""Identifiers that a gene does not have, those of other genes, and unknown genes."""

import pytest

from postprocess.correct import correct
from postprocess.registry import GeneRegistry


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MIR608 (MIM:600619) is a gene.", "MIR608 is a gene."),
        ("MIR608 (HGNC:32864; MIM:600619) is a gene.", "MIR608 (HGNC:32864) is a gene."),
        ("MIR608 (MIM:600619; HGNC:32864) is a gene.", "MIR608 (HGNC:32864) is a gene."),
        ("MIR608 is HGNC:32864 and MIM:600619.", "MIR608 is HGNC:32864."),
        ("MIR608 is HGNC:32864, MIM:1 and ENSG00000207551.",
         "MIR608 is HGNC:32864 and ENSG00000207551."),
        ("MIR608 is HGNC:32864, ENSG00000207551, and MIM:1.",
         "MIR608 is HGNC:32864 and ENSG00000207551."),
        ("MIR608 is a gene. Its MIM number is MIM:600619. It acts.", "MIR608 is a gene. It acts."),
        ("MIR608 is a gene, and its OMIM number is OMIM 600619.", "MIR608 is a gene."),
        ("MIR608 is HGNC:32864, and it is also related to MIM:600619.", "MIR608 is HGNC:32864."),
        ("MIR608 is a gene with the OMIM identifier 600619.",
         "MIR608 is a gene."),
        ("MIR608 is a gene. It is related to MIM:1, and it is found in cells.",
         "MIR608 is a gene. It is found in cells."),
        ("MIR608 is a gene. It is related to MIM:1 and is found in cells.",
         "MIR608 is a gene. It is found in cells."),
        ("MIR608, MIM:600619, is a gene.", "MIR608 is a gene."),
        ("Mutations in MIR608 are listed under MIM:60 in a table.",
         "Mutations in MIR608 are listed in a table."),
        ("Mutations in MIR608 match MIM:60 exactly.", "Mutations in MIR608 match MIM exactly."),
        ("MIR608 is a gene. Its entry is MIM:", "MIR608 is a gene."),
    ],
)  # fmt: skip
def test_it_goes_with_its_clause(registry: GeneRegistry, text: str, expected: str) -> None:
    done = correct(text, registry, symbol="MIR608")
    assert done.text == expected
    assert {edit.kind for edit in done.edits} == {"removed"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GLI1 binds SUFU (HGNC:16466).", "GLI1 binds SUFU (HGNC:16466)."),
        ("GLI1 binds SUFU (HGNC:4317).", "GLI1 binds SUFU (HGNC:16466)."),
        ("GLI1 (HGNC:16466) binds SUFU.", "GLI1 (HGNC:4317) binds SUFU."),
        ("GLI1 binds the product of SUFU, whose id is HGNC:16466.",
         "GLI1 binds the product of SUFU, whose id is HGNC:16466."),
        ("GLI1 binds a protein, whose id is HGNC:16466.",
         "GLI1 binds a protein, whose id is HGNC:4317."),
        ("GLI1 is HGNC:1 (MIM:2) [ENSG00000141510].",
         "GLI1 is HGNC:4317 (MIM:165220) [ENSG00000111087]."),
        ("The HGNC ID of SUFU is HGNC:99.", "The HGNC ID of SUFU is HGNC:16466."),
    ],
)  # fmt: skip
def test_an_identifier_is_judged_for_the_gene_it_stands_with(
    registry: GeneRegistry, text: str, expected: str
) -> None:
    assert correct(text, registry, symbol="GLI1").text == expected


@pytest.mark.parametrize("symbol", ["XYZ9", None, "CAP"])
def test_an_unknown_or_ambiguous_gene_is_left_alone(
    registry: GeneRegistry, symbol: str | None
) -> None:
    text = "It is HGNC:1, Ensembl:ENSG00000000001. It is also known as X1; X2"
    done = correct(text, registry, symbol=symbol, insert_aliases=True)
    assert done.text == text and done.symbol is None
    assert done.unverified == ("HGNC:1", "Ensembl:ENSG00000000001")


@pytest.mark.parametrize(
    ("text", "unverified"),
    [
        ("GLI1 is lost in lupus (MIM 152700).", ("MIM 152700",)),
        ("GLI1 binds suppressor of fused (MIM 607035).", ("MIM 607035",)),
        ("GLI1 and its family (see MIM 999999) act.", ("MIM 999999",)),
        ("GLI1 binds SUFU (PRO1280; MIM 607035).", ()),
    ],
)
def test_what_is_given_to_something_else_is_left_and_named(
    registry: GeneRegistry, text: str, unverified: tuple[str, ...]
) -> None:
    done = correct(text, registry, symbol="GLI1")
    assert done.edits == () and done.unverified == unverified


def test_kinds_that_the_registry_lacks_are_named_as_unverified(registry: GeneRegistry) -> None:
    done = correct("GLI1 is NM_005269.3 and ENST00000228682, HGNC:4317.", registry)
    assert done.edits == () and done.unverified == ("NM_005269.3", "ENST00000228682")


@pytest.mark.parametrize("asked", ["GLI1", "gli1", "GLI", "HGNC:4317", None])
def test_the_gene_may_be_named_in_any_way(registry: GeneRegistry, asked: str | None) -> None:
    assert correct("GLI1 is HGNC:1.", registry, symbol=asked).text == "GLI1 is HGNC:4317."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GLI1 acts on DNA and on DNA and on DNA and on DN", "GLI1 acts on DNA"),
        ("GLI1 acts. It is found in the human skin. It is found in the human skin.",
         "GLI1 acts. It is found in the human skin."),
        ("GLI1 is very very very very very very big.", "GLI1 is very big."),
        ("GLI1 is a kinase kinase kinase kinase.", "GLI1 is a kinase kinase kinase kinase."),
        ("GLI1 is very, very big, big.", "GLI1 is very, very big, big."),
    ],
)  # fmt: skip
def test_loops_are_cut(registry: GeneRegistry, text: str, expected: str) -> None:
    done = correct(text, registry)
    assert done.text == expected
    assert {edit.kind for edit in done.edits} <= {"repetition"}

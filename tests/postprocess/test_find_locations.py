"""Places on chromosomes: a true one stays however little it says, a false one is set right."""

from collections.abc import Callable
from pathlib import Path

import pytest
from registry_world import gene_row

from postprocess.bands import arm, chromosomes, covers, places
from postprocess.correct import correct
from postprocess.registry import GeneRegistry


@pytest.mark.parametrize(
    ("stated", "true", "expected"),
    [
        ("12q13", "12q13.3", True),
        ("12q", "12q13.3", True),
        ("chromosome 12", "12q13.3", True),
        ("12q13-q14", "12q13.3", True),
        ("12p", "12q13.3", False),
        ("12q13.31", "12q13.3", False),
        ("Xp22.3", "Xp22.33 and Yp11.2", True),
        ("15", "15 not on reference assembly", True),
        ("7", "reserved", False),
        ("17q24.2-q24.3", "17q24.2-q24.3", True),
        ("22q11", "22pter-q11", False),
    ],
)
def test_a_place_is_true_where_it_covers_the_genes(stated: str, true: str, expected: bool) -> None:
    assert covers(places(stated), places(true)) is expected


def test_hgncs_own_forms_are_read() -> None:
    assert chromosomes("Xp22.33 and Yp11.2") == ("X", "Y")
    assert chromosomes("13cen, GRCh38 novel patch") == ("13",)
    assert chromosomes("mitochondria") == ("mitochondria",)
    assert places("unplaced") == places("not on reference assembly") == places("") == ()
    assert (arm("17p13.1"), arm("12"), arm("1p36.13-q41")) == ("p", "", "")


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("is located at 7q31.2", "is located at 12q13.3"),
        ("is located on chromosome 7", "is located on chromosome 12"),
        ("maps to chromosome 7q31.2", "maps to chromosome 12q13.3"),
        ("is on chromosome X (Xq28)", "is on chromosome 12 (12q13.3)"),
        ("is found on the short arm of chromosome 17", "is found on the long arm of chromosome 12"),
        ("is located on the X chromosome", "is located on chromosome 12"),
        ("(7q31.2) is a gene", "(12q13.3) is a gene"),
        ("lies at 7q31.1-q31.3", "lies at 12q13.3"),
        ("has the chromosomal location: 7q31.2", "has the chromosomal location: 12q13.3"),
        ("is at band 7q31", "is at band 12q13.3"),
        ("is located at 7", "is located at 12q13.3"),
        ("(HGNC:4317; 7q31.2; MIM:165220)", "(HGNC:4317; 12q13.3; MIM:165220)"),
    ],
)
def test_a_false_place_is_set_right(registry: GeneRegistry, said: str, right: str) -> None:
    done = correct(f"GLI1 {said}.", registry)
    assert done.text == f"GLI1 {right}."
    assert {(e.kind, e.field) for e in done.edits} == {("identifier", "location")}
    assert correct(done.text, registry).edits == ()


@pytest.mark.parametrize(
    "text",
    [
        "GLI1 is located at 12q13.3.",
        "GLI1 lies on the long arm of chromosome 12, at 12q13.",
        "GLI1 binds SUFU, which maps to 10q24.32.",
        "GLI1 binds SUFU (10q24.32).",
    ],
)
def test_a_true_place_stays(registry: GeneRegistry, text: str) -> None:
    done = correct(text, registry, symbol="GLI1")
    assert done.edits == () and done.unverified == ()


@pytest.mark.parametrize(
    ("text", "unverified"),
    [
        ("GLI1 is lost in the 22q11.2 deletion syndrome.", "22q11.2"),
        ("GLI1 is fused by t(9;22)(q34;q11) there.", "t(9;22)(q34;q11)"),
        ("Pseudogenes of GLI1 are found on chromosomes 2 and 8.", "chromosomes 2 and 8"),
        ("GLI1 is lost with trisomy of chromosome 21.", "chromosome 21"),
    ],
)
def test_what_is_not_said_of_the_gene_is_left_and_named(
    registry: GeneRegistry, text: str, unverified: str
) -> None:
    done = correct(text, registry, symbol="GLI1")
    assert done.edits == () and unverified in done.unverified


def test_a_gene_without_a_place_loses_the_clause(registry: GeneRegistry) -> None:
    text = "NOIDS is a protein-coding gene located at 7q31.2. It acts."
    assert correct(text, registry).text == "NOIDS is a protein-coding gene. It acts."


def test_a_pseudogene_has_a_place_of_its_own(make_registry: Callable[..., Path]) -> None:
    name = "ribosomal protein L37 pseudogene 24"
    made = gene_row("RPL37P24", 36380, name=name, location="Xp11.22")
    registry = GeneRegistry.from_parquet(make_registry([made]))
    said = "RPL37P24 (ribosomal protein L37 pseudogene 24) is a pseudogene located at {}."
    assert correct(said.format("20q11.22"), registry).text == said.format("Xp11.22")
    copies = "RPL37P24 has other pseudogenes at 20q11.22."
    assert correct(copies, registry).text == copies

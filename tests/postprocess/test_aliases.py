"""Alias passages: found in every shape, replaced by one right sentence; others' are left alone."""

import pytest

from postprocess.correct import correct
from postprocess.registry import GeneRegistry

RIGHT = "It is also known as p53 and LFS1."


@pytest.mark.parametrize(
    "passage",
    [
        "It is also known as X1.",
        "It is also known as X1; X2; X3.",
        "It is also known as p53, LFS1 and X3.",
        "It is also known as AC012345.1; X2.",
        "It is also known as X1; ACT; X2.",
        "It is also known as X1. X2; X3. AC012345.1.",
        "It is also known as X1. It is also called X2, X3.",
        "This gene is also known as X1.",
        "TP53 is also called X1 or X2.",
        "Aliases include X1; X2.",
        "Aliases: X1, X2.",
        "Its other aliases are X1 and X2.",
        "Other names for this gene include X1, X2.",
        "It is alternatively referred to as X1.",
        "It has also been known as X1.".replace("has also been", "has been also"),
        "It is known as X1; X2.",
    ],
)
def test_a_passage_becomes_one_right_sentence(registry: GeneRegistry, passage: str) -> None:
    done = correct(f"TP53 is a gene. {passage} It acts in the nucleus.", registry)
    assert done.text == f"TP53 is a gene. {RIGHT} It acts in the nucleus."
    assert {edit.kind for edit in done.edits} == {"alias"}


@pytest.mark.parametrize(
    "cut", ["X1; X2; X", "X1; X2;", "X1, X2 and", "X1; X2; AC0123.", "X1", "X1. x"]
)
def test_a_passage_without_end_goes_to_the_end_of_the_text(
    registry: GeneRegistry, cut: str
) -> None:
    done = correct(f"TP53 is a gene. It is also known as {cut}", registry)
    assert done.text == f"TP53 is a gene. {RIGHT}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TP53, also known as X1, is a gene.", "TP53 is a gene."),
        ("TP53 (also known as X1 or X2) is a gene.", "TP53 is a gene."),
        ("TP53 (aka X1) is a gene.", "TP53 is a gene."),
        ("TP53 is a gene and is also known as X1.", "TP53 is a gene."),
        ("TP53 is a gene, and it is also known as X1; X2.", "TP53 is a gene."),
        ("TP53 acts. Previously, it was referred to as X1.", "TP53 acts."),
        ("TP53 is a gene. It was formerly called X1; however, it is found in cells.",
         "TP53 is a gene. It is found in cells."),
        ("TP53 is a gene. It is also known as X1 and is found in cells.",
         "TP53 is a gene. It is found in cells."),
        ("TP53 is a gene. It is also known as X1, which acts in cells.",
         "TP53 is a gene. It acts in cells."),
    ],
)  # fmt: skip
def test_a_passage_inside_a_sentence_leaves_a_whole_sentence(
    registry: GeneRegistry, text: str, expected: str
) -> None:
    assert correct(text, registry).text == f"{expected} {RIGHT}"


@pytest.mark.parametrize(
    "text",
    [
        "TP53 is a gene. It is also known as p53 and LFS1.",
        "TP53, also known as p53, is a gene.",
        "TP53 activates the kinase ERK, also known as MAPK, in cells.",
        "TP53 binds SUFU (also known as SUFUH).",
        "TP53 is also involved in repair, and its role is known as guardian.",
    ],
)
def test_what_is_right_or_said_of_others_stays(registry: GeneRegistry, text: str) -> None:
    assert correct(text, registry, symbol="TP53").edits == ()


def test_a_gene_without_alias_gets_no_sentence(registry: GeneRegistry) -> None:
    done = correct("RPL37P24 is a pseudogene. It is also known as X1; X2.", registry)
    assert done.text == "RPL37P24 is a pseudogene."


def test_at_most_five_aliases_in_registry_order(registry: GeneRegistry) -> None:
    done = correct("LINC00665 is a gene.", registry, insert_aliases=True)
    assert done.text == (
        "LINC00665 is a gene. It is also known as AC012345.1, CIR665, FLJ1, FLJ2 and FLJ3."
    )


def test_insertion_is_asked_for_and_spares_a_refusal(registry: GeneRegistry) -> None:
    refusal = "No record of gene TP53 was given, so its function cannot be stated."
    assert correct(refusal, registry, insert_aliases=True).text == refusal
    assert correct("TP53 is a gene.", registry).text == "TP53 is a gene."
    assert correct("TP53 is a gene.", registry, insert_aliases=True).text == (
        f"TP53 is a gene. {RIGHT}"
    )
    cut = correct("TP53 is a gene. It is found in vari", registry, insert_aliases=True)
    assert cut.text == f"TP53 is a gene. {RIGHT} It is found in vari"

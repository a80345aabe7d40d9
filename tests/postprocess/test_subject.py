"""Which gene an answer is judged for."""

from postprocess.correct import correct
from postprocess.registry import GeneRegistry


def test_an_answer_about_another_gene_keeps_that_genes_ids(registry: GeneRegistry) -> None:
    text = (
        "TP53 is a protein-coding gene. It is recorded as HGNC:11998 and Ensembl:ENSG00000141510."
    )
    done = correct(text, registry, symbol="GLI1")
    assert done.text == text
    assert done.symbol == "TP53"


def test_its_wrong_ids_are_set_right_for_that_gene(registry: GeneRegistry) -> None:
    done = correct("TP53 is recorded as HGNC:4317.", registry, symbol="GLI1")
    assert done.text == "TP53 is recorded as HGNC:11998."


def test_an_answer_that_names_no_gene_at_its_start_is_judged_for_the_one_asked(
    registry: GeneRegistry,
) -> None:
    text = "This gene acts like TP53 in other tissues. It is recorded as HGNC:11998."
    done = correct(text, registry, symbol="GLI1")
    assert done.symbol == "GLI1"
    assert "HGNC:4317" in done.text


def test_an_earlier_symbol_counts_as_the_gene(registry: GeneRegistry) -> None:
    assert correct("TP53 is no other than GLI.", registry, symbol="GLI1").symbol == "GLI1"


def test_a_gene_named_first_with_its_full_name_is_meant_whatever_aliases_follow(
    registry: GeneRegistry,
) -> None:
    text = (
        "GLI1 (gli1 full name) is a protein-coding gene at 12q13.3, listed as HGNC:10997. "
        "It is also known as GLI, BRCA1 and p53."
    )
    done = correct(text, registry, symbol="TP53")
    assert done.symbol == "GLI1"
    assert "HGNC:4317" in done.text and done.text.endswith("It is also known as GLI.")

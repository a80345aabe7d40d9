"""Which genes count as related."""

from gene_world import gene

from datasets_builders.genes.groups import PAPER_GENES, blocks, is_family, split_genes, ties
from datasets_builders.genes.sample import load_sample


def test_a_pseudogene_is_with_its_parent_by_symbol_or_by_name() -> None:
    found = blocks(
        [
            gene("RPL37", 10347, name="ribosomal protein L37"),
            gene("RPL37P24", 30, name="something else", locus_type="pseudogene"),
            gene("XYZ9P", 31, name="ribosomal protein L37 pseudogene 9", locus_type="pseudogene"),
            gene("RPL38", 32),
        ]
    )
    assert found["RPL37"] == found["RPL37P24"] == found["XYZ9P"] == "block:HGNC:30"
    assert found["RPL38"] == "block:HGNC:32"


def test_pseudogenes_of_an_absent_parent_are_together() -> None:
    found = blocks([gene(f"NOTHEREP{n}", n, locus_type="pseudogene") for n in (1, 2)])
    assert len(set(found.values())) == 1


def test_a_coding_gene_that_looks_like_a_pseudogene_stays_alone() -> None:
    found = blocks([gene("CASP", 1), gene("CAS", 2), gene("CASP10", 3)])
    assert len(set(found.values())) == 3


def test_coding_genes_with_one_summary_are_together_and_others_are_not() -> None:
    text = "Olfactory receptors interact with odorant molecules."
    found = blocks(
        [
            gene("OR1A1", 1, summary=text),
            gene("OR1A2", 2, summary=text),
            gene("MIR1", 3, summary="microRNAs are short.", locus_type="RNA, micro"),
            gene("MIR2", 4, summary="microRNAs are short.", locus_type="RNA, micro"),
        ]
    )
    assert found["OR1A1"] == found["OR1A2"]
    assert found["MIR1"] != found["MIR2"]


def test_families_and_shared_names_are_ties_and_classes_are_not() -> None:
    found = ties(
        [
            gene("A1", 1, groups=("Caspases", "MicroRNAs"), aliases=("p40",)),
            gene("A2", 2, groups=("CD molecules",), previous=("P40",)),
            gene("A3", 3, aliases=("a2", "alone")),
        ]
    )
    assert found["A1"] == {"group:id of Caspases", "name:P40"}
    assert found["A2"] == {"name:P40", "name:A2"}
    assert found["A3"] == {"name:A2"}


def test_classes_are_no_families() -> None:
    assert not is_family("Antisense RNAs")
    assert is_family("MicroRNA MIR515 family")


def test_the_sample_holds_the_paper_genes_and_keeps_relatives_of_them_out_of_training() -> None:
    records, _ = load_sample()
    assignment = split_genes(records, seed=13)
    assert set(assignment.members("paper")) == set(PAPER_GENES)
    for relative in ("GLI3", "RPL37", "RPS27A", "RPS4X", "ZNF225"):
        if relative in assignment.side:
            assert assignment.side[relative] in ("test", None), relative

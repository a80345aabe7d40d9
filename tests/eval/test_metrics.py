"""What each score rewards and what it does not: the right answer 1; another gene's, an empty one,
the prompt back, one digit wrong 0."""

from dataclasses import replace

import pytest
from eval_world import FGF7, GENES, GLI1, MIR608, QUESTION, REFUSED, RIGHT, RPL37P24, gene, prompt

from eval.baselines import TEMPLATE
from eval.metrics.bleu import bleu, bleu_signature
from eval.metrics.classes import first_class, names_class
from eval.metrics.factual import factual, functional_stems
from eval.metrics.identifiers import identifiers_in, ids_right
from eval.metrics.refusal import false_refusal, is_refusal, refusal_right
from eval.metrics.rouge import rouge1
from eval.metrics.structural import is_degenerate, structural, structural_faults
from eval.references import Reference

SYMBOLS = [g.symbol for g in GENES]
BY_SYMBOL = {g.symbol: g for g in GENES}


def judge(symbol: str, answer: str, *others: Reference) -> tuple[float, float]:
    """Factual and ids_right of an answer for a gene."""
    reference = BY_SYMBOL[symbol]
    return factual(answer, RIGHT[symbol], reference, others), ids_right(answer, reference)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_the_right_answer_scores_one_on_everything(symbol: str) -> None:
    text = RIGHT[symbol]
    assert judge(symbol, text, *(g for g in GENES if g.symbol != symbol)) == (1, 1)
    assert structural_faults(text) == []
    assert bleu(text, text) == pytest.approx(1) and rouge1(text, text) == 1
    assert false_refusal(text) == 0


@pytest.mark.parametrize("symbol", SYMBOLS)
@pytest.mark.parametrize("wrong", ["another", "empty", "question", "grounded prompt", "refusal"])
def test_what_is_no_answer_scores_zero(symbol: str, wrong: str) -> None:
    other = "FGF7" if symbol != "FGF7" else "GLI1"
    text = {
        "another": RIGHT[other],
        "empty": " ",
        "question": QUESTION.format(symbol=symbol),
        "grounded prompt": prompt(symbol, BY_SYMBOL[symbol]),
        "refusal": REFUSED.replace("GLI1", symbol),
    }[wrong]
    assert judge(symbol, text) == (0, 0)


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_the_symbol_template_is_never_factual(symbol: str) -> None:
    assert judge(symbol, TEMPLATE.format(symbol=symbol)) == (0, 0)


@pytest.mark.parametrize(
    ("change", "factual_", "ids"),
    [
        (("MIM:165220", "MIM:165221"), 1, 0),
        (("ENSG00000111087", "ENSG0000011108"), 1, 0),
        (("HGNC:4317, ", ""), 1, 0),
        (("located at", "(UniProt:P08151, Entrez:2735, OMIM 165220) located at"), 1, 1),
        (("located at", "(UniProt:P04637) located at"), 1, 0),
        (("ENSG00000111087", "ENSG00000111087.17"), 1, 1),
        (("GLI1, GLI", "GLI1-AS1, GLI"), 0, 1),
        (("GLI1, GLI", "GLI12, GLI"), 0, 1),
        (("protein-coding gene", "pseudogene"), 0, 1),
        (("protein-coding gene", "gene"), 0, 1),
        (("protein-coding gene", "non-protein-coding gene"), 0, 1),
    ],
)
def test_one_fact_changed(change: tuple[str, str], factual_: float, ids: float) -> None:
    text = RIGHT["GLI1"].replace(*change)
    assert text != RIGHT["GLI1"]
    assert judge("GLI1", text) == (factual_, ids)


def test_the_terms_of_another_gene_do_not_pass() -> None:
    head, tail = "GLI1 is a protein-coding gene. It takes part in ", "."
    own, foreign = (", ".join(g.go_processes) for g in (GLI1, FGF7))
    assert factual(head + own + tail, RIGHT["GLI1"], GLI1) == 1
    assert factual(head + foreign + tail, RIGHT["GLI1"], GLI1) == 0
    both = head + own + ", " + foreign + tail
    assert factual(both, RIGHT["GLI1"], GLI1, [FGF7]) == 0
    # Half of the stems is enough, one word is not.
    half = "smoothened signaling, dorsal and ventral patterns and transcription"
    assert factual(head + half + tail, RIGHT["GLI1"], GLI1) == 1
    assert factual(head + "transcription" + tail, RIGHT["GLI1"], GLI1) == 0


def test_a_paralogs_text_that_mentions_the_gene_does_not_pass() -> None:
    text = RIGHT["FGF7"] + " It is unlike GLI1, " + RIGHT["GLI1"].split(") ")[1]
    assert factual(text, RIGHT["GLI1"], GLI1) == 0


def test_no_function_on_record_means_none_may_be_claimed() -> None:
    for reference in (RPL37P24, MIR608):
        assert not functional_stems(RIGHT[reference.symbol], reference)
    bare = "MIR608 is a microRNA gene at 10q24.31."
    claims = [
        "It regulates apoptosis.",
        "It belongs to the Wnt signaling pathway.",
        "It binds DNA.",
    ]
    assert factual(bare, RIGHT["MIR608"], MIR608) == 1
    assert factual(f"{bare} No pathway is recorded.", RIGHT["MIR608"], MIR608) == 1
    for claim in claims:
        assert factual(f"{bare} {claim}", RIGHT["MIR608"], MIR608) == 0
    denied = "Whether it regulates apoptosis is unknown."
    assert factual(f"{bare} {denied}", RIGHT["MIR608"], MIR608) == 1


def test_a_group_that_is_a_class_is_no_function() -> None:
    groups = ("Divergent transcripts",)
    divergent = gene("X1-DT", "X1 divergent transcript", 1, "RNA, long non-coding")
    right = "X1-DT is a long non-coding RNA gene of the group Divergent transcripts."
    assert not functional_stems(right, replace(divergent, gene_groups=groups))


def test_one_of_two_stems_is_not_enough() -> None:
    olfactory = gene(
        "X2", "X two", 2, "gene with protein product", gene_groups=("Olfactory receptors",)
    )
    right = "X2 is a protein-coding gene of the group Olfactory receptors."
    assert factual(right, right, olfactory) == 1
    assert (
        factual("X2 is a protein-coding gene of the adrenergic receptors.", right, olfactory) == 0
    )


def test_ids_that_the_genes_own_summary_cites_may_stand() -> None:
    citing = replace(GLI1, summary="Similar to RAS (see HRAS, MIM 190020) proteins.")
    text = RIGHT["GLI1"] + " It is similar to RAS (see HRAS, MIM 190020)."
    assert ids_right(text, citing) == 1 and ids_right(text, GLI1) == 0


def test_identifiers_as_people_write_them() -> None:
    text = "HGNC ID: 4317; OMIM number 165220; NCBI Gene 2735; ensg00000111087.3; Ensembl:none."
    assert identifiers_in(text) == {
        "HGNC:4317",
        "MIM:165220",
        "Entrez:2735",
        "Ensembl:ENSG00000111087",
        "Ensembl:none",
    }
    assert identifiers_in("AllianceGenome:HGNC:4317 and UniProtKB:P08151") == {
        "HGNC:4317",
        "UniProt:P08151",
    }
    assert identifiers_in("ENST00000228682.7 of ENSAP1") == {"Ensembl:ENST00000228682"}
    assert identifiers_in("a prim 12 of the 4317 genes") == frozenset()


@pytest.mark.parametrize(
    ("text", "locus_type", "right"),
    [
        ("a protein-coding gene", "gene with protein product", True),
        ("It encodes a membrane-bound serine/threonine kinase", "gene with protein product", True),
        (
            "It encodes a long non-coding RNA that binds a receptor",
            "gene with protein product",
            False,
        ),
        ("an immunoglobulin kappa variable pseudogene", "immunoglobulin pseudogene", True),
        ("an immunoglobulin variable gene", "immunoglobulin gene", True),
        ("an immunoglobulin variable pseudogene", "immunoglobulin gene", False),
        ("a T cell receptor joining gene", "T cell receptor gene", True),
        ("a long non-coding RNA gene", "RNA, long non-coding", True),
        ("a long intergenic non-protein coding RNA", "RNA, long non-coding", True),
        ("a microRNA gene in a protein-coding gene", "RNA, micro", True),
        ("a protein-coding gene with a microRNA in it", "RNA, micro", False),
        ("a transfer RNA gene", "RNA, transfer", True),
        ("a small nucleolar RNA gene", "RNA, small nucleolar", True),
        ("a small nuclear RNA gene", "RNA, small nuclear", True),
        ("a ribosomal RNA gene", "RNA, ribosomal", True),
        ("a non-coding RNA cluster", "RNA, cluster", True),
        ("a non-coding RNA gene", "RNA, misc", True),
        ("a Y RNA gene", "RNA, Y", True),
        ("a vault RNA gene", "RNA, vault", True),
        ("a gene of unknown type", "unknown", True),
        ("a constituent of a complex locus", "complex locus constituent", True),
        ("a genomic region", "region", True),
        ("a locus of the type plasmid", "plasmid", True),
    ],
)
def test_classes(text: str, locus_type: str, right: bool) -> None:
    assert names_class(text, locus_type) is right


def test_a_class_in_the_genes_own_name_does_not_count() -> None:
    assert first_class("nothing of the kind") is None
    host = gene("X1HG", "X1 microRNA host gene", 1, "RNA, long non-coding")
    assert factual("X1HG, X1 microRNA host gene, is a long non-coding RNA gene.", "", host) == 1


PARAGRAPH = RIGHT["GLI1"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (PARAGRAPH.replace(". It", ".\n\nIt"), "line break"),
        ("- " + PARAGRAPH, "list mark"),
        ("1. " + PARAGRAPH, "list mark"),
        ("# " + PARAGRAPH, "markdown"),
        (PARAGRAPH.replace("GLI1,", "**GLI1**,"), "markdown"),
        (GLI1.record + ".", "table bar"),
        (PARAGRAPH + " See https://www.genenames.org.", "address"),
        (PARAGRAPH + " What else does it do?", "question or exclamation"),
        (PARAGRAPH + " I hope that this helps.", "first or second person"),
        (PARAGRAPH + " We said it, as you asked.", "first or second person"),
        ("Summary: " + PARAGRAPH, "heading"),
        (PARAGRAPH.rstrip("."), "does not end in a full stop"),
        (PARAGRAPH + "..", "does not end in a full stop"),
        ("GLI1 is a gene.", "4 words"),
        ("", "0 words"),
        (PARAGRAPH + " " + PARAGRAPH.split(". ")[1], "repetition"),
        (PARAGRAPH + " It is a human gene." * 2, "repetition"),
        ("GLI1 is " + "also known as GLI1, " * 12 + "a gene.", "repetition"),
    ],
)
def test_each_rule_of_structure(text: str, fault: str) -> None:
    assert fault in structural_faults(text)
    assert structural(text) == 0


def test_numerals_and_abbreviations_are_not_persons_or_lists() -> None:
    text = (
        "COL1A1 encodes the alpha 1 chain of collagen type I in the US reference (i.e. the fibrils "
        "of bone), acts with MHC class I and complex I, and is found at 17q21.33 in e.g. the skin."
    )
    assert structural_faults(text) == []
    assert not is_degenerate(text)


def test_word_overlap_scores() -> None:
    assert bleu("a b c d e.", "a b c d f.") == pytest.approx(0.537285, abs=1e-6)
    assert rouge1("a b c", "a b d") == pytest.approx(2 / 3)
    assert bleu("", "a b") == 0 and rouge1("", "a b") == 0
    assert bleu_signature().startswith("nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:")


def test_refusals() -> None:
    assert refusal_right(REFUSED, "GLI1") == 1
    assert refusal_right(REFUSED, "GLI2") == 0  # names another gene
    assert refusal_right(RIGHT["GLI1"], "GLI1") == 0
    assert refusal_right(REFUSED[:-1] + ", HGNC:4317.", "GLI1") == 0  # states an id all the same
    assert is_refusal("No record for GLI1 is provided here.")
    assert is_refusal("The records do not include GLI1.")
    assert not is_refusal("RPL37P24 is a pseudogene. No function is recorded.")
    assert not is_refusal("")

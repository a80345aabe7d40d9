"""What users may rely on of a protein's name taken out of an answer and checked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registry_world import gene_row, rows, write_registry

from postprocess.edits import apply
from postprocess.protein_match import KINDS, ProteinNames
from postprocess.protein_name import read_name
from postprocess.registry import GeneRegistry

ATP = "ATP synthase subunit beta, mitochondrial"
METHYL = "tRNA (guanine-N(7)-)-methyltransferase"


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> ProteinNames:
    more = [
        gene_row("TTN", 12403, name="titin", uniprot_ids=["Q8WZ42"]),
        gene_row("CCDC80", 30649, name="coiled-coil domain containing 80"),
        gene_row("CCDC180", 29303, name="coiled-coil domain containing 180"),
        gene_row("HBA1", 4823, name="hemoglobin subunit alpha 1", uniprot_ids=["P69905"]),
        gene_row("HBA2", 4824, name="hemoglobin subunit alpha 2", uniprot_ids=["P69905"]),
        gene_row("HBB", 4827, name="hemoglobin subunit beta", uniprot_ids=["P68871"]),
    ]
    path = tmp_path_factory.mktemp("proteins") / "genes.parquet"
    return ProteinNames(GeneRegistry.from_parquet(write_registry(path, rows() + more)))


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("The name of this protein is Titin.", "Titin"),
        ("the name of the protein in the picture is: Titin", "Titin"),
        ("The protein's name is **Titin**.", "Titin"),
        ("This is Titin, which acts in muscle.", "Titin"),
        ("It's called \"Titin\" and it is large.", "Titin"),
        ("The protein shown in this image is Titin from Homo sapiens.", "Titin"),
        ("Titin is the name of this protein.", "Titin"),
        ("Titin", "Titin"),
        ("Hello there. The name of this protein is Titin. It is large.", "Titin"),
        ("This is p53 (P04637).", "p53"),
        ("This is the human Titin [gene: TTN; UniProt: Q8WZ42].", "Titin"),
        ("This is Titin (TTN) (Q8WZ4", "Titin"),
        ("This is ATP synthase subunit beta, mitochondrial.", ATP),
        ("This is Isocitrate dehydrogenase [NADP].", "Isocitrate dehydrogenase [NADP]"),
        ("This is tRNA (guanine-N(7)-)-methyltransferase.", METHYL),
        ("", ""),
        ("I cannot tell the name of this protein.", ""),
        ("The name of this protein is unknown.", ""),
        ("I do not know whether this protein is called Titin.", ""),
        ("This is a protein.", ""),
        ("The image shows a protein structure.", ""),
    ],
)  # fmt: skip
def test_the_name_is_taken_out_as_it_stands(answer: str, name: str) -> None:
    found = read_name(answer)
    assert found.name == name == answer[found.start : found.end]


@pytest.mark.parametrize(
    ("answer", "match", "gene", "verified"),
    [
        ("This is TP53.", "symbol", "TP53", True),
        ("The name of this protein is Titin.", "gene name", "TTN", True),
        ("The name of this protein is P04637.", "accession", "TP53", True),
        ("This is p53 (P04637).", "alias", "TP53", True),
        ("This is p53 (P04637-2).", "alias", "TP53", True),
        ("This is SBMA.", "previous symbol", "AR", True),
        ("This is HGNC:11998.", "identifier", "TP53", False),
        ("This is Cellular tumor antigen p53 (P04637).", "accession", "TP53", False),
        ("This is Apoptosis-stimulating of p53 protein 1 (P04637).", "accession", "TP53", False),
        ("This is Gizmo (P04637).", "unknown", None, False),
        ("This is CAP.", "alias", None, False),
        ("This is Coiled-coil domain-containing protein 80.", "near miss", None, False),
        ("This is Gizmo.", "unknown", None, False),
        ("I do not know.", "none", None, False),
    ],
)
def test_each_kind_of_match_says_what_it_is(
    names: ProteinNames, answer: str, match: str, gene: str | None, verified: bool
) -> None:
    found = names.check(answer)
    assert (found.match, found.gene, found.verified) == (match, gene, verified)
    assert found.text == answer
    assert bool(found.unverified) == (bool(found.name) and not verified)


@pytest.mark.parametrize(
    ("answer", "candidates"),
    [
        ("This is CAP.", ("SERPINB6", "CAP1")),
        ("This is Gizmo (P04637).", ("TP53",)),
        ("This is Hemoglobin subunit alpha.", ("HBA1", "HBA2", "HBB")),
        ("This is Coiled-coil domain-containing protein 80.", ("CCDC80", "CCDC180")),
        ("This is Zinc finger protein GLI1.", ("GLI1",)),
    ],
)
def test_what_may_be_meant_is_named_and_not_chosen(
    names: ProteinNames, answer: str, candidates: tuple[str, ...]
) -> None:
    found = names.check(answer)
    assert sorted(found.candidates) == sorted(candidates)
    assert found.candidates[0] in answer.upper() or found.candidates[0] == candidates[0]
    assert found.gene is None


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("This is SUFU (P04637).", "P04637 is the accession of TP53; SUFU means SUFU."),
        ("This is Titin (TP53).", "Titin means TTN, not TP53."),
        ("This is Gizmo (TP53; Q8WZ42).", "Q8WZ42 is the accession of TTN, not of TP53."),
        ("This is TP53 (P04637, Q8WZ42).", "P04637 and Q8WZ42 are accessions of different genes."),
    ],
)
def test_a_contradiction_is_told_and_nothing_is_verified(
    names: ProteinNames, answer: str, said: str
) -> None:
    found = names.check(answer)
    assert said in found.contradictions
    assert not found.verified
    assert found.unverified


def test_an_accession_that_the_registry_lacks_is_unverified(names: ProteinNames) -> None:
    found = names.check("This is TP53 (Q99999).")
    assert (found.verified, found.unverified) == (False, ("TP53", "Q99999"))


def test_an_accession_of_two_genes_contradicts_neither(names: ProteinNames) -> None:
    found = names.check("This is HBA2 (P69905).")
    assert (found.gene, found.verified, found.contradictions) == ("HBA2", True, ())


def test_more_than_one_sentence_is_counted_and_cut_only_on_request(names: ProteinNames) -> None:
    answer = "Hello. This is Titin. It acts in muscle."
    kept = names.check(answer)
    assert (kept.text, kept.sentences, kept.edits) == (answer, 3, ())
    cut = names.check(answer, one_sentence=True)
    assert cut.text == "This is Titin."
    assert apply(answer, cut.edits) == cut.text
    assert names.check(cut.text, one_sentence=True).text == cut.text


PIECES = (
    "The name of this protein is", "This is", "Titin", "TP53", "p53", "(P04637)", "[TTN]", "(", ")",
    ".", ",", "which", "I cannot tell", "unknown", "\n", "**", '"', "called", "\ud800", "ß",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=80))
def test_any_answer_is_read_nothing_is_invented_and_twice_is_once(
    names: ProteinNames, answer: str
) -> None:
    found = names.check(answer, one_sentence=True)
    assert found.name in answer
    assert found.match in KINDS
    assert apply(answer, found.edits) == found.text
    assert all(number in answer for number in found.accessions)
    if found.verified:
        assert found.gene is not None and not found.contradictions
    again = names.check(found.text, one_sentence=True)
    assert (again.text, again.name, again.gene) == (found.text, found.name, found.gene)


@pytest.mark.parametrize(
    "unit",
    ["the ", "name of this protein ", "this is ", "(", "(a", "P04637 ", "called ", ". ", "a, ",
     "[[", "is: ", "This is TP53. "],
)  # fmt: skip
def test_hostile_text_takes_no_longer_than_its_length(names: ProteinNames, unit: str) -> None:
    answer = unit * (400_000 // len(unit)) + "x"
    assert names.check(answer, one_sentence=True).match in KINDS

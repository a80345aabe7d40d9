"""What an answer looks like after correction."""

import pytest

from postprocess.correct import correct
from postprocess.registry import GeneRegistry

GLI1_OF_THE_PAPER = (
    "The official symbol for GLI1 is provided by HGNC, and its official full name is GLI family "
    "zinc finger 1. The primary source for this information is HGNC:HGNC:10997, and it is also "
    "related to Ensembl:ENSG00000104844 and MIM:600619; AllianceGenome:HGNC:10997. This gene is a "
    "protein coding gene. It is also known as "
    + "; ".join(["GLI", *(f"GLI-{n}" for n in range(1, 35))])
    + "; G"
)


def test_the_papers_failure_is_set_right(registry: GeneRegistry) -> None:
    done = correct(GLI1_OF_THE_PAPER, registry)
    assert done.symbol == "GLI1"
    right = GLI1_OF_THE_PAPER[: GLI1_OF_THE_PAPER.index("It is also known")]
    for wrong, value in {
        "10997": "4317",
        "ENSG00000104844": "ENSG00000111087",
        "600619": "165220",
    }.items():
        right = right.replace(wrong, value)
    assert done.text == right + "It is also known as GLI."
    assert [e.kind for e in done.edits] == ["identifier"] * 4 + ["alias"]
    assert [e.field for e in done.edits[:4]] == ["hgnc_id", "ensembl_id", "mim_ids", "alliance_id"]


@pytest.mark.parametrize("end", ["", ".", ",", ";", ")", "]", '"', "\n", " and so on."])
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("HGNC:HGNC:10997", "HGNC:HGNC:4317"),
        ("HGNC:10997", "HGNC:4317"),
        ("HGNC ID 10997", "HGNC ID 4317"),
        ("HGNC ID: 10997", "HGNC ID: 4317"),
        ("HGNC ID: HGNC:10997", "HGNC ID: HGNC:4317"),
        ("HGNC identifier 10997", "HGNC identifier 4317"),
        ("HGNC:10X97", "HGNC:4317"),
        ("hgnc:10997", "hgnc:4317"),
        ("Ensembl:ENSG00000104844", "Ensembl:ENSG00000111087"),
        ("Ensembl: ENSG00000104844", "Ensembl: ENSG00000111087"),
        ("ENSG00000104844", "ENSG00000111087"),
        ("ENSG00000111087.17", "ENSG00000111087"),
        ("ENSG0000011", "ENSG00000111087"),
        ("Ensembl gene ID ENSG00000104844", "Ensembl gene ID ENSG00000111087"),
        ("MIM:600619", "MIM:165220"),
        ("OMIM 600619", "OMIM 165220"),
        ("OMIM: *600619", "OMIM: *165220"),
        ("OMIM number 600619", "OMIM number 165220"),
        ("MIM (600619)", "MIM (165220)"),
        ("AllianceGenome:HGNC:10997", "AllianceGenome:HGNC:4317"),
        ("GeneID:1", "GeneID:2735"),
        ("Entrez Gene ID 1", "Entrez Gene ID 2735"),
        ("NCBI Gene: 1", "NCBI Gene: 2735"),
        ("UniProt:P12345", "UniProt:P08151"),
        ("UniProtKB accession Q9UMX1", "UniProtKB accession P08151"),
    ],
)
def test_every_form_before_any_punctuation(
    registry: GeneRegistry, wrong: str, right: str, end: str
) -> None:
    done = correct(f"GLI1 is listed as {wrong}{end}", registry)
    assert done.text == f"GLI1 is listed as {right}{end}"
    assert [e.kind for e in done.edits] == ["identifier"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "No gene here.", "基因", "<p>GLI1</p>", "\x00\x07", "\ud800"]
)
def test_nothing_to_correct_stays_as_it_is(registry: GeneRegistry, text: str) -> None:
    assert correct(text, registry, insert_aliases=False).text == text

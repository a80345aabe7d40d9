"""Biological processes come from gene2go or, where it is missing, from a GMT file."""

from pathlib import Path

import pytest
from source_folder import assert_every_row_is_accounted_for, by_symbol, fill, write

from datasets_builders.genes.go import term_name
from datasets_builders.genes.sources import read_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


def test_a_gmt_file_stands_in_for_gene2go(folder: Path) -> None:
    gmt = "Positive Regulation Of DNA Repair (GO:1)\t\tTP53\tNOPE\n"
    gmt += "Wnt Signaling (GO:2)\t\tTP53\tGLI\n"
    write(folder / "GO_Biological_Process_2023.gmt", gmt)
    records, provenance = read_folder(folder)
    genes = by_symbol(records)
    assert genes["TP53"].go_processes == (
        "Wnt signaling (GO:2)",
        "positive regulation of DNA repair (GO:1)",
    )
    assert genes["GLI1"].go_processes == ("Wnt signaling (GO:2)",)  # by its earlier symbol
    assert provenance.skipped["GO: symbol of no record"] == 1
    assert provenance.sources[-1].date == "2023"
    assert "gene2go" in provenance.absent
    assert_every_row_is_accounted_for(provenance)


def test_a_gmt_file_elsewhere_can_be_named(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gmt = write(tmp_path_factory.mktemp("go") / "mine.gmt", "DNA Repair (GO:0006281)\t\tTP53\n")
    records, _ = read_folder(folder, go_gmt=gmt)
    assert by_symbol(records)["TP53"].go_processes == ("DNA repair (GO:0006281)",)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("DNA Repair (GO:0006281)", "DNA repair (GO:0006281)"),
        ("tRNA Processing", "tRNA processing"),
        ("Golgi To Endosome Transport", "Golgi to endosome transport"),
        ("G Protein-Coupled Receptor Activity", "G protein-coupled receptor activity"),
        ("Signal Transduction By P53 Class Mediator", "signal transduction by p53 class mediator"),
        ("I-kappaB Kinase/NF-kappaB Signaling", "I-kappaB kinase/NF-kappaB signaling"),
    ],
)
def test_titles_of_gene_sets_get_the_spelling_of_go(title: str, name: str) -> None:
    assert term_name(title) == name

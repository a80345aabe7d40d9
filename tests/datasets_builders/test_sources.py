"""Source files become records; every row is used or counted under a reason."""

import shutil
from pathlib import Path

import pytest
from source_folder import (
    GENE2ENSEMBL_HEADER,
    GENE2GO_HEADER,
    GENE_INFO_HEADER,
    GENES,
    GLI1,
    gene_info_row,
    hgnc_text,
    table,
    write,
)

from datasets_builders.genes.go import term_name
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.sources import read_folder
from datasets_builders.provenance import Provenance

# The prefix of the reasons of each file.
PREFIX = {
    "hgnc_complete_set": "HGNC",
    "Homo_sapiens.gene_info": "gene_info",
    "gene_info": "gene_info",
    "gene_summary": "gene_summary",
    "refseq_status": "refseq_status",
    "gene2ensembl": "gene2ensembl",
    "gene2go": "gene2go",
    "GO_Biological_Process": "GO",
}


def assert_every_row_is_accounted_for(provenance: Provenance) -> None:
    for source in provenance.sources:
        prefix = max((p for p in PREFIX if source.file.startswith(p)), key=len)
        reasons = {
            reason: count
            for reason, count in provenance.skipped.items()
            if reason.startswith(f"{PREFIX[prefix]}: ")
        }
        assert source.rows == source.used + sum(reasons.values()), (source.file, reasons)


def by_symbol(records: list[GeneRecord]) -> dict[str, GeneRecord]:
    return {r.symbol: r for r in records}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    withdrawn = {**GLI1, "hgnc_id": "HGNC:1", "symbol": "OLD1", "status": "Entry Withdrawn"}
    write(tmp_path / "hgnc_complete_set.txt.gz", hgnc_text([*GENES, {**withdrawn, "agr": ""}]))
    write(
        tmp_path / "Homo_sapiens.gene_info.gz",
        table(
            GENE_INFO_HEADER,
            gene_info_row("2735", "GLI1", "GLI|gli1|PPD1", "MIM:1|HGNC:HGNC:4317"),
            gene_info_row("7157", "TP53", "BCC7|P53", "Ensembl:ENSG00000141510"),
            gene_info_row("28880", "IGKV2D-36", "O5", "HGNC:HGNC:5802", "other"),
            gene_info_row("999001", "LOC1", kind="ncRNA"),
            gene_info_row("999002", "ENH1", kind="biological-region"),
            gene_info_row("999003", "NEWENTRY"),
            gene_info_row("999004", "GLI1B", xrefs="HGNC:HGNC:4317"),
            gene_info_row("999005", "GONE", xrefs="HGNC:HGNC:77"),
            gene_info_row("8923215", "trnD", kind="tRNA", tax_id="63221"),
        ),
    )
    write(
        tmp_path / "gene_summary.gz",
        table(
            "#tax_id\tGeneID\tSource\tSummary",
            '9606\t2735\tRefSeq\tIt encodes the the "zinc finger"  protein (Xu et al., 2006.',
            "9606\t2735\tRefSeq\tAgain.",
            "9606\t1\tRefSeq\tAnother gene.",
            "10090\t14632\tRefSeq\tA mouse gene.",
        ),
    )
    write(tmp_path / "refseq_status.tsv", table("#GeneID\tRefSeq_status", "2735\tREVIEWED", "5\tX"))
    write(
        tmp_path / "gene2ensembl.gz",
        table(
            GENE2ENSEMBL_HEADER,
            "9606\t28880\tENSG00000253127\t-\t-\t-\t-",
            "9606\t28880\tENSG00000253127\tNM_1.1\t-\t-\t-",
            "9606\t2735\tENSG00000999999\t-\t-\t-\t-",
            "10090\t14632\tENSMUSG00000025407\t-\t-\t-\t-",
        ),
    )
    return tmp_path


def gene2go(folder: Path) -> None:
    rows = [
        "9606\t2735\tGO:0045944\tIDA\t-\tpositive regulation of transcription\t1\tProcess",
        "9606\t2735\tGO:0008589\tIDA\t-\tregulation of smoothened signaling pathway\t1\tProcess",
        "9606\t2735\tGO:0060032\tIMP\t-\tnotochord regression\t1\tProcess",
        "9606\t2735\tGO:0007224\tIMP\t-\tsmoothened signaling pathway\t1\tProcess",
        "9606\t2735\tGO:0007224\tIDA\t-\tsmoothened signaling pathway\t2\tProcess",
        "9606\t2735\tGO:0009913\tIDA\tNOT involved_in\tepidermal cell differentiation\t1\tProcess",
        "9606\t2735\tGO:0005634\tIDA\t-\tnucleus\t1\tComponent",
        "9606\t1\tGO:0000001\tIDA\t-\tsomething\t1\tProcess",
        "10090\t14632\tGO:0007224\tIDA\t-\tsmoothened signaling pathway\t1\tProcess",
    ]
    write(folder / "gene2go.gz", table(GENE2GO_HEADER, *rows))


def test_a_record_holds_what_all_sources_say_about_the_gene(folder: Path) -> None:
    gene2go(folder)
    records, provenance = read_folder(folder)
    gene = by_symbol(records)["GLI1"]
    assert (gene.hgnc_id, gene.entrez_id, gene.ensembl_id) == (
        "HGNC:4317",
        "2735",
        "ENSG00000111087",
    )
    assert gene.mim_ids == ("165220",)  # HGNC's, not gene_info's
    assert gene.aliases == ("PPD1",)  # without the symbol and the earlier symbol, in any case
    assert gene.summary == 'It encodes the "zinc finger" protein.'
    assert gene.refseq_status == "REVIEWED"
    assert gene.go_processes == (
        "smoothened signaling pathway (GO:0007224)",
        "notochord regression (GO:0060032)",
        "regulation of smoothened signaling pathway (GO:0008589)",
        "positive regulation of transcription (GO:0045944)",
    )
    assert (gene.mouse_orthologs, gene.rat_orthologs) == (("MGI:95727",), ("RGD:621673",))
    assert provenance.absent == ()
    assert provenance.records == 3


def test_what_hgnc_lacks_comes_from_ncbi(folder: Path) -> None:
    genes = by_symbol(read_folder(folder)[0])
    assert genes["IGKV2D-36"].entrez_id == "28880"
    assert genes["IGKV2D-36"].ensembl_id == "ENSG00000253127"  # gene2ensembl
    assert genes["TP53"].ensembl_id == "ENSG00000141510"  # gene_info's cross-reference
    assert genes["TP53"].mim_ids == ("191170", "000001")
    assert genes["TP53"].aliases == ("p53", "LFS1", "BCC7")  # P53 is p53 again


def test_every_row_is_used_or_counted_under_a_reason(folder: Path) -> None:
    gene2go(folder)
    _, provenance = read_folder(folder)
    assert_every_row_is_accounted_for(provenance)
    assert provenance.skipped == {
        "HGNC: withdrawn (Entry Withdrawn)": 1,
        "gene2ensembl: HGNC gives the value": 1,
        "gene2ensembl: further row of the same gene": 1,
        "gene2ensembl: not human (tax_id 10090)": 1,
        "gene2go: GeneID of no record": 1,
        "gene2go: component, not a biological process": 1,
        "gene2go: not human (tax_id 10090)": 1,
        "gene2go: qualifier NOT": 1,
        "gene_info: HGNC id not among the records": 1,
        "gene_info: HGNC links the gene to another GeneID": 1,
        "gene_info: NEWENTRY placeholder, no gene": 1,
        "gene_info: biological-region, no gene": 1,
        "gene_info: no HGNC id": 1,
        "gene_info: not human (tax_id 63221)": 1,
        "gene_summary: GeneID of no record": 1,
        "gene_summary: further row of the same gene": 1,
        "gene_summary: not human (tax_id 10090)": 1,
        "refseq_status: GeneID of no record": 1,
    }


def test_many_other_species_are_counted_together(folder: Path) -> None:
    rows = [gene_info_row(f"{n}", "X", tax_id=f"{n}") for n in range(10_000, 10_020)]
    rows.append(gene_info_row("2735", "GLI1"))
    write(folder / "Homo_sapiens.gene_info.gz", table(GENE_INFO_HEADER, *rows))
    _, provenance = read_folder(folder)
    assert provenance.skipped["gene_info: not human (20 other species)"] == 20
    assert_every_row_is_accounted_for(provenance)


def test_only_the_complete_set_is_required_and_the_absent_are_named(tmp_path: Path) -> None:
    write(tmp_path / "hgnc_complete_set.txt", hgnc_text())
    records, provenance = read_folder(tmp_path)
    assert [r.symbol for r in records] == ["GLI1", "TP53", "IGKV2D-36"]
    assert provenance.absent == (
        "gene_info",
        "gene2ensembl",
        "gene_summary",
        "refseq_status",
        "gene2go",
        "GO_Biological_Process_*.gmt",
    )
    (source,) = provenance.sources
    assert (source.file, source.date, source.rows, source.licence) == (
        "hgnc_complete_set.txt",
        "2024-02-03",
        3,
        "CC0-1.0",
    )
    assert source.size == (tmp_path / "hgnc_complete_set.txt").stat().st_size


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


def test_the_same_files_give_the_same_records_whatever_their_time_stamp(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = tmp_path_factory.mktemp("copy")
    for path in folder.iterdir():
        shutil.copyfile(path, copy / path.name)
    assert read_folder(folder) == read_folder(copy)


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


@pytest.mark.realdata
def test_the_real_files_give_43882_records_and_every_row_is_accounted_for(realdata: Path) -> None:
    gmt = realdata / "go" / "GO_Biological_Process_2023.gmt"
    records, provenance = read_folder(realdata / "genes", go_gmt=gmt)
    assert len(records) == provenance.records == 43_882
    assert_every_row_is_accounted_for(provenance)
    rows = {s.file: s.rows for s in provenance.sources}
    assert rows["Homo_sapiens.gene_info.gz"] == 61_741
    assert rows["gene_summary.gz"] == rows["refseq_status.tsv.gz"] == 15_086
    assert provenance.build_date == "2024-10-18"
    assert all(len(r.gene_groups) == len(r.gene_group_ids) for r in records)
    gene = by_symbol(records)["GLI1"]
    assert gene.mim_ids == ("165220",)
    assert gene.go_processes[0] == "smoothened signaling pathway (GO:0007224)"

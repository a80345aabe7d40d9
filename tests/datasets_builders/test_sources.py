"""Source files become records; every row is used or counted under a reason."""

import shutil
from pathlib import Path

import pytest
from source_folder import (
    GENE_INFO_HEADER,
    add_gene2go,
    assert_every_row_is_accounted_for,
    by_symbol,
    fill,
    gene_info_row,
    hgnc_text,
    read_real,
    table,
    write,
)

from datasets_builders.files import sha256_of, write_json
from datasets_builders.genes.sources import read_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path)


def test_a_record_holds_what_all_sources_say_about_the_gene(folder: Path) -> None:
    add_gene2go(folder)
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
    add_gene2go(folder)
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


def test_gene2refseq_gives_the_best_status_of_the_transcripts(folder: Path) -> None:
    rows = ["9606\t2735\tSUPPRESSED\tNM_1.1", "9606\t2735\tMODEL\tXM_1.1"]
    rows += ["9606\t2735\tVALIDATED\tNM_2.1", "9606\t7157\tNA\t-", "10090\t1\tREVIEWED\tNM_3"]
    header = "#tax_id\tGeneID\tstatus\tRNA_nucleotide_accession.version"
    write(folder / "gene2refseq.gz", table(header, *rows))
    records, provenance = read_folder(folder)
    genes = by_symbol(records)
    assert genes["GLI1"].refseq_status == "VALIDATED"
    assert genes["TP53"].refseq_status == ""
    assert provenance.skipped["gene2refseq: further row of the same gene"] == 2
    assert provenance.skipped["gene2refseq: no value"] == 1
    assert_every_row_is_accounted_for(provenance)


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
        "HGNC withdrawn entries",
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


def test_a_file_without_a_date_takes_that_of_its_download(folder: Path) -> None:
    path = folder / "gene_summary.gz"
    entries = [
        {"file": path.name, "sha256": sha256_of(path), "date": "2026-11-20"},
        {"file": "gene2ensembl.gz", "sha256": "of another file", "date": "2026-11-21"},
    ]
    write_json(folder / "downloads.json", {"files": entries})
    dates = {s.file: s.date for s in read_folder(folder)[1].sources}
    assert dates["gene_summary.gz"] == "2026-11-20"
    assert dates["gene2ensembl.gz"] == ""
    assert dates["hgnc_complete_set.txt.gz"] == "2024-02-03"  # its own date comes first


def test_the_same_files_give_the_same_records_whatever_their_time_stamp(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    copy = tmp_path_factory.mktemp("copy")
    for path in folder.iterdir():
        shutil.copyfile(path, copy / path.name)
    assert read_folder(folder) == read_folder(copy)


@pytest.mark.realdata
def test_the_real_files_give_43882_records_and_every_row_is_accounted_for(realdata: Path) -> None:
    records, provenance = read_real(realdata)
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

"""NCBI Gene's XML to records."""

import csv
import gzip
from pathlib import Path

import pytest
from eutils_world import answer, gene_xml, tag

from datasets_builders.genes.eutils_answers import CutOffAnswer, MalformedAnswer, RefusedRequest
from datasets_builders.genes.eutils_xml import NoHgncIdError, locus_of, parse_efetch_xml


def test_every_field_of_a_record() -> None:
    (gene,) = parse_efetch_xml(answer(gene_xml()))
    record = gene.record
    assert gene.updated == "2026-03-09"
    assert (record.symbol, record.name) == ("GLI1", "GLI family zinc finger 1")
    assert (record.hgnc_id, record.alliance_id) == ("HGNC:4317", "HGNC:4317")
    assert (record.entrez_id, record.ensembl_id) == ("2735", "ENSG00000111087")
    assert (record.mim_ids, record.uniprot_ids) == (("165220",), ("P08151",))
    assert record.locus_group == "protein-coding gene"
    assert record.locus_type == "gene with protein product"
    assert record.aliases == ("GLI", "PPD1")
    assert (record.location, record.refseq_status) == ("12q13.3", "REVIEWED")
    assert record.summary == "A transcription factor."
    assert record.go_processes == ("smoothened signaling pathway (GO:0007224)",)
    assert (record.organism, record.lineage) == ("Homo sapiens", "Eukaryota; Metazoa; Homo")


def test_a_number_alone_becomes_an_hgnc_id() -> None:
    (gene,) = parse_efetch_xml(answer(gene_xml(xrefs=tag("HGNC", "4317", "id"))))
    assert (gene.record.hgnc_id, gene.record.alliance_id) == ("HGNC:4317", "")


def test_a_gene_without_hgnc_id_is_named() -> None:
    body = answer(gene_xml(), gene_xml("1", "LOC1", "uncharacterized LOC1", xrefs=""))
    with pytest.raises(NoHgncIdError, match=r"LOC1 \(GeneID 1, uncharacterized LOC1\) has no HGNC"):
        parse_efetch_xml(body, "efetch of two")


@pytest.mark.parametrize("part", [0.2, 0.6, 0.99])
def test_xml_that_is_cut_off(part: float) -> None:
    body = answer(gene_xml(), gene_xml("2"))
    with pytest.raises(CutOffAnswer, match="efetch of two: the answer is cut off"):
        parse_efetch_xml(body[: int(len(body) * part)], "efetch of two")


def test_messages_and_pages() -> None:
    with pytest.raises(RefusedRequest, match="cannot get document"):
        parse_efetch_xml(b"<eFetchResult><ERROR>cannot get document</ERROR></eFetchResult>")
    with pytest.raises(RefusedRequest, match="Supplied"):
        parse_efetch_xml(b"Supplied+id+parameter+is+empty.")
    with pytest.raises(MalformedAnswer, match="not the XML of genes"):
        parse_efetch_xml(b"<html><p>busy<br></html>")
    with pytest.raises(MalformedAnswer, match="a web page"):
        parse_efetch_xml(b"<html><p>busy</p></html>")


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("ncRNA", "microRNA 608", ("non-coding RNA", "RNA, micro")),
        ("ncRNA", "microRNA 17 host gene", ("non-coding RNA", "RNA, long non-coding")),
        ("pseudo", "ribosomal protein L37 pseudogene 24", ("pseudogene", "pseudogene")),
        ("other", "immunoglobulin kappa variable 2-40", ("other", "immunoglobulin gene")),
        ("pseudo", "immunoglobulin kappa V", ("pseudogene", "immunoglobulin pseudogene")),
        ("tRNA", "tRNA-Glu", ("non-coding RNA", "RNA, transfer")),
        ("biological-region", "enhancer", ("other", "unknown")),
    ],
)
def test_locus_types(kind: str, name: str, expected: tuple[str, str]) -> None:
    assert locus_of(kind, name) == expected


@pytest.mark.realdata
def test_locus_types_agree_with_hgnc(realdata: Path) -> None:
    genes = realdata / "genes"
    with gzip.open(genes / "Homo_sapiens.gene_info.gz", "rt", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        kinds = {row["GeneID"]: row["type_of_gene"] for row in rows}
    right = total = 0
    with gzip.open(genes / "hgnc_complete_set.txt.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if kind := kinds.get(row["entrez_id"]):
                total += 1
                found = locus_of(kind, row["name"])
                right += found == (row["locus_group"], row["locus_type"])
    assert total > 43_000
    assert right / total > 0.98

"""The embedded sample: the paper's genes, every locus type, facts only."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from source_folder import read_real

from datasets_builders.errors import DataError
from datasets_builders.genes.loci import HGNC_LOCI
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.sample import (
    SAMPLE_FILE,
    WITHDRAWN_FILE,
    load_sample,
    read_jsonl,
)

PAPER = """
    HEATR5B ZNF385A ZNF226 IGKV2D-36 RPL37P24 FGF7 LRRC7 MIR6721 SRD5A3 MIR608 EOGT CASP10
    CYCSP32 HSPA1L SLC30A10 GLI1 RPS4XP1 RPS27AP8 CCL23 ACSS3
"""
SYNTHETIC = """
    TP53 EGFR BRCA1 BRCA2 MYC KRAS BRAF PTEN RB1 VHL APC CDKN2A ATM MLH1 INS INSR GCK LEP LEPR
    ALB APOE LDLR PCSK9 HMGCR CFTR HBB HBA1 F8 F9 VWF SERPINA1 DMD FBN1 COL1A1 SOX2 POU5F1 NANOG
    PAX6 SHH NOTCH1 CTNNB1 WNT3A TGFB1 SMAD4 VEGFA HIF1A EPO JAK2 STAT3 IL6 TNF IL2RA CD4 CD19
    FOXP3 GAPDH ACTB TUBB HTT SNCA APP MAPT PSEN1 LRRK2 SOD1
"""
PARENTS = ("RPL37", "CYCS", "RPS4X", "RPS27A")


def genes() -> list[GeneRecord]:
    return [r for r in load_sample()[0] if r.status == "Approved"]


def test_the_paper_s_genes_those_described_and_their_relatives_are_there() -> None:
    symbols = {r.symbol for r in load_sample()[0]}
    assert symbols.issuperset(PAPER.split())
    assert symbols.issuperset(SYNTHETIC.split())
    assert symbols.issuperset(PARENTS)


def test_every_locus_type_of_hgnc_is_there_more_than_once() -> None:
    records = genes()
    counts = Counter(r.locus_type for r in records)
    assert set(counts) == set(HGNC_LOCI)
    assert min(counts.values()) >= 2
    assert len(records) >= 300


def test_it_holds_facts_only_and_is_small() -> None:
    records = genes()
    assert len(records) == 385
    assert not any(r.summary for r in records)
    assert max(len(r.go_processes) for r in records) <= 4
    assert SAMPLE_FILE.stat().st_size < 400_000


def test_its_lines_are_unique_sorted_and_in_one_form() -> None:
    records = genes()
    numbers = [r.hgnc_number for r in records]
    assert numbers == sorted(set(numbers))
    assert len({r.symbol for r in records}) == len(records)
    for line, record in zip(SAMPLE_FILE.read_text().splitlines(), records, strict=True):
        assert json.loads(line) == json.loads(json.dumps(record.to_json()))


def test_the_provenance_names_sources_dates_and_licences() -> None:
    records, provenance = load_sample()
    assert provenance.records == len(genes())
    assert provenance.build_date == "2026-01-06"
    licences = {s.source.split(",")[0].split(" (")[0]: s.licence for s in provenance.sources}
    assert licences == {
        "HGNC complete set": "CC0-1.0",
        "HGNC withdrawn entries": "CC0-1.0",
        "NCBI Gene": "public domain (US government work)",
        "Gene Ontology": "CC-BY-4.0",
    }
    rows = {"genes.jsonl": 385, "withdrawn.jsonl": len(records) - 385}
    assert all(s.date and s.rows == s.used == rows[s.file] for s in provenance.sources)


def test_withdrawn_entries_of_each_kind_are_there() -> None:
    gone = {r.symbol: r for r in load_sample()[0] if r.status != "Approved"}
    assert len(gone) == len(WITHDRAWN_FILE.read_text().splitlines()) == 20
    assert (gone["ABCC7"].status, gone["ABCC7"].replaced_by) == ("Merged/Split", "HGNC:1884")
    assert gone["CFAG"].replaced_by == "HGNC:10498, HGNC:10499"
    assert (gone["A12M1"].status, gone["A12M1"].replaced_by) == ("Entry Withdrawn", "")
    assert gone["ADCR"].replaced_by == gone["WT2"].hgnc_id and not gone["WT2"].replaced_by
    known = {r.hgnc_id for r in load_sample()[0]}
    new = [r.replaced_by for r in gone.values() if r.replaced_by and "," not in r.replaced_by]
    assert known.issuperset(new)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 2: not a gene record"),
        ('{"symbol": "X"}', "line 2: not a gene record"),
        ('{"symbol": "X", "colour": "red"}', "unknown fields of a gene record: colour"),
        (SAMPLE_FILE.read_text().splitlines()[0], "HGNC:22 occurs twice, in lines 1 and 2"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    first = SAMPLE_FILE.read_text().splitlines()[0]
    path = tmp_path / "genes.jsonl"
    path.write_text(f"{first}\n{line}\n")
    with pytest.raises(DataError, match=message):
        read_jsonl(path)


@pytest.mark.realdata
def test_the_sample_says_what_the_real_files_say(realdata: Path) -> None:
    real = {r.hgnc_id: r for r in read_real(realdata)[0]}

    def facts(record: GeneRecord) -> GeneRecord:
        return replace(record, summary="", go_processes=record.go_processes[:4])

    assert [r.symbol for r in genes() if r != facts(real[r.hgnc_id])] == []


@pytest.mark.realdata
def test_the_withdrawn_symbols_are_earlier_names_of_what_replaced_them(realdata: Path) -> None:
    real = {r.hgnc_id: r for r in read_real(realdata)[0]}
    for entry in (r for r in load_sample()[0] if r.status != "Approved"):
        assert entry.hgnc_id not in real
        for new in filter(None, entry.replaced_by.split(", ")):
            gene = real.get(new)  # none for what was withdrawn in turn
            assert gene is None or entry.symbol in (*gene.previous_symbols, *gene.aliases)

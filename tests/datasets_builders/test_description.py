"""The description of a gene: the paper's field order, correct English for every locus type."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from source_folder import read_real

from datasets_builders.errors import DataError, WithdrawnError
from datasets_builders.genes.description import describe, location_clause, locus_phrase
from datasets_builders.genes.loci import LOCI
from datasets_builders.genes.prose import join_words, tidy, whole_sentences
from datasets_builders.genes.records import HUMAN_LINEAGE, GeneRecord
from datasets_builders.genes.sample import load_sample

GLI1 = GeneRecord(
    symbol="GLI1",
    name="GLI family zinc finger 1",
    hgnc_id="HGNC:4317",
    locus_group="protein-coding gene",
    locus_type="gene with protein product",
    entrez_id="2735",
    ensembl_id="ENSG00000111087",
    mim_ids=("165220",),
    alliance_id="HGNC:4317",
    location="12q13.3",
    aliases=("PPD1", "PAPA8"),
    previous_symbols=("GLI",),
    gene_groups=("Zinc fingers C2H2-type",),
    mouse_orthologs=("MGI:95727",),
    rat_orthologs=("RGD:621673",),
    refseq_status="REVIEWED",
    summary="This gene encodes a zinc finger protein.",
    go_processes=("smoothened signaling pathway (GO:0007224)",),
)


def faults(text: str, source: str = "") -> list[str]:
    """What no description may have; wrong articles and brackets of the ``source`` do not count."""
    found = [
        slip for slip in ("  ", "..", " ,", ",,", ",.", " .", ";.", "\n", "()") if slip in text
    ]
    found += re.findall(r"\b(?:the the|a a|an an|of of)\b", text)
    articles = (
        r"\ban (?:protein|micro|long|small|vault|pseudo|T cell|frag)\w*|\ba (?:immuno|endo)\w*"
    )
    found += [wrong for wrong in re.findall(articles, text) if wrong not in source]
    if not text.endswith("."):
        found.append(f"no full stop at the end: {text[-20:]!r}")
    for left, right in ("()", "[]"):
        right_before = source.count(left) == source.count(right)
        if right_before and text.count(left) != text.count(right):
            found.append(f"unbalanced {left}{right}")
    return found


def test_fields_come_in_the_order_of_the_paper() -> None:
    assert describe(GLI1) == (
        "The official symbol of this gene, provided by HGNC, is GLI1, and its full name is GLI "
        "family zinc finger 1. The primary source of the entry is HGNC:4317; further identifiers "
        "are Ensembl:ENSG00000111087, MIM:165220 and AllianceGenome:HGNC:4317. GLI1 is a "
        "protein-coding gene located at 12q13.3. Its RefSeq status is REVIEWED. The organism is "
        f"Homo sapiens, with the lineage {HUMAN_LINEAGE}. This gene encodes a zinc finger protein. "
        "Its known orthologs are MGI:95727 in the mouse and RGD:621673 in the rat."
    )


def test_aliases_are_left_out() -> None:
    text = describe(GLI1)
    assert "PPD1" not in text
    assert "known as" not in text


def test_without_a_summary_groups_and_processes_speak() -> None:
    text = describe(replace(GLI1, summary=""))
    assert "It belongs to the HGNC gene group Zinc fingers C2H2-type." in text
    assert "biological process smoothened signaling pathway (GO:0007224)." in text
    assert "Neither" not in text
    two = replace(GLI1, summary="", gene_groups=("A", "B"), go_processes=("c", "d", "e"))
    assert "the HGNC gene groups A and B." in describe(two)
    assert "the biological processes c, d and e." in describe(two)


def test_missing_fields_leave_no_trace() -> None:
    bare = GeneRecord("X1", "x one", "HGNC:1", "other", "gene with protein product")
    text = describe(bare)
    assert "The primary source of the entry is HGNC:1. X1 is a protein-coding gene. The" in text
    assert "ortholog" not in text
    assert "Neither a RefSeq summary nor a biological process" in text
    assert faults(text) == []
    one_id = replace(bare, ensembl_id="ENSG1")
    assert "HGNC:1; a further identifier is Ensembl:ENSG1." in describe(one_id)


def test_several_mim_ids_stand_as_a_list() -> None:
    text = describe(replace(GLI1, mim_ids=("1", "2")))
    assert "Ensembl:ENSG00000111087, MIM:1, MIM:2 and AllianceGenome:HGNC:4317." in text


@pytest.mark.parametrize("status", ["Entry Withdrawn", "Symbol Withdrawn", ""])
def test_a_withdrawn_entry_is_refused_and_named(status: str) -> None:
    with pytest.raises(WithdrawnError, match=r"HGNC:4317 GLI1: .*now HGNC:5") as caught:
        describe(replace(GLI1, status=status, replaced_by="HGNC:5"))
    assert isinstance(caught.value, DataError)


def test_a_record_without_name_is_refused() -> None:
    with pytest.raises(DataError, match="'GLI1': name is empty"):
        describe(replace(GLI1, name=""))


@pytest.mark.parametrize("full", [True, False])
@pytest.mark.parametrize("locus_type", sorted(LOCI))
def test_every_locus_type_reads_well(locus_type: str, full: bool) -> None:
    record = replace(GLI1, locus_type=locus_type, summary="")
    if not full:
        record = GeneRecord("X1", "x one", "HGNC:1", "other", locus_type)
    text = describe(record)
    assert faults(text) == []
    assert re.search(rf"{record.symbol} is (a|an) {re.escape(locus_phrase(record))}", text)


def test_the_sample_has_every_kind_and_each_reads_well() -> None:
    for record in (r for r in load_sample()[0] if r.status == "Approved"):
        assert faults(describe(record)) == [], record.symbol


def test_an_unlisted_locus_type_speaks_for_itself() -> None:
    text = describe(replace(GLI1, locus_type="RNA, novel", summary=""))
    assert "GLI1 is a locus of the type RNA, novel located at 12q13.3." in text
    assert "a gene of unknown type" in describe(replace(GLI1, locus_type=""))


@pytest.mark.parametrize(
    ("name", "locus_type", "phrase"),
    [
        (
            "immunoglobulin kappa variable 2-30",
            "immunoglobulin gene",
            "immunoglobulin variable gene",
        ),
        ("immunoglobulin heavy locus", "immunoglobulin gene", "immunoglobulin locus"),
        ("immunoglobulin lambda like 1", "immunoglobulin gene", "immunoglobulin gene"),
        (
            "T cell receptor beta joining 2-3",
            "T cell receptor gene",
            "T cell receptor joining gene",
        ),
        ("microRNA 608", "RNA, micro", "microRNA gene"),
    ],
)
def test_segments_are_named(name: str, locus_type: str, phrase: str) -> None:
    assert locus_phrase(replace(GLI1, name=name, locus_type=locus_type)) == phrase


@pytest.mark.parametrize(
    ("location", "clause"),
    [
        ("12q13.3", " located at 12q13.3"),
        ("Xp22.33 and Yp11.32", " located at Xp22.33 and Yp11.32"),
        ("9", " on chromosome 9"),
        ("mitochondria", " of the mitochondrial DNA"),
        (
            "2p21 not on reference assembly",
            " located at 2p21, which is not on the reference assembly",
        ),
        ("7q34 alternate reference locus", " located at 7q34, on an alternate reference locus"),
        ("22 unplaced", " on chromosome 22, where its place is not yet known"),
        ("unplaced", ""),
        ("reserved", ""),
        ("", ""),
    ],
)
def test_every_form_of_location_becomes_a_clause(location: str, clause: str) -> None:
    assert location_clause(location) == clause


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("It binds DNA (Mermod et al., 1988.", "It binds DNA."),
        ("It acts in glycolysis (Ronimus and Morgan, 2004.", "It acts in glycolysis."),
        ("It binds DNA (AP4).", "It binds DNA (AP4)."),
        ("It binds DNA. It acts in SARS&", "It binds DNA."),
        ("a fragment", ""),
        ("", ""),
    ],
)
def test_what_is_cut_off_at_the_end_is_left_out(text: str, whole: str) -> None:
    assert whole_sentences(text) == whole


def test_slips_of_the_sources_are_repaired() -> None:
    assert tidy(" a  b ,\nc .. The the  the end ( x ) .") == "a b, c. The the end (x)."
    assert tidy("the of of it") == "the of it"


def test_items_with_commas_are_parted_by_semicolons() -> None:
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b", "c"]) == "a, b and c"
    assert join_words(["a, b", "c"]) == "a, b; and c"


@pytest.mark.realdata
def test_all_43882_real_genes_read_well(realdata: Path) -> None:
    records, _ = read_real(realdata)
    assert {r.locus_type for r in records} <= set(LOCI)
    bad = {
        r.symbol: found
        for r in records
        if (found := faults(describe(r), source=" ".join((r.name, r.summary))))
    }
    assert bad == {}

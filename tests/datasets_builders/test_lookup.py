"""Symbols as typed, and the records that they mean."""

import pytest
from gene_world import gene

from datasets_builders.genes.lookup import UnknownSymbolError, pick

RECORDS = [
    gene("GONE1", 7, status="Entry Withdrawn"),
    gene("OLD1", 8, status="Merged/Split", replaced_by="HGNC:1, HGNC:999"),
    gene("GLI3", 9, status="Entry Withdrawn"),
    gene("GLI1", 1, aliases=("GLI",)),
    gene("GLI3", 2, aliases=("shared", "C10orf9")),
    gene("TP53", 3, previous=("SHARED",)),
    gene("C10orf9", 4),
]


def test_symbols_in_any_case_aliases_and_repeats() -> None:
    found = pick(RECORDS, ["gli3", "GLI", " GLI1", "TP53"])
    assert [r.symbol for r in found] == ["GLI3", "GLI1", "TP53"]


def test_an_approved_symbol_goes_before_an_alias() -> None:
    assert [r.symbol for r in pick(RECORDS, ["C10ORF9"])] == ["C10orf9"]


def test_an_alias_of_two_genes_names_both() -> None:
    with pytest.raises(UnknownSymbolError, match=r"alias of 2 genes: GLI3 \(HGNC:2\), TP53 \(HGN"):
        pick(RECORDS, ["Shared"])


def test_an_unknown_symbol_names_the_nearest() -> None:
    with pytest.raises(UnknownSymbolError, match=r"^GLI7: no gene .* nearest are GLI"):
        pick(RECORDS, ["GLI1", "GLI7"])


def test_a_withdrawn_symbol_says_what_replaced_it() -> None:
    message = r"^OLD1: HGNC withdrew .*GLI1 \(HGNC:1\), not in the source \(HGNC:999\)"
    with pytest.raises(UnknownSymbolError, match=message):
        pick(RECORDS, ["old1"])
    with pytest.raises(UnknownSymbolError, match="HGNC names no replacement"):
        pick(RECORDS, ["GONE1"])
    assert pick(RECORDS, ["GLI3"])[0].hgnc_id == "HGNC:2"  # approved, though withdrawn before

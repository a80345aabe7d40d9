"""Relatives by sequence: found by every method, and no strangers; units are closed."""

import pytest
from protein_rows_world import random_sequence, record, relative

from datasets_builders.proteins import clusters, mmseqs
from datasets_builders.proteins.alignment import Pair, bits, likely
from datasets_builders.proteins.clusters import Method, relatives, units

# The hormone family of glucagon: short, which is where MMseqs2 sees nothing.
GLUCAGON = "HSQGTFTSDYSKYLDSRRAQDFVQWLMNT"
GIP = "YAEGTFISDYSIAMDKIHQQDFVNWLLAQKGKKNDWKHNITQ"


def family() -> dict[str, str]:
    """Two related sequences at about 50%, a far one, strangers of the same length, two peptides."""
    one = random_sequence(300, "family")
    strangers = {f"s{n}": random_sequence(300, n) for n in range(12)}
    kin = {"a": one, "b": relative(one, 0.5, 1), "c": relative(one, 0.45, 2)}
    return {**kin, **strangers, "glucagon": GLUCAGON, "gip": GIP}


NO_MMSEQS = pytest.mark.skipif(mmseqs.program() is None, reason="the program mmseqs is missing")
METHODS = ["all", "kmers", pytest.param("mmseqs", marks=NO_MMSEQS)]


@pytest.mark.parametrize("method", METHODS)
def test_relatives_are_found_and_strangers_are_not(method: Method) -> None:
    found = relatives(family(), method=method)
    pairs = {(p.a, p.b) for p in found.pairs}
    assert {("a", "b"), ("a", "c"), ("gip", "glucagon")} <= pairs
    assert not any(key.startswith("s") for pair in pairs for key in pair)
    identity = {(p.a, p.b): p.identity for p in found.pairs}
    assert 0.42 < identity["a", "b"] < 0.6
    assert found.method


@pytest.mark.parametrize("method", METHODS)
def test_queries_limit_the_search_to_their_pairs(method: Method) -> None:
    pairs = {(p.a, p.b) for p in relatives(family(), {"b"}, method=method).pairs}
    assert ("a", "b") in pairs and all("b" in pair for pair in pairs)
    assert relatives(family(), set(), method=method).pairs == ()


def test_half_of_both_has_to_be_covered() -> None:
    domain = random_sequence(100, "domain")
    long = {
        "short": domain,
        "long": random_sequence(200, 1) + domain + random_sequence(200, 2),
        "twice": domain + random_sequence(60, 3),
    }
    assert {(p.a, p.b) for p in relatives(long, method="all").pairs} == {("short", "twice")}


def test_a_strange_letter_does_no_harm() -> None:
    one = random_sequence(120, "u")
    found = relatives({"a": one[:50] + "UOJ*" + one[50:], "b": one}, method="all")
    assert [(p.a, p.b) for p in found.pairs] == [("a", "b")]


def test_bit_scores_are_blasts_and_chance_is_told_from_kinship() -> None:
    # BLAST prints 50.1 bits for a raw score of 118 with BLOSUM62 and gaps 11 + 1.
    assert bits(118) == pytest.approx(50.1, abs=0.1)
    assert likely(40, 300, 300) and not likely(30, 300, 300)


def test_units_join_fragments_kin_namesakes_and_entries_of_one_protein() -> None:
    records = [
        record("P1", random_sequence(90, 1), "One"),
        record("P1", random_sequence(90, 2), "One", fragment=2),
        record("P2", random_sequence(90, 3), "Two"),
        record("P3", random_sequence(90, 4), "two"),
        record("P4", random_sequence(90, 5), "Four", symbol="GENE"),
        record("P5", random_sequence(90, 6), "Five", symbol="Gene"),
        record("1ABC", random_sequence(90, 7), "Six", origin="PDB", uniprot_ids=("P6",)),
        record("P6", random_sequence(90, 8), "Seven"),
        record("P7", random_sequence(90, 9), "Eight"),
    ]
    made = units(records, [Pair.of("P1-F2", "P2-F1", 0.5)])
    assert made["P1-F1"] == made["P1-F2"] == made["P2-F1"] == made["P3-F1"] == "cluster:P1-F1"
    assert made["P4-F1"] == made["P5-F1"] != made["P1-F1"]
    assert made["1ABC"] == made["P6-F1"] == "cluster:1ABC"
    assert made["P7-F1"] == "cluster:P7-F1"


def test_many_sequences_take_a_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "_FEW", 1.0)
    monkeypatch.setattr(mmseqs, "program", lambda: None)
    assert relatives(family()).method.startswith("words of four residues")

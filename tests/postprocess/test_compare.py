"""Two releases of the registry: what came, what went, what has another value."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from registry_world import gene_row, write_registry

from postprocess.compare import Change, Comparison, Entry, compare, comparison_text
from postprocess.registry import GeneRegistry

OLD = [
    gene_row("SAME1", 1, aliases=["A", "B"], mim_ids=["100"]),
    gene_row("SEPT2", 2, name="septin 2"),
    gene_row("MERGED1", 3),
    gene_row("DROPPED1", 4),
    gene_row("CHANGED1", 5, ensembl_id="ENSG00000000005", aliases=["A", "B"], location="1p1"),
    gene_row("BACK1", 6, status="Entry Withdrawn"),
    gene_row("TEXT1", 7, summary="old"),
    gene_row("WASGONE1", 8, status="Entry Withdrawn"),
]
NEW = [
    gene_row("SAME1", 1, aliases=["B", "A"], mim_ids=["100"]),
    gene_row("SEPTIN2", 2, name="septin 2", previous_symbols=["SEPT2"]),
    gene_row("MERGED1", 3, status="Merged/Split", replaced_by="HGNC:5, HGNC:9"),
    gene_row("CHANGED1", 5, ensembl_id="", aliases=["A", "C"], location="1p2"),
    gene_row("BACK1", 6),
    gene_row("TEXT1", 7, summary="new"),
    gene_row("NEW1", 9, name="a new gene"),
]


@pytest.fixture
def found(tmp_path: Path) -> Comparison:
    sides = []
    for name, content, date in (("old", OLD, "2025-01-01"), ("new", NEW, "2026-01-01")):
        path = write_registry(tmp_path / f"{name}.parquet", content, date=date)
        sides.append(GeneRegistry.from_parquet(path))
    return compare(*sides)


def test_genes_that_came_and_went(found: Comparison) -> None:
    assert [entry.symbol for entry in found.added] == ["BACK1", "NEW1"]
    assert found.withdrawn == (
        Entry("HGNC:3", "MERGED1", "merged1 full name", "Merged/Split", "HGNC:5, HGNC:9"),
        Entry("HGNC:4", "DROPPED1", "dropped1 full name", ""),
    )
    assert (found.old.build_date, found.old.genes, found.old.withdrawn) == ("2025-01-01", 6, 2)
    assert (found.new.build_date, found.new.genes, found.new.withdrawn) == ("2026-01-01", 6, 1)


def test_values_that_changed_are_told_by_field(found: Comparison) -> None:
    assert found.renamed == (Change("HGNC:2", "SEPTIN2", "symbol", "SEPT2", "SEPTIN2"),)
    assert found.changed == (  # not the names, and not another order of aliases
        Change("HGNC:5", "CHANGED1", "ensembl_id", "ENSG00000000005", ""),
        Change("HGNC:5", "CHANGED1", "location", "1p1", "1p2"),
        Change("HGNC:5", "CHANGED1", "aliases", ("A", "B"), ("A", "C")),
        Change("HGNC:2", "SEPTIN2", "previous_symbols", (), ("SEPT2",)),
    )
    assert found.texts == {"summary": 1, "go_processes": 0, "record": 0, "description": 0}


def test_it_reads_well(found: Comparison) -> None:
    text = comparison_text(found)
    for part in (
        "old: 2025-01-01, 6 genes, 2 withdrawn entries (old.parquet)",
        "added: 2\n  BACK1 (HGNC:6)  back1 full name\n  NEW1 (HGNC:9)  a new gene\n",
        "withdrawn: 2\n  MERGED1 (HGNC:3)  Merged/Split, now HGNC:5, HGNC:9\n"
        "  DROPPED1 (HGNC:4)  not in the new file\n",
        "renamed: 1\n  SEPT2 -> SEPTIN2 (HGNC:2)\n",
        "ensembl_id changed: 1\n  CHANGED1: ENSG00000000005 -> (none)\n",
        "aliases changed: 1\n  CHANGED1: +C  -B\n",
        "texts changed: summary 1, go_processes 0, record 0, description 0",
    ):
        assert part in text
    assert "added: 2\n  BACK1 (HGNC:6)  back1 full name\n  ... and 1 more" in comparison_text(
        found, 1
    )
    assert json.loads(json.dumps(found.to_json()))["changed"][2]["after"] == ["A", "C"]


def test_a_release_beside_itself_has_no_change(make_registry: Callable[..., Any]) -> None:
    registry = GeneRegistry.from_parquet(make_registry(NEW))
    found = compare(registry, registry)
    assert not (found.added or found.withdrawn or found.renamed or found.changed)

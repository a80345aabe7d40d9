"""Looking up genes, and files that are no registry."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from registry_world import gene_row, write_registry

from postprocess.errors import PostprocessError
from postprocess.registry import GeneRegistry


@pytest.mark.parametrize(
    ("query", "symbol", "how"),
    [
        ("GLI1", "GLI1", "symbol"),
        (" gli1 ", "GLI1", "symbol"),
        ("GLI", "GLI1", "aliases"),
        ("p53", "TP53", "aliases"),
        ("P53", "TP53", "aliases"),
        ("MIRN608", "MIR608", "previous_symbols"),
        ("HSA-MIR-608", "MIR608", "aliases"),
        ("hsa‑mir‑608", "MIR608", "aliases"),
        ("TGF-β1", "TGFB1", "symbol"),
        ("TGFβ", "TGFB1", "previous_symbols"),
        ("TGF beta", "TGFB1", "aliases"),
        ("HGNC:4317", "GLI1", "hgnc_id"),
        ("HGNC:HGNC:4317", "GLI1", "hgnc_id"),
        ("hgnc 4317", "GLI1", "hgnc_id"),
        ("AllianceGenome:HGNC:4317", "GLI1", "hgnc_id"),
        ("ENSG00000111087", "GLI1", "ensembl_id"),
        ("Ensembl:ENSG00000111087.17", "GLI1", "ensembl_id"),
        ("MIM:165220", "GLI1", "mim_ids"),
        ("OMIM 165220", "GLI1", "mim_ids"),
        ("GeneID:2735", "GLI1", "entrez_id"),
        ("NCBI Gene 2735", "GLI1", "entrez_id"),
        ("UniProt:P08151", "GLI1", "uniprot_ids"),
        ("P08151", "GLI1", "uniprot_ids"),
    ],
)
def test_a_gene_is_found(registry: GeneRegistry, query: str, symbol: str, how: str) -> None:
    match = registry.find(query)
    assert match.gene is not None
    assert (match.gene.symbol, match.how) == (symbol, how)


@pytest.mark.parametrize(
    "query", ["", "4317", "XYZ9", "HGNC:1", "ENSG00000000000", "基因", "\ud800"]
)
def test_what_is_not_there_is_not_found(registry: GeneRegistry, query: str) -> None:
    match = registry.find(query)
    assert match.genes == () and match.gene is None and not match.ambiguous


def test_an_ambiguous_alias_gives_all_its_genes_and_no_guess(registry: GeneRegistry) -> None:
    match = registry.find("CAP")
    assert [gene.symbol for gene in match.genes] == ["SERPINB6", "CAP1"]
    assert match.ambiguous and match.gene is None


def test_candidates_come_as_symbol_previous_alias(make_registry: Callable[..., Path]) -> None:
    rows = [
        gene_row("A1", 1, aliases=["QQ1"]),
        gene_row("B1", 2, previous_symbols=["QQ1"]),
        gene_row("QQ1", 3),
    ]
    match = GeneRegistry.from_parquet(make_registry(rows)).find("QQ1")
    assert [gene.symbol for gene in match.genes] == ["QQ1", "B1", "A1"]
    assert match.gene is not None and match.gene.symbol == "QQ1"


def test_a_withdrawn_entry_says_so(registry: GeneRegistry) -> None:
    gone = registry.find("GONE1")
    assert gone.genes == () and gone.withdrawn is not None
    assert gone.withdrawn.status == "Entry Withdrawn"
    moved = registry.find("OLDGLI")
    assert moved.gene is not None and moved.gene.symbol == "GLI1"
    assert moved.how == "replaced_by" and moved.withdrawn is not None
    assert registry.get("GONE1") is None


def test_entries_have_every_column(registry: GeneRegistry) -> None:
    gene = registry.get("GLI1")
    assert gene is not None
    data = gene.to_json()
    assert data["mim_ids"] == ["165220"] and data["replaced_by"] == "" and len(data) == 22
    assert gene.record == "" and gene.go_processes == () and registry.version == "2026-10-01"


def test_a_misspelt_symbol_has_suggestions(registry: GeneRegistry) -> None:
    assert registry.suggest("GLI11")[0] == "GLI1"


def _text(path: Path) -> None:
    path.write_text("no parquet")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200])


def _hole(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4:3000] = bytes(2996)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("harm", [_text, _cut, _hole, Path.unlink])
def test_a_damaged_file_is_named_with_its_fix(
    make_registry: Callable[..., Path], harm: Callable[[Path], None]
) -> None:
    path = make_registry()
    harm(path)
    with pytest.raises(PostprocessError, match=r"genes\.parquet.*geneverse data genes"):
        GeneRegistry.from_parquet(path).find("GLI1")


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"version": "2"}, "schema version is '2', this release reads '1'"),
        ({"drop": "mim_ids"}, "no column mim_ids"),
    ],
)
def test_another_form_is_refused(
    make_registry: Callable[..., Path], how: dict[str, Any], message: str
) -> None:
    with pytest.raises(PostprocessError, match=message):
        GeneRegistry.from_parquet(make_registry(**how))


def test_threads_share_a_fresh_registry(registry_path: Path) -> None:
    registry = GeneRegistry.from_parquet(registry_path)
    found: list[str] = []

    def look() -> None:
        for query in ("GLI", "ENSG00000141510", "CAP1"):
            gene = registry.find(query).gene
            found.append(gene.symbol if gene else "")

    threads = [threading.Thread(target=look) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(["GLI1", "TP53", "CAP1"] * 16)


def test_as_many_genes_as_there_are_can_be_looked_up(tmp_path: Path) -> None:
    rows = [
        gene_row(f"G{n}", n, aliases=[f"A{n}"], ensembl_id=f"ENSG{n:011}") for n in range(1, 44_000)
    ]
    path = write_registry(tmp_path / "genes.parquet", rows)
    registry = GeneRegistry.from_parquet(path)
    assert len(registry) == 43_999
    found = registry.find("A43000").gene
    assert found is not None and found.symbol == "G43000"

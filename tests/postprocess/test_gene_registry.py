"""Looking up genes, and files that are no registry."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from registry_world import gene_row, write_registry

from postprocess.errors import PostprocessError, RegistryError
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
    "query", ["", "999", "XYZ9", "HGNC:1", "ENSG00000000000", "基因", "\ud800"]
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


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _hole(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4:3000] = bytes(2996)
    path.write_bytes(bytes(data))


FIX = r"genes\.parquet.*(geneverse data genes|geneverse/gene-registry)"


def read_all(path: Path) -> None:
    """Read every column and index, as a long use would."""
    registry = GeneRegistry.from_parquet(path)
    for gene in registry:
        gene.to_json()
    for query in ("GLI1", "gli", "TGF-β1", "tumor protein p53", "HGNC:1", "MIM:165220", "P08151"):
        registry.find(query)


@pytest.mark.parametrize("harm", [_text, _empty, _hole, Path.unlink])
def test_a_damaged_file_is_named_with_its_fix(
    make_registry: Callable[..., Path], harm: Callable[[Path], None]
) -> None:
    path = make_registry()
    harm(path)
    with pytest.raises(PostprocessError, match=FIX):
        GeneRegistry.from_parquet(path).find("GLI1")


@pytest.mark.parametrize("tenths", range(10))
def test_a_file_cut_off_anywhere_is_refused_at_once(
    make_registry: Callable[..., Path], tenths: int
) -> None:
    path = make_registry()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * tenths // 10 + 1])
    with pytest.raises(RegistryError, match="is not a whole Parquet file"):
        GeneRegistry.from_parquet(path)


@pytest.mark.parametrize("seed", range(60))
def test_a_bit_turned_over_is_seen_or_changes_nothing(
    make_registry: Callable[..., Path], seed: int
) -> None:
    """In the pages: they have checksums. The footer is another matter, see above."""
    path = make_registry()
    before = [gene.to_json() for gene in GeneRegistry.from_parquet(path)]
    data = bytearray(path.read_bytes())
    footer = int.from_bytes(data[-8:-4], "little") + 8
    at = 4 + seed * 7919 % (len(data) - footer - 4)
    data[at] ^= 1 << seed % 8
    path.write_bytes(bytes(data))
    try:
        read_all(path)
        after = [gene.to_json() for gene in GeneRegistry.from_parquet(path)]
    except RegistryError as error:
        assert "the file is damaged" in str(error) or "Parquet" in str(error)
    else:
        assert after == before


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_footer_is_an_error_of_this_room_or_nothing(
    make_registry: Callable[..., Path], seed: int
) -> None:
    path = make_registry()
    data = bytearray(path.read_bytes())
    footer = int.from_bytes(data[-8:-4], "little")
    at = len(data) - 8 - footer + seed * 104_729 % footer
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))
    with contextlib.suppress(RegistryError):
        read_all(path)


def test_a_folder_without_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"genes\.parquet is not there; make it again"):
        GeneRegistry.from_parquet(tmp_path)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"version": "2"}, "schema version is '2', this release reads '1'"),
        ({"version": None}, "schema version is None, this release reads '1'"),
        ({"drop": "mim_ids"}, "no column mim_ids"),
        ({"types": {"symbol": pa.int64()}}, "column symbol is int64, not string"),
        ({"types": {"aliases": pa.string()}}, "column aliases is string, not list<string>"),
        ({"types": {"mim_ids": pa.list_(pa.int32())}}, "column mim_ids is list<.*int32>, not list"),
        ({"content": []}, "it holds no gene"),
    ],
)
def test_another_form_is_refused(
    make_registry: Callable[..., Path], how: dict[str, Any], message: str
) -> None:
    with pytest.raises(PostprocessError, match=message):
        GeneRegistry.from_parquet(make_registry(**how))


@pytest.mark.parametrize(
    ("rows", "query", "message"),
    [
        ([gene_row("A1", 1), gene_row("A1", 2)], "A1", "symbol A1 stands in rows 0 and 1"),
        ([gene_row("A1", 1), gene_row("B1", 1)], "HGNC:1", "HGNC:1 stands in rows 0 and 1"),
        ([gene_row("A1", 1, entrez_id="a b")], "GeneID:1", "'a b', which is no identifier"),
    ],
)
def test_a_symbol_or_id_in_two_rows_is_refused_at_the_first_look_up(
    make_registry: Callable[..., Path], rows: list[dict[str, Any]], query: str, message: str
) -> None:
    with pytest.raises(RegistryError, match=message):
        GeneRegistry.from_parquet(make_registry(rows)).find(query)


def test_an_approved_symbol_may_have_been_withdrawn_before(
    make_registry: Callable[..., Path],
) -> None:
    rows = [gene_row("A1", 1, status="Entry Withdrawn"), gene_row("A1", 2)]
    match = GeneRegistry.from_parquet(make_registry(rows)).find("A1")
    assert match.gene is not None and match.gene.hgnc_id == "HGNC:2"
    assert match.withdrawn is not None and match.withdrawn.hgnc_id == "HGNC:1"


def test_threads_share_a_fresh_registry(registry_path: Path) -> None:
    registry = GeneRegistry.from_parquet(registry_path)
    queries = ("GLI", "ENSG00000141510", "CAP1", "tgf-β1", "tp53 full name", "MIM:165220")
    start = threading.Barrier(24)

    def look(turn: int) -> list[str]:
        start.wait()  # all at once, each with another look-up first
        order = queries[turn % 6 :] + queries[: turn % 6]
        found = [registry.find(query).gene for query in order]
        return [*sorted(gene.symbol for gene in found if gene), registry.suggest("GLI11")[0]]

    with ThreadPoolExecutor(24) as pool:
        results = list(pool.map(look, range(24)))
    assert results == [["CAP1", "GLI1", "GLI1", "TGFB1", "TP53", "TP53", "GLI1"]] * 24


def test_as_many_genes_as_there_are_can_be_looked_up(tmp_path: Path) -> None:
    rows = [
        gene_row(f"G{n}", n, aliases=[f"A{n}"], ensembl_id=f"ENSG{n:011}") for n in range(1, 44_000)
    ]
    path = write_registry(tmp_path / "genes.parquet", rows)
    registry = GeneRegistry.from_parquet(path)
    assert len(registry) == 43_999
    found = registry.find("A43000").gene
    assert found is not None and found.symbol == "G43000"
    assert found.to_json()["ensembl_id"] == "ENSG00000043000"  # from a later row group

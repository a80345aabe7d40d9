"""The gene registry: sorted, complete, byte-identical, never half written."""

import errno
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datasets_builders.errors import DataError
from datasets_builders.files import sha256_of
from datasets_builders.genes import registry
from datasets_builders.genes.description import describe
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.registry import COLUMNS, write_registry
from datasets_builders.genes.sample import load_sample
from postprocess.registry import GeneRegistry


def text_of(record: GeneRecord) -> str:
    return f"{record.symbol} | {record.name}"


def test_the_registry_holds_every_gene_in_order(tmp_path: Path) -> None:
    records, provenance = load_sample()
    folder = write_registry(list(reversed(records)), provenance, tmp_path, text_of)
    assert folder == tmp_path / "gene-registry"
    table = pq.read_table(folder / "genes.parquet")
    assert tuple(table.column_names) == COLUMNS
    numbers = sorted(r.hgnc_number for r in records)
    assert table["hgnc_id"].to_pylist() == [f"HGNC:{n}" for n in numbers]
    row = next(row for row in table.to_pylist() if row["symbol"] == "GLI1")
    gene = next(r for r in records if r.symbol == "GLI1")
    assert row["mim_ids"] == ["165220"]
    assert row["replaced_by"] is None
    assert row["record"] == "GLI1 | GLI family zinc finger 1"
    assert row["description"] == describe(gene)
    assert row["go_processes"] == list(gene.go_processes)


def test_the_files_tell_where_the_registry_comes_from(tmp_path: Path) -> None:
    records, provenance = load_sample()
    folder = write_registry(records, provenance, tmp_path, text_of)
    metadata = pq.read_schema(folder / "genes.parquet").metadata
    assert metadata[b"geneverse.schema"] == b"1"
    assert metadata[b"geneverse.build_date"] == b"2026-01-06"
    assert json.loads(metadata[b"geneverse.sources"]) == provenance.to_json()["sources"]
    assert json.loads((folder / "provenance.json").read_text()) == provenance.to_json()
    facts = json.loads((folder / "geneverse.json").read_text())
    assert facts["name"] == "gene-registry"
    assert facts["files"]["genes.parquet"]["rows"] == len(records)
    assert facts["files"]["genes.parquet"]["sha256"] == sha256_of(folder / "genes.parquet")
    assert facts["statuses"] == {"Approved": 385, "Entry Withdrawn": 4, "Merged/Split": 16}
    assert sum(facts["strata"].values()) == 385


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    records, provenance = load_sample()
    one = write_registry(records, provenance, tmp_path / "one", text_of)
    other = write_registry(list(reversed(records)), provenance, tmp_path / "other", text_of)
    names = sorted(p.name for p in one.iterdir())
    assert names == ["genes.parquet", "geneverse.json", "provenance.json"]
    assert [sha256_of(one / n) for n in names] == [sha256_of(other / n) for n in names]


def test_a_withdrawn_entry_stands_in_the_registry_with_its_successors(tmp_path: Path) -> None:
    records, provenance = load_sample()
    folder = write_registry(records, provenance, tmp_path, text_of)
    rows = {row["symbol"]: row for row in pq.read_table(folder / "genes.parquet").to_pylist()}
    split = rows["CFAG"]
    assert (split["hgnc_id"], split["status"]) == ("HGNC:1871", "Merged/Split")
    assert split["replaced_by"] == "HGNC:10498, HGNC:10499"
    assert split["record"] == split["description"] == ""
    assert rows["A12M1"]["replaced_by"] is None


def test_the_retired_symbols_of_the_sample_are_resolved(tmp_path: Path) -> None:
    records, provenance = load_sample()
    registry = GeneRegistry.from_parquet(write_registry(records, provenance, tmp_path, text_of))
    for old, new in (
        ("A2MR", "LRP1"),
        ("HGNC:181", "APP"),
        ("CTAGE5", "MIA2"),
        ("ZNT1", "SLC30A1"),
    ):
        found = registry.find(old).gene
        assert found is not None and found.symbol == new
    for old in ("A12M1", "ADCR", "CFAG"):  # gone; merged into what is gone; not in the sample
        match = registry.find(old)
        assert match.genes == () and match.withdrawn is not None


def test_every_page_has_a_checksum(tmp_path: Path) -> None:
    """Without one, zstd unpacks many a damaged page to other symbols and says nothing."""
    records, provenance = load_sample()
    path = write_registry(records, provenance, tmp_path, text_of) / "genes.parquet"
    whole, right = path.read_bytes(), pq.read_table(path, columns=["symbol"])
    chunk = pq.read_metadata(path).row_group(0).column(1)
    start = chunk.dictionary_page_offset
    seen = 0
    for at in range(start, start + chunk.total_compressed_size, 5):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            table = pq.read_table(path, columns=["symbol"], page_checksum_verification=True)
        except (OSError, pa.ArrowException):
            seen += 1
        else:
            assert table == right
    assert seen > 100


def test_an_id_twice_and_no_record_are_refused(tmp_path: Path) -> None:
    records, provenance = load_sample()
    with pytest.raises(DataError, match=f"{records[3].hgnc_id} occurs twice"):
        write_registry([*records, records[3]], provenance, tmp_path, text_of)
    with pytest.raises(DataError, match="would be empty"):
        write_registry([], provenance, tmp_path, text_of)
    twice = replace(records[3], hgnc_id="HGNC:99999")
    with pytest.raises(DataError, match=f"symbol {records[3].symbol} occurs twice.*HGNC:99999"):
        write_registry([*records, twice], provenance, tmp_path, text_of)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(OSError(errno.ENOSPC, "No space left on device"), id="full disk"),
        pytest.param(KeyboardInterrupt(), id="Ctrl-C"),
    ],
)
def test_a_failure_leaves_the_old_registry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    records, provenance = load_sample()
    folder = write_registry(records[:5], provenance, tmp_path, text_of)
    before = {p.name: sha256_of(p) for p in folder.iterdir()}

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(registry, "write_json", fail)  # after genes.parquet has been written
    with pytest.raises(type(error)):
        write_registry(records, provenance, tmp_path, text_of)
    assert {p.name: sha256_of(p) for p in folder.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["gene-registry"]

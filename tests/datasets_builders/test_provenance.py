"""The provenance survives its file, and Parquet of equal content has equal bytes."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from datasets_builders.files import sha256_of
from datasets_builders.parquet import write_parquet
from datasets_builders.provenance import Provenance, SourceFile


def source(date: str) -> SourceFile:
    return SourceFile(
        file="hgnc_complete_set.txt.gz",
        source="HGNC complete set",
        url="https://www.genenames.org",
        date=date,
        size=10,
        sha256="ab",
        licence="CC0-1.0",
        rows=3,
        used=2,
    )


def test_provenance_is_the_same_after_its_file() -> None:
    provenance = Provenance(
        (source("2024-10-18"),), 2, {"HGNC: withdrawn (Entry Withdrawn)": 1}, ("gene2go",)
    )
    data = json.loads(json.dumps(provenance.to_json()))
    assert Provenance.from_json(data) == provenance
    assert data["counts"] == {"records": 2, "skipped": {"HGNC: withdrawn (Entry Withdrawn)": 1}}


def test_build_date_is_the_newest_source_date() -> None:
    sources = tuple(map(source, ("2020-11-29", "2024-10-18", "")))
    assert Provenance(sources, 0).build_date == "2024-10-18"
    assert Provenance((), 0).build_date == ""


def test_parquet_has_the_same_bytes_twice_and_keeps_metadata(tmp_path: Path) -> None:
    table = pa.table({"symbol": ["GLI1", "TP53"], "mim_ids": [["165220"], []]})
    table = table.replace_schema_metadata({"huggingface": "{}"})
    one, other = tmp_path / "one.parquet", tmp_path / "other.parquet"
    write_parquet(table, one, {"b": "2", "a": "1"})
    write_parquet(table, other, {"a": "1", "b": "2"})
    assert sha256_of(one) == sha256_of(other)
    read = pq.read_table(one)
    assert read.to_pylist() == table.to_pylist()
    assert read.schema.metadata == {b"a": b"1", b"b": b"2", b"huggingface": b"{}"}
    assert pq.read_metadata(one).row_group(0).column(0).compression == "ZSTD"

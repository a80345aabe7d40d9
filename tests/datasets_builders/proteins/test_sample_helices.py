"""The embedded sample runs anywhere, offline, and says what it is."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

pytest.importorskip("gemmi", reason="the extra 'proteins' is not installed")
pytest.importorskip("pymol2", reason="PyMOL is not installed")

from datasets_builders.errors import DataError
from datasets_builders.proteins.read import read_structure
from datasets_builders.proteins.records import ProteinRecord
from datasets_builders.proteins.sample import load_sample, read_peptides
from datasets_builders.provenance import Provenance


@pytest.fixture(scope="module")
def sample() -> tuple[list[tuple[str, bytes]], Provenance]:
    return load_sample()


def test_every_peptide_becomes_a_helix_that_says_so(
    sample: tuple[list[tuple[str, bytes]], Provenance],
) -> None:
    items, provenance = sample
    peptides = read_peptides()
    assert len(items) == len(peptides) == provenance.records >= 24
    for (file, content), peptide in zip(items, peptides, strict=True):
        record = read_structure(file, content)
        assert isinstance(record, ProteinRecord), record
        assert record.id == f"{peptide['accession']}-F{peptide['fragment']}"
        assert (record.name, record.symbol) == (peptide["name"], peptide["symbol"])
        assert record.sequence == peptide["sequence"]
        assert record.origin == "modelled helix"
        assert record.organism == "Homo sapiens"
        assert record.mean_plddt is None
        assert b"MODELLED HELIX" in content
        assert max(map(len, content.split(b"\n"))) <= 80


def test_the_same_bytes_each_time(sample: tuple[list[tuple[str, bytes]], Provenance]) -> None:
    last = [json.dumps(p) for p in read_peptides()[-3:]]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "helices.jsonl"
        path.write_text("\n".join(last))
        assert load_sample(path)[0] == sample[0][-3:]


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    good = read_peptides()[0]
    path = tmp_path / "helices.jsonl"
    path.write_text(json.dumps(good) + "\n" + json.dumps(good | {"fragment": 9, "sequence": "AB"}))
    with pytest.raises(DataError, match="line 2"):
        read_peptides(path)

"""The audit finds each planted leak, whatever made it."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from protein_rows_world import World, file_of, random_sequence, record, relative, twenty

from datasets_builders.audits import LeakError
from datasets_builders.proteins import build as module
from datasets_builders.proteins.audit import audit
from datasets_builders.proteins.build import build


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    return build([file_of(r) for r in twenty()], tmp_path).folder


def change(path: Path, row: int, **values: Any) -> None:
    """Overwrite values of one row of a Parquet file."""
    table = pq.read_table(path)
    rows = table.to_pylist()
    rows[row] |= values
    pq.write_table(type(table).from_pylist(rows, schema=table.schema), path)


def found(folder: Path) -> set[str]:
    """The checks that found something."""
    return {check.name for check in audit(folder, ["plddt"]).checks if check.violations}


def held_out(folder: Path, split: str = "test") -> dict[str, Any]:
    row: dict[str, Any] = pq.read_table(folder / "structures" / f"{split}.parquet").to_pylist()[0]
    return row


def test_a_whole_data_set_passes(folder: Path) -> None:
    assert found(folder) == set()
    audit(folder, ["plddt"]).raise_if_leaking()


def test_a_relative_in_train_is_found_by_its_sequence_alone(folder: Path) -> None:
    kin = relative(held_out(folder)["sequence"], 0.5, "planted")
    change(folder / "structures" / "train.parquet", 0, sequence=kin)
    assert found(folder) == {"relatives by sequence"}
    with pytest.raises(LeakError, match="% identical"):
        audit(folder, ["plddt"]).raise_if_leaking()


@pytest.mark.parametrize(
    ("column", "check"),
    [
        ("sequence", "identical sequences"),
        ("accession", "accessions, with all fragments"),
        ("name", "names"),
        ("group", "units"),
    ],
)
def test_what_a_protein_is_known_by_is_found_in_train(
    folder: Path, column: str, check: str
) -> None:
    change(folder / "structures" / "train.parquet", 0, **{column: held_out(folder)[column]})
    assert check in found(folder)


def test_a_reference_to_a_held_out_accession_and_a_symbol_are_found(folder: Path) -> None:
    train = folder / "structures" / "train.parquet"
    change(train, 0, uniprot_ids=[held_out(folder)["accession"]])
    assert found(folder) == {"accessions, with all fragments"}
    change(train, 0, uniprot_ids=[], symbol="abc1")
    change(folder / "structures" / "test.parquet", 0, symbol="ABC1")
    assert found(folder) == {"gene symbols"}


def test_a_papers_fragment_in_train_is_found(folder: Path) -> None:
    change(folder / "structures" / "train.parquet", 0, accession="Q8WXI7")
    assert found(folder) == {"accessions of the paper's entries, not in train or validation"}


def test_rows_on_the_wrong_side_and_double_ids_are_found(folder: Path) -> None:
    paper = pq.read_table(folder / "plddt" / "paper.parquet").to_pylist()[0]
    change(folder / "plddt" / "train.parquet", 0, **paper)
    assert found(folder) == {
        "row ids, each once in a configuration",
        "rows on the side of their structure",
        "units of the rows",
        "answers that name a protein",
        "pictures with a name",
    }


def test_a_split_that_leaks_stops_the_build(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clusters are taken away: the audit searches for itself."""
    one = random_sequence(240, "kin")
    kin = [record(f"Q{n:05}", relative(one, 0.6, n)) for n in range(12)]
    monkeypatch.setattr(
        module,
        "_units",
        lambda drawn, found: {d.record.id: f"cluster:{d.record.id}" for d in drawn},
    )
    with pytest.raises(LeakError, match="the splits leak in"):
        build([file_of(r) for r in (*twenty()[:10], *kin)], tmp_path)
    assert not (tmp_path / "protein-images").exists()


def test_audit_json_tells_rule_method_and_counts(folder: Path) -> None:
    said = json.loads((folder / "audit.json").read_text())
    assert "30% identical" in said["rule"] and "paper's 20 AlphaFold entries" in said["rule"]
    assert said["method"].startswith("all pairs aligned")
    assert said["structures_by_split"]["paper"] == 1 and said["largest_unit"] == 3

"""From structure files to the folder: splits, pictures, resumption, bytes, what is refused."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from protein_rows_world import World, file_of, random_sequence, record, twenty

from datasets_builders.errors import DataError
from datasets_builders.proteins.build import build
from datasets_builders.proteins.questions import QUESTIONS
from datasets_builders.schema import PROTEIN_QUESTION


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def ids(folder: Path, split: str) -> set[str]:
    return set(pq.read_table(folder / "structures" / f"{split}.parquet")["id"].to_pylist())


def test_the_folder_has_every_split_and_the_papers_kin_is_in_test(
    world: World, tmp_path: Path
) -> None:
    report = build([file_of(r) for r in twenty()], tmp_path)
    assert set(report.structures) == {"train", "validation", "test", "paper"}
    assert ids(report.folder, "paper") == {"Q2LD37-F11"}
    assert {"Q2LD37-F3", "P90001-F1"} <= ids(report.folder, "test")
    assert sum(report.structures.values()) == len(twenty())
    audit = json.loads((report.folder / "audit.json").read_text())
    assert audit["passed"] and len(audit["checks"]) >= 10
    relatives = next(c for c in audit["checks"] if c["name"] == "relatives by sequence")
    assert relatives["compared"] >= 1


def test_a_row_holds_its_picture_and_the_papers_question(world: World, tmp_path: Path) -> None:
    folder = build([file_of(r) for r in twenty()], tmp_path).folder
    table = pq.read_table(folder / "plddt" / "paper.parquet").to_pylist()
    first = table[0]
    assert first["id"] == "Q2LD37-F11/paper-question/front"
    assert first["messages"][0]["content"] == PROTEIN_QUESTION
    assert first["answer"] == "The name of this protein is Bridge protein."
    assert first["messages"][1]["content"] == first["answer"]
    assert first["subject"] == "Bridge protein" and first["task"] == "protein"
    assert first["images"][0]["bytes"].startswith(b"\x89PNG") and not first["images"][0]["path"]
    kinds = [row["source"].removeprefix("protein:") for row in table]
    # Its name says no function, and is not asked about it.
    assert kinds == [kind for kind in QUESTIONS if kind != "function-class"]


def test_the_same_files_give_the_same_bytes_in_any_order(world: World, tmp_path: Path) -> None:
    items = [file_of(r) for r in twenty()]
    one = build(items, tmp_path / "a").folder
    two = build(items[::-1], tmp_path / "b").folder
    assert files(one) == files(two)
    facts = json.loads((one / "geneverse.json").read_text())
    assert facts["configs"]["plddt"]["paper"]["rows"] == 4
    assert facts["pictures"]["renderers"] == {"opengl": 24}


def test_a_picture_is_in_a_file_once(world: World, tmp_path: Path) -> None:
    folder = build([file_of(record("P00001"))], tmp_path).folder
    path = folder / "plddt" / "train.parquet"
    column = pq.read_metadata(path).row_group(0)
    images = next(
        column.column(n)
        for n in range(column.num_columns)
        if column.column(n).path_in_schema.endswith("bytes")
    )
    picture = pq.read_table(path)["images"][0].as_py()[0]["bytes"]
    assert column.num_rows == 4
    assert images.total_uncompressed_size < 2 * len(picture)


def test_an_interrupted_build_goes_on_and_leaves_what_was_there(
    world: World, tmp_path: Path
) -> None:
    items = [file_of(r) for r in twenty()]
    before = files(build(items[:3], tmp_path).folder)
    world.drawn.clear()
    world.stop_at = 10
    with pytest.raises(KeyboardInterrupt):
        build(items, tmp_path)
    assert files(tmp_path / "protein-images") == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".build")] == []
    world.stop_at = None
    resumed = build(items, tmp_path).folder
    assert len(world.drawn) == len(items)
    assert files(resumed) == files(build(items, tmp_path / "fresh").folder)
    assert not (tmp_path / ".protein-images.work").exists()


def test_pictures_of_another_size_are_not_taken_over(world: World, tmp_path: Path) -> None:
    items = [file_of(r) for r in twenty()]
    world.stop_at = 10
    with pytest.raises(KeyboardInterrupt):
        build(items, tmp_path)
    world.stop_at = None
    world.drawn.clear()
    build(items, tmp_path, size=64)
    assert len(world.drawn) == len(items)


def test_what_cannot_be_drawn_is_named_and_a_second_of_an_id_too(
    world: World, tmp_path: Path
) -> None:
    items = [file_of(r) for r in twenty()]
    again = file_of(record("P00001", name="Protein kinase 1", mean_plddt=50.0))
    items += [("bad.pdb", b"broken"), ("AF-P00001-F1-model_v6.pdb", again[1])]
    report = build(items, tmp_path)
    assert [(r.file, r.reason) for r in report.refused] == [
        ("AF-P00001-F1-model_v6.pdb", "duplicate id"),
        ("bad.pdb", "truncated"),
    ]
    assert json.loads((report.folder / "refused.json").read_text())[1]["file"] == "bad.pdb"
    skipped = json.loads((report.folder / "provenance.json").read_text())["counts"]["skipped"]
    assert skipped == {"structures: duplicate id": 1, "structures: truncated": 1}


def test_colours_are_configurations_and_views_are_rows(world: World, tmp_path: Path) -> None:
    report = build(
        [file_of(r) for r in twenty()],
        tmp_path,
        colours=["secondary-structure", "plddt"],
        views=("front", "top"),
    )
    assert list(report.rows) == ["plddt", "secondary-structure"]
    rows = pq.read_table(report.folder / "secondary-structure" / "paper.parquet")["id"].to_pylist()
    assert {r.rpartition("/")[2] for r in rows} == {"front", "top"} and len(rows) == 8


def test_two_proteins_are_enough_and_none_are_not(world: World, tmp_path: Path) -> None:
    report = build([file_of(record("P04637")), file_of(record("P00533"))], tmp_path)
    assert report.structures == {"train": 1, "test": 1}
    assert not (report.folder / "plddt" / "paper.parquet").exists()
    with pytest.raises(DataError, match=r"bad\.pdb: truncated"):
        build([("bad.pdb", b"broken")], tmp_path)
    with pytest.raises(DataError, match="no structure file was found"):
        build([], tmp_path)
    with pytest.raises(DataError, match="unknown colour mode red"):
        build([file_of(record("P04637"))], tmp_path, colours=["red"])


def test_it_loads_bare_by_configuration_and_as_a_stream(world: World, tmp_path: Path) -> None:
    from datasets import load_dataset

    folder = build([file_of(r) for r in twenty()], tmp_path).folder
    files = {s: str(folder / "plddt" / f"{s}.parquet") for s in ("train", "paper")}
    rows = load_dataset("parquet", data_files=files)
    image = rows["paper"][0]["images"][0]
    assert image.size == (8, 8) and image.mode == "RGB"
    stream = load_dataset("parquet", data_files=files, split="train", streaming=True)
    assert next(iter(stream))["images"][0].size == (8, 8)


def test_fragments_of_one_protein_stay_together(world: World, tmp_path: Path) -> None:
    pieces = [record("P11111", random_sequence(200, n), "Long", fragment=n) for n in range(1, 8)]
    items = [file_of(r) for r in (*twenty(), *pieces)]
    folder = build(items, tmp_path).folder
    sides = {
        s for s in ("train", "validation", "test") if any("P11111" in i for i in ids(folder, s))
    }
    assert len(sides) == 1

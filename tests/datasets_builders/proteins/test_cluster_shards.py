"""Shards to Parquet: whole or not there, skipped when finished; the same through Ray."""

from pathlib import Path

import pytest

pytest.importorskip("gemmi", reason="the extra 'proteins' is not installed")
pytest.importorskip("pymol2", reason="PyMOL is not installed")
from structure_world import pdb

from datasets_builders.errors import DataError
from datasets_builders.proteins.records import Refused, Rendered
from datasets_builders.proteins.render.cluster import render_shards
from datasets_builders.proteins.render.pool import render_all
from datasets_builders.proteins.render.shards import Look, is_done, read_shard, render_shard
from datasets_builders.proteins.structures import structure_files

LOOK = Look(size=64)


def shards_in(folder: Path, count: int = 3, models: int = 3) -> list[Path]:
    found = []
    for s in range(count):
        shard = folder / f"part-{s}"
        shard.mkdir(parents=True)
        for i in range(models):
            accession = f"P{s}{i:04d}"
            (shard / f"AF-{accession}-F1-model_v6.pdb").write_bytes(pdb(accession))
        found.append(shard)
    return found


def test_a_shard_is_written_whole_and_read_back(tmp_path: Path) -> None:
    (shard,) = shards_in(tmp_path / "in", 1)
    (shard / "bad.pdb").write_bytes(b"<html>")
    assert not is_done(shard, tmp_path, LOOK)
    assert render_shard(shard, tmp_path, LOOK) == {
        "pictures": 3,
        "refused": {"not a structure": 1},
    }
    assert is_done(shard, tmp_path, LOOK)
    back = list(read_shard(tmp_path / "part-0.parquet"))
    drawn = list(render_all(structure_files(shard), size=64, workers=1))
    assert [b for b in back if isinstance(b, Rendered)] == [
        d for d in drawn if isinstance(d, Rendered)
    ]
    assert [b.file for b in back if isinstance(b, Refused)] == ["bad.pdb"]


def test_another_look_or_content_is_not_done(tmp_path: Path) -> None:
    (shard,) = shards_in(tmp_path / "in", 1, 1)
    render_shard(shard, tmp_path, LOOK)
    assert not is_done(shard, tmp_path, Look(size=64, colour="rainbow"))
    (shard / "new.pdb").write_bytes(pdb("P55555"))
    assert not is_done(shard, tmp_path, LOOK)


def test_a_failure_leaves_no_file(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    out = tmp_path / "out"
    with pytest.raises(DataError, match="no structure file"):
        render_shard(empty, out, LOOK)
    assert not out.exists() or not list(out.iterdir())


def test_two_shards_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="occur twice: a"):
        render_shards([tmp_path / "x" / "a", tmp_path / "y" / "a"], tmp_path / "out")


@pytest.mark.slow
def test_ray_on_two_cores_and_a_restart(tmp_path: Path) -> None:
    """Finished shards are skipped; a bad one is named and does not stop the others."""
    pytest.importorskip("ray", reason="the extra 'cluster' is not installed")
    shards, out = shards_in(tmp_path / "in"), tmp_path / "out"
    empty = tmp_path / "in" / "part-9"
    empty.mkdir()
    for shard in (shards[0], shards[2]):
        render_shard(shard, out, LOOK)
    before = {p.name: p.stat().st_mtime_ns for p in out.iterdir()}
    with pytest.raises(DataError, match=r"1 of 2 shards failed.*part-9"):
        render_shards([*shards, empty], out, look=LOOK, cores=2)
    after = {p.name: p.stat().st_mtime_ns for p in out.iterdir()}
    assert sorted(after) == [f"part-{i}.parquet" for i in range(3)]
    assert before.items() <= after.items()
    assert list(read_shard(out / "part-1.parquet")) == list(
        render_all(structure_files(shards[1]), size=64, workers=1)
    )
    assert render_shards(shards, out, look=LOOK) == {
        "shards": 3,
        "skipped": 3,
        "pictures": 0,
        "refused": {},
    }

"""The real renderer: the embedded sample, and the 13 real structures where they are."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from datasets_builders.proteins.build import build, build_sample
from datasets_builders.proteins.structures import structure_files


@pytest.mark.slow
def test_the_sample_is_built_twice_to_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("pymol2")
    one = build_sample(tmp_path / "a", workers=2)
    two = build_sample(tmp_path / "b", workers=2)
    assert sum(one.structures.values()) >= 24 and not one.refused
    assert {"train", "validation", "test"} == set(one.structures)
    for path in one.folder.rglob("*.*"):
        assert path.read_bytes() == (two.folder / path.relative_to(one.folder)).read_bytes()


@pytest.mark.slow
@pytest.mark.realdata
def test_the_real_structures_have_the_folds_that_they_are_known_for(
    realdata: Path, tmp_path: Path
) -> None:
    pytest.importorskip("pymol2")
    folder = realdata / "proteins"
    report = build(lambda: structure_files(folder), tmp_path, workers=2)
    assert sum(report.structures.values()) == 13 and not report.refused
    table = [
        row
        for path in sorted((report.folder / "structures").glob("*.parquet"))
        for row in pq.read_table(path).to_pylist()
    ]
    fold = {row["id"]: row["fold_class"] for row in table}
    assert fold["1LDS"] == fold["P29373-F1"] == "all beta"
    assert fold["4CUP"] == "all alpha"
    assert fold["1UBI"] == fold["4M6J"] == fold["P0DUB6-F1"] == "alpha and beta"
    group = {row["id"]: row["group"] for row in table}
    assert group["Q15772-F3"] == group["Q15772-F11"]

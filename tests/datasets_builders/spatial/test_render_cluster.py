"""Ray draws what one machine draws, and does not draw again what is there."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from datasets_builders.spatial.render import cluster
from datasets_builders.spatial.render.picture import pictures
from datasets_builders.spatial.render.raster import PictureError
from datasets_builders.spatial.simulate import simulate


@pytest.mark.slow
def test_two_cores_of_ray_write_the_same_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("ray")
    monkeypatch.setattr(cluster, "GENES_A_TASK", 3)
    sections = simulate(cells=200, genes=8, sections=2).sections
    report = cluster.render_sections(sections, tmp_path, cores=2)
    expected = {
        (s.name, p.gene): p for s in sections for p in pictures(s, progress=False, workers=1)
    }
    assert report["pictures"] == len(expected)
    found = {}
    for file in sorted(tmp_path.glob("*.parquet")):
        for row in pq.read_table(file).to_pylist():
            found[row["section"], row["gene"]] = row
    assert found.keys() == expected.keys()
    for key, row in found.items():
        assert tuple(row["images"]) == expected[key].images
        assert json.loads(row["scaling"])["high"] == expected[key].scaling.high
    again = cluster.render_sections(sections, tmp_path, cores=2)
    assert again == {"files": report["files"], "skipped": report["files"], "pictures": 0}


def test_two_sections_of_one_name_and_unknown_genes_are_refused_before_ray_starts(
    tmp_path: Path,
) -> None:
    section = simulate(cells=60, genes=4, sections=1).sections[0]
    with pytest.raises(PictureError, match=r"occur twice: \['simulated-1'\]"):
        cluster.render_sections([section, section], tmp_path)
    with pytest.raises(PictureError, match="no gene 'TP53'"):
        cluster.render_sections([section], tmp_path, genes=["TP53"])

"""A crop of a real Xenium section, whose cell types are predicted; skipped where it is missing."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from datasets_builders.spatial.build import How, build
from datasets_builders.spatial.ontology import terms
from datasets_builders.spatial.panel import read_panel
from datasets_builders.spatial.readers import Options, read_section

pytestmark = pytest.mark.realdata


def test_the_xenium_crop_becomes_a_data_set(realdata: Path, tmp_path: Path) -> None:
    folder = realdata / "spatial"
    options = Options(types_origin="predicted", licence="CC-BY-4.0")
    section = read_section(folder / "xenium_breast_small.h5ad", options)
    assert (section.cells, len(section.genes), len(section.type_names)) == (1135, 312, 14)
    panel = read_panel(folder / "hBreast.csv")
    how = How(ontology=terms(section.type_names))
    found = build([section], tmp_path, how=how, configs=["marker", "which-cell-type"], panel=panel)
    assert found.rows["marker"]["train"] > 200 and found.rows["marker"]["test_genes"] > 60
    train = pq.read_table(found.folder / "marker" / "train.parquet").to_pylist()
    assert {row["source"] for row in train} == {"marker:predicted-types"}
    assert {row["types_origin"] for row in train} == {"predicted"}
    known = {row["cell_type"]: row["cell_ontology"] for row in train}
    assert known.get("Fibroblasts", "CL:0000057") == "CL:0000057"
    facts = json.loads((found.folder / "geneverse.json").read_text())
    assert any("predicted" in said for said in facts["caveats"])
    provenance = json.loads((found.folder / "provenance.json").read_text())
    assert "PREDICTED" in provenance["sources"][0]["source"]
    assert found.agreement is not None and (found.agreement.kappa or 0) > 0.2

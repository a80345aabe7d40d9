"""The tests of the spatial room share one small simulation and one data set built from it."""

from pathlib import Path

import pytest

from datasets_builders.spatial.build import SpatialReport, build
from datasets_builders.spatial.simulate import Simulation, simulate


@pytest.fixture(scope="session")
def simulation() -> Simulation:
    """Two sections of 500 cells, 90 genes, 7 types."""
    return simulate(seed=5, cells=500, genes=90, types=7, sections=2)


@pytest.fixture(scope="session")
def built(simulation: Simulation, tmp_path_factory: pytest.TempPathFactory) -> SpatialReport:
    """The data set of that simulation, without Moran's I (squidpy loads slowly)."""
    return build(
        simulation.sections,
        tmp_path_factory.mktemp("built"),
        configs=["marker", "which-cell-type"],
    )


@pytest.fixture
def h5ad(simulation: Simulation, tmp_path: Path) -> Path:
    """The first section as an .h5ad with a layer, raw, and normalised data in X."""
    data = simulation.sections[0].to_anndata()
    data.raw = data.copy()
    data.layers["counts"] = data.X.copy()
    data.X = data.X.log1p()
    path = tmp_path / "breast.h5ad"
    data.write_h5ad(path)
    return path

"""Any AnnData section is read, from wherever its counts are; what cannot be used is named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata
import numpy as np
import pytest
from scipy import sparse

from datasets_builders.errors import SourceError
from datasets_builders.spatial import counts as counts_module
from datasets_builders.spatial.checks import (
    CellTypeError,
    CoordinateError,
    CountsError,
    GeneError,
    LengthError,
    SectionError,
    check_coordinates,
)
from datasets_builders.spatial.readers import Options, read_section
from datasets_builders.spatial.section import NO_TYPE, Section
from datasets_builders.spatial.simulate import Simulation


def same(found: Section, wanted: Section) -> bool:
    return (
        found.genes == wanted.genes
        and found.type_names == wanted.type_names
        and np.array_equal(found.type_codes, wanted.type_codes)
        and np.allclose(found.coordinates, wanted.coordinates)
        and (found.counts != wanted.counts).nnz == 0
    )


@pytest.mark.parametrize("options", [Options(layer="counts"), Options(raw=True)])
def test_counts_come_from_a_layer_or_from_raw(
    h5ad: Path, simulation: Simulation, options: Options
) -> None:
    found = read_section(h5ad, options)
    assert same(found, simulation.sections[0])
    assert found.name == "breast"
    assert found.sources[0].sha256 and found.sources[0].rows == found.cells


def test_normalised_data_is_no_count(h5ad: Path) -> None:
    with pytest.raises(CountsError, match=r"X has .* no count.*--layer NAME or --raw"):
        read_section(h5ad)


@pytest.mark.parametrize("form", ["csr", "csc", "dense"])
def test_blocks_give_what_the_whole_gives(
    simulation: Simulation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(counts_module, "_CELLS", 37)
    section = simulation.sections[0]
    data = section.to_anndata()
    data.X = {"csr": data.X, "csc": sparse.csc_matrix(data.X), "dense": data.X.toarray()}[form]
    data.write_h5ad(tmp_path / "a.h5ad")
    assert same(read_section(tmp_path / "a.h5ad"), section)


def test_zarr_and_the_table_of_spatialdata(simulation: Simulation, tmp_path: Path) -> None:
    import zarr

    section = simulation.sections[0]
    section.to_anndata().write_zarr(tmp_path / "a.zarr")
    assert same(read_section(tmp_path / "a.zarr"), section)
    root = zarr.open_group(str(tmp_path / "sdata.zarr"), mode="w", zarr_format=2)
    root.create_group("tables")
    shutil.copytree(tmp_path / "a.zarr", tmp_path / "sdata.zarr" / "tables" / "table")
    assert same(read_section(tmp_path / "sdata.zarr"), section)


def spoil(simulation: Simulation, path: Path, how: Callable[[anndata.AnnData], Any]) -> Path:
    data = simulation.sections[0].to_anndata()
    how(data)
    data.write_h5ad(path)
    return path


def nowhere(data: anndata.AnnData) -> None:
    data.obsm["spatial"][3, 1] = np.nan


def millimetres(data: anndata.AnnData) -> None:
    data.obsm["spatial"] = data.obsm["spatial"] / 1000


def one_place(data: anndata.AnnData) -> None:
    data.obsm["spatial"] = np.ones((data.n_obs, 2))


def no_places(data: anndata.AnnData) -> None:
    del data.obsm["spatial"]


def one_type(data: anndata.AnnData) -> None:
    data.obs["cell_type"] = "B"


def no_types(data: anndata.AnnData) -> None:
    del data.obs["cell_type"]


def ids(data: anndata.AnnData) -> None:
    data.obs["cell_type"] = [f"cell-{n}" for n in range(data.n_obs)]


def fractions(data: anndata.AnnData) -> None:
    data.obs["cell_type"] = np.linspace(0, 1, data.n_obs)


def twice(data: anndata.AnnData) -> None:
    data.var_names = ["SIM001", *data.var_names[1:-1], "SIM001"]


def negative(data: anndata.AnnData) -> None:
    data.X.data[5] = -1


def infinite(data: anndata.AnnData) -> None:
    data.X.data[5] = np.inf


def nothing(data: anndata.AnnData) -> None:
    data.X = sparse.csr_matrix(data.shape, dtype=np.float32)


@pytest.mark.parametrize(
    ("how", "error", "says"),
    [
        (nowhere, CoordinateError, "1 of 500 cells have no finite coord.* the first is cell 3"),
        (millimetres, CoordinateError, "--micrometres-per-unit"),
        (one_place, CoordinateError, "at one place"),
        (no_places, CoordinateError, "obsm has no 'spatial'"),
        (one_type, CellTypeError, r"1 cell type \(B\).*at least two"),
        (no_types, CellTypeError, "no column 'cell_type'.*--cell-type-column"),
        (ids, CellTypeError, "500 different values"),
        (fractions, CellTypeError, "fractions"),
        (twice, GeneError, "SIM001"),
        (negative, CountsError, "-1 .*no count"),
        (infinite, CountsError, "not finite"),
        (nothing, CountsError, "not one count"),
    ],
)
@pytest.mark.filterwarnings("ignore:Variable names are not unique")
def test_each_fault_has_a_name_and_a_remedy(
    simulation: Simulation,
    tmp_path: Path,
    how: Callable[[anndata.AnnData], Any],
    error: type[SectionError],
    says: str,
) -> None:
    path = spoil(simulation, tmp_path / "bad.h5ad", how)
    with pytest.raises(error, match=says) as caught:
        read_section(path)
    assert "bad.h5ad" in str(caught.value)


def test_lengths_that_do_not_match() -> None:
    with pytest.raises(LengthError, match="2 rows for 3 cells"):
        check_coordinates(np.zeros((2, 2)), 3, "a.h5ad")


def test_units_are_brought_to_micrometres(simulation: Simulation, tmp_path: Path) -> None:
    path = spoil(simulation, tmp_path / "a.h5ad", millimetres)
    found = read_section(path, Options(micrometres_per_unit=1000))
    assert np.allclose(found.coordinates, simulation.sections[0].coordinates)


def test_cells_without_a_type_stay_and_are_untyped(simulation: Simulation, tmp_path: Path) -> None:
    def unknown(data: anndata.AnnData) -> None:
        names = data.obs["cell_type"].astype(object)
        names.iloc[:4] = [None, np.nan, "", "  "]
        data.obs["cell_type"] = names.fillna("").astype(str).astype("category")

    found = read_section(spoil(simulation, tmp_path / "a.h5ad", unknown))
    assert (found.type_codes[:4] == NO_TYPE).all()
    assert found.cells == 500 and (found.type_codes[4:] >= 0).all()
    assert "" not in found.type_names


def test_predicted_types_are_called_so(simulation: Simulation, tmp_path: Path) -> None:
    path = spoil(simulation, tmp_path / "a.h5ad", lambda data: None)
    found = read_section(path, Options(types_origin="predicted", licence="CC-BY-4.0"))
    assert found.types_origin == "predicted"
    assert "PREDICTED" in found.sources[0].source
    assert found.sources[0].licence == "CC-BY-4.0"


def test_types_come_from_a_table(simulation: Simulation, tmp_path: Path) -> None:
    path = spoil(simulation, tmp_path / "a.h5ad", no_types)
    found = read_section(path, Options(types={"cell0": "B", "cell1": "T"}))
    assert found.type_counts() == {"B": 1, "T": 1}
    with pytest.raises(CellTypeError, match="not one of the cells"):
        read_section(path, Options(types={"x": "B", "y": "T"}))


@pytest.mark.parametrize("content", [b"", b"not hdf5 at all"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cut.h5ad").write_bytes(content)
    with pytest.raises(SourceError, match=r"cut\.h5ad is no HDF5 file"):
        read_section(tmp_path / "cut.h5ad")


def test_paths_that_are_no_section(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is missing"):
        read_section(tmp_path / "none.h5ad")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match=r"neither a \.zarr nor a Xenium"):
        read_section(tmp_path / "empty")
    (tmp_path / "a.csv").write_text("x")
    with pytest.raises(SourceError, match="is no section"):
        read_section(tmp_path / "a.csv")


def ten_x_h5(section: Section, path: Path, names: list[str]) -> None:
    """A feature-barcode matrix in 10x Genomics' HDF5 layout (genes x cells, CSC)."""
    import h5py

    matrix = section.counts.T.tocsc()
    genes = [g.encode() for g in section.genes]
    with h5py.File(path, "w") as file:
        file.attrs["library_ids"] = [b"A"]
        group = file.create_group("matrix")
        group["barcodes"] = np.array([n.encode() for n in names])
        group["data"] = matrix.data.astype(np.int32)
        group["indices"] = matrix.indices.astype(np.int64)
        group["indptr"] = matrix.indptr.astype(np.int64)
        group["shape"] = np.array(matrix.shape, dtype=np.int32)
        features = group.create_group("features")
        features["id"] = np.array(genes)
        features["name"] = np.array(genes)
        features["feature_type"] = np.array([b"Gene Expression"] * len(genes))
        features["genome"] = np.array([b"GRCh38"] * len(genes))


@pytest.mark.slow
def test_a_visium_folder(simulation: Simulation, tmp_path: Path) -> None:
    section = simulation.sections[0]
    names = [f"AAAC{n:04d}-1" for n in range(section.cells)]
    folder = tmp_path / "visium"
    (folder / "spatial").mkdir(parents=True)
    ten_x_h5(section, folder / "filtered_feature_bc_matrix.h5", names)
    scale = {
        "spot_diameter_fullres": 130.0,
        "tissue_hires_scalef": 0.1,
        "tissue_lowres_scalef": 0.1,
        "fiducial_diameter_fullres": 200.0,
    }
    (folder / "spatial" / "scalefactors_json.json").write_text(json.dumps(scale))
    pixels = section.coordinates * 2
    lines = [f"{n},1,0,0,{y},{x}" for n, (x, y) in zip(names, pixels, strict=True)]
    (folder / "spatial" / "tissue_positions_list.csv").write_text("\n".join(lines) + "\n")
    types = {n: section.type_names[c] for n, c in zip(names, section.type_codes, strict=True)}
    found = read_section(folder, Options(types=types))
    assert same(found, section)


@pytest.mark.slow
def test_a_xenium_folder(simulation: Simulation, tmp_path: Path) -> None:
    import pandas as pd
    import zarr

    section = simulation.sections[0]
    names = [f"aaaa{n:04d}-1" for n in range(section.cells)]
    folder = tmp_path / "xenium"
    folder.mkdir()
    ten_x_h5(section, folder / "cell_feature_matrix.h5", names)
    specs = {
        "analysis_sw_version": "xenium-1.0.1",
        "pixel_size": 0.2125,
        "region_name": "A",
        "run_name": "r",
        "cassette_name": "c",
        "major_version": 5,
        "minor_version": 0,
    }
    (folder / "experiment.xenium").write_text(json.dumps(specs))
    cells = pd.DataFrame(
        {
            "cell_id": names,
            "x_centroid": section.coordinates[:, 0],
            "y_centroid": section.coordinates[:, 1],
            "transcript_counts": 1,
            "control_probe_counts": 0,
            "control_codeword_counts": 0,
            "total_counts": 1,
            "cell_area": 80.0,
            "nucleus_area": 20.0,
        }
    )
    cells.to_parquet(folder / "cells.parquet")
    with zarr.storage.ZipStore(folder / "cells.zarr.zip", mode="w") as store:
        zarr.open_group(store, mode="w", zarr_format=2)
    types = {n: section.type_names[c] for n, c in zip(names, section.type_codes, strict=True)}
    found = read_section(folder, Options(types=types))
    assert same(found, section)
    assert found.areas is not None and (found.areas == 80.0).all()

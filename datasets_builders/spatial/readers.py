"""From a file or folder of a tissue section to a :class:`Section`.

In: an AnnData file (.h5ad, .zarr), a SpatialData .zarr with a table, a Xenium or a Visium output
folder. Out: the section, checked. Matrices are read by anndata's own element readers in blocks of
cells, never as a dense whole: 160,000 cells x 5,000 genes take what their non-zero counts take.

One value: ``read_section(Path("xenium_breast_small.h5ad"), Options(cell_type_column="cell_type"))``
has 1,135 cells and 312 genes.
"""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from datasets_builders.errors import SourceError
from datasets_builders.provenance import SourceFile
from datasets_builders.spatial.checks import (
    CellTypeError,
    CoordinateError,
    CountsError,
    LengthError,
    check_coordinates,
    check_genes,
    check_types,
    column_missing,
)
from datasets_builders.spatial.counts import read_counts
from datasets_builders.spatial.folders import digest, is_visium, is_xenium, read_visium, read_xenium
from datasets_builders.spatial.section import NO_TYPE, Section, TypesOrigin

_AREAS = ("cell_area", "area")


@dataclass(frozen=True, slots=True)
class Options:
    """What is taken from the file.

    Counts come from X, from ``layer``, or from ``raw``. ``gene_column`` of var has the names of the
    genes (by default its index). ``types`` gives the type of each cell by its name in obs, and goes
    before ``cell_type_column``. One unit of ``obsm[spatial_key]`` is ``micrometres_per_unit``.
    """

    cell_type_column: str = "cell_type"
    layer: str | None = None
    raw: bool = False
    gene_column: str | None = None
    spatial_key: str = "spatial"
    micrometres_per_unit: float = 1.0
    types: Mapping[str, str] | None = None
    types_origin: TypesOrigin = "given"
    licence: str = "not stated"


def read_section(path: Path, options: Options | None = None) -> Section:
    """Open, read and check a section.

    Raises:
        SourceError: the path is missing or of no known kind, or the file is damaged.
        SectionError: what is in it cannot be used; see checks.py for the kinds.
    """
    options = options or Options()
    if not path.exists():
        raise SourceError(f"{path} is missing; give a .h5ad, a .zarr, a Xenium or a Visium folder")
    if options.raw and options.layer:
        raise SourceError("--raw and --layer are two sources of counts; give one of them")
    with _opened(path) as parts:
        return _section(path, parts, options)


@dataclass(frozen=True, slots=True)
class Parts:
    """The elements of an AnnData: ``counts`` by name are backed or in memory, 2D."""

    obs: Any
    var: Any
    obsm: Mapping[str, Any]
    counts: Mapping[str, Any]
    raw_var: Any
    micrometres_per_unit: float = 1.0


@contextmanager
def _opened(path: Path) -> Iterator[Parts]:
    if path.is_dir() and is_xenium(path):
        data, scale = read_xenium(path), 1.0
        yield Parts(data.obs, data.var, data.obsm, {"X": data.X}, None, scale)
    elif path.is_dir() and is_visium(path):
        data, scale = read_visium(path)
        yield Parts(data.obs, data.var, data.obsm, {"X": data.X}, None, scale)
    elif path.is_dir():
        yield _elements(_zarr(path), path)
    elif path.suffix == ".h5ad":
        h5py: Any = importlib.import_module("h5py")  # without types
        try:
            file = h5py.File(path, "r")
        except OSError as error:
            raise SourceError(f"{path} is no HDF5 file, or cut off ({error})") from None
        with file:
            yield _elements(file, path)
    else:
        raise SourceError(f"{path} is no section: give a .h5ad, a .zarr, a Xenium or Visium folder")


def _zarr(path: Path) -> Any:
    import zarr

    try:
        root: Any = zarr.open_group(str(path), mode="r")
    except (FileNotFoundError, ValueError) as error:
        raise SourceError(
            f"{path} is a folder, and neither a .zarr nor a Xenium (experiment.xenium, "
            "cell_feature_matrix.h5) nor a Visium output (spatial/, *feature_bc_matrix.h5): "
            f"{error}"
        ) from None
    if "obs" not in root and "tables" in root:  # SpatialData keeps its AnnData there
        names = sorted(root["tables"])
        if len(names) != 1:
            raise SourceError(
                f"{path} has the tables {', '.join(names)}; give one: {path}/tables/NAME"
            )
        return root["tables"][names[0]]
    return root


def _elements(root: Any, path: Path) -> Parts:
    """The elements of an AnnData group of HDF5 or zarr, matrices backed."""
    from anndata.io import read_elem

    if absent := [name for name in ("obs", "var") if name not in root]:
        raise SourceError(f"{path} is no AnnData: {', '.join(absent)} is missing")
    places = {"X": "X", "raw": "raw/X"}
    places |= {f"layers/{name}": f"layers/{name}" for name in root.get("layers", {})}
    counts = {name: _backed(root[at]) for name, at in places.items() if at in root}
    obsm = {name: read_elem(root[f"obsm/{name}"]) for name in root.get("obsm", {})}
    raw_var = read_elem(root["raw/var"]) if "raw/var" in root else None
    return Parts(read_elem(root["obs"]), read_elem(root["var"]), obsm, counts, raw_var)


def _backed(element: Any) -> Any:
    from anndata.io import sparse_dataset

    return sparse_dataset(element) if hasattr(element, "keys") else element


def _section(path: Path, parts: Parts, options: Options) -> Section:
    file = path.name
    what = "raw" if options.raw else f"layers/{options.layer}" if options.layer else "X"
    if what not in parts.counts:
        there = ", ".join(parts.counts) or "none"
        raise CountsError(f"{file} has no counts in {what}; it has {there}")
    var = parts.raw_var if options.raw else parts.var
    genes = _genes(var, options, file)
    check_genes(genes, file)
    matrix, cells = parts.counts[what], len(parts.obs)
    if tuple(matrix.shape) != (cells, len(genes)):
        raise LengthError(f"{file}: {what} is {matrix.shape} for {cells} cells, {len(genes)} genes")
    where = _coordinates(parts, options, file)
    check_coordinates(where, cells, file)
    names, codes = _types(parts.obs, options, file)
    check_types(names, codes, cells, file, options.cell_type_column)
    return Section(
        name=path.name.removesuffix(".h5ad").removesuffix(".zarr"),
        coordinates=np.ascontiguousarray(where[:, :2]),
        type_names=names,
        type_codes=codes,
        genes=genes,
        counts=read_counts(matrix, file, what),
        types_origin=options.types_origin,
        sources=(_source(path, cells, int((codes >= 0).sum()), options),),
        areas=_areas(parts.obs),
    )


def _genes(var: Any, options: Options, file: str) -> tuple[str, ...]:
    if options.gene_column is None:
        return tuple(map(str, var.index))
    if options.gene_column not in var:
        there = ", ".join(map(str, var.columns))
        raise CountsError(f"{file}: var has no column {options.gene_column!r}; it has {there}")
    return tuple(map(str, var[options.gene_column]))


def _coordinates(parts: Parts, options: Options, file: str) -> Any:
    key = options.spatial_key
    if key not in parts.obsm:
        there = ", ".join(parts.obsm) or "nothing"
        raise CoordinateError(f"{file}: obsm has no {key!r}, only {there}; name it: --spatial-key")
    scale = options.micrometres_per_unit * parts.micrometres_per_unit
    return np.asarray(parts.obsm[key], dtype=np.float64) * scale


def _types(obs: Any, options: Options, file: str) -> tuple[tuple[str, ...], Any]:
    """Names of the types that some cell has, sorted, and a code for each cell."""
    import pandas as pd

    if options.types is not None:
        values = obs.index.to_series().astype(str).map(dict(options.types))
        if not values.notna().any():
            raise CellTypeError(
                f"{file}: not one of the cells in --cell-types is in the section, whose cells are "
                f"named like {obs.index[0]!r}, the table's like {next(iter(options.types), '')!r}"
            )
    elif options.cell_type_column in obs:
        values = obs[options.cell_type_column]
    else:
        raise column_missing(options.cell_type_column, list(obs.columns), file)
    if pd.api.types.is_float_dtype(values.dtype):
        raise CellTypeError(
            f"{file}: column {options.cell_type_column!r} holds fractions, not names of cell types"
        )
    text = values.astype(object).where(values.notna())
    named = pd.Categorical(text.map(lambda v: str(v).strip(), na_action="ignore").replace("", None))
    codes = np.asarray(named.codes, dtype=np.int32)
    codes[codes < 0] = NO_TYPE
    return tuple(map(str, named.categories)), codes


def _areas(obs: Any) -> Any:
    """Areas of the cells in square micrometres, where the file has them (Xenium: cell_area)."""
    for name in _AREAS:
        if name in obs:
            return np.asarray(obs[name], dtype=np.float64)
    return None


def _source(path: Path, cells: int, used: int, options: Options) -> SourceFile:
    size, sha256 = digest(path)
    said = {
        "given": f"cell types as given in {options.cell_type_column!r}",
        "predicted": f"cell types in {options.cell_type_column!r} are PREDICTED, no ground truth",
        "simulated": "simulated",
    }
    return SourceFile(
        file=path.name,
        source=f"tissue section; {said[options.types_origin]}",
        url="",
        date="",
        size=size,
        sha256=sha256,
        licence=options.licence,
        rows=cells,
        used=used,
    )

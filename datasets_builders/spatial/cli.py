"""``geneverse data spatial``: marker-gene questions about pictures of tissue sections."""

import csv
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from datasets_builders.errors import DataError, SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datasets_builders.spatial.build import How, SpatialReport
    from datasets_builders.spatial.readers import Options
    from datasets_builders.spatial.section import Section

Style = Literal["side-by-side", "outline", "two"]

# Of the extra "spatial"; spatialdata-io is needed for folders of instruments only.
_NEEDED = ("anndata", "scanpy", "squidpy", "scipy", "sklearn", "pandas", "PIL")


def spatial_command(
    sections: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Sections: .h5ad, .zarr, Xenium or Visium folder. (default: simulated)"
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder below which spatial-markers is made.")] = Path(
        "build/data"
    ),
    cell_type_column: Annotated[
        str, typer.Option(help="Column of obs that holds the cell types.")
    ] = "cell_type",
    cell_types: Annotated[
        Path | None,
        typer.Option(help="CSV of cell and type, for a section without such a column (Xenium)."),
    ] = None,
    predicted_types: Annotated[
        bool, typer.Option("--predicted-types", help="The types are predicted: every row says so.")
    ] = False,
    layer: Annotated[str | None, typer.Option(help="Layer that holds the counts.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Take the counts from raw.")] = False,
    gene_column: Annotated[
        str | None, typer.Option(help="Column of var with the symbols. (default: its index)")
    ] = None,
    spatial_key: Annotated[str, typer.Option(help="Coordinates in obsm.")] = "spatial",
    micrometres_per_unit: Annotated[
        float, typer.Option(min=1e-6, help="What one unit of the coordinates is.")
    ] = 1.0,
    panel: Annotated[
        Path | None, typer.Option(help="CSV of the panel (gene, Annotation): a second truth.")
    ] = None,
    ontology: Annotated[
        bool, typer.Option("--ontology", help="Add Cell Ontology ids to the cell types' names.")
    ] = False,
    licence: Annotated[str, typer.Option(help="Licence of the sections.")] = "not stated",
    config: Annotated[
        list[str] | None,
        typer.Option(
            help="marker (always), which-cell-type, spatially-variable, where-highest; repeat for "
            "more. (default: all four)"
        ),
    ] = None,
    adjusted_p: Annotated[float, typer.Option(help="A marker's adjusted p is below.")] = 0.01,
    yes_log2_fold_change: Annotated[
        float, typer.Option(help="A marker's log2 fold change is at least.")
    ] = 1.0,
    yes_share: Annotated[
        float, typer.Option(help="Share of its cells expressing, at least.")
    ] = 0.25,
    no_log2_fold_change: Annotated[
        float, typer.Option(help="No marker: at most. Between the two is not asked.")
    ] = 0.25,
    min_cells: Annotated[int, typer.Option(min=2, help="Cells a type needs to be asked.")] = 10,
    size: Annotated[int, typer.Option(min=64, max=2048, help="Side of a picture, pixels.")] = 336,
    style: Annotated[
        Style, typer.Option(help="How a picture shows expression and cell types.")
    ] = "outline",
    simulated_sections: Annotated[
        int | None, typer.Option(min=1, help="Without SECTIONS: how many to simulate. (default: 3)")
    ] = None,
    simulated_genes: Annotated[
        int | None, typer.Option(min=2, help="Genes of the simulation. (default: 240)")
    ] = None,
    simulated_cells: Annotated[
        int | None, typer.Option(min=100, help="Cells of a simulated section. (default: 1200)")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Threads that draw.")] = 2,
    seed: Annotated[int, typer.Option(help="Seed of simulation, splits and questions.")] = 13,
) -> None:
    """Build OUT/spatial-markers: which gene marks which cell type, to be answered by looking.

    Without SECTIONS three sections are simulated, whose markers are known.

    Several sections make one data set, and one of them is held out; one alone has no
    test_sections. The build stops if a rule that does not see the picture beats 0.55.

    Example: geneverse data spatial breast.h5ad --cell-type-column cell_type --out build/data
    """
    _check_installed()
    from datasets_builders.spatial.build import How, build
    from datasets_builders.spatial.panel import read_panel
    from datasets_builders.spatial.readers import Options
    from datasets_builders.spatial.rows import CONFIGS
    from datasets_builders.spatial.truth import Thresholds

    sizes = {"sections": simulated_sections, "genes": simulated_genes, "cells": simulated_cells}
    given = {name: value for name, value in sizes.items() if value is not None}
    if sections and given:
        raise DataError(f"--simulated-{next(iter(given))} goes without SECTIONS: they are read")
    options = Options(
        cell_type_column=cell_type_column,
        layer=layer,
        raw=raw,
        gene_column=gene_column,
        spatial_key=spatial_key,
        micrometres_per_unit=micrometres_per_unit,
        types=_table(cell_types, cell_type_column) if cell_types else None,
        types_origin="predicted" if predicted_types else "given",
        licence=licence,
    )
    found = _read(sections, options) if sections else _simulated(seed, given)
    from datasets_builders.spatial.ontology import terms

    names = {name for section in found for name in section.type_names}
    how = How(
        seed=seed,
        thresholds=Thresholds(
            adjusted_p, yes_log2_fold_change, yes_share, no_log2_fold_change, min_cells
        ),
        size=size,
        style=style,
        workers=workers,
        ontology=terms(sorted(names)) if ontology else None,
    )
    report = build(
        found,
        out,
        how=how,
        configs=config or tuple(CONFIGS),
        panel=read_panel(panel) if panel else None,
    )
    _print(report, found, how)


def _check_installed() -> None:
    """Before minutes of work, and in words: what of the extra is missing."""
    if absent := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
        raise DataError(
            f"tissue sections need {', '.join(absent)}: pip install 'geneverse[spatial]'"
        )


def _read(paths: "Sequence[Path]", options: "Options") -> "list[Section]":
    from datasets_builders.spatial.readers import read_section

    return [read_section(path, options) for path in paths]


def _simulated(seed: int, sizes: dict[str, int]) -> "Sequence[Section]":
    from datasets_builders.spatial.simulate import simulate

    try:
        return simulate(seed=seed, **sizes).sections
    except ValueError as error:
        raise DataError(str(error)) from None


def _table(path: Path, column: str) -> dict[str, str]:
    """Cell to type: the first column of a CSV, and ``column`` or else the second."""
    if not path.is_file():
        raise SourceError(f"--cell-types {path} is missing; give a CSV of cell and type")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    if len(rows) < 2 or len(rows[0]) < 2:
        raise SourceError(f"{path} needs a header and two columns: the cell and its type")
    at = rows[0].index(column) if column in rows[0] else 1
    return {row[0].strip(): row[at] for row in rows[1:] if len(row) > at and row[at].strip()}


def _print(report: "SpatialReport", sections: "Sequence[Section]", how: "How") -> None:
    from datasets_builders.spatial.split import SPLITS

    for section in sections:
        pairs = ", ".join(f"{n:,} {what}" for what, n in report.pairs[section.name].items())
        held = ", held out" if section.name in report.plan.held_sections else ""
        print(
            f"{section.name}: {section.cells:,} cells, {len(section.genes):,} genes, "
            f"{len(section.type_names)} cell types ({section.types_origin}){held}; pairs: {pairs}"
        )
    if report.plan.held_types:
        print(f"held-out cell types: {', '.join(sorted(report.plan.held_types))}")
    print(f"\n{'rows':<20}" + "".join(f"{split:>16}" for split in SPLITS))
    for name, counts in report.rows.items():
        print(f"{name:<20}" + "".join(f"{counts.get(split, 0):>16,}" for split in SPLITS))
    for config, splits in report.missing.items():
        print(f"{config} has no row in {', '.join(splits)}")
    if any(report.missing.values()):
        print(
            "(no test_sections without a second section; elsewhere too few genes have a clear "
            "answer that can be balanced)"
        )
    print(f"\n{report.audit.table()}\nno rule without the picture is above its limit; no leak")
    if report.agreement:
        print(f"\n{report.agreement.table()}")
    print(f"\npictures: {report.pictures:,} of {how.size} x {how.size}, {how.style}")
    print(f"data set: {report.folder}")

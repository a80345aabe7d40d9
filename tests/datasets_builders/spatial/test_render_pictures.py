"""What a reader of the pictures may rely on: place, size, scaling, order, bytes, clear errors."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from scipy import sparse

from datasets_builders.spatial.render import palette
from datasets_builders.spatial.render.counted import empty_genes
from datasets_builders.spatial.render.layout import STYLES, Style, compose
from datasets_builders.spatial.render.picture import (
    picture,
    pictures,
    prepare,
)
from datasets_builders.spatial.render.raster import GROUND, PictureError, extent, rasterise
from datasets_builders.spatial.render.reading import Channels, channels
from datasets_builders.spatial.section import Section


def section_of(
    coordinates: Any, codes: Any, columns: dict[str, Any], names: tuple[str, ...] = ("B", "T")
) -> Section:
    """A section from lists; a count a cell for each gene."""
    counts = np.array(list(columns.values()), dtype=np.float32).T
    return Section(
        name="made",
        coordinates=np.array(coordinates, dtype=np.float64).reshape(-1, 2),
        type_names=names,
        type_codes=np.array(codes, dtype=np.int32),
        genes=tuple(columns),
        counts=sparse.csc_matrix(counts.reshape(-1, len(columns))),
        types_origin="simulated",
    )


def quarters(side: int = 24, spacing: float = 10.0) -> Section:
    """A square lattice: type T above (small y), gene LEFT in the left half, TOP where T is."""
    y, x = np.divmod(np.arange(side * side), side)
    left, top = x < side // 2, y < side // 2
    even = np.full(side * side, 2.0)
    return section_of(
        np.stack([x, y], axis=1) * spacing,
        top.astype(int),
        {"EVEN": even, "LEFT": left * 5.0, "TOP": top * 5.0, "NONE": even * 0},
    )


def see(section: Section, gene: str, style: Style = "side-by-side") -> Channels:
    made = picture(section, gene, style=style)
    return channels(made.images, style, made.scaling.to_json())


def pixels_of(image: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(io.BytesIO(image)).convert("RGB"))


@pytest.mark.parametrize("style", STYLES)
def test_expression_and_types_lie_where_the_cells_are(style: Style) -> None:
    left, top = see(quarters(), "LEFT", style), see(quarters(), "TOP", style)
    middle = left.expression.shape[1] // 2
    assert np.nanmin(left.expression[:, : middle - 8]) > 0.7
    assert np.nanmax(left.expression[:, middle + 8 :]) == 0
    typed = top.types >= 0
    rows = np.nonzero(typed & (top.types == 1))[0]
    assert rows.max() <= top.types.shape[0] // 2 + 8  # T, whose y is small, is above
    shown = ~np.isnan(top.expression) & typed
    assert top.expression[shown & (top.types == 1)].mean() > 0.8
    assert top.expression[shown & (top.types == 0)].mean() < 0.1


def test_a_cell_is_as_large_as_its_area_says() -> None:
    section = section_of([[0, 0], [100, 0], [0, 100]], [0, 1, 1], {"G": [1, 0, 2]})
    section = replace(section, areas=np.array([900.0, 400.0, 100.0]))
    sheet = compose(section, 336, "two")
    drawn = np.bincount(sheet.raster.slot_of_pixel[sheet.raster.slot_of_pixel >= 0])
    assert drawn * sheet.raster.scale**2 == pytest.approx([900, 400, 100], rel=0.12)


def test_cells_without_areas_fill_a_dense_tissue_and_cells_far_apart_stay_cells() -> None:
    dense = quarters()
    assert (compose(dense, 336, "two").raster.slot_of_pixel != GROUND).mean() > 0.87
    # 25 x 25 micrometres a pixel and 6 cells in it, by chance none here and there: no pinholes.
    chance = np.random.default_rng(1).uniform(0, 4000, size=(160_000, 2))
    many = section_of(chance, np.zeros(len(chance)), {"G": np.ones(len(chance))})
    raster = rasterise(many, extent(many), 160, 160)
    assert raster.slots > 25_000
    assert (raster.slot_of_pixel == GROUND).mean() < 0.001
    lone = replace(dense, coordinates=dense.coordinates * 3, areas=np.full(dense.cells, 100.0))
    share = (compose(lone, 336, "two").raster.slot_of_pixel != GROUND).mean()
    assert share == pytest.approx(1 / 9, rel=0.2)


def test_a_pixel_of_many_cells_shows_their_mean_and_the_type_most_of_them_have() -> None:
    where = [[0, 0], [0.1, 0], [0, 0.1], [1000, 1000]]
    section = section_of(where, [0, 1, 1, 0], {"G": [4, 0, 0, 4], "REST": [4, 8, 8, 4]})
    prepared = prepare(section)
    assert prepared.sheet.raster.cells_in_slot.tolist() == [3, 1]
    assert prepared.sheet.raster.type_of_slot.tolist() == [1, 0]
    seen = see(section, "G")
    found = np.unique(seen.expression[~np.isnan(seen.expression)])
    assert found == pytest.approx([1 / 3, 1.0], abs=0.01)


def test_counts_are_weighed_by_the_cells_totals_as_the_truth_does_it() -> None:
    section = section_of(
        [[0, 0], [50, 0], [100, 0]], [0, 0, 1], {"G": [10, 1, 5], "REST": [90, 9, 0]}
    )
    seen = see(section, "G")  # 10%, 10% and all of what was counted
    found = np.unique(seen.expression[~np.isnan(seen.expression)])
    assert found == pytest.approx([np.log1p(1) / np.log1p(10), 1.0], abs=0.01)


def test_one_extreme_cell_does_not_dim_the_others() -> None:
    section = quarters()
    wild = section.counts.tolil()
    wild[0, 1] = 100_000
    loud = replace(section, counts=wild.tocsc())
    right = see(loud, "LEFT").expression[40:, 10:60]
    assert np.nanmean(right) > 0.8
    made = picture(loud, "LEFT").scaling
    assert made.percentile == 99.0
    assert made.high < np.log1p(50)
    assert made.cells == 24 * 12


def test_same_bytes_again_in_order_however_many_workers() -> None:
    section = quarters()
    genes = ["TOP", "EVEN", "LEFT", "TOP"]
    one, three = (list(pictures(section, genes, workers=w, progress=False)) for w in (1, 3))
    assert [p.gene for p in three] == genes
    assert [p.images for p in one] == [p.images for p in three]
    assert one[0].images == one[3].images == picture(section, "TOP").images
    assert one[0].images != one[1].images
    assert pixels_of(one[0].image).shape == (336, 336, 3)


def test_a_stream_that_is_left_early_ends() -> None:
    stream = pictures(quarters(), ["TOP"] * 500, progress=False)
    assert next(stream).gene == "TOP"
    stream.close()  # type: ignore[attr-defined]  # it is a generator


def test_all_genes_are_those_with_a_count() -> None:
    section = quarters()
    assert empty_genes(section) == ("NONE",)
    assert [p.gene for p in pictures(section, progress=False)] == ["EVEN", "LEFT", "TOP"]


def test_two_images_share_their_place_and_only_one_changes_with_the_gene() -> None:
    section = quarters()
    first, second = (picture(section, g, style="two") for g in ("TOP", "LEFT"))
    assert len(first.images) == 2
    assert first.images[1] == second.images[1]
    assert first.images[0] != second.images[0]
    assert first.scaling.panels[0] == first.scaling.panels[1]


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (lambda s: picture(s, "LEFFT"), "no gene 'LEFFT' among its 4; near it: LEFT"),
        (lambda s: picture(s, "NONE"), "no cell has a count of NONE"),
        (lambda s: pictures(s, ["TOP", "NONE"]), "no cell has a count of NONE"),
        (lambda s: pictures(s, ["TOP"], workers=0), "workers 0"),
        (lambda s: picture(s, "TOP", size=100), "160 to 2048"),
        (lambda s: picture(s, "TOP", style="scatter"), "side-by-side, outline, two"),
        (lambda s: prepare(section_of([], [], {"G": []})), "made has no cells"),
        (lambda s: prepare(replace(s, type_names=())), "names no cell types"),
    ],
)
def test_what_cannot_be_drawn_is_said_at_once(what: Any, words: str) -> None:
    with pytest.raises(PictureError, match=words):
        what(quarters())


def test_a_cell_without_a_place_is_named() -> None:
    section = quarters()
    section.coordinates[5] = [np.nan, 3.0]
    with pytest.raises(PictureError, match=r"cell 5 lies at \[nan, 3.0\]"):
        prepare(section)


def test_cells_without_a_type_are_drawn_and_named() -> None:
    section = quarters()
    section.type_codes[:300] = -1
    made = pixels_of(picture(section, "EVEN", style="side-by-side").image)
    colour = palette.table("viridis")[palette.UNTYPED]
    assert (made == colour).all(axis=2).sum() > 5000


def test_real_markers_are_brighter_in_their_cells(realdata: Path) -> None:
    import anndata

    data = anndata.read_h5ad(realdata / "spatial" / "xenium_breast_small.h5ad")
    named = data.obs["cell_type"].astype("category").cat
    section = Section(
        name="xenium",
        coordinates=np.asarray(data.obsm["spatial"], dtype=np.float64),
        type_names=tuple(named.categories),
        type_codes=np.asarray(named.codes, dtype=np.int32),
        genes=tuple(data.var_names),
        counts=sparse.csc_matrix(data.X).astype(np.float32),
        types_origin="predicted",
    )
    for gene, cell_type in {"LUM": "Fibroblasts", "EPCAM": "Epithelial"}.items():
        for style in STYLES:
            seen = see(section, gene, style)
            shown = ~np.isnan(seen.expression) & (seen.types >= 0)
            own = shown & (seen.types == section.type_names.index(cell_type))
            inside, outside = seen.expression[own].mean(), seen.expression[shown & ~own].mean()
            assert inside > 1.3 * outside, (gene, style)

"""Legend, scale bar and colours: readable, true to scale, told apart by colour-blind readers."""

import numpy as np
import pytest
from numpy.typing import NDArray

from datasets_builders.spatial.render import palette
from datasets_builders.spatial.render.layout import compose
from datasets_builders.spatial.render.legend import Pen, legend_rows
from datasets_builders.spatial.render.picture import prepare
from datasets_builders.spatial.render.raster import PictureError
from datasets_builders.spatial.simulate import simulate

# Machado et al. 2009, severity 1.0, on linear RGB.
SIGHTS = {
    "normal": np.eye(3),
    "protan": [[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]],
    "deutan": [[0.3673, 0.8607, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]],
    "tritan": [[1.2555, -0.0767, -0.1788], [-0.0784, 0.9308, 0.1476], [0.0047, 0.6914, 0.3039]],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colours: NDArray[np.uint8], sight: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB of sRGB colours as they are seen."""
    c = colours / 255.0
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    xyz = np.clip(linear @ np.asarray(sight).T, 0, 1) @ XYZ.T / XYZ.sum(axis=1)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.stack(
        [116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1
    )


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_types_look_alike_to_anyone(sight: str) -> None:
    first = palette.FIRST_TYPE
    colours = palette.table("viridis")[[*range(first, first + 16), palette.OTHER, palette.WHITE]]
    seen = lab(colours, np.asarray(SIGHTS[sight], dtype=np.float64))
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=-1) + 1000 * np.eye(len(seen))
    assert apart.min() > 12
    assert apart[:16, :16].min() > 16
    greys = lab(np.repeat(np.arange(0, 256, 5)[:, None], 3, axis=1), np.eye(3))
    plain = lab(colours[:16], np.eye(3))  # grey is expression in the style "outline"
    assert np.linalg.norm(plain[:, None] - greys[None], axis=-1).min() > 16


def test_expression_gets_lighter_all_the_way() -> None:
    light = lab(palette.table("viridis")[: palette.LEVELS], np.eye(3))[:, 0]
    assert np.diff(light).min() > -0.5
    assert light[-1] - light[0] > 70


def test_viridis_is_matplotlibs() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    theirs = matplotlib.colormaps["viridis"](np.linspace(0, 1, palette.LEVELS))[:, :3] * 255
    ours = palette.table("viridis")[: palette.LEVELS].astype(float)
    assert np.abs(ours - theirs).max() < 4  # they take the nearest of 256


def test_the_bar_is_as_long_as_it_says() -> None:
    section = simulate(cells=400, genes=4, sections=1).sections[0]
    for size in (200, 336, 800):
        sheet = compose(section, size, "side-by-side")
        row = (sheet.base == palette.BLACK).sum(axis=1).argmax()
        pixels = np.flatnonzero(sheet.base[row] == palette.BLACK)
        length = np.flatnonzero(np.diff(np.append(pixels, size * 2)) > 1)[0] + 1
        assert length * sheet.raster.scale == pytest.approx(sheet.bar, abs=sheet.raster.scale)
        assert str(sheet.bar).rstrip("0") in {"1", "2", "5"}


def test_of_more_types_than_colours_the_largest_are_shown() -> None:
    section = simulate(cells=2000, genes=4, types=20, sections=1).sections[0]
    sizes = section.type_counts()
    shown = prepare(section).shown
    assert len(shown) == 15
    assert min(sizes[n] for n in shown) >= max(sizes[n] for n in sizes if n not in shown)
    assert list(shown) == [n for n in section.type_names if n in shown]


def test_legend_keeps_names_whole_where_it_can() -> None:
    names = ["CD4Tconv/Treg", "Myofibroblasts", "B", "Mono/Macro"] * 3 + ["NK", "DC"]
    names = [f"{n}{i}" for i, n in enumerate(names)]
    rows = legend_rows(names, Pen(336))
    assert sorted(x for row in rows for x in row) == list(enumerate(names))
    assert len(rows) <= 5


def test_long_names_lose_their_middle_and_stay_apart() -> None:
    names = [f"regulatory T cell of the lamina propria, cluster {n}" for n in range(14)]
    rows = legend_rows(names, Pen(336))
    texts = [text for row in rows for _, text in row]
    assert len(set(texts)) == 14
    assert all(text.startswith("reg") and "…" in text for text in texts)
    pen = Pen(336)
    widest = max(len(row) for row in rows)
    assert all(pen.width(t) + pen.height < 336 // widest for t in texts)


def test_names_that_differ_in_their_middle_only_are_refused() -> None:
    names = [f"regulatory T cell number {n:02} of the lamina propria of this" for n in range(14)]
    with pytest.raises(PictureError, match="cannot be told apart"):
        legend_rows(names, Pen(336))

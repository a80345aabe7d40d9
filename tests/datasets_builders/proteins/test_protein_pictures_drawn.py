"""Pictures: one view whatever the orientation, colours that mean something, checks that bite."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("gemmi", reason="the extra 'proteins' is not installed")
pytest.importorskip("pymol2", reason="PyMOL is not installed")
from PIL import Image
from structure_world import helix, pdb

from datasets_builders.proteins.read import Protein, read_protein
from datasets_builders.proteins.records import VIEWS
from datasets_builders.proteins.refusal import RefusedError
from datasets_builders.proteins.render.painter import Painter
from datasets_builders.proteins.render.picture import check_picture, encode, ink_share
from datasets_builders.proteins.render.view import TURNS, canonical, canonical_rotation

MODEL = "AF-P99999-F1-model_v6.pdb"
# Hues in degrees of AlphaFold DB's legend: very high, confident, low, very low.
LEGEND = np.array([216.5, 197.0, 50.8, 18.3])


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(168)


def rotation(seed: int) -> np.ndarray:
    q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    return q * np.sign(np.linalg.det(q))


def turned(seed: int) -> Protein:
    xyz = helix(60) @ rotation(seed).T + 30.0
    return read_protein(MODEL, pdb(length=60, xyz=xyz, plddt=95.0))


def classes(pixels: np.ndarray) -> np.ndarray:
    """Share of the coloured pixels whose hue is nearest to each of the legend's.

    Light, shade and the blend with the ground at an edge leave the hue as it is.
    """
    chroma = np.ptp(pixels.astype(int), axis=2)
    hsv = np.asarray(Image.fromarray(pixels).convert("HSV"))[chroma > 60]
    hue = hsv[:, 0].astype(float) * 360 / 255
    apart = np.abs(hue[:, None] - LEGEND)
    return np.bincount(apart.argmin(axis=1), minlength=4) / len(hue)


def test_the_same_structure_in_any_orientation_gives_the_same_picture(painter: Painter) -> None:
    views = VIEWS
    first = painter.draw(turned(0), "rainbow", views)
    for seed in range(1, 6):
        for view, a, b in zip(
            views, first, painter.draw(turned(seed), "rainbow", views), strict=True
        ):
            difference = np.abs(a.astype(int) - b.astype(int))
            assert difference.mean() < 0.5, (seed, view)
            assert (difference.max(axis=2) > 40).mean() < 0.01, (seed, view)


def test_the_mirror_image_is_another_picture(painter: Painter) -> None:
    mirrored = read_protein(MODEL, pdb(length=60, xyz=helix(60) * [1, 1, -1], plddt=95.0))
    a, b = painter.draw(turned(0), "rainbow")[0], painter.draw(mirrored, "rainbow")[0]
    assert np.abs(a.astype(int) - b.astype(int)).mean() > 1.0


def test_the_longest_axis_lies_across_and_the_shortest_points_at_the_viewer() -> None:
    spread = canonical(turned(3).backbone).std(axis=0)
    assert spread[0] > spread[1] > spread[2]


def test_the_frame_stays_right_handed() -> None:
    for seed in range(4):
        rotated = canonical_rotation(turned(seed).backbone.ca)
        assert np.linalg.det(rotated) == pytest.approx(1.0)
    for turn in TURNS.values():
        assert np.linalg.det(np.array(turn)) == pytest.approx(1.0)


def test_another_view_is_the_front_of_the_turned_structure(painter: Painter) -> None:
    protein = turned(0)
    front = canonical(protein.backbone)
    inked = {
        v: (p != 255).any(axis=2).any(axis=0).mean()
        for v, p in zip(VIEWS, painter.draw(protein, "chain", VIEWS), strict=True)
    }
    width = np.ptp(front, axis=0)
    assert inked["front"] == pytest.approx(inked["top"], abs=0.05)
    assert (width[2] / max(width[1], width[2]) < 0.9) == (inked["side"] < 0.85)


@pytest.mark.parametrize(("plddt", "expected"), [(95.0, 0), (80.0, 1), (60.0, 2), (30.0, 3)])
def test_plddt_has_the_colours_of_alphafold_db(
    painter: Painter, plddt: float, expected: int
) -> None:
    pixels = painter.draw(read_protein(MODEL, pdb(plddt=plddt)), "plddt")[0]
    assert classes(pixels)[expected] > 0.9


def test_what_has_no_plddt_is_grey(painter: Painter) -> None:
    protein = read_protein("mine.pdb", pdb(alphafold=False, plddt=20.0))
    inked = painter.draw(protein, "plddt")[0].astype(int)
    assert (inked.max(axis=2) - inked.min(axis=2)).max() <= 2


def test_the_other_colours(painter: Painter) -> None:
    protein = read_protein(MODEL, pdb())
    first = {
        c: encode(painter.draw(protein, c)[0]) for c in ("plddt", "rainbow", "chain", "secondary")
    }
    assert len(set(first.values())) == 4
    across = painter.draw(turned(0), "rainbow")[0].astype(int)
    blue, red = across[..., 2] - across[..., 0] > 100, across[..., 0] - across[..., 2] > 100
    assert abs(np.nonzero(blue)[1].mean() - np.nonzero(red)[1].mean()) > 40  # N and C apart


def test_identical_bytes_for_identical_input(painter: Painter) -> None:
    first = painter.pictures(MODEL, pdb(), "plddt", VIEWS)
    painter.pictures("b.pdb", pdb(length=70, plddt=30.0), "rainbow", VIEWS)
    assert painter.pictures(MODEL, pdb(), "plddt", VIEWS) == first
    image = Image.open(io.BytesIO(first[0].image))
    assert (image.size, image.mode) == ((168, 168), "RGB")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("length", [12, 40, 400])
def test_everything_is_inside_the_frame(painter: Painter, view: str, length: int) -> None:
    straight = np.repeat(helix(3 * length)[:length], 1, axis=0)  # a rod: no knee within it
    for xyz in (helix(length), straight):
        content = pdb(length=length, xyz=xyz)
        one = painter.pictures(MODEL, content, "plddt", (view,))[0]  # type: ignore[arg-type]
        assert one.ink_share > 0.005


def test_hundreds_of_chains_and_odd_numbers_draw(painter: Painter) -> None:
    body, points = [], helix(12)
    for chain in range(80):
        place = points + 30.0 * np.array([chain % 9, chain // 9, 0])
        text = pdb(length=12, xyz=place, alphafold=False).decode()
        letter = "ABCDEFGHIJ"[chain % 10]
        rows = [x for x in text.splitlines() if x.startswith("ATOM")]
        body += [f"{x[:21]}{letter}{8000 + chain:>4}{x[26:]}" for x in rows[:4]]
        body += [f"{x[:21]}{letter}{int(x[22:26]) - 500 + 20 * chain:>4}{x[26:]}" for x in rows]
    content = "\n".join(["HEADER    X", *body, "END"]).encode()
    assert painter.pictures("big.pdb", content, "chain", ("front",))[0].ink_share > 0.005


def test_the_ray_tracer_gives_the_same_picture_within_a_little(painter: Painter) -> None:
    ray = Painter(168, "ray")
    protein = turned(0)
    if painter.renderer == "ray":
        pytest.skip(f"no OpenGL here: {painter.why_ray}")
    a, b = painter.draw(protein, "plddt")[0], ray.draw(protein, "plddt")[0]
    assert (ray.renderer, painter.renderer) == ("ray", "opengl")
    assert abs(ink_share(a) - ink_share(b)) < 0.02
    assert ((a != 255).any(axis=2) == (b != 255).any(axis=2)).mean() > 0.98


def test_a_model_runs_in_a_process_that_has_drawn() -> None:
    """Two libraries bring an LLVM of their own; loaded in the wrong order, the process dies."""
    pytest.importorskip("torch", reason="the extra 'train' is not installed")
    said = (
        "from datasets_builders.proteins.render.painter import Painter\n"
        "print(Painter(64).renderer)\n"
        "from transformers import LlamaConfig, LlamaForCausalLM\n"
        "LlamaForCausalLM(LlamaConfig(hidden_size=8, intermediate_size=8, num_hidden_layers=1, "
        "num_attention_heads=1, vocab_size=8))\n"
    )
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-500:]


def test_a_blank_picture_and_one_cut_at_the_edge_are_refused() -> None:
    pixels = np.full((100, 100, 3), 255, dtype=np.uint8)
    with pytest.raises(RefusedError) as blank:
        check_picture(pixels)
    pixels[40:60, :60] = 10
    with pytest.raises(RefusedError) as cut:
        check_picture(pixels)
    assert (blank.value.reason, cut.value.reason) == ("blank picture", "outside the frame")
    pixels[:, :5] = 255
    assert check_picture(pixels) == pytest.approx(0.11)


@pytest.mark.realdata
def test_the_real_structures_draw_in_every_view_and_colour(
    realdata: Path, painter: Painter
) -> None:
    for path in sorted((realdata / "proteins").iterdir()):
        for colour in ("plddt", "secondary"):
            done = painter.pictures(path.name, path.read_bytes(), colour, VIEWS)
            assert [d.view for d in done] == list(VIEWS)
            assert all(0.05 < d.ink_share < 0.5 for d in done), path.name


@pytest.mark.realdata
def test_colours_of_a_real_model_agree_with_its_plddt(realdata: Path, painter: Painter) -> None:
    path = realdata / "proteins" / "AF-P0DUB6-F1-model_v4.pdb"
    assert classes(painter.draw(read_protein(path.name, path.read_bytes()), "plddt")[0])[0] > 0.85

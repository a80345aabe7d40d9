"""Bad pictures and bad questions: an error or a marked result that names the input."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from vision_world import make_repo, picture

from postprocess.registry import GeneRegistry
from postprocess.vision_image import ImageError, load_picture, name_of
from postprocess.vision_inputs import VisionInputError, wrapped


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def bad_files(folder: Path) -> dict[str, Path]:
    """Files that no vision model can be asked about."""
    data = png(picture(size=(64, 64)))
    frames = [picture(s) for s in range(3)]
    frames[0].save(folder / "moves.gif", save_all=True, append_images=frames[1:])
    Image.new("RGB", (1, 1)).save(folder / "dot.png")
    Image.new("L", (4000, 20)).save(folder / "strip.png")
    Image.new("I;16", (64, 64)).save(folder / "deep.png")
    Image.new("1", (9000, 9000)).save(folder / "huge.png")
    (folder / "cut.png").write_bytes(data[: len(data) // 2])
    (folder / "empty.png").write_bytes(b"")
    (folder / "page.png").write_text("<html>not found</html>")
    (folder / "head.png").write_bytes(data[:20])
    return {path.name: path for path in folder.iterdir()}


MESSAGES = {
    "moves.gif": "3 frames",
    "dot.png": "1 x 1 pixels",
    "strip.png": "strip of 4000 x 20",
    "deep.png": "mode I;16",
    "huge.png": "9000 x 9000 pixels",
    "cut.png": "damaged or cut off",
    "empty.png": "is empty",
    "page.png": "no picture that can be read",
    "head.png": r"no picture that can be read|damaged or cut off",
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_bad_file_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    path = bad_files(tmp_path)[name]
    with pytest.raises(ImageError, match=rf"{name}.*({MESSAGES[name]})"):
        load_picture(str(path), name_of(str(path)))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b"\x89PNG", r"picture 3 is given as bytes; open it: PIL\.Image\.open"),
        (None, "picture 3 is of type NoneType"),
        ([[0, 1]], r"picture 3 is of type list.*fromarray"),
        ("nowhere.png", r"nowhere\.png is not there"),
        ("", "is not there"),
        ("a\0b", "is not there"),
        ("data:image/png;base64,%%%", r"picture 3 \(base64 text\) is not base64"),
        ("data:image/png;base64,", r"\(base64 text\) is empty"),
        ("QUJD" * 20, r"\(base64 text\) is no picture that can be read"),
        ("http://127.0.0.1:9/x.png", r"http://127\.0\.0\.1:9/x\.png could not be fetched"),
        ("x" * 5000, "no picture that can be read"),
    ],
)
def test_what_is_no_picture_is_refused(given: Any, message: str) -> None:
    with pytest.raises(ImageError, match=message):
        load_picture(given, name_of(given, "picture 3"), timeout=2)


def test_paths_pictures_and_base64_give_the_same_pixels(tmp_path: Path) -> None:
    image = picture()
    path = tmp_path / "a.png"
    path.write_bytes(png(image))
    text = base64.b64encode(png(image)).decode()
    for given in (image, path, str(path), text, f"data:image/png;base64,{text}"):
        assert load_picture(given, "a").image.tobytes() == image.tobytes()


def test_other_modes_become_rgb_and_what_may_differ_is_noted() -> None:
    cmyk = load_picture(picture(mode="CMYK"), "c.tif")
    assert cmyk.image.mode == "RGB" and "c.tif was converted from CMYK" in cmyk.notes[0]
    assert load_picture(picture(mode="L"), "g.png").notes == ()
    opaque = load_picture(picture(mode="RGBA"), "o.png")
    assert opaque.notes == () and opaque.image.tobytes() == picture().tobytes()
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))
    clear.putpixel((0, 0), (255, 0, 0, 255))
    laid = load_picture(clear, "t.png")
    assert laid.image.getpixel((9, 9)) == (255, 255, 255) and "laid on white" in laid.notes[0]
    assert laid.image.getpixel((0, 0)) == (255, 0, 0)
    assert "of one colour" in load_picture(Image.new("RGB", (20, 20)), "b.png").notes[0]


@pytest.fixture(scope="module")
def marker(tmp_path_factory: pytest.TempPathFactory, registry: GeneRegistry) -> Any:
    from postprocess.vision_pipeline import MarkerImagePipeline

    repo = make_repo(tmp_path_factory.mktemp("vision") / "tiny", "marker")
    return MarkerImagePipeline.from_pretrained(
        str(repo), registry=registry, device="cpu", max_new_tokens=3
    )


def test_a_single_bad_picture_is_an_error_among_others_it_is_marked(
    marker: Any, tmp_path: Path
) -> None:
    asked = {"gene": "GLI1", "cell_type": "Macrophage"}
    cut = str(bad_files(tmp_path)["cut.png"])
    with pytest.raises(ImageError, match=r"cut\.png is damaged"):
        marker(cut, **asked)
    done = marker([picture(0), cut, b"bytes", picture(1)], **asked, batch_size=2)
    assert [r["status"] for r in done[1:3]] == ["bad image"] * 2
    assert done[1]["image"] == cut and "cut.png is damaged" in done[1]["note"]
    assert "picture 2 is given as bytes" in done[2]["answer"]
    assert (done[1]["raw"], done[1]["verdict"]) == (None, "unclear")
    assert [done[0]["raw"], done[3]["raw"]] == [
        marker(picture(s), **asked)["raw"] for s in range(2)
    ]
    assert marker(cut, **asked, bad_image="mark")["status"] == "bad image"
    with pytest.raises(ImageError):
        marker([cut], **asked, bad_image="raise")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "gene is missing"),
        ({"gene": "GLI1"}, "cell_type is missing"),
        ({"gene": 7, "cell_type": "Mast cells"}, "gene is of type int"),
        ({"gene": " ", "cell_type": "Mast cells"}, "gene is empty"),
        ({"gene": "G" * 300, "cell_type": "Mast cells"}, "gene has 300 characters"),
        ({"gene": "GLI1", "cell_type": "\ud800"}, "surrogate"),
        ({"text": "x" * 3000}, "question has 3,000 characters"),
        ({"gene": ["GLI1"], "cell_type": "Mast cells"}, "gene is a list of 1"),
    ],
)
def test_a_bad_question_is_an_error_or_a_marked_result(
    marker: Any, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(VisionInputError, match=message):
        marker(picture(), **asked)
    if not isinstance(asked.get("gene"), list):
        done = marker([picture()], **asked)[0]
        assert done["status"] == "bad question" and done["raw"] is None


def test_inputs_that_hold_no_pictures_are_refused() -> None:
    with pytest.raises(VisionInputError, match="2 pictures and 1 of gene"):
        wrapped(["a", "b"], gene=["X"])
    with pytest.raises(VisionInputError, match="pictures are int"):
        wrapped(7)
    with pytest.raises(VisionInputError, match="a chat was given"):
        wrapped([{"role": "user", "content": "x"}])
    with pytest.raises(VisionInputError, match="put both into dictionaries"):
        wrapped(iter(["a"]), gene=["X"])

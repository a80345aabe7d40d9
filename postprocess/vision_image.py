"""A picture as it was given, made an RGB picture that a vision model can take, or a clear error.

One value: ``load_picture("p53.png", "p53.png").image.mode`` is ``"RGB"``. What is read: a PIL
picture, a path, a URL, or a base64 text, as transformers takes them. Nothing is guessed: a picture
of several frames, a broken or a tiny one is refused, and the message names it.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import PostprocessError

# 8,000 x 8,000 takes 200 MB as RGB; the models see 336 x 336.
MAX_PIXELS = 64_000_000
# Below this nothing can be seen, and a strip would be blown up by the processor.
MIN_SIDE = 8
MAX_RATIO = 20
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{40,}={0,2}\s*")
_MODES = (
    "RGB",
    "L",
    "P",
    "RGBA",
    "LA",
    "PA",
    "CMYK",
    "1",
    "YCbCr",
    "HSV",
    "LAB",
    "RGBX",
    "La",
    "RGBa",
)


class ImageError(PostprocessError):
    """A picture cannot be read or used; the message names it and says why."""


@dataclass(frozen=True)
class Picture:
    """An RGB picture. ``name``: what the user knows it by; ``notes``: how it was changed."""

    image: Image.Image
    name: str
    notes: tuple[str, ...] = ()


def name_of(given: object, place: str = "picture") -> str:
    """What messages call a picture: its path or URL, else its place among the inputs."""
    if isinstance(given, str) and (given.startswith("data:") or _BASE64.fullmatch(given[:200])):
        return f"{place} (base64 text)" if not _is_file(given) else given
    if isinstance(given, str | Path):
        return str(given)[:200]
    file = getattr(given, "filename", "")
    return str(file)[:200] if isinstance(file, str) and file else place


def load_picture(given: object, name: str, timeout: float | None = None) -> Picture:
    """Read a picture and check it.

    Args:
        given: ``PIL.Image``, path, ``http(s)`` URL, ``data:image/...`` or base64 text.
        name: what the messages call it.
        timeout: seconds for a URL.

    Raises:
        ImageError: it is not there, is no picture, is cut off, has several frames, or is too small
            or too large.
    """
    try:
        image = given if isinstance(given, Image.Image) else _opened(given, name, timeout)
        _check_size(image, name)
        frames = getattr(image, "n_frames", 1)
        if frames > 1:
            raise ImageError(
                f"{name} has {frames} frames (an animation or a stack); give the one that is meant"
            )
        image.load()
        image = ImageOps.exif_transpose(image)
    except UnidentifiedImageError as error:
        raise ImageError(f"{name} is no picture that can be read; give a PNG or JPEG") from error
    except Image.DecompressionBombError as error:
        raise ImageError(f"{name} is too large ({_said(error)})") from error
    # Pillow's decoders say these of a file that is cut off or damaged.
    except (OSError, SyntaxError, ValueError, EOFError, IndexError) as error:
        raise ImageError(
            f"{name} is damaged or cut off ({_said(error)}); fetch it again"
        ) from error
    return _as_rgb(image, name)


def _opened(given: object, name: str, timeout: float | None) -> Image.Image:
    if isinstance(given, bytes | bytearray | memoryview):
        raise ImageError(
            f"{name} is given as bytes; open it: PIL.Image.open(io.BytesIO(data)), or give a path"
        )
    if not isinstance(given, str | Path):
        raise ImageError(
            f"{name} is of type {type(given).__name__}; give a PIL picture, a path or a URL "
            "(an array: PIL.Image.fromarray(array))"
        )
    text = str(given)
    if _is_file(text):
        if Path(text).stat().st_size == 0:
            raise ImageError(f"{name} is empty (0 bytes)")
        return Image.open(text)
    if text.startswith(("http://", "https://")):
        return _fetched(text, name, timeout)
    if isinstance(given, Path) or not (text.startswith("data:image/") or _BASE64.fullmatch(text)):
        raise ImageError(
            f"{name or 'the empty path'} is not there; give a path, a URL or a picture"
        )
    return _decoded(text, name)


def _is_file(text: str) -> bool:
    try:
        return len(text) < 4096 and Path(text).expanduser().is_file()
    except ValueError:  # a null byte
        return False


def _fetched(url: str, name: str, timeout: float | None) -> Image.Image:
    import io

    import httpx  # huggingface_hub's client

    try:
        answer = httpx.get(url, timeout=timeout or 30, follow_redirects=True)
        answer.raise_for_status()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ImageError(f"{name} could not be fetched ({_said(error)})") from error
    return Image.open(io.BytesIO(answer.content))


def _decoded(text: str, name: str) -> Image.Image:
    import base64
    import io

    body = text.partition(",")[2] if text.startswith("data:") else text
    try:
        data = base64.b64decode("".join(body.split()), validate=True)
    except ValueError as error:
        raise ImageError(f"{name} is not base64 ({_said(error)})") from error
    if not data:
        raise ImageError(f"{name} is empty (0 bytes)")
    return Image.open(io.BytesIO(data))


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise ImageError(
            f"{name} has {width} x {height} pixels, {MAX_PIXELS:,} in all are the most; make it "
            "smaller (the models see 336 x 336)"
        )
    if min(width, height) < MIN_SIDE:
        raise ImageError(
            f"{name} has {width} x {height} pixels; nothing is seen below {MIN_SIDE} x {MIN_SIDE}"
        )
    if max(width, height) > MAX_RATIO * min(width, height):
        raise ImageError(
            f"{name} is a strip of {width} x {height} pixels, more than {MAX_RATIO} to 1; crop it"
        )


def _as_rgb(image: Image.Image, name: str) -> Picture:
    """RGB; what is transparent is laid on white, as the pictures of the training data are."""
    notes: list[str] = []
    if image.mode not in _MODES:
        raise ImageError(
            f"{name} has pixels of mode {image.mode}, which 8-bit RGB cannot show; scale and save "
            "it as 8-bit"
        )
    if image.mode == "CMYK":
        notes.append(f"{name} was converted from CMYK; its colours can differ from the RGB ones.")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        layered = image.convert("RGBA")
        if any(layered.getchannel("A").histogram()[:255]):
            ground = Image.new("RGBA", layered.size, "white")
            layered = Image.alpha_composite(ground, layered)
            notes.append(f"Transparent parts of {name} were laid on white.")
        image = layered
    rgb = image.convert("RGB")
    if rgb.getcolors(1) is not None:
        notes.append(f"{name} is of one colour: nothing was drawn in it.")
    return Picture(rgb, name, tuple(notes))


def _said(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:160]

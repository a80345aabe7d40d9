"""Finds pickles by content, also inside of archives and compressed files; unpickles nothing.

``hidden_pickle(Path("w.bin"))`` says ``it is a zip that holds a pickle (archive/data.pkl)``.
"""

import bz2
import io
import lzma
import pickletools
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

HEAD = 1 << 16
DEPTH = 3  # a zip in a gzip in a tar is as deep as anyone packs
MEMBERS = 1000
ZIP, TAR_AT, TAR = b"PK\x03\x04", 257, b"ustar"
NUMPY = b"\x93NUMPY"
# Operations that import: a pickle without them is mere data, a text that looks like one has none.
_IMPORTS = {"GLOBAL", "STACK_GLOBAL", "INST"}
_BINARY_PICKLE = tuple(b"\x80" + bytes([protocol]) for protocol in range(2, 6))
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")


def is_pickle(head: bytes) -> bool:
    """Whether bytes begin like a pickle."""
    if head.startswith(_BINARY_PICKLE):
        return True
    seen, place = set(), 0
    try:
        for operation, _, position in pickletools.genops(head):
            seen.add(operation.name)
            place = position or 0
    except (ValueError, UnicodeDecodeError, IndexError, OverflowError):
        # No text reads as operations for long; what does so up to the cut is a long pickle.
        return bool(seen & _IMPORTS) and len(head) >= HEAD and place > HEAD // 2
    return bool(seen & _IMPORTS)


def hidden_pickle(path: Path) -> str | None:
    """What kind of pickle a file is or holds; None where it holds none that could be found.

    A zip counts even where no member looks like a pickle: PyTorch and NumPy keep theirs in one.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(ZIP):
        inside = _in_zip(path)
        return inside or "it is a zip, in which PyTorch and NumPy keep pickles"
    return _found(head, DEPTH) or (_in_tar(path) if head[TAR_AT:].startswith(TAR) else None)


def _found(head: bytes, depth: int) -> str | None:
    if is_pickle(head):
        return "it is a pickle"
    if head.startswith(NUMPY):
        return "it is a NumPy array of pickled objects" if _has_objects(head) else None
    opened = _unpacked(head) if depth else None
    if opened is None:
        return None
    name, content = opened
    if content.startswith(ZIP):
        return f"it is {name}, in which there is a zip"
    inside = _found(content, depth - 1)
    return f"it is {name}, in which there is a pickle" if inside else None


def _has_objects(head: bytes) -> bool:
    """NumPy's header is a dict in text: 'descr': '|O' is an array of objects, kept as a pickle."""
    header = head[: 10 + int.from_bytes(head[8:10], "little")]
    return b"'|O" in header or b"'O'" in header


def _unpacked(head: bytes) -> tuple[str, bytes] | None:
    """Name of the compression and the beginning of the content; None where there is none."""
    if head.startswith(b"\x1f\x8b"):
        return "gzip", _start(lambda: zlib.decompressobj(31).decompress(head, HEAD))
    if head.startswith(_ZLIB):
        return "zlib", _start(lambda: zlib.decompressobj().decompress(head, HEAD))
    if head.startswith(b"BZh"):
        return "bzip2", _start(lambda: bz2.BZ2Decompressor().decompress(head, HEAD))
    if head.startswith(b"\xfd7zXZ\x00") or head.startswith(b"\x5d\x00\x00"):
        return "xz", _start(lambda: lzma.LZMADecompressor().decompress(head, HEAD))
    return None


def _start(unpack: Callable[[], bytes]) -> bytes:
    try:
        return unpack()
    except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError):
        return b""


def _in_zip(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist()[:MEMBERS]:
                with archive.open(member) as file:
                    if _found(file.read(HEAD), DEPTH - 1):
                        return f"it is a zip that holds a pickle ({member.filename})"
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error):
        return None  # damaged or encrypted: a zip all the same
    return None


def _in_tar(path: Path) -> str | None:
    try:
        with tarfile.open(path, "r:") as archive:
            for number, member in enumerate(archive):
                if number >= MEMBERS:
                    break
                file = archive.extractfile(member) if member.isfile() else None
                if file and _found(file.read(HEAD), DEPTH - 1):
                    return f"it is a tar that holds a pickle ({member.name})"
    except (tarfile.TarError, OSError):
        return None
    return None


def pickle_in_bytes(value: bytes) -> bool:
    """Whether a short content, e.g. a cell of a table, is or holds a pickle."""
    if value.startswith(ZIP):
        return bool(zipfile.is_zipfile(io.BytesIO(value)))
    return _found(value[:HEAD], DEPTH) is not None

"""Structure files of a folder, a tar or a single file as a stream of (file name, bytes).

In: ``Path("UP000005640_9606_HUMAN_v4.tar")``. Out, one after the other::

    ("AF-A0A024R1R8-F1-model_v4.cif.gz", b"\\x1f\\x8b...")

A tar is read from its beginning to its end and never unpacked, so a proteome's tar needs no room
beside it. AlphaFold DB's tars hold each model twice, as mmCIF and as PDB, side by side; the mmCIF
file is taken, since only it has the gene symbol.
"""

import gzip
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import IO

from datasets_builders.errors import SourceError

# The best first: what is taken where one structure is there in several forms.
FORMS = (".cif", ".bcif", ".mmcif", ".pdb", ".ent")
_TARS = (".tar", ".tar.gz", ".tgz")
_GZIP_MAGIC = b"\x1f\x8b"
_BLOCK = 1 << 20
_END_MARK = 1024
_Item = tuple[str, bytes]


def structure_files(source: Path) -> Iterator[_Item]:
    """Yield (file name without folders, bytes as stored) of every structure file in ``source``.

    ``source`` is a folder (searched deeply, sorted by path, tars in it not opened), a ``.tar`` or
    ``.tar.gz`` (streamed in its order), or one structure file, whatever it is called.

    Raises:
        SourceError: nothing there, no structure file in it, or the tar is cut off or damaged.
    """
    if source.is_dir():
        found = _of_folder(source)
    elif source.name.lower().endswith(_TARS):
        found = _of_tar(source)
    elif source.is_file():
        found = iter([(source.name, source.read_bytes())])
    else:
        raise SourceError(f"{source}: no such file or folder; name a folder, a tar or a file")
    empty = True
    for item in found:
        empty = False
        yield item
    if empty:
        raise SourceError(f"{source}: no structure file in it ({', '.join(FORMS)}, also with .gz)")


def form_of(name: str) -> str | None:
    """``.cif`` for ``a.cif`` and ``a.cif.gz``; None for what is no structure file by its name."""
    plain = name.lower().removesuffix(".gz")
    return next((form for form in FORMS if plain.endswith(form)), None)


def _stem(name: str) -> str:
    plain = name[:-3] if name.lower().endswith(".gz") else name
    return plain[: -len(form_of(name) or "")]


def _of_folder(folder: Path) -> Iterator[_Item]:
    paths = sorted(
        path
        for path in folder.rglob("*")
        if form_of(path.name) and path.is_file() and not path.name.startswith(".")
    )
    by_stem = groupby(paths, key=lambda path: (path.parent, _stem(path.name)))
    for _, some in by_stem:
        best = min(some, key=lambda path: FORMS.index(form_of(path.name) or FORMS[-1]))
        yield best.name, best.read_bytes()


def _of_tar(path: Path) -> Iterator[_Item]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP_MAGIC
            if not packed:
                _check_end(raw)
            raw.seek(0)
            stream = gzip.GzipFile(fileobj=raw) if packed else raw
            with tarfile.open(fileobj=stream, mode="r|") as tar:
                yield from _best_forms(_members(tar))
            # tarfile stops at the end mark; gzip says only at its own end whether it is whole.
            while stream.read(_BLOCK):
                pass
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise SourceError(
            f"{path}: the tar is cut off or damaged ({error}), {path.stat().st_size} bytes; "
            "fetch it again"
        ) from error


def _check_end(raw: IO[bytes]) -> None:
    """A tar ends with 1,024 zero bytes; tarfile takes one cut off between two files for whole."""
    size = raw.seek(0, os.SEEK_END)
    raw.seek(max(0, size - _END_MARK))
    if raw.read() != bytes(_END_MARK):
        raise tarfile.ReadError("it has no end mark")


def _members(tar: tarfile.TarFile) -> Iterator[_Item]:
    for member in tar:
        name = member.name.rsplit("/", 1)[-1]
        if member.isfile() and form_of(name) and not name.startswith("."):
            file = tar.extractfile(member)
            if file is not None:
                content = file.read()
                if len(content) != member.size:
                    raise tarfile.ReadError(f"{name} has {len(content)} of {member.size} bytes")
                yield name, content


def _best_forms(items: Iterable[_Item]) -> Iterator[_Item]:
    """Of neighbours with one stem the best form; one file is held back, not the stream."""
    held: _Item | None = None
    for item in items:
        if held is not None and _stem(held[0]) == _stem(item[0]):
            held = min(held, item, key=lambda i: FORMS.index(form_of(i[0]) or FORMS[-1]))
            continue
        if held is not None:
            yield held
        held = item
    if held is not None:
        yield held

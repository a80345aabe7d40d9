"""A pickle is refused under any name, in any wrapping, before anything is sent."""

import bz2
import gzip
import io
import lzma
import pickle
import tarfile
import zipfile
import zlib
from pathlib import Path

import artefacts as make
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hub.checks import RefusedError
from hub.plan import find
from hub.releases import Options, look

NOWHERE = "http://127.0.0.1:9"  # a refusal needs no hub: nothing is asked, nothing is sent


class Bad:
    """An object whose pickle names something to call."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("run",)


PICKLE = pickle.dumps(Bad())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make.make_root(tmp_path / "build")


def zipped(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def tarred(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def numpy_objects() -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.array([Bad()], dtype=object), allow_pickle=True)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["w.bin", "notes.txt", "x.json", "w.safetensors"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (PICKLE, "it is a pickle"),
        (zipped("archive/data.pkl", PICKLE), r"holds a pickle \(archive/data.pkl\)"),
        (zipped("a.npy", numpy_objects()), r"holds a pickle \(a.npy\)"),
        (zipped("a.gz", gzip.compress(PICKLE)), r"holds a pickle \(a.gz\)"),
        (zipped("a.txt", b"plain"), "it is a zip"),
        (numpy_objects(), "NumPy array of pickled objects"),
        (gzip.compress(PICKLE), "gzip, in which there is a pickle"),
        (gzip.compress(zipped("data.pkl", PICKLE)), "gzip, in which there is a zip"),
        (zlib.compress(PICKLE), "zlib, in which there is a pickle"),  # joblib's compress=3
        (bz2.compress(PICKLE), "bzip2, in which there is a pickle"),
        (lzma.compress(PICKLE), "xz, in which there is a pickle"),
        (tarred("model.pkl", PICKLE), r"tar that holds a pickle \(model.pkl\)"),
    ],
)
def test_a_pickle_under_any_name_in_any_wrapping(
    root: Path, name: str, content: bytes, message: str
) -> None:
    (root / "data" / "gene-registry" / name).write_bytes(content)
    with pytest.raises(RefusedError, match=rf"{name}: it is .*{message.removeprefix('it is ')}"):
        look(find([], root)[0], "v0.1.0", Options(NOWHERE, root / ".release"))


def test_a_pickle_in_a_column_of_a_table(root: Path) -> None:
    pq.write_table(
        pa.table({"images": [{"bytes": b"\x89PNG", "path": None}, {"bytes": PICKLE, "path": ""}]}),
        root / "data" / "gene-registry" / "more.parquet",
    )
    with pytest.raises(RefusedError, match=r"more\.parquet: column 'images' holds a pickle"):
        look(find([], root)[0], "v0.1.0", Options(NOWHERE, root / ".release"))

"""Which files go by LFS: the suffixes of the Hub's own rule, and what is large or no text."""

from pathlib import PurePosixPath

_SUFFIXES = """
7z arrow avro bin bz2 ckpt ftz gz h5 joblib jpeg jpg lz4 model msgpack npy npz onnx ot parquet pb
pickle pkl png pt pth rar safetensors tar tflite tgz wasm webp xz zip zst
"""
SUFFIXES = tuple(_SUFFIXES.split())
LARGEST_REGULAR = 10_000_000  # bytes; the Hub's own limit for a file that git keeps itself

GITATTRIBUTES = "".join(f"*.{s} filter=lfs diff=lfs merge=lfs -text\n" for s in SUFFIXES)


def goes_by_lfs(path: str, size: int, sample: bytes) -> bool:
    """Whether a file is kept by LFS. ``sample`` is its beginning (the client sends 512 bytes)."""
    if size == 0:
        return False  # the client insists: an empty file is always a regular one
    suffix = PurePosixPath(path).suffix.lower().removeprefix(".")
    return suffix in SUFFIXES or size > LARGEST_REGULAR or b"\0" in sample

"""Tells by its content whether a file is what its name says. Nothing is unpickled or run here.

Only forms that cannot run code are released: safetensors, Parquet, JSON, YAML, text, pictures.
"""

import json
import pickletools
from pathlib import Path, PurePosixPath

import yaml

HEAD = 1 << 16
TEXT_NAMES = ("LICENSE", "NOTICE", ".gitattributes")
TEXT = (".md", ".txt", ".jinja", ".yaml", ".yml", ".json", ".jsonl", ".cff")
PICTURES = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".webp": b"RIFF",
    ".gif": b"GIF8",
}
ALLOWED = (".safetensors", ".parquet", *TEXT, *PICTURES)
# Operations that import: a pickle without them is mere data, a text that looks like one has none.
_IMPORTS = {"GLOBAL", "STACK_GLOBAL", "INST"}
_BINARY_PICKLE = tuple(b"\x80" + bytes([protocol]) for protocol in range(2, 6))


def is_text(name: str) -> bool:
    """Whether a file is text by its name."""
    path = PurePosixPath(name)
    return path.suffix.lower() in TEXT or path.name in TEXT_NAMES


def is_pickle(head: bytes) -> bool:
    """Whether bytes begin like a pickle, or like a zip, in which PyTorch keeps one."""
    if head.startswith((*_BINARY_PICKLE, b"PK\x03\x04")):
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


def fault_of(name: str, path: Path) -> str | None:
    """Why a file may not be released; None where nothing speaks against it."""
    suffix = PurePosixPath(name).suffix.lower()
    with path.open("rb") as file:
        head = file.read(HEAD)
    if is_pickle(head):
        return "it is a pickle (or a zip, in which PyTorch keeps one); save it as safetensors"
    if not is_text(name) and suffix not in ALLOWED:
        return f"only {', '.join(ALLOWED)} and {', '.join(TEXT_NAMES)} are released"
    if suffix in PICTURES:
        return None if head.startswith(PICTURES[suffix]) else f"it is no {suffix} picture"
    if suffix == ".safetensors":
        return _safetensors_fault(head, path.stat().st_size)
    if suffix == ".parquet":
        return _parquet_fault(path)
    return _text_fault(suffix, path)


def _safetensors_fault(head: bytes, size: int) -> str | None:
    """The format: 8 bytes of header length, little-endian, then that many bytes of JSON object."""
    length = int.from_bytes(head[:8], "little")
    whole = 8 + length <= size and len(head) > 8 and head[8:9] == b"{"
    return None if whole else "its header is not that of safetensors"


def _parquet_fault(path: Path) -> str | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        return f"it cannot be read as Parquet: {error}"
    return None


def _text_fault(suffix: str, path: Path) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
        if "\0" in text:
            return "it holds NUL bytes, so it is no text"
        if suffix == ".json":
            json.loads(text)
        elif suffix == ".jsonl":
            for line in text.splitlines():
                json.loads(line)
        elif suffix in (".yaml", ".yml", ".cff"):
            yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        return f"it cannot be read as {suffix.removeprefix('.') or 'text'}: {str(error)[:200]}"
    return None

"""Reads the header of a safetensors file and says what is wrong with it; no tensor is loaded.

The format (github.com/huggingface/safetensors): 8 bytes of header length, little-endian, a JSON
object, then the tensors, one after the other and without gaps::

    {"__metadata__": {"format": "pt"}, "w": {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}}
"""

import json
from math import prod
from pathlib import Path
from typing import Any

LONGEST_HEADER = 100_000_000  # the library's own limit, in bytes
BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8, "F4": 4, "F6_E2M3": 6,
    "F6_E3M2": 6, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32,
    "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}  # fmt: skip


def read_header(path: Path) -> dict[str, Any]:
    """Name -> dtype, shape, data_offsets of each tensor.

    Raises:
        ValueError: the file is not whole, or no safetensors file.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 10 or length > min(size - 8, LONGEST_HEADER):
            raise ValueError("its header is not that of safetensors")
        try:
            header = json.loads(file.read(length))
        except ValueError as error:
            raise ValueError("its header is not that of safetensors") from error
    if not isinstance(header, dict):
        raise ValueError("its header is not that of safetensors")
    header.pop("__metadata__", None)
    _check(header, size - 8 - length)
    return header


def _check(header: dict[str, Any], held: int) -> None:
    end = 0
    try:
        tensors = sorted(header.items(), key=lambda item: item[1]["data_offsets"])
        for name, about in tensors:
            first, last = about["data_offsets"]
            bits = BITS[about["dtype"]] * prod(about["shape"])
            if first != end or (last - first) * 8 != bits:
                raise ValueError(f"its tensor {name!r} does not lie where its header says")
            end = last
    except (KeyError, TypeError) as error:
        raise ValueError(f"its header is not that of safetensors ({error!r})") from error
    if end != held:
        raise ValueError(f"it holds {held:,} bytes of tensors where its header promises {end:,}")

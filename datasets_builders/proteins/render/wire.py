"""What the pool and its workers say to each other: frames on a pair of pipes.

A frame is two lengths (4 and 8 bytes, big-endian), a JSON head and a body of bytes. One exchange::

    {"file": "1UBI.pdb"} + the file           ->
    <-  {"rss": 214, "pictures": [{"view": "front", "record": {...}, "bytes": 31877, ...}]} + PNGs
    <-  {"rss": 214, "refused": ["truncated", "no END record ..."]}
"""

import json
import struct
from dataclasses import replace
from typing import IO, Any

from datasets_builders.proteins.records import ProteinRecord, Refused, Rendered

_LENGTHS = struct.Struct(">IQ")
Results = list[Rendered] | Refused


def send(stream: IO[bytes], head: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame."""
    text = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(text), len(body)))
    stream.write(text)
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Read one frame; None where the other side is gone, also in the middle of a frame."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_size, body_size = _LENGTHS.unpack(lengths)
    text, body = stream.read(head_size), stream.read(body_size)
    if len(text) < head_size or len(body) < body_size:
        return None
    head: dict[str, Any] = json.loads(text)
    return head, body


def pack(results: Results) -> tuple[dict[str, Any], bytes]:
    """Head and body of an answer."""
    if isinstance(results, Refused):
        return {"refused": [results.reason, results.detail]}, b""
    pictures = [
        {
            "record": r.record.to_json(),
            "colour": r.colour,
            "view": r.view,
            "size": r.size,
            "renderer": r.renderer,
            "ink_share": r.ink_share,
            "bytes": len(r.image),
        }
        for r in results
    ]
    return {"pictures": pictures}, b"".join(r.image for r in results)


def unpack(file: str, head: dict[str, Any], body: bytes) -> Results:
    """The reverse of :func:`pack`."""
    if "refused" in head:
        return Refused(file, *head["refused"])
    results, at = [], 0
    for picture in head["pictures"]:
        record = ProteinRecord.from_json(picture.pop("record"))
        size = picture.pop("bytes")
        one = Rendered(record=record, image=b"", **picture)
        results.append(replace(one, image=body[at : at + size]))
        at += size
    return results

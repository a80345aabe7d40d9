"""Turns a commit request of the client (newline-separated JSON) into the files of the next
revision.

::

    {"key": "header", "value": {"summary": "Release v0.1.0", "parentCommit": "91be..."}}
    {"key": "file", "value": {"path": "README.md", "content": "IyBHZW5lcw==", "encoding": "base64"}}
    {"key": "lfsFile", "value": {"path": "a.parquet", "oid": "e3b0...", "size": 812}}
    {"key": "deletedFile", "value": {"path": "old.txt"}}
    {"key": "deletedFolder", "value": {"path": "old/"}}
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.server.blobs import Blobs
from hub.server.errors import BadRequest, EntryNotFound
from hub.server.models import FileEntry
from hub.server.names import SHA256, check_path


@dataclass(frozen=True)
class CommitRequest:
    """A parsed request: header fields, and operations as (key, value) in order."""

    title: str
    message: str
    parent: str | None
    operations: tuple[tuple[str, Mapping[str, Any]], ...]


def parse_commit(body: bytes) -> CommitRequest:
    """Read a request's body.

    Raises:
        BadRequest: not JSON lines, or without a header.
    """
    try:
        lines = [json.loads(line) for line in body.splitlines() if line.strip()]
        pairs = [(line["key"], line["value"]) for line in lines]
    except (ValueError, KeyError, TypeError) as error:
        raise BadRequest(
            f"the commit is not a list of JSON lines with key and value: {error!r}"
        ) from error
    headers = [value for key, value in pairs if key == "header"]
    if len(headers) != 1 or not all(isinstance(value, dict) for _, value in pairs):
        raise BadRequest(f"a commit has one header line, this one has {len(headers)}")
    header = headers[0]
    title = _text(header.get("summary")) or "Upload files"
    rest = tuple(pair for pair in pairs if pair[0] != "header")
    return CommitRequest(title, _text(header.get("description")), header.get("parentCommit"), rest)


def apply_operations(
    files: Mapping[str, FileEntry], request: CommitRequest, blobs: Blobs
) -> dict[str, FileEntry]:
    """The files after the request's operations.

    Raises:
        BadRequest: unknown operation, bad path, content that was never uploaded, a path that is
            file and folder. EntryNotFound: a file to delete that is not there.
    """
    after = dict(files)
    for key, value in request.operations:
        path = check_path(str(value.get("path", "")).removesuffix("/" if "Folder" in key else ""))
        if key == "file":
            after[path] = _regular(path, value, blobs)
        elif key == "lfsFile":
            after[path] = _lfs(path, value, blobs)
        elif key in ("deletedFile", "deletedFolder"):
            gone = [
                p for p in after if p == path or (key[7:] == "Folder" and p.startswith(f"{path}/"))
            ]
            if not gone:
                raise EntryNotFound(f"A file with this name doesn't exist: {path}")
            for name in gone:
                del after[name]
        else:
            raise BadRequest(f"operation {key!r} is not known to this hub")
    for path in after:
        parents = path.split("/")[:-1]
        for depth in range(len(parents)):
            if (folder := "/".join(parents[: depth + 1])) in after:
                raise BadRequest(f"{folder!r} cannot be a file and the folder of {path!r}")
    return after


def _text(value: object) -> str:
    """A text that can be written as UTF-8, whatever the JSON held."""
    return str(value or "").encode(errors="replace").decode()


def _regular(path: str, value: Mapping[str, Any], blobs: Blobs) -> FileEntry:
    content = str(value.get("content", ""))
    if value.get("encoding", "utf-8") != "base64":
        return blobs.add_bytes(content.encode())
    try:
        return blobs.add_bytes(base64.b64decode(content, validate=True))
    except binascii.Error as error:
        raise BadRequest(f"the content of {path!r} is not base64: {error}") from error


def _lfs(path: str, value: Mapping[str, Any], blobs: Blobs) -> FileEntry:
    sha256 = str(value.get("oid", ""))
    size = blobs.size(sha256) if SHA256.fullmatch(sha256) else None
    if size is None:
        raise BadRequest(f"the LFS content {sha256!r} of {path!r} was never uploaded to this hub")
    if value.get("size", size) != size:
        raise BadRequest(f"{path!r} is said to have {value['size']} bytes; its content has {size}")
    return FileEntry.of_lfs(sha256, size)

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
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.server.blobs import Blobs
from hub.server.errors import BadRequest, EntryNotFound, TooLarge
from hub.server.gitlike import blob_oid
from hub.server.lfs_rule import LARGEST_REGULAR
from hub.server.models import FileEntry
from hub.server.names import SHA256, check_path

_PARENT = re.compile(r"[0-9a-f]{5,40}")


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
    parent = header.get("parentCommit")
    # The client lets one name a parent by its first 5 digits or more.
    if parent is not None and not (isinstance(parent, str) and _PARENT.fullmatch(parent)):
        raise BadRequest(f"parentCommit {parent!r} is not a commit's hash")
    return CommitRequest(title, _text(header.get("description")), parent, rest)


def apply_operations(
    files: Mapping[str, FileEntry],
    request: CommitRequest,
    blobs: Blobs,
    uploaded: Callable[[str], bool],
) -> dict[str, FileEntry]:
    """The files after the request's operations; ``uploaded`` knows the repo's own LFS contents.

    Raises:
        BadRequest: unknown operation, bad path, content that was never uploaded, a hash or size
            that does not fit, paths that clash. EntryNotFound: a file to delete that is missing.
    """
    after = dict(files)
    for key, value in request.operations:
        path = check_path(str(value.get("path", "")).removesuffix("/" if "Folder" in key else ""))
        if key == "file":
            after[path] = _regular(path, value, blobs)
        elif key == "lfsFile":
            after[path] = _lfs(path, value, blobs, uploaded)
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
    _check_paths(after)
    return after


def _check_paths(files: Iterable[str]) -> None:
    """Refuse what a download could not put on every disk side by side.

    Raises:
        BadRequest: a path that is file and folder, or two that differ in capitals alone.
    """
    seen: dict[str, str] = {}
    folders: set[str] = set()
    for path in files:
        if (other := seen.setdefault(path.casefold(), path)) != path:
            raise BadRequest(f"{other!r} and {path!r} are one file where capitals do not count")
        parents = path.split("/")[:-1]
        folders.update("/".join(parents[: depth + 1]) for depth in range(len(parents)))
    for folder in folders:
        if (file := seen.get(folder.casefold())) is not None:
            raise BadRequest(f"{file!r} cannot be a file and a folder at once")


def _text(value: object) -> str:
    """A text that can be written as UTF-8, whatever the JSON held."""
    return str(value or "").encode(errors="replace").decode()


def _regular(path: str, value: Mapping[str, Any], blobs: Blobs) -> FileEntry:
    content = str(value.get("content", ""))
    try:
        if value.get("encoding", "utf-8") == "base64":
            data = base64.b64decode(content, validate=True)
        else:
            data = content.encode()
    except (binascii.Error, UnicodeEncodeError) as error:
        raise BadRequest(f"the content of {path!r} cannot be decoded: {error}") from error
    if len(data) > LARGEST_REGULAR:
        raise TooLarge(f"{path!r} has {len(data)} bytes: over {LARGEST_REGULAR} go by LFS")
    # No client of today sends these; one that does is taken at its word.
    claims = {"oid": blob_oid(data), "size": len(data)}
    for key, found in claims.items():
        if value.get(key, found) != found:
            raise BadRequest(f"the {key} of {path!r} is said to be {value[key]}; it is {found}")
    return blobs.add_bytes(data)


def _lfs(
    path: str, value: Mapping[str, Any], blobs: Blobs, uploaded: Callable[[str], bool]
) -> FileEntry:
    sha256 = str(value.get("oid", ""))
    if value.get("algo", "sha256") != "sha256":
        raise BadRequest(f"{path!r} has a hash of {value['algo']!r}: this hub takes sha256")
    size = blobs.size(sha256) if SHA256.fullmatch(sha256) else None
    if size is None or not uploaded(sha256):
        raise BadRequest(f"the LFS content {sha256!r} of {path!r} was never uploaded to this repo")
    if value.get("size", size) != size:
        raise BadRequest(f"{path!r} is said to have {value['size']} bytes; its content has {size}")
    return FileEntry.of_lfs(sha256, size)

"""Contents by their sha256: ``blobs/ab/ab12...``. A blob is whole, or it is not there.

What is received goes to a temporary file first, is hashed on the way, and is moved into place only
when the hash is the one that was promised.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from hub.durable import make_folder, sync_folder
from hub.server.errors import BadRequest, TooLarge
from hub.server.gitlike import blob_oid
from hub.server.models import FileEntry

CHUNK = 1 << 20


@dataclass
class Upload:
    """A content on its way in: an open temporary file, its hash and size so far."""

    path: Path
    file: BinaryIO
    limit: int
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0

    def write(self, chunk: bytes) -> None:
        """Append; refuse more than was announced."""
        self.size += len(chunk)
        if self.size > self.limit:
            raise TooLarge(f"the body is longer than the {self.limit} bytes announced for it")
        self.digest.update(chunk)
        self.file.write(chunk)


class Blobs:
    """The contents of a store. ``folder`` and ``tmp`` lie on one file system."""

    def __init__(self, folder: Path, tmp: Path) -> None:
        self._folder = folder
        self._tmp = tmp

    def path(self, sha256: str) -> Path:
        """Where a content lies, whether it is there or not."""
        return self._folder / sha256[:2] / sha256

    def size(self, sha256: str) -> int | None:
        """Bytes of a content; None where it is missing."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, sha256: str) -> bytes:
        """The content itself."""
        return self.path(sha256).read_bytes()

    @contextmanager
    def receive(self, limit: int) -> Iterator[Upload]:
        """A temporary file to write to; it is removed at the end unless ``keep`` moved it."""
        handle, name = tempfile.mkstemp(dir=self._tmp, prefix="upload-")
        try:
            with os.fdopen(handle, "wb") as file:
                yield Upload(Path(name), file, limit)
        finally:
            Path(name).unlink(missing_ok=True)

    def keep(self, upload: Upload, sha256: str, size: int) -> None:
        """Move a finished upload into place.

        Raises:
            BadRequest: the content is not what was promised.
        """
        found = upload.digest.hexdigest()
        if (found, upload.size) != (sha256, size):
            raise BadRequest(
                f"{upload.size} bytes with sha256 {found} arrived where {size} bytes with "
                f"{sha256} were promised; upload the file again"
            )
        upload.file.flush()
        os.fsync(upload.file.fileno())
        self._place(upload.path, sha256)

    def add_bytes(self, data: bytes) -> FileEntry:
        """Keep a small content; returns its entry as a regular (not LFS) file."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.size(sha256) != len(data):
            with self.receive(len(data)) as upload:
                upload.write(data)
                self.keep(upload, sha256, len(data))
        return FileEntry(sha256, len(data), blob_oid(data), lfs=False)

    def add_file(self, source: Path, *, link: bool) -> tuple[str, int]:
        """Keep a local file; returns its sha256 and size.

        With ``link`` the blob is a hard link where the file system can, so a large model takes no
        second place; whoever later writes INTO the source (rather than replacing it) would change
        the blob.
        """
        with self.receive(source.stat().st_size) as upload:
            if link:
                upload.path.unlink()
                try:
                    os.link(source.resolve(), upload.path)
                except OSError:  # another file system, or one without links
                    shutil.copyfile(source, upload.path)
            else:
                shutil.copyfile(source, upload.path)
            with upload.path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256")
                size = file.seek(0, os.SEEK_END)
                os.fsync(file.fileno())
            if self.size(digest.hexdigest()) != size:
                self._place(upload.path, digest.hexdigest())
        return digest.hexdigest(), size

    def _place(self, source: Path, sha256: str) -> None:
        target = self.path(sha256)
        make_folder(target.parent)
        source.replace(target)
        sync_folder(target.parent)

"""A content that comes in parts: ``tmp/parts-<upload>/00001``, joined and hashed at the end.

What is left of an upload that was broken off lies in ``tmp``, which a starting hub sweeps.
"""

import re
import shutil
from pathlib import Path

from hub.durable import make_folder
from hub.server.blobs import CHUNK, Blobs, Upload
from hub.server.errors import BadRequest, EntryNotFound

_UPLOAD = re.compile(r"[0-9a-f]{32}")


class Parts:
    """The parts of one upload. ``upload`` is 32 hex digits that the hub chose."""

    def __init__(self, tmp: Path, upload: str) -> None:
        """Raises BadRequest for a name that no upload has."""
        if not _UPLOAD.fullmatch(upload):
            raise BadRequest(f"{upload!r} is not an upload")
        self.folder = tmp / f"parts-{upload}"

    def keep(self, received: Upload, part: int, size: int) -> str:
        """Keep one part; returns its sha256, by which the client names it at the end.

        Raises:
            BadRequest: it is not of the size that was agreed on.
        """
        if received.size != size:
            raise BadRequest(f"part {part} has {received.size} bytes, not {size}: send it again")
        received.file.flush()
        make_folder(self.folder)
        received.path.replace(self.folder / f"{part:05}")
        return received.digest.hexdigest()

    def join(self, blobs: Blobs, sha256: str, size: int, count: int) -> None:
        """Make the content of its parts, and forget them.

        Raises:
            EntryNotFound: a part is missing. BadRequest: the whole has not the promised hash; the
                parts are forgotten then, too.
        """
        paths = [self.folder / f"{part:05}" for part in range(1, count + 1)]
        missing = [path.name for path in paths if not path.is_file()]
        if missing:
            raise EntryNotFound(f"part {missing[0]} of {count} did not arrive: upload again")
        with blobs.receive(size) as whole:
            for path in paths:
                with path.open("rb") as part:
                    while chunk := part.read(CHUNK):
                        whole.write(chunk)
            shutil.rmtree(self.folder)
            blobs.keep(whole, sha256, size)

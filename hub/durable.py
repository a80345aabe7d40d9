"""Writing so that a kill or a power cut leaves the old file or the new one, never half of either.

Write to a temporary file, fsync it, rename it into place, fsync the folder.
"""

import os
import tempfile
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make renames within a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder durably; fine if it is there."""
    try:
        folder.mkdir()
    except FileExistsError:
        return
    sync_folder(folder.parent)


def write_bytes(path: Path, data: bytes, *, tmp: Path | None = None) -> None:
    """Replace ``path`` by ``data``, wholly or not at all.

    Args:
        tmp: where the temporary file is made, on the same file system; beside ``path`` if None.

    Raises:
        OSError: e.g. no space left; ``path`` is then as it was.
    """
    handle, name = tempfile.mkstemp(dir=tmp or path.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)

"""Structure files of a folder, a tar or a single file as a stream of (file name, bytes)."""

from collections.abc import Iterator
from pathlib import Path


def structure_files(source: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (file name without folders, bytes as stored) of every structure file in ``source``.

    ``source`` is a folder (searched deeply, sorted), a ``.tar``/``.tar.gz`` (streamed in its order)
    or one structure file.
    """
    raise NotImplementedError

"""What a release holds: every file with its size and its two hashes.

One entry as JSON::

    {"path": "README.md", "size": 812, "sha256": "9f86...", "git_sha1": "ce01..."}
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from hub.errors import HubError

CHUNK = 1 << 20


@dataclass(frozen=True)
class ManifestFile:
    """A file of a release; ``sha256`` is how LFS knows it, ``git_sha1`` how git does."""

    path: str
    size: int
    sha256: str
    git_sha1: str


@dataclass(frozen=True)
class Manifest:
    """All files of a release, by path."""

    files: tuple[ManifestFile, ...]

    @property
    def digest(self) -> str:
        """One sha256 for the whole: equal for equal content, whatever the folder."""
        text = json.dumps([asdict(file) for file in self.files], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def files_of(folder: Path) -> list[tuple[str, Path]]:
    """Path in the repo and path on disk of each file of a folder, sorted.

    Raises:
        HubError: no folder, no file, or a link that leads out of it.
    """
    if not folder.is_dir():
        raise HubError(f"{folder} is not a folder: nothing to release")
    root = folder.resolve()
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            continue
        if not path.is_file() or not path.resolve().is_relative_to(root):
            raise HubError(f"{path} is no plain file within {folder}: put the file itself there")
        found.append((path.relative_to(folder).as_posix(), path))
    if not found:
        raise HubError(f"{folder} is empty: nothing to release")
    return found


def make_manifest(files: Iterable[tuple[str, Path]]) -> Manifest:
    """Hash each file once, both ways."""
    return Manifest(tuple(_hashed(name, path) for name, path in files))


def _hashed(name: str, path: Path) -> ManifestFile:
    size = path.stat().st_size
    sha256 = hashlib.sha256()
    git = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)
    read = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            sha256.update(chunk)
            git.update(chunk)
            read += len(chunk)
    if read != size:
        raise HubError(f"{path} changed while it was read: wait until it is finished, run again")
    return ManifestFile(name, size, sha256.hexdigest(), git.hexdigest())

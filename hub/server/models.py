"""What a repo is made of: files, commits. Plain values that turn into JSON and back.

A commit on disk, ``commits/<oid>.json``::

    {"oid": "3f0c...", "parent": "91be...", "title": "Release v0.1.0", "message": "",
     "author": "geneverse", "date": "2026-01-02T03:04:05+00:00",
     "files": {"README.md": {"sha256": "...", "size": 812, "oid": "ce01...", "lfs": false}}}
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from hub.server.gitlike import blob_oid, commit_oid, lfs_pointer, tree_oids


@dataclass(frozen=True)
class FileEntry:
    """A file of a revision: the sha256 and size of its content, and git's hash of it."""

    sha256: str
    size: int
    oid: str
    lfs: bool

    @classmethod
    def of_lfs(cls, sha256: str, size: int) -> "FileEntry":
        """An LFS file: git's hash is that of the pointer."""
        return cls(sha256, size, blob_oid(lfs_pointer(sha256, size)), lfs=True)

    @property
    def etag(self) -> str:
        """The hash by which the Hub's clients name this content in their cache."""
        return self.sha256 if self.lfs else self.oid

    @property
    def pointer_size(self) -> int:
        """Bytes of the LFS pointer."""
        return len(lfs_pointer(self.sha256, self.size))


@dataclass(frozen=True)
class Commit:
    """A whole state of a repo, and how it came about."""

    oid: str
    parent: str | None
    title: str
    message: str
    author: str
    date: datetime
    files: Mapping[str, FileEntry]

    @classmethod
    def make(
        cls,
        files: Mapping[str, FileEntry],
        parent: str | None,
        title: str,
        message: str,
        author: str,
        date: datetime,
    ) -> "Commit":
        """A new commit; its id follows from its content, as in git."""
        root = tree_oids({path: entry.oid for path, entry in files.items()})[""]
        text = f"{title}\n\n{message}" if message else title
        oid = commit_oid(root, parent, author, date, text)
        return cls(oid, parent, title, message, author, date, dict(sorted(files.items())))

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Commit":
        """Read back what ``to_json`` wrote."""
        files = {path: FileEntry(**entry) for path, entry in value["files"].items()}
        date = datetime.fromisoformat(value["date"])
        rest = {key: value[key] for key in ("oid", "parent", "title", "message", "author")}
        return cls(**rest, date=date, files=files)

    def to_json(self) -> dict[str, Any]:
        """As kept on disk."""
        return {
            "oid": self.oid,
            "parent": self.parent,
            "title": self.title,
            "message": self.message,
            "author": self.author,
            "date": self.date.isoformat(),
            "files": {path: asdict(entry) for path, entry in self.files.items()},
        }

    @cached_property
    def folders(self) -> dict[str, str]:
        """Folder -> tree hash; the root is ``""``."""
        return tree_oids({path: entry.oid for path, entry in self.files.items()})

    def oid_at(self, path: str) -> str | None:
        """The hash of a file or a folder at this commit; None where it is missing."""
        entry = self.files.get(path)
        return entry.oid if entry else self.folders.get(path)

    @property
    def when(self) -> str:
        """The date as the Hub writes it, e.g. ``2026-01-02T03:04:05.000Z``."""
        return self.date.strftime("%Y-%m-%dT%H:%M:%S.000Z")

"""Git's own hashes, so that every id the hub gives is the id that git would give.

>>> blob_oid(b"hello\\n")
'ce013625030ba8dba906f756967f9e9ca394464a'

A file kept by LFS is, for git, a small text (the pointer) that names the content's sha256.
Source: git-scm.com/book, "Git Internals"; git-lfs/docs/spec.md.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime


def object_oid(kind: str, data: bytes) -> str:
    """The sha1 of a git object: header ``<kind> <size>\\0`` and content."""
    return hashlib.sha1(f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()


def blob_oid(data: bytes) -> str:
    """The sha1 by which git knows a file's content."""
    return object_oid("blob", data)


def lfs_pointer(sha256: str, size: int) -> bytes:
    """The text that git keeps in place of an LFS file's content."""
    return (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {size}\n".encode()
    )


def tree_oids(files: Mapping[str, str]) -> dict[str, str]:
    """The tree hash of every folder of a revision.

    Args:
        files: path in the repo -> blob hash, e.g. ``{"a/x.txt": "ce01..."}``.

    Returns:
        folder -> tree hash; the root is ``""``, e.g. ``{"a": "...", "": "..."}``.
    """
    # A folder's entries: (sort key, mode, name, hash).
    entries: dict[str, list[tuple[bytes, bytes, bytes, str]]] = {"": []}
    for path, oid in files.items():
        *parents, name = path.split("/")
        for depth in range(len(parents)):
            entries.setdefault("/".join(parents[: depth + 1]), [])
        entries["/".join(parents)].append((name.encode(), b"100644", name.encode(), oid))
    oids: dict[str, str] = {}
    # Deepest first, the root last: a tree's hash needs its sub-trees' hashes.
    for folder in sorted(entries, key=lambda f: f.count("/") + 1 if f else 0, reverse=True):
        body = b"".join(
            mode + b" " + name + b"\0" + bytes.fromhex(oid)
            for _, mode, name, oid in sorted(entries[folder])
        )
        oids[folder] = object_oid("tree", body)
        if folder:
            parent, _, last = folder.rpartition("/")
            # Git sorts a folder as if its name ended in a slash.
            key = last.encode() + b"/"
            entries[parent].append((key, b"40000", last.encode(), oids[folder]))
    return oids


def commit_oid(tree: str, parent: str | None, author: str, date: datetime, message: str) -> str:
    """The sha1 of a commit; ``date`` in UTC, to the second."""
    who = f"{author} <{author}@localhost> {int(date.timestamp())} +0000"
    lines = [f"tree {tree}"]
    if parent:
        lines.append(f"parent {parent}")
    lines += [f"author {who}", f"committer {who}", "", message]
    return object_oid("commit", "\n".join(lines).encode() + b"\n")

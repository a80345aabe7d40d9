"""Checks a whole store: every content against its hash, every commit, branch and tag.

A kill or a full disk may leave contents and commits that nothing refers to: those are no problem,
and can be cleaned away. Anything else that is amiss is a problem.
"""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from hub.server.errors import ServerError
from hub.server.gitlike import blob_oid
from hub.server.models import Commit, FileEntry
from hub.server.names import PLURALS, RepoRef
from hub.server.storage import Store


@dataclass
class StoreReport:
    """What a check found; ``unused`` are files that no branch or tag leads to."""

    repos: int = 0
    commits: int = 0
    contents: int = 0
    problems: list[str] = field(default_factory=list)
    unused: list[Path] = field(default_factory=list)

    @property
    def unused_bytes(self) -> int:
        """Bytes that cleaning would free."""
        return sum(path.stat().st_size for path in self.unused)


def check_store(store: Store) -> StoreReport:
    """Read everything: blobs are hashed, commits are hashed again from what they hold."""
    report = StoreReport()
    needed: dict[str, FileEntry] = {}
    for kind in PLURALS:
        for repo in store.repos(kind):
            report.repos += 1
            _check_repo(store, repo, report, needed)
    held = {path.name: path for path in (store.root / "blobs").glob("??/*")}
    for sha256, path in held.items():
        report.contents += 1
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != sha256:
            report.problems.append(f"content {sha256} has the sha256 {found}")
        if sha256 not in needed:
            report.unused.append(path)
    for sha256, entry in needed.items():
        if sha256 not in held:
            report.problems.append(f"content {sha256} is missing")
        elif held[sha256].stat().st_size != entry.size:
            report.problems.append(f"content {sha256} is not of {entry.size} bytes")
        elif not entry.lfs and blob_oid(held[sha256].read_bytes()) != entry.oid:
            report.problems.append(f"content {sha256} has not the git hash {entry.oid}")
    return report


def _check_repo(
    store: Store, repo: RepoRef, report: StoreReport, needed: dict[str, FileEntry]
) -> None:
    name = f"{repo.type} {repo.id}"
    reached: set[str] = set()
    try:
        store.facts(repo)
        refs = {**store.refs(repo, "heads"), **store.refs(repo, "tags"), **store.mirrored(repo)}
        if "main" not in refs:
            report.problems.append(f"{name} has no branch main")
        for ref, oid in refs.items():
            for commit in store.history(repo, store.resolve(repo, oid)):
                if commit.oid in reached:
                    break
                reached.add(commit.oid)
                if not _same(commit):
                    report.problems.append(f"{name} {ref}: commit {commit.oid} was changed")
                needed.update({entry.sha256: entry for entry in commit.files.values()})
    except (ServerError, OSError, ValueError, KeyError, TypeError) as error:
        report.problems.append(f"{name}: {error!r}")
    report.commits += len(reached)
    for path in (store.folder(repo) / "commits").glob("*.json"):
        if path.stem not in reached:
            report.unused.append(path)


def _same(commit: Commit) -> bool:
    """Whether a commit's hash is that of what it holds."""
    again = Commit.make(
        commit.files, commit.parent, commit.title, commit.message, commit.author, commit.date
    )
    return again.oid == commit.oid


def clean(store: Store, report: StoreReport) -> int:
    """Remove what a check found unused; returns how many files went.

    Only while nobody writes: a content between its upload and its commit is unused, too.
    """
    for path in report.unused:
        path.unlink(missing_ok=True)
        for marker in (store.root / "repos").glob(f"*/lfs/{path.name}"):
            marker.unlink(missing_ok=True)
    return len(report.unused)

"""The store's folders: where it lies on disk, and which repos there are.

::

    root/hub.json                                   {"format": 1}
    root/blobs/ab/ab12...                           contents by sha256, shared by all repos
    root/repos/datasets--geneverse--gene-registry/
        repo.json                                   see repo_facts.py
        commits/<oid>.json                          see models.py
        refs/heads/main, refs/tags/v0.1.0           the commit's oid ("/" is written %2F)
        lfs/<sha256>                                empty: this repo was given that content
    root/collections/<id>.json                      see collection_store.py
    root/locks/, root/tmp/                          of no worth once no process runs

Everything is made in ``tmp`` and moved into place by one rename.
"""

import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from hub.durable import make_folder, sync_folder, write_bytes
from hub.errors import HubError
from hub.server.blobs import Blobs
from hub.server.commit_files import write_commit
from hub.server.errors import Conflict, RepoNotFound
from hub.server.models import Commit
from hub.server.names import PLURALS, RepoRef
from hub.server.repo_facts import RepoFacts

FORMAT = 1
STALE_SECONDS = 24 * 3600


class RepoFolders:
    """A store's repos as folders; safe for several threads and processes at once."""

    def __init__(self, root: Path) -> None:
        """Open the store, or make it where ``root`` is missing or empty.

        Raises:
            HubError: ``root`` is a folder of something else, or of another format.
        """
        self.root = root
        self._repos, self.tmp = root / "repos", root / "tmp"
        marker = root / "hub.json"
        if not marker.is_file():
            # A process that was killed right here leaves a temporary file, and nothing else.
            if root.exists() and any(not p.name.startswith(".tmp-") for p in root.iterdir()):
                raise HubError(
                    f"{root} is not empty and no hub store: name a new folder with --root"
                )
            root.mkdir(parents=True, exist_ok=True)
            write_bytes(marker, json.dumps({"format": FORMAT}).encode())
        found = json.loads(marker.read_text()).get("format")
        if found != FORMAT:
            raise HubError(f"{marker} says format {found}; this version reads format {FORMAT}")
        for folder in (self._repos, self.tmp, root / "blobs", root / "locks", root / "collections"):
            make_folder(folder)
        self.blobs = Blobs(root / "blobs", self.tmp)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what killed processes left behind.

        Each process holds ``locks/.alive`` shared as long as it lives. Who can take it alone is the
        only one, so all that lies in ``tmp`` is garbage; otherwise only what is a day old.
        """
        self._alive = os.open(self.root / "locks" / ".alive", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self._alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
            oldest = float("inf")
        except BlockingIOError:
            oldest = time.time() - STALE_SECONDS
        for path in [*self.tmp.iterdir(), *self.root.glob(".tmp-*")]:
            with suppress(FileNotFoundError):  # a live process finished with it just now
                if path.stat().st_mtime < oldest:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        fcntl.flock(self._alive, fcntl.LOCK_SH)

    def __del__(self) -> None:
        """Give the lock back."""
        if hasattr(self, "_alive"):
            os.close(self._alive)

    @contextmanager
    def lock(self, *names: str) -> Iterator[None]:
        """Hold repos (by folder) or other things against writers of this process or another."""
        files = [(self.root / "locks" / name).open("w") for name in sorted(set(names))]
        try:
            for file in files:
                fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            for file in files:
                file.close()

    def folder(self, repo: RepoRef) -> Path:
        """The repo's folder.

        Raises:
            RepoNotFound: there is no such repo.
        """
        folder = self._repos / repo.folder
        if not (folder / "repo.json").is_file():
            raise RepoNotFound(f"{repo.type} {repo.id} does not exist on this hub")
        return folder

    def repos(self, repo_type: str) -> list[RepoRef]:
        """All repos of a type, by id."""
        names = [path.name for path in self._repos.glob(f"{PLURALS[repo_type]}--*")]
        return sorted((RepoRef.from_folder(name) for name in names), key=lambda repo: repo.id)

    def facts(self, repo: RepoRef) -> RepoFacts:
        """A repo's settings.

        Raises:
            RepoNotFound: there is no such repo.
        """
        try:
            return RepoFacts.from_json(json.loads((self.folder(repo) / "repo.json").read_text()))
        except FileNotFoundError as error:  # deleted between the two looks
            raise RepoNotFound(f"{repo.type} {repo.id} does not exist on this hub") from error

    def set_facts(self, repo: RepoRef, facts: RepoFacts) -> None:
        """Change a repo's settings."""
        with self.lock(repo.folder):
            self._write(self.folder(repo) / "repo.json", json.dumps(facts.to_json()).encode())

    def make_repo(self, repo: RepoRef, facts: RepoFacts, initial: Commit) -> None:
        """A repo with one commit, there at once or not at all.

        Raises:
            Conflict: it exists already, perhaps in other capitals.
        """
        with self.lock(".repos", repo.folder):
            self._check_free(repo)
            made = Path(tempfile.mkdtemp(dir=self.tmp, prefix="repo-"))
            made.chmod(0o755)
            for part in ("commits", "lfs", "refs", "refs/heads", "refs/tags"):
                make_folder(made / part)
            write_bytes(made / "repo.json", json.dumps(facts.to_json()).encode())
            write_commit(made, initial, self.tmp)
            write_bytes(made / "refs/heads/main", initial.oid.encode())
            made.replace(self._repos / repo.folder)
            sync_folder(self._repos)

    def _check_free(self, repo: RepoRef) -> None:
        for other in self.repos(repo.type):
            if other.id.casefold() == repo.id.casefold():
                raise Conflict(f"{repo.type} {other.id} exists already")

    def move_repo(self, repo: RepoRef, to: RepoRef) -> None:
        """Give a repo another id. Its old one is free then (no redirect is kept).

        Raises:
            Conflict: the new id is taken.
        """
        with self.lock(".repos", repo.folder, to.folder):
            if repo.id.casefold() != to.id.casefold():
                self._check_free(to)
            self.folder(repo).replace(self._repos / to.folder)
            sync_folder(self._repos)

    def delete_repo(self, repo: RepoRef) -> None:
        """Remove a repo; its contents stay in ``blobs``, as others may hold the same."""
        with self.lock(repo.folder):
            trash = Path(tempfile.mkdtemp(dir=self.tmp, prefix="trash-"))
            self.folder(repo).replace(trash / "repo")
            sync_folder(self._repos)
            shutil.rmtree(trash)

    def has_lfs(self, repo: RepoRef, sha256: str) -> bool:
        """Whether a content was uploaded to this very repo.

        That another repo holds it is not enough: who knows the sha256 of a file of a private or
        gated repo (it is listed for all to see) must not get the file by committing it elsewhere.
        """
        return (self.folder(repo) / "lfs" / sha256).is_file()

    def add_lfs(self, repo: RepoRef, *sha256s: str) -> None:
        """Note that contents were uploaded to a repo."""
        folder = self.folder(repo) / "lfs"
        make_folder(folder)  # a store of an earlier version has none
        for sha256 in sha256s:
            (folder / sha256).touch()

    def _write(self, path: Path, data: bytes) -> None:
        write_bytes(path, data, tmp=self.tmp)


def now() -> datetime:
    """The time in UTC, to the second, as a commit keeps it."""
    return datetime.now(UTC).replace(microsecond=0)

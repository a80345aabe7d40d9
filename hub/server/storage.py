"""The store on disk: repos, their commits and refs. It knows nothing of HTTP.

::

    root/hub.json                                   {"format": 1}
    root/blobs/ab/ab12...                           contents by sha256, shared by all repos
    root/repos/datasets--geneverse--gene-registry/
        repo.json                                   {"type": .., "id": .., "created": ..}
        commits/<oid>.json                          see models.py
        refs/heads/main, refs/tags/v0.1.0           the commit's oid ("/" is written %2F)

A commit is made in this order: contents, then the commit, then the branch moves, each by a rename.
Killed at any moment, the store holds whole commits only. A lock file per repo keeps two writers,
also of two processes, apart.
"""

import fcntl
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, unquote

from hub.durable import sync_folder, write_bytes
from hub.errors import HubError
from hub.server.blobs import Blobs
from hub.server.commit_files import read_commit, write_commit
from hub.server.errors import BadRequest, Conflict, ParentMoved, RepoNotFound, RevisionNotFound
from hub.server.lfs_rule import GITATTRIBUTES
from hub.server.models import Commit, FileEntry
from hub.server.names import COMMIT, MAX_REF, RepoRef, check_ref

FORMAT = 1
AUTHOR = "geneverse"
STALE_SECONDS = 24 * 3600
SHORTEST_PREFIX = 7


class Store:
    """All repos under one folder; safe for several threads and processes at once."""

    def __init__(self, root: Path) -> None:
        """Open the store, or make it where ``root`` is missing or empty.

        Raises:
            HubError: ``root`` is a folder of something else, or of another format.
        """
        self.root = root
        marker = root / "hub.json"
        if not marker.is_file():
            if root.exists() and any(root.iterdir()):
                raise HubError(
                    f"{root} is not empty and no hub store: name a new folder with --root"
                )
            root.mkdir(parents=True, exist_ok=True)
            write_bytes(marker, json.dumps({"format": FORMAT}).encode())
        found = json.loads(marker.read_text()).get("format")
        if found != FORMAT:
            raise HubError(f"{marker} says format {found}; this version reads format {FORMAT}")
        self._repos, self._tmp = root / "repos", root / "tmp"
        for folder in (self._repos, self._tmp, root / "blobs", root / "locks"):
            folder.mkdir(exist_ok=True)
        self.blobs = Blobs(root / "blobs", self._tmp)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what a killed process left behind; younger files may belong to a live one."""
        for path in self._tmp.iterdir():
            with suppress(FileNotFoundError):  # a live process finished with it just now
                if time.time() - path.stat().st_mtime > STALE_SECONDS:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()

    @contextmanager
    def lock(self, repo: RepoRef) -> Iterator[None]:
        """Hold a repo against other writers, of this process or another."""
        with (self.root / "locks" / repo.folder).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

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
        facts = [json.loads(path.read_text()) for path in self._repos.glob("*/repo.json")]
        found = [RepoRef(fact["type"], fact["id"]) for fact in facts if fact["type"] == repo_type]
        return sorted(found, key=lambda repo: repo.id)

    def created(self, repo: RepoRef) -> datetime:
        """When the repo was made."""
        fact = json.loads((self.folder(repo) / "repo.json").read_text())
        return datetime.fromisoformat(fact["created"])

    def create_repo(self, repo: RepoRef, *, initial: Commit | None = None) -> Commit:
        """Make a repo with a first commit: as on the Hub, one that holds ``.gitattributes``.

        Raises:
            Conflict: it exists already.
        """
        if initial is None:
            files = {".gitattributes": self.blobs.add_bytes(GITATTRIBUTES.encode())}
            initial = Commit.make(files, None, "initial commit", "", AUTHOR, now())
        with self.lock(repo):
            final = self._repos / repo.folder
            if final.exists():
                raise Conflict(f"{repo.type} {repo.id} exists already")
            fact = {"type": repo.type, "id": repo.id, "created": now().isoformat()}
            made = Path(tempfile.mkdtemp(dir=self._tmp, prefix="repo-"))
            for part in ("commits", "refs/heads", "refs/tags"):
                (made / part).mkdir(parents=True)
            write_bytes(made / "repo.json", json.dumps(fact).encode())
            write_commit(made, initial)
            write_bytes(made / "refs/heads/main", initial.oid.encode())
            made.replace(final)
            sync_folder(self._repos)
        return initial

    def delete_repo(self, repo: RepoRef) -> None:
        """Remove a repo; its contents stay in ``blobs``, as others may hold the same."""
        with self.lock(repo):
            trash = Path(tempfile.mkdtemp(dir=self._tmp, prefix="trash-"))
            self.folder(repo).replace(trash / "repo")
            sync_folder(self._repos)
            shutil.rmtree(trash)

    def refs(self, repo: RepoRef, kind: str) -> dict[str, str]:
        """Name -> commit of all branches (``kind`` "heads") or tags ("tags")."""
        folder = self.folder(repo) / "refs" / kind
        found = {}
        for path in sorted(folder.iterdir()):
            if not path.name.startswith(".tmp-"):
                with suppress(FileNotFoundError):  # deleted just now
                    found[unquote(path.name)] = path.read_text()
        return found

    def resolve(self, repo: RepoRef, revision: str) -> Commit:
        """The commit that a branch, a tag, a commit hash or its first 7 or more digits names.

        Raises:
            RevisionNotFound: none does.
        """
        folder = self.folder(repo)
        name = revision.removeprefix("refs/heads/").removeprefix("refs/tags/")
        for kind in ("heads", "tags"):
            path = folder / "refs" / kind / quote(name, safe="")
            if len(path.name) <= MAX_REF and path.is_file() and not name.startswith(".tmp-"):
                return read_commit(folder / "commits", path.read_text())
        if COMMIT.fullmatch(revision) and (folder / "commits" / f"{revision}.json").is_file():
            return read_commit(folder / "commits", revision)
        if len(revision) >= SHORTEST_PREFIX and COMMIT.fullmatch(revision.ljust(40, "0")):
            found = list((folder / "commits").glob(f"{revision}*.json"))
            if len(found) == 1:
                return read_commit(folder / "commits", found[0].stem)
        raise RevisionNotFound(f"{repo.type} {repo.id} has no branch, tag or commit {revision!r}")

    def history(self, repo: RepoRef, commit: Commit) -> Iterator[Commit]:
        """A commit and its ancestors, newest first."""
        folder = self.folder(repo) / "commits"
        yield commit
        while commit.parent:
            commit = read_commit(folder, commit.parent)
            yield commit

    def commit(
        self,
        repo: RepoRef,
        branch: str,
        files: Mapping[str, FileEntry],
        title: str,
        message: str = "",
        *,
        head: str,
        date: datetime | None = None,
    ) -> Commit:
        """Move ``branch`` from ``head`` to a new commit that holds exactly ``files``.

        Unchanged files make no commit: the head is returned.

        Raises:
            ParentMoved: the branch is no longer at ``head``; nothing was changed.
        """
        with self.lock(repo):
            folder = self.folder(repo)
            ref = folder / "refs" / "heads" / quote(check_ref(branch), safe="")
            current = ref.read_text() if ref.is_file() else None
            if current != head:
                raise ParentMoved(
                    f"A commit has happened since. Please refresh and try again. ({branch} of "
                    f"{repo.id} is at {current}, not at {head})"
                )
            parent = read_commit(folder / "commits", head)
            if dict(parent.files) == dict(files):
                return parent
            made = Commit.make(files, head, title, message, AUTHOR, date or now())
            write_commit(folder, made)
            write_bytes(ref, made.oid.encode())
            return made

    def add_ref(self, repo: RepoRef, kind: str, name: str, commit: Commit) -> None:
        """Make a branch or a tag.

        Raises:
            Conflict: the name is taken (also by the other kind, which would make it ambiguous).
        """
        check_ref(name)
        with self.lock(repo):
            for other in ("heads", "tags"):
                if name in self.refs(repo, other):
                    raise Conflict(f"{repo.id} has a ref {name!r} already (refs/{other}/{name})")
            path = self.folder(repo) / "refs" / kind / quote(name, safe="")
            write_bytes(path, commit.oid.encode())

    def delete_ref(self, repo: RepoRef, kind: str, name: str) -> None:
        """Remove a branch or a tag.

        Raises:
            BadRequest: ``main`` stays.
            RevisionNotFound: there is none of this name.
        """
        if kind == "heads" and name == "main":
            raise BadRequest("the branch main cannot be deleted")
        with self.lock(repo):
            if name not in self.refs(repo, kind):
                raise RevisionNotFound(f"{repo.id} has no refs/{kind}/{name}")
            path = self.folder(repo) / "refs" / kind / quote(name, safe="")
            path.unlink()
            sync_folder(path.parent)


def now() -> datetime:
    """The time in UTC, to the second, as a commit keeps it."""
    return datetime.now(UTC).replace(microsecond=0)

"""The store: repos with their commits, branches and tags. It knows nothing of HTTP.

A commit is made in this order: contents, then the commit, then the branch moves, each by a rename.
Killed at any moment, the store holds whole commits only. A lock file per repo keeps two writers,
also of two processes, apart.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from urllib.parse import quote, unquote

from hub.durable import sync_folder
from hub.server.commit_files import read_commit, write_commit
from hub.server.errors import BadRequest, Conflict, ParentMoved, RevisionNotFound
from hub.server.lfs_rule import GITATTRIBUTES
from hub.server.models import Commit, FileEntry
from hub.server.names import COMMIT, MAX_REF, RepoRef, check_ref
from hub.server.repo_facts import RepoFacts
from hub.server.repo_folders import RepoFolders, now

AUTHOR = "geneverse"
SHORTEST_PREFIX = 7
MIRRORED = "mirrored"  # folder beside heads and tags
SPACE_CARD = """---
title: {name}
emoji: 🧬
colorFrom: blue
colorTo: green
sdk: {sdk}
---
"""


class Store(RepoFolders):
    """All repos under one folder; safe for several threads and processes at once."""

    def create_repo(
        self,
        repo: RepoRef,
        *,
        initial: Commit | None = None,
        facts: RepoFacts | None = None,
        author: str = AUTHOR,
    ) -> Commit:
        """Make a repo with a first commit: as on the Hub, one that holds ``.gitattributes``, and
        for a Space a card that names its SDK.

        Raises:
            Conflict: it exists already.
        """
        facts = facts or RepoFacts(now())
        if initial is None:
            files = {".gitattributes": self.blobs.add_bytes(GITATTRIBUTES.encode())}
            if facts.sdk:
                card = SPACE_CARD.format(name=repo.id.split("/")[-1], sdk=facts.sdk)
                files["README.md"] = self.blobs.add_bytes(card.encode())
            initial = Commit.make(files, None, "initial commit", "", author, now())
        self.make_repo(repo, facts, initial)
        return initial

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

        The hash may also be the one that a mirrored commit has elsewhere, see ``add_mirrored``.

        Raises:
            RevisionNotFound: none does.
        """
        folder = self.folder(repo)
        name = revision.removeprefix("refs/heads/").removeprefix("refs/tags/")
        for kind in ("heads", "tags"):
            path = folder / "refs" / kind / quote(name, safe="")
            if len(path.name) <= MAX_REF and path.is_file() and not name.startswith("."):
                return read_commit(folder / "commits", path.read_text())
        if COMMIT.fullmatch(revision) and (folder / "commits" / f"{revision}.json").is_file():
            return read_commit(folder / "commits", revision)
        mirrored = folder / "refs" / MIRRORED / revision
        if COMMIT.fullmatch(revision) and mirrored.is_file():
            return read_commit(folder / "commits", mirrored.read_text())
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
        author: str = AUTHOR,
    ) -> Commit:
        """Move ``branch`` from ``head`` to a new commit that holds exactly ``files``.

        Unchanged files make no commit: the head is returned.

        Raises:
            ParentMoved: the branch is no longer at ``head``; nothing was changed.
        """
        with self.lock(repo.folder):
            parent = self._head(repo, branch, head)
            if dict(parent.files) == dict(files):
                return parent
            return self._move(
                repo, branch, Commit.make(files, head, title, message, author, date or now())
            )

    def squash(
        self, repo: RepoRef, branch: str, title: str, *, head: str, author: str = AUTHOR
    ) -> Commit:
        """Replace a branch's history by one commit of the same files, without a parent.

        Raises:
            ParentMoved: the branch is no longer at ``head``.
        """
        with self.lock(repo.folder):
            files = self._head(repo, branch, head).files
            return self._move(repo, branch, Commit.make(files, None, title, "", author, now()))

    def _head(self, repo: RepoRef, branch: str, head: str) -> Commit:
        current = self.refs(repo, "heads").get(branch)
        if current != head:
            raise ParentMoved(
                f"A commit has happened since. Please refresh and try again. ({branch} of "
                f"{repo.id} is at {current}, not at {head})"
            )
        return read_commit(self.folder(repo) / "commits", head)

    def _move(self, repo: RepoRef, branch: str, made: Commit) -> Commit:
        folder = self.folder(repo)
        write_commit(folder, made, self.tmp)
        self._write(folder / "refs" / "heads" / quote(branch, safe=""), made.oid.encode())
        return made

    def add_ref(self, repo: RepoRef, kind: str, name: str, commit: Commit) -> None:
        """Make a branch or a tag.

        Raises:
            Conflict: the name is taken (also by the other kind, which would make it ambiguous).
        """
        check_ref(name)
        with self.lock(repo.folder):
            for other in ("heads", "tags"):
                if name in self.refs(repo, other):
                    raise Conflict(f"{repo.id} has a ref {name!r} already (refs/{other}/{name})")
            path = self.folder(repo) / "refs" / kind / quote(name, safe="")
            self._write(path, commit.oid.encode())

    def add_mirrored(self, repo: RepoRef, elsewhere: str, commit: Commit) -> None:
        """Let ``elsewhere``, the hash of a commit on another hub, name its mirror here.

        Git's hash covers parents, author and date, which a mirror does not know; but who pinned a
        base to its commit on the Hub must get it from a mirror, too.

        Raises:
            BadRequest: it is no hash of a commit.
        """
        if not COMMIT.fullmatch(elsewhere):
            raise BadRequest(f"{elsewhere!r} is not the hash of a commit")
        with self.lock(repo.folder):
            path = self.folder(repo) / "refs" / MIRRORED / elsewhere
            path.parent.mkdir(exist_ok=True)
            self._write(path, commit.oid.encode())

    def mirrored(self, repo: RepoRef) -> dict[str, str]:
        """Hash elsewhere -> hash here, of the commits that are mirrors."""
        there = (self.folder(repo) / "refs" / MIRRORED).is_dir()
        return self.refs(repo, MIRRORED) if there else {}

    def delete_ref(self, repo: RepoRef, kind: str, name: str) -> None:
        """Remove a branch or a tag.

        Raises:
            BadRequest: ``main`` stays.
            RevisionNotFound: there is none of this name.
        """
        if kind == "heads" and name == "main":
            raise BadRequest("the branch main cannot be deleted")
        with self.lock(repo.folder):
            if name not in self.refs(repo, kind):
                raise RevisionNotFound(f"{repo.id} has no refs/{kind}/{name}")
            path = self.folder(repo) / "refs" / kind / quote(name, safe="")
            path.unlink()
            sync_folder(path.parent)

"""One repo on a Hub, seen through ``huggingface_hub``: the few calls that a release needs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from hub.caller import Caller, LostAnswer, Moved
from hub.errors import HubError
from hub.manifest import ManifestFile

__all__ = ["LostAnswer", "Moved", "Refs", "Remote", "RemoteFile"]


@dataclass(frozen=True)
class RemoteFile:
    """A file as the Hub lists it; ``sha256`` is known for LFS files only."""

    size: int
    git_sha1: str
    sha256: str | None

    def holds(self, file: ManifestFile) -> bool:
        """Whether its content is that of a file of the manifest."""
        if self.size != file.size:
            return False
        return self.sha256 == file.sha256 if self.sha256 else self.git_sha1 == file.git_sha1


@dataclass(frozen=True)
class Refs:
    """The head of ``main`` and the tags."""

    head: str
    tags: dict[str, str]


@contextmanager
def _quiet() -> Iterator[None]:
    """No progress bars, for files of a few kilobytes."""
    from huggingface_hub.utils import (
        are_progress_bars_disabled,
        disable_progress_bars,
        enable_progress_bars,
    )

    shown = not are_progress_bars_disabled()
    disable_progress_bars()
    try:
        yield
    finally:
        if shown:
            enable_progress_bars()


class Remote:
    """A repo on a Hub."""

    def __init__(
        self, repo_id: str, repo_type: str, endpoint: str | None, token: str | None
    ) -> None:
        """Raises HubError where the token would travel unencrypted to another machine."""
        self.repo_id, self.repo_type = repo_id, repo_type
        self._caller = Caller(endpoint, token)
        self._api = self._caller.api
        self.endpoint = self._caller.endpoint

    @property
    def name(self) -> str:
        """For messages and the journal, e.g. ``dataset geneverse/gene-registry``."""
        return f"{self.repo_type} {self.repo_id}"

    def create(self, sdk: str | None = None) -> None:
        """Make the repo if it is missing; a Space needs the ``sdk`` that its card names."""
        self._caller.write(
            self.name,
            "create the repo",
            lambda: self._api.create_repo(
                self.repo_id, repo_type=self.repo_type, exist_ok=True, space_sdk=sdk
            ),
        )

    def refs(self) -> Refs | None:
        """Head and tags; None where the repo does not exist."""
        from huggingface_hub.errors import RepositoryNotFoundError

        try:
            found = self._caller.read(
                self.name,
                "read the refs",
                lambda: self._api.list_repo_refs(self.repo_id, repo_type=self.repo_type),
            )
        except RepositoryNotFoundError:
            return None
        heads = {ref.name: ref.target_commit for ref in found.branches}
        if "main" not in heads:
            raise HubError(f"{self.name} on {self.endpoint} has no branch main")
        return Refs(heads["main"], {ref.name: ref.target_commit for ref in found.tags})

    def has(self, commit: str) -> bool:
        """Whether the repo has a commit."""
        from huggingface_hub.errors import RevisionNotFoundError

        try:
            self._caller.read(
                self.name,
                "look for a commit",
                lambda: self._api.repo_info(
                    self.repo_id, repo_type=self.repo_type, revision=commit
                ),
            )
        except RevisionNotFoundError:
            return False
        return True

    def tree(self, revision: str) -> dict[str, RemoteFile]:
        """All files of a revision."""
        from huggingface_hub.hf_api import RepoFile

        def listed() -> list[Any]:
            return list(
                self._api.list_repo_tree(
                    self.repo_id, repo_type=self.repo_type, revision=revision, recursive=True
                )
            )

        found = self._caller.read(self.name, "list the files", listed)
        files = [item for item in found if isinstance(item, RepoFile)]
        return {
            file.path: RemoteFile(file.size, file.blob_id, file.lfs.sha256 if file.lfs else None)
            for file in files
        }

    def download(self, revision: str, folder: Path, names: Iterable[str] | None = None) -> None:
        """All files of a revision, or those of ``names``, into a folder, past every cache.

        What an interrupted download of the same revision left there is gone on with.
        """
        from httpx import NetworkError
        from huggingface_hub import hf_hub_download, snapshot_download

        where: dict[str, Any] = {
            "repo_type": self.repo_type,
            "revision": revision,
            "local_dir": folder,
            "endpoint": self.endpoint,
            "token": self._api.token,
        }
        if names is None:
            wanted = self.tree(revision)

            def download() -> None:
                snapshot_download(self.repo_id, **where)
                # Where the Hub cannot be reached, the client is content with what is there.
                if missing := [name for name in wanted if not (folder / name).is_file()]:
                    raise NetworkError(f"{len(missing)} of {len(wanted)} files did not come")

            self._caller.read(self.name, "download", download)
            return
        with _quiet():
            for name in names:
                fetch = partial(hf_hub_download, self.repo_id, name, **where)
                self._caller.read(self.name, f"download {name}", fetch)

    def commit(
        self,
        files: Iterable[tuple[str, Path]],
        deleted: Iterable[str],
        title: str,
        message: str,
        parent: str,
    ) -> str:
        """One commit on ``main``; returns its hash.

        Raises:
            Moved: ``main`` is not at ``parent`` any more.
            LostAnswer: it may have arrived or not.
        """
        from huggingface_hub import CommitOperationAdd, CommitOperationDelete

        send, remove = list(files), list(deleted)

        def call() -> Any:
            # New operations for each call: the client marks those that it has uploaded.
            adds = [CommitOperationAdd(name, str(path)) for name, path in send]
            drops = [CommitOperationDelete(name, is_folder=False) for name in remove]
            return self._api.create_commit(
                self.repo_id,
                [*adds, *drops],
                commit_message=title,
                commit_description=message,
                repo_type=self.repo_type,
                parent_commit=parent,
            )

        return str(self._caller.write(self.name, "commit", call).oid)

    def tag(self, tag: str, commit: str) -> None:
        """Tag a commit. A tag that exists is no error here: who tags reads again and looks."""
        self._caller.write(
            self.name,
            f"make the tag {tag}",
            lambda: self._api.create_tag(
                self.repo_id, tag=tag, revision=commit, repo_type=self.repo_type, exist_ok=True
            ),
        )

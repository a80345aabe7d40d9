"""One repo on a Hub, seen through ``huggingface_hub``: the few calls that a release needs.

Reading is repeated when a connection breaks or the server stumbles; writing never is, since a write
whose answer was lost may have happened. Who writes reads again and looks.
"""

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from hub.errors import HubError
from hub.manifest import ManifestFile
from hub.remote_errors import explain, keeps_private, may_pass, status_of

Value = TypeVar("Value")
PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds between the tries of a read


class LostAnswer(HubError):
    """A write of which nobody knows whether it happened."""


class Moved(HubError):
    """Someone else committed meanwhile."""


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


class Remote:
    """A repo on a Hub."""

    def __init__(
        self, repo_id: str, repo_type: str, endpoint: str | None, token: str | None
    ) -> None:
        """Raises HubError where the token would travel unencrypted to another machine."""
        from huggingface_hub import HfApi, constants

        self.repo_id, self.repo_type = repo_id, repo_type
        # ``False`` means no token at all; ``None`` would take whatever lies in the user's home.
        self._api = HfApi(endpoint=endpoint, token=token or False)
        self.endpoint = str(self._api.endpoint)
        if token and not keeps_private(self.endpoint):
            raise HubError(f"the token would go unencrypted to {self.endpoint}: use https")
        if not self.endpoint.startswith("https://"):
            # The loopback hub gives no Xet tokens, and newer clients insist on Xet unless told
            # otherwise; the variable alone comes too late where the client is imported already.
            os.environ.setdefault("HF_HUB_DISABLE_XET", "1")
            constants.HF_HUB_DISABLE_XET = True

    @property
    def name(self) -> str:
        """For messages and the journal, e.g. ``dataset geneverse/gene-registry``."""
        return f"{self.repo_type} {self.repo_id}"

    def create(self) -> None:
        """Make the repo if it is missing."""
        self._write(
            "create the repo",
            lambda: self._api.create_repo(self.repo_id, repo_type=self.repo_type, exist_ok=True),
        )

    def refs(self) -> Refs | None:
        """Head and tags; None where the repo does not exist."""
        from huggingface_hub.errors import RepositoryNotFoundError

        try:
            found = self._read(
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
            self._read(
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

        files = [
            item for item in self._read("list the files", listed) if isinstance(item, RepoFile)
        ]
        return {
            file.path: RemoteFile(file.size, file.blob_id, file.lfs.sha256 if file.lfs else None)
            for file in files
        }

    def download(self, revision: str, folder: Path) -> None:
        """All files of a revision into an empty folder, past every cache."""
        from huggingface_hub import snapshot_download

        self._read(
            "download",
            lambda: snapshot_download(
                self.repo_id,
                repo_type=self.repo_type,
                revision=revision,
                local_dir=folder,
                endpoint=self.endpoint,
                token=self._api.token,
            ),
        )

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

        operations = [CommitOperationAdd(name, str(path)) for name, path in files]
        operations += [CommitOperationDelete(name, is_folder=False) for name in deleted]
        info = self._write(
            "commit",
            lambda: self._api.create_commit(
                self.repo_id,
                operations,
                commit_message=title,
                commit_description=message,
                repo_type=self.repo_type,
                parent_commit=parent,
            ),
        )
        return str(info.oid)

    def tag(self, tag: str, commit: str) -> None:
        """Tag a commit. A tag that exists is no error here: who tags reads again and looks."""
        self._write(
            f"make the tag {tag}",
            lambda: self._api.create_tag(
                self.repo_id, tag=tag, revision=commit, repo_type=self.repo_type, exist_ok=True
            ),
        )

    def _read(self, what: str, call: Callable[[], Value]) -> Value:
        import httpx
        from huggingface_hub.errors import (
            HfHubHTTPError,
            RepositoryNotFoundError,
            RevisionNotFoundError,
        )

        for pause in (*PAUSES, None):
            try:
                return call()
            except (RepositoryNotFoundError, RevisionNotFoundError):
                raise  # an answer, not a failure: the caller knows what it means
            except (httpx.TransportError, HfHubHTTPError) as error:
                if pause is None or not may_pass(error):
                    raise HubError(self._message(what, error)) from error
                time.sleep(pause)
        raise AssertionError("the last try returned or raised")

    def _write(self, what: str, call: Callable[[], Value]) -> Value:
        import httpx
        from huggingface_hub.errors import HfHubHTTPError

        try:
            return call()
        except (httpx.TransportError, HfHubHTTPError) as error:
            message = self._message(what, error)
            if status_of(error) == 412:
                raise Moved(message) from error
            if may_pass(error):
                raise LostAnswer(message) from error
            raise HubError(message) from error
        except (
            ValueError
        ) as error:  # the client's name for a card with metadata that the Hub refuses
            raise HubError(f"{self.name}: could not {what}: {error}") from error

    def _message(self, what: str, error: Exception) -> str:
        return f"{self.name} on {self.endpoint}: could not {what}: {explain(error)}"

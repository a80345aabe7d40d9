"""Puts a local folder into a store without an upload, e.g. to mirror a base model."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from hub.errors import HubError
from hub.server.lfs_rule import LARGEST_REGULAR, goes_by_lfs
from hub.server.models import Commit, FileEntry
from hub.server.names import RepoRef, check_path
from hub.server.repo_facts import RepoFacts
from hub.server.repo_folders import now
from hub.server.storage import AUTHOR, Store

SAMPLE = 512
# A fixed date, so that the same folder is the same commit in every store and can be pinned.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def import_folder(
    store: Store,
    repo_id: str,
    repo_type: str,
    folder: Path,
    *,
    title: str = "Mirror of a local folder",
    link: bool = True,
) -> str:
    """Make ``main`` of a repo hold exactly the files of ``folder``; returns the commit's oid.

    A repo that holds them already gets no commit. Large files are hard-linked where ``link`` is
    true and the file system can (see ``Blobs.add_file``), else copied.

    Raises:
        HubError: no such folder, no file in it, or a link that leads out of it.
    """
    repo = RepoRef(repo_type, repo_id)
    sdk = "static" if repo_type == "space" else None  # until its card names another
    facts = RepoFacts(now(), sdk=sdk)
    files = {name: _entry(store, path, name, link=link) for name, path in _walk(folder)}
    if not files:
        raise HubError(f"{folder} holds no file to import as {repo_id}: check the path")
    if repo not in store.repos(repo_type):
        made = store.create_repo(
            repo, initial=Commit.make(files, None, title, "", AUTHOR, EPOCH), facts=facts
        )
    else:
        head = store.resolve(repo, "main").oid
        made = store.commit(repo, "main", files, title, head=head)
    store.add_lfs(repo, *(entry.sha256 for entry in files.values() if entry.lfs))
    return made.oid


def _walk(folder: Path) -> Iterable[tuple[str, Path]]:
    if not folder.is_dir():
        raise HubError(f"{folder} is not a folder: nothing to import")
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.startswith(".cache/"):  # what hf download leaves behind
            continue
        if not path.resolve().is_relative_to(root) or not path.is_file():
            raise HubError(f"{path} leads out of {folder} or is no plain file: copy it there first")
        yield check_path(name), path


def _entry(store: Store, path: Path, name: str, *, link: bool) -> FileEntry:
    size = path.stat().st_size
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if not goes_by_lfs(name, size, sample):
        return store.blobs.add_bytes(path.read_bytes())
    sha256, size = store.blobs.add_file(path, link=link and size > LARGEST_REGULAR)
    return FileEntry.of_lfs(sha256, size)

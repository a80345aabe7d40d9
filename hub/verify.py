"""Checks a release as a stranger would: downloads it into an empty folder and hashes it anew."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from hub.errors import HubError
from hub.manifest import files_of, make_manifest
from hub.compare import KEPT, compare
from hub.remote import Remote


@dataclass(frozen=True)
class Verified:
    """A release that is whole: its commit, the number of its files and their bytes."""

    commit: str
    files: int
    size: int


def verify(
    repo_id: str,
    repo_type: str,
    version: str,
    *,
    endpoint: str | None,
    token: str | None = None,
    folder: Path | None = None,
) -> Verified:
    """Compare what a download of the tag yields with what the hub lists and, if given, with
    ``folder``.

    Raises:
        HubError: no such version; or a file that is missing, surplus or other than listed.
    """
    remote = Remote(repo_id, repo_type, endpoint, token)
    refs = remote.refs()
    if refs is None or version not in refs.tags:
        known = ", ".join(refs.tags) if refs and refs.tags else "none"
        raise HubError(
            f"{remote.name} on {remote.endpoint} has no version {version}; it has: {known}"
        )
    commit = refs.tags[version]
    listed = remote.tree(commit)
    with tempfile.TemporaryDirectory(prefix="verify-") as empty:
        remote.download(commit, Path(empty))
        got = make_manifest(
            (name, path) for name, path in files_of(Path(empty)) if not name.startswith(".cache/")
        )
    change = compare(got, listed)
    wrong = [*change.uploaded, *change.deleted]
    if folder is not None:
        wanted = {file.path: file for file in make_manifest(files_of(folder)).files}
        found = {file.path: file for file in got.files}
        names = (wanted.keys() | found.keys()) - ({KEPT} - wanted.keys())
        wrong += sorted(name for name in names if wanted.get(name) != found.get(name))
    if wrong:
        listing = ", ".join(dict.fromkeys(wrong))
        raise HubError(f"{remote.name} {version} is not as released: {listing}")
    return Verified(commit, len(got.files), got.size)

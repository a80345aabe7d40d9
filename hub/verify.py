"""Checks a release as a stranger would: downloads it into an empty folder and hashes it anew."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hub import record as rec
from hub.compare import KEPT, compare
from hub.errors import HubError
from hub.journal import Journal
from hub.manifest import Manifest, files_of, make_manifest
from hub.remote import Remote
from hub.signing import check_signature


@dataclass(frozen=True)
class Verified:
    """A release that is whole: its commit, the number of its files and their bytes.

    ``checks`` says what was compared, e.g. ``("hashes", "release.json", "signature")``; ``notes``
    what was not, and why.
    """

    commit: str
    files: int
    size: int
    checks: tuple[str, ...] = ("hashes",)
    notes: tuple[str, ...] = field(default=())


def verify(
    repo_id: str,
    repo_type: str,
    version: str,
    *,
    endpoint: str | None,
    token: str | None = None,
    folder: Path | None = None,
    key: Path | None = None,
    journal: Path | None = None,
) -> Verified:
    """Compare what a download of the tag yields with all that is known of the release.

    Args:
        folder: a local folder that the release has to equal, its generated files aside.
        key: public key; the release has to be signed with its private one.
        journal: of the release; the tag has to be where it says.

    Raises:
        HubError: no such version; a file that is missing, surplus or other than listed; a
            signature that is missing or not confirmed; a tag that was moved.
    """
    remote = Remote(repo_id, repo_type, endpoint, token)
    commit = _tagged(remote, version)
    checks, notes = ["hashes"], []
    if _as_in_journal(Journal(journal), remote, version, commit):
        checks.append("tag as in the journal")
    with _downloaded(remote, commit) as (got, place):
        wrong = _unlike_listing(remote, commit, got)
        if folder is not None:
            wrong += _unlike_folder(folder, got)
            checks.append("local folder")
        if (place / rec.RECORD).is_file():
            wrong += _unlike_record(place, got)
            checks.append("release.json")
        else:
            notes.append("it has no release.json")
        if wrong:
            listing = ", ".join(dict.fromkeys(wrong))
            raise HubError(f"{remote.name} {version} is not as released: {listing}")
        notes += _signature(place, key, checks, f"{remote.name} {version}")
    return Verified(commit, len(got.files), got.size, tuple(checks), tuple(notes))


def verify_commit(remote: Remote, version: str, commit: str, manifest: Manifest) -> None:
    """Download a commit into an empty folder and compare it with what was released.

    Raises:
        HubError: the tag is not there, or a file is not as it was sent.
    """
    found = _tagged(remote, version)
    if found != commit:
        raise HubError(f"{remote.name}: the tag {version} points to {found}, not to {commit}")
    with _downloaded(remote, commit) as (got, _):
        wanted = {file.path: file for file in manifest.files}
        have = {file.path: file for file in got.files}
        names = (wanted.keys() | have.keys()) - ({KEPT} - wanted.keys())
        wrong = sorted(name for name in names if wanted.get(name) != have.get(name))
    if wrong:
        raise HubError(
            f"{remote.name} {version}: a download is not what was sent ({', '.join(wrong[:5])}); "
            "look at the hub's disk, then release under a higher version"
        )


def _tagged(remote: Remote, version: str) -> str:
    refs = remote.refs()
    if refs is None or version not in refs.tags:
        known = ", ".join(refs.tags) if refs and refs.tags else "none"
        raise HubError(
            f"{remote.name} on {remote.endpoint} has no version {version}; it has: {known}"
        )
    return refs.tags[version]


@contextmanager
def _downloaded(remote: Remote, commit: str) -> Iterator[tuple[Manifest, Path]]:
    with tempfile.TemporaryDirectory(prefix="verify-") as empty:
        place = Path(empty)
        remote.download(commit, place)
        yield downloaded_manifest(place), place


def downloaded_manifest(place: Path) -> Manifest:
    """What lies in a folder that the client downloaded to; its own cache aside."""
    found = files_of(place)
    return make_manifest((name, path) for name, path in found if not name.startswith(".cache/"))


def _as_in_journal(book: Journal, remote: Remote, version: str, commit: str) -> bool:
    """Whether the journal confirms the tag; False where it tells of another release or hub."""
    step = book.read(remote.name)
    if step is None or (step.version, step.endpoint) != (version, remote.endpoint):
        return False
    if step.commit not in (None, commit):
        raise HubError(
            f"{remote.name} {version} points to {commit}, the journal says {step.commit}: the "
            "tag was moved after the release"
        )
    return step.commit is not None


def _unlike_listing(remote: Remote, commit: str, got: Manifest) -> list[str]:
    change = compare(got, remote.tree(commit))
    return [*change.uploaded, *change.deleted]


def _unlike_folder(folder: Path, got: Manifest) -> list[str]:
    wanted = {f.path: f for f in make_manifest(files_of(folder)).files}
    found = {f.path: f for f in got.files}
    left_out = {KEPT, *rec.GENERATED} - wanted.keys()
    names = (wanted.keys() | found.keys()) - left_out
    return sorted(name for name in names if wanted.get(name) != found.get(name))


def _unlike_record(place: Path, got: Manifest) -> list[str]:
    try:
        listed = {f.path: f for f in rec.manifest_of(rec.read_json(place / rec.RECORD)).files}
    except ValueError:
        return [rec.RECORD]
    found = {f.path: f for f in got.files if f.path not in (rec.RECORD, rec.SIGNATURE, KEPT)}
    return sorted(n for n in listed.keys() | found.keys() if listed.get(n) != found.get(n))


def _signature(place: Path, key: Path | None, checks: list[str], where: str) -> list[str]:
    signed = (place / rec.SIGNATURE).is_file()
    if key is None:
        return ["it is signed: name the public key with --key to check that"] if signed else []
    if not signed:
        raise HubError(f"{where} is not signed, so the key {key.name} confirms nothing")
    check_signature(place, key)
    checks.append("signature")
    return []

"""The steps of a release in one repo: prepare (looks only), send (one commit), tag.

The order, and why: the head is read, and what is there is compared with the manifest; if something
differs, one commit is made on that very head; then the tree is read back and every hash compared;
then that exact commit is tagged, and the tag is read back. So a tag never points to content that
was not checked, a commit whose answer got lost is found again, and a repeated release does nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.compare import Difference, compare
from hub.errors import HubError
from hub.journal import Journal, Step
from hub.manifest import Manifest
from hub.remote import LostAnswer, Moved, Refs, Remote, RemoteFile
from hub.versions import check_version

SENDING, COMMITTED, TAGGED, DONE = "sending", "committed", "tagged", "done"


@dataclass(frozen=True)
class Prepared:
    """A release of one repo that was looked at and may be sent.

    ``files`` has the path on disk of each file that may have to be sent; ``sizes`` what the repo
    holds now. ``commit`` is the version's commit where the version is there already.
    """

    remote: Remote
    version: str
    files: Mapping[str, Path]
    manifest: Manifest
    refs: Refs | None
    change: Difference
    sizes: Mapping[str, int]
    commit: str | None = None
    sdk: str | None = None
    notes: str = ""


def prepare(
    remote: Remote,
    files: Mapping[str, Path],
    manifest: Manifest,
    version: str,
    *,
    refs: Refs | None,
    tree: Mapping[str, RemoteFile] | None = None,
    sdk: str | None = None,
    notes: str = "",
) -> Prepared:
    """Compare a release with what the repo holds; nothing is changed.

    ``tree`` is what the repo holds at the version, or else at its head, where that is known;
    ``sdk`` is a Space's; ``notes`` go into the commit's message.

    Raises:
        HubError: the version is none, is too low, or exists with other content.
    """
    check_version(version, refs.tags if refs else (), remote.name)
    tagged = refs.tags.get(version) if refs else None
    if tree is None:
        tree = remote.tree(tagged or refs.head) if refs else {}
    change = compare(manifest, tree)
    if tagged and not change.empty:
        raise HubError(
            f"{remote.name} {version} exists with other content ({change.shown}): a released "
            "version never changes; release under a higher version"
        )
    sizes = {path: file.size for path, file in tree.items()}
    return Prepared(remote, version, files, manifest, refs, change, sizes, tagged, sdk, notes)


def send(prepared: Prepared, book: Journal) -> tuple[Difference, str]:
    """Bring ``main`` to the manifest by at most one commit, and read it back.

    Returns what was changed, and the commit that holds the release.

    Raises:
        Moved: someone else committed meanwhile. LostAnswer: the commit may have arrived: run again.
        HubError: the Hub refused, or the commit does not hold what was sent.
    """
    if prepared.commit is not None:
        return prepared.change, prepared.commit
    remote, manifest = prepared.remote, prepared.manifest
    if prepared.refs is None:
        _create(remote, prepared.sdk)
    change, commit = _commit(prepared, book)
    found = compare(manifest, remote.tree(commit))
    if not found.empty:
        raise HubError(
            f"{remote.name}: commit {commit} does not hold what was sent ({found.shown}); "
            "no tag was made; run again"
        )
    return change, commit


def tag(prepared: Prepared, commit: str, book: Journal, *, state: str = TAGGED) -> None:
    """Tag the commit and read the tag back; a lost answer is tried once more.

    Raises:
        HubError: the tag points to another commit.
    """
    remote, version = prepared.remote, prepared.version
    if prepared.commit is None:
        refs = _tagged(remote, version, commit)
        found = refs.tags.get(version) if refs else None
        if found != commit:
            raise HubError(
                f"{remote.name}: the tag {version} points to {found}, not to the released "
                f"{commit}; someone else released at the same time: look at their release"
            )
    note(prepared, commit, book, state)


def note(prepared: Prepared, commit: str | None, book: Journal, state: str) -> None:
    """Write into the journal how far this release came."""
    last = book.read(prepared.remote.name)
    parent = prepared.refs.head if prepared.refs else ""
    if last and last.version == prepared.version and last.commit == commit:
        parent = last.parent
    digest, endpoint = prepared.manifest.digest, prepared.remote.endpoint
    step = Step(prepared.version, digest, parent, commit, state, endpoint)
    if last != step:
        book.write(prepared.remote.name, step)


def _create(remote: Remote, sdk: str | None) -> None:
    try:
        remote.create(sdk)
    except LostAnswer:
        if remote.refs() is None:
            raise


def _commit(prepared: Prepared, book: Journal) -> tuple[Difference, str]:
    remote, manifest, files = prepared.remote, prepared.manifest, prepared.files
    last = book.read(remote.name)
    if last and last.commit and _goes_on(prepared, last):
        # Interrupted between commit and tag. The head may have moved since; this commit has not.
        return Difference((), tuple(f.path for f in manifest.files), ()), last.commit
    refs = remote.refs()
    if refs is None:
        raise HubError(
            f"{remote.name} on {remote.endpoint} cannot be read after it was made: run again"
        )
    change = compare(manifest, remote.tree(refs.head))
    commit = refs.head
    if not change.empty:
        start = Step(prepared.version, manifest.digest, refs.head, None, SENDING, remote.endpoint)
        book.write(remote.name, start)
        title = f"Release {prepared.version}"
        message = f"Content: sha256:{manifest.digest}\n\n{prepared.notes}".strip()
        adds = [(name, files[name]) for name in change.uploaded]
        try:
            commit = remote.commit(adds, change.deleted, title, message, refs.head)
        except (LostAnswer, Moved):
            # It may have arrived all the same: then the head has moved, and holds what we sent.
            now = remote.refs()
            if now is None or now.head == refs.head:
                raise
            if not compare(manifest, remote.tree(now.head)).empty:
                raise
            commit = now.head
    step = Step(prepared.version, manifest.digest, refs.head, commit, COMMITTED, remote.endpoint)
    book.write(remote.name, step)
    return change, commit


def _goes_on(prepared: Prepared, last: Step) -> bool:
    """Whether the journal's commit is this release's, and still there (a repo can be deleted)."""
    same = (last.version, last.digest) == (prepared.version, prepared.manifest.digest)
    if not same or last.state == SENDING or last.commit is None:
        return False
    return prepared.remote.has(last.commit)


def _tagged(remote: Remote, version: str, commit: str) -> Refs | None:
    refs = None
    for attempt in (1, 2):
        try:
            remote.tag(version, commit)
        except LostAnswer:
            refs = remote.refs()
            if attempt == 2 and (refs is None or version not in refs.tags):
                raise
        refs = remote.refs()
        if refs is not None and version in refs.tags:
            break
    return refs

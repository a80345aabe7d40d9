"""Releases a folder as one version of a Hub repo: exactly one commit and one tag.

The order, and why: the head is read, and what is there is compared with the manifest; if something
differs, one commit is made on that very head; then the tree is read back and every hash compared;
then that exact commit is tagged, and the tag is read back. So a tag never points to content that
was not checked, a commit whose answer got lost is found again, and a repeated release does nothing.
Nothing is atomic across repos: see ``journal``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hub.checks import check_files
from hub.errors import HubError
from hub.journal import Journal, Step
from hub.manifest import Manifest, ManifestFile, files_of, make_manifest
from hub.remote import LostAnswer, Moved, Remote, RemoteFile
from hub.versions import check_version

# The Hub puts it into every new repo; a release leaves it alone unless it brings its own.
KEPT = ".gitattributes"


@dataclass(frozen=True)
class ReleaseResult:
    """What a release did, or would do (a dry run that needs a commit has None as ``commit``)."""

    commit: str | None
    tag: str
    files: tuple[ManifestFile, ...]
    uploaded: tuple[str, ...]
    unchanged: tuple[str, ...]
    deleted: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def uploaded_bytes(self) -> int:
        """Bytes of the files that differ from what the repo held."""
        return sum(file.size for file in self.files if file.path in set(self.uploaded))


@dataclass(frozen=True)
class Difference:
    """A manifest against a tree: paths by what has to be done."""

    uploaded: tuple[str, ...]
    unchanged: tuple[str, ...]
    deleted: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether the tree is the manifest already."""
        return not self.uploaded and not self.deleted


def compare(manifest: Manifest, tree: Mapping[str, RemoteFile]) -> Difference:
    """What a commit would have to change, judged by size and hash."""
    same = {f.path for f in manifest.files if f.path in tree and tree[f.path].holds(f)}
    wanted = {file.path for file in manifest.files}
    return Difference(
        uploaded=tuple(sorted(wanted - same)),
        unchanged=tuple(sorted(same)),
        deleted=tuple(sorted(tree.keys() - wanted - {KEPT})),
    )


def release(
    folder: Path,
    repo_id: str,
    repo_type: str,
    version: str,
    *,
    endpoint: str | None,
    token: str | None,
    dry_run: bool = False,
    journal: Path | None = None,
) -> ReleaseResult:
    """Release ``folder`` as ``version`` of a repo, e.g. ``v0.1.0`` of geneverse/gene-registry.

    Args:
        repo_type: "model" or "dataset".
        endpoint: URL of the Hub; None for HF_ENDPOINT or, without that, huggingface.co.
        dry_run: compare only; nothing is made or sent.
        journal: JSON file of steps, by which an interrupted release goes on.

    Raises:
        RefusedError: a file that may not be published.
        HubError: the version exists with other content or is too low; the Hub refused or could not
            be
            reached; what was read back is not what was sent.
    """
    files = files_of(folder)
    check_files(files, folder)
    manifest = make_manifest(files)
    remote = Remote(repo_id, repo_type, endpoint, token)
    refs = remote.refs()
    check_version(version, refs.tags if refs else (), remote.name)
    if refs and version in refs.tags:
        return _repeated(remote, manifest, version, refs.tags[version])
    if dry_run:
        change = compare(manifest, remote.tree(refs.head) if refs else {})
        commit = refs.head if refs and change.empty else None
        return _result(manifest, change, commit, version, dry_run=True)
    if refs is None:
        _create(remote)
    book = Journal(journal)
    change, step = _commit(remote, manifest, dict(files), version, book)
    assert step.commit is not None, "a commit that is done has a hash"
    _verify(remote, manifest, step.commit)
    _tag(remote, version, step.commit)
    book.write(remote.name, Step(version, step.digest, step.parent, step.commit, "done"))
    return _result(manifest, change, step.commit, version)


def _result(
    manifest: Manifest, change: Difference, commit: str | None, tag: str, *, dry_run: bool = False
) -> ReleaseResult:
    return ReleaseResult(
        commit, tag, manifest.files, change.uploaded, change.unchanged, change.deleted, dry_run
    )


def _repeated(remote: Remote, manifest: Manifest, version: str, commit: str) -> ReleaseResult:
    """The version is there: fine if it holds this content, a hard error if not."""
    change = compare(manifest, remote.tree(commit))
    if change.empty:
        return _result(manifest, change, commit, version)
    differs = ", ".join([*change.uploaded, *change.deleted][:5])
    raise HubError(
        f"{remote.name} {version} exists with other content ({differs}): a released version never "
        "changes; release under a higher version"
    )


def _create(remote: Remote) -> None:
    try:
        remote.create()
    except LostAnswer:
        if remote.refs() is None:
            raise


def _commit(
    remote: Remote, manifest: Manifest, files: dict[str, Path], version: str, book: Journal
) -> tuple[Difference, Step]:
    """Bring ``main`` to the manifest by at most one commit."""
    last = book.read(remote.name)
    if last and _goes_on(remote, last, version, manifest):
        # Interrupted between commit and tag. The head may have moved since; this commit has not.
        return Difference((), tuple(sorted(files)), ()), last
    refs = remote.refs()
    if refs is None:
        raise HubError(
            f"{remote.name} on {remote.endpoint} cannot be read after it was made: run again"
        )
    change = compare(manifest, remote.tree(refs.head))
    commit = refs.head
    if not change.empty:
        book.write(remote.name, Step(version, manifest.digest, refs.head, None, "sending"))
        title, message = f"Release {version}", f"Content: sha256:{manifest.digest}"
        send = [(name, files[name]) for name in change.uploaded]
        try:
            commit = remote.commit(send, change.deleted, title, message, refs.head)
        except (LostAnswer, Moved):
            # It may have arrived all the same: then the head has moved, and holds what we sent.
            now = remote.refs()
            if (
                now is None
                or now.head == refs.head
                or not compare(manifest, remote.tree(now.head)).empty
            ):
                raise
            commit = now.head
    step = Step(version, manifest.digest, refs.head, commit, "committed")
    book.write(remote.name, step)
    return change, step


def _goes_on(remote: Remote, last: Step, version: str, manifest: Manifest) -> bool:
    """Whether the journal's commit is this release's, and still there (a repo can be deleted)."""
    same = (last.version, last.digest, last.state) == (version, manifest.digest, "committed")
    return same and last.commit is not None and remote.has(last.commit)


def _verify(remote: Remote, manifest: Manifest, commit: str) -> None:
    """Read the commit back and compare every hash."""
    change = compare(manifest, remote.tree(commit))
    if not change.empty:
        differs = ", ".join([*change.uploaded, *change.deleted][:5])
        raise HubError(
            f"{remote.name}: commit {commit} does not hold what was sent ({differs}); "
            "no tag was made; run again"
        )


def _tag(remote: Remote, version: str, commit: str) -> None:
    """Tag the commit, read the tag back; a lost answer is tried once more."""
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
    found = refs.tags.get(version) if refs else None
    if found != commit:
        raise HubError(
            f"{remote.name}: the tag {version} points to {found}, not to the released {commit}; "
            "someone else released at the same time: look at their release"
        )

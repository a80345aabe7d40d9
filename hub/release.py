"""Releases a folder as one version of a Hub repo: exactly one commit and one tag.

For the project's artefacts, several at once and with a ``release.json``, see ``releases``; the
steps, and why they come in that order, are in ``steps``.
"""

from dataclasses import dataclass
from pathlib import Path

from hub.checks import Rules, check_files, check_unpinned
from hub.compare import KEPT, Difference, compare
from hub.errors import HubError
from hub.journal import Journal
from hub.manifest import ManifestFile, files_of, make_manifest
from hub.remote import Remote
from hub.steps import DONE, Prepared, prepare, send, tag
from hub.versions import check_version
from model_cards.rules_common import RepoType

__all__ = ["KEPT", "Difference", "ReleaseResult", "compare", "release"]


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
        sent = set(self.uploaded)
        return sum(file.size for file in self.files if file.path in sent)


def _type(name: str) -> RepoType:
    types: dict[str, RepoType] = {"model": "model", "dataset": "dataset", "space": "space"}
    if name not in types:
        raise HubError(f"repo type {name!r} is none of {', '.join(types)}")
    return types[name]


def space_sdk(folder: Path) -> str:
    """What the card of a Space names as its SDK; a Space without one holds pages."""
    from model_cards.validate import split_card

    front, _ = split_card((folder / "README.md").read_text(encoding="utf-8"))
    return str(front.get("sdk") or "static")


def result_of(
    prepared: Prepared, change: Difference, commit: str | None, *, dry_run: bool = False
) -> ReleaseResult:
    """Put together what is known of a release."""
    return ReleaseResult(
        commit,
        prepared.version,
        prepared.manifest.files,
        change.uploaded,
        change.unchanged,
        change.deleted,
        dry_run,
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
    allow_unpinned: bool = False,
) -> ReleaseResult:
    """Release ``folder`` as ``version`` of a repo, e.g. ``v0.1.0`` of geneverse/gene-registry.

    Args:
        repo_type: "model", "dataset" or "space".
        endpoint: URL of the Hub; None for HF_ENDPOINT or, without that, huggingface.co.
        dry_run: compare only; nothing is made or sent.
        journal: JSON file of steps, by which an interrupted release goes on.
        allow_unpinned: an adapter's base may have no revision, on a loopback endpoint only.

    Raises:
        RefusedError: a file that may not be published.
        HubError: the version exists with other content or is too low; the Hub refused or could not
            be reached; what was read back is not what was sent.
    """
    files = files_of(folder)
    check_version(version, (), repo_id)
    remote = Remote(repo_id, repo_type, endpoint, token)
    check_unpinned(allow_unpinned, remote.endpoint)
    check_files(files, folder, Rules(None, _type(repo_type), allow_unpinned))
    manifest = make_manifest(files)
    refs = remote.refs()
    sdk = space_sdk(folder) if repo_type == "space" else None
    prepared = prepare(remote, dict(files), manifest, version, refs=refs, sdk=sdk)
    if dry_run:
        ready = refs.head if refs and prepared.change.empty else None
        return result_of(prepared, prepared.change, prepared.commit or ready, dry_run=True)
    book = Journal(journal)
    change, commit = send(prepared, book)
    if prepared.commit is None:
        tag(prepared, commit, book, state=DONE)
    return result_of(prepared, change, commit)

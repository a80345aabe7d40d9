"""The files that a release adds to a folder: release.json, CHANGELOG.md, sbom.json, model.sig.

They are written beside the folder, never into it. Where the repo holds this very content with its
record, those files stay as they are: unchanged content uploads nothing, whatever the day, the
commit or the version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub import record as rec
from hub.durable import write_bytes
from hub.manifest import Manifest, make_manifest
from hub.notes import changelog, notes
from hub.plan import Artefact
from hub.remote import Refs, Remote, RemoteFile
from hub.sbom import make_sbom
from hub.signing import sign
from hub.versions import version_key


@dataclass(frozen=True)
class Full:
    """A release with its generated files. ``files`` lacks those that the repo has already."""

    files: Mapping[str, Path]
    manifest: Manifest
    record: Mapping[str, Any]
    notes: str


def complete(
    artefact: Artefact,
    version: str,
    files: Mapping[str, Path],
    content: Manifest,
    *,
    remote: Remote,
    refs: Refs | None,
    tree: Mapping[str, RemoteFile],
    stage: Path,
    key: Path | None,
) -> Full:
    """Add the generated files, or take over those that the repo or an interrupted run has.

    Args:
        tree: what the repo holds at the version, if it is there, or else at its head.
        stage: folder to write in; kept until the release is done, so that a run after an
            interruption sends the same bytes.
        key: private key to sign with; None makes no signature.
    """
    there = stage / "there"
    if refs is not None and rec.RECORD in tree:
        revision = refs.tags.get(version, refs.head)
        kept = _kept(remote, revision, content, tree, there)
        signed = rec.SIGNATURE in tree or version in refs.tags
        if kept is not None and (signed or key is None):
            return kept
    made = stage / "made"
    before, log = _before(remote, refs, version, there)
    record = rec.make_record(
        artefact,
        version,
        content,
        previous=before["version"] if before else None,
        signed=key is not None,
    )
    staged = _staged(made, record, content)
    if staged is None:
        staged = _write(record, before, log, made, files, artefact, key)
    names = [rec.RECORD, rec.NOTES, rec.SBOM, *([rec.SIGNATURE] if key else [])]
    more = {name: made / name for name in names}
    manifest = _joined(content, make_manifest(more.items()))
    return Full({**files, **more}, manifest, staged, notes(staged, before))


def _kept(
    remote: Remote, revision: str, content: Manifest, tree: Mapping[str, RemoteFile], there: Path
) -> Full | None:
    """The generated files that the repo has, if its record is of this content."""
    own = [name for name in (rec.RECORD, rec.SIGNATURE) if name in tree]
    remote.download(revision, there / revision, own)
    record = rec.read_json(there / revision / rec.RECORD)
    if not rec.same_content(record, content):
        return None
    listed = tuple(f for f in rec.manifest_of(record).files if f.path in rec.GENERATED)
    fetched = make_manifest((name, there / revision / name) for name in own)
    return Full({}, _joined(content, Manifest(listed), fetched), record, "")


def _before(
    remote: Remote, refs: Refs | None, version: str, there: Path
) -> tuple[dict[str, Any] | None, str | None]:
    """Record and CHANGELOG.md of the last release before ``version``."""
    own = version_key(version)
    keys = {tag: key for tag in (refs.tags if refs else {}) if (key := version_key(tag))}
    lower = [tag for tag in keys if own is not None and keys[tag] < own]
    last = max(lower, key=lambda tag: keys[tag], default=None)
    if refs is None or last is None:
        return None, None
    commit = refs.tags[last]
    names = [name for name in (rec.RECORD, rec.NOTES) if name in remote.tree(commit)]
    if rec.RECORD not in names:
        return None, None  # released without a record: there is nothing to compare with
    remote.download(commit, there / commit, names)
    record = rec.read_json(there / commit / rec.RECORD)
    log = there / commit / rec.NOTES
    # The tag that people know it by: the record has the first version of its content.
    return {**record, "version": last}, log.read_text(encoding="utf-8") if log.is_file() else None


def _staged(made: Path, record: Mapping[str, Any], content: Manifest) -> dict[str, Any] | None:
    """What an interrupted run wrote for the same release; None if it did not finish."""
    old = rec.read_json(made / rec.RECORD)
    same = all(old.get(k) == record[k] for k in ("version", "previous", "signature", "repo"))
    if not same or not rec.same_content(old, content):
        return None
    listed = [f for f in rec.manifest_of(old).files if f.path in rec.GENERATED]
    files = [(f.path, made / f.path) for f in listed]
    if any(not path.is_file() for _, path in files) or not listed:
        return None
    if record["signature"] and not (made / rec.SIGNATURE).is_file():
        return None
    return old if make_manifest(files).files == tuple(listed) else None


def _write(
    record: dict[str, Any],
    before: Mapping[str, Any] | None,
    log: str | None,
    made: Path,
    files: Mapping[str, Path],
    artefact: Artefact,
    key: Path | None,
) -> dict[str, Any]:
    made.mkdir(parents=True, exist_ok=True)
    (made / rec.RECORD).unlink(missing_ok=True)  # written last: it says that the others are whole
    text = changelog(artefact.repo_id, notes(record, before), log)
    write_bytes(made / rec.NOTES, text.encode())
    write_bytes(made / rec.SBOM, make_sbom(record, artefact.folder))
    more = {name: made / name for name in (rec.NOTES, rec.SBOM)}
    whole = rec.with_files(record, make_manifest(more.items()))
    if key is not None:
        draft = made / "unsigned.json"
        write_bytes(draft, rec.as_bytes(whole))
        everything = {**files, **more, rec.RECORD: draft}
        sign(everything, key, made / rec.SIGNATURE, name=artefact.name)
        draft.unlink()
    write_bytes(made / rec.RECORD, rec.as_bytes(whole))
    return whole


def _joined(*parts: Manifest) -> Manifest:
    files = [file for part in parts for file in part.files]
    return Manifest(tuple(sorted(files, key=lambda file: file.path)))

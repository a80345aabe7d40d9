"""Releases several artefacts as one version: looked at all together, sent in order, tagged last.

All repos are checked and compared before anything is sent to the first. Then each gets its commit,
in the order of ``plan.ORDER``; when all commits were read back, each gets its tag; then every
release is downloaded into an empty folder and compared; the collection comes last. Nothing is
atomic across repos: a journal on disk says how far each came, and the same command goes on.
"""

import fcntl
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub import record as rec
from hub.checks import Rules, check_unpinned, faults_of, refuse
from hub.collection import Collected, collect
from hub.compare import Difference
from hub.errors import HubError
from hub.generated import Full, complete
from hub.journal import Journal
from hub.manifest import Manifest, files_of, make_manifest
from hub.plan import Artefact
from hub.release import space_sdk
from hub.remote import Remote
from hub.steps import DONE, Prepared, note, prepare, send, tag
from hub.verify import verify_commit
from hub.versions import check_version

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How to release.

    Attributes:
        endpoint: URL of the Hub; None for HF_ENDPOINT or huggingface.co.
        tokens: gives the token for a repo's "type owner/name"; None for no token.
        state: folder of journal, lock and generated files.
        key: private key to sign with.
        allow_unpinned: bases without a revision, on a loopback endpoint only.
        collection: whether there is to be a collection, too.
        check_download: whether each release is downloaded again and compared.
    """

    endpoint: str | None
    state: Path
    tokens: Callable[[str], str | None] = field(default=lambda _: None)
    key: Path | None = None
    allow_unpinned: bool = False
    collection: bool = True
    check_download: bool = True

    @property
    def journal(self) -> Path:
        """Where the steps are kept."""
        return self.state / "journal.json"


@dataclass(frozen=True)
class Ready:
    """One artefact's release, checked and compared."""

    artefact: Artefact
    prepared: Prepared
    full: Full

    @property
    def change(self) -> Difference:
        """What it changes in the repo."""
        return self.prepared.change


@dataclass(frozen=True)
class Released:
    """What one repo's release came to."""

    artefact: Artefact
    commit: str
    change: Difference
    bytes: int
    notes: str


def look(artefacts: Sequence[Artefact], version: str, options: Options) -> list[Ready]:
    """Check all artefacts and compare them with what the Hub holds; nothing is sent.

    Raises:
        RefusedError: lists the faults of all of them.
        HubError: a version that is none, too low, or there with other content.
    """
    check_version(version, (), ", ".join(a.name for a in artefacts))
    remotes = {
        a: Remote(a.repo_id, a.repo_type, options.endpoint, options.tokens(a.title))
        for a in artefacts
    }
    for remote in remotes.values():
        check_unpinned(options.allow_unpinned, remote.endpoint)
    contents: dict[Artefact, tuple[dict[str, Path], Manifest]] = {}
    faults: dict[str, list[str]] = {}
    for artefact in artefacts:
        files = content_of(artefact)
        rules = Rules(artefact.kind, artefact.repo_type, options.allow_unpinned)
        found = faults_of(files.items(), artefact.folder, rules)
        if found:
            faults[f"{artefact.title} ({artefact.folder})"] = found
        else:
            contents[artefact] = files, make_manifest(files.items())
    refuse(faults)
    return [_ready(a, remotes[a], version, *contents[a], options) for a in artefacts]


def content_of(artefact: Artefact) -> dict[str, Path]:
    """The files of a folder by path, without those that a release makes itself."""
    found = dict(files_of(artefact.folder))
    return {name: path for name, path in found.items() if name not in rec.GENERATED}


def _ready(
    artefact: Artefact,
    remote: Remote,
    version: str,
    files: dict[str, Path],
    content: Manifest,
    options: Options,
) -> Ready:
    refs = remote.refs()
    check_version(version, refs.tags if refs else (), remote.name)
    tree = remote.tree(refs.tags.get(version, refs.head)) if refs else {}
    stage = _stage(options.state, version, artefact)
    if refs and version in refs.tags and rec.RECORD not in tree:
        full = Full(files, content, {}, "")  # released by hand: good if it is the same
    else:
        full = complete(
            artefact,
            version,
            files,
            content,
            remote=remote,
            refs=refs,
            tree=tree,
            stage=stage,
            key=options.key,
        )
    sdk = space_sdk(artefact.folder) if artefact.repo_type == "space" else None
    prepared = prepare(
        remote, full.files, full.manifest, version, refs=refs, tree=tree, sdk=sdk, notes=full.notes
    )
    return Ready(artefact, prepared, full)


def carry_out(
    ready: Sequence[Ready], version: str, options: Options, *, say: Say = lambda _: None
) -> tuple[list[Released], Collected | None]:
    """Send what was looked at: commits, then tags, then a download of each, then the collection.

    Raises:
        HubError: see ``steps``; what was done is kept, and the same call goes on.
    """
    with _alone(options.state):
        book = Journal(options.journal)
        done: list[tuple[Ready, Difference, str]] = []
        for number, one in enumerate(ready, 1):
            say(f"[{number}/{len(ready)}] {one.artefact.repo_id}")
            change, commit = send(one.prepared, book)
            done.append((one, change, commit))
        for one, _, commit in done:
            tag(one.prepared, commit, book)
        for one, _, commit in done:
            if options.check_download:
                say(f"downloading {one.artefact.repo_id} {version} into an empty folder")
                verify_commit(one.prepared.remote, version, commit, one.full.manifest)
            note(one.prepared, commit, book, DONE)
        collected = None
        if options.collection:
            collected = collect([one.artefact for one in ready], version, options)
        shutil.rmtree(options.state / version, ignore_errors=True)
    return [_released(*each) for each in done], collected


def _released(one: Ready, change: Difference, commit: str) -> Released:
    sizes = {f.path: f.size for f in one.prepared.manifest.files}
    sent = sum(sizes[path] for path in change.uploaded)
    return Released(one.artefact, commit, change, sent, one.full.notes)


def _stage(state: Path, version: str, artefact: Artefact) -> Path:
    return state / version / f"{artefact.repo_type}--{artefact.repo_id.replace('/', '--')}"


@contextmanager
def _alone(state: Path) -> Iterator[None]:
    """One release at a time with one journal, also across processes."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise HubError(
                f"another release with the journal in {state} is under way: wait until it is done"
            ) from error
        yield


def facts(released: Released) -> Mapping[str, Any]:
    """A result as JSON."""
    return {
        "name": released.artefact.name,
        "repo": released.artefact.repo_id,
        "type": released.artefact.repo_type,
        "commit": released.commit,
        "uploaded": released.change.uploaded,
        "deleted": released.change.deleted,
        "unchanged": len(released.change.unchanged),
        "uploaded_bytes": released.bytes,
    }

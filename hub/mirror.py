"""Mirrors of releases for sites without a network.

::

    mirror/mirror.json                                       what is there; nothing else counts
    mirror/datasets/geneverse/gene-registry/v0.1.0/...       the files, as they were released
    mirror/.hub/                                             the store that is served, made of them

A version is a release's tag, or the 40 digits of a commit, by which a base is pinned: the mirror
answers to that hash as the Hub does. A pull downloads to ``mirror/.partial``, compares every hash,
and only when all repos are whole moves them into place and names them in ``mirror.json``. An
interrupted pull goes on.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hub import record as rec
from hub.compare import compare
from hub.durable import write_bytes
from hub.errors import HubError
from hub.manifest import Manifest, ManifestFile, files_of, make_manifest
from hub.remote import Remote
from hub.repo_names import full_id, type_on_hub
from hub.server.names import COMMIT
from hub.signing import check_signature
from hub.verify import downloaded_manifest

if TYPE_CHECKING:
    from hub.server import Store
    from hub.server.names import RepoRef

LIST, STORE, PARTIAL = "mirror.json", ".hub", ".partial"


@dataclass(frozen=True)
class Mirrored:
    """One release in a mirror."""

    repo: str
    type: str
    version: str
    commit: str
    manifest: Manifest

    @property
    def title(self) -> str:
        """For messages, e.g. ``dataset geneverse/gene-registry``."""
        return f"{self.type} {self.repo}"

    @property
    def place(self) -> str:
        """Its folder within the mirror."""
        return f"{self.type}s/{self.repo}/{self.version}"


def pull(
    names: Sequence[str],
    version: str,
    out: Path,
    *,
    owner: str = "geneverse",
    endpoint: str | None,
    token: str | None = None,
    key: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> list[Mirrored]:
    """Mirror ``version`` of repos into ``out``, beside what it has already.

    ``version`` is a tag or a commit; ``say`` is also told which base an adapter still needs.

    Raises:
        HubError: no such release, a file that is not as released, a signature that ``key`` does
            not confirm; the mirror is then as it was.
    """
    held = read_mirror(out) if is_mirror(out) else []
    if not is_mirror(out) and out.is_dir() and {p.name for p in out.iterdir()} - {PARTIAL}:
        raise HubError(f"{out} is not empty and no mirror: name another folder")
    partial = out / PARTIAL
    got = []
    for name in dict.fromkeys(names):
        repo = full_id(name, owner)
        kind = type_on_hub(repo, endpoint, token)
        say(f"{kind} {repo} {version}")
        one = _fetch(Remote(repo, kind, endpoint, token), version, partial, key)
        _check_same(held, one)
        got.append(one)
    for one in got:
        _move(partial / one.place, out / one.place)
    known = {one.place: one for one in [*held, *got]}
    listed = [_as_json(known[place]) for place in sorted(known)]
    write_bytes(out / LIST, (json.dumps({"releases": listed}, indent=2) + "\n").encode())
    shutil.rmtree(partial, ignore_errors=True)
    for one in got:
        for needed in _base_needed(out / one.place, known.values()):
            say(needed)
    return got


def _base_needed(place: Path, held: Iterable[Mirrored]) -> Iterator[str]:
    """What to say of an adapter whose base is not in the mirror."""
    config = rec.read_json(place / "adapter_config.json")
    base, revision = config.get("base_model_name_or_path"), config.get("revision")
    if base and not any(one.repo == base and revision in (None, one.commit) for one in held):
        pin = revision or "COMMIT (the adapter names none)"
        yield f"its base is not in the mirror: geneverse hub pull {base} --version {pin}"


def _fetch(remote: Remote, version: str, partial: Path, key: Path | None) -> Mirrored:
    refs = remote.refs()
    pinned = refs is not None and COMMIT.fullmatch(version) and remote.has(version)
    if refs is None or (version not in refs.tags and not pinned):
        known = ", ".join(refs.tags) if refs and refs.tags else "none"
        raise HubError(f"{remote.name} has no version {version}; it has: {known}")
    commit = refs.tags.get(version, version)
    draft = Mirrored(remote.repo_id, remote.repo_type, version, commit, Manifest(()))
    place = partial / draft.place
    remote.download(commit, place)
    manifest = downloaded_manifest(place)
    change = compare(manifest, remote.tree(commit))
    wrong = [*change.uploaded, *change.deleted, *_unlike_record(place, manifest)]
    if wrong:
        shutil.rmtree(place)  # what is wrong once is not gone on with
        raise HubError(
            f"{remote.name} {version} is not as released ({', '.join(wrong[:5])}): run again; if "
            "it stays so, do not use it"
        )
    if key is not None:
        if not (place / rec.SIGNATURE).is_file():
            raise HubError(f"{remote.name} {version} is not signed")
        check_signature(place, key)
    shutil.rmtree(place / ".cache", ignore_errors=True)
    return Mirrored(remote.repo_id, remote.repo_type, version, commit, manifest)


def _unlike_record(place: Path, got: Manifest) -> list[str]:
    if not (place / rec.RECORD).is_file():
        return []
    try:
        listed = rec.manifest_of(rec.read_json(place / rec.RECORD)).files
    except ValueError:
        return [rec.RECORD]
    return [file.path for file in listed if file not in got.files]


def _check_same(held: Sequence[Mirrored], one: Mirrored) -> None:
    for old in held:
        if old.place == one.place and old.commit != one.commit:
            raise HubError(
                f"{one.title} {one.version} was commit {old.commit} when it was mirrored, and is "
                f"{one.commit} now: a tag was moved; nothing was changed"
            )


def _move(source: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)  # the same content, or remains of an interrupted pull
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


def _as_json(one: Mirrored) -> dict[str, Any]:
    files = [asdict(file) for file in one.manifest.files]
    return {**{k: getattr(one, k) for k in ("repo", "type", "version", "commit")}, "files": files}


def is_mirror(folder: Path) -> bool:
    """Whether a folder is a mirror."""
    return (folder / LIST).is_file()


def read_mirror(folder: Path) -> list[Mirrored]:
    """What a mirror holds.

    Raises:
        HubError: its list is damaged.
    """
    try:
        return [
            Mirrored(
                str(row["repo"]),
                str(row["type"]),
                str(row["version"]),
                str(row["commit"]),
                Manifest(tuple(ManifestFile(**file) for file in row["files"])),
            )
            for row in json.loads((folder / LIST).read_text())["releases"]
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise HubError(f"{folder / LIST} is damaged ({error!r}): pull again") from error


def mirror_store(folder: Path) -> Path:
    """The store of a mirror, brought up to date; ``geneverse hub serve`` serves it.

    Raises:
        HubError: a file is not as it was mirrored.
    """
    from hub.server import Store, import_folder
    from hub.server.names import RepoRef
    from hub.versions import version_key

    store = Store(folder / STORE)
    lowest = (0, 0, 0, 0.0)
    for one in sorted(read_mirror(folder), key=lambda m: version_key(m.version) or lowest):
        place = folder / one.place
        if make_manifest(files_of(place)) != one.manifest:
            raise HubError(f"{place} is not as it was mirrored: pull {one.repo} again")
        repo = RepoRef(one.type, one.repo)
        held = repo in store.repos(one.type)
        if held and one.commit in store.mirrored(repo) and one.version in _names(store, repo):
            continue
        title = f"Mirror of {one.version}, commit {one.commit}"
        made = import_folder(store, one.repo, one.type, place, title=title)
        if one.version not in _names(store, repo) and one.version != one.commit:
            store.add_ref(repo, "tags", one.version, store.resolve(repo, made))
        store.add_mirrored(repo, one.commit, store.resolve(repo, made))
    return folder / STORE


def _names(store: "Store", repo: "RepoRef") -> set[str]:
    return {*store.refs(repo, "tags"), *store.mirrored(repo)}

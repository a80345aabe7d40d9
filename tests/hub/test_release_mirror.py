"""A release is signed and verified, mirrored whole or not at all, and served without a network."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import artefacts as make
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from huggingface_hub import HfApi, hf_hub_download
from huggingface_hub.errors import RevisionNotFoundError
from typer.testing import CliRunner

from hub import releases
from hub.cli import hub_app
from hub.errors import HubError
from hub.manifest import files_of, make_manifest
from hub.mirror import LIST, PARTIAL, is_mirror, mirror_store, pull, read_mirror
from hub.plan import find
from hub.releases import Options, Released, carry_out, look
from hub.remote import Remote
from hub.server import Endpoint, Store, serve
from hub.server.check_store import check_store
from hub.verify import verify

VERSION = "v0.1.0"
signed = pytest.mark.skipif(
    subprocess.run([sys.executable, "-c", "import model_signing"], capture_output=True).returncode
    != 0,
    reason="model-signing is not installed: pip install 'geneverse[sign]'",
)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Endpoint, Path]]:
    root = tmp_path_factory.mktemp("hub") / "root"
    with serve(root, admin=True) as endpoint:
        yield endpoint, root


@pytest.fixture
def owner(repo: str) -> str:
    return repo.split("/")[1]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A private key; its public one lies beside it as ``key.pub``."""
    return make_key(tmp_path / "key.pem")


def make_key(path: Path) -> Path:
    private = ec.generate_private_key(ec.SECP256R1())
    form, pem = serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    path.write_bytes(private.private_bytes(pem, form, serialization.NoEncryption()))
    public = serialization.PublicFormat.SubjectPublicKeyInfo
    path.with_suffix(".pub").write_bytes(private.public_key().public_bytes(pem, public))
    return path


def released(
    root: Path, owner: str, url: str, version: str = VERSION, **options: object
) -> list[Released]:
    settings = Options(url, root / ".release", collection=False, **options)  # type: ignore[arg-type]
    found = find([], root, owner=owner)[0]
    return carry_out(look(found, version, settings), version, settings)[0]


def rot(hub: tuple[Endpoint, Path], owner: str, path: str) -> Callable[[], None]:
    """Change a byte of a file on the hub's disk; the function returned heals it."""
    api = HfApi(endpoint=hub[0].url, token=False)
    [info] = api.get_paths_info(f"{owner}/gene-registry", [path], repo_type="dataset")
    assert info.lfs is not None
    blob = hub[1] / "blobs" / info.lfs.sha256[:2] / info.lfs.sha256
    whole = blob.read_bytes()
    blob.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    return lambda: blob.write_bytes(whole) and None


@signed
def test_a_signed_release_is_verified_with_its_key_only(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path, key: Path
) -> None:
    url = hub[0].url
    make.registry(tmp_path / "b" / "gene-registry")
    [first] = released(tmp_path / "b", owner, url, key=key)
    repo, public = f"{owner}/gene-registry", key.with_suffix(".pub")
    done = verify(repo, "dataset", VERSION, endpoint=url, key=public)
    assert done.checks == ("hashes", "release.json", "signature")
    other = make_key(tmp_path / "other.pem").with_suffix(".pub")
    with pytest.raises(HubError, match=r"model\.sig is not confirmed by the key other\.pub"):
        verify(repo, "dataset", VERSION, endpoint=url, key=other)
    unchecked = verify(repo, "dataset", VERSION, endpoint=url)
    assert unchecked.notes == ("it is signed: name the public key with --key to check that",)
    [again] = released(tmp_path / "b", owner, url, key=key)
    assert (again.commit, again.change.empty) == (first.commit, True)


@signed
def test_a_stranger_can_check_the_signature_with_the_library_itself(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path, key: Path
) -> None:
    make.registry(tmp_path / "b" / "gene-registry")
    released(tmp_path / "b", owner, hub[0].url, key=key)
    place = tmp_path / "got"
    Remote(f"{owner}/gene-registry", "dataset", hub[0].url, None).download(VERSION, place)
    command = [sys.executable, "-m", "model_signing", "verify", "key", str(place)]
    command += ["--signature", str(place / "model.sig"), "--ignore-paths", str(place / ".cache")]
    command += ["--public_key", str(key.with_suffix(".pub"))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (place / "genes.parquet").write_bytes(b"other")
    assert subprocess.run(command, capture_output=True).returncode != 0


@signed
def test_an_unsigned_release_confirms_nothing(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path, key: Path
) -> None:
    make.registry(tmp_path / "b" / "gene-registry")
    released(tmp_path / "b", owner, hub[0].url)
    public, repo = key.with_suffix(".pub"), f"{owner}/gene-registry"
    with pytest.raises(HubError, match="is not signed"):
        verify(repo, "dataset", VERSION, endpoint=hub[0].url, key=public)
    with pytest.raises(HubError, match="is not signed"):
        pull([repo], VERSION, tmp_path / "m", endpoint=hub[0].url, key=public)
    assert not is_mirror(tmp_path / "m")


def test_a_key_that_cannot_sign_is_an_error(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path
) -> None:
    make.registry(tmp_path / "b" / "gene-registry")
    bad = tmp_path / "bad.pem"
    with pytest.raises(HubError, match="no key"):
        released(tmp_path / "b", owner, hub[0].url, key=bad)
    bad.write_text("no key at all")
    with pytest.raises(HubError, match=r"cannot sign with the key bad\.pem"):
        released(tmp_path / "b", owner, hub[0].url, key=bad)


def test_a_mirror_is_served_where_there_is_no_network(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path
) -> None:
    """Two versions, pulled one after the other, loaded by tag from the mirror's own hub."""
    root, mirror = make.make_root(tmp_path / "b"), tmp_path / "mirror"
    first = released(root, owner, hub[0].url)
    names = ["gene-instructions", "gene-registry", make.ADAPTER]
    got = pull(names, VERSION, mirror, owner=owner, endpoint=hub[0].url)
    assert [one.commit for one in got] == [one.commit for one in first]
    make.registry(root / "data" / "gene-registry", genes=7)
    released(root, owner, hub[0].url, "v0.2.0")
    pull(["gene-registry"], "v0.2.0", mirror, owner=owner, endpoint=hub[0].url)
    assert len(read_mirror(mirror)) == 4
    with serve(mirror_store(mirror)) as local:
        for name, kind in zip(names, ("dataset", "dataset", "model"), strict=True):
            place = mirror / f"{kind}s" / owner / name / VERSION
            verify(f"{owner}/{name}", kind, VERSION, endpoint=local.url, folder=place)
        api = HfApi(endpoint=local.url, token=False)
        tags = api.list_repo_refs(f"{owner}/gene-registry", repo_type="dataset").tags
        assert {tag.name for tag in tags} == {VERSION, "v0.2.0"}
    assert mirror_store(mirror) == mirror / ".hub"  # again: nothing to do


def test_a_pull_is_whole_or_nothing_and_goes_on(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path
) -> None:
    root, mirror = make.make_root(tmp_path / "b"), tmp_path / "mirror"
    released(root, owner, hub[0].url)
    heal = rot(hub, owner, "genes.parquet")
    names = [make.ADAPTER, "gene-registry"]
    with pytest.raises(HubError, match="gene-registry"):
        pull(names, VERSION, mirror, owner=owner, endpoint=hub[0].url)
    assert {path.name for path in mirror.iterdir()} == {PARTIAL}  # no release, no list
    heal()
    hub[0].calm()
    got = pull(names, VERSION, mirror, owner=owner, endpoint=hub[0].url)
    fetched = [s.path for s in hub[0].requests() if s.method == "GET" and "/resolve/" in s.path]
    assert len(got) == 2
    assert not any("adapter_model" in path for path in fetched), "it was there already"
    assert {path.name for path in mirror.iterdir()} == {LIST, "datasets", "models"}


def test_what_changed_in_a_mirror_is_not_served(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path
) -> None:
    make.registry(tmp_path / "b" / "gene-registry")
    released(tmp_path / "b", owner, hub[0].url)
    mirror = tmp_path / "mirror"
    [one] = pull([f"{owner}/gene-registry"], VERSION, mirror, endpoint=hub[0].url)
    (mirror / one.place / "README.md").write_text("other")
    with pytest.raises(HubError, match="not as it was mirrored"):
        mirror_store(mirror)
    (mirror / LIST).write_text("[")
    with pytest.raises(HubError, match="is damaged"):
        mirror_store(mirror)


def test_a_tag_that_moved_since_is_not_mirrored_over_the_old_one(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path
) -> None:
    make.registry(tmp_path / "b" / "gene-registry")
    released(tmp_path / "b", owner, hub[0].url)
    repo, mirror = f"{owner}/gene-registry", tmp_path / "mirror"
    [one] = pull([repo], VERSION, mirror, endpoint=hub[0].url)
    before = make_manifest(files_of(mirror / one.place))
    api = HfApi(endpoint=hub[0].url, token=False)
    first = api.list_repo_commits(repo, repo_type="dataset")[-1].commit_id
    api.delete_tag(repo, tag=VERSION, repo_type="dataset")
    api.create_tag(repo, tag=VERSION, revision=first, repo_type="dataset")
    with pytest.raises(HubError, match="a tag was moved"):
        pull([repo], VERSION, mirror, endpoint=hub[0].url)
    assert make_manifest(files_of(mirror / one.place)) == before
    assert json.loads((mirror / LIST).read_text())["releases"][0]["commit"] == one.commit


def test_a_folder_of_something_else_is_not_turned_into_a_mirror(
    hub: tuple[Endpoint, Path], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(HubError, match="not empty and no mirror"):
        pull(["gene-registry"], VERSION, tmp_path, endpoint=hub[0].url)
    with pytest.raises(HubError, match="has no repo geneverse/nothing-of-this-name"):
        pull(["nothing-of-this-name"], VERSION, tmp_path / "m", endpoint=hub[0].url)


def test_hub_serve_takes_a_mirror_as_its_root(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.registry(tmp_path / "b" / "gene-registry")
    released(tmp_path / "b", owner, hub[0].url)
    pull([f"{owner}/gene-registry"], VERSION, tmp_path / "m", endpoint=hub[0].url)
    served: list[Path] = []
    monkeypatch.setattr("hub.cli.run_server", lambda root, *_, **__: served.append(root))
    done = CliRunner().invoke(hub_app, ["serve", "--root", str(tmp_path / "m")])
    assert done.exit_code == 0, done.output
    assert served == [tmp_path / "m" / ".hub"]


def test_a_release_that_downloads_otherwise_than_it_was_sent_is_an_error(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub lists the right hashes, but its disk gives something else."""
    make.registry(tmp_path / "b" / "gene-registry", genes=11)
    real = releases.tag

    def tag_and_rot(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]  # passed on as they came
        rot(hub, owner, "genes.parquet")

    monkeypatch.setattr(releases, "tag", tag_and_rot)
    with pytest.raises(HubError, match=r"a download is not what was sent \(genes\.parquet\)"):
        released(tmp_path / "b", owner, hub[0].url)
    assert '"state": "tagged"' in (tmp_path / "b" / ".release" / "journal.json").read_text()


def test_a_pinned_base_is_found_by_its_commit_elsewhere(
    hub: tuple[Endpoint, Path], owner: str, tmp_path: Path
) -> None:
    """An adapter's base is pinned to a commit of the Hub, which a mirror cannot make again."""
    api = HfApi(endpoint=hub[0].url, token=False)
    base = f"{owner}/base"
    api.create_repo(base)
    pins = []
    for text in ("first", "second", "third"):
        file = {"path_or_fileobj": text.encode(), "path_in_repo": "config.txt"}
        pins.append(api.upload_file(repo_id=base, **file).oid)
    out, told = tmp_path / "mirror", list[str]()
    with pytest.raises(HubError, match=f"has no version {'0a' * 20}"):
        pull([base], "0a" * 20, out, endpoint=hub[0].url)
    for pin in pins[:2]:
        [got] = pull([base], pin, out, endpoint=hub[0].url)
        assert (got.commit, got.version) == (pin, pin)
    adapter = make.adapter(tmp_path / "b" / make.ADAPTER)
    make.change(adapter / "adapter_config.json", base_model_name_or_path=base, revision=pins[2])
    make.edit_card(adapter, base_model=base)
    released(tmp_path / "b", owner, hub[0].url)
    pull([f"{owner}/{make.ADAPTER}"], VERSION, out, endpoint=hub[0].url, say=told.append)
    assert f"geneverse hub pull {base} --version {pins[2]}" in told[-1]
    for _ in range(2):  # served again, nothing is imported twice
        with serve(mirror_store(out)) as mirror:
            got_back = [
                Path(hf_hub_download(base, "config.txt", revision=pin, endpoint=mirror.url,
                                     cache_dir=tmp_path / "cache", token=False)).read_text()
                for pin in pins[:2]
            ]  # fmt: skip
            asked = HfApi(endpoint=mirror.url, token=False)
            assert got_back == ["first", "second"]
            assert len(asked.list_repo_commits(base)) == 2
            assert asked.list_repo_refs(base).tags == []
            with pytest.raises(RevisionNotFoundError):
                asked.repo_info(base, revision=pins[2])
            verify(f"{owner}/{make.ADAPTER}", "model", VERSION, endpoint=mirror.url)
    report = check_store(Store(mirror_store(out)))
    assert report.problems == [] and report.unused == []

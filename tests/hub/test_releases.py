"""Several artefacts as one version: in order, repeatable, resumable, with their records."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import artefacts as make
import pytest
from huggingface_hub import CommitOperationAdd, HfApi

from hub import record as rec
from hub.errors import HubError
from hub.manifest import files_of, make_manifest
from hub.plan import find
from hub.releases import Options, Ready, Released, carry_out, look
from hub.remote import Remote
from hub.server import Endpoint, serve
from hub.show import plan
from hub.verify import verify


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A hub that notes its requests."""
    with serve(tmp_path_factory.mktemp("hub") / "root", admin=True) as endpoint:
        yield endpoint


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three small artefacts."""
    return make.make_root(tmp_path / "build")


@pytest.fixture
def owner(repo: str) -> str:
    """An owner that no other test uses: artefacts are named alike in all of them."""
    return repo.split("/")[1]


def run(
    root: Path, owner: str, version: str, url: str, *names: str, **options: object
) -> list[Released]:
    ready, settings = ready_of(root, owner, version, url, *names, **options)
    return carry_out(ready, version, settings)[0]


def ready_of(
    root: Path, owner: str, version: str, url: str, *names: str, **options: object
) -> tuple[list[Ready], Options]:
    settings = Options(url, root / ".release", **options)  # type: ignore[arg-type]
    return look(find(names, root, owner=owner)[0], version, settings), settings


def writes(hub: Endpoint) -> list[str]:
    """The requests that change something, e.g. ``commit gene-registry``."""
    found = []
    for seen in hub.requests():
        name = seen.route.split(".")[1]
        if name in ("commit", "add_tag", "create", "add_item", "upload"):
            parts = seen.path.split("/")
            found.append(f"{name} {parts[4]}" if name in ("commit", "add_tag") else name)
    return found


def commits(url: str, repo: str, kind: str) -> list[str]:
    listed = HfApi(endpoint=url, token=False).list_repo_commits(repo, repo_type=kind)
    return [commit.title for commit in listed]


def test_all_that_is_built_is_released_data_first_tags_last(
    hub: Endpoint, root: Path, owner: str
) -> None:
    hub.calm()
    done = run(root, owner, "v0.1.0", hub.url)
    names = ["gene-instructions", "gene-registry", make.ADAPTER]
    assert [one.artefact.name for one in done] == names
    steps = [step for step in writes(hub) if step.startswith(("commit", "add_tag", "add_item"))]
    assert steps == [
        *[f"commit {name}" for name in names],
        *[f"add_tag {name}" for name in names],
        *["add_item"] * 3,
    ]
    for one in done:
        files = verify(one.artefact.repo_id, one.artefact.repo_type, "v0.1.0", endpoint=hub.url)
        assert (files.commit, files.checks) == (one.commit, ("hashes", "release.json"))


def test_a_collection_holds_it_and_is_made_once(hub: Endpoint, root: Path, owner: str) -> None:
    for _ in range(2):
        run(root, owner, "v0.1.0", hub.url)
    api = HfApi(endpoint=hub.url, token=False)
    [found] = api.list_collections(owner=owner)
    items = {(i.item_type, i.item_id) for i in api.get_collection(found.slug).items}
    assert found.title == "Geneverse v0.1.0"
    assert items == {
        ("dataset", f"{owner}/gene-instructions"),
        ("dataset", f"{owner}/gene-registry"),
        ("model", f"{owner}/{make.ADAPTER}"),
    }


def test_repeated_it_writes_nothing(hub: Endpoint, root: Path, owner: str) -> None:
    first = run(root, owner, "v0.1.0", hub.url)
    hub.calm()
    again = run(root, owner, "v0.1.0", hub.url)
    assert writes(hub) == []
    assert [one.commit for one in again] == [one.commit for one in first]
    assert all(one.change.empty for one in again)


def test_a_higher_version_of_the_same_content_makes_a_tag_and_no_commit(
    hub: Endpoint, root: Path, owner: str
) -> None:
    """Whatever the journal holds and whatever was made for the first release is gone."""
    first = run(root, owner, "v0.1.0", hub.url, "gene-registry")
    shutil.rmtree(root / ".release")
    hub.calm()
    [again] = run(root, owner, "v0.2.0", hub.url, "gene-registry", collection=False)
    assert writes(hub) == ["add_tag gene-registry"]
    assert again.commit == first[0].commit


def test_the_record_lists_every_other_file_and_has_the_facts(
    hub: Endpoint, root: Path, owner: str, tmp_path: Path
) -> None:
    run(root, owner, "v0.1.0", hub.url, make.ADAPTER)
    Remote(f"{owner}/{make.ADAPTER}", "model", hub.url, None).download("v0.1.0", tmp_path / "d")
    record = json.loads((tmp_path / "d" / "release.json").read_text())
    files = {n for n, _ in files_of(tmp_path / "d") if not n.startswith((".cache", ".gitattr"))}
    assert set(record["files"]) == files - {"release.json"}
    assert record["base"] == {"id": make.BASE, "revision": make.COMMIT}
    assert record["data"] == [{"id": "geneverse/gene-instructions", "revision": "v0.1.0"}]
    assert record["scores"] == {"ids_right on held-out genes": 0.83}
    assert (record["version"], record["previous"], record["kind"]) == ("v0.1.0", None, "model")
    assert {"python", "huggingface-hub"} <= record["tools"].keys()
    assert str(tmp_path) not in (tmp_path / "d" / "release.json").read_text()


def test_the_same_content_gives_the_same_bytes(tmp_path: Path, hub: Endpoint, owner: str) -> None:
    made = []
    for name in ("one", "two"):
        root = make.make_root(tmp_path / name)
        [ready], _ = ready_of(root, owner, "v0.1.0", hub.url, "gene-registry")
        made.append({n: (ready.full.files[n]).read_bytes() for n in rec.GENERATED - {"model.sig"}})
    assert made[0] == made[1]


def test_notes_are_written_from_the_changes(
    hub: Endpoint, root: Path, owner: str, tmp_path: Path
) -> None:
    names = ("gene-instructions", make.ADAPTER)
    run(root, owner, "v0.1.0", hub.url, *names)
    make.dataset(root / "data" / "gene-instructions", rows=5)
    (root / "data" / "gene-instructions" / "more.json").write_text("{}")
    card = root / make.ADAPTER / "README.md"
    card.write_text(card.read_text().replace("0.83", "0.86"))
    data, adapter = run(root, owner, "v0.2.0", hub.url, *names)
    assert data.notes.startswith(
        "## v0.2.0\n\nSince v0.1.0: 1 file added, 2 files changed, 4 unchanged.\n"
    )
    assert "- Rows of combined/train: 5, before 3.\n" in data.notes
    assert "- Added `more.json` (2 bytes).\n" in data.notes
    assert "- Score ids_right on held-out genes: 0.86, before 0.83.\n" in adapter.notes
    Remote(f"{owner}/gene-instructions", "dataset", hub.url, None).download(
        "v0.2.0", tmp_path / "d"
    )
    log = (tmp_path / "d" / "CHANGELOG.md").read_text()
    assert log.startswith(f"# Changes of {owner}/gene-instructions\n\n## v0.2.0\n")
    assert log.index("## v0.2.0") < log.index("## v0.1.0") < log.index("First release: 6 files")


def test_a_dry_run_shows_each_file_and_changes_nothing(
    hub: Endpoint, root: Path, owner: str
) -> None:
    run(root, owner, "v0.1.0", hub.url, "gene-registry", collection=False)
    make.registry(root / "data" / "gene-registry", genes=9)
    (root / "data" / "gene-registry" / "provenance.json").unlink()
    hub.calm()
    ready, _ = ready_of(root, owner, "v0.2.0", hub.url, "gene-registry", make.ADAPTER)
    shown = plan(ready, "v0.2.0", hub.url, ["gene-pipeline"])
    assert writes(hub) == []
    size = (root / "data" / "gene-registry" / "genes.parquet").stat().st_size
    assert f"change  genes.parquet {size:>17,}" in shown
    assert "remove  provenance.json" in shown
    assert f"{owner}/{make.ADAPTER}" in shown
    assert "new repo" in shown
    sent = sum(
        f.size for r in ready for f in r.prepared.manifest.files if f.path in r.change.uploaded
    )
    assert f"2 of 2 repos change: 12 files, {sent:,} bytes to send" in shown
    assert "not built, so left out: gene-pipeline" in shown


def test_spaces_are_released_with_the_sdk_of_their_card(
    hub: Endpoint, tmp_path: Path, owner: str
) -> None:
    make.metric(tmp_path / "metrics" / "ids_right")
    [done] = run(tmp_path, owner, "v0.1.0", hub.url, "ids_right")
    info = HfApi(endpoint=hub.url, token=False).space_info(f"{owner}/ids_right")
    assert (done.artefact.repo_type, info.sdk) == ("space", "gradio")


def test_interrupted_anywhere_it_goes_on_and_does_nothing_twice(
    hub: Endpoint, root: Path, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C after each commit and each tag in turn."""
    names = ("gene-registry", make.ADAPTER)
    for step in ("commit", "tag"):
        for number in range(2):
            calls: list[int] = []
            real = getattr(Remote, step)

            def stopped(self: Remote, *arguments: object, calls: list[int] = calls) -> object:
                if len(calls) == number:  # noqa: B023  # called in this turn only
                    raise KeyboardInterrupt
                calls.append(1)
                return real(self, *arguments)  # noqa: B023  # as above

            fresh = f"{owner}-{step}{number}"
            with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
                patch.setattr(Remote, step, stopped)
                run(root, fresh, "v0.1.0", hub.url, *names)
            done = run(root, fresh, "v0.1.0", hub.url, *names)
            for one in done:
                repo, kind = one.artefact.repo_id, one.artefact.repo_type
                assert commits(hub.url, repo, kind) == ["Release v0.1.0", "initial commit"]
                assert verify(repo, kind, "v0.1.0", endpoint=hub.url).commit == one.commit


def test_after_someone_elses_commit_the_tag_still_goes_to_ours(
    hub: Endpoint, root: Path, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Remote, "tag", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        run(root, owner, "v0.1.0", hub.url, "gene-registry")
    api, repo = HfApi(endpoint=hub.url, token=False), f"{owner}/gene-registry"
    add = [CommitOperationAdd("a.txt", b"a")]
    api.create_commit(repo, add, commit_message="other", repo_type="dataset")
    [done] = run(root, owner, "v0.1.0", hub.url, "gene-registry")
    assert commits(hub.url, repo, "dataset") == ["other", "Release v0.1.0", "initial commit"]
    assert api.list_repo_refs(repo, repo_type="dataset").tags[0].target_commit == done.commit


def test_verify_notices_a_tag_that_was_moved(hub: Endpoint, root: Path, owner: str) -> None:
    run(root, owner, "v0.1.0", hub.url, "gene-registry")
    api, repo = HfApi(endpoint=hub.url, token=False), f"{owner}/gene-registry"
    api.create_commit(
        repo, [CommitOperationAdd("a.txt", b"a")], commit_message="x", repo_type="dataset"
    )
    api.delete_tag(repo, tag="v0.1.0", repo_type="dataset")
    api.create_tag(repo, tag="v0.1.0", repo_type="dataset")
    journal = root / ".release" / "journal.json"
    with pytest.raises(HubError, match="the tag was moved"):
        verify(repo, "dataset", "v0.1.0", endpoint=hub.url, journal=journal)
    with pytest.raises(HubError, match=r"not as released: a\.txt"):
        verify(repo, "dataset", "v0.1.0", endpoint=hub.url)


def test_only_one_release_at_a_time_with_one_journal(
    hub: Endpoint, root: Path, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, options = ready_of(root, owner, "v0.1.0", hub.url, "gene-registry")
    real = Remote.commit

    def meanwhile(self: Remote, *arguments: object) -> object:
        with pytest.raises(HubError, match=r"another release .* is under way"):
            carry_out(ready, "v0.1.0", options)
        return real(self, *arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(Remote, "commit", meanwhile)
    assert carry_out(ready, "v0.1.0", options)[0][0].commit


def test_a_folder_that_was_downloaded_can_be_released_again(
    hub: Endpoint, root: Path, owner: str, tmp_path: Path
) -> None:
    """Its generated files are those of the release, not part of its content."""
    [first] = run(root, owner, "v0.1.0", hub.url, "gene-registry", collection=False)
    place = tmp_path / "again" / "gene-registry"
    Remote(first.artefact.repo_id, "dataset", hub.url, None).download("v0.1.0", place)
    shutil.rmtree(place / ".cache")
    (place / ".gitattributes").unlink()
    [again] = run(tmp_path / "again", owner, "v0.1.0", hub.url, "gene-registry", collection=False)
    assert again.commit == first.commit


def test_names_that_are_not_there_are_errors(root: Path) -> None:
    with pytest.raises(HubError, match=r"there is no gene-pipeline in .*gene-registry"):
        find(["gene-pipeline"], root)
    with pytest.raises(HubError, match="nothing to release"):
        find([], root / "none")
    found, missing = find([], root)
    assert [a.kind for a in found] == ["dataset", "registry", "model"]
    assert "gene-pipeline" in missing
    assert find([str(root / "data" / "gene-registry")], root)[0][0].kind == "registry"


def test_a_plan_names_folders_and_repos(root: Path, tmp_path: Path) -> None:
    plan_file = tmp_path / "plan.yaml"
    plan_file.write_text("repos:\n- {name: genes, folder: data/gene-registry, repo: you/genes}\n")
    [found], _ = find([], root, plan=plan_file)
    assert (found.repo_id, found.kind) == ("you/genes", "registry")
    plan_file.write_text("repos: 3\n")
    with pytest.raises(HubError, match="is no plan"):
        find([], root, plan=plan_file)


def test_the_sbom_names_packages_base_and_sources(hub: Endpoint, root: Path, owner: str) -> None:
    ready, _ = ready_of(root, owner, "v0.1.0", hub.url, "gene-instructions", make.ADAPTER)
    data, adapter = (json.loads(r.full.files["sbom.json"].read_text()) for r in ready)
    names = {c["name"]: c for c in data["components"]}
    assert names["hgnc.txt"]["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
    assert names["huggingface-hub"]["purl"].startswith("pkg:pypi/huggingface-hub@")
    base = next(c for c in adapter["components"] if c["type"] == "machine-learning-model")
    assert base["purl"] == f"pkg:huggingface/{make.BASE}@{make.COMMIT}"
    assert any(c.get("purl") == "pkg:pypi/torch@2.13.0" for c in adapter["components"])
    assert (data["bomFormat"], data["specVersion"]) == ("CycloneDX", "1.6")


def test_manifest_of_the_content_leaves_the_generated_files_out(root: Path) -> None:
    folder = root / "data" / "gene-registry"
    record = {"files": {}}
    assert not rec.same_content(record, make_manifest(files_of(folder)))
    assert not rec.same_content({}, make_manifest(files_of(folder)))

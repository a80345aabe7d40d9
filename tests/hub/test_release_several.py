"""Several artefacts as one version: in order, repeatable, resumable, with their records."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import artefacts as make
import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from release_runs import commits, ready_of, run, writes

from hub.errors import HubError
from hub.releases import carry_out
from hub.remote import Remote
from hub.server import Endpoint, serve
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

"""A release is one commit and one tag; it can be repeated and resumed, and no tag ever lies."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from typer.testing import CliRunner

from hub.checks import RefusedError
from hub.cli import hub_app
from hub.errors import HubError
from hub.release import ReleaseResult, release
from hub.remote import LostAnswer, Remote
from hub.server import Endpoint, Fault, serve
from hub.verify import verify


@pytest.fixture
def frail(tmp_path: Path) -> Iterator[Endpoint]:
    """A hub that breaks where a test says so."""
    with serve(tmp_path / "frail", admin=True) as endpoint:
        yield endpoint


def run(folder: Path, repo: str, version: str, url: str, **options: object) -> ReleaseResult:
    return release(folder, repo, "dataset", version, endpoint=url, token=None, **options)


def tags(api: HfApi, repo: str) -> dict[str, str]:
    refs = api.list_repo_refs(repo, repo_type="dataset")
    return {tag.name: tag.target_commit for tag in refs.tags}


def commits(api: HfApi, repo: str) -> list[str]:
    return [commit.title for commit in api.list_repo_commits(repo, repo_type="dataset")]


def test_a_release_is_one_commit_and_one_tag_that_holds_the_folder(
    api: HfApi, hub_url: str, repo: str, data_folder: Path
) -> None:
    result = run(data_folder, repo, "v0.1.0", hub_url)
    assert commits(api, repo) == ["Release v0.1.0", "initial commit"]
    assert tags(api, repo) == {"v0.1.0": result.commit}
    assert len(result.uploaded) == len(result.files) == 6
    assert verify(repo, "dataset", "v0.1.0", endpoint=hub_url, folder=data_folder).files == 7


def test_repeating_it_makes_no_second_commit_and_uploads_nothing(
    api: HfApi, hub_url: str, repo: str, data_folder: Path
) -> None:
    first = run(data_folder, repo, "v0.1.0", hub_url)
    again = run(data_folder, repo, "v0.1.0", hub_url)
    assert (again.commit, again.uploaded, len(again.unchanged)) == (first.commit, (), 6)
    higher = run(data_folder, repo, "v0.2.0", hub_url)
    assert (higher.commit, higher.uploaded) == (first.commit, ())
    assert len(commits(api, repo)) == 2
    assert tags(api, repo) == {"v0.1.0": first.commit, "v0.2.0": first.commit}


def test_a_new_version_changes_only_what_changed(
    api: HfApi, hub_url: str, repo: str, data_folder: Path
) -> None:
    run(data_folder, repo, "v0.1.0", hub_url)
    (data_folder / "README.md").write_text("---\nlicense: mit\n---\n# New\n")
    (data_folder / "audit.json").unlink()
    result = run(data_folder, repo, "v0.1.1", hub_url)
    assert (result.uploaded, result.deleted) == (("README.md",), ("audit.json",))
    assert "audit.json" in api.list_repo_files(repo, repo_type="dataset", revision="v0.1.0")
    assert "audit.json" not in api.list_repo_files(repo, repo_type="dataset", revision="v0.1.1")


def test_a_version_never_changes_its_content_and_never_falls(
    api: HfApi, hub_url: str, repo: str, data_folder: Path
) -> None:
    run(data_folder, repo, "v0.2.0", hub_url)
    before = tags(api, repo), commits(api, repo)
    (data_folder / "README.md").write_text("# Other\n")
    with pytest.raises(HubError, match=r"v0\.2\.0 exists with other content \(README\.md\)"):
        run(data_folder, repo, "v0.2.0", hub_url)
    with pytest.raises(HubError, match="higher version"):
        run(data_folder, repo, "v0.1.9", hub_url)
    assert (tags(api, repo), commits(api, repo)) == before


def test_a_refused_folder_and_a_dry_run_leave_no_trace(
    api: HfApi, hub_url: str, repo: str, data_folder: Path
) -> None:
    planned = run(data_folder, repo, "v0.1.0", hub_url, dry_run=True)
    assert (planned.commit, len(planned.uploaded)) == (None, 6)
    assert planned.uploaded_bytes == sum(f.stat().st_size for f in data_folder.rglob("*.*"))
    (data_folder / "notes.txt").write_text("hf_" + "AbCdEfGhIj" * 3)
    with pytest.raises(RefusedError):
        run(data_folder, repo, "v0.1.0", hub_url)
    assert not api.repo_exists(repo, repo_type="dataset")


def test_interrupted_between_commit_and_tag_it_goes_on_with_that_commit(
    api: HfApi,
    hub_url: str,
    repo: str,
    data_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C before the tag, then another commit: the tag still goes to the checked one."""
    journal = tmp_path / "journal.json"

    def interrupted(self: Remote, tag: str, commit: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Remote, "tag", interrupted)
        run(data_folder, repo, "v0.1.0", hub_url, journal=journal)
    assert tags(api, repo) == {}
    [step] = json.loads(journal.read_text()).values()
    assert step["state"] == "committed"
    api.create_commit(
        repo, [CommitOperationAdd("a.txt", b"a")], commit_message="other", repo_type="dataset"
    )
    result = run(data_folder, repo, "v0.1.0", hub_url, journal=journal)
    assert tags(api, repo) == {"v0.1.0": step["commit"]} == {"v0.1.0": result.commit}
    assert commits(api, repo) == ["other", "Release v0.1.0", "initial commit"]
    assert next(iter(json.loads(journal.read_text()).values()))["state"] == "done"


def test_a_journal_of_a_repo_that_is_gone_is_no_obstacle(
    api: HfApi,
    hub_url: str,
    repo: str,
    data_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal = tmp_path / "journal.json"
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Remote, "tag", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
        run(data_folder, repo, "v0.1.0", hub_url, journal=journal)
    api.delete_repo(repo, repo_type="dataset")
    (data_folder / "notes.txt").write_text("so that the commit is another one")
    result = run(data_folder, repo, "v0.1.0", hub_url, journal=journal)
    assert tags(api, repo) == {"v0.1.0": result.commit}
    journal.write_text("[1]")
    with pytest.raises(HubError, match="not a release journal"):
        run(data_folder, repo, "v0.2.0", hub_url, journal=journal)


@pytest.mark.parametrize("lost", ["/commit/", "/tag/", "/repos/create"])
def test_a_lost_answer_of_a_write_is_found_out(
    frail: Endpoint, repo: str, data_folder: Path, lost: str
) -> None:
    """The hub does as asked, the connection breaks before it can say so."""
    frail.inject(Fault("lost", route=f"POST .*{lost}"))
    result = run(data_folder, repo, "v0.1.0", frail.url)
    assert sum(frail.struck().values()) == 1
    api = HfApi(endpoint=frail.url, token=False)
    assert tags(api, repo) == {"v0.1.0": result.commit}
    assert commits(api, repo) == ["Release v0.1.0", "initial commit"]


def test_a_commit_that_never_arrived_is_an_error_and_leaves_no_tag(
    frail: Endpoint, repo: str, data_folder: Path
) -> None:
    frail.inject(Fault("reset", route="POST .*/commit/"))
    with pytest.raises(LostAnswer):
        run(data_folder, repo, "v0.1.0", frail.url)
    api = HfApi(endpoint=frail.url, token=False)
    assert (tags(api, repo), commits(api, repo)) == ({}, ["initial commit"])
    run(data_folder, repo, "v0.1.0", frail.url)
    assert commits(api, repo) == ["Release v0.1.0", "initial commit"]


def test_two_releases_at_once_one_wins_and_the_other_says_so(
    api: HfApi, hub_url: str, repo: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another release arrives after this one read the head, before it commits."""
    api.create_repo(repo, repo_type="dataset")
    real = Remote.commit

    def late(self: Remote, *arguments: object) -> str:
        monkeypatch.setattr(Remote, "commit", real)
        api.create_commit(
            repo, [CommitOperationAdd("b.txt", b"b")], commit_message="first", repo_type="dataset"
        )
        return real(self, *arguments)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(Remote, "commit", late)
    with pytest.raises(HubError, match="someone else committed"):
        run(data_folder, repo, "v0.1.0", hub_url)
    assert (tags(api, repo), commits(api, repo)) == ({}, ["first", "initial commit"])


def test_a_tag_that_points_elsewhere_is_an_error(
    api: HfApi, hub_url: str, repo: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone makes the same tag on another commit in the last moment; the client hides that."""
    api.create_repo(repo, repo_type="dataset")
    real = Remote.tag

    def beaten(self: Remote, tag: str, commit: str) -> None:
        first = api.list_repo_commits(repo, repo_type="dataset")[-1].commit_id
        api.create_tag(repo, tag=tag, revision=first, repo_type="dataset")
        real(self, tag, commit)

    monkeypatch.setattr(Remote, "tag", beaten)
    with pytest.raises(HubError, match="points to"):
        run(data_folder, repo, "v0.1.0", hub_url)


def test_a_commit_that_holds_something_else_gets_no_tag(
    api: HfApi, hub_url: str, repo: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub takes the commit, but one file in it is not the one that was sent."""
    real = Remote.commit

    def spoilt(self: Remote, *arguments: object) -> str:
        real(self, *arguments)  # type: ignore[arg-type]  # passed on as they came
        other = [CommitOperationAdd("README.md", b"---\nlicense: mit\n---\nnot this\n")]
        return str(api.create_commit(repo, other, commit_message="bad", repo_type="dataset").oid)

    monkeypatch.setattr(Remote, "commit", spoilt)
    with pytest.raises(HubError, match=r"does not hold what was sent \(README\.md\)"):
        run(data_folder, repo, "v0.1.0", hub_url)
    assert tags(api, repo) == {}


def test_errors_name_the_repo_and_what_to_do(tmp_path: Path, data_folder: Path) -> None:
    with pytest.raises(HubError, match=r"geneverse/x.*could not.*run again"):
        run(data_folder, "geneverse/x", "v0.1.0", "http://127.0.0.1:9")
    with pytest.raises(HubError, match="unencrypted"):
        release(
            data_folder, "geneverse/x", "dataset", "v0.1.0", endpoint="http://hub.test", token="t"
        )
    with (
        serve(tmp_path / "root", token="secret-token") as hub,
        pytest.raises(HubError, match="set HF_TOKEN"),
    ):
        run(data_folder, "geneverse/x", "v0.1.0", hub.url)


def test_a_changed_blob_is_noticed_by_verify(tmp_path: Path, data_folder: Path) -> None:
    """The disk of a hub rots: the hash that it lists is no longer that of the content."""
    with serve(tmp_path / "root") as hub:
        result = run(data_folder, "geneverse/x", "v0.1.0", hub.url)
        file = next(f for f in result.files if f.path == "grounded/test.parquet")
        blob = tmp_path / "root" / "blobs" / file.sha256[:2] / file.sha256
        blob.write_bytes(os.urandom(file.size))
        with pytest.raises(HubError, match=r"not as released: grounded/test\.parquet"):
            verify("geneverse/x", "dataset", "v0.1.0", endpoint=hub.url)
        with pytest.raises(HubError, match=r"no version v9\.0\.0; it has: v0\.1\.0"):
            verify("geneverse/x", "dataset", "v9.0.0", endpoint=hub.url)


def test_the_command_line_verifies(hub_url: str, repo: str, data_folder: Path) -> None:
    result = run(data_folder, repo, "v0.1.0", hub_url)
    arguments = ["verify", repo, "--version", "v0.1.0", "--endpoint", hub_url]
    said = CliRunner().invoke(hub_app, arguments)
    assert said.exit_code == 0, said.output
    assert str(result.commit) in said.output
    assert "7 files" in said.output

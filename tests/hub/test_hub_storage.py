"""What the store keeps when it is killed, filled up, or written to by two at once."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hub.errors import HubError
from hub.server import Store, import_folder
from hub.server.errors import BadRequest, Conflict, ParentMoved, RepoNotFound, RevisionNotFound
from hub.server.models import Commit
from hub.server.names import RepoRef, check_path, check_ref

REPO = RepoRef("dataset", "geneverse/x")


def commit_text(store: Store, text: str, head: str) -> Commit:
    """One commit that holds one small file."""
    files = {"x.txt": store.blobs.add_bytes(text.encode())}
    return store.commit(REPO, "main", files, f"write {text}", head=head)


def test_a_restart_keeps_commits_branches_and_tags(tmp_path: Path) -> None:
    store = Store(tmp_path / "root")
    first = store.create_repo(REPO)
    second = commit_text(store, "one", first.oid)
    store.add_ref(REPO, "tags", "v0.1.0", second)
    store.add_ref(REPO, "heads", "feature/x", first)
    again = Store(tmp_path / "root")
    assert again.resolve(REPO, "main") == second
    assert again.resolve(REPO, "v0.1.0").files["x.txt"].size == 3
    assert again.resolve(REPO, "feature/x").oid == first.oid
    assert again.resolve(REPO, second.oid[:10]) == second
    assert [commit.oid for commit in again.history(REPO, second)] == [second.oid, first.oid]


@pytest.mark.parametrize("kept", [0, 1, 2, 3])
def test_a_full_disk_at_any_write_leaves_the_old_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    """The n-th fsync fails, whatever it was for: the branch stays where it was."""
    store = Store(tmp_path / "root")
    head = store.create_repo(REPO)
    real, calls = os.fsync, iter(range(100))

    def full(handle: int) -> None:
        if next(calls) >= kept:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        commit_text(store, "two", head.oid)
    monkeypatch.setattr(os, "fsync", real)
    again = Store(tmp_path / "root")
    assert again.resolve(REPO, "main").oid == head.oid
    assert not [path for path in (tmp_path / "root").rglob("*tmp-*") if path.is_file()]
    assert commit_text(again, "two", head.oid).files["x.txt"].size == 3


def test_of_writers_on_the_same_head_exactly_one_wins(tmp_path: Path) -> None:
    store = Store(tmp_path / "root")
    head = store.create_repo(REPO).oid

    def attempt(number: int) -> bool:
        try:
            commit_text(Store(tmp_path / "root"), str(number), head)
        except ParentMoved:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(16))) == 1
    assert len(list(store.history(REPO, store.resolve(REPO, "main")))) == 2


def test_what_exists_and_what_does_not(tmp_path: Path) -> None:
    store = Store(tmp_path / "root")
    head = store.create_repo(REPO)
    store.add_ref(REPO, "tags", "v1", head)
    with pytest.raises(Conflict):
        store.create_repo(REPO)
    with pytest.raises(Conflict):
        store.add_ref(REPO, "heads", "v1", head)
    with pytest.raises(BadRequest, match="main"):
        store.delete_ref(REPO, "heads", "main")
    with pytest.raises(RevisionNotFound):
        store.resolve(REPO, "v2")
    store.delete_repo(REPO)
    with pytest.raises(RepoNotFound):
        store.resolve(REPO, "main")


def test_a_folder_of_something_else_is_not_taken_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(HubError, match="not empty"):
        Store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/passwd", "a/../../x", "a//b", "./x", "a/.git/config", "C:\\x", "a\0b", ""],
)
def test_path_tricks_are_refused(path: str) -> None:
    with pytest.raises(BadRequest):
        check_path(path)


@pytest.mark.parametrize(
    "name", ["../main", "a b", "x.lock", "-x", ".x", "a..b", "a" * 201, "f" * 40]
)
def test_ref_tricks_are_refused(name: str) -> None:
    with pytest.raises(BadRequest):
        check_ref(name)


@pytest.mark.parametrize(
    "repo_id", ["../x", "a/b/c", "a/..", ".a/b", "a--b/c", "a/b.git", "a/", ""]
)
def test_repo_id_tricks_are_refused(repo_id: str) -> None:
    with pytest.raises(RepoNotFound):
        RepoRef("model", repo_id)


def test_an_imported_folder_is_the_same_commit_everywhere_and_only_once(tmp_path: Path) -> None:
    folder = tmp_path / "base"
    (folder / "sub").mkdir(parents=True)
    (folder / "config.json").write_text("{}")
    (folder / "sub" / "model.safetensors").write_bytes(b"\0" * 20_000_000)
    one, two = Store(tmp_path / "one"), Store(tmp_path / "two")
    oid = import_folder(one, "owner/base", "model", folder)
    assert import_folder(one, "owner/base", "model", folder) == oid
    assert import_folder(two, "owner/base", "model", folder, link=False) == oid
    entry = one.resolve(RepoRef("model", "owner/base"), "main").files["sub/model.safetensors"]
    assert entry.lfs
    assert one.blobs.path(entry.sha256).samefile(folder / "sub" / "model.safetensors")
    (folder / "config.json").write_text('{"a": 1}')
    assert import_folder(one, "owner/base", "model", folder) != oid


def test_a_folder_with_a_way_out_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(HubError, match="leads out"):
        import_folder(Store(tmp_path / "root"), "owner/base", "model", tmp_path / "base")

"""A hub that is killed at any moment starts again with whole commits only.

The process ends right before every single step of every change to the disk, in turn; then the
store is opened and read as a whole. Kills from outside are in ``test_hub_sigkill``.
"""

import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from hub.errors import HubError
from hub.server import Store
from hub.server.check_store import check_store, clean
from hub.server.collection_store import Collections
from hub.server.names import RepoRef

REPO, MOVED = RepoRef("model", "geneverse/x"), RepoRef("model", "geneverse/y")
# Every call by which the store changes the disk; a kill comes right before one of them.
STEPS = ("replace", "fsync", "unlink", "mkdir", "rename", "link", "open", "rmdir")


def heads(store: Store) -> dict[str, str]:
    """Repo and ref -> commit, for all there is."""
    return {
        f"{repo.id} {kind}/{name}": oid
        for repo in store.repos("model")
        for kind in ("heads", "tags")
        for name, oid in store.refs(repo, kind).items()
    }


def say(text: str) -> None:
    """For the log of a release test (``pytest -s``)."""
    sys.stdout.write(f"{text}\n")


def make(store: Store) -> None:
    store.create_repo(REPO)


def commit(store: Store) -> None:
    head = store.resolve(REPO, "main")
    files = {**head.files, "a.txt": store.blobs.add_bytes(b"new content")}
    store.commit(REPO, "main", files, "second", head=head.oid)


def tag(store: Store) -> None:
    store.add_ref(REPO, "tags", "v1", store.resolve(REPO, "main"))


def squash(store: Store) -> None:
    store.squash(REPO, "main", "one", head=store.resolve(REPO, "main").oid)


def untag(store: Store) -> None:
    store.delete_ref(REPO, "tags", "v0")


def move(store: Store) -> None:
    store.move_repo(REPO, MOVED)


def delete(store: Store) -> None:
    store.delete_repo(REPO)


def collect(store: Store) -> None:
    Collections(store.root / "collections", store.tmp).create("geneverse", "c", None, False)


def die_before(number: int) -> None:
    """Make this process end, as by kill -9, right before its ``number``-th step (from 0)."""
    left = iter(range(number))

    def wrapped(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **options: object) -> object:
            if next(left, None) is None:
                os._exit(9)
            return real(*args, **options)

        return call

    for name in STEPS:
        setattr(os, name, wrapped(getattr(os, name)))


@pytest.mark.parametrize("change", [make, commit, tag, squash, untag, move, delete, collect])
def test_a_kill_before_any_step_leaves_the_old_state_or_the_new(
    tmp_path: Path, change: Callable[[Store], None], record_property: Callable[[str, object], None]
) -> None:
    before = Store(tmp_path / "before")
    if change is not make:
        before.create_repo(REPO)
        before.add_ref(REPO, "tags", "v0", before.resolve(REPO, "main"))
    old = heads(before)
    kills, outcomes = 0, set()
    while True:
        root = tmp_path / f"root{kills}"
        shutil.copytree(before.root, root)
        child = os.fork()
        if child == 0:
            try:
                store = Store(root)
                die_before(kills)
                change(store)
            except BaseException:  # noqa: BLE001 - the parent sees the status
                os._exit(1)
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        again = Store(root)
        report = check_store(again)
        assert report.problems == []
        assert list(again.tmp.iterdir()) == []
        assert not list(root.rglob(".tmp-*"))
        held = heads(again)
        assert len({oid for name, oid in held.items() if "main" in name}) <= 1
        clean(again, report)
        assert check_store(again).unused == []
        with suppress(HubError):  # what was done before the kill need not be done again
            change(again)
        assert check_store(again).problems == []
        outcomes.add(held == old)
        if status == 0:
            break
        assert status == 9, status
        kills += 1
        shutil.rmtree(root)
    record_property("kills", kills)
    assert kills >= 3
    # The refs tell old from new, but for a collection, which has none.
    assert outcomes == ({True} if change is collect else {True, False})
    say(f"{change.__name__}: killed before each of {kills} steps, survived all")


def test_a_kill_while_the_store_is_made_leaves_no_folder_that_is_refused(tmp_path: Path) -> None:
    kills = 0
    while True:
        root = tmp_path / f"root{kills}"
        child = os.fork()
        if child == 0:
            die_before(kills)
            try:
                Store(root)
            except BaseException:  # noqa: BLE001 - the parent sees the status
                os._exit(1)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            break
        Store(root).create_repo(REPO)
        kills += 1
    assert kills >= 8
    say(f"store: killed before each of {kills} steps, survived all")

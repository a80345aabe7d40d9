"""A hub that is killed at any moment starts again with whole commits only, and keeps its word.

Three ways to be killed: at every single step of every change to the disk (the process ends right
before it); by SIGKILL at each request of a real client's upload, before, within and after its work;
by SIGKILL at random times while two clients write. After each, the store is read as a whole.
"""

import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.utils import HfHubHTTPError

from hub.errors import HubError
from hub.server import Fault, Store, serve
from hub.server.check_store import check_store, clean
from hub.server.collection_store import Collections
from hub.server.names import RepoRef

REPO, MOVED = RepoRef("model", "geneverse/x"), RepoRef("model", "geneverse/y")
# Every call by which the store changes the disk; a kill comes right before one of them.
STEPS = ("replace", "fsync", "unlink", "mkdir", "rename", "link", "open", "rmdir")


# The last is huggingface_hub's own fault: it retries with the client that it has just closed.
GONE = (httpx.HTTPError, HfHubHTTPError, RuntimeError)


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


def publish(url: str, repo: str, text: bytes) -> str:
    api = HfApi(endpoint=url, token=False)
    api.create_repo(repo, exist_ok=True)
    files = [CommitOperationAdd("a.txt", text), CommitOperationAdd("w.bin", b"\0" + text * 99_999)]
    oid = api.create_commit(repo, files, commit_message="publish").oid
    api.create_tag(repo, tag=f"v{text.decode()}", revision=oid, exist_ok=True)
    return str(oid)


@pytest.mark.slow
def test_sigkill_at_each_request_of_an_upload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its work, in the midst of it and after: then the same upload, once more, is whole."""
    # Nobody listens after the kill: the client need not wait for half a minute before it gives up.
    real = time.sleep
    monkeypatch.setattr(time, "sleep", lambda seconds: real(min(seconds, 0.01)))
    kills = 0
    root = tmp_path / "root"
    for number in range(7):
        for fault in (
            Fault("kill", skip=number),
            Fault("kill", skip=number, seconds=0.004),
            Fault("kill-after", skip=number),
        ):
            repo, text = f"geneverse/k{kills}", str(kills).encode()
            with serve(root, admin=True) as endpoint:
                endpoint.inject(fault)
                try:
                    publish(endpoint.url, repo, text)
                    os.kill(endpoint.pid, signal.SIGKILL)  # it came later than the last request
                except GONE:
                    pass
            kills += 1
            store = Store(root)
            assert check_store(store).problems == []
            assert list(store.tmp.iterdir()) == []
            del store
            with serve(root) as endpoint:
                oid = publish(endpoint.url, repo, text)
                api = HfApi(endpoint=endpoint.url, token=False)
                refs = api.list_repo_refs(repo)
                assert (
                    [t.target_commit for t in refs.tags]
                    == [oid]
                    == [refs.branches[0].target_commit]
                )
                titles = [c.title for c in api.list_repo_commits(repo)]
                assert titles == ["publish", "initial commit"]
    report = check_store(Store(root))
    assert (report.problems, report.repos, kills) == ([], 21, 21)
    say(f"SIGKILL at a request: {kills} kills survived")


@pytest.mark.slow
def test_sigkill_at_random_times_keeps_every_commit_that_was_answered(tmp_path: Path) -> None:
    seed, rounds = random.Random(5), 20
    root, kept, lock = tmp_path / "root", {}, threading.Lock()
    for round_ in range(rounds):
        with serve(root) as endpoint:
            stop = time.monotonic() + 8

            def write(name: str, url: str = endpoint.url, stop: float = stop) -> None:
                """Commit small files as fast as it goes, until the hub is gone."""
                with suppress(httpx.HTTPError), httpx.Client(timeout=5) as client:
                    repo = {"name": name, "organization": "geneverse"}
                    client.post(f"{url}/api/repos/create", json=repo)
                    while time.monotonic() < stop:
                        path = f"{time.monotonic_ns()}.txt"
                        body = '{"key": "header", "value": {"summary": "s"}}\n{"key": "file", '
                        body += f'"value": {{"path": "{path}", "content": "{path * 50}"}}}}'
                        api = f"{url}/api/models/geneverse/{name}/commit/main"
                        answer = client.post(api, content=body)
                        if answer.status_code == 200:
                            with lock:
                                kept[name] = kept.get(name, 0) + 1
                                kept[f"{name} head"] = answer.json()["commitOid"]

            writers = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
            for writer in writers:
                writer.start()
            time.sleep(0.2 + seed.random() * 0.5)
            os.kill(endpoint.pid, signal.SIGKILL)
            for writer in writers:
                writer.join()
        store = Store(root)
        assert check_store(store).problems == [], round_
        for repo in store.repos("model"):
            name = repo.id.split("/")[1]
            head = store.resolve(repo, "main")
            oids = [made.oid for made in store.history(repo, head)]
            if name in kept:
                # At most one commit more than was answered per kill: its answer was on its way.
                assert kept[f"{name} head"] in oids[:2], round_
                assert kept[name] <= len(oids) - 1 <= kept[name] + round_ + 1
        del store
    commits = sum(count for name, count in kept.items() if "head" not in name)
    assert commits > rounds
    say(f"SIGKILL at random: {rounds} kills survived, {commits} answered commits all kept")

"""A hub that gets SIGKILL while real clients write keeps its word, and whole commits only.

At each request of an upload, before, within and after its work; and at random times. After each
kill the store is read as a whole.
"""

import os
import random
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.utils import HfHubHTTPError

from hub.server import Fault, Store, serve
from hub.server.check_store import check_store

# The last is huggingface_hub's own fault: it retries with the client that it has just closed.
GONE = (httpx.HTTPError, HfHubHTTPError, RuntimeError)


def say(text: str) -> None:
    """For the log of a release test (``pytest -s``)."""
    sys.stdout.write(f"{text}\n")


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

"""Whatever breaks during a release, after at most one more run it is whole, and nothing twice.

The full matrix (every fault at every request) takes half an hour: ``make test-faults``. It keeps
its counts in the file that GENEVERSE_FAULT_RESULTS names.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import artefacts as make
import pytest
from fault_matrix import FAULTS, WRITES, Scenario, scenario

from hub import caller
from hub.errors import HubError
from hub.plan import find
from hub.releases import Options, Ready, carry_out, look
from hub.remote import Remote
from hub.server import Endpoint, Fault, Store, serve
from hub.server.names import RepoRef

NO_WAIT = 0.005


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were asked for; they are not waited for."""
    asked: list[float] = []
    real = time.sleep

    def sleep(seconds: float) -> None:
        asked.append(seconds)
        real(min(seconds, NO_WAIT) if seconds != 0.1 else seconds)

    monkeypatch.setattr(time, "sleep", sleep)
    return asked


@pytest.fixture
def struck(tmp_path: Path, slept: list[float]) -> Iterator[Scenario]:
    with scenario(tmp_path) as made:
        yield made


def test_a_sample_of_faults_is_survived(
    struck: Scenario, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each kind of fault, each at other writes, so that every write is struck by some."""
    routes = struck.requests()
    writes = [number for number, route in enumerate(routes) if route in WRITES]
    assert {routes[number] for number in writes} == set(WRITES), routes
    each = 2
    for turn, kind in enumerate(FAULTS):
        for number in range(each):
            struck.strike(kind, writes[(turn * each + number) % len(writes)])
    assert sum(struck.struck.values()) == each * len(FAULTS)
    assert struck.survived == struck.struck
    with capsys.disabled():
        sys.stderr.write(f"\n{struck.told}\n")


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("GENEVERSE_FAULT_MATRIX"),
    reason="every fault at every request takes 20 minutes: make test-faults",
)
@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_at_every_request_is_survived(
    struck: Scenario, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    routes = struck.requests()
    try:
        for number in range(len(routes)):
            struck.strike(kind, number)
    finally:
        if results := os.environ.get("GENEVERSE_FAULT_RESULTS"):
            struck.keep(Path(results), kind, len(routes))
    assert struck.struck[kind] == struck.survived[kind] == len(routes)
    with capsys.disabled():
        sys.stderr.write(f"\n{len(routes)} requests; {struck.told}\n")


def test_a_429_is_waited_out_as_long_as_it_asks(struck: Scenario, slept: list[float]) -> None:
    routes = struck.requests()
    slept.clear()
    struck.strike("429", routes.index("commit"))
    struck.strike("429", routes.index("refs"))
    assert struck.reruns["429"] == 0
    assert sum(pause >= 1 for pause in slept) == 2


def test_a_wait_of_hours_is_an_error_that_says_how_long(struck: Scenario, tmp_path: Path) -> None:
    root = make.make_root(tmp_path / "b")
    struck.hub.inject(Fault("status", status=429, retry_after=7200, count=0))
    with pytest.raises(HubError, match="asks to wait 7200 s"):
        look(find([], root)[0], "v0.1.0", Options(struck.hub.url, tmp_path / "s"))


def test_a_hub_that_stays_away_is_an_error_and_not_a_wait_for_ever(
    tmp_path: Path, slept: list[float]
) -> None:
    root = make.make_root(tmp_path / "b")
    with pytest.raises(HubError, match="check that the hub can be reached, then run again"):
        look(find([], root)[0], "v0.1.0", Options("http://127.0.0.1:9", tmp_path / "s"))
    assert slept == list(caller.PAUSES)


@pytest.fixture
def quiet_hub(tmp_path: Path) -> Iterator[tuple[Endpoint, Path]]:
    with serve(tmp_path / "hub", admin=True) as endpoint:
        yield endpoint, tmp_path / "hub"


def test_two_releases_of_one_repo_at_once_one_wins_and_the_other_says_so(
    quiet_hub: tuple[Endpoint, Path], tmp_path: Path
) -> None:
    """Two machines, two contents, one version, both checked before either sends."""
    hub, store_folder = quiet_hub
    ready: list[tuple[list[Ready], Options]] = []
    for number in (1, 2):
        folder = tmp_path / f"machine{number}"
        make.registry(folder / "gene-registry", genes=number)
        options = Options(hub.url, folder / "state")
        ready.append((look(find([], folder)[0], "v0.1.0", options), options))
    said: list[str] = []

    def send(one: list[Ready], options: Options) -> None:
        try:
            carry_out(one, "v0.1.0", options)
            said.append("won")
        except HubError as error:
            said.append(str(error))

    threads = [threading.Thread(target=send, args=each) for each in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said.count("won") == 1, said
    [other] = [text for text in said if text != "won"]
    assert "someone else" in other, other
    repo = RepoRef("dataset", "geneverse/gene-registry")
    store = Store(store_folder)
    wanted = {
        f.path: f.sha256 for f in ready[_winner(ready, store, repo)][0][0].full.manifest.files
    }
    tagged = store.resolve(repo, "v0.1.0").files
    assert {path: tagged[path].sha256 for path in wanted} == wanted


def _winner(ready: list[tuple[list[Ready], Options]], store: Store, repo: RepoRef) -> int:
    sizes = store.resolve(repo, "v0.1.0").files["genes.parquet"].sha256
    return next(
        number
        for number, (one, _) in enumerate(ready)
        if any(f.sha256 == sizes for f in one[0].full.manifest.files)
    )


def test_a_hub_that_dies_during_a_download_is_not_taken_for_a_whole_one(
    struck: Scenario, tmp_path: Path
) -> None:
    """The client gives a folder with half of the files as if all were there, or closes itself."""
    make.registry(tmp_path / "b" / "gene-registry")
    options = Options(struck.hub.url, tmp_path / "s", collection=False)
    carry_out(look(find([], tmp_path / "b")[0], "v0.1.0", options), "v0.1.0", options)
    remote = Remote("geneverse/gene-registry", "dataset", struck.hub.url, None)
    for number in (1, 3, 6):
        struck.hub.calm()
        struck.hub.inject(Fault("kill", route="/resolve/", skip=number))
        with pytest.raises(HubError, match=r"could not download.*run again"):
            remote.download("v0.1.0", tmp_path / f"half{number}")
        struck.start()
        remote = Remote("geneverse/gene-registry", "dataset", struck.hub.url, None)
    remote.download("v0.1.0", tmp_path / "half6")
    assert (tmp_path / "half6" / "genes.parquet").is_file()


def test_the_client_that_closes_itself_is_asked_again(slept: list[float]) -> None:
    """huggingface_hub closes its one session for all threads when one cannot connect."""
    answers: list[object] = [RuntimeError("Cannot send a request, as the client has been closed.")]

    def call() -> str:
        if answers:
            raise answers.pop()  # type: ignore[misc]  # it holds exceptions only
        return "here"

    asked = caller.Caller("http://127.0.0.1:9", None)
    assert asked.read("model x/y", "look", call) == "here"
    answers.append(RuntimeError("a fault of ours"))
    with pytest.raises(RuntimeError, match="a fault of ours"):
        asked.read("model x/y", "look", call)

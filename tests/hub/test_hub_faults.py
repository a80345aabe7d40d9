"""Faults strike whom they should, as they should, are counted, and never break the store."""

import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.utils import HfHubHTTPError

from hub.server import Endpoint, Fault, Store, serve
from hub.server.check_store import check_store
from hub.server.errors import BadRequest

BINARY = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faulty") / "root"


@pytest.fixture(scope="module")
def faulty(root: Path) -> Iterator[Endpoint]:
    with serve(root, admin=True) as endpoint:
        yield endpoint


@pytest.fixture(autouse=True)
def calm(faulty: Endpoint) -> Iterator[None]:
    yield
    faulty.calm()


def publish(url: str, repo: str) -> str:
    """Create, upload (one regular file, one by LFS), tag: what a release does; returns the oid."""
    api = HfApi(endpoint=url, token=False)
    api.create_repo(repo, exist_ok=True)
    files = [CommitOperationAdd("a.txt", b"a"), CommitOperationAdd("w.bin", BINARY)]
    oid = api.create_commit(repo, files, commit_message="publish").oid
    api.create_tag(repo, tag="v1", revision=oid, exist_ok=True)
    return str(oid)


def test_without_being_asked_for_there_are_no_faults(hub_url: str) -> None:
    assert httpx.get(f"{hub_url}/admin/faults").status_code == 404
    refused = httpx.post(f"{hub_url}/admin/faults", json={"faults": [{"kind": "reset"}]})
    assert refused.status_code == 404


@pytest.mark.parametrize("value", [{"kind": "flood"}, {"kind": "reset", "route": "("}])
def test_a_fault_that_could_never_strike_is_refused(value: dict[str, str]) -> None:
    with pytest.raises(BadRequest):
        Fault.from_json(value)
    with pytest.raises(BadRequest, match="no field 'path'"):
        Fault.from_json({"kind": "reset", "path": "/"})


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_status_strikes_the_route_the_number_of_times_it_says(
    faulty: Endpoint, status: int
) -> None:
    faulty.inject(Fault("status", "GET /healthz", skip=1, count=2, status=status, retry_after=7))
    url = f"{faulty.url}/healthz"
    answers = [httpx.get(url) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, status, status, 200]
    assert answers[1].headers["retry-after"] == "7"
    assert httpx.get(f"{faulty.url}/api/models").status_code == 200
    seen = faulty.requests()
    assert [(s.method, s.path, s.status) for s in seen[:2]] == [
        ("GET", "/healthz", 200),
        ("GET", "/healthz", status),
    ]
    assert seen[-1].route == "listing.listing"
    assert [s.fault for s in seen] == [None, "status", "status", None, None]


def test_the_real_client_waits_as_long_as_a_429_says(faulty: Endpoint, tmp_path: Path) -> None:
    publish(faulty.url, "geneverse/patience")
    faulty.inject(Fault("status", "GET .*/resolve/", status=429, retry_after=1))
    before = time.monotonic()
    HfApi(endpoint=faulty.url, token=False).hf_hub_download(
        "geneverse/patience", "a.txt", cache_dir=tmp_path
    )
    assert time.monotonic() - before >= 1


def test_delay_reset_lost_and_half(faulty: Endpoint) -> None:
    publish(faulty.url, "geneverse/wire")
    faulty.calm()
    url = f"{faulty.url}/geneverse/wire/resolve/main/w.bin"
    faulty.inject(Fault("delay", seconds=0.5))
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(url, timeout=0.1)
    faulty.calm()
    faulty.inject(Fault("reset"))
    with pytest.raises(httpx.TransportError):
        httpx.get(url)
    faulty.calm()
    faulty.inject(Fault("half"))
    got = b""
    with pytest.raises(httpx.TransportError), httpx.stream("GET", url) as answer:
        assert answer.headers["content-length"] == str(len(BINARY))
        for chunk in answer.iter_raw():
            got += chunk
    assert got == BINARY[: len(BINARY) // 2]
    faulty.calm()
    faulty.inject(Fault("lost", "POST .*/tag/"))
    tag = f"{faulty.url}/api/models/geneverse/wire/tag/main"
    with pytest.raises(httpx.TransportError):
        httpx.post(tag, json={"tag": "v2"})
    tags = HfApi(endpoint=faulty.url, token=False).list_repo_refs("geneverse/wire").tags
    assert "v2" in [found.name for found in tags]
    assert faulty.requests()[0].status == 200  # what the client never saw
    assert faulty.struck().items() >= {"delay": 1, "reset": 1, "half": 1, "lost": 1}.items()


def test_a_full_disk_is_answered_and_leaves_whole_commits(faulty: Endpoint, root: Path) -> None:
    """The kernel refuses the write (RLIMIT_FSIZE) at each size in turn: blob, commit, branch."""
    head = publish(faulty.url, "geneverse/full")
    api = HfApi(endpoint=faulty.url, token=False)
    survived = 0
    for limit in (0, 20, 39, 100, 500, 5_000):
        faulty.calm()
        faulty.inject(Fault("full", "(PUT /lfs/|POST .*/(commit|tag)/)", count=0, limit=limit))
        big = hashlib.sha256(str(limit).encode()).digest() * 400  # 12.8 kB, of its own each time
        files = [CommitOperationAdd("w.bin", b"\0" + big), CommitOperationAdd("a.txt", big[:600])]
        link = f"{faulty.url}/api/models/geneverse/full/commit/main"
        line = '{"key": "header", "value": {"summary": "s"}}\n{"key": "file", "value": {"path": '
        body = f'{line}"{limit}.txt", "content": "{"x" * 600}"}}}}'
        answer = httpx.post(link, content=body)
        assert answer.status_code == (507 if limit < 5_000 else 200), answer.text
        survived += answer.status_code == 507
        faulty.calm()
        if limit < 5_000:
            assert api.model_info("geneverse/full").sha == head
        head = api.create_commit("geneverse/full", files, commit_message="x").oid
    report = check_store(Store(root))
    assert (report.problems, survived) == ([], 5)


@pytest.mark.parametrize("kind", ["reset", "lost", "half", "status"])
def test_each_request_of_a_scenario_can_be_struck_in_turn(
    faulty: Endpoint, kind: str, root: Path
) -> None:
    """The scenario is run once per request, with a second run after each fault: it is whole then,
    with one commit and one tag, and nothing twice."""
    publish(faulty.url, f"geneverse/{kind}-dry")
    dry = faulty.requests()
    assert [f"{s.method} {s.route}" for s in dry] == [
        "POST repo_admin.create",
        "POST write_repo.preupload",
        "POST write_lfs.batch",
        "PUT write_lfs.upload",
        "POST write_lfs.verify",
        "POST write_repo.commit",
        "POST write_repo.add_tag",
    ]
    struck: Counter[str] = Counter()
    for number in range(len(dry)):
        repo = f"geneverse/{kind}-{number}"
        faulty.calm()
        before = faulty.struck().get(kind, 0)
        faulty.inject(Fault(kind, skip=number, status=500))
        try:
            publish(faulty.url, repo)
        except (httpx.TransportError, HfHubHTTPError):
            publish(faulty.url, repo)
        struck[kind] += faulty.struck()[kind] - before
        api = HfApi(endpoint=faulty.url, token=False)
        refs = api.list_repo_refs(repo)
        assert [tag.target_commit for tag in refs.tags] == [refs.branches[0].target_commit]
        assert [c.title for c in api.list_repo_commits(repo)] == ["publish", "initial commit"]
    assert struck[kind] == len(dry)
    assert check_store(Store(root)).problems == []

"""What goes over the wire beyond everyday calls: parts, pages, ranges, claims, path tricks."""

import base64
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, HfApi

from hub.server import Endpoint, Fault, serve

LARGE = os.urandom(250_001)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A hub with pages of 3, uploads in parts of 60,000 bytes from 100,000 on, and faults."""
    root = tmp_path_factory.mktemp("small") / "root"
    options = {"page": 3, "multipart_from": 100_000, "part_size": 60_000, "max_upload": 400_000}
    with serve(root, admin=True, **options) as endpoint:
        yield endpoint


def header(parent: str | None = None) -> str:
    value = {"summary": "s"} | ({"parentCommit": parent} if parent else {})
    return json.dumps({"key": "header", "value": value}) + "\n"


def line(key: str, **value: object) -> str:
    return json.dumps({"key": key, "value": value}) + "\n"


def test_a_large_file_comes_in_parts(small: Endpoint, tmp_path: Path) -> None:
    """250,001 bytes in parts of 60,000: five parts, one list at the end; a broken one is redone."""
    api = HfApi(endpoint=small.url, token=False)
    api.create_repo("geneverse/parts")
    small.calm()
    small.inject(Fault("status", "PUT .*/part/3", status=500), Fault("lost", "POST .*/complete"))
    api.upload_file(path_or_fileobj=LARGE, path_in_repo="w.bin", repo_id="geneverse/parts")
    seen = [(s.method, s.path.split("/", 3)[-1]) for s in small.requests() if "/lfs/" in s.path]
    parts = [path for method, path in seen if method == "PUT"]
    assert [path.split("/")[-1] for path in parts] == ["1", "2", "3", "3", "4", "5"]
    assert [path for method, path in seen if method == "POST"].count("complete") == 2
    got = api.hf_hub_download("geneverse/parts", "w.bin", local_dir=tmp_path)
    assert Path(got).read_bytes() == LARGE
    small.calm()
    api.upload_file(path_or_fileobj=LARGE, path_in_repo="again.bin", repo_id="geneverse/parts")
    assert not [s for s in small.requests() if s.method == "PUT"]  # it is there already


def test_parts_are_checked_one_by_one_and_as_a_whole(small: Endpoint) -> None:
    HfApi(endpoint=small.url, token=False).create_repo("geneverse/liar", exist_ok=True)
    sha256 = hashlib.sha256(b"another content").hexdigest()
    wanted = {"operation": "upload", "transfers": ["basic", "multipart"]}
    wanted["objects"] = [{"oid": sha256, "size": 120_001}, {"oid": sha256, "size": 400_001}]
    batch = httpx.post(f"{small.url}/geneverse/liar.git/info/lfs/objects/batch", json=wanted)
    upload, refused = batch.json()["objects"]
    assert refused["error"]["code"] == 413
    action = upload["actions"]["upload"]
    links = [action["header"][str(part)] for part in (1, 2, 3)]
    assert int(action["header"]["chunk_size"]) == 60_000
    assert httpx.put(links[0], content=b"x" * 59_999).status_code == 400
    assert httpx.put(links[0], content=b"x" * 60_001).status_code == 413
    assert (
        httpx.put(links[0].replace("/part/1", "/part/2"), content=b"x" * 60_000).status_code == 401
    )
    done = {"oid": sha256, "parts": [{"partNumber": n, "etag": "x"} for n in (1, 2, 3)]}
    assert httpx.post(action["href"], json=done).status_code == 404  # no part has come
    for link, size in zip(links, (60_000, 60_000, 1), strict=True):
        answer = httpx.put(link, content=b"x" * size)
        assert (answer.status_code, bool(answer.headers["etag"])) == (200, True)
    assert httpx.post(action["href"], json={**done, "parts": done["parts"][:2]}).status_code == 400
    assert "promised" in httpx.post(action["href"], json=done).json()["error"]
    assert httpx.post(action["href"], json=done).status_code == 404  # the parts are forgotten


def test_every_list_comes_in_pages(small: Endpoint) -> None:
    api = HfApi(endpoint=small.url, token=False)
    for number in range(5):
        api.create_repo(f"many/r{number}")
        api.create_collection(f"c{number}", namespace="many")
    for number in range(7):
        files = [CommitOperationAdd(f"d/{number}.txt", b"%d" % number)]
        api.create_commit("many/r0", files, commit_message=str(number))
    small.calm()
    assert len(list(api.list_models(author="many"))) == 5
    assert len(list(api.list_models(author="many", limit=4))) == 4
    assert len(list(api.list_collections(owner="many"))) == 5
    assert [c.title for c in api.list_repo_commits("many/r0")][::-1] == [
        "initial commit",
        *"0123456",
    ]
    tree = [item.path for item in api.list_repo_tree("many/r0", recursive=True)]
    assert tree == [".gitattributes", "d", *(f"d/{number}.txt" for number in range(7))]
    assert len(small.requests()) == 2 + 2 + 2 + 3 + 3
    for query in ("cursor=x", "cursor=-1", "limit=0", "limit=x"):
        assert httpx.get(f"{small.url}/api/models?{query}").status_code == 400
    assert httpx.get(f"{small.url}/api/models?sort=beauty").status_code == 400


def test_headers_alone_and_what_the_client_has_already(hub_url: str, api: HfApi, repo: str) -> None:
    api.create_repo(repo)
    api.upload_file(path_or_fileobj=b"text", path_in_repo="a.txt", repo_id=repo)
    url = f"{hub_url}/{repo}/resolve/main/a.txt"
    head, get = httpx.head(url), httpx.get(url)
    assert head.content == b""
    for name in ("etag", "content-length", "x-repo-commit", "content-type", "accept-ranges"):
        assert head.headers[name] == get.headers[name]
    assert get.headers["etag"] == '"' + hashlib.sha1(b"blob 4\0text").hexdigest() + '"'
    etag = get.headers["etag"]
    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        assert httpx.get(url, headers={"If-None-Match": known}).status_code == 304
    assert httpx.get(url, headers={"If-None-Match": '"x"'}).status_code == 200
    half = {"Range": "bytes=1-2"}
    assert httpx.get(url, headers={**half, "If-Range": etag}).content == b"ex"
    assert httpx.get(url, headers={**half, "If-Range": '"old"'}).content == b"text"
    assert httpx.get(url, headers={"Range": "bytes=-1"}).content == b"t"
    for path in (f"/api/models/{repo}", "/api/models", "/healthz", f"/{repo}"):
        answer = httpx.head(hub_url + path)
        assert (answer.status_code, answer.content) == (200, b"")
        assert httpx.head(f"{hub_url}/geneverse/none").status_code == 404


def test_a_parent_may_be_short_but_must_be_the_head(hub_url: str, api: HfApi, repo: str) -> None:
    api.create_repo(repo)
    head = api.model_info(repo).sha
    url = f"{hub_url}/api/models/{repo}/commit/main"
    file = line("file", path="a.txt", content="a")
    assert httpx.post(url, content=header("0" * 40) + file).status_code == 412
    assert httpx.post(url, content=header("xyz") + file).status_code == 400
    assert httpx.post(url, content=header("a") + file).status_code == 400
    assert httpx.post(url, content=header(head[:7]) + file).status_code == 200
    assert httpx.post(url, content=header(head[:7]) + file).status_code == 412


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ({"oid": hashlib.sha1(b"blob 1\0a").hexdigest(), "size": 1}, 200),
        ({"oid": "0" * 40}, 400),
        ({"size": 2}, 400),
        ({"encoding": "base64", "content": "@@"}, 400),
        ({"content": "\ud800"}, 400),
    ],
)
def test_what_a_client_claims_of_a_regular_file_is_checked(
    hub_url: str, api: HfApi, repo: str, claim: dict[str, object], status: int
) -> None:
    api.create_repo(repo)
    url = f"{hub_url}/api/models/{repo}/commit/main"
    value = {"path": "a.txt", "content": "a"} | claim
    assert httpx.post(url, content=header() + line("file", **value)).status_code == status
    assert ("a.txt" in api.list_repo_files(repo)) == (status == 200)


def test_what_a_client_claims_of_an_lfs_file_is_checked(
    hub_url: str, api: HfApi, repo: str
) -> None:
    api.create_repo(repo)
    api.upload_file(path_or_fileobj=LARGE, path_in_repo="w.bin", repo_id=repo)
    sha256 = hashlib.sha256(LARGE).hexdigest()
    url = f"{hub_url}/api/models/{repo}/commit/main"
    for wrong in ({"size": 5}, {"oid": "0" * 64}, {"algo": "md5"}, {"oid": "../" + sha256}):
        value = {"path": "v.bin", "oid": sha256, "size": len(LARGE)} | wrong
        assert httpx.post(url, content=header() + line("lfsFile", **value)).status_code == 400
    fat = base64.b64encode(b"x" * 10_000_001).decode()
    body = header() + line("file", path="fat.txt", content=fat, encoding="base64")
    assert httpx.post(url, content=body).status_code == 413
    assert api.list_repo_files(repo) == [".gitattributes", "w.bin"]

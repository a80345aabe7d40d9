"""What goes over the wire beyond everyday calls: parts, pages, ranges, claims, path tricks."""

import base64
import errno
import hashlib
import http.client
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.utils import HfHubHTTPError

from hub.errors import HubError
from hub.server import Endpoint, Fault, Store, serve
from hub.server.check_store import check_store

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


@pytest.mark.parametrize(
    "path",
    [
        "../x", "/x", "a/../../x", "a/./x", "a//x", "a\\..\\x", "a\0b", ".git/config", ".GIT/x",
        ".git./x", ".git /x", "git~1/x", "C:/x", "c:x", "a/\n", "readme.MD", "SUB", "Sub/x",
        "x" * 1025,
    ],
)  # fmt: skip
def test_no_path_of_a_commit_leaves_its_folder_or_hides_another(
    hub_url: str, api: HfApi, repo: str, path: str
) -> None:
    api.create_repo(repo)
    first = [CommitOperationAdd("README.md", b"x"), CommitOperationAdd("sub", b"x")]
    api.create_commit(repo, first, commit_message="x")
    url = f"{hub_url}/api/models/{repo}/commit/main"
    assert (
        httpx.post(url, content=header() + line("file", path=path, content="")).status_code == 400
    )
    files = {"files": [{"path": path, "size": 1, "sample": ""}]}
    pre = httpx.post(f"{hub_url}/api/models/{repo}/preupload/main", json=files)
    assert pre.status_code == (200 if path in ("readme.MD", "SUB", "Sub/x") else 400)


@pytest.mark.parametrize(
    "name",
    ["../x", "..", "api/x", "DATASETS/x", "a/b.git", "a/b.GIT", "a--b/c", "a/b/c", "a b/c", ""],
)
def test_no_repo_has_a_name_that_leaves_the_store(hub_url: str, name: str) -> None:
    owner, _, rest = name.partition("/")
    body = {"organization": owner, "name": rest}
    assert httpx.post(f"{hub_url}/api/repos/create", json=body).status_code in (400, 404)
    move = {"fromRepo": "geneverse/none", "toRepo": name, "type": "model"}
    assert httpx.post(f"{hub_url}/api/repos/move", json=move).status_code in (400, 404)


def test_two_repos_do_not_differ_in_capitals_alone(api: HfApi, repo: str) -> None:
    api.create_repo(repo)
    api.create_repo(f"{repo}-2")
    with pytest.raises(HfHubHTTPError, match="409"):
        api.create_repo(repo.upper())
    with pytest.raises(HfHubHTTPError, match="409"):
        api.move_repo(f"{repo}-2", repo.title())
    api.move_repo(repo, repo.replace("geneverse/", "Geneverse/"))


@pytest.mark.parametrize(
    "path",
    [
        "/pages/../app.py", "/pages/..%2fapp.py", "/collections/..%2f..%2fhub.json/x", "/%00/x",
        "/lfs/../hub.json", "/api/collections/geneverse/..%2f..%2f" + "0" * 24, "/..%2f",
        "/{repo}/blob/main/..%2f..%2fhub.json", "/{repo}/tree/main/%2e%2e", "/{repo}/commit/..%2f",
        "//etc/passwd", "/{repo}\\..\\..\\hub.json",
    ],
)  # fmt: skip
def test_no_page_shows_what_is_not_in_a_repo(
    hub_url: str, api: HfApi, repo: str, path: str
) -> None:
    api.create_repo(repo)
    connection = http.client.HTTPConnection(urlsplit(hub_url).netloc)
    connection.request("GET", path.format(repo=repo), headers={"Accept": "text/html"})
    assert connection.getresponse().status in (400, 404)


def test_a_real_full_disk_is_answered_and_cleaned_up(tmp_path: Path) -> None:
    """A file system of 4 MB, where this process may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a file system here; a limit on files stands in for it elsewhere")
    try:
        with serve(disk / "root") as endpoint:
            api = HfApi(endpoint=endpoint.url, token=False)
            api.create_repo("geneverse/full")
            head = api.model_info("geneverse/full").sha
            fits, too_much = os.urandom(2_000_000), os.urandom(3_000_000)
            with pytest.raises(RuntimeError) as refused:  # the client's word for a failed upload
                api.upload_file(
                    path_or_fileobj=too_much * 2, path_in_repo="w.bin", repo_id="geneverse/full"
                )
            assert "507" in str(refused.value.__cause__)
            assert api.model_info("geneverse/full").sha == head
            api.upload_file(path_or_fileobj=fits, path_in_repo="w.bin", repo_id="geneverse/full")
            with pytest.raises(RuntimeError) as refused:  # the client's word for a failed upload
                api.upload_file(
                    path_or_fileobj=too_much, path_in_repo="v.bin", repo_id="geneverse/full"
                )
            assert api.list_repo_files("geneverse/full") == [".gitattributes", "w.bin"]
        store = Store(disk / "root")
        assert (check_store(store).problems, list(store.tmp.iterdir())) == ([], [])
        del store
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_by_any_name_is_a_507(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    from starlette.testclient import TestClient

    from hub.server.accounts import Accounts
    from hub.server.app import make_app
    from hub.server.call import Settings

    store = Store(tmp_path / "root")
    app = make_app(store, Settings(any_host=True), Accounts(store.root))
    client = TestClient(app)

    def full(handle: int) -> None:
        raise OSError(number, "full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        body = {"name": "x", "organization": "geneverse"}
        answer = client.post("/api/repos/create", json=body)
    assert (answer.status_code, "no space left" in answer.text) == (507, True)
    assert store.repos("model") == []
    assert client.post("/api/repos/create", json=body).status_code == 200


def test_a_store_that_was_tampered_with_is_found_out(tmp_path: Path) -> None:
    from hub.server.names import RepoRef

    store = Store(tmp_path / "root")
    repo = RepoRef("model", "geneverse/x")
    made = store.create_repo(repo)
    assert check_store(store).problems == []
    [entry] = made.files.values()
    blob = store.blobs.path(entry.sha256)
    blob.write_bytes(blob.read_bytes()[:-1] + b"!")
    ref = store.folder(repo) / "refs" / "tags" / "v1"
    ref.write_text("0" * 40)
    found = check_store(store).problems
    assert any(entry.sha256 in problem for problem in found)
    assert any("no branch, tag or commit" in problem for problem in found)
    with pytest.raises(HubError, match="format 9"):
        (store.root / "hub.json").write_text('{"format": 9}')
        Store(store.root)

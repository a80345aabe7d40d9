"""What the hub refuses and what it bears: path tricks, clashing names, full disks, tampering."""

import errno
import http.client
import json
import os
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.utils import HfHubHTTPError

from hub.errors import HubError
from hub.server import Store, serve
from hub.server.check_store import check_store


def header(parent: str | None = None) -> str:
    value = {"summary": "s"} | ({"parentCommit": parent} if parent else {})
    return json.dumps({"key": "header", "value": value}) + "\n"


def line(key: str, **value: object) -> str:
    return json.dumps({"key": key, "value": value}) + "\n"


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

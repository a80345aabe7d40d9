"""huggingface_hub, the real client, against the hub: what it sends and what it expects back."""

import hashlib
import http.client
import os
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, CommitOperationCopy, CommitOperationDelete, HfApi
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from hub.server import serve

BINARY = os.urandom(300_000)


def add(path: str, data: bytes) -> CommitOperationAdd:
    return CommitOperationAdd(path, data)


def commit(api: HfApi, repo: str, *operations: object, parent: str | None = None) -> str:
    """One commit; returns its hash."""
    return api.create_commit(repo, operations, commit_message="change", parent_commit=parent).oid


@pytest.fixture
def filled(api: HfApi, repo: str) -> str:
    """A model repo with text, a binary file and a folder; the tag v1 is at its head."""
    api.create_repo(repo)
    card = b"---\nlicense: mit\npipeline_tag: text-generation\ntags: [genes]\n---\n# x\n"
    commit(api, repo, add("README.md", card), add("sub/w.bin", BINARY), add("sub/deep/a.txt", b"a"))
    api.create_tag(repo, tag="v1")
    return repo


def test_what_was_uploaded_is_listed_and_downloaded(
    api: HfApi, filled: str, tmp_path: Path
) -> None:
    info = api.model_info(filled, revision="v1", files_metadata=True)
    assert info.sha == api.list_repo_commits(filled)[0].commit_id
    assert info.card_data.license == "mit"
    assert info.pipeline_tag == "text-generation"
    siblings = {sibling.rfilename: sibling for sibling in info.siblings}
    assert set(siblings) == {".gitattributes", "README.md", "sub/w.bin", "sub/deep/a.txt"}
    assert siblings["sub/w.bin"].lfs.sha256 == hashlib.sha256(BINARY).hexdigest()
    assert siblings["README.md"].lfs is None
    path = api.hf_hub_download(filled, "sub/w.bin", revision="v1", cache_dir=tmp_path)
    assert Path(path).read_bytes() == BINARY
    assert info.sha in path


def test_the_tree_is_listed_flat_deep_and_with_commits(api: HfApi, filled: str) -> None:
    def paths(**options: object) -> list[str]:
        return [item.path for item in api.list_repo_tree(filled, **options)]

    assert paths() == [".gitattributes", "README.md", "sub"]
    assert paths(path_in_repo="sub") == ["sub/deep", "sub/w.bin"]
    assert paths(path_in_repo="sub", recursive=True) == ["sub/deep", "sub/deep/a.txt", "sub/w.bin"]
    commit(api, filled, add("README.md", b"# y\n"))
    last = {item.path: item.last_commit.title for item in api.list_repo_tree(filled, expand=True)}
    assert last == {".gitattributes": "initial commit", "README.md": "change", "sub": "change"}
    [file, folder] = api.get_paths_info(filled, ["sub/w.bin", "sub", "none"])
    assert (file.size, folder.path) == (len(BINARY), "sub")
    with pytest.raises(EntryNotFoundError):
        paths(path_in_repo="none")


def test_long_listings_come_in_pages(api: HfApi, repo: str) -> None:
    """1,005 files: two pages of at most 1,000, followed by the client on its own."""
    api.create_repo(repo)
    commit(api, repo, *(add(f"n/{n:04}.txt", b"%d" % n) for n in range(1005)))
    assert len(list(api.list_repo_tree(repo, recursive=True))) == 1005 + 2


def test_files_are_copied_and_deleted(api: HfApi, filled: str) -> None:
    commit(api, filled, CommitOperationCopy("sub/w.bin", "copy.bin"), CommitOperationDelete("sub/"))
    assert api.list_repo_files(filled) == [".gitattributes", "README.md", "copy.bin"]
    with pytest.raises(EntryNotFoundError):
        commit(api, filled, CommitOperationDelete("none.txt"))


def test_a_commit_on_a_moved_head_is_refused_with_412(api: HfApi, filled: str) -> None:
    old = api.model_info(filled).sha
    new = commit(api, filled, add("a.txt", b"1"), parent=old)
    with pytest.raises(HfHubHTTPError) as refused:
        commit(api, filled, add("a.txt", b"2"), parent=old)
    assert refused.value.response.status_code == 412
    assert api.model_info(filled).sha == new


def test_what_is_missing_is_told_apart(api: HfApi, filled: str, tmp_path: Path) -> None:
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("geneverse/none")
    with pytest.raises(RepositoryNotFoundError):
        api.dataset_info(filled)
    with pytest.raises(RevisionNotFoundError):
        api.model_info(filled, revision="v9")
    with pytest.raises(EntryNotFoundError):
        api.hf_hub_download(filled, "none.txt", cache_dir=tmp_path)
    with pytest.raises(RevisionNotFoundError):
        api.hf_hub_download(filled, "README.md", revision="v9", cache_dir=tmp_path)


def test_branches_with_a_slash_and_tags(api: HfApi, filled: str) -> None:
    api.create_branch(filled, branch="feature/x", revision="v1")
    api.create_commit(filled, [add("b.txt", b"b")], commit_message="b", revision="feature/x")
    assert "b.txt" in api.list_repo_files(filled, revision="feature/x")
    assert "b.txt" not in api.list_repo_files(filled)
    with pytest.raises(HfHubHTTPError, match="409"):
        api.create_tag(filled, tag="v1")
    api.create_tag(filled, tag="v1", exist_ok=True)
    api.delete_tag(filled, tag="v1")
    api.delete_branch(filled, branch="feature/x")
    refs = api.list_repo_refs(filled)
    assert ([ref.name for ref in refs.branches], refs.tags) == (["main"], [])
    with pytest.raises(RevisionNotFoundError):
        api.delete_tag(filled, tag="v1")


def test_a_repo_is_created_once_and_deleted(api: HfApi, repo: str) -> None:
    url = api.create_repo(repo, repo_type="dataset")
    assert url.repo_id == repo
    with pytest.raises(HfHubHTTPError, match="409"):
        api.create_repo(repo, repo_type="dataset")
    assert api.create_repo(repo, repo_type="dataset", exist_ok=True) == url
    assert repo in [found.id for found in api.list_datasets(author="geneverse")]
    api.delete_repo(repo, repo_type="dataset")
    assert not api.repo_exists(repo, repo_type="dataset")


def test_a_card_with_broken_metadata_is_refused(api: HfApi, filled: str) -> None:
    with pytest.raises(ValueError, match="not YAML"):
        commit(api, filled, add("README.md", b"---\nlicense: [mit\n---\n"))


def test_ranges_and_the_headers_of_a_file(hub_url: str, filled: str) -> None:
    url = f"{hub_url}/{filled}/resolve/v1/sub/w.bin"
    whole = httpx.head(url)
    sha256 = hashlib.sha256(BINARY).hexdigest()
    assert whole.status_code == 200
    assert whole.headers["x-linked-etag"] == whole.headers["etag"] == f'"{sha256}"'
    assert whole.headers["x-linked-size"] == whole.headers["content-length"] == str(len(BINARY))
    assert len(whole.headers["x-repo-commit"]) == 40
    part = httpx.get(url, headers={"Range": "bytes=100-299"})
    assert (part.status_code, part.content) == (206, BINARY[100:300])
    assert part.headers["content-range"] == f"bytes 100-299/{len(BINARY)}"
    assert httpx.get(url, headers={"Range": "bytes=299990-"}).content == BINARY[299990:]
    assert httpx.get(url, headers={"Range": "bytes=999999-"}).status_code == 416
    assert httpx.get(url, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304


def test_content_that_is_not_what_its_hash_says_is_not_kept(hub_url: str, filled: str) -> None:
    sha256 = hashlib.sha256(b"promised").hexdigest()
    batch = f"{hub_url}/{filled}.git/info/lfs/objects/batch"
    wanted = {"operation": "upload", "objects": [{"oid": sha256, "size": 8}]}
    actions = httpx.post(batch, json=wanted).json()["objects"][0]["actions"]
    link = actions["upload"]["href"]
    assert httpx.put(link, content=b"promise!").status_code == 400
    assert httpx.put(link, content=b"promised and more").status_code == 413
    assert httpx.put(link.replace("size=8", "size=9"), content=b"promised.").status_code == 401
    assert httpx.post(actions["verify"]["href"], json={"oid": sha256, "size": 8}).status_code == 404
    line = '{"key": "%s", "value": %s}\n'
    body = line % ("header", '{"summary": "s"}')
    body += line % ("lfsFile", f'{{"path": "p.bin", "oid": "{sha256}", "size": 8}}')
    url = f"{hub_url}/api/models/{filled}/commit/main"
    assert httpx.post(url, content=body).status_code == 400
    assert httpx.put(link, content=b"promised").status_code == 200
    assert httpx.post(url, content=body).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/{repo}/resolve/v1/../../../../etc/passwd",
        "/{repo}/resolve/v1/..%2F..%2F..%2Fetc%2Fpasswd",
        "/{repo}/resolve/..%2Frepo.json/x",
        "/{repo}/resolve/%2e%2e/repo.json",
        "/..%2F..%2Fhub.json/resolve/main/x",
        "/datasets/../hub.json",
        "/api/models/{repo}/tree/main/..%2F..",
        "/api/models/../../hub.json",
        "/{repo}/resolve/v1/%00",
    ],
)
def test_path_tricks_get_nothing(hub_url: str, filled: str, path: str) -> None:
    """Sent as they stand, past any client that would tidy the path up."""
    connection = http.client.HTTPConnection(urlsplit(hub_url).netloc)
    connection.request("GET", path.format(repo=filled))
    answer = connection.getresponse()
    assert answer.status in (400, 404)
    assert b"root:" not in answer.read()


def test_a_commit_cannot_hold_a_path_that_leaves_its_folder(hub_url: str, filled: str) -> None:
    for path in ("../x", "/x", "a/../../x", ".git/hooks/x", "README.md/x"):
        body = '{"key": "header", "value": {"summary": "s"}}\n'
        body += f'{{"key": "file", "value": {{"path": "{path}", "content": ""}}}}'
        answer = httpx.post(f"{hub_url}/api/models/{filled}/commit/main", content=body)
        assert answer.status_code == 400, path


def test_web_pages_and_other_hosts_are_kept_out(hub_url: str) -> None:
    """A page in the browser could send here: by its origin, or by a name that it points here."""
    body = {"name": "evil", "organization": "geneverse"}
    url = f"{hub_url}/api/repos/create"
    assert httpx.post(url, json=body, headers={"Origin": "https://evil.test"}).status_code == 403
    assert httpx.post(url, json=body, headers={"Host": "evil.test"}).status_code == 403


def test_bodies_are_limited(hub_url: str, filled: str) -> None:
    long = httpx.post(f"{hub_url}/api/validate-yaml", content=b" " * (9 << 20))
    assert long.status_code == 413
    assert "8388608" in long.json()["error"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"key": "header"}', b'{"key":"file","value":{}}']
)
def test_a_broken_commit_is_refused_by_name(hub_url: str, filled: str, body: bytes) -> None:
    answer = httpx.post(f"{hub_url}/api/models/{filled}/commit/main", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_with_a_token_only_its_holder_writes_and_all_read(tmp_path: Path) -> None:
    with serve(tmp_path / "root", token="open-sesame") as endpoint:
        holder = HfApi(endpoint=endpoint.url, token="open-sesame")
        assert holder.whoami()["name"] == "geneverse"
        holder.create_repo("geneverse/x")
        commit(holder, "geneverse/x", add("w.bin", BINARY))
        for token in (False, "wrong"):
            other = HfApi(endpoint=endpoint.url, token=token)
            assert "w.bin" in other.list_repo_files("geneverse/x")
            for write in (
                lambda api: api.create_repo("geneverse/y"),
                lambda api: commit(api, "geneverse/x", add("a.txt", b"1")),
                lambda api: api.create_tag("geneverse/x", tag="v1"),
                lambda api: api.delete_repo("geneverse/x"),
            ):
                with pytest.raises(HfHubHTTPError, match="401"):
                    write(other)
        assert len(holder.list_repo_commits("geneverse/x")) == 2


def test_a_restarted_hub_serves_what_it_held(tmp_path: Path) -> None:
    with serve(tmp_path / "root") as endpoint:
        api = HfApi(endpoint=endpoint.url, token=False)
        api.create_repo("geneverse/x", repo_type="dataset")
        api.upload_file(
            path_or_fileobj=BINARY, path_in_repo="w.bin", repo_id="geneverse/x", repo_type="dataset"
        )
        api.create_tag("geneverse/x", tag="v1", repo_type="dataset")
        before = api.dataset_info("geneverse/x", revision="v1")
    with serve(tmp_path / "root") as endpoint:
        api = HfApi(endpoint=endpoint.url, token=False)
        assert api.dataset_info("geneverse/x", revision="v1") == before
        got = httpx.get(f"{endpoint.url}/datasets/geneverse/x/resolve/v1/w.bin")
        assert got.content == BINARY

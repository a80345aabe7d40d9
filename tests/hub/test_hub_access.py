"""Tokens, private and gated repos: who sees, reads and writes what; no token is written down."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from huggingface_hub import CommitOperationAdd, HfApi
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
)

from hub.errors import HubError
from hub.server import Accounts, Store, serve

BINARY = os.urandom(20_000)


@dataclass
class People:
    """A hub with four users: of the organisation, one who reads, a stranger, and nobody."""

    url: str
    root: Path
    tokens: dict[str, str]

    def api(self, who: str) -> HfApi:
        return HfApi(endpoint=self.url, token=self.tokens.get(who, False))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    root = tmp_path_factory.mktemp("people") / "root"
    Store(root)
    accounts = Accounts(root)
    tokens = {
        "mary": accounts.add("mary", "write", ["geneverse"]),
        "rick": accounts.add("rick", "read", ["geneverse"]),
        "sue": accounts.add("sue", "write"),
    }
    with serve(root) as endpoint:
        yield People(endpoint.url, root, tokens)


@pytest.fixture
def private(people: People, repo: str) -> str:
    mary = people.api("mary")
    mary.create_repo(repo, private=True)
    files = [CommitOperationAdd("a.txt", b"secret"), CommitOperationAdd("w.bin", BINARY)]
    mary.create_commit(repo, files, commit_message="x")
    return repo


def test_each_token_says_who_it_is(people: People) -> None:
    me = people.api("mary").whoami()
    assert (me["name"], [org["name"] for org in me["orgs"]]) == ("mary", ["geneverse"])
    assert me["auth"]["accessToken"]["role"] == "write"
    assert people.api("rick").whoami()["auth"]["accessToken"]["role"] == "read"
    with pytest.raises(HfHubHTTPError, match="Invalid user token"):
        HfApi(endpoint=people.url, token="hf_wrong").whoami()


def test_a_private_repo_is_not_there_for_others(people: People, private: str) -> None:
    for who in ("mary", "rick"):
        api = people.api(who)
        assert api.model_info(private).private is True
        assert "w.bin" in api.list_repo_files(private)
        assert private in [found.id for found in api.list_models()]
    for who in ("sue", "nobody"):
        api = people.api(who)
        for look, arguments in {
            "model_info": (),
            "list_repo_files": (),
            "list_repo_refs": (),
            "list_repo_commits": (),
            "get_paths_info": (["a.txt"],),
            "hf_hub_download": ("a.txt",),
            "auth_check": (),
        }.items():
            with pytest.raises(RepositoryNotFoundError):
                getattr(api, look)(private, *arguments)
        assert private not in [found.id for found in api.list_models()]
        missing = httpx.get(f"{people.url}/api/models/geneverse/none")
        answer = httpx.get(f"{people.url}/api/models/{private}")
        assert answer.status_code == missing.status_code == 404
        assert answer.headers["x-error-code"] == "RepoNotFound"
        assert set(answer.headers) == set(missing.headers)


def test_who_reads_cannot_write_and_a_stranger_writes_to_their_own(
    people: People, private: str
) -> None:
    mary = people.api("mary")
    mary.update_repo_settings(private, private=False)
    files = [CommitOperationAdd("b.txt", b"b")]

    def writes(api: HfApi) -> list[object]:
        return [
            lambda: api.create_repo(f"{private}-more"),
            lambda: api.create_commit(private, files, commit_message="b"),
            lambda: api.create_tag(private, tag="v1"),
            lambda: api.create_branch(private, branch="b"),
            lambda: api.super_squash_history(private),
            lambda: api.update_repo_settings(private, private=True),
            lambda: api.move_repo(private, f"{private}-more"),
            lambda: api.delete_repo(private),
            lambda: api.create_collection("c", namespace="geneverse"),
        ]

    for who, status in (("rick", 403), ("sue", 403), ("nobody", 401)):
        for write in writes(people.api(who)):
            with pytest.raises(HfHubHTTPError) as refused:
                write()
            assert refused.value.response.status_code == status, (who, write)
    sue = people.api("sue")
    with pytest.raises(HfHubHTTPError):
        mary.move_repo(private, "sue/taken")
    assert sue.create_repo(f"own-{private.split('/')[1][:40]}").repo_id.startswith("sue/")
    assert len(mary.list_repo_commits(private)) == 2


def test_a_gated_repo_is_known_to_all_and_read_by_those_let_in(
    people: People, private: str, tmp_path: Path
) -> None:
    mary, sue = people.api("mary"), people.api("sue")
    mary.update_repo_settings(private, private=False, gated="manual")

    def get(api: HfApi) -> bytes:
        target = tmp_path / os.urandom(4).hex()  # a folder of its own: nothing is in its cache
        return Path(api.hf_hub_download(private, "w.bin", local_dir=target)).read_bytes()

    assert sue.model_info(private).gated == "manual"
    assert "w.bin" in people.api("nobody").list_repo_files(private)
    for who in ("sue", "nobody"):
        with pytest.raises(GatedRepoError):
            get(people.api(who))
        with pytest.raises(GatedRepoError):
            people.api(who).auth_check(private)
    assert get(people.api("rick")) == BINARY
    page = f"{people.url}/{private}/ask-access"
    bearer = {"Authorization": f"Bearer {people.tokens['sue']}"}
    assert httpx.post(page, headers=bearer).json()["status"] == "pending"
    assert httpx.post(page).status_code == 403
    # The client sends these to HF_ENDPOINT alone, so they are asked for as it would ask.
    api = f"{people.url}/api/models/{private}/user-access-request"
    owner = {"Authorization": f"Bearer {people.tokens['mary']}"}
    pending = httpx.get(f"{api}/pending", headers=owner).json()
    assert [request["user"]["user"] for request in pending] == ["sue"]
    assert httpx.get(f"{api}/pending", headers=bearer).status_code == 403
    let_in = {"user": "sue", "status": "accepted"}
    assert httpx.post(f"{api}/handle", headers=bearer, json=let_in).status_code == 403
    assert httpx.post(f"{api}/handle", headers=owner, json=let_in).status_code == 200
    assert get(sue) == BINARY
    sue.auth_check(private)
    mary.update_repo_settings(private, gated=False)
    assert get(people.api("nobody")) == BINARY


def test_who_knows_a_hash_does_not_get_the_content(people: People, private: str) -> None:
    """The sha256 of a gated file is listed for all: committing it elsewhere must not open it."""
    mary, sue = people.api("mary"), people.api("sue")
    mary.update_repo_settings(private, private=False, gated="manual")
    [info] = people.api("nobody").get_paths_info(private, ["w.bin"])
    sue.create_repo("sue/thief", exist_ok=True)
    bearer = {"Authorization": f"Bearer {people.tokens['sue']}"}
    line = '{"key": "header", "value": {"summary": "s"}}\n{"key": "lfsFile", "value": '
    body = f'{line}{{"path": "w.bin", "oid": "{info.lfs.sha256}", "size": {info.size}}}}}'
    url = f"{people.url}/api/models/sue/thief/commit/main"
    refused = httpx.post(url, content=body, headers=bearer)
    assert (refused.status_code, "never uploaded to this repo" in refused.text) == (400, True)
    wanted = {"operation": "upload", "objects": [{"oid": info.lfs.sha256, "size": info.size}]}
    batch = httpx.post(
        f"{people.url}/sue/thief.git/info/lfs/objects/batch", json=wanted, headers=bearer
    )
    assert "actions" in batch.json()["objects"][0]


def test_a_private_collection_is_the_owners_and_hides_hidden_repos(
    people: People, private: str
) -> None:
    mary, nobody = people.api("mary"), people.api("nobody")
    made = mary.create_collection(f"Of {private}", namespace="geneverse", private=True)
    mary.add_collection_item(made.slug, private, "model")
    with pytest.raises(HfHubHTTPError, match="404"):
        nobody.get_collection(made.slug)
    with pytest.raises(HfHubHTTPError):
        people.api("sue").delete_collection(made.slug)
    mary.update_collection_metadata(made.slug, private=False)
    assert nobody.get_collection(made.slug).items == []
    assert [item.item_id for item in mary.get_collection(made.slug).items] == [private]


def test_no_token_is_written_down(tmp_path: Path) -> None:
    """Neither in the store, nor in what the hub prints, whatever goes wrong."""
    Store(tmp_path / "root")
    token, master = Accounts(tmp_path / "root").add("mary", "write"), "master-" + "x" * 30
    command = [sys.executable, "-m", "hub.server", "--root", str(tmp_path / "root")]
    env = {**os.environ, "GENEVERSE_HUB_TOKEN": master}
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as child:
        assert child.stdout is not None
        url = child.stdout.readline().decode().split('"')[3]
        for secret in (token, master):
            api = HfApi(endpoint=url, token=secret)
            api.create_repo("mary/x", exist_ok=True)
            bearer = {"Authorization": f"Bearer {secret}"}
            (tmp_path / "root" / "repos" / "models--mary--x" / "repo.json").write_text("{")
            assert httpx.get(f"{url}/api/models/mary/x", headers=bearer).status_code == 500
            httpx.get(f"{url}/api/nothing?token={secret}", headers=bearer)
            (tmp_path / "root" / "repos" / "models--mary--x" / "repo.json").write_text(
                '{"created": "2026-01-01T00:00:00+00:00"}'
            )
            api.upload_file(path_or_fileobj=BINARY, path_in_repo="w.bin", repo_id="mary/x")
        said, _ = child.communicate(timeout=20)
    assert b"JSONDecodeError" in said
    kept = [path.read_bytes() for path in (tmp_path / "root").rglob("*") if path.is_file()]
    for secret in (token, master):
        assert not any(secret.encode() in text for text in (said, *kept))


@pytest.mark.parametrize("user", ["../x", "a/b", "", "api", "a b"])
def test_a_token_for_a_name_that_no_owner_can_have_is_refused(tmp_path: Path, user: str) -> None:
    with pytest.raises(HubError):
        Accounts(tmp_path).add(user, "read")

"""Calls of the real client, one after another, against a hub: ``python client_scenario.py URL``.

Run by any version of ``huggingface_hub`` in a process of its own; prints the calls that were made
and found right, as one JSON line: ``{"version": "1.17.0", "calls": ["create_repo", ...]}``.
"""

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from client_calls import Scenario, check
from huggingface_hub import (
    CommitOperationAdd,
    CommitOperationCopy,
    CommitOperationDelete,
    HfFileSystem,
    ModelCard,
    __version__,
    hf_hub_download,
    snapshot_download,
)
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

BINARY = bytes(range(256)) * 1200
CARD = """---
license: mit
library_name: peft
pipeline_tag: text-generation
base_model: owner/base
base_model_relation: adapter
datasets: [geneverse/rows]
tags: [genes]
---
# Card
"""


def repos(do: Scenario, name: str) -> None:
    """Models, data sets and Spaces: made, told about, changed, moved, deleted."""
    check(do("whoami")["name"] == "geneverse")
    for kind, options in (("model", {}), ("dataset", {}), ("space", {"space_sdk": "gradio"})):
        url = do("create_repo", name, repo_type=kind, **options)
        check((url.repo_id, url.repo_type) == (name, kind), url)
        do.refused(HfHubHTTPError, "create_repo", name, repo_type=kind, **options)
        check(do("create_repo", name, repo_type=kind, exist_ok=True, **options) == url)
        check(do("repo_exists", name, repo_type=kind))
        info = do("repo_info", name, repo_type=kind)
        check(info.id == name and info.private is False and info.gated is False, info)
        do("update_repo_settings", name, repo_type=kind, private=True, gated="auto")
        info = do("repo_info", name, repo_type=kind)
        check((info.private, info.gated) == (True, "auto"), info)
        do("update_repo_settings", name, repo_type=kind, private=False, gated=False)
        do("auth_check", name, repo_type=kind)
        check(name in [found.id for found in do(f"list_{kind}s", author="geneverse")])
        do("move_repo", name, f"{name}-moved", repo_type=kind)
        do.refused(RepositoryNotFoundError, "repo_info", name, repo_type=kind)
        do("move_repo", f"{name}-moved", name, repo_type=kind)
    space = do("space_info", name)
    check((space.sdk, space.runtime.stage) == ("gradio", "STOPPED"), space)
    do("delete_repo", name, repo_type="space")
    do("delete_repo", name, repo_type="space", missing_ok=True)
    do.refused(RepositoryNotFoundError, "model_info", "geneverse/none")
    if hasattr(do.api, "list_user_repos"):
        check(name in [found.id for found in do("list_user_repos")])


def files(do: Scenario, name: str) -> str:
    """Commits of every kind, and what can be read back; returns the head."""
    ops = [
        CommitOperationAdd("README.md", CARD.encode()),
        CommitOperationAdd("sub/w.bin", BINARY),
        CommitOperationAdd("a/b/c.txt", b"c"),
    ]
    first = do("create_commit", name, ops, commit_message="one", commit_description="more").oid
    more = [CommitOperationCopy("sub/w.bin", "copy.bin"), CommitOperationDelete("a/")]
    second = do("create_commit", name, more, commit_message="two", parent_commit=first).oid
    late = [CommitOperationAdd("x.txt", b"x")]
    do.refused(HfHubHTTPError, "create_commit", name, late, commit_message="x", parent_commit=first)
    do("upload_file", path_or_fileobj=b"up", path_in_repo="up.txt", repo_id=name)
    do("delete_file", "up.txt", name)
    do("delete_files", name, ["x*"]) if do("file_exists", name, "x.txt") else None
    listed = do("list_repo_files", name)
    check(listed == [".gitattributes", "README.md", "copy.bin", "sub/w.bin"], listed)
    tree = do("list_repo_tree", name, recursive=True, expand=True)
    check([item.path for item in tree if item.path == "sub"] == ["sub"], tree)
    [info] = do("get_paths_info", name, ["copy.bin"], expand=True)
    check(info.lfs.sha256 == hashlib.sha256(BINARY).hexdigest() and info.size == len(BINARY))
    check([c.title for c in do("list_repo_commits", name)][-2:] == ["one", "initial commit"])
    do.refused(EntryNotFoundError, "hf_hub_download", name, "none.txt")
    do.refused(RevisionNotFoundError, "model_info", name, revision="v9")
    return str(second)


def reading(do: Scenario, name: str, folder: Path) -> None:
    """Downloads, with and without cache, by name, tag and hash."""
    path = hf_hub_download(name, "sub/w.bin", endpoint=do.url, cache_dir=folder / "cache")
    check(Path(path).read_bytes() == BINARY)
    do.calls.append("hf_hub_download")
    whole = Path(snapshot_download(name, endpoint=do.url, local_dir=folder / "whole"))
    check((whole / "copy.bin").read_bytes() == BINARY)
    do.calls.append("snapshot_download")
    meta = do("get_hf_file_metadata", url=f"{do.url}/{name}/resolve/main/copy.bin")
    check((meta.size, meta.etag) == (len(BINARY), hashlib.sha256(BINARY).hexdigest()), meta)
    card = ModelCard.load(whole / "README.md")
    check(card.data.license == "mit")
    info = do("model_info", name, files_metadata=True)
    check(
        {"license:mit", "dataset:geneverse/rows", "base_model:adapter:owner/base"} <= {*info.tags}
    )
    check(info.pipeline_tag == "text-generation" and info.library_name == "peft", info)
    check([s.lfs is not None for s in info.siblings] == [False, False, True, True], info.siblings)
    fs = HfFileSystem(endpoint=do.url, token="any", skip_instance_cache=True)
    check(f"{name}/sub/w.bin" in fs.glob(f"{name}/**/*.bin"))
    with fs.open(f"{name}/sub/w.bin", "rb") as file:
        file.seek(100)
        check(file.read(50) == BINARY[100:150])
    do.calls.append("HfFileSystem.open")


def listing(do: Scenario, name: str) -> None:
    """Filters, sorting, limits."""

    def ids(**options: Any) -> list[str]:
        return [found.id for found in do("list_models", **options)]

    check(ids(search=name.split("/")[1]) == [name])
    for tag in ("genes", "license:mit", "peft", "base_model:owner/base"):
        check(name in ids(filter=tag), tag)
    check(name in ids(filter=["genes", "license:mit"], pipeline_tag="text-generation"))
    check(name in ids(trained_dataset="geneverse/rows"))
    check(name not in ids(filter="license:apache-2.0") and name not in ids(author="owner"))
    check(len(ids(limit=1, sort="last_modified")) == 1 and name in ids(sort="created_at"))
    [full] = do("list_models", search=name, full=True, cardData=True)
    check(full.card_data["license"] == "mit" and full.siblings)


def refs(do: Scenario, name: str, commit: str) -> None:
    """Branches, also with a slash, tags, super-squash."""
    do("create_branch", name, branch="feature/x", revision=commit)
    op = [CommitOperationAdd("b.txt", b"b")]
    do("create_commit", name, op, commit_message="b", revision="feature/x")
    check("b.txt" in do("list_repo_files", name, revision="feature/x"))
    check(not do("file_exists", name, "b.txt"))
    do("create_tag", name, tag="v1.0.0", revision=commit, tag_message="first")
    do.refused(HfHubHTTPError, "create_tag", name, tag="v1.0.0")
    do("create_tag", name, tag="v1.0.0", exist_ok=True)
    found = do("list_repo_refs", name)
    check([(t.name, t.target_commit) for t in found.tags] == [("v1.0.0", commit)], found)
    check({b.name for b in found.branches} == {"main", "feature/x"}, found)
    check(do("revision_exists", name, "v1.0.0") and not do("revision_exists", name, "v2"))
    do("super_squash_history", name, branch="feature/x", commit_message="all in one")
    [only] = do("list_repo_commits", name, revision="feature/x")
    check(only.title == "all in one")
    check("b.txt" in do("list_repo_files", name, revision="feature/x"))
    do("delete_branch", name, branch="feature/x")
    do("delete_tag", name, tag="v1.0.0")
    do.refused(RevisionNotFoundError, "delete_tag", name, tag="v1.0.0")


def collections(do: Scenario, name: str) -> None:
    """A collection from its first item to its end."""
    title = f"Of {name} v1.0"
    made = do("create_collection", title, namespace="geneverse", description="d", private=False)
    slug = made.slug
    do.refused(HfHubHTTPError, "create_collection", title, namespace="geneverse")
    check(do("create_collection", title, namespace="geneverse", exists_ok=True).slug == slug)
    do("add_collection_item", slug, name, "model", note="the adapter")
    do("add_collection_item", slug, name, "dataset")
    do.refused(HfHubHTTPError, "add_collection_item", slug, name, "model")
    do("add_collection_item", slug, name, "model", exists_ok=True)
    held = do("get_collection", slug)
    check(
        [(i.item_type, i.note) for i in held.items] == [("model", "the adapter"), ("dataset", None)]
    )
    do("update_collection_item", slug, held.items[1].item_object_id, note="rows", position=0)
    check([i.item_type for i in do("get_collection", slug).items] == ["dataset", "model"])
    changed = do("update_collection_metadata", slug, title=f"{title} renamed", theme="green")
    check((changed.title, changed.theme) == (f"{title} renamed", "green"))
    check(do("get_collection", slug).slug == changed.slug != slug)
    listed = do("list_collections", owner="geneverse", item=f"models/{name}", sort="lastModified")
    check([found.slug for found in listed] == [changed.slug], listed)
    do("delete_collection_item", slug, held.items[0].item_object_id)
    do("delete_collection_item", slug, held.items[0].item_object_id, missing_ok=True)
    check([i.item_type for i in do("get_collection", slug).items] == ["dataset"])
    do("delete_collection", slug)
    do("delete_collection", slug, missing_ok=True)
    do.refused(HfHubHTTPError, "get_collection", slug)


def large_folder(do: Scenario, name: str, folder: Path) -> None:
    """Many files at once, as upload_folder and upload_large_folder send them."""
    up = folder / "up"
    (up / "deep").mkdir(parents=True)
    for number in range(12):
        (up / "deep" / f"{number}.bin").write_bytes(b"\0%d" % number * 3000)
    do("upload_folder", repo_id=name, folder_path=up, path_in_repo="many", repo_type="dataset")
    if hasattr(do.api, "upload_large_folder"):
        do(
            "upload_large_folder",
            name,
            folder_path=str(up),
            repo_type="dataset",
            print_report=False,
        )
    do("delete_folder", "many", name, repo_type="dataset")
    check("many/deep/1.bin" not in do("list_repo_files", name, repo_type="dataset"))


def main(url: str) -> None:
    """Run it all."""
    name = f"geneverse/scenario-{os.getpid()}"
    do = Scenario(url)
    with tempfile.TemporaryDirectory() as folder:
        repos(do, name)
        commit = files(do, name)
        reading(do, name, Path(folder))
        listing(do, name)
        refs(do, name, commit)
        collections(do, name)
        large_folder(do, name, Path(folder))
    for kind in ("model", "dataset"):
        do("delete_repo", name, repo_type=kind)
        check(not do("repo_exists", name, repo_type=kind))
    print(json.dumps({"version": __version__, "calls": sorted(set(do.calls)), "n": len(do.calls)}))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])

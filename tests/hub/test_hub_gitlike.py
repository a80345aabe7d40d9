"""The hub's hashes are git's own: checked against git itself where it is installed."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.server.gitlike import blob_oid, commit_oid, tree_oids

FILES = {"a.txt": b"x\n", "a/b.txt": b"", "a/c/d.txt": b"\0\1", "a-b/e.txt": b"y", "Ä.md": b"z"}


def test_blob_hash_is_known() -> None:
    """The value that git's book gives."""
    assert blob_oid(b"test content\n") == "d670460b4b4aece5915caf5c68d12f560a9fe3e4"


def test_an_empty_tree_has_gits_well_known_hash() -> None:
    assert tree_oids({})[""] == "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_tree_and_commit_are_what_git_makes_of_the_same_files(tmp_path: Path) -> None:
    """Folders that sort before and after files of a like name included."""
    files = {path.replace("a.txt", "a0.txt"): data for path, data in FILES.items()}
    for path, data in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    who = {
        f"GIT_{role}_{field}": value
        for role in ("AUTHOR", "COMMITTER")
        for field, value in {
            "NAME": "geneverse",
            "EMAIL": "geneverse@localhost",
            "DATE": "1700000000 +0000",
        }.items()
    }

    def git(*arguments: str) -> str:
        environment = {**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull}
        done = subprocess.run(
            ["git", *arguments], cwd=tmp_path, env=environment, check=True, capture_output=True
        )
        return done.stdout.decode().strip()

    git("init", "-q")
    git("-c", "core.autocrlf=false", "add", ".")
    tree = git("write-tree")
    assert tree_oids({path: blob_oid(data) for path, data in files.items()})[""] == tree
    date = datetime.fromtimestamp(1700000000, UTC)
    parent = git("commit-tree", tree, "-m", "first")
    assert commit_oid(tree, None, "geneverse", date, "first") == parent
    child = git("commit-tree", tree, "-p", parent, "-m", "title\n\nbody")
    assert commit_oid(tree, parent, "geneverse", date, "title\n\nbody") == child

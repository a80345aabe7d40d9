"""Commits on disk: ``commits/<oid>.json`` in a repo's folder, written once, never changed."""

import json
from functools import lru_cache
from pathlib import Path

from hub.durable import write_bytes
from hub.server.models import Commit


def write_commit(repo_folder: Path, commit: Commit, tmp: Path) -> None:
    """Keep a commit; it counts only once a ref points to it."""
    text = json.dumps(commit.to_json(), ensure_ascii=False)
    write_bytes(repo_folder / "commits" / f"{commit.oid}.json", text.encode(), tmp=tmp)


@lru_cache(maxsize=256)
def read_commit(commits: Path, oid: str) -> Commit:
    """A commit from the folder ``commits``; read once, as its hash stands for its content."""
    return Commit.from_json(json.loads((commits / f"{oid}.json").read_text()))

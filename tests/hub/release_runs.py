"""Releases all artefacts below a folder, and looks at what the hub was asked for."""

from pathlib import Path

from huggingface_hub import HfApi

from hub.plan import find
from hub.releases import Options, Ready, Released, carry_out, look
from hub.server import Endpoint


def run(
    root: Path, owner: str, version: str, url: str, *names: str, **options: object
) -> list[Released]:
    ready, settings = ready_of(root, owner, version, url, *names, **options)
    return carry_out(ready, version, settings)[0]


def ready_of(
    root: Path, owner: str, version: str, url: str, *names: str, **options: object
) -> tuple[list[Ready], Options]:
    settings = Options(url, root / ".release", **options)  # type: ignore[arg-type]
    return look(find(names, root, owner=owner)[0], version, settings), settings


def writes(hub: Endpoint) -> list[str]:
    """The requests that change something, e.g. ``commit gene-registry``."""
    found = []
    for seen in hub.requests():
        name = seen.route.split(".")[1]
        if name in ("commit", "add_tag", "create", "add_item", "upload"):
            parts = seen.path.split("/")
            found.append(f"{name} {parts[4]}" if name in ("commit", "add_tag") else name)
    return found


def commits(url: str, repo: str, kind: str) -> list[str]:
    listed = HfApi(endpoint=url, token=False).list_repo_commits(repo, repo_type=kind)
    return [commit.title for commit in listed]

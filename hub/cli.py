"""``geneverse release`` and ``geneverse hub serve|verify|load``: options in, a few lines out.

The token comes from the environment alone (HF_TOKEN): an option would show it to everyone on the
machine.
"""

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hub.loadback import ADAPTER, DATASET, REGISTRY, LoadRequest, load_back
from hub.release import ReleaseResult, release
from hub.server.running import TOKEN_VARIABLE, run_server
from hub.verify import verify

hub_app = typer.Typer(
    help="A loopback hub for demo, tests and offline use, and the check of a release.",
    no_args_is_help=True,
)


class RepoType(StrEnum):
    """What a repo holds."""

    dataset = "dataset"
    model = "model"


Endpoint = Annotated[
    str | None,
    typer.Option(help="URL of the hub. Without it: HF_ENDPOINT, or else huggingface.co."),
]
Version = Annotated[str, typer.Option(help="The release's tag, e.g. v0.1.0.")]
Type = Annotated[RepoType, typer.Option("--type", help="What the repo holds.")]


@hub_app.command()
def serve(
    root: Annotated[Path, typer.Option(help="Folder that the hub keeps everything in.")],
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8200,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve a hub on loopback, until Ctrl-C. It is not meant for the open network.

    Example: geneverse hub serve --root build/hub --port 8200

    Then, in another terminal: export HF_ENDPOINT=http://127.0.0.1:8200 HF_HUB_DISABLE_XET=1

    With GENEVERSE_HUB_TOKEN set, whoever writes must send that token as HF_TOKEN.
    """
    typer.echo(
        "Loopback hub for demo, tests and offline use; it is not the Hugging Face Hub.", err=True
    )
    run_server(root, port, os.environ.get(TOKEN_VARIABLE), host=host)


@hub_app.command("verify")
def verify_command(
    repo: Annotated[str, typer.Argument(help="The repo, e.g. geneverse/gene-registry.")],
    version: Version,
    type_: Type = RepoType.dataset,
    endpoint: Endpoint = None,
    folder: Annotated[
        Path | None, typer.Option(help="Compare with this local folder, too.", file_okay=False)
    ] = None,
) -> None:
    """Download a release into an empty folder and check every hash.

    Example: geneverse hub verify geneverse/gene-registry --version v0.1.0
    """
    result = verify(repo, type_.value, version, endpoint=endpoint, token=_token(), folder=folder)
    typer.echo(f"{repo} {version}: {result.files} files, {result.size:,} bytes, all as released")
    typer.echo(f"commit {result.commit}")


@hub_app.command("load")
def load_command(
    version: Version,
    endpoint: Endpoint = None,
    dataset: Annotated[str, typer.Option(help="The data set's repo.")] = DATASET,
    registry: Annotated[str, typer.Option(help="The gene registry's repo.")] = REGISTRY,
    adapter: Annotated[str, typer.Option(help="The adapter's repo.")] = ADAPTER,
    split: Annotated[str, typer.Option(help="Split to take a question from.")] = "test",
    symbol: Annotated[str | None, typer.Option(help="Gene to ask about, of that split.")] = None,
) -> None:
    """Load a release as a stranger would (fresh process, empty cache), ask it, correct its answer.

    Example: geneverse hub load --version v0.1.0 --endpoint http://127.0.0.1:8200
    """
    request = LoadRequest(
        version, dataset=dataset, registry=registry, adapter=adapter, split=split, symbol=symbol
    )
    url = endpoint or os.environ.get("HF_ENDPOINT") or "https://huggingface.co"
    typer.echo(json.dumps(load_back(url, request), indent=2, ensure_ascii=False))


def release_command(
    folder: Annotated[
        Path, typer.Argument(help="The folder to release, e.g. build/gene-registry.")
    ],
    repo: Annotated[str, typer.Option(help="The repo, e.g. geneverse/gene-registry.")],
    version: Version,
    type_: Type = RepoType.dataset,
    endpoint: Endpoint = None,
    dry_run: Annotated[bool, typer.Option(help="Show what would change; change nothing.")] = False,
    journal: Annotated[
        Path | None, typer.Option(help="File of steps by which an interrupted release goes on.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Release a folder as one version of a Hub repo: one commit, one tag, every hash read back.

    Example: geneverse release build/gene-registry --repo geneverse/gene-registry --version v0.1.0

    The token is read from HF_TOKEN. Pickles, secrets and a version that exists are refused.
    """
    result = release(
        folder,
        repo,
        type_.value,
        version,
        endpoint=endpoint,
        token=_token(),
        dry_run=dry_run,
        journal=journal,
    )
    typer.echo(_as_json(result) if as_json else _as_text(result, repo))


def _token() -> str | None:
    return os.environ.get("HF_TOKEN") or None


def _as_text(result: ReleaseResult, repo: str) -> str:
    sizes = {file.path: file.size for file in result.files}
    lines = [f"  upload  {path} ({sizes[path]:,} bytes)" for path in result.uploaded]
    lines += [f"  delete  {path}" for path in result.deleted]
    lines.append(f"  unchanged: {len(result.unchanged)} of {len(result.files)} files")
    if result.dry_run:
        would = (
            f"would upload {result.uploaded_bytes:,} bytes"
            if result.commit is None
            else "no change"
        )
        return "\n".join([f"{repo} {result.tag}, dry run: {would}", *lines])
    return "\n".join([f"{repo} {result.tag} is commit {result.commit}", *lines])


def _as_json(result: ReleaseResult) -> str:
    facts = {
        "commit": result.commit,
        "tag": result.tag,
        "files": len(result.files),
        "uploaded": result.uploaded,
        "uploaded_bytes": result.uploaded_bytes,
        "unchanged": result.unchanged,
        "deleted": result.deleted,
        "dry_run": result.dry_run,
    }
    return json.dumps(facts, indent=2)

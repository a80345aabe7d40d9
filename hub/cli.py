"""``geneverse hub serve|pull|verify|load`` and ``geneverse verify``: options in, a few lines out.

``geneverse release`` is in ``cli_release``.
"""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from hub.cli_options import Endpoint, RepoType, Version, calm_progress, token
from hub.cli_release import STATE, release_command
from hub.cli_store import check_command, token_command
from hub.loadback import ADAPTER, DATASET, REGISTRY, LoadRequest, load_back
from hub.server.running import TOKEN_VARIABLE, run_server

__all__ = ["hub_app", "release_command", "verify_command"]

hub_app = typer.Typer(
    help="A loopback hub for demo, tests and offline use; mirrors; the check of a release.",
    no_args_is_help=True,
)


hub_app.command("token")(token_command)
hub_app.command("check")(check_command)


@hub_app.command()
def serve(
    root: Annotated[
        Path, typer.Option(help="Folder that the hub keeps everything in, or a mirror.")
    ],
    port: Annotated[int, typer.Option(help="Port; 0 takes a free one.", min=0, max=65535)] = 8200,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Serve a hub on loopback, until Ctrl-C. It is not meant for the open network.

    Example: geneverse hub serve --root build/hub --port 8200

    Then, in another terminal: export HF_ENDPOINT=http://127.0.0.1:8200 HF_HUB_DISABLE_XET=1

    A mirror that `geneverse hub pull` made is served as it is. With GENEVERSE_HUB_TOKEN set,
    whoever writes must send that token as HF_TOKEN; `geneverse hub token` makes tokens of users.
    Open the address in a browser to see what is there.
    """
    from hub.mirror import is_mirror, mirror_store

    if is_mirror(root):
        root = mirror_store(root)
    typer.echo(
        "Loopback hub for demo, tests and offline use; it is not the Hugging Face Hub.", err=True
    )
    run_server(root, port, os.environ.get(TOKEN_VARIABLE), host=host)


@hub_app.command("pull")
def pull_command(
    names: Annotated[
        list[str], typer.Argument(help="Artefacts or repo ids: gene-registry, you/name.")
    ],
    version: Annotated[
        str, typer.Option(help="A release's tag, or the 40 digits of a commit, as of a base.")
    ],
    out: Annotated[Path, typer.Option(help="Folder of the mirror.", file_okay=False)],
    endpoint: Endpoint = None,
    owner: Annotated[str, typer.Option(help="Owner of bare names.")] = "geneverse",
    key: Annotated[
        Path | None, typer.Option(help="Public key that all must be signed with.", dir_okay=False)
    ] = None,
) -> None:
    """Mirror a release for a site without a network: verified, resumable, whole or nothing.

    Example: geneverse hub pull gene-registry gene-instructions --version v0.1.0 --out mirror

    Example: geneverse hub pull HuggingFaceTB/SmolLM2-135M-Instruct --version COMMIT --out mirror

    Carry the folder over, then: geneverse hub serve --root mirror
    """
    calm_progress()
    from hub.mirror import pull
    from hub.show import size

    got = pull(
        names, version, out, owner=owner, endpoint=endpoint, token=token(), key=key,
        say=lambda text: typer.echo(text, err=True),
    )  # fmt: skip
    for one in got:
        typer.echo(f"{one.title} {version}: {len(one.manifest.files)} files, "
                   f"{size(one.manifest.size)}, commit {one.commit[:12]}")  # fmt: skip
    typer.echo(f"serve them with: geneverse hub serve --root {out}")


@hub_app.command(
    "verify",
    help="The same as ``geneverse verify``.\n\n"
    "Example: geneverse hub verify gene-registry --version v0.1.0",
)
def verify_command(
    repo: Annotated[str, typer.Argument(help="The artefact or repo, e.g. gene-registry.")],
    version: Version,
    type_: Annotated[
        RepoType | None,
        typer.Option("--type", help="What the repo holds; without it, it is looked up."),
    ] = None,
    endpoint: Endpoint = None,
    folder: Annotated[
        Path | None, typer.Option(help="Compare with this local folder, too.", file_okay=False)
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="Public key that it must be signed with.", dir_okay=False)
    ] = None,
    journal: Annotated[
        Path | None, typer.Option(help="Journal of the release: is the tag where it was put?")
    ] = None,
    root: Annotated[Path, typer.Option(help="Where its journal is, without --journal.")] = Path(
        "build/demo"
    ),
) -> None:
    """Download a release into an empty folder and check hashes, record, signature and tag.

    Example: geneverse verify gene-registry --version v0.1.0
    """
    calm_progress()
    from hub.repo_names import full_id, type_on_hub
    from hub.verify import verify

    repo_id = full_id(repo)
    kind = type_.value if type_ else type_on_hub(repo_id, endpoint, token())
    result = verify(
        repo_id,
        kind,
        version,
        endpoint=endpoint,
        token=token(),
        folder=folder,
        key=key,
        journal=journal or root / STATE / "journal.json",
    )
    typer.echo(f"{repo_id} {version}: {result.files} files, {result.size:,} bytes, all as released")
    typer.echo(f"commit {result.commit}")
    typer.echo(f"checked: {', '.join(result.checks)}")
    for note in result.notes:
        typer.echo(f"not checked: {note}")


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

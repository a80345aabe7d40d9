"""``geneverse hub token`` and ``hub check``: who may use a loopback hub, and is it whole."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hub.errors import HubError


class Role(StrEnum):
    """What a token may do."""

    read = "read"
    write = "write"


Root = Annotated[
    Path, typer.Option(help="Folder of the hub, as given to serve.", exists=True, file_okay=False)
]


def token_command(
    user: Annotated[str, typer.Argument(help="Whose token it is, e.g. mary.")],
    root: Root,
    role: Annotated[Role, typer.Option(help="What it may do.")] = Role.write,
    owner: Annotated[
        list[str] | None, typer.Option(help="One more owner whose repos are theirs; * for all.")
    ] = None,
) -> None:
    """Make a token for a loopback hub. It is shown once; the hub keeps its hash alone.

    Example: geneverse hub token mary --root build/hub --role write --owner geneverse

    A hub without tokens is open to all who reach it. From the first token on, others only read, and
    private repos are there for their owners alone. Give it to clients as HF_TOKEN.
    """
    from hub.server.accounts import Accounts
    from hub.server.storage import Store

    typer.echo(Accounts(Store(root).root).add(user, role.value, owner or []))


def check_command(
    root: Root,
    clean: Annotated[
        bool, typer.Option(help="Remove what nothing refers to; only while no hub runs.")
    ] = False,
) -> None:
    """Read a whole hub and compare every hash: contents, commits, branches, tags.

    Example: geneverse hub check --root build/hub

    A killed hub may leave contents and commits that nothing refers to: --clean removes them.
    """
    from hub.server import check_store
    from hub.server.storage import Store

    store = Store(root)
    report = check_store.check_store(store)
    typer.echo(
        f"{report.repos} repos, {report.commits} commits, {report.contents} contents, all read"
    )
    for problem in report.problems:
        typer.echo(f"  {problem}", err=True)
    if report.problems:
        raise HubError(
            f"{root} has {len(report.problems)} problems, see above: take the hub from a copy, or "
            "release again into a new folder"
        )
    typer.echo(f"not referred to: {len(report.unused)} files, {report.unused_bytes:,} bytes")
    if clean:
        typer.echo(f"removed: {check_store.clean(store, report)} files")

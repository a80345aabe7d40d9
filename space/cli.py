"""``geneverse space``: run the demo Space at home, or lay out its repo."""

import os
from pathlib import Path
from typing import Annotated

import typer

from space.pinned import MODEL, REGISTRY

space_app = typer.Typer(help="The demo Space: ask a gene in the browser.", no_args_is_help=True)
ADAPTER = "smollm2-135m-gene-grounded-lora"


@space_app.command("run")
def run_command(
    root: Annotated[
        Path | None, typer.Option(help="Folder that `geneverse demo` wrote: its model, registry.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Folder, or Hub id@revision.")] = None,
    base: Annotated[str | None, typer.Option(help="Instead of the base that it names.")] = None,
    registry: Annotated[str | None, typer.Option(help="Folder, or Hub id@revision.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to bind to; loopback if none.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; the first free one from 7860.")] = None,
) -> None:
    """Open the page on this machine; stop it with Ctrl-C.

    Example: geneverse space run --root build/demo

    Without options it takes model and registry from the Hub, at the revisions of this release.
    """
    found = _built(root) if root else {}
    given = {
        "GENEVERSE_MODEL": model,
        "GENEVERSE_BASE": base,
        "GENEVERSE_REGISTRY": registry,
    }
    os.environ.update(found | {name: value for name, value in given.items() if value})
    from space.app import main

    print(f"opening the page on port {port or 'from 7860'}; model and registry load behind it")
    main(host, port)


@space_app.command("write")
def write_command(
    out: Annotated[Path, typer.Argument(help="Folder to make, for example build/spaces/demo.")],
    model: Annotated[str, typer.Option(help="Hub id@revision that it is pinned to.")] = MODEL,
    registry: Annotated[str, typer.Option(help="Hub id@revision it is pinned to.")] = REGISTRY,
) -> None:
    """Lay out the Space's repo, which runs alone; `geneverse card` writes its README.md.

    Example: geneverse space write build/demo/spaces/demo
    """
    from space.publish import write_space_repo

    print(write_space_repo(out, model=model, registry=registry))


def _built(root: Path) -> dict[str, str]:
    """What a demo folder has; what it has not comes from the Hub."""
    places = {
        "GENEVERSE_MODEL": root / ADAPTER,
        "GENEVERSE_REGISTRY": root / "data" / "gene-registry",
        "GENEVERSE_BASE": next(iter(sorted((root / "base").glob("SmolLM2*"))), root / "base"),
    }
    return {name: str(path) for name, path in places.items() if path.is_dir()}

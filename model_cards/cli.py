"""``geneverse card``: render and check the README.md of a folder that is to be released."""

from pathlib import Path
from typing import Annotated

import typer

from model_cards.errors import CardError


def card_command(
    folder: Annotated[Path, typer.Argument(help="Folder of a data set, a registry or an adapter.")],
    repo: Annotated[str, typer.Option(help="Hub id that the folder is released as.")] = "",
    version: Annotated[str, typer.Option(help="Version that the card's lines load.")] = "",
    scores: Annotated[
        Path | None, typer.Option(help="Scores file of `geneverse score` (adapters).")
    ] = None,
    recipe: Annotated[
        Path | None, typer.Option(help="Recipe that was trained (adapters; default: its own).")
    ] = None,
    answers: Annotated[
        list[Path] | None, typer.Option(help="Answers file for the examples; repeat for more.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Data set folder to check the training against (adapters).")
    ] = None,
    data_version: Annotated[
        str | None, typer.Option(help="Tag that the data set of --data is released as.")
    ] = None,
    model_name: Annotated[
        str | None, typer.Option(help="The adapter's name in the scores file.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Check the card that is there; write nothing.")
    ] = False,
) -> None:
    """Write README.md of a folder from its own files, and check it by the Hub's rules.

    What the folder holds is found out by its content. A number stands in the card only if a file
    holds it: without --scores the card of an adapter says "not measured yet".

    Example: geneverse card gene-registry --repo geneverse/gene-registry --version v0.1.0
    """
    from model_cards import render
    from model_cards.facts import Facts
    from model_cards.validate import kind_of, validate_card

    kind = kind_of(folder)
    if check:
        validate_card(folder)
        print(f"{folder / 'README.md'}: no problem found")
        return
    if kind == "dataset":
        path = render.render_dataset_card(folder, repo_id=repo, version=version)
    elif kind == "registry":
        path = render.render_registry_card(folder, repo_id=repo, version=version)
    else:
        facts = Facts.read(folder / "geneverse.json", "geneverse train")
        own = Path(facts.need("recipe", kind=str))
        if recipe is None and not own.is_file():
            raise CardError(f"the recipe {own} is not here; name it with --recipe")
        content = None
        if data is not None:
            content = Facts.read(data / "geneverse.json", "geneverse data genes").data
        path = render.render_model_card(
            folder,
            recipe or own,
            scores,
            content,
            repo_id=repo,
            version=version,
            answers=answers or (),
            model_name=model_name,
            data_version=data_version,
        )
    print(f"{kind} card: {path} ({path.stat().st_size:,} bytes, checked)")

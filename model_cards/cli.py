"""``geneverse card``: render and check the README.md of a folder that is to be released."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from model_cards.errors import CardError

_Text = str | None
RESULTS = Path("docs/results/correct.json")


def card_command(
    folder: Annotated[
        Path, typer.Argument(help="Folder of a data set, registry, model, pipeline, metric, Space.")
    ],
    repo: Annotated[str, typer.Option(help="Hub id that the folder is released as.")] = "",
    version: Annotated[str, typer.Option(help="Version that the card's lines load.")] = "",
    scores: Annotated[
        Path | None, typer.Option(help="Scores file of `geneverse score` (models, metrics).")
    ] = None,
    recipe: Annotated[
        Path | None, typer.Option(help="Recipe that was trained (models; default: its own).")
    ] = None,
    answers: Annotated[
        list[Path] | None, typer.Option(help="Answers file for the examples; repeat for more.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Data set folder to check the training against (adapters).")
    ] = None,
    data_version: Annotated[
        _Text, typer.Option(help="Tag that the data set of --data is released as.")
    ] = None,
    model_name: Annotated[
        _Text, typer.Option(help="The adapter's name in the scores file.")
    ] = None,
    pipeline_version: Annotated[
        _Text, typer.Option(help="Tag of the gene pipeline; without it, models do not name it.")
    ] = None,
    new_version: Annotated[
        _Text, typer.Option(help="Hub id of the model that takes this one's place.")
    ] = None,
    results: Annotated[
        Path, typer.Option(help="Results of the correction's benchmark (pipeline).")
    ] = RESULTS,
    adapter_version: Annotated[
        _Text, typer.Option(help="Tag of the adapter in the pipeline's lines (default: --version).")
    ] = None,
    merged: Annotated[
        _Text, typer.Option(help="Hub id of merged weights with the pipeline (pipeline).")
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
    from model_cards.validate import kind_of

    if check:
        _check(folder)
        return
    kind = kind_of(folder)
    names = {"repo_id": repo, "version": version}
    if kind == "dataset":
        path = render.render_dataset_card(folder, **names)
    elif kind == "registry":
        path = render.render_registry_card(folder, **names)
    elif kind == "pipeline":
        path = render.render_pipeline_card(
            folder, results, **names, adapter_version=adapter_version, merged_id=merged
        )
    elif kind == "metric":
        path = render.render_metric_card(folder, **names, scores=scores)
    elif kind == "space":
        path = render.render_space_card(folder, **names)
    else:
        options: dict[str, Any] = {
            **names,
            "answers": answers or (),
            "model_name": model_name,
            "pipeline_version": pipeline_version,
            "new_version": new_version,
        }
        trained = recipe or _own_recipe(folder)
        if kind == "merged":
            path = render.render_merged_card(folder, trained, scores, **options)
        else:
            content = None if data is None else _content(data)
            path = render.render_model_card(
                folder, trained, scores, content, data_version=data_version, **options
            )
    print(f"{kind} card: {path} ({path.stat().st_size:,} bytes, checked)")
    _warn(path)


def _own_recipe(folder: Path) -> Path:
    from model_cards.facts import Facts

    own = Path(Facts.read(folder / "geneverse.json", "geneverse train").need("recipe", kind=str))
    if not own.is_file():
        raise CardError(f"the recipe {own} is not here; name it with --recipe")
    return own


def _content(data: Path) -> dict[str, Any]:
    from model_cards.facts import Facts

    return dict(Facts.read(data / "geneverse.json", "geneverse data genes").data)


def _check(folder: Path) -> None:
    """The card that is there: by our own rules if the folder is ours, else by the Hub's."""
    from model_cards.validate import validate_folder

    validate_folder(folder)
    print(f"{folder / 'README.md'}: no problem found")
    _warn(folder / "README.md")


def _warn(readme: Path) -> None:
    from model_cards.validate import kind_of, repo_type_of, validate_card

    text = readme.read_text(encoding="utf-8")
    kind = repo_type_of(kind_of(readme.parent))
    for problem in validate_card(text, kind, folder=readme.parent, warnings=True):
        print(f"  {problem.level}: {problem}")


def collection_command(
    repos: Annotated[
        list[str], typer.Argument(help="Each as kind=id, for example registry=geneverse/x.")
    ],
    version: Annotated[str, typer.Option(help="The release that the collection holds.")],
    namespace: Annotated[str, typer.Option(help="Owner of the collection.")] = "geneverse",
) -> None:
    """Print title, description and notes of the collection of a release, as JSON.

    Example: geneverse collection registry=geneverse/gene-registry --version v0.1.0
    """
    from model_cards.render import collection_facts

    parts = [text.partition("=") for text in repos]
    items = [{"kind": kind, "id": name} for kind, _, name in parts]
    print(json.dumps(collection_facts(items, namespace=namespace, version=version), indent=2))

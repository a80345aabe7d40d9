"""The front door: one command line, a sub-command per room. No logic lives here.

``geneverse data genes --out build/data`` is ``datasets_builders.cli``, and so on. Errors that a
room names are printed as one line on stderr with exit code 1; Ctrl-C ends with 130.
"""

import errno
import sys
from collections.abc import Callable

import typer

from datasets_builders.cli import data_app
from datasets_builders.errors import DataError
from demo.story import demo_command
from eval.cli import answer_command, baseline_command, report_command, score_command
from eval.errors import EvalError
from hub.cli import hub_app, release_command, verify_command
from hub.errors import HubError
from model_cards.cli import card_command, collection_command
from model_cards.errors import CardError
from postprocess.cli import correct_command, gene_command, registry_app
from postprocess.errors import PostprocessError
from postprocess.pipeline_cli import describe_command, pipeline_app
from recipes.cli import recipe_app, train_command
from recipes.errors import RecipeError
from space.cli import space_app

INTERRUPTED = 130
ROOM_ERRORS = (DataError, RecipeError, EvalError, PostprocessError, CardError, HubError)

app = typer.Typer(
    name="geneverse",
    help="Open language models for genes and proteins: data, training, answers, scores, releases.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(data_app, name="data")
app.add_typer(recipe_app, name="recipe")
app.add_typer(hub_app, name="hub")
app.add_typer(registry_app, name="registry")
app.add_typer(pipeline_app, name="pipeline")
app.add_typer(space_app, name="space")
COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo_command,
    "train": train_command,
    "answer": answer_command,
    "baseline": baseline_command,
    "correct": correct_command,
    "gene": gene_command,
    "describe": describe_command,
    "score": score_command,
    "report": report_command,
    "card": card_command,
    "collection": collection_command,
    "release": release_command,
    "verify": verify_command,
}
for name, command in COMMANDS.items():
    app.command(name)(command)


def main() -> None:
    """Run the command line; an error that a room names is one line and exit code 1."""
    try:
        app()
    except SystemExit as exit_:
        if exit_.code == INTERRUPTED:  # Typer turns Ctrl-C into this code
            print("what was finished is kept; run the same command to go on", file=sys.stderr)
        raise
    except ROOM_ERRORS as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        where = error.filename or "the output folder"
        print(
            f"error: no space left on the disk at {where}; free some and run again", file=sys.stderr
        )
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()

"""Options that several commands of this room share.

The token comes from the environment alone (HF_TOKEN): an option would show it to everyone on the
machine.
"""

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer


class RepoType(StrEnum):
    """What a repo holds."""

    dataset = "dataset"
    model = "model"
    space = "space"


Endpoint = Annotated[
    str | None,
    typer.Option(help="URL of the hub. Without it: HF_ENDPOINT, or else huggingface.co."),
]
Version = Annotated[str, typer.Option(help="The release's tag, e.g. v0.1.0.")]


def token() -> str | None:
    """HF_TOKEN, if it is set."""
    return os.environ.get("HF_TOKEN") or None


def calm_progress() -> None:
    """Progress bars are for people: none where stderr is a file or a log."""
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")

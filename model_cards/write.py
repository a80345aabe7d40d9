"""From front matter and template to README.md, written whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huggingface_hub import CardData

from eval.table import TITLES
from model_cards.markdown import cell, fenced, table
from model_cards.validate import Kind, check_card

TEMPLATES = Path(__file__).parent / "templates"


def render_text(front: CardData, template: str, context: Mapping[str, Any]) -> str:
    """The text of a card: ``front`` as YAML between dashes, then ``template`` with ``context``.

    A name that the context lacks is an error of ours and stops the rendering.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=False,  # Markdown, not HTML; table() escapes its cells
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"thousands": lambda n: f"{n:,}", "cell": cell, "fenced": fenced}
    environment.filters["title_of"] = lambda metric: TITLES.get(metric, metric)
    environment.globals["table"] = table
    body = environment.get_template(template).render(context)
    return f"---\n{front.to_yaml()}\n---\n\n{body.strip()}\n"


def save_card(text: str, folder: Path, kind: Kind) -> Path:
    """Check the card, then put it in ``folder/README.md`` in place of what stood there."""
    check_card(text, folder, kind)
    return save_text(text, folder / "README.md")


def save_text(text: str, path: Path) -> Path:
    """Put a text in place of what stood there, whole or not at all."""
    temporary = path.parent / f".{path.name}.{os.getpid()}.tmp"
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path

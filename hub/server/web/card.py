"""A card's text as HTML, and its widget examples, for a page.

Raw HTML in a card is shown, not obeyed; links that could run something are dropped (both by
markdown-it). Relative links and pictures lead to the files of the same revision; a picture of
another host becomes a link, as pages load nothing from outside.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from posixpath import normpath
from typing import Any
from urllib.parse import quote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from hub.server.cards import FRONT
from hub.server.repo_info import listed

_OUTSIDE = re.compile(r"^(https?:)?//", re.IGNORECASE)


@dataclass(frozen=True)
class Example:
    """A widget example: what is asked, what came back (text, labels with scores, a picture)."""

    title: str
    prompt: str
    answer: str
    scores: Sequence[tuple[str, float]] = ()
    picture: str = ""


def card_html(text: str, base: str, revision: str) -> Markup:
    """The card without its metadata.

    Args:
        base: the repo's page, e.g. ``/datasets/geneverse/gene-registry``.
        revision: what relative links lead to, e.g. ``v0.1.0``.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    tokens = parser.parse(FRONT.sub("", text, count=1))
    for token in tokens:
        for child in token.children or ():
            _lead_home(child, base, revision)
    # markdown-it escaped every text and attribute itself.
    return Markup(parser.renderer.render(tokens, parser.options, {}))


def _lead_home(token: Token, base: str, revision: str) -> None:
    if token.type == "link_open":
        target = str(token.attrs.get("href", ""))
        token.attrs["href"] = file_url(target, base, revision, "blob")
        if _OUTSIDE.match(target):
            token.attrs["rel"] = "noreferrer"
    elif token.type == "image":
        source = str(token.attrs.get("src", ""))
        if urlsplit(source).scheme or _OUTSIDE.match(source):
            token.type, token.tag, token.children = "text", "", None
            token.content = f"[picture: {token.content or source}]"
        else:
            token.attrs["src"] = file_url(source, base, revision, "resolve")


def file_url(target: str, base: str, revision: str, view: str) -> str:
    """Where a relative link leads: a file of the repo. Others stay as they are."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path or target.startswith(("/", "#")):
        return target
    path = normpath(parts.path).lstrip("./")
    return f"{base}/{view}/{quote(revision, safe='')}/{quote(path, safe='/%')}"


def examples(card: Mapping[str, Any], base: str, revision: str) -> list[Example]:
    """The widget examples of a card's metadata that can be shown; others are left out."""
    found = []
    widget = card.get("widget")
    for number, item in enumerate(widget if isinstance(widget, list) else (), start=1):
        if not isinstance(item, Mapping):
            continue
        output = item.get("output")
        title = str(item.get("example_title") or f"Example {number}")
        source = str(item.get("src") or "")
        outside = not source or _OUTSIDE.match(source)
        found.append(
            Example(
                title,
                prompt=str(item.get("text") or _talk(item.get("messages"))),
                answer=str(output.get("text") or "") if isinstance(output, Mapping) else "",
                scores=_scores(output),
                picture="" if outside else file_url(source, base, revision, "resolve"),
            )
        )
    return found


def _talk(messages: Any) -> str:
    """A conversation as text; a picture in it is named."""
    lines = []
    for message in messages if isinstance(messages, list) else ():
        content = message.get("content") if isinstance(message, Mapping) else None
        if isinstance(content, list):
            content = " ".join(
                str(part.get("text", f"[{part.get('type', 'part')}]"))
                for part in content
                if isinstance(part, Mapping)
            )
        lines.append(str(content or ""))
    return "\n\n".join(lines)


def _scores(output: Any) -> list[tuple[str, float]]:
    found = []
    for item in output if isinstance(output, list) else ():
        if isinstance(item, Mapping) and isinstance(item.get("score"), int | float):
            found.append((str(item.get("label", "")), float(item["score"])))
    return found


def results(card: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The scores of a card's ``model-index``: (data set, metric, value as it stands there)."""
    rows = []
    for model in _mappings(card.get("model-index")):
        for result in _mappings(model.get("results")):
            dataset = result.get("dataset")
            name = str(dataset.get("name") or "") if isinstance(dataset, Mapping) else ""
            for metric in _mappings(result.get("metrics")):
                value = metric.get("value")
                shown = f"{value:.3g}" if isinstance(value, float) else str(value)
                rows.append((name, str(metric.get("name") or metric.get("type") or ""), shown))
    return rows


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, Mapping)]


def facts(card: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """What a card says about itself, for the table beside it."""
    names = {
        "license": "Licence",
        "language": "Language",
        "task_categories": "Task",
        "pipeline_tag": "Task",
        "library_name": "Library",
        "size_categories": "Rows",
        "base_model_relation": "Made by",
        "sdk": "SDK",
    }
    found = [(name, listed(card.get(key))) for key, name in names.items()]
    return [(name, values) for name, values in found if values]

"""Rules for the text of a card: a title, nothing left over, no local path, pictures that exist."""

import re
from collections.abc import Iterator
from pathlib import Path as File

from model_cards.front import Front
from model_cards.problem import Problem

_LOCAL_PATH = re.compile(r"(?<![\w/.:-])/(?:home|Users|tmp|mnt|var)/[^\s\"'`)]+|[A-Z]:\\\\?\w+")
_FENCED = re.compile(r"^(`{3,})[^\n]*\n.*?^\1$", re.DOTALL | re.MULTILINE)
_OPEN_FENCE = re.compile(r"^(`{3,})", re.MULTILINE)
_LEFT_OVER = re.compile(r"\{\{ |\{% |More Information Needed|\bTODO\b")
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)")


def text_rules(front: Front, text: str, folder: File | None) -> Iterator[Problem]:
    """Problems of the body; what stands in code fences is an answer or a line, and left alone."""
    body, first = front.body, front.body_line
    if not re.search(r"^# \S", body, re.MULTILINE):
        yield Problem(
            "title-missing", ("text",), "no title", "begin it with a line `# name`", line=first
        )
    # What a model answered may hold anything; blank it, so that lines keep their numbers.
    prose = _FENCED.sub(lambda m: "\n" * m[0].count("\n"), body)
    for hit in _LEFT_OVER.finditer(prose):
        yield Problem(
            "left-over",
            ("text",),
            f"{hit[0]!r} was left over",
            "fill it in",
            line=first + prose[: hit.start()].count("\n"),
        )
    fence = _OPEN_FENCE.search(prose)
    if fence is not None:
        yield Problem(
            "fence-open",
            ("text",),
            "a code fence is opened and never closed",
            f"close it by a line {fence[1]}",
            line=first + prose[: fence.start()].count("\n"),
        )
    for hit in _LOCAL_PATH.finditer(text):
        yield Problem(
            "local-path",
            ("text",),
            f"a path of the machine: {hit[0]}",
            "it means nothing to others, take it out",
            line=1 + text[: hit.start()].count("\n"),
        )
    yield from _pictures(prose, first, folder)


def _pictures(prose: str, first: int, folder: File | None) -> Iterator[Problem]:
    for hit in _PICTURE.finditer(prose):
        line = first + prose[: hit.start()].count("\n")
        if not hit[1].strip():
            yield Problem(
                "picture-silent",
                ("text",),
                f"the picture {hit[2]} has no description",
                "say in the brackets what it shows",
                "warning",
                line,
            )
        remote = hit[2].startswith(("http://", "https://", "data:"))
        if folder is not None and not remote and not (folder / hit[2]).is_file():
            yield Problem(
                "picture-absent",
                ("text",),
                f"the picture {hit[2]} is not in {folder.name}",
                "put it there, or take it out",
                line=line,
            )

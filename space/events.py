"""What happens on the page: from what was typed to HTML. No Gradio here, so it is tested as it is.

One value: ``list(Events(desk).ask("p53"))[-1]`` is ``Shown(html="...", candidates=())``.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from postprocess.errors import PostprocessError
from space.batch import read_file, read_names, table_html, to_csv, to_json
from space.desk import Desk, Writing
from space.panel import correction_html, message_html, result_html, writing_html

MAX_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: a panel, and symbols to ask instead."""

    html: str
    candidates: tuple[str, ...] = ()


class Events:
    """The page's events over one desk. Errors that a user can mend are shown, never raised."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def ask(self, question: str) -> Iterator[Shown]:
        """The panel while the model writes, and at last that of the result."""
        if not (question or "").strip():
            yield Shown(message_html("Type a gene's symbol, for example GLI1."))
            return
        try:
            for step in self.desk.stream(question):
                if isinstance(step, Writing):
                    yield Shown(writing_html(step.text, step.record))
                else:
                    candidates = tuple(step["candidates"][:MAX_CANDIDATES])
                    yield Shown(result_html(step), candidates)
        except PostprocessError as error:
            yield Shown(message_html(str(error)))

    def correct(self, text: str, symbol: str) -> str:
        """The panel of a text of any origin."""
        if not (text or "").strip():
            return message_html("Paste an answer first; any model's will do.")
        try:
            return correction_html(text, self.desk.correct(text, symbol))
        except PostprocessError as error:
            return message_html(str(error))

    def batch(self, text: str, file: str | None) -> Iterator[tuple[str, str | None, str | None]]:
        """The table as it grows, and at last the paths of its CSV and JSON files.

        The files are there until the iterator goes on, which is when Gradio has its own copies.
        """
        try:
            given = "\n".join([text or "", read_file(Path(file)) if file else ""])
            names = read_names(given)
            results: list[dict[str, object]] = []
            yield table_html(results, len(names)), None, None
            for some in self.desk.answer_all(names):
                results += some
                yield table_html(results, len(names)), None, None
        except PostprocessError as error:
            yield message_html(str(error)), None, None
            return
        with tempfile.TemporaryDirectory(prefix="genes-") as folder:
            paths = [Path(folder) / "answers.csv", Path(folder) / "answers.json"]
            paths[0].write_text(to_csv(results), encoding="utf-8")
            paths[1].write_text(to_json(results), encoding="utf-8")
            yield table_html(results, len(names)), str(paths[0]), str(paths[1])

    async def state(self) -> AsyncIterator[str]:
        """The line on model and registry, again when they are loaded."""
        yield self.state_html()
        while not self.desk.loaded.is_set():
            await asyncio.sleep(0.5)
        yield self.state_html()

    def state_html(self) -> str:
        """What is loaded, at which version; what is missing, and what works all the same."""
        desk = self.desk
        if not desk.loaded.is_set():
            return _state(
                "Model and registry are being loaded; this takes up to a minute …", "busy"
            )
        if desk.registry_error:
            return _state(f"The gene registry is not there: {desk.registry_error}", "warn")
        registry = desk.registry
        dated = f" of {registry.version}" if registry.version else ""
        genes = f"{len(registry):,} genes"
        facts = f"Registry: {desk.places.registry}{dated}, {genes}."
        if not desk.has_model:
            return _state(
                "The model is not there, so nothing can be written: records, look-ups and the "
                f"correction of your own text work. Model: {desk.places.model} "
                f"({desk.model_error}). {facts}",
                "warn",
            )
        return _state(f"Model: {desk.places.model}. {facts}", "plain")


def _state(text: str, tone: str) -> str:
    return f'<div class="gv"><p class="gv-state gv-{tone}" role="status">{escape(text)}</p></div>'

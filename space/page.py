"""The page: Gradio's parts, and which event fills which. What happens is in ``events``.

``build_page(desk)`` gives the ``gr.Blocks``; ``serving.serve`` puts it on a port.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import gradio as gr

from postprocess.question import MAX_QUESTION
from space.desk import MAX_BATCH, MAX_TEXT, Desk
from space.events import MAX_CANDIDATES, Events
from space.examples import QUESTIONS, TEXTS
from space.marking import sites
from space.pictures import pictures_html

TITLE = "Ask a gene"
_HEAD = (
    '<div class="gv gv-title"><h1>Ask a gene</h1><p>A small language model writes what a human '
    "gene does from the gene's record; what it writes is checked against the gene registry, "
    "and every change is shown.</p></div>"
)
_FOOT = (
    f'<div class="gv gv-foot"><p>Identifiers are linked to {sites()}. Correction compares '
    "identifiers, names and places with the registry; whether the function that an answer states "
    "is true, no program here can tell. A research tool: no answer is medical advice.</p></div>"
)
_MODEL = {"concurrency_limit": 1, "concurrency_id": "model"}
_LIGHT = {"concurrency_limit": 4, "concurrency_id": "registry"}
_QUIET = {"show_progress": "hidden", "api_visibility": "private"}


def build_page(desk: Desk) -> gr.Blocks:
    """The page over a desk; nothing is loaded here."""
    events = Events(desk)
    with gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=(3600, 3600)) as page:
        gr.HTML(_HEAD)
        state = gr.HTML(events.state_html(), elem_id="state")
        with gr.Tabs():
            with gr.Tab("Ask"):
                _ask_tab(events)
            with gr.Tab("Several"):
                _batch_tab(events)
            with gr.Tab("Your text"):
                _correct_tab(events)
            with gr.Tab("Pictures"):
                gr.HTML(pictures_html(desk.places.pictures), elem_id="pictures")
        gr.HTML(_FOOT)

        async def told() -> AsyncIterator[str]:
            async for html in events.state():
                yield html

        page.load(told, None, state, concurrency_limit=None, **_QUIET)
        _scripts(desk)
    page.queue(max_size=24, default_concurrency_limit=2)
    return page


def _ask_tab(events: Events) -> None:
    with gr.Row(elem_classes="gv-ask"):
        question = gr.Textbox(
            label="Symbol, alias, identifier or question",
            placeholder="GLI1, p53, ENSG00000139618, MIM:165220 …",
            max_length=MAX_QUESTION,
            lines=1,
            max_lines=4,
            scale=5,
            elem_id="question",
            autofocus=True,
        )
        button = gr.Button("Ask", variant="primary", scale=1, min_width=110, elem_id="ask")
    with gr.Row(elem_classes="gv-examples"):
        gr.HTML('<span class="gv-muted">Try</span>', elem_classes="gv-tight")
        examples = [gr.Button(name, size="sm", min_width=40) for name in QUESTIONS]
    with gr.Row(elem_classes="gv-examples", elem_id="candidates", visible=False) as near:
        gr.HTML('<span class="gv-muted">Ask instead</span>', elem_classes="gv-tight")
        buttons = [
            gr.Button("", size="sm", min_width=40, visible=False, variant="secondary")
            for _ in range(MAX_CANDIDATES)
        ]
    answer = gr.HTML(elem_id="answer")

    def shown(text: str) -> Iterator[list[Any]]:
        for step in events.ask(text):
            names = step.candidates
            yield [step.html, gr.update(visible=bool(names)), *_named(names)]

    outputs = [answer, near, *buttons]
    gr.on(
        [button.click, question.submit], shown, question, outputs, api_name="panel",
        **_MODEL, **(_QUIET | {"api_visibility": "undocumented"}),
    )  # fmt: skip
    for one in [*examples, *buttons]:
        one.click(_same, one, question, queue=False, **_QUIET).then(
            shown, question, outputs, **_MODEL, **_QUIET
        )


def _batch_tab(events: Events) -> None:
    with gr.Row(equal_height=True):
        names = gr.Textbox(
            label=f"One gene a line, {MAX_BATCH} at most",
            placeholder="GLI1\np53\nENSG00000139618",
            lines=6,
            max_lines=12,
            max_length=8000,
            scale=3,
            elem_id="names",
        )
        file = gr.File(
            label="or a text file",
            file_types=[".txt", ".csv", ".tsv"],
            type="filepath",
            height=170,
            scale=2,
        )
    button = gr.Button("Describe them", variant="primary", elem_id="describe")
    table = gr.HTML(elem_id="table")
    with gr.Row():
        as_csv = gr.DownloadButton("CSV", interactive=False, size="sm")
        as_json = gr.DownloadButton("JSON", interactive=False, size="sm")

    def run(text: str, path: str | None) -> Iterator[list[Any]]:
        for html, csv, json in events.batch(text, path):
            # Shown all the time: hidden ones, shown at the end, stop the browser (Gradio 6.10).
            files = [gr.update(value=made, interactive=made is not None) for made in (csv, json)]
            yield [html, *files]

    button.click(
        run, [names, file], [table, as_csv, as_json], api_name="table",
        **_MODEL, **(_QUIET | {"api_visibility": "undocumented"}),
    )  # fmt: skip


def _correct_tab(events: Events) -> None:
    text = gr.Textbox(
        label="An answer about a gene, from any model",
        lines=6,
        max_lines=20,
        max_length=MAX_TEXT,
        elem_id="text",
    )
    with gr.Row(elem_classes="gv-ask"):
        symbol = gr.Textbox(
            label="Its gene, where the text does not tell",
            placeholder="left empty, it is read from the text",
            max_length=100,
            scale=5,
            elem_id="symbol",
        )
        button = gr.Button("Correct", variant="primary", scale=1, min_width=110, elem_id="correct")
    with gr.Row(elem_classes="gv-examples"):
        gr.HTML('<span class="gv-muted">Try</span>', elem_classes="gv-tight")
        examples = [
            gr.Button(f"Example {n + 1}", size="sm", min_width=40) for n in range(len(TEXTS))
        ]
    panel = gr.HTML(elem_id="corrected")
    gr.on(
        [button.click, symbol.submit],
        events.correct,
        [text, symbol],
        panel,
        api_name="corrected",
        **_LIGHT,
        **_QUIET,
    )
    for button, given in zip(examples, TEXTS, strict=True):
        button.click(_always(given), None, [text, symbol], queue=False, **_QUIET).then(
            events.correct, [text, symbol], panel, api_name=False, **_LIGHT, **_QUIET
        )


def _scripts(desk: Desk) -> None:
    """Two functions for programs: ``Client(url).predict("p53", api_name="/answer")``."""

    def answer(question: str) -> dict[str, Any]:
        """The pipeline's result of one question, as JSON."""
        return desk.answer(question)

    def correct(text: str, symbol: str = "") -> dict[str, Any]:
        """A corrected text with its edits, as JSON."""
        done = desk.correct(text, symbol)
        edits = [edit.to_json() for edit in done.edits]
        return {
            "text": done.text,
            "edits": edits,
            "symbol": done.symbol,
            "unverified": list(done.unverified),
        }

    gr.api(answer, api_name="answer", **_MODEL)
    gr.api(correct, api_name="correct", **_LIGHT)


def _named(names: tuple[str, ...]) -> list[Any]:
    shown = [gr.update(value=name, visible=True) for name in names]
    return shown + [gr.update(value="", visible=False)] * (MAX_CANDIDATES - len(names))


def _same(value: str) -> str:
    return value


def _always(value: tuple[str, str]) -> Any:
    return lambda: value

"""Rules for the front matter of a model (hub-docs, modelcard.md; huggingface_hub's reader)."""

from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any

from model_cards.known import HIDDEN_IN_MODELS, RELATIONS, TASKS
from model_cards.licences import NOTICE, OBLIGATIONS, licence_conflict
from model_cards.problem import Path, Problem
from model_cards.rules_common import items, one_of, repo_ids
from model_cards.rules_results import is_number, result_rules

_INPUTS = ("text", "messages", "src", "prompt", "source_sentence", "structured_data", "table")


def model_rules(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Base and relation, licence of the base, task, widget, emissions, scores."""
    yield from repo_ids(data, "base_model", "base-model")
    yield from repo_ids(data, "datasets", "dataset-id", list_needed=True)
    yield from repo_ids(data, "new_version", "new-version")
    yield from one_of(data, "base_model_relation", RELATIONS, "relation")
    yield from one_of(data, "pipeline_tag", set(TASKS) - HIDDEN_IN_MODELS, "pipeline-tag")
    yield from _relation(data)
    yield from _licence_of_base(data)
    for key in ("library_name", "pipeline_tag"):
        if key in data and not isinstance(data[key], str):
            yield Problem("text-needed", (key,), f"{data[key]!r} is no text", "write one text")
    yield from _inference(data)
    yield from _widget(data)
    yield from _emissions(data)
    yield from result_rules(data)


def _relation(data: Mapping[str, Any]) -> Iterator[Problem]:
    relation, bases = data.get("base_model_relation"), list(items(data, "base_model"))
    path: Path = ("base_model_relation",)
    if relation and not bases:
        yield Problem("relation-of-nothing", path, "there is no base_model", "name the base")
    if relation == "merge" and len(bases) == 1:
        yield Problem(
            "merge-of-one",
            path,
            "a merge of one model",
            "list every model that was merged under base_model",
            "warning",
        )


def _licence_of_base(data: Mapping[str, Any]) -> Iterator[Problem]:
    for _, licence in items(data, "license"):
        for _, base in items(data, "base_model"):
            conflict = licence_conflict(str(licence), str(base))
            if conflict:
                yield Problem(
                    "licence-of-base", ("license",), f"{licence!r}: {conflict}", "write that one"
                )


def notice_rules(data: Mapping[str, Any], folder: File) -> Iterator[Problem]:
    """Meta and Google ask for a text file with their notice beside whatever is made of a base."""
    path = folder / NOTICE
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    for where, licence in items(data, "license"):
        wanted = OBLIGATIONS[licence].notice if str(licence) in OBLIGATIONS else ""
        if wanted and data.get("base_model") and wanted not in text:
            yield Problem(
                "notice-missing",
                where,
                f"{licence} asks for a file {NOTICE} with a certain line, and it is not there",
                f"write into {NOTICE}: {wanted}",
            )


def title_rules(data: Mapping[str, Any], title: str, line: int) -> Iterator[Problem]:
    """Meta's licences since Llama 3 ask that the name of a derivative begins with Llama."""
    for _, licence in items(data, "license"):
        prefix = OBLIGATIONS[licence].prefix if str(licence) in OBLIGATIONS else ""
        if prefix and data.get("base_model") and not title.startswith(prefix):
            yield Problem(
                "llama-name",
                ("text",),
                f"the title {title!r} does not begin with {prefix!r}, as {licence} asks",
                f"begin it with {prefix}",
                line=line,
            )


def _inference(data: Mapping[str, Any]) -> Iterator[Problem]:
    value = data.get("inference")
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, dict) and set(value) <= {"parameters"}:
        return
    yield Problem(
        "inference",
        ("inference",),
        f"{value!r:.40} is neither true, false nor parameters",
        "write false, or parameters: with names and values below it",
    )


def _widget(data: Mapping[str, Any]) -> Iterator[Problem]:
    widget = data.get("widget")
    if widget is None:
        return
    if not isinstance(widget, list):
        yield Problem("widget-form", ("widget",), "it is no list", "begin each example with -")
        return
    for number, example in enumerate(widget):
        path: Path = ("widget", number)
        said = f"example {number + 1}"
        if not isinstance(example, dict) or not any(example.get(key) for key in _INPUTS):
            yield Problem(
                "widget-input",
                path,
                f"{said} has neither text nor messages",
                "give it an input of its task (src for pictures and sound)",
            )
            continue
        title = example.get("example_title")
        if title is not None and not isinstance(title, str):
            yield Problem("widget-title", (*path, "example_title"), "it is no text", "use quotes")
        yield from _messages(example.get("messages"), (*path, "messages"))
        yield from _output(example.get("output"), (*path, "output"))


def _messages(messages: Any, path: Path) -> Iterator[Problem]:
    if messages is None:
        return
    if not isinstance(messages, list) or not all(
        isinstance(m, dict) and m.get("role") in ("system", "user", "assistant") and "content" in m
        for m in messages
    ):
        yield Problem(
            "widget-messages",
            path,
            "a list of messages with role and content was expected",
            "write role: user and content: ... for each turn",
        )


def _output(output: Any, path: Path) -> Iterator[Problem]:
    """huggingface.js, widget-example.ts: a text, a URL, an answer with score, or labels."""
    if output is None:
        return
    if isinstance(output, list):
        good = all(
            isinstance(one, dict) and "label" in one and is_number(one.get("score"))
            for one in output
        )
    else:
        good = isinstance(output, dict) and (
            isinstance(output.get("text"), str)
            or isinstance(output.get("url"), str)
            or ("answer" in output and is_number(output.get("score")))
        )
    if not good:
        yield Problem(
            "widget-output",
            path,
            "it is none of text, url, answer with score, labels with scores",
            "write text: and the model's answer below output",
        )


def _emissions(data: Mapping[str, Any]) -> Iterator[Problem]:
    value = data.get("co2_eq_emissions")
    if value is None:
        return
    grams = value.get("emissions") if isinstance(value, dict) else value
    if grams is None or not is_number(grams) or grams < 0:
        yield Problem(
            "emissions",
            ("co2_eq_emissions",),
            f"{grams!r} is no number of grams",
            "write emissions: and the measured grams of CO2, or leave the key out",
        )
    elif isinstance(value, dict) and not value.get("source"):
        yield Problem(
            "emissions-source",
            ("co2_eq_emissions", "source"),
            "missing: nobody can tell how it was measured",
            "name the tool or the document",
            "warning",
        )

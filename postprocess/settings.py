"""What a model repo says about how its model is asked: its ``geneverse.json``.

One value (as training writes it)::

    {"name": "smollm2-135m-gene-grounded-lora", "task": "gene", "mode": "grounded",
     "template": "chat", "registry": {"id": "geneverse/gene-registry", "revision": "v0.1.0"},
     "prompts": {"question": "Please summarize ... gene: {symbol}. ...",
                 "grounded": "Records:\\n{records}\\n\\n{question}"}}

``template`` is ``chat`` (the tokenizer's) or ``alpaca``; left out it is ``chat`` where the
tokenizer has a chat template. ``prompts.alpaca`` may give the Alpaca text with ``{instruction}``.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from .errors import PostprocessError

FILE_NAME = "geneverse.json"
GROUNDED, CLOSED_BOOK = "grounded", "closed-book"
MODES = (GROUNDED, CLOSED_BOOK)
CHAT, ALPACA = "chat", "alpaca"
# The text of Axolotl's data set type `alpaca` for rows without an input (a test compares them).
ALPACA_TEXT = (
    "Below is an instruction that describes a task. Write a response that appropriately completes "
    "the request.\n\n### Instruction:\n{instruction}\n\n### Response:\n"
)
_HELP = (
    "pass settings= a folder, a Hub id, a geneverse.json or a dictionary with "
    '{"mode": "grounded" or "closed-book", "prompts": {"question": "... {symbol} ...", '
    '"grounded": "... {records} ... {question} ..."}}'
)


class SettingsError(PostprocessError):
    """A model repo does not say how its model is asked, or says it wrongly."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is asked. ``source`` is where that was read."""

    mode: str
    question: str
    grounded: str
    template: str | None
    alpaca: str
    registry: str | None
    registry_revision: str | None
    source: str

    @classmethod
    def from_json(cls, facts: Mapping[str, Any], source: str) -> "Settings":
        """Check the keys that asking needs; others are left alone.

        Raises:
            SettingsError: a key is missing or has a value that cannot be used.
        """
        prompts = facts.get("prompts")
        registry = facts.get("registry") or {}
        if not isinstance(prompts, Mapping) or not isinstance(registry, Mapping):
            raise SettingsError(f"{source}: `prompts` and `registry` must be objects; {_HELP}")
        task = facts.get("task", "gene")
        if task != "gene":
            raise SettingsError(f"{source}: task is {task!r}, this pipeline describes genes")
        mode, template = facts.get("mode"), facts.get("template")
        if mode not in MODES:
            raise SettingsError(f"{source}: mode is {mode!r}, not one of {MODES}; {_HELP}")
        if template not in (CHAT, ALPACA, None):
            raise SettingsError(f"{source}: template is {template!r}, not {CHAT} or {ALPACA}")
        return cls(
            mode=mode,
            question=_prompt(prompts, "question", ("symbol",), source, needed=True),
            grounded=_prompt(
                prompts, "grounded", ("records", "question"), source, needed=mode == GROUNDED
            ),
            template=template,
            alpaca=_prompt(prompts, "alpaca", ("instruction",), source) or ALPACA_TEXT,
            registry=_text(registry, "id", source),
            registry_revision=_text(registry, "revision", source),
            source=source,
        )


def _prompt(
    prompts: Mapping[str, Any],
    key: str,
    fields: tuple[str, ...],
    source: str,
    *,
    needed: bool = False,
) -> str:
    text = prompts.get(key)
    if text is None and not needed:
        return ""
    if not isinstance(text, str) or not _fits(text, fields):
        wanted = " and ".join("{" + field + "}" for field in fields)
        raise SettingsError(f"{source}: prompts.{key} is {text!r}, no text with {wanted}; {_HELP}")
    return text


def _fits(text: str, fields: tuple[str, ...]) -> bool:
    """Whether a template has these fields, once each, and no other."""
    try:
        named = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:  # a lone brace
        return False
    return sorted(named) == sorted(fields)


def _text(values: Mapping[str, Any], key: str, source: str) -> str | None:
    value = values.get(key)
    if value is not None and not isinstance(value, str):
        raise SettingsError(f"{source}: registry.{key} is {value!r}, not text")
    return value or None


def load_settings(given: object, revision: str | None = None) -> Settings:
    """Settings that were named: a dictionary, a folder or file, or a Hub id at ``revision``.

    Raises:
        SettingsError: there is no geneverse.json, or it cannot be used.
    """
    if isinstance(given, Mapping):
        return Settings.from_json(given, "settings=")
    if not isinstance(given, str | Path):
        raise SettingsError(f"settings are {type(given).__name__}; {_HELP}")
    facts, why = read_facts(str(given), revision)
    if facts is None:
        raise SettingsError(f"{why}; {_HELP}")
    return Settings.from_json(facts, f"{FILE_NAME} of {given}")


def find_settings(places: list[tuple[str, str | None]]) -> tuple[Settings, str, str | None]:
    """The first of some (repo or folder, revision) whose geneverse.json has prompts; and which.

    Raises:
        SettingsError: none has.
    """
    tried = []
    for place, revision in places:
        facts, why = read_facts(place, revision)
        # A base model's own geneverse.json says where its weights come from, and has no prompts.
        if facts is not None and "prompts" in facts:
            return Settings.from_json(facts, f"{FILE_NAME} of {place}"), place, revision
        tried.append(why or f"{FILE_NAME} of {place} has no prompts")
    said = "; ".join(tried) or "the model came without a name"
    raise SettingsError(f"how this model was trained to be asked is not known ({said}); {_HELP}")


def read_facts(place: str, revision: str | None) -> tuple[dict[str, Any] | None, str]:
    """``geneverse.json`` of a folder, a file or a Hub repo; or ``None`` and why not.

    Raises:
        SettingsError: the file is there and is no JSON object.
    """
    path = Path(place).expanduser()
    if path.is_dir():
        path = path / FILE_NAME
    elif not path.is_file():
        from huggingface_hub import hf_hub_download
        from huggingface_hub.errors import HfHubHTTPError, HFValidationError

        try:
            path = Path(hf_hub_download(place, FILE_NAME, revision=revision))
        # An offline client says OSError (LocalEntryNotFoundError) for what is not in its cache.
        except (HfHubHTTPError, HFValidationError, OSError) as error:
            at = f" at {revision}" if revision else ""
            first = str(error).strip().split("\n")[0][:160]
            return None, f"no {FILE_NAME} in {place}{at} ({type(error).__name__}: {first})"
    if not path.is_file():
        return None, f"no {FILE_NAME} in {place}"
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise SettingsError(f"{path} is not JSON ({error}); fetch or write it again") from error
    if not isinstance(facts, dict):
        raise SettingsError(f"{path} is {type(facts).__name__}, no JSON object; write it again")
    return facts, ""


def adapter_being_loaded() -> tuple[str, str | None] | None:
    """The adapter repo (or folder) and revision that transformers' ``pipeline()`` is loading.

    ``pipeline(model=<adapter id>)`` hands its class a base model with the adapter's layers in it
    and the base's tokenizer; the adapter's id is nowhere in them (transformers 5.16, PEFT 0.20).
    It is a local variable of the calling function, so it is read there. Where a later release
    names that variable otherwise, this finds nothing, and the user is told to pass ``settings=``.
    """
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "pipeline" and frame.f_globals.get("__name__") == (
            "transformers.pipelines"
        ):
            values = frame.f_locals
            path, revision = values.get("adapter_path"), values.get("revision")
            options = (values.get("model_kwargs") or {}).get("adapter_kwargs") or {}
            return (path, options.get("revision") or revision) if isinstance(path, str) else None
        caller = frame.f_back
        if caller is None:
            break
        frame = caller
    return None

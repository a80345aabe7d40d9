"""What a vision model's repo says about how it is asked: task and question of its geneverse.json.

One value::

    {"name": "llava-7b-marker-lora", "task": "marker",
     "registry": {"id": "geneverse/gene-registry", "revision": "v0.1.0"},
     "prompts": {"question": "Is gene {symbol} a marker gene of cell type {cell_type}? ..."}}

``task`` is ``protein`` (a question without fields) or ``marker``. The chat template is the
processor's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .settings import FILE_NAME, SettingsError, read_facts
from .template_fields import fields_of

PROTEIN, MARKER = "protein", "marker"
FIELDS: dict[str, tuple[str, ...]] = {PROTEIN: (), MARKER: ("cell_type", "symbol")}
_HELP = (
    "pass settings= a folder, a Hub id, a geneverse.json or a dictionary with "
    '{"task": "protein" or "marker", "prompts": {"question": "..."}}, the marker\'s with {symbol} '
    "and {cell_type}"
)


@dataclass(frozen=True, slots=True)
class VisionSettings:
    """How a vision model is asked. ``source`` is where that was read."""

    task: str
    question: str
    registry: str | None
    registry_revision: str | None
    source: str

    @classmethod
    def from_json(
        cls, facts: Mapping[str, Any], source: str, wanted: str | None = None
    ) -> "VisionSettings":
        """Check the keys that asking needs; ``wanted`` is the task that the pipeline is for.

        Raises:
            SettingsError: a key is missing, or has a value that cannot be used here.
        """
        task, prompts, registry = facts.get("task"), facts.get("prompts"), facts.get("registry")
        registry = {} if registry is None else registry
        if task not in FIELDS:
            raise SettingsError(f"{source}: task is {task!r}, not {PROTEIN} or {MARKER}; {_HELP}")
        if wanted is not None and task != wanted:
            other = "ProteinImagePipeline" if task == PROTEIN else "MarkerImagePipeline"
            raise SettingsError(f"{source}: task is {task!r}, not {wanted!r}; use {other}")
        if not isinstance(prompts, Mapping) or not isinstance(registry, Mapping):
            raise SettingsError(f"{source}: `prompts` and `registry` must be objects; {_HELP}")
        question = prompts.get("question")
        if not isinstance(question, str) or fields_of(question) != list(FIELDS[task]):
            named = " and ".join("{" + f + "}" for f in FIELDS[task]) or "no fields"
            raise SettingsError(
                f"{source}: prompts.question is {question!r}, no text with {named}; {_HELP}"
            )
        texts = {key: registry.get(key) for key in ("id", "revision")}
        for key, value in texts.items():
            if not isinstance(value, str | None):
                raise SettingsError(f"{source}: registry.{key} is {value!r}, not text")
        return cls(task, question, texts["id"], texts["revision"], source)


def load_vision_settings(
    given: object, revision: str | None, wanted: str | None = None
) -> VisionSettings:
    """Settings that were named: a dictionary, a folder or file, or a Hub id at ``revision``.

    Raises:
        SettingsError: there is no geneverse.json, or it cannot be used.
    """
    if isinstance(given, Mapping):
        return VisionSettings.from_json(given, "settings=", wanted)
    if not isinstance(given, str | Path):
        raise SettingsError(f"settings are {type(given).__name__}; {_HELP}")
    facts, why = read_facts(str(given), revision)
    if facts is None:
        raise SettingsError(f"{why}; {_HELP}")
    return VisionSettings.from_json(facts, f"{FILE_NAME} of {given}", wanted)


def find_vision_settings(
    places: list[tuple[str, str | None]], wanted: str | None = None
) -> tuple[VisionSettings, str, str | None]:
    """The first of some (repo or folder, revision) whose geneverse.json has prompts; and which.

    Raises:
        SettingsError: none has.
    """
    tried = []
    for place, revision in places:
        facts, why = read_facts(place, revision)
        if facts is not None and "prompts" in facts:
            source = f"{FILE_NAME} of {place}"
            return VisionSettings.from_json(facts, source, wanted), place, revision
        tried.append(why or f"{FILE_NAME} of {place} has no prompts")
    said = "; ".join(tried) or "the model came without a name"
    raise SettingsError(f"how this model was trained to be asked is not known ({said}); {_HELP}")

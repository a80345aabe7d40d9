"""The Hub's rules for the front matter of a card, checked without a network.

Goes in: the front matter as data, the folder it describes. Comes out: a list of problems, each one
sentence that names the key, the value and the fix::

    ["license: 'apache' is not an identifier of the Hub; write for example apache-2.0"]
"""

import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from model_cards.licences import KNOWN_LICENCES

Kind = Literal["model", "dataset"]

TASKS = frozenset(
    [
        "audio-classification",
        "automatic-speech-recognition",
        "feature-extraction",
        "fill-mask",
        "image-classification",
        "image-feature-extraction",
        "image-segmentation",
        "image-text-to-text",
        "image-to-image",
        "image-to-text",
        "object-detection",
        "question-answering",
        "reinforcement-learning",
        "sentence-similarity",
        "summarization",
        "table-question-answering",
        "tabular-classification",
        "tabular-regression",
        "text-classification",
        "text-generation",
        "text-ranking",
        "text-to-image",
        "text-to-speech",
        "token-classification",
        "translation",
        "visual-question-answering",
        "zero-shot-classification",
        "zero-shot-image-classification",
    ]
)
SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B")
RELATIONS = ("adapter", "finetune", "merge", "quantized")
REQUIRED: Mapping[Kind, tuple[str, ...]] = {
    "dataset": (
        "license",
        "language",
        "pretty_name",
        "task_categories",
        "size_categories",
        "tags",
        "configs",
    ),
    "model": ("license", "language", "base_model", "library_name", "pipeline_tag", "tags"),
}
_REPO_ID = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")


def metadata_problems(data: Mapping[str, Any], folder: Path, kind: Kind) -> list[str]:
    """All problems of a front matter of ``kind`` that describes the files in ``folder``."""
    found = [
        f"{key}: missing; a {kind} card needs it" for key in REQUIRED[kind] if not data.get(key)
    ]
    found += _licence(data)
    found += _one_of(data, "size_categories", SIZES)
    found += _one_of(data, "task_categories", TASKS)
    found += _one_of(data, "pipeline_tag", TASKS)
    found += _one_of(data, "base_model_relation", RELATIONS)
    for language in _items(data.get("language")):
        if not (isinstance(language, str) and re.fullmatch(r"[a-z]{2,3}", language)):
            found.append(f"language: {language!r} is no ISO 639 code; write for example en")
    for key in ("base_model", "datasets"):
        for value in _items(data.get(key)):
            if not (isinstance(value, str) and _REPO_ID.fullmatch(value)):
                found.append(f"{key}: {value!r} is no Hub id of the form organisation/name")
    if kind == "dataset":
        found += _configs(data.get("configs"), folder)
    found += _widget(data.get("widget"))
    found += _model_index(data.get("model-index"))
    return found


def _items(value: Any) -> Iterable[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _one_of(data: Mapping[str, Any], key: str, known: Iterable[str]) -> list[str]:
    return [
        f"{key}: {value!r} is not known to the Hub; one of {', '.join(sorted(known))}"
        for value in _items(data.get(key))
        if value not in known
    ]


def _licence(data: Mapping[str, Any]) -> list[str]:
    licences = list(_items(data.get("license")))
    found = [
        f"license: {value!r} is not an identifier of the Hub; write for example apache-2.0"
        for value in licences
        if value not in KNOWN_LICENCES
    ]
    if "other" in licences:
        found += [
            f"{key}: missing; license is other, so the Hub needs its name and link"
            for key in ("license_name", "license_link")
            if not data.get(key)
        ]
    return found


def _configs(configs: Any, folder: Path) -> list[str]:
    if configs is None:
        return []
    if not isinstance(configs, list) or not all(isinstance(c, dict) for c in configs):
        return ["configs: a list of objects was expected"]
    found: list[str] = []
    names = [str(c.get("config_name")) for c in configs]
    for name in sorted({n for n in names if names.count(n) > 1}):
        found.append(f"configs: {name!r} occurs {names.count(name)} times")
    defaults = [n for n, c in zip(names, configs, strict=True) if c.get("default") is True]
    if len(configs) > 1 and len(defaults) != 1 and "default" not in names:
        found.append(
            f"configs: {len(defaults)} of {len(configs)} are marked default: true, exactly one "
            "must be, or a bare load_dataset fails"
        )
    for name, config in zip(names, configs, strict=True):
        found += _data_files(name, config.get("data_files"), folder)
    return found


def _data_files(name: str, data_files: Any, folder: Path) -> list[str]:
    if not isinstance(data_files, list) or not data_files:
        return [f"configs: {name!r} has no data_files"]
    found: list[str] = []
    for entry in data_files:
        if not isinstance(entry, dict) or not entry.get("split") or not entry.get("path"):
            found.append(
                f"configs: {name!r} has a data_files entry without split and path: {entry}"
            )
            continue
        for pattern in _items(entry["path"]):
            if Path(str(pattern)).is_absolute() or ".." in Path(str(pattern)).parts:
                found.append(f"configs: {name!r} leads out of the repo: {pattern}")
            elif not any(folder.glob(str(pattern))):
                found.append(f"configs: {name!r} names {pattern}, which is not in {folder.name}")
    return found


def _widget(widget: Any) -> list[str]:
    found: list[str] = []
    for number, example in enumerate(_items(widget), start=1):
        if not isinstance(example, dict) or not (example.get("text") or example.get("messages")):
            found.append(f"widget: example {number} has neither text nor messages")
        elif not (isinstance(example.get("output"), dict) and example["output"].get("text")):
            found.append(f"widget: example {number} has no output.text, so nobody would see it")
    return found


def _model_index(index: Any) -> list[str]:
    if index is None:
        return []
    if not isinstance(index, list) or not index:
        return ["model-index: a list with one entry was expected"]
    found: list[str] = []
    for model in index:
        if not isinstance(model, dict) or not model.get("name"):
            found.append("model-index: an entry has no name")
            continue
        results = model.get("results")
        if not isinstance(results, list) or not results:
            found.append(f"model-index: {model['name']!r} has no results")
            continue
        for result in results:
            found += _result(str(model["name"]), result)
    return found


def _result(name: str, result: Any) -> list[str]:
    where = f"model-index: a result of {name!r}"
    if not isinstance(result, dict):
        return [f"{where} is no object"]
    found = [
        f"{where} has no {outer}.{inner}"
        for outer, inner in (("task", "type"), ("dataset", "type"), ("dataset", "name"))
        if not (isinstance(result.get(outer), dict) and result[outer].get(inner))
    ]
    metrics = result.get("metrics")
    if not isinstance(metrics, list) or not metrics:
        return [*found, f"{where} has no metrics"]
    for metric in metrics:
        if not isinstance(metric, dict) or not metric.get("type"):
            found.append(f"{where} has a metric without type")
        elif not _is_number(metric.get("value")):
            found.append(f"{where}: {metric['type']} is {metric.get('value')!r}, no number")
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)

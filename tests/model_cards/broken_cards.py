"""Broken cards, each for one named rule: what breaks the card, and the key and line to be named.

A card begins with ``BASE``; a case sets, changes or drops keys, and says which line is at fault by
a piece of text that stands on it.
"""

from dataclasses import dataclass
from typing import Any

import yaml

MODEL: dict[str, Any] = {
    "license": "apache-2.0",
    "language": ["en"],
    "base_model": "a/b",
    "base_model_relation": "adapter",
    "library_name": "peft",
    "pipeline_tag": "text-generation",
    "tags": ["gene"],
    "datasets": ["a/data"],
    "metrics": ["bleu"],
}
DATASET: dict[str, Any] = {
    "license": "cc0-1.0",
    "language": ["en"],
    "pretty_name": "Genes",
    "task_categories": ["text-generation"],
    "size_categories": ["n<1K"],
    "tags": ["gene"],
    "configs": [
        {"config_name": "default", "data_files": [{"split": "train", "path": "train.parquet"}]}
    ],
}
SPACE: dict[str, Any] = {
    "title": "Ask a gene",
    "emoji": "🧬",
    "colorFrom": "blue",
    "colorTo": "green",
    "sdk": "gradio",
    "sdk_version": "6.10.0",
    "python_version": "3.11",
    "app_file": "app.py",
    "license": "mit",
    "short_description": "What a gene does, with its record",
    "models": ["a/b"],
    "datasets": ["a/data"],
}
GOOD = {"model": MODEL, "dataset": DATASET, "space": SPACE}
BODY = "\n# A card\n\nText.\n"


def card(kind: str, body: str = BODY, **changed: Any) -> str:
    """The good card of a kind with some keys changed; None drops a key."""
    data = {**GOOD[kind], **{k.replace("__", "-"): v for k, v in changed.items()}}
    kept = {k: v for k, v in data.items() if v is not None}
    return f"---\n{yaml.safe_dump(kept, sort_keys=False, allow_unicode=True)}---\n{body}"


@dataclass(frozen=True)
class Broken:
    """A card that breaks ``rule``; the problem names ``key`` and the line that holds ``at``."""

    rule: str
    kind: str
    text: str
    key: str
    at: str | None
    level: str = "error"
    house: bool = False

    def line(self) -> int | None:
        """The line that the problem has to name."""
        if self.at is None:
            return None
        return next(n for n, one in enumerate(self.text.split("\n"), 1) if self.at in one)


def model(rule: str, key: str, at: str | None, level: str = "error", **changed: Any) -> Broken:
    return Broken(rule, "model", card("model", **changed), key, at, level)


def dataset(rule: str, key: str, at: str | None, level: str = "error", **changed: Any) -> Broken:
    return Broken(rule, "dataset", card("dataset", **changed), key, at, level)


def space(rule: str, key: str, at: str | None, level: str = "error", **changed: Any) -> Broken:
    return Broken(rule, "space", card("space", **changed), key, at, level)


def config(name: Any = "default", files: Any = "x.parquet", **more: Any) -> dict[str, Any]:
    return {"config_name": name, "data_files": files, **more}


def info(**changed: Any) -> dict[str, Any]:
    split = {"name": "train", "num_bytes": 9, "num_examples": 1}
    features = [{"name": "id", "dtype": "string"}]
    return {"config_name": "default", "features": features, "splits": [split], **changed}


def result(**changed: Any) -> list[dict[str, Any]]:
    whole = {
        "task": {"type": "text-generation"},
        "dataset": {"type": "a/data", "name": "Genes"},
        "metrics": [{"type": "bleu", "value": 0.5}],
        **changed,
    }
    return [{"name": "m", "results": [{k: v for k, v in whole.items() if v is not None}]}]


TEXTS = (
    Broken("front-missing", "model", "# A card\n", "front matter", "# A card"),
    Broken("front-unclosed", "model", "---\nlicense: mit\n# A card\n", "front matter", "---"),
    Broken("yaml-syntax", "model", f"---\na: 1\nb: [x\n---\n{BODY}", "front matter", "b: [x"),
    Broken("yaml-syntax", "model", f"---\na: 1\nb: 2024-13-45\n---\n{BODY}", "front matter", "a:"),
    Broken("front-no-mapping", "model", f"---\n- mit\n---\n{BODY}", "front matter", "- mit"),
    Broken(
        "duplicate-key",
        "model",
        f"---\nlicense: mit\ntags: [a]\nlicense: gpl\n---\n{BODY}",
        "license",
        "license: gpl",
    ),
    Broken("title-missing", "model", card("model", "Text.\n"), "text", "Text."),
    Broken("left-over", "model", card("model", f"{BODY}\nTODO say\n"), "text", "TODO"),
    Broken(
        "fence-open", "model", card("model", f"{BODY}\n```python\nx = 1\n"), "text", "```python"
    ),
    Broken("local-path", "model", card("model", f"{BODY}\n/home/ada/x\n"), "text", "/home/ada"),
    Broken("picture-absent", "model", card("model", f"{BODY}\n![a](no.png)\n"), "text", "no.png"),
    Broken(
        "picture-silent",
        "model",
        card("model", f"{BODY}\n![](https://x.org/a.png)\n"),
        "text",
        "a.png",
        "warning",
    ),
    Broken(
        "llama-name",
        "model",
        card("model", license="llama3", base_model="meta-llama/Meta-Llama-3-8B-Instruct"),
        "text",
        "# A card",
    ),
    Broken(
        "notice-missing",
        "model",
        card("model", license="gemma", base_model="google/gemma-7b-it"),
        "license",
        "license: gemma",
    ),
    Broken("required", "model", card("model", tags=None), "tags", None, house=True),
    Broken(
        "widget-silent",
        "model",
        card("model", widget=[{"text": "a question"}]),
        "widget[0]",
        "a question",
        house=True,
    ),
)
COMMON = (
    model("licence-unknown", "license", "apache", license="apache"),
    model("licence-unknown", "license[1]", "- Apache 2", license=["mit", "Apache 2"]),
    model("licence-missing", "license", None, "warning", license=None),
    model("licence-other", "license_name", None, license="other", license_link="LICENSE"),
    model("licence-name", "license_name", "My Own", license_name="My Own"),
    model("licence-link", "license_link", "see there", license_link="see there"),
    model("language-code", "language[0]", "- english", language=["english"]),
    model("language-code", "language", "en-US", language="en-US"),
    model("language-bool", "language[0]", "- false", language=[False]),
    model("list-needed", "tags", "tags: gene", tags="gene"),
    model("text-needed", "tags[0]", "- 3", tags=[3]),
    model("list-needed", "metrics", "metrics: bleu", metrics="bleu"),
    model("thumbnail", "thumbnail", "pic.png", thumbnail="pic.png"),
    model("unknown-key", "licence", "licence:", "warning", licence="mit"),
    model("unknown-key", "configs", "configs:", "warning", configs=[]),
    dataset("pretty-name", "pretty_name", "pretty_name", pretty_name=3),
)
MODELS = (
    model("base-model", "base_model", "my model", base_model="my model"),
    model("base-model", "base_model", "gpt2", "warning", base_model="gpt2"),
    model("dataset-id", "datasets[0]", "- a/b/c", datasets=["a/b/c"]),
    model("new-version", "new_version", "http", new_version="https://hf.co/a/b"),
    model("relation", "base_model_relation", "child", base_model_relation="child"),
    model("relation-of-nothing", "base_model_relation", "adapter", base_model=None),
    model("merge-of-one", "base_model_relation", "merge", "warning", base_model_relation="merge"),
    model("licence-of-base", "license", "license:", base_model="google/gemma-7b-it"),
    model("pipeline-tag", "pipeline_tag", "gene-", pipeline_tag="gene-summary"),
    model("pipeline-tag", "pipeline_tag", "other", pipeline_tag="other"),
    model("text-needed", "library_name", "library_name", library_name=["peft"]),
    model("inference", "inference", "inference", inference={"temperature": 1}),
    model("widget-form", "widget", "widget", widget={"text": "x"}),
    model("widget-input", "widget[0]", "output", widget=[{"output": {"text": "x"}}]),
    model(
        "widget-title", "widget[0].example_title", "7", widget=[{"text": "x", "example_title": 7}]
    ),
    model("widget-messages", "widget[0].messages", "messages", widget=[{"messages": ["hello"]}]),
    model("widget-output", "widget[0].output", "output", widget=[{"text": "x", "output": "y"}]),
    model("widget-output", "widget[0].output", "output", widget=[{"text": "x", "output": [{}]}]),
    model("emissions", "co2_eq_emissions", "emissions: little", co2_eq_emissions="little"),
    model("emissions", "co2_eq_emissions", "co2_eq", co2_eq_emissions={"emissions": -1}),
    model(
        "emissions-source",
        "co2_eq_emissions.source",
        "co2_eq",
        "warning",
        co2_eq_emissions={"emissions": 1.5},
    ),
    model("index-form", "model-index", "model-index", model__index="not correct"),
    model("index-name", "model-index[0]", "results", model__index=[{"results": []}]),
    model(
        "index-results",
        "model-index[0].results",
        "results",
        model__index=[{"name": "m", "results": []}],
    ),
    model(
        "index-several",
        "model-index[1]",
        "- name: n",
        "warning",
        model__index=[*result(), {**result()[0], "name": "n"}],
    ),
    model(
        "result-form",
        "model-index[0].results[0]",
        "- x",
        model__index=[{"name": "m", "results": ["x"]}],
    ),
    model("result-task", "model-index[0].results[0].task", "task", model__index=result(task={})),
    model(
        "result-dataset",
        "model-index[0].results[0].dataset",
        "dataset:",
        model__index=result(dataset={"type": "a/data"}),
    ),
    model(
        "result-task-unknown",
        "model-index[0].results[0].task.type",
        "sing",
        "warning",
        model__index=result(task={"type": "sing"}),
    ),
    model(
        "result-metrics",
        "model-index[0].results[0].metrics",
        "metrics: []",
        model__index=result(metrics=[]),
    ),
    model(
        "metric-type",
        "model-index[0].results[0].metrics[0]",
        "value: 1",
        model__index=result(metrics=[{"value": 1}]),
    ),
    model(
        "metric-value",
        "model-index[0].results[0].metrics[0].value",
        "0.5 (",
        model__index=result(metrics=[{"type": "bleu", "value": "0.5 (0.4-0.6)"}]),
    ),
    model(
        "metric-twice",
        "model-index[0].results[0]",
        "- task",
        model__index=result(metrics=[{"type": "bleu", "value": 1}, {"type": "bleu", "value": 2}]),
    ),
)
DATASETS = (
    dataset("size-category", "size_categories[0]", "- small", size_categories=["small"]),
    dataset("task-category", "task_categories[0]", "- genes", task_categories=["genes"]),
    dataset("task-id", "task_ids[0]", "- none", task_ids=["none"]),
    dataset("task-id-elsewhere", "task_ids[0]", "- parsing", "warning", task_ids=["parsing"]),
    dataset("source-dataset", "source_datasets[0]", "a b", source_datasets=["a b"]),
    dataset("configs-form", "configs", "configs", configs={"a": 1}),
    dataset("config-twice", "configs", "configs", configs=[config(default=True), config()]),
    dataset("config-default", "configs", "configs", configs=[config("a"), config("b")]),
    dataset("config-name", "configs[0].config_name", "a/b", configs=[config("a/b")]),
    dataset(
        "config-name",
        "configs[0].config_name",
        "- data_files",
        configs=[{"data_files": "x.parquet"}],
    ),
    dataset("data-files", "configs[0].data_files", "data_files", configs=[config(files=[])]),
    dataset(
        "data-files", "configs[0].data_files[0]", "split:", configs=[config(files=[{"split": "a"}])]
    ),
    dataset(
        "data-files-outside", "configs[0].data_files[0]", "- ../x", configs=[config(files=["../x"])]
    ),
    dataset(
        "data-files-absent",
        "configs[0].data_files[0]",
        "- no.",
        configs=[config(files=["no.parquet"])],
    ),
    dataset(
        "data-files-absent", "configs[0].data_files[0]", "data_", configs=[config(files="**x")]
    ),
    dataset(
        "split-name",
        "configs[0].data_files[0].split",
        "a b",
        configs=[config(files=[{"split": "a b", "path": "train.parquet"}])],
    ),
    dataset(
        "split-twice",
        "configs[0].data_files",
        "data_files",
        configs=[config(files=[{"split": "a", "path": "train.parquet"}] * 2)],
    ),
    dataset("info-form", "dataset_info[0]", "- x", dataset_info=["x"]),
    dataset(
        "info-features",
        "dataset_info.features",
        "features",
        dataset_info=info(features={"id": "string"}),
    ),
    dataset(
        "info-split",
        "dataset_info.splits[0]",
        "num_examples",
        dataset_info=info(splits=[{"num_examples": 1}]),
    ),
    dataset(
        "info-count",
        "dataset_info.splits[0].num_bytes",
        "num_bytes",
        dataset_info=info(splits=[{"name": "train", "num_bytes": "9 MB", "num_examples": 1}]),
    ),
    dataset(
        "info-split-absent",
        "dataset_info.splits[0].name",
        "- name: dev",
        dataset_info=info(splits=[{"name": "dev", "num_bytes": 1, "num_examples": 1}]),
    ),
)
SPACES = (
    space("space-title", "title", None, title=None),
    space("space-sdk", "sdk", None, sdk=None),
    space("space-sdk", "sdk", "sdk: dash", sdk="dash"),
    space("space-colour", "colorFrom", "turquoise", colorFrom="turquoise"),
    space("space-colour", "colorTo", "white", colorTo="white"),
    space("space-emoji", "emoji", "dna", emoji="dna"),
    space("space-short-description", "short_description", "short_", short_description="x" * 61),
    space("space-switch", "pinned", "pinned", pinned="yes"),
    space("space-header", "header", "big", header="big"),
    space("space-hardware", "suggested_hardware", "tpu", "warning", suggested_hardware="tpu"),
    space("space-version", "python_version", "3.1", python_version=3.10),
    space("space-version", "sdk_version", "newest", sdk_version="newest"),
    space("space-unpinned", "sdk_version", None, "warning", sdk_version=None),
    space("space-port", "app_port", "app_port", app_port=99999),
    space("space-base-path", "base_path", "docs", base_path="docs"),
    space("space-timeout", "startup_duration_timeout", "long", startup_duration_timeout="long"),
    space("space-headers", "custom_headers.x-frame", "x-frame", custom_headers={"x-frame": "a"}),
    space("space-app-file", "app_file", "main.py", app_file="main.py"),
    space("space-app-file", "app_file", "../app", app_file="../app.py"),
    space("space-models", "models[0]", "- a b", models=["a b"]),
    space("space-datasets", "datasets[0]", "- a//b", datasets=["a//b"]),
    space("list-needed", "models", "models: a/b", models="a/b"),
)
BROKEN = (*TEXTS, *COMMON, *MODELS, *DATASETS, *SPACES)

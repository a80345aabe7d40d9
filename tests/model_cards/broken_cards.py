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

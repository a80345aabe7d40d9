"""Front matter and title of a model, and what the base's licence asks to be said."""

from collections.abc import Mapping, Sequence
from typing import Any

from huggingface_hub import EvalResult, ModelCardData

from eval.answers import Answer
from model_cards.licences import OBLIGATIONS


def model_front(
    found: Mapping[str, Any],
    results: list[EvalResult],
    shown: Sequence[tuple[str, Answer]],
    *,
    merged_from: str | None = None,
    new_version: str | None = None,
) -> ModelCardData:
    """Base and relation, licence of the base, data, scores, widget with real answers, emissions.

    ``merged_from`` is the adapter whose weights are in the base's: the repo is then a merge of both
    and loads by transformers alone.
    """
    bases = found["base_model"] if merged_from is None else [found["base_model"], merged_from]
    more: dict[str, Any] = {
        "base_model_relation": "adapter" if merged_from is None else "merge",
        "inference": False,
        "widget": [
            {
                "text": answer.prompt,
                "example_title": f"{answer.subject}, {kind}" if kind else answer.subject,
                "output": {"text": answer.answer},
            }
            for kind, answer in shown
        ]
        or None,
        "co2_eq_emissions": _emissions(found),
        "new_version": new_version,
        "license_link": _link(found["license"]),
    }
    return ModelCardData(
        license=found["license"],
        language=["en"],
        base_model=bases,
        library_name="peft" if merged_from is None else "transformers",
        pipeline_tag="text-generation",
        tags=["biology", "genomics", "gene", "lora", "axolotl", found["mode"], "geneverse"],
        datasets=[found["dataset"]["id"]],
        metrics=sorted({r.metric_type for r in results}) or None,
        model_name=found["name"],
        eval_results=results or None,
        **{key: value for key, value in more.items() if value is not None},
    )


def title_of(found: Mapping[str, Any]) -> str:
    """The card's title; Meta's licences since Llama 3 ask what a derivative's name begins with."""
    prefix = OBLIGATIONS[found["license"]].prefix if found["license"] in OBLIGATIONS else ""
    name = str(found["name"])
    return name if not prefix or name.startswith(prefix) else f"{prefix} {name}"


def licence_lines(licence: str, base_model: str) -> list[str]:
    """What has to be said of the base's licence, as Markdown lines; [] for Apache, MIT and so on.

    The text under "notice" also has to lie in the repo as a file NOTICE.
    """
    asks = OBLIGATIONS.get(licence)
    if asks is None:
        return []
    lines = [f"{asks.built_with}."] if asks.built_with else []
    lines.append(
        f"{base_model} and everything made from it, this repo included, stand under the "
        f"[{asks.name}]({asks.link}); whoever passes them on passes a copy of it on as well, and "
        f"keeps to its [use policy]({asks.policy})."
    )
    lines.append(f"Notice: {asks.notice}")
    lines.append("The weights were changed from the base's by the training described above.")
    return lines


def _link(licence: str) -> str | None:
    return OBLIGATIONS[licence].link if licence in OBLIGATIONS else None


def _emissions(found: Mapping[str, Any]) -> dict[str, Any] | None:
    """The Hub's form (hub-docs, model-cards-co2.md); grams only where they were measured."""
    measured = found["emissions"]
    if measured is None:
        return None
    whole = {
        "emissions": measured["grams"],
        "source": measured["source"],
        "training_type": "fine-tuning",
        "geographical_location": measured["location"],
        "hardware_used": found["hardware"],
    }
    return {key: value for key, value in whole.items() if value is not None}

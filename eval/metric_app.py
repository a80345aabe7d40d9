"""The page of a metric's Space: ``app.py`` in its repo. Answers as JSON go in, the value comes out.

It reads title, inputs and example from the ``geneverse.json`` beside it and needs nothing else of
the project. GRADIO_SERVER_NAME and GRADIO_SERVER_PORT are Gradio's own.
"""

import json
from pathlib import Path
from typing import Any

import evaluate
import gradio as gr

HERE = Path(__file__).resolve().parent
MOST = 200_000  # characters


def measure(text: str) -> Any:
    """The metric's result for ``{"predictions": [...], ...}``; gr.Error says what is wrong."""
    facts = _facts()
    if len(text) > MOST:
        raise gr.Error(f"{len(text):,} characters were given, {MOST:,} are the most")
    try:
        given = json.loads(text)
        lists = isinstance(given, dict) and all(isinstance(v, list) for v in given.values())
        if not lists or not given.get("predictions") or given.keys() - facts["inputs"].keys():
            raise ValueError(f"give an object with lists: {', '.join(facts['inputs'])}")
        metric = evaluate.load(str(HERE / f"{facts['name']}.py"))
        return metric.compute(**given)
    # A missing key, or what does not fit the metric's own inputs: evaluate has no class for these.
    except (ValueError, TypeError, KeyError) as error:
        raise gr.Error(str(error)[:500]) from error


def page() -> gr.Interface:
    """The page, with the card's example filled in."""
    facts = _facts()
    example = json.dumps(facts["example"], indent=2, ensure_ascii=False)
    return gr.Interface(
        measure,
        gr.Code(example, language="json", label="Answers"),
        gr.JSON(label=facts["name"]),
        title=facts["title"],
        description=facts["what"],
        flagging_mode="never",
        api_name="measure",
        analytics_enabled=False,
    )


def _facts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HERE / "geneverse.json").read_text(encoding="utf-8"))
    return loaded


if __name__ == "__main__":
    page().launch(share=False)

"""Broken cards of models, one or more for each rule; see ``broken_cards.py``."""

from broken_cards import model, result

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

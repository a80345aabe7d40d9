"""Broken cards of data sets and Spaces; see ``broken_cards.py``."""

from broken_cards import config, dataset, info, space

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

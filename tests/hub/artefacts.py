"""Small artefacts of every kind, with cards that pass, laid out as the other rooms do it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from safetensors.numpy import save_file

BASE, COMMIT = "HuggingFaceTB/SmolLM2-135M-Instruct", "0a" * 20
ADAPTER = "smollm2-135m-gene-grounded-lora"


def make_root(root: Path) -> Path:
    """Data set, registry and adapter below ``root``, as the demo leaves them."""
    dataset(root / "data" / "gene-instructions")
    registry(root / "data" / "gene-registry")
    adapter(root / ADAPTER)
    return root


def dataset(folder: Path, rows: int = 3) -> Path:
    """A data set of one configuration with two splits."""
    (folder / "combined").mkdir(parents=True, exist_ok=True)
    counts = {"train": rows, "test": 2}
    for split, count in counts.items():
        table = pa.table({"id": [f"HGNC:{n}" for n in range(count)], "answer": ["GLI1"] * count})
        pq.write_table(table, folder / "combined" / f"{split}.parquet")
    configs = {"combined": {split: {"rows": n} for split, n in counts.items()}}
    put(folder / "geneverse.json", {"name": folder.name, "task": "gene", "configs": configs})
    put(folder / "audit.json", {"passed": True})
    put(folder / "provenance.json", {"sources": [source()]})
    files = [{"split": s, "path": f"combined/{s}.parquet"} for s in counts]
    config = {"config_name": "combined", "default": True, "data_files": files}
    card(folder, "Gene instructions", **data_front(), configs=[config])
    return folder


def registry(folder: Path, genes: int = 4) -> Path:
    """A registry of a few genes."""
    folder.mkdir(parents=True, exist_ok=True)
    table = pa.table({"symbol": [f"GENE{n}" for n in range(genes)]})
    pq.write_table(table, folder / "genes.parquet")
    put(folder / "geneverse.json", {"files": {"genes.parquet": {"rows": genes}}})
    put(folder / "provenance.json", {"sources": [source()]})
    files = [{"split": "train", "path": "genes.parquet"}]
    config = {"config_name": "default", "default": True, "data_files": files}
    card(folder, "Gene registry", **data_front(), configs=[config])
    return folder


def adapter(folder: Path, *, seed: int = 0) -> Path:
    """An adapter of one tensor, its base pinned."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = np.random.default_rng(seed).standard_normal(300).astype(np.float32)
    save_file({"base_model.model.lora_A.weight": weights}, folder / "adapter_model.safetensors")
    config = {"base_model_name_or_path": BASE, "revision": COMMIT, "peft_type": "LORA"}
    put(folder / "adapter_config.json", config)
    facts = {
        "name": folder.name,
        "task": "gene",
        "base_model": BASE,
        "base_revision": COMMIT,
        "dataset": {"id": "geneverse/gene-instructions", "revision": "v0.1.0"},
        "versions": {"torch": "2.13.0", "peft": "0.20.0"},
    }
    put(folder / "geneverse.json", facts)
    result = {
        "task": {"type": "text-generation"},
        "dataset": {"name": "held-out genes", "type": "geneverse/gene-instructions"},
        "metrics": [{"type": "ids_right", "name": "ids_right", "value": 0.83}],
    }
    card(
        folder,
        "Grounded adapter",
        license="apache-2.0",
        language=["en"],
        library_name="peft",
        pipeline_tag="text-generation",
        base_model=BASE,
        base_model_relation="adapter",
        tags=["gene"],
        **{"model-index": [{"name": folder.name, "results": [result]}]},
    )
    return folder


def metric(folder: Path) -> Path:
    """A metric as a Space."""
    folder.mkdir(parents=True, exist_ok=True)
    put(folder / "geneverse.json", {"kind": "metric", "name": "ids_right"})
    (folder / "ids_right.py").write_text("VALUE = 1\n")
    (folder / "app.py").write_text("import ids_right\n")
    (folder / "requirements.txt").write_text("evaluate\n")
    card(
        folder,
        "All ids right",
        title="All ids right",
        emoji="🧬",
        colorFrom="blue",
        colorTo="green",
        sdk="gradio",
        sdk_version="6.10.0",
        app_file="app.py",
        license="mit",
        short_description="Are all identifiers right?",
    )
    return folder


def data_front() -> dict[str, Any]:
    """Front matter of a data set."""
    return {
        "license": "cc0-1.0",
        "language": ["en"],
        "pretty_name": "Genes",
        "task_categories": ["text-generation"],
        "size_categories": ["n<1K"],
        "tags": ["biology"],
    }


def source() -> dict[str, Any]:
    """A source of a data set."""
    return {"file": "hgnc.txt", "date": "2026-01-06", "sha256": "ab" * 32, "licence": "CC0"}


def card(folder: Path, heading: str, /, **front: Any) -> None:
    """Write README.md."""
    matter = yaml.safe_dump(front, sort_keys=False, allow_unicode=True)
    (folder / "README.md").write_text(f"---\n{matter}---\n\n# {heading}\n\nFor research.\n")


def edit_card(folder: Path, **changes: Any) -> None:
    """Change keys of a card's front matter."""
    _, matter, body = (folder / "README.md").read_text().split("---\n", 2)
    front = yaml.safe_load(matter) | changes
    (folder / "README.md").write_text(f"---\n{yaml.safe_dump(front, sort_keys=False)}---\n{body}")


def put(path: Path, value: Any) -> None:
    """Write JSON."""
    path.write_text(json.dumps(value, indent=2))


def change(path: Path, **changes: Any) -> None:
    """Change keys of a JSON file."""
    put(path, json.loads(path.read_text()) | changes)

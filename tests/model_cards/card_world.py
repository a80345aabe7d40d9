"""What the small folders of the card tests hold: facts as the other rooms write them."""

import json
from pathlib import Path
from typing import Any

ADAPTER = "smollm2-135m-gene-grounded-lora"
QUESTION = (
    "Please summarize the major function of gene: {symbol}. "
    "Use academic language in one paragraph and include pathway information."
)
GROUNDED = "Records:\n{records}\n\n{question}"
BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
CONTENT = "c" * 64
SPLITS = ("train", "validation", "test", "paper")

PROVENANCE: dict[str, Any] = {
    "sources": [
        {
            "file": "hgnc_complete_set.txt.gz",
            "source": "HGNC complete set",
            "url": "https://www.genenames.org/download/archive/",
            "date": "2024-11-05",
            "size": 3953073,
            "sha256": "9f" * 32,
            "licence": "CC0-1.0",
            "rows": 43882,
            "used": 43880,
        },
        {
            "file": "gene_info.gz",
            "source": "NCBI gene_info",
            "url": "",
            "date": "",
            "size": 12,
            "sha256": "ab" * 32,
            "licence": "public domain",
            "rows": 61741,
            "used": 61000,
        },
    ],
    "absent": ["gene2go"],
    "counts": {
        "records": 43880,
        "skipped": {"hgnc: withdrawn | merged": 2, "splits: bridges two sides": 3766},
    },
}


def write(path: Path, data: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def row(symbol: str, number: int) -> dict[str, Any]:
    answer = f"{symbol} encodes a zinc finger protein of the hedgehog pathway."
    return {
        "id": f"HGNC:{number}/ncbi",
        "task": "gene",
        "subject": symbol,
        "messages": [
            {"role": "user", "content": QUESTION.format(symbol=symbol)},
            {"role": "assistant", "content": answer},
        ],
        "answer": answer,
        "group": f"block:HGNC:{number}",
        "stratum": "gene with protein product",
        "source": "ncbi",
    }


def estimate(value: float, low: float, high: float) -> dict[str, float | int]:
    return {"value": value, "low": low, "high": high, "n": 20}


def scores_json() -> dict[str, Any]:
    """Scores of the adapter, its base, the corrected answers and one trivial baseline."""
    of = {
        "symbol template": {"bleu": estimate(0.55, 0.51, 0.59), "ids_right": estimate(0, 0, 0.16)},
        "base": {"bleu": estimate(0.05, 0.03, 0.07), "ids_right": estimate(0.05, 0, 0.24)},
        ADAPTER: {"bleu": estimate(0.57, 0.54, 0.61), "ids_right": estimate(0.95, 0.76, 0.99)},
        f"{ADAPTER} + correction": {"ids_right": estimate(1, 0.84, 1)},
    }
    return {
        "n": 20,
        "config": "grounded",
        "split": "test+paper",
        "data_revision": CONTENT,
        "models": of,
        "kinds": dict(zip(of, ("baseline", "base", "adapter", "corrected"), strict=True)),
        "refusal": {ADAPTER: {"refusal_right": estimate(0.8, 0.4, 0.9)}},
        "metrics": {"bleu": "sentence BLEU, mean", "ids_right": "every id is right"},
        "by_split": {
            "test": {ADAPTER: {"bleu": estimate(0.5, 0.4, 0.6)}},
            "paper": {ADAPTER: {"bleu": estimate(0.6, 0.5, 0.7)}},
        },
        "by_stratum": {
            "gene with protein product": {ADAPTER: {"bleu": estimate(0.5, 0.4, 0.6)}},
            "pseudogene": {ADAPTER: {"bleu": estimate(0.9, 0.8, 1)}},
            "RNA, vault": {ADAPTER: {"bleu": {"value": 1, "low": 0.2, "high": 1, "n": 1}}},
        },
        "signature": {"bleu": "nrefs:1|case:mixed"},
        "bootstrap": {"samples": 1000, "seed": 7, "level": 0.95},
    }


CORRECTION: dict[str, Any] = {
    "counts": {
        "all": {
            "cases": 4388,
            "wrong": 17,
            "original_wrong": 4301,
            "unverified": 23,
            "any": 41,
            "edited": 4386,
        },
        "kinds": {},
    },
    "rates": {"faulty": {"ours_per_second": 2307, "original_per_second": 175940}},
    "real_answers": {
        "answers": 1234,
        "wrong_before": 310,
        "wrong": 3,
        "original_wrong": 290,
        "edited": 333,
        "marked": 5,
    },
    "registry": {"open_seconds": 0.1902, "peak_memory_mb": 195.7},
    "hostile_seconds": {"(": [0.01, 0.03]},
}
METRIC: dict[str, Any] = {
    "kind": "metric",
    "name": "ids_right",
    "title": "All identifiers right",
    "what": "Share of answers in which every identifier is right.",
    "for_whom": "people who compare models that write about genes",
    "range": "0 to 1",
    "higher_is_better": True,
    "inputs": {"predictions": "answers", "references": "what each has to contain"},
    "example": {
        "predictions": ["HGNC:4317", "HGNC:5"],
        "references": ["HGNC:4317", "HGNC:6"],
    },
    "result": {"ids_right": 0.5},
    "limits": ["Whether the function is true."],
    "emoji": "🧬",
    "colorFrom": "blue",
    "colorTo": "green",
    "sdk": "gradio",
    "sdk_version": "6.10.0",
    "python_version": "3.11",
    "app_file": "app.py",
    "short_description": "Are all identifiers of an answer right?",
}

SPACE: dict[str, Any] = {
    "kind": "space",
    "title": "Ask a gene",
    "emoji": "🧬",
    "colorFrom": "blue",
    "colorTo": "green",
    "sdk": "gradio",
    "sdk_version": "6.10.0",
    "python_version": "3.11",
    "app_file": "app.py",
    "short_description": "What a gene does, raw and corrected",
    "models": [f"geneverse/{ADAPTER}"],
    "datasets": ["geneverse/gene-registry"],
    "revisions": {f"geneverse/{ADAPTER}": "v0.1.0"},
    "shows": ["the raw and the corrected answer, with each edit marked"],
}

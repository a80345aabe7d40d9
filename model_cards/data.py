"""What the cards of a data set folder and of a registry folder say, read from their files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from huggingface_hub import DatasetCardData

from model_cards.errors import CardError
from model_cards.facts import Facts, caveats_of
from model_cards.known import SIZES
from model_cards.licences import data_licence
from model_cards.markdown import link

MADE_BY = "geneverse data genes"
SAMPLE_FILES = {"genes.jsonl", "withdrawn.jsonl"}  # the sample that Geneverse carries
SPLIT_REASON = "splits: "  # records that are in no split; the audit tells of them
SPLITS = ("train", "validation", "test", "paper")
CONFIG_TEXTS: Mapping[str, str] = {
    "combined": "the rows of `ncbi` and `synthetic` together",
    "ncbi": "closed book: the question alone, answered from the gene's record",
    "synthetic": "closed book: descriptions of protein-coding genes in free prose",
    "grounded": "the gene's record stands in the prompt, in a share of the rows beside or replaced "
    "by records of other genes",
}


def size_category(rows: int) -> str:
    """``1K<n<10K`` for 4,200 rows."""
    limits = (10**3, 10**4, 10**5, 10**6, 10**7, 10**8)
    return SIZES[sum(rows >= limit for limit in limits)]


def pretty(name: str) -> str:
    """``Geneverse gene instructions`` for ``gene-instructions``."""
    return f"Geneverse {name.replace('-', ' ')}"


def source_facts(folder: Path) -> dict[str, Any]:
    """Sources, what was skipped, and the licence that follows, from ``provenance.json``."""
    facts = Facts.read(folder / "provenance.json", MADE_BY)
    rows = facts.need("sources", kind=list)
    if not rows:
        raise CardError(f"{facts.path}: sources is empty; run `{MADE_BY}` again")
    sources: list[dict[str, Any]] = []
    for number, row in enumerate(rows):
        one = Facts(
            facts.path, row if isinstance(row, dict) else {}, f"{MADE_BY}` (source {number})`"
        )
        sources.append(
            {
                "file": one.need("file", kind=str),
                "source": one.need("source", kind=str),
                "url": str(one.get("url") or ""),
                "date": str(one.get("date") or "not stated"),
                "rows": one.need("rows", kind=int),
                "sha256": one.need("sha256", kind=str),
                "licence": one.need("licence", kind=str),
            }
        )
    return {
        "source_rows": [
            [link(s["file"], s["url"]), s["source"], s["date"], s["rows"], s["licence"], _short(s)]
            for s in sources
        ],
        "gmt": next((s["file"] for s in sources if s["file"].endswith(".gmt")), ""),
        "sample": {s["file"] for s in sources} <= SAMPLE_FILES,
        "absent": list(facts.get("absent") or ()),
        "records": facts.need("counts", "records", kind=int),
        "skipped": {
            reason: n
            for reason, n in facts.need("counts", "skipped", kind=dict).items()
            if not reason.startswith(SPLIT_REASON)
        },
        "license": data_licence([(s["file"], s["licence"]) for s in sources]),
    }


def dataset_facts(folder: Path) -> dict[str, Any]:
    """What ``geneverse.json`` says of the configurations, their splits, strata and prompts."""
    facts = Facts.read(folder / "geneverse.json", MADE_BY)
    default = facts.need("default_config", kind=str)
    names = sorted(facts.need("configs", kind=dict), key=lambda name: (name != default, name))
    if default not in names:
        raise CardError(
            f"{facts.path}: default_config is {default!r}, but configs has only "
            f"{', '.join(names)}; run `{MADE_BY}` again"
        )
    configs: list[dict[str, Any]] = []
    for name in names:
        found = facts.need("configs", name, kind=dict)
        splits = [s for s in SPLITS if s in found] + sorted(set(found) - set(SPLITS))
        rows = {s: facts.need("configs", name, s, "rows", kind=int) for s in splits}
        size = sum(facts.need("configs", name, s, "bytes", kind=int) for s in splits)
        configs.append(
            {"name": name, "rows": rows, "bytes": size, "text": CONFIG_TEXTS.get(name, "")}
        )
    all_splits = sorted({s for c in configs for s in c["rows"]}, key=_split_order)
    return {
        "name": facts.need("name", kind=str),
        "task": facts.need("task", kind=str),
        "seed": facts.need("seed", kind=int),
        "content": facts.need("revision_of_content", kind=str),
        "default": default,
        "configs": configs,
        "splits": all_splits,
        "config_rows": [_config_row(c, all_splits, default) for c in configs],
        "prompts": facts.need("prompts", kind=dict),
        "stratum_rows": _stratum_rows(facts, default, all_splits),
        "caveats": caveats_of(facts),
        "total": sum(n for c in configs for n in c["rows"].values()),
    }


def audit_facts(folder: Path) -> Facts:
    """``audit.json``; CardError if the audit did not pass, for such a data set has no card."""
    facts = Facts.read(folder / "audit.json", MADE_BY)
    if not facts.need("passed", kind=bool):
        count = len(facts.need("violations", kind=list))
        raise CardError(
            f"{facts.path}: the leak audit did not pass ({count} violations), so the data set "
            f"cannot be described or released; build it again with `{MADE_BY}`"
        )
    for key, kind in (("rule", str), ("units", int), ("dropped_bridging", int), ("checks", list)):
        facts.need(key, kind=kind)
    return facts


def dataset_front(found: Mapping[str, Any], license_id: str) -> DatasetCardData:
    """The front matter of a data set: one configuration a folder, one of them the default."""
    return DatasetCardData(
        pretty_name=pretty(found["name"]),
        license=license_id,
        language=["en"],
        task_categories=["text-generation"],
        task_ids=[
            "closed-book-qa",
            *(["open-book-qa"] if found["prompts"].get("grounded") else []),
        ],
        annotations_creators=["machine-generated"],
        language_creators=["found", "machine-generated"],
        multilinguality=["monolingual"],
        source_datasets=["original"],
        size_categories=[size_category(found["total"])],
        tags=["biology", "genomics", "gene", "instruction-tuning", "geneverse"],
        configs=[
            {
                "config_name": config["name"],
                **({"default": True} if config["name"] == found["default"] else {}),
                "data_files": [
                    {"split": split, "path": f"{config['name']}/{split}.parquet"}
                    for split in config["rows"]
                ],
            }
            for config in found["configs"]
        ],
    )


def first_row(path: Path) -> dict[str, Any]:
    """The first row of a Parquet file, to be shown; CardError if it has none or is no Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            batch = next(file.iter_batches(batch_size=1), None)
    except FileNotFoundError:
        raise CardError(f"{path} is missing; `{MADE_BY}` writes it") from None
    except pa.ArrowInvalid as error:
        raise CardError(f"{path} is no Parquet file ({error}); `{MADE_BY}` writes it") from None
    if batch is None or batch.num_rows == 0:
        raise CardError(f"{path} has no row; run `{MADE_BY}` again")
    row: dict[str, Any] = batch.to_pylist()[0]
    return row


def parquet_rows(path: Path) -> int:
    """How many rows a Parquet file has, from its footer."""
    import pyarrow.parquet as pq

    rows: int = pq.read_metadata(path).num_rows
    return rows


def as_json(row: Mapping[str, Any], width: int = 220) -> str:
    """A row as indented JSON whose long texts are cut, with the cut marked by ``...``."""

    def short(value: Any) -> Any:
        if isinstance(value, str) and len(value) > width:
            return value[:width].rsplit(" ", 1)[0] + " ..."
        if isinstance(value, list):
            return [short(v) for v in value]
        if isinstance(value, dict):
            return {k: short(v) for k, v in value.items()}
        return value

    return json.dumps(short(dict(row)), indent=2, ensure_ascii=False)


def _short(source: Mapping[str, Any]) -> str:
    return f"`{source['sha256'][:12]}`"


def _split_order(split: str) -> tuple[int, str]:
    return (SPLITS.index(split) if split in SPLITS else len(SPLITS), split)


def _config_row(config: Mapping[str, Any], splits: list[str], default: str) -> list[object]:
    name = f"`{config['name']}`" + (" (default)" if config["name"] == default else "")
    counts = [config["rows"].get(split) for split in splits]
    return [name, *counts, round(config["bytes"] / 1e6, 2), config["text"]]


def _stratum_rows(facts: Facts, default: str, splits: list[str]) -> list[list[object]]:
    """Rows by locus type in the default configuration, most frequent first."""
    by_split = facts.need("strata", default, kind=dict)
    names = {name for found in by_split.values() for name in found}
    counts = {n: [int(by_split.get(s, {}).get(n, 0)) for s in splits] for n in names}
    order = sorted(names, key=lambda name: (-sum(counts[name]), name))
    return [[name, *counts[name]] for name in order]

"""From gene records to the two folders that are published: the data set and the gene registry.

In: records and their provenance; withdrawn entries go into the registry only. Out, in one folder::

    gene-instructions/{combined,ncbi,synthetic,grounded}/{train,validation,test,paper}.parquet
    gene-instructions/{geneverse,provenance,audit}.json
    gene-registry/{genes.parquet,geneverse.json,provenance.json}

The same records and seed give the same bytes. Both folders are made in a working folder and moved
into place at the end, so an interrupted build leaves what was there before.
"""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tqdm import tqdm

from datasets_builders.errors import DataError
from datasets_builders.files import replace_folder, sha256_of, write_json
from datasets_builders.genes.audit import Audit, audit
from datasets_builders.genes.builder import write_config
from datasets_builders.genes.grounded import GROUNDED_TEMPLATE
from datasets_builders.genes.groups import split_genes
from datasets_builders.genes.hgnc import APPROVED
from datasets_builders.genes.lean import lean
from datasets_builders.genes.records import GeneRecord
from datasets_builders.genes.registry import REGISTRY, write_registry
from datasets_builders.genes.rows import CONFIGS, DEFAULT_CONFIG, Rows, config_rows
from datasets_builders.genes.synthetic import load_synthetic
from datasets_builders.provenance import Provenance
from datasets_builders.schema import GENE_QUESTION
from datasets_builders.splits import BRIDGING, SPLITS, Assignment

INSTRUCTIONS = "gene-instructions"
# With this seed every split of every configuration has rows, in the embedded sample as in all of
# HGNC: with some seeds none of the few genes with a synthetic description falls to validation.
DEFAULT_SEED = 13


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was built: the two folders, rows by configuration and split, and the audit."""

    instructions: Path
    registry: Path
    genes: int
    rows: dict[str, dict[str, int]]
    audit: Audit


def build(
    records: Sequence[GeneRecord],
    provenance: Provenance,
    out: Path,
    *,
    seed: int = DEFAULT_SEED,
    configs: Sequence[str] = CONFIGS,
) -> BuildReport:
    """Write ``out/gene-instructions`` and ``out/gene-registry``; shows a progress bar on stderr.

    Raises:
        DataError: no records; a configuration is unknown or has an empty split; the splits leak.
    """
    if not any(record.status == APPROVED for record in records):
        raise DataError("no gene record was given, so there is nothing to build; check the sources")
    genes = [record for record in records if record.status == APPROVED]
    out.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(dir=out, prefix=".build.") as name,
        tqdm(total=4 + len(configs), desc="splitting", unit="step", disable=None) as bar,
    ):
        work = Path(name)
        folder = work / INSTRUCTIONS
        assignment = split_genes(genes, seed=seed)
        _next(bar, "composing rows")
        shorten = cache(lean)  # the registry has the lines that stand in the prompts
        rows = config_rows(
            genes, assignment, _synthetic(), seed=seed, configs=configs, shorten=shorten
        )
        for config in rows:
            _next(bar, f"writing {config}")
            write_config(rows[config], config, folder / config)
        _next(bar, "auditing")
        result = audit(folder, genes, assignment)
        result.raise_if_leaking()
        write_json(folder / "audit.json", result.to_json())
        write_json(folder / "geneverse.json", _facts(folder, rows, seed))
        write_json(folder / "provenance.json", _provenance(provenance, assignment).to_json())
        _next(bar, "writing the registry")
        write_registry(records, provenance, work, lambda record: shorten(record).text)
        for part in (INSTRUCTIONS, REGISTRY):
            replace_folder(work / part, out / part)
        _next(bar, "done")
    return BuildReport(
        instructions=out / INSTRUCTIONS,
        registry=out / REGISTRY,
        genes=len(genes),
        rows={c: {s: len(rows[c][s]) for s in SPLITS} for c in rows},
        audit=result,
    )


def _next(bar: "tqdm[Any]", stage: str) -> None:
    bar.update()
    bar.set_description(stage)


def _synthetic() -> dict[str, str]:
    return {description.symbol: description.text for description in load_synthetic()}


def _facts(folder: Path, rows: Mapping[str, Rows], seed: int) -> dict[str, Any]:
    """``geneverse.json``: what training, scoring, cards and releases need to know."""
    configs: dict[str, dict[str, dict[str, Any]]] = {}
    for config in rows:
        configs[config] = {}
        for split in SPLITS:
            path = folder / config / f"{split}.parquet"
            configs[config][split] = {
                "rows": len(rows[config][split]),
                "bytes": path.stat().st_size,
                "sha256": sha256_of(path),
            }
    digests = sorted(entry["sha256"] for splits in configs.values() for entry in splits.values())
    return {
        "name": INSTRUCTIONS,
        "task": "gene",
        "seed": seed,
        "default_config": DEFAULT_CONFIG if DEFAULT_CONFIG in rows else next(iter(rows)),
        "revision_of_content": hashlib.sha256("\n".join(digests).encode()).hexdigest(),
        "configs": configs,
        "strata": {
            config: {
                split: dict(sorted(Counter(row.stratum for row in rows[config][split]).items()))
                for split in SPLITS
            }
            for config in rows
        },
        "prompts": {"question": GENE_QUESTION, "grounded": GROUNDED_TEMPLATE},
    }


def _provenance(provenance: Provenance, assignment: Assignment) -> Provenance:
    """With the genes that are in no split counted, as everything that is left out."""
    skipped = dict(provenance.skipped)
    if assignment.dropped:
        skipped[f"splits: {BRIDGING}"] = assignment.dropped
    return replace(provenance, skipped=skipped)

"""Instruction rows of the gene task, by configuration and split.

In: records, their splits, synthetic descriptions. Out: ``{"ncbi": {"train": [Row, ...]}}``, each
split by HGNC number. One row is in :mod:`datasets_builders.schema`.
"""

from collections.abc import Callable, Mapping, Sequence

from datasets_builders.errors import DataError
from datasets_builders.genes.description import describe
from datasets_builders.genes.grounded import grounded_rows
from datasets_builders.genes.groups import PROTEIN_CODING
from datasets_builders.genes.hgnc import APPROVED
from datasets_builders.genes.lean import LeanRecord, lean
from datasets_builders.genes.records import GeneRecord
from datasets_builders.schema import GENE_QUESTION, Row
from datasets_builders.splits import SPLITS, Assignment

CONFIGS = ("combined", "ncbi", "synthetic", "grounded")
DEFAULT_CONFIG = "combined"

Rows = dict[str, list[Row]]


def config_rows(
    records: Sequence[GeneRecord],
    assignment: Assignment,
    synthetic: Mapping[str, str],
    *,
    seed: int,
    configs: Sequence[str] = CONFIGS,
    shorten: Callable[[GeneRecord], LeanRecord] = lean,
) -> dict[str, Rows]:
    """The rows of each configuration; ``synthetic`` gives texts by symbol.

    ``shorten`` is :func:`lean` or a cached form of it.
    Only approved genes have rows, and only protein-coding ones synthetic texts (as in the paper).

    Raises:
        DataError: a configuration is unknown, or one of its splits is empty.
    """
    if unknown := sorted(set(configs) - set(CONFIGS)):
        raise DataError(
            f"unknown configuration {', '.join(unknown)}; there are {', '.join(CONFIGS)}"
        )
    ordered = sorted(
        (r for r in records if r.status == APPROVED and assignment.side[r.symbol] is not None),
        key=lambda r: r.hgnc_number,
    )
    made: dict[str, Rows] = {}
    if {"ncbi", "combined"} & set(configs):
        made["ncbi"] = _rows(ordered, assignment, {r.symbol: describe(r) for r in ordered}, "ncbi")
    if {"synthetic", "combined"} & set(configs):
        coding = [r for r in ordered if r.locus_type == PROTEIN_CODING and r.symbol in synthetic]
        made["synthetic"] = _rows(coding, assignment, synthetic, "synthetic")
    if "combined" in configs:
        made["combined"] = {
            split: sorted(made["ncbi"][split] + made["synthetic"][split], key=_by_number)
            for split in SPLITS
        }
    if "grounded" in configs:
        made["grounded"] = grounded_rows(ordered, assignment, seed=seed, shorten=shorten)
    rows = {config: made[config] for config in CONFIGS if config in configs}
    _check_not_empty(rows, seed)
    return rows


def _rows(
    records: Sequence[GeneRecord], assignment: Assignment, texts: Mapping[str, str], source: str
) -> Rows:
    rows: Rows = {split: [] for split in SPLITS}
    for record in records:
        rows[assignment.side[record.symbol] or ""].append(
            Row(
                id=f"{record.hgnc_id}/{source}",
                task="gene",
                subject=record.symbol,
                question=GENE_QUESTION.format(symbol=record.symbol),
                answer=texts[record.symbol],
                group=assignment.block[record.symbol],
                stratum=record.locus_type,
                source=source,
            )
        )
    return rows


def _by_number(row: Row) -> tuple[int, str]:
    """Rows of one gene side by side; ``ncbi`` before ``synthetic``."""
    number, _, source = row.id.removeprefix("HGNC:").partition("/")
    return int(number), source


def _check_not_empty(rows: Mapping[str, Rows], seed: int) -> None:
    for config, splits in rows.items():
        for split in SPLITS:
            if splits[split]:
                continue
            others = ", ".join(f"{s} {len(splits[s])}" for s in SPLITS if s != split)
            fix = (
                "none of the paper's 20 genes is among the records; add them (HGNC's complete set "
                "has them all)"
                if split == "paper"
                else f"try another seed than {seed} (--seed) or more genes"
            )
            raise DataError(
                f"configuration {config}: the split {split} is empty ({others} rows); "
                f"{fix}, or leave the configuration out (--config)"
            )

"""How right and how fast the correction is, beside the way of the paper's authors.

    python benchmarks/correct.py --registry build/bench/gene-registry/genes.parquet --cases 100000

Counts, over generated answers about all genes of the registry in turn, in how many a wrong
identifier is left by the correction and by the original's way (rebuilt from its description), by
kind of answer; the rates on one core; the time that one E-utilities request a gene would take; the
seconds for hostile texts of 1 MB; what the registry costs. ``--out`` writes all of it as JSON.
"""

import argparse
import platform
import time
from pathlib import Path
from typing import Any

from correct_counts import count, real
from correct_rates import WORDS, eutils, hostile, rates, read_answers, registry_costs

from datasets_builders.files import write_json
from postprocess.registry import GeneRegistry

_COLUMNS = (
    ("cases", "cases"),
    ("wrong", "wrong left"),
    ("unverified", "only marked"),
    ("any", "any fault"),
    ("marked", "with marks"),
    ("original_wrong", "original: wrong left"),
)
_GROUPS = ("invented", "lost", "touched", "alias", "loop", "grammar", "edits")


def show_counts(counts: dict[str, Any], seconds: float) -> None:
    """The table by kind, then the other groups of faults."""
    width = max(len(kind) for kind in counts["kinds"])
    print(" " * width, *(f"{title:>{max(9, len(title))}}" for _, title in _COLUMNS))
    for kind, row in {**counts["kinds"], "all": counts["all"]}.items():
        cells = (f"{row[name]:>{max(9, len(title))},}" for name, title in _COLUMNS)
        print(f"{kind:{width}}", *cells)
    total = counts["all"]
    print(f"{total['cases']:,} generated answers in {seconds:.0f} s of wall time")
    print("other faults:", ", ".join(f"{name} {total[name]:,}" for name in _GROUPS))
    share = total["marked"] / max(1, total["cases"])
    print(f"answers with something marked as unverified: {total['marked']:,} ({share:.2%})")


def show_rates(found: dict[str, Any]) -> None:
    """Rates, and the ratio to the original's way."""
    for name, row in found.items():
        print(
            f"{name} answers ({row['answers']:,}, {row['words_mean']} words): "
            f"{row['ours_per_second']:,} a processor second of one core, the original's way "
            f"{row['original_per_second']:,} ({row['ratio']:.3f} of it); of wall time "
            f"{row['ours_per_wall_second']:,} and {row['original_per_wall_second']:,}"
        )
        if "cold_answers" in row:
            print(
                f"    cold, {row['cold_answers']:,} answers each about another gene: "
                f"{row['ours_cold_per_second']:,} a processor second, "
                f"{row['ours_cold_per_wall_second']:,} of wall time"
            )


def show_eutils(found: dict[str, Any]) -> None:
    """The time of one request a gene, as computed."""
    print(f"{found['genes']:,} genes: {found['ours_seconds']:,} s for one answer each;", end=" ")
    for name in ("without a key", "with a key"):
        row = found[name]
        print(
            f"E-utilities, one request a gene, {name} {row['seconds']:,} s "
            f"({row['times_ours']:,} times);",
            end=" ",
        )
    print(found["how"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--registry", type=Path, required=True, help="genes.parquet of all genes")
    parser.add_argument("--cases", type=int, default=100_000, help="generated answers")
    parser.add_argument("--jobs", type=int, default=2, help="processes that count (not the rates)")
    parser.add_argument("--answers", type=Path, help="JSONL with subject and answer: real answers")
    parser.add_argument("--out", type=Path, help="also write the figures here (JSON)")
    options = parser.parse_args()
    costs = registry_costs(options.registry)
    print("registry:", ", ".join(f"{name} {value:,}" for name, value in costs.items()))
    registry = GeneRegistry.from_parquet(options.registry)
    genes = [gene for gene in registry if gene.approved]
    answers = read_answers(options.answers) if options.answers else []
    speed = rates(registry, genes, answers)
    show_rates(speed)
    model = real(registry, answers)
    if answers:
        print("a model's own answers:", ", ".join(f"{name} {n:,}" for name, n in model.items()))
    requests = eutils(options.cases, speed["faulty"]["ours_per_second"])
    show_eutils(requests)
    slow = hostile(registry)
    for name, row in slow.items():
        print(f"hostile, {name}: 250 kB {row['250 kB']} s, 1 MB {row['1 MB']} s")
    started = time.perf_counter()
    counts = count(options.registry, options.cases, options.jobs)
    for text in counts.pop("examples"):
        print(text)
    show_counts(counts, time.perf_counter() - started)
    if options.out:
        found = {
            "counts": counts,
            "real_answers": model,
            "rates": speed,
            "words": WORDS,
            "eutils": requests,
            "hostile_seconds": slow,
            "registry": {**costs, "version": registry.version},
            "python": platform.python_version(),
        }
        write_json(options.out, found)
        print(f"written: {options.out}")


if __name__ == "__main__":
    main()

"""How fast and how right the correction is, beside the way of the paper's authors.

    python benchmarks/correct.py --registry build/data/gene-registry/genes.parquet --cases 100000

Prints the rate on answers of 120 words on one core, the rate of the original's way (rebuilt below
from its description: a table look-up and four substitutions) and their ratio; the time and memory
that the registry takes; and, over generated answers about all genes of the registry, in how many a
wrong identifier or alias was left by either way.
"""

import argparse
import json
import random
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from postprocess.correct import correct
from postprocess.edits import apply
from postprocess.gene import Gene
from postprocess.registry import GeneRegistry

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "postprocess"))
from generated import answer_about, problems

WORDS = 120
RATE_ANSWERS = 2_000


def original_way(text: str, symbol: str, tables: dict[str, dict[str, str]]) -> str:
    """The authors' correction as they describe it: HGNC and Ensembl ids replaced where the colon
    form is found, the alias sentence deleted up to its full stop. One missing entry skips all."""
    hgnc, ensembl = tables["hgnc"].get(symbol), tables["ensembl"].get(symbol)
    if hgnc is None or ensembl is None:
        return text
    text = re.sub(r"HGNC:HGNC:\d+|HGNC:\d+", hgnc, text)
    text = re.sub(r"Ensembl:ENSG\d+(?=[ .,])", f"Ensembl:{ensembl}", text)
    return re.sub(r" It is also known as [^.]*\.", "", text)


def tables_of(genes: list[Gene]) -> dict[str, dict[str, str]]:
    """Symbol to HGNC id and to Ensembl id."""
    return {
        "hgnc": {g.symbol: g.hgnc_id for g in genes},
        "ensembl": {g.symbol: g.ensembl_id for g in genes if g.ensembl_id},
    }


def answer_of_120_words(gene: Gene, other: Gene) -> str:
    """The form of a trained model's answer: three ids, two of them wrong, an alias list, prose."""
    text = (
        f"The official symbol of this gene, provided by HGNC, is {gene.symbol}, and its full name "
        f"is {gene.name}. The primary source is {other.hgnc_id}; further identifiers are "
        f"Ensembl:{gene.ensembl_id or 'ENSG00000000000'} and MIM:600619. It is also known as "
        f"{'; '.join([*gene.aliases[:2], 'ZQ1', 'ZQ2'])}. {gene.symbol} is a {gene.locus_type} "
        f"located at {gene.location}. Its product takes part in signal transduction from the cell "
        "surface to the nucleus, where it changes the transcription of genes that control growth, "
        "differentiation and survival. Expression is found in most tissues, highest in brain and "
        "testis. The protein is modified after translation by phosphorylation and ubiquitination, "
        "which sets its stability, and mutations have been described in several families with "
        "developmental disorders."
    )
    words = text.split(" ")
    filler = ["It", "also", "takes", "part", "in", "the", "response", "to", "stress"]
    while len(words) < WORDS:
        words += filler
    return " ".join(words[:WORDS])


def measure_rate(registry: GeneRegistry, genes: list[Gene]) -> dict[str, float]:
    """Answers a second, by processor time of this one thread."""
    rng = random.Random(1)
    pairs = [rng.sample(genes, 2) for _ in range(RATE_ANSWERS)]
    answers = [(gene.symbol, answer_of_120_words(gene, other)) for gene, other in pairs]
    tables = tables_of(genes)
    registry.by_id("hgnc_id", "1")
    ways: dict[str, Any] = {
        "correct": lambda text, symbol: correct(text, registry, symbol=symbol, insert_aliases=True),
        "original's way": lambda text, symbol: original_way(text, symbol, tables),
    }
    clean = [
        (s, correct(text, registry, symbol=s, insert_aliases=True).text) for s, text in answers
    ]
    rates = {}
    for name, way in ways.items():
        rates[name] = _rate(way, answers)
    rates["correct, right answers"] = _rate(ways["correct"], clean)
    return rates


def _rate(way: Any, answers: list[tuple[str, str]]) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        for symbol, text in answers:
            way(text, symbol)
        best = min(best, time.process_time() - started)
    return len(answers) / best


def count_cases(registry: GeneRegistry, genes: list[Gene], cases: int) -> dict[str, int]:
    """Generated answers over all genes in turn; how many have a fault after each way."""
    tables = tables_of(genes)
    rng = random.Random(2)
    counts: Counter[str] = Counter(cases=cases, correct=0, original=0, idempotent=0, applies=0)
    wrong_identifier = re.compile(r"^(?:\w+_id|mim_ids|uniprot_ids) ")
    for i in range(cases):
        pair = [genes[i % len(genes)], rng.choice(genes)]
        answer = answer_about(pair, rng)
        named = {gene.symbol: gene for gene in pair}
        done = correct(answer.text, registry, symbol=answer.symbol, insert_aliases=True)
        faults = problems(answer, done.text, named)
        counts["identifiers"] += any(wrong_identifier.match(fault) for fault in faults)
        counts["correct"] += bool(faults)
        if faults:
            print(f"fault: {answer.symbol}: {faults[0]}\n  {answer.text}\n  {done.text}")
        again = correct(done.text, registry, symbol=answer.symbol, insert_aliases=True)
        counts["idempotent"] += not again.edits
        counts["applies"] += apply(answer.text, done.edits) == done.text
        counts["original"] += bool(
            problems(answer, original_way(answer.text, answer.symbol, tables), named)
        )
    return dict(counts)


def hostile_seconds(registry: GeneRegistry) -> dict[str, tuple[float, float]]:
    """Processor seconds for 250 kB and 1 MB of hostile text: four times the text, not sixteen."""
    found = {}
    for unit in ("(", "HGNC:1 ", "also known as ", "GLI1 (HGNC:1) ", "A; "):
        times = []
        for size in (250_000, 1_000_000):
            started = time.process_time()
            correct("GLI1 " + unit * (size // len(unit)), registry, symbol="GLI1")
            times.append(time.process_time() - started)
        found[unit] = (round(times[0], 2), round(times[1], 2))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--registry", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--out", type=Path, help="also write the figures here (JSON)")
    options = parser.parse_args()
    started = time.perf_counter()
    registry = GeneRegistry.from_parquet(options.registry)
    registry.find("GLI1")
    opened = time.perf_counter() - started
    started = time.perf_counter()
    for _ in range(10_000):
        registry.find("GLI1")
    look_up = (time.perf_counter() - started) / 10_000
    genes = [gene for gene in registry if gene.approved]
    rates = measure_rate(registry, genes)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"registry: {len(registry)} genes, opened with names in {opened:.2f} s, look-up by "
        f"symbol {look_up * 1e6:.1f} us; {memory:.0f} MB at most"
    )
    for name, rate in rates.items():
        print(f"{name}: {rate:,.0f} answers of {WORDS} words a second")
    ratio = rates["correct"] / rates["original's way"]
    print(f"ratio: {ratio:.2f} of the original's way")
    counts = count_cases(registry, genes, options.cases)
    print(
        f"{counts['cases']:,} generated answers: a wrong identifier left in "
        f"{counts['identifiers']:,}, any fault in {counts['correct']:,} (the original's way: "
        f"{counts['original']:,}); idempotent {counts['idempotent']:,}, edits give the text "
        f"{counts['applies']:,}"
    )
    hostile = hostile_seconds(registry)
    for unit, (small, large) in hostile.items():
        print(f"hostile {unit!r}: 250 kB {small:.2f} s, 1 MB {large:.2f} s")
    if options.out:
        found = {
            "hostile_seconds": hostile,
            "rates": rates,
            "counts": counts,
            "open_seconds": opened,
            "memory_mb": memory,
        }
        options.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

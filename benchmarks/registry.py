"""How fast, small and complete the gene registry is, beside what people would do instead.

    python benchmarks/registry.py --registry build/bench/gene-registry \
        --tsv sources/hgnc_complete_set.txt.gz --out docs/results/registry.json

Times are processor time of one thread, the best of several; memory is that of fresh processes.
Beside it: pandas (the TSV read, then a boolean filter) and a dictionary made of the TSV. Both know
symbols spelt exactly and, where names are asked for, aliases and previous symbols in any case. At
last every symbol, previous symbol and alias of the registry is asked for in five spellings; counted
is how many lead to candidates that hold its gene, and the same for the dictionary.
"""

import argparse
import csv
import gzip
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from postprocess.compare import compare
from postprocess.registry import GeneRegistry

QUERIES = {
    "exact symbol (get)": lambda r: r.get("TP53"),
    "symbol": lambda r: r.find("TP53"),
    "symbol in another case": lambda r: r.find("tp53"),
    "alias": lambda r: r.find("p53"),
    "Greek letter and dash": lambda r: r.find("TGF-β1"),
    "full name": lambda r: r.find("tumour protein p53"),
    "HGNC id": lambda r: r.find("HGNC:HGNC:11998"),
    "Ensembl id with version": lambda r: r.find("ENSG00000141510.18"),
    "GeneID": lambda r: r.find("GeneID:7157"),
    "UniProt accession": lambda r: r.find("P04637"),
    "address of a gene page": lambda r: r.find("https://www.ncbi.nlm.nih.gov/gene/7157"),
    "bare number": lambda r: r.find("7157"),
    "unknown name": lambda r: r.find("no such gene at all"),
    "identifier without prefix (by_id)": lambda r: r.by_id("entrez_id", "7157"),
}
MISSPELT = ("GLI11", "BRAC1", "TP35", "GAPHD", "NOTHC1", "Trp53", "qqqqqqq", "LINC0066", "CAPS10")
# Each line is run in a fresh process after those before it.
STAGES = {
    "Python": "",
    "pyarrow": "import pyarrow.parquet",
    "registry opened": (
        "from postprocess.registry import GeneRegistry; r = GeneRegistry.from_parquet(p)"
    ),
    "after symbol, alias, full name": (
        "r.get('TP53'); [r.find(q) for q in ('p53', 'TGF-β1', 'tumor protein p53')]"
    ),
    "after every kind of identifier": (
        "[r.find(q) for q in ('HGNC:1', 'ENSG00000141510', 'GeneID:1', 'MIM:191170', 'P04637')]"
    ),
    "after one whole gene": "r.get('TP53').to_json()",
    "after a suggestion": "r.suggest('BRAC1')",
}
RSS = "print(int(open('/proc/self/statm').read().split()[1]) * 4096)"


def seconds(work: Callable[[], Any], repeat: int = 5) -> float:
    """Processor seconds of one call, the best of ``repeat`` times."""
    best = float("inf")
    for _ in range(repeat):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


def microseconds(work: Callable[[], Any], times: int = 2_000) -> float:
    """Of one call out of many."""
    return seconds(lambda: [work() for _ in range(times)]) / times * 1e6


def measure_opening(path: Path) -> dict[str, float]:
    """Seconds to open, and to open and build every index."""

    def all_indexes() -> None:
        registry = GeneRegistry.from_parquet(path)
        for query in ("TP53", "p53", "TGF-β1", "tumor protein p53", "HGNC:1", "MIM:191170"):
            registry.find(query)
        for query in ("ENSG00000141510", "GeneID:1", "P04637"):
            registry.find(query)

    return {
        "open": seconds(lambda: GeneRegistry.from_parquet(path)),
        "open and first symbol": seconds(lambda: GeneRegistry.from_parquet(path).get("TP53")),
        "open and all indexes": seconds(all_indexes, 3),
    }


def measure_memory(path: Path) -> dict[str, float]:
    """Megabytes of a process after each stage."""
    done, lines = {}, [f"p = {str(path)!r}"]
    for name, line in STAGES.items():
        lines.append(line)
        script = "\n".join([*lines, RSS])
        shown = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        )
        done[name] = round(int(shown.stdout) / 1e6, 1)
    return done


def rows_of(tsv: Path) -> Iterator[dict[str, str]]:
    """The rows of HGNC's complete set."""
    unpacked = gzip.open if tsv.suffix == ".gz" else open
    with unpacked(tsv, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t")


def dictionary_of(tsv: Path) -> dict[str, list[str]]:
    """What people write in ten lines: every name in upper case, to symbols."""
    found: dict[str, list[str]] = {}
    for row in rows_of(tsv):
        names = [row["symbol"], *row["alias_symbol"].split("|"), *row["prev_symbol"].split("|")]
        for name in names:
            found.setdefault(name.upper(), []).append(row["symbol"])
    return found


def measure_others(tsv: Path) -> dict[str, float]:
    """Seconds to open and microseconds a look-up of pandas and of a dictionary."""
    import pandas as pd

    def read() -> Any:
        return pd.read_csv(tsv, sep="\t", dtype=str, keep_default_na=False)

    frame, names = read(), dictionary_of(tsv)
    pattern = r"(?:^|\|)p53(?:$|\|)"
    return {
        "pandas: open, s": seconds(read, 2),
        "pandas: symbol, us": microseconds(lambda: frame[frame.symbol == "TP53"], 20),
        "pandas: alias, us": microseconds(
            lambda: frame[frame.alias_symbol.str.contains(pattern)], 3
        ),
        "dictionary: open, s": seconds(lambda: dictionary_of(tsv), 2),
        "dictionary: symbol, us": microseconds(lambda: names.get("TP53")),
        "dictionary: alias, us": microseconds(lambda: names.get("p53".upper())),
    }


def spellings(name: str, rng: random.Random) -> dict[str, str]:
    """Five ways in which people write a name."""
    greek = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ"}
    typographic = name.replace("-", rng.choice("‐‑–"))
    for word, letter in greek.items():
        typographic = typographic.replace(word, letter)
    at = next((i for i, c in enumerate(name) if i and c.isdigit() and name[i - 1].isalpha()), 0)
    return {
        "as it stands": name,
        "lower case": name.lower(),
        "blanks for dashes, a dash before the number": (
            name.replace("-", " ") if "-" in name else f"{name[:at]}-{name[at:]}" if at else name
        ),
        "without dashes and blanks": name.replace("-", "").replace(" ", ""),
        "typographic dashes, Greek letters, in quotes": f"“{typographic}”",
    }


def count_found(registry: GeneRegistry, names: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    """How many names lead to candidates with their gene; ``dictionary``: the TSV's way."""
    rng = random.Random(1)
    counts: dict[str, dict[str, int]] = {}
    for gene in registry:
        if not gene.approved:
            continue
        for name in dict.fromkeys((gene.symbol, *gene.previous_symbols, *gene.aliases)):
            for way, text in spellings(name, rng).items():
                count = counts.setdefault(
                    way, {"asked": 0, "found": 0, "certain": 0, "dictionary": 0}
                )
                match = registry.find(text)
                count["asked"] += 1
                hit = gene.row in [found.row for found in match.genes]
                count["found"] += hit
                count["certain"] += hit and not match.ambiguous
                count["dictionary"] += gene.symbol in names.get(text.upper(), ())
                if not hit and count["asked"] - count["found"] <= 5:
                    print(f"not found: {way}: {text!r} for {gene}", file=sys.stderr)
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--registry", type=Path, required=True)
    parser.add_argument(
        "--tsv", type=Path, required=True, help="HGNC's complete set, for the others"
    )
    parser.add_argument("--out", type=Path, help="also write the figures here (JSON)")
    options = parser.parse_args()
    registry = GeneRegistry.from_parquet(options.registry)
    for query in QUERIES.values():
        query(registry)
    registry.suggest("x1")
    figures: dict[str, Any] = {
        "genes": len(registry),
        "seconds": measure_opening(options.registry),
        "megabytes": measure_memory(options.registry),
        "microseconds": {
            name: microseconds(lambda query=query: query(registry))
            for name, query in QUERIES.items()
        },
        "suggest_milliseconds": {
            text: seconds(lambda text=text: registry.suggest(text)) * 1e3 for text in MISSPELT
        },
        "compare_seconds": seconds(lambda: compare(registry, registry), 3),
        "others": measure_others(options.tsv),
        "names": count_found(registry, dictionary_of(options.tsv)),
    }
    others, own = figures["others"], figures["microseconds"]
    figures["times_as_fast_as_pandas"] = {
        "symbol": others["pandas: symbol, us"] / own["symbol"],
        "alias": others["pandas: alias, us"] / own["alias"],
    }
    figures["times_as_long_as_dictionary"] = {
        "exact symbol": own["exact symbol (get)"] / others["dictionary: symbol, us"],
        "alias": own["alias"] / others["dictionary: alias, us"],
    }
    rounded = json.loads(json.dumps(figures), parse_float=lambda text: round(float(text), 4))
    text = json.dumps(rounded, indent=2, ensure_ascii=False)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

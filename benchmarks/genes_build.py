"""Gene data set and registry from all of HGNC and NCBI Gene, beside the obvious pandas way.

    python benchmarks/genes_build.py --source FOLDER [--go FILE.gmt] [--json RESULTS.json]

Both ways read the same files, each in a process of its own. Seconds are wall time from the first
import on, beside the CPU time of the process; memory is the peak resident set. The pandas way
reads, merges, composes one text a row with ``iterrows`` and writes train and test by a random draw,
and a registry. Ours also writes the synthetic and the grounded configuration (once without them,
for a like comparison), keeps related genes on one side, audits that, verifies every source and
accounts for every row.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPO = Path(__file__).resolve().parent.parent
REALDATA = Path(os.environ.get("GENEVERSE_REALDATA", REPO.parent / "shared" / "data"))
GO_GMT = REALDATA / "go" / "GO_Biological_Process_2023.gmt"


def ours(source: Path, go_gmt: Path | None, out: Path) -> int:
    """The builders of this project, all configurations; the number of records."""
    from datasets_builders.genes.rows import CONFIGS

    return _ours(source, go_gmt, out, CONFIGS)


def ours_ncbi(source: Path, go_gmt: Path | None, out: Path) -> int:
    """The same with the one configuration that the pandas way has."""
    return _ours(source, go_gmt, out, ("ncbi",))


def _ours(source: Path, go_gmt: Path | None, out: Path, configs: tuple[str, ...]) -> int:
    from datasets_builders.genes.build import build
    from datasets_builders.genes.sources import read_folder

    records, provenance = read_folder(source, go_gmt=go_gmt)
    build(records, provenance, out, configs=configs)
    return len(records)


def pandas_way(source: Path, go_gmt: Path | None, out: Path) -> int:
    """What one writes in ten minutes; the number of rows."""
    import pandas as pd

    def read(name: str) -> pd.DataFrame:
        path = next(p for p in (source / f"{name}.gz", source / name) if p.is_file())
        return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, low_memory=False)

    genes = read("hgnc_complete_set.txt")
    info = read("Homo_sapiens.gene_info")[["GeneID", "Synonyms", "dbXrefs", "type_of_gene"]]
    summary = read("gene_summary")[["GeneID", "Summary"]]
    status = read("refseq_status.tsv").rename(columns={"#GeneID": "GeneID"})
    for table in (info, summary, status):
        genes = genes.merge(table, left_on="entrez_id", right_on="GeneID", how="left")
        genes = genes.drop(columns="GeneID").fillna("")
    genes["go"] = genes["symbol"].map(go_terms(go_gmt)).fillna("")
    genes["description"] = [describe_row(row) for _, row in genes.iterrows()]
    genes["question"] = genes["symbol"].map(
        "Please summarize the major function of gene: {}.".format
    )
    out.mkdir(parents=True, exist_ok=True)
    test = genes.sample(frac=0.04, random_state=0)
    rows = ["hgnc_id", "symbol", "question", "description", "locus_type"]
    genes.drop(test.index)[rows].to_parquet(out / "train.parquet")
    test[rows].to_parquet(out / "test.parquet")
    genes.to_parquet(out / "registry.parquet")
    return len(genes)


def go_terms(go_gmt: Path | None) -> dict[str, str]:
    """GO terms by symbol from a GMT file, joined by ``|``."""
    terms: dict[str, list[str]] = {}
    for line in go_gmt.read_text().splitlines() if go_gmt else ():
        title, _, *symbols = line.split("\t")
        for symbol in symbols:
            terms.setdefault(symbol, []).append(title)
    return {symbol: "|".join(titles) for symbol, titles in terms.items()}


def describe_row(row: "dict[str, str]") -> str:
    """One text from one row of the merged table."""
    text = f"The official symbol is {row['symbol']}, and its full name is {row['name']}. "
    text += f"The primary source is {row['hgnc_id']}, Ensembl:{row['ensembl_gene_id']}, "
    text += f"MIM:{row['omim_id']}, AllianceGenome:{row['agr']}. It is a {row['locus_type']} at "
    text += f"{row['location']} with the status {row['RefSeq_status']}. "
    return text + (row["Summary"] or f"It belongs to {row['gene_group']}: {row['go']}.")


WAYS = {"geneverse": ours, "geneverse, ncbi only": ours_ncbi, "pandas": pandas_way}


def measure(way: str, source: Path, go_gmt: Path | None) -> dict[str, float]:
    """Run one way in a fresh process; seconds, megabytes and records."""
    command = [sys.executable, __file__, "--way", way, "--source", str(source)]
    if go_gmt:
        command += ["--go", str(go_gmt)]
    result = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(result.stdout.splitlines()[-1])
    return figures


def run_way(way: str, source: Path, go_gmt: Path | None) -> None:
    """The child process: do it, print the figures as one line of JSON."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as out:
        records = WAYS[way](source, go_gmt, Path(out))
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "mb": round(used.ru_maxrss / 1024),  # KiB on Linux
        "records": records,
    }
    print(json.dumps(figures))


def main() -> None:
    """Compare the two ways and print seconds, memory and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=REALDATA / "genes")
    parser.add_argument("--go", type=Path, default=GO_GMT if GO_GMT.is_file() else None)
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--way", choices=sorted(WAYS), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if not (args.source / "hgnc_complete_set.txt.gz").is_file():
        print(f"skipped: no hgnc_complete_set.txt.gz in {args.source}; name a folder: --source DIR")
        return
    if args.way:
        run_way(args.way, args.source, args.go)
        return
    figures = {way: measure(way, args.source, args.go) for way in WAYS}
    print(f"{'':<22}{'seconds':>10}{'CPU s':>10}{'peak MB':>10}{'records':>10}")
    for way, f in figures.items():
        times = f"{f['seconds']:>10.1f}{f['cpu_seconds']:>10.1f}"
        print(f"{way:<22}{times}{f['mb']:>10.0f}{f['records']:>10.0f}")
    keys = ("seconds", "cpu_seconds", "mb")
    ratios = {
        way: {key: round(figures["pandas"][key] / f[key], 2) for key in keys}
        for way, f in figures.items()
        if way != "pandas"
    }
    for way, r in ratios.items():
        print(
            f"pandas / {way}: time {r['seconds']:.2f}, CPU time {r['cpu_seconds']:.2f}, "
            f"memory {r['mb']:.2f}"
        )
    if args.json:
        args.json.parent.mkdir(parents=True, exist_ok=True)
        args.json.write_text(json.dumps({"figures": figures, "pandas_by": ratios}, indent=2) + "\n")


if __name__ == "__main__":
    main()

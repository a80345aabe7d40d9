"""How fast the correction is, beside the original's way and one E-utilities request a gene.

Rates are answers a processor second of one thread, best of three, so that other work on the machine
counts little: on a core of one's own that is a second. Those of wall time stand beside.
One value: ``hostile(registry)["brackets"]`` is ``{"250 kB": 0.01, "1 MB": 0.03}``.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from original_way import original_way, tables_of

from postprocess.correct import correct
from postprocess.gene import Gene
from postprocess.identifiers import ID_COLUMNS
from postprocess.registry import GeneRegistry

WORDS = 120
_ANSWERS = 2_000
# https://www.ncbi.nlm.nih.gov/books/NBK25497/: requests a second without and with an API key.
EUTILS = {"without a key": 3, "with a key": 10}
# Seconds for 1 MB; a text that is slower at a smaller size is not run at the next.
_TOO_SLOW = 60
Asked = Sequence[tuple[str, str]]


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


def rates(registry: GeneRegistry, genes: list[Gene], answers: Asked) -> dict[str, Any]:
    """Answers a second on faulty, right and (where given) a model's real answers; of the first two
    also cold, each answer about another gene that nothing was asked about before."""
    rng = random.Random(1)
    pairs = [rng.sample(genes, 2) for _ in range(_ANSWERS)]
    faulty = [(gene.symbol, answer_of_120_words(gene, other)) for gene, other in pairs]
    tables = tables_of(genes)

    def ours(symbol: str, text: str) -> str:
        return correct(text, registry, symbol=symbol, insert_aliases=True).text

    def original(symbol: str, text: str) -> str:
        return original_way(text, symbol, tables)

    right = [(symbol, ours(symbol, text)) for symbol, text in faulty]
    sets = {"faulty": faulty, "right": right}
    if answers:
        sets["real model"] = answers
    found: dict[str, Any] = {}
    for name, asked in sets.items():
        mean = sum(text.count(" ") + 1 for _, text in asked) / len(asked)
        mine, theirs = _rate(ours, asked), _rate(original, asked)
        found[name] = {
            "answers": len(asked),
            "words_mean": round(mean, 1),
            "ours_per_second": round(mine[0]),
            "original_per_second": round(theirs[0]),
            "ratio": round(mine[0] / theirs[0], 4),
            "ours_per_wall_second": round(mine[1]),
            "original_per_wall_second": round(theirs[1]),
            "seconds": "processor seconds of one thread, best of three; wall seconds where said",
        }
    for name, row in _cold(registry.path, genes, rng).items():
        found[name] |= row
    return found


def _cold(path: Path, genes: list[Gene], rng: random.Random) -> dict[str, dict[str, int]]:
    """Answers a second where every gene is asked about once, by a registry opened anew, whose
    indexes (a fixed cost, not one of a gene) are built before."""
    others = rng.sample(genes, len(genes))
    asked = [
        (gene.symbol, answer_of_120_words(gene, other))
        for gene, other in zip(genes, others, strict=True)
    ]
    found: dict[str, dict[str, int]] = {}
    for name in ("faulty", "right"):
        fresh = GeneRegistry.from_parquet(path)
        symbol, text = asked[0]
        correct(f"{text} See SUFU (HGNC #1; NCX3).", fresh, symbol=symbol)
        for kind in ID_COLUMNS:
            fresh.by_id(kind, "1")
        texts: list[str] = []
        began, wall = time.process_time(), time.perf_counter()
        for symbol, text in asked:
            texts.append(correct(text, fresh, symbol=symbol, insert_aliases=True).text)
        seconds, wall = time.process_time() - began, time.perf_counter() - wall
        found[name] = {
            "cold_answers": len(asked),
            "ours_cold_per_second": round(len(asked) / seconds),
            "ours_cold_per_wall_second": round(len(asked) / wall),
        }
        asked = [(symbol, text) for (symbol, _), text in zip(asked, texts, strict=True)]
    return found


def read_answers(path: Path) -> Asked:
    """(symbol, answer) of each line of a file of answers."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [(row["subject"], row["answer"]) for row in map(json.loads, lines)]


def _rate(way: Callable[[str, str], str], asked: Asked) -> tuple[float, float]:
    """Answers a processor second, and a wall second, each of its best round."""
    cpu = wall = float("inf")
    rounds = max(1, 500 // len(asked))
    for _ in range(3):
        began, started = time.process_time(), time.perf_counter()
        for _ in range(rounds):
            for symbol, text in asked:
                way(symbol, text)
        cpu = min(cpu, time.process_time() - began)
        wall = min(wall, time.perf_counter() - started)
    return len(asked) * rounds / cpu, len(asked) * rounds / wall


def eutils(cases: int, per_second: float) -> dict[str, Any]:
    """Seconds for one answer a gene, and for one E-utilities request a gene at NCBI's documented
    limit: computed, since a faster client would be cut off; the time to read the reply left out."""
    ours = cases / per_second
    return {
        "genes": cases,
        "ours_seconds": round(ours, 1),
        **{
            name: {"seconds": round(cases / limit, 1), "times_ours": round(cases / limit / ours)}
            for name, limit in EUTILS.items()
        },
        "how": "computed from NCBI's documented limit of requests a second, not measured",
    }


def hostile(registry: GeneRegistry) -> dict[str, dict[str, float | None]]:
    """Processor seconds for 250 kB and 1 MB of text that is hard on patterns: linear is 4 times.

    ``None``: not run, since the size before took as long as would be too slow for it."""
    filler = "in cells of the skin where it acts with others on growth and it also binds to DNA "
    units = {
        "brackets": "(",
        "brackets in pairs": "[()]",
        "1 sentence, 62,500 ids to remove": "and MIM:123456, ",
        "10,000 ids in prose": ("HGNC:10997 is its id " + filler)[:98] + ". ",
        "10,000 locations in prose": ("It lies at 7q36.3 and " + filler)[:98] + ". ",
        "HGNC:1": "HGNC:1 ",
        "labels without numbers": "HGNC ID MIM number ",
        "alias words": "also known as ",
        "alias sentences": "It is also known as A1; ",
        "one alias list": "A1; ",
        "symbols with ids": "GLI1 (HGNC:1) and SUFU (HGNC:2) ",
        "respectively": "GLI1 and SUFU are HGNC:1 and HGNC:2, respectively. ",
        "several values": "12345, ",
        "words said again": "very ",
        "URLs": "https://omim.org/entry/1 ",
        "one word": "A",
        "digits": "1",
        "blanks": " ",
        "no stop": "it has and ",
        "Chinese": "基因位于染色体",
        "markup": "<b>HGNC</b>: 1 | ",
        "bold labels": "**HGNC:",
    }
    found: dict[str, dict[str, float | None]] = {}
    for name, unit in units.items():
        row: dict[str, float | None] = {"250 kB": None, "1 MB": None}
        for label, size in (("25 kB", 25_000), ("250 kB", 250_000), ("1 MB", 1_000_000)):
            text = "MIR608 has " + unit * (size // len(unit))
            started = time.process_time()
            correct(text, registry, symbol="MIR608")
            row[label] = round(time.process_time() - started, 2)
            if row[label] > _TOO_SLOW * size / 1_000_000:
                break
        found[name] = row
    return found


# In a process of its own, so that the memory is the registry's.
_OPEN = """
import json, resource, sys, time
started = time.perf_counter()
from postprocess.registry import GeneRegistry
imported = time.perf_counter()
registry = GeneRegistry.from_parquet(sys.argv[1])
registry.find("GLI1")
opened = time.perf_counter()
found = {"genes": len(registry), "import_seconds": imported - started,
         "open_seconds": opened - imported}
looks = {
    "get symbol": lambda: registry.get("GLI1"),
    "find symbol": lambda: registry.find("GLI1"),
    "find alias": lambda: registry.find("p53"),
    "get id": lambda: registry.by_id("hgnc_id", "4317"),
    "find id": lambda: registry.find("HGNC:4317"),
    "find Greek": lambda: registry.find("TGF-β1"),
}
for name, look in looks.items():
    look()
    started = time.perf_counter()
    for _ in range(5000):
        look()
    found[name + ", microseconds"] = round((time.perf_counter() - started) / 5000 * 1e6, 2)
found["peak_memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
print(json.dumps(found))
"""


def registry_costs(path: Path) -> dict[str, float]:
    """Seconds to import and to open with its names, peak memory of the process, look-up times."""
    repo = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(path.resolve())],
        cwd=repo, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return {name: round(value, 3) for name, value in found.items()}

"""Whether the fast way of the correction gives what the whole engine gives, and how often it does.

    python benchmarks/quick.py --registry build/bench/gene-registry/genes.parquet --cases 50000

Generated answers of all kinds and those of the rate's benchmark, faulty and corrected, with and
without aliases put in, and a model's real answers (``--answers``, several): wherever the fast way
answers, text, edits, symbol and marks must be the same. Ends with status 1 where one differs.
Then the rates, cold (every gene for the first time) and warm, of both ways.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from correct_counts import kinds_for
from correct_rates import answer_of_120_words, read_answers
from generated import World, answer_about
from tqdm import tqdm

from postprocess.correct import _correct, correct
from postprocess.facts import book_of
from postprocess.quick import quick
from postprocess.registry import GeneRegistry

_SHOWN = 5
_ANSWERS = 2_000
# Of all cases, how many are answers of the rate's benchmark; the others are of the odd kinds.
_PLAIN = 0.5
Case = tuple[str, str | None, str]  # kind, symbol asked for, text


def _generated(world: World, registry: GeneRegistry, cases: int) -> Iterator[Case]:
    rng = random.Random(11)
    book = book_of(registry)
    kinds = kinds_for(world)
    for number in range(cases // 2):
        gene = world.genes[(number * 7919) % len(world.genes)]
        if rng.random() < _PLAIN:
            kind, asked = "plain", gene.symbol
            text = answer_of_120_words(gene, world.draw(rng))
        else:
            kind = kinds[number % len(kinds)]
            answer = answer_about(gene, world, rng, kind)
            asked, text = answer.asked or None, answer.text
        yield kind, asked, text
        yield f"{kind}, corrected", asked, _correct(text, book, asked, number % 4 > 1).text


def compare(registry: GeneRegistry, cases: Sequence[Case] | Iterator[Case], total: int) -> int:
    """How many differ; prints the shares that the fast way answered, by kind."""
    book = book_of(registry)
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    differ = 0
    for number, (kind, symbol, text) in enumerate(tqdm(cases, total=total, file=sys.stderr)):
        insert = number % 4 > 1
        asked[kind] += 1
        found = quick(text, registry, symbol, insert)
        if found is None:
            continue
        answered[kind] += 1
        whole = _correct(text, book, symbol, insert)
        if found != (whole.text, whole.edits, whole.symbol, whole.unverified):
            differ += 1
            if differ <= _SHOWN:
                print(f"[{kind}] {symbol}: {text!r}\n    fast: {found}\n    whole: {whole}")
    for kind, count in sorted(answered.items()):
        print(f"{kind}: fast in {count:,} of {asked[kind]:,} ({count / asked[kind]:.1%})")
    print(
        f"{asked.total():,} answers, the fast way in {answered.total():,}, other than the whole "
        f"engine in {differ:,}"
    )
    return differ


def rates(path: Path) -> None:
    """Answers a second of processor time: every gene for the first time, and the best of three."""
    registry = GeneRegistry.from_parquet(path)
    genes = [gene for gene in registry if gene.approved]
    rng = random.Random(1)
    pairs = [rng.sample(genes, 2) for _ in range(_ANSWERS)]
    faulty = [(gene.symbol, answer_of_120_words(gene, other)) for gene, other in pairs]
    right = [(s, correct(t, registry, symbol=s, insert_aliases=True).text) for s, t in faulty]
    for name, asked in (("faulty", faulty), ("right", right)):
        for way, run in (("with the fast way", _both), ("whole engine only", _whole)):
            fresh = GeneRegistry.from_parquet(path)
            _touch(fresh, asked[0][1].replace(asked[0][0], "TP53"))
            times = [_seconds(run, fresh, asked) for _ in range(4)]
            print(
                f"{name}, {way}: cold {len(asked) / times[0]:,.0f}, "
                f"warm {len(asked) / min(times[1:]):,.0f} a second"
            )


def _touch(registry: GeneRegistry, text: str) -> None:
    """Read the file's columns and indexes, which is no gene's cost."""
    _whole(registry, "TP53", text)
    for kind in ("hgnc_id", "ensembl_id", "mim_ids"):
        registry.by_id(kind, "1")


def _both(registry: GeneRegistry, symbol: str, text: str) -> None:
    correct(text, registry, symbol=symbol, insert_aliases=True)


def _whole(registry: GeneRegistry, symbol: str, text: str) -> None:
    _correct(text, book_of(registry), symbol, True)


def _seconds(
    run: Callable[[GeneRegistry, str, str], None],
    registry: GeneRegistry,
    asked: Sequence[tuple[str, str]],
) -> float:
    started = time.process_time()
    for symbol, text in asked:
        run(registry, symbol, text)
    return time.process_time() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--registry", type=Path, required=True, help="genes.parquet of all genes")
    parser.add_argument("--cases", type=int, default=50_000, help="generated answers")
    parser.add_argument("--answers", type=Path, nargs="*", default=[], help="JSONL of real answers")
    options = parser.parse_args()
    rates(options.registry)
    registry = GeneRegistry.from_parquet(options.registry)
    real = [
        (f"real, {path.stem}", symbol, text)
        for path in options.answers
        for symbol, text in read_answers(path)
        for _ in range(4)
    ]
    differ = compare(registry, real, len(real)) if real else 0
    cases = _generated(World(registry), registry, options.cases)
    differ += compare(registry, cases, options.cases)
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()

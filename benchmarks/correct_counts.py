"""Generated answers over all genes in turn: how many are wrong after the correction.

One value: ``count(path, 100_000, jobs=2)["kinds"]["URLs"]`` is a row
``{"cases": 4762, "wrong": 0, ...}``.
A case depends on the seed and its number only, not on the number of processes.
"""

import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from original_way import Tables, original_way, tables_of
from tqdm import tqdm

from postprocess.correct import Correction, correct
from postprocess.registry import GeneRegistry

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "postprocess"))
from generated import KINDS, Answer, Fault, World, answer_about, faults, left_wrong

SEED = 2
_CHUNK = 250
_SHOWN = 2  # examples kept of each kind and group of faults
Counts = dict[str, Counter[str]]
Examples = dict[tuple[str, str], list[str]]
_state: dict[str, Any] = {}


def _start(path: Path) -> None:
    registry = GeneRegistry.from_parquet(path)
    world = World(registry)
    _state.update(registry=registry, world=world, tables=tables_of(world.genes))


def kinds_for(world: World) -> list[str]:
    """Every kind that this registry has genes for."""
    return [kind for kind in KINDS if world.withdrawn or kind != "withdrawn gene"]


def _chunk(numbers: range) -> tuple[Counts, Examples]:
    counts: Counts = defaultdict(Counter)
    examples: Examples = defaultdict(list)
    for number in numbers:
        answer, found, done = _case(number)
        count = counts[answer.kind]
        groups = {fault.group for fault in found}
        count.update(["cases", *groups])
        count["any"] += bool(found)
        count["marked"] += bool(done.unverified)
        count["edited"] += bool(done.edits)
        count["original wrong"] += _original_wrong(answer, _state["world"], _state["tables"])
        for fault in found:
            shown = examples[answer.kind, fault.group]
            if len(shown) < _SHOWN:
                shown.append(_shown(answer, fault, done))
    return dict(counts), dict(examples)


def _case(number: int) -> tuple[Answer, list[Fault], Correction]:
    """Genes in turn; the kinds move on by one more each time the genes begin anew."""
    world, registry = _state["world"], _state["registry"]
    rng = random.Random(SEED * 1_000_003 + number)
    kinds = kinds_for(world)
    gene = world.genes[number % len(world.genes)]
    kind = kinds[(number + number // len(world.genes)) % len(kinds)]
    answer = answer_about(gene, world, rng, kind)
    insert = number % 2 == 0
    done = correct(answer.text, registry, symbol=answer.asked, insert_aliases=insert)
    again = correct(done.text, registry, symbol=answer.asked, insert_aliases=insert)
    return answer, faults(answer, done, again, world), done


def _original_wrong(answer: Answer, world: World, tables: Tables) -> bool:
    text = original_way(answer.text, answer.symbol, tables)
    # A disease's number is no fault of a way that has no marks.
    done = Correction(text, (), answer.symbol, tuple(answer.merely))
    return any(fault.group == "wrong" for fault in faults(answer, done, done, world))


def _shown(answer: Answer, fault: Fault, done: Correction) -> str:
    return (
        f"[{answer.kind}] {fault.group}: {fault.what}\n"
        f"    before ({answer.symbol}): {answer.text!r}\n    after: {done.text!r}"
    )


def _chunks(cases: int) -> Iterator[range]:
    return (range(at, min(at + _CHUNK, cases)) for at in range(0, cases, _CHUNK))


def count(path: Path, cases: int, jobs: int) -> dict[str, Any]:
    """Counts by kind and in all, and examples of faults."""
    counts: Counts = defaultdict(Counter)
    examples: Examples = defaultdict(list)
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(path,)) as pool:
        bar = tqdm(total=cases, desc="generated answers", file=sys.stderr)
        for part, shown in pool.map(_chunk, _chunks(cases)):
            for kind, found in part.items():
                counts[kind].update(found)
            for key, texts in shown.items():
                examples[key] = (examples[key] + texts)[:_SHOWN]
            bar.update(sum(found["cases"] for found in part.values()))
        bar.close()
    total: Counter[str] = sum(counts.values(), Counter())
    return {
        "kinds": {kind: _row(counts[kind]) for kind in KINDS if kind in counts},
        "all": _row(total),
        "examples": [text for texts in examples.values() for text in texts],
        "seed": SEED,
    }


_GROUPS = ("unverified", "invented", "lost", "touched", "alias", "loop", "grammar", "edits")


def _row(found: Counter[str]) -> dict[str, int]:
    """``wrong``: a wrong identifier is left; ``unverified``: one is left and only marked where it
    must be judged; ``marked``: answers with anything marked."""
    row = {name: found[name] for name in ("cases", "wrong", *_GROUPS, "any", "marked", "edited")}
    return row | {"original_wrong": found["original wrong"]}


def real(registry: GeneRegistry, answers: Sequence[tuple[str, str]]) -> dict[str, int]:
    """A model's own answers: with an identifier of no gene that they name, before and after.

    Only genes by symbol count as named, and the gene asked for."""
    world = World(registry)
    tables = tables_of(world.genes)
    found: Counter[str] = Counter(answers=len(answers))
    for symbol, text in answers:
        done = correct(text, registry, symbol=symbol, insert_aliases=True)
        for name, version in (
            ("wrong_before", text),
            ("wrong", done.text),
            ("original_wrong", original_way(text, symbol, tables)),
        ):
            words = {symbol, *re.findall(r"[A-Za-z0-9][A-Za-z0-9@-]+", version)}
            named = [world.by_symbol[word] for word in words if word in world.by_symbol]
            found[name] += bool(left_wrong(version, named, world))
        found["edited"] += bool(done.edits)
        found["marked"] += bool(done.unverified)
    return dict(found)

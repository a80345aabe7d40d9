"""The kinds of generated answers; each is a way in which models go wrong.

One value: ``KINDS["URLs"](scene)`` fills ``scene.out`` with an answer that has addresses in it.
"""

import random
from collections.abc import Callable

from postprocess.gene import Gene

from . import ordinary, prose, spoiled, unusual
from .answer import Answer, Scene
from .world import FIELDS, World, values

KINDS: dict[str, Callable[[Scene], None]] = {
    "made-up identifiers": ordinary.written("made up"),
    "another gene's identifiers": ordinary.written("another's"),
    "one digit off": ordinary.written("near miss"),
    "number of another database": ordinary.written("other label"),
    "mixed answers": ordinary.mixed,
    "two genes, right and swapped": ordinary.two,
    "locations": ordinary.locations,
    "several values under one label": ordinary.many,
    "garbled labels": ordinary.written("", "garbled"),
    "URLs": ordinary.written("", "url"),
    "bare protein accessions": ordinary.bare,
    "alias passages": ordinary.alias,
    "cut off by the length limit": spoiled.cut,
    "slips of single letters": spoiled.slipped,
    "pieces in no order": spoiled.scrambled,
    "repetition loops": spoiled.loop,
    "control characters and markup": spoiled.debris,
    "other languages": spoiled.languages,
    "symbols that are words or accessions": ordinary.mixed,
    "genes without some identifiers": ordinary.mixed,
    "diseases' MIM numbers": spoiled.disease,
    "gene named by an alias or its full name": unusual.named_otherwise,
    "second gene named by an alias or its full name": unusual.other_named_otherwise,
    "gene asked for not told": unusual.not_asked,
    "records in lines": unusual.records,
    "JSON and keys": unusual.structured,
    "value before its label": unusual.reversed_,
    "tables with a head": unusual.table,
    "gene not in the registry": spoiled.unknown,
    "withdrawn gene": spoiled.withdrawn,
}


def answer_about(gene: Gene, world: World, rng: random.Random, kind: str = "") -> Answer:
    """One answer; ``kind`` is drawn where it is not given. Some kinds draw their own genes."""
    kind = kind or rng.choice(list(KINDS))
    if kind.startswith("symbols that are words"):
        gene = world.by_symbol.get(rng.choice(prose.WORDS), gene)
    if kind.startswith("genes without"):
        gene = _poor(world, rng, gene)
    other = world.draw(rng)
    apart = other != gene and gene.symbol not in other.symbol and other.symbol not in gene.symbol
    out = Answer(kind, gene, gene.symbol, (other,) if apart else (), asked=gene.symbol)
    scene = Scene(out, world, rng)
    KINDS[kind](scene)
    if not any(out.call(o) in out.text for o in out.others):
        scene.out.others = ()
    return scene.out


def _poor(world: World, rng: random.Random, gene: Gene) -> Gene:
    for _ in range(50):
        if any(not values(gene, name) for name in FIELDS):
            return gene
        gene = world.draw(rng)
    return gene

"""Answers that name genes by other names, and answers that are records, JSON, or lists of keys.

One value: ``structured(scene)`` may give ``{"omim_id": "607035", "location": "7q36.3"}``.
"""

import random
import re

from postprocess.gene import Gene

from . import forms, pairs
from .answer import Scene
from .ordinary import join, mixed
from .world import FIELDS, World


def _name(gene: Gene, world: World, rng: random.Random) -> str:
    """A name of the gene that no other gene has; its symbol where there is none."""
    names = [
        name
        for name in (*gene.aliases, *gene.previous_symbols)
        if re.fullmatch(r"[A-Z][A-Z-]+[0-9]+[A-Z0-9]*", name) and len(world.names[name]) == 1
    ]
    if gene.name and re.fullmatch(r"[\w -]{12,}", gene.name):
        names.append(gene.name)
    return rng.choice(names) if names else gene.symbol


def named_otherwise(scene: Scene) -> None:
    out = scene.out
    out.called[out.gene.symbol] = _name(out.gene, scene.world, scene.rng)
    join(scene, scene.identifiers(), scene.prose(), scene.location())


def other_named_otherwise(scene: Scene) -> None:
    for other in scene.out.others:
        scene.out.called[other.symbol] = _name(other, scene.world, scene.rng)
    join(scene, scene.prose(), pairs.sentence(scene), scene.prose())


def not_asked(scene: Scene) -> None:
    mixed(scene)
    scene.out.asked = None


def records(scene: Scene) -> None:
    """The record of the gene, and of another, as they stand in a grounded prompt."""
    out, rng = scene.out, scene.rng
    out.bound = "nearest"
    lines: list[str] = []
    for gene in out.named:
        names = rng.sample(("hgnc_id", "ensembl_id", "mim_ids", "entrez_id"), 3)
        fields = [scene.mention(name, gene) for name in names]
        lines.append(" | ".join((gene.symbol, gene.name, *fields, "human gene")))
    rng.shuffle(lines)
    join(scene, "\n" + "\n".join(lines) + "\n", scene.prose())


def structured(scene: Scene) -> None:
    """JSON, or lines of keys and values."""
    rng, gene = scene.rng, scene.out.gene
    json_like = rng.random() < 0.5
    lines: list[str] = []
    for name in rng.sample(FIELDS, rng.randint(2, 4)):
        value, key = scene.value(name, gene), rng.choice(forms.KEYS[name])
        prefix = "HGNC:" if name in ("hgnc_id", "alliance_id") else ""
        lines.append(f'"{key}": "{prefix}{value}"' if json_like else f"{key}: {prefix}{value}")
    place = scene.location_value()
    lines.append(f'"location": "{place}"' if json_like else f"location: {place}")
    said = "{\n  " + ",\n  ".join(lines) + "\n}\n" if json_like else "\n".join(lines) + "\n"
    join(scene, "\n" + said, scene.prose())


def reversed_(scene: Scene) -> None:
    rng, gene = scene.rng, scene.out.gene
    said = [
        forms.reversed_(gene.symbol, name, scene.value(name, gene), rng)
        for name in rng.sample(FIELDS, rng.randint(1, 2))
    ]
    join(scene, scene.prose(), *said)


def table(scene: Scene) -> None:
    """A Markdown table, the databases' names in its head and the values in its second line."""
    rng, out = scene.rng, scene.out
    names = rng.sample(FIELDS, rng.randint(2, 4))
    head = ["Gene", *(forms.KEYS[name][1] for name in names)]
    lines = [head, ["---"] * len(head)]
    lines.append([out.gene.symbol, *(scene.value(name, out.gene) for name in names)])
    drawn = [f"| {' | '.join(line)} |" for line in lines]
    out.keep += drawn[:2]
    join(scene, "\n" + "\n".join(drawn) + "\n", scene.prose())

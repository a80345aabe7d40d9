"""Answers that are spoiled: cut off, looping, littered; in other languages, of unknown genes.

One value: ``cut(scene)`` fills ``scene.out`` with an answer that ends in ``"... HGNC:43"``.
"""

import random
import re

from . import prose
from .answer import Scene
from .ordinary import alias, join, locations, many, mixed, two, written
from .world import FIELDS

_LABEL = (
    r"HGNC|O?MIM|Mendelian Inheritance in Man|ENSG|(?i:ensembl)|(?:NCBI )?(?:Entrez )?Gene ?IDs?|"
    r"NCBI(?: Gene)?|Entrez(?: Gene)?|LocusLink|UniProt\w*|Swiss-Prot|Alliance[A-Za-z]*"
)

WRITES = ("plain", "garbled", "url", "many")
GLUE = (
    " is ", " and ", ", ", "; ", ". ", " (", ") ", " [", "] ", ". It ", ". Its ", " of ", ": ",
    " also known as ", " located at ", " - ", "\n", " ", "/", " whose ", " in cells ", " see ",
    " The gene ", " | ", ". This gene has ", ", which is ",
)  # fmt: skip


def cut(scene: Scene) -> None:
    scene.rng.choice((mixed, written(""), locations, alias, two, many))(scene)
    out = scene.out
    at = scene.rng.randint(min(len(out.text), 60), len(out.text))
    if out.gene.symbol in out.text[:at]:
        out.text = out.text[:at]
    out.keep += [
        said[:size]
        for said in out.keep
        for size in range(10, len(said))
        if out.text.endswith(said[:size])
    ]
    out.ragged = True


def slipped(scene: Scene) -> None:
    """A few letters lost, doubled, put in or changed over, anywhere but in names and labels."""
    scene.rng.choice((mixed, written(""), locations, two, many))(scene)
    out, rng = scene.out, scene.rng
    names = {name for g in out.named for name in (out.call(g), g.symbol, g.name) if name}
    spared = re.compile("|".join((*map(re.escape, names), _LABEL)))
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(out.text))
        if not any(m.start() - 2 <= at <= m.end() for m in spared.finditer(out.text)):
            out.text = out.text[:at] + _slip(out.text[at], rng) + out.text[at + 1 :]
    out.ragged = out.lenient = True
    out.bound, out.passages = "", 0
    out.aliases.clear()


def _slip(letter: str, rng: random.Random) -> str:
    put = rng.choice("0123456789" if letter.isdigit() else " .,;:()\n-[]Aa")
    return rng.choice(("", letter * 2, letter + put, put))


def scrambled(scene: Scene) -> None:
    """Pieces of answers in no order: what is said is unclear, so a mark is enough."""
    out, rng = scene.out, scene.rng
    names = [out.call(gene) for gene in out.named]
    pieces = [scene.mention(rng.choice(FIELDS), out.gene, rng.choice(WRITES)) for _ in range(6)]
    pieces += [scene.location_value() for _ in range(2)]
    text = out.gene.symbol
    for _ in range(10):
        text += rng.choice(GLUE) + rng.choice((rng.choice(pieces), rng.choice(names)))
    out.text = text
    out.ragged = out.lenient = True


def loop(scene: Scene) -> None:
    unit, said = prose.loop(scene.rng)
    scene.out.loop = unit
    if scene.rng.random() < 0.3:
        unit = scene.identifiers()
        said = " ".join([unit] * scene.rng.randint(3, 8))
        scene.out.loop = ""
    join(scene, scene.prose(), said)
    scene.out.ragged = True


def debris(scene: Scene) -> None:
    mixed(scene)
    scene.out.text = prose.with_debris(scene.out.text, scene.rng)
    scene.out.ragged = True


def languages(scene: Scene) -> None:
    rng, out = scene.rng, scene.out
    name = rng.choice(("hgnc_id", "ensembl_id", "mim_ids"))
    where = scene.location_value()
    said = rng.choice(prose.LANGUAGES)
    join(scene, said.format(scene.mention(name, out.gene), where, S=out.gene.symbol))
    if "{1}" not in said and ("location", where) in out.wrong:
        out.wrong.remove(("location", where))


def disease(scene: Scene) -> None:
    """A disease's MIM number, which no gene has: it stays, marked, and is not set to the gene's."""
    number = str(scene.rng.randint(800_000, 899_999))
    scene.out.merely.append(number)
    said = f"Mutations cause Zellig syndrome (MIM {number})."
    join(scene, said, scene.identifiers(), scene.prose())


def unknown(scene: Scene) -> None:
    out = scene.out
    mixed(scene)
    fake = f"ZZQ{scene.rng.randint(10, 99)}X"
    out.text = out.text.replace(out.gene.symbol, fake)
    out.symbol = out.asked = fake
    out.known, out.ragged = False, True
    out.keep.clear()


def withdrawn(scene: Scene) -> None:
    out = scene.out
    mixed(scene)
    if not scene.world.withdrawn:
        return
    gone = scene.rng.choice(scene.world.withdrawn)
    out.text = out.text.replace(out.gene.symbol, gone.symbol)
    new = scene.world.replacement(gone)
    out.symbol = out.asked = gone.symbol
    out.ragged, out.known = True, new is not None
    out.gene = new or gone

"""The kinds of generated answers; each is a way in which models go wrong.

One value: ``KINDS["cut off"](scene)`` fills ``scene.out`` with an answer whose end is missing.
"""

import random
from collections.abc import Callable

from postprocess.gene import Gene

from . import aliases, forms, pairs, prose
from .answer import HOWS, Answer, Scene
from .world import FIELDS, World, values


def _join(scene: Scene, *parts: str) -> None:
    text = ""
    for part in (scene.intro(), *parts):
        if part:
            text += part if not text or text.endswith("\n") else " " + part
    scene.out.text = text


def _mixed(scene: Scene) -> None:
    rng = scene.rng
    parts: list[str] = []
    for _ in range(rng.randint(1, 3)):
        parts += (scene.identifiers(), scene.prose())
    if rng.random() < 0.4:
        parts.append(scene.location())
    if rng.random() < 0.5:
        parts.insert(rng.randint(0, len(parts)), _passage(scene))
    if rng.random() < 0.3:
        parts.append(pairs.sentence(scene))
    _join(scene, *parts)


def _passage(scene: Scene) -> str:
    said, made = aliases.passage(scene.out.gene, _taken(scene), scene.world, scene.rng)
    scene.out.aliases += made
    scene.out.passages += 1
    return said


def _taken(scene: Scene) -> set[str]:
    return {gene.symbol for gene in scene.out.named}


def _written(how: str, write: str = "plain") -> Callable[[Scene], None]:
    def build(scene: Scene) -> None:
        scene.how = how
        _join(scene, scene.identifiers(write), scene.prose(), scene.identifiers(write))

    return build


def _bare(scene: Scene) -> None:
    rng = scene.rng
    said = rng.choice(forms.BARE_PROTEIN)
    said = said.format(S=scene.out.gene.symbol, V=scene.value("uniprot_ids", scene.out.gene))
    _join(scene, said, scene.prose())


def _many(scene: Scene) -> None:
    name = scene.rng.choice(FIELDS)
    _join(scene, f"It has {scene.mention(name, scene.out.gene, 'many')}.", scene.prose())


def _locations(scene: Scene) -> None:
    _join(scene, scene.location(), scene.prose(), scene.rng.choice((scene.identifiers, str))())


def _two(scene: Scene) -> None:
    _join(scene, scene.prose(), pairs.sentence(scene), scene.prose())


def _alias(scene: Scene) -> None:
    parts = [scene.prose(), scene.prose(), scene.rng.choice((scene.identifiers, str))()]
    parts.insert(scene.rng.randint(0, 3), _passage(scene))
    _join(scene, *parts)


def _cut(scene: Scene) -> None:
    scene.rng.choice((_mixed, _written(""), _locations, _alias, _two, _many))(scene)
    out = scene.out
    at = scene.rng.randint(min(len(out.text), 60), len(out.text))
    if out.gene.symbol in out.text[:at]:
        out.text = out.text[:at]
    out.ragged = True


def _loop(scene: Scene) -> None:
    unit, said = prose.loop(scene.rng)
    scene.out.loop = unit
    if scene.rng.random() < 0.3:
        unit = scene.identifiers()
        said = " ".join([unit] * scene.rng.randint(3, 8))
        scene.out.loop = ""
    _join(scene, scene.prose(), said)
    scene.out.ragged = True


def _debris(scene: Scene) -> None:
    _mixed(scene)
    scene.out.text = prose.with_debris(scene.out.text, scene.rng)
    scene.out.ragged = True


def _languages(scene: Scene) -> None:
    rng, out = scene.rng, scene.out
    name = rng.choice(("hgnc_id", "ensembl_id", "mim_ids"))
    where = scene.location_value()
    said = rng.choice(prose.LANGUAGES)
    _join(scene, said.format(scene.mention(name, out.gene), where, S=out.gene.symbol))
    if "{1}" not in said and ("location", where) in out.wrong:
        out.wrong.remove(("location", where))


def _disease(scene: Scene) -> None:
    """A disease's MIM number, which no gene has: it stays, marked, and is not set to the gene's."""
    number = str(scene.rng.randint(800_000, 899_999))
    scene.out.merely.append(number)
    said = f"Mutations cause Zellig syndrome (MIM {number})."
    _join(scene, said, scene.identifiers(), scene.prose())


def _unknown(scene: Scene) -> None:
    out = scene.out
    _mixed(scene)
    fake = f"ZZQ{scene.rng.randint(10, 99)}X"
    out.text = out.text.replace(out.gene.symbol, fake)
    out.symbol, out.known, out.ragged = fake, False, True
    out.keep.clear()


def _withdrawn(scene: Scene) -> None:
    out = scene.out
    _mixed(scene)
    if not scene.world.withdrawn:
        return
    gone = scene.rng.choice(scene.world.withdrawn)
    out.text = out.text.replace(out.gene.symbol, gone.symbol)
    new = scene.world.by_symbol.get(gone.replaced_by)
    out.symbol, out.ragged, out.known = gone.symbol, True, new is not None
    out.gene = new or gone


KINDS: dict[str, Callable[[Scene], None]] = {
    "made-up identifiers": _written("made up"),
    "another gene's identifiers": _written("another's"),
    "one digit off": _written("near miss"),
    "number of another database": _written("other label"),
    "mixed answers": _mixed,
    "two genes, right and swapped": _two,
    "locations": _locations,
    "several values under one label": _many,
    "garbled labels": _written("", "garbled"),
    "URLs": _written("", "url"),
    "bare protein accessions": _bare,
    "alias passages": _alias,
    "cut off by the length limit": _cut,
    "repetition loops": _loop,
    "control characters and markup": _debris,
    "other languages": _languages,
    "symbols that are words or accessions": _mixed,
    "genes without some identifiers": _mixed,
    "diseases' MIM numbers": _disease,
    "gene not in the registry": _unknown,
    "withdrawn gene": _withdrawn,
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
    scene = Scene(Answer(kind, gene, gene.symbol, (other,) if apart else ()), world, rng)
    KINDS[kind](scene)
    if not any(o.symbol in scene.out.text for o in scene.out.others):
        scene.out.others = ()
    return scene.out


def _poor(world: World, rng: random.Random, gene: Gene) -> Gene:
    for _ in range(50):
        if any(not values(gene, name) for name in FIELDS):
            return gene
        gene = world.draw(rng)
    return gene


__all__ = ["HOWS", "KINDS", "answer_about"]

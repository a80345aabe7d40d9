"""Answers in running text: identifiers in every form, places, aliases, two genes.

One value: ``mixed(scene)`` fills ``scene.out`` with sentences of all of these.
"""

from collections.abc import Callable

from . import aliases, forms, pairs
from .answer import Scene
from .world import FIELDS


def join(scene: Scene, *parts: str) -> None:
    text = ""
    for part in (scene.intro(), *parts):
        if part:
            text += part if not text or text.endswith("\n") else " " + part
    scene.out.text = text


def mixed(scene: Scene) -> None:
    rng = scene.rng
    parts: list[str] = []
    for _ in range(rng.randint(1, 3)):
        parts += (scene.identifiers(), scene.prose())
    if rng.random() < 0.4:
        parts.append(scene.location())
    if rng.random() < 0.5:
        parts.insert(rng.randint(0, len(parts)), passage(scene))
    if rng.random() < 0.3:
        parts.append(pairs.sentence(scene))
    join(scene, *parts)


def passage(scene: Scene) -> str:
    said, made = aliases.passage(scene.out.gene, _taken(scene), scene.world, scene.rng)
    scene.out.aliases += made
    scene.out.passages += 1
    return said


def _taken(scene: Scene) -> set[str]:
    return {gene.symbol for gene in scene.out.named}


def written(how: str, write: str = "plain") -> Callable[[Scene], None]:
    def build(scene: Scene) -> None:
        scene.how = how
        join(scene, scene.identifiers(write), scene.prose(), scene.identifiers(write))

    return build


def bare(scene: Scene) -> None:
    rng = scene.rng
    said = rng.choice(forms.BARE_PROTEIN)
    said = said.format(S=scene.out.gene.symbol, V=scene.value("uniprot_ids", scene.out.gene))
    join(scene, said, scene.prose())


def many(scene: Scene) -> None:
    name = scene.rng.choice(FIELDS)
    join(scene, f"It has {scene.mention(name, scene.out.gene, 'many')}.", scene.prose())


def locations(scene: Scene) -> None:
    join(scene, scene.location(), scene.prose(), scene.rng.choice((scene.identifiers, str))())


def two(scene: Scene) -> None:
    join(scene, scene.prose(), pairs.sentence(scene), scene.prose())


def alias(scene: Scene) -> None:
    parts = [scene.prose(), scene.prose(), scene.rng.choice((scene.identifiers, str))()]
    parts.insert(scene.rng.randint(0, 3), passage(scene))
    join(scene, *parts)

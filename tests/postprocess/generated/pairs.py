"""Sentences about two genes, each with its identifiers, right, wrong, and swapped.

One value: ``"GLI1 (HGNC:16466) binds SUFU (HGNC:4317)."`` is to be set right on both sides.
"""

from postprocess.gene import Gene

from . import forms
from .answer import Scene
from .world import FIELDS, values

# An identifier belongs to the name before it in all of these but the last kind.
NEAREST = (
    "{A} ({a}) binds {B} ({b}).",
    "{A} [{a}] and {B} [{b}] act together.",
    "{A} has {a} and {B} has {b}.",
    "{A}, {a}, interacts with {B}, {b}.",
    "{A} is recorded as {a}, whereas {B} is recorded as {b}.",
    "- {A}: {a}\n- {B}: {b}\n",
    "{A}: {a}; {B}: {b}.",
    "{A} ({a}), {B} ({b}).",
    "It interacts with {B} ({b}) in cells.",
    "Its paralog is {B} ({b}).",
    "The protein binds {B}, {b}, and is degraded.",
    "{A} binds {B}, whose identifier is {b}.",
    "{B} ({b}) is a partner of {A} ({a}).",
    "The identifier of {A} is {a} and that of {B} is {b}.",
    "{A} is {a}. {B} is {b}.",
    "While {A} is listed as {a}, {B} is listed as {b} and acts in cells.",
    "Its partner {B} is registered as {b}.",
    "{B} has {b}, but {A} has {a}.",
    "It acts with {B} (human; {b}).",
    "The gene {A}, with {a}, and the gene {B}, with {b}, act in cells.",
)
IN_ORDER = (
    "The identifiers of {A} and {B} are {a} and {b}, respectively.",
    "{A} and {B} are recorded as {a} and {b}, respectively.",
    "{A} and {B} ({a} and {b}, respectively) act in cells.",
)


def sentence(scene: Scene) -> str:
    """One sentence; the answer's second gene is named in it."""
    out, rng = scene.out, scene.rng
    if not out.others or out.bound:
        return scene.prose()
    one, two = out.gene, out.others[0]
    name = rng.choice(FIELDS[:5] if rng.random() < 0.9 else FIELDS)
    if rng.random() < 0.4 and values(one, name) and values(two, name):
        a, b = _swapped(one, two, name, scene)
    else:
        a, b = scene.mention(name, one), scene.mention(name, two)
    in_order = rng.random() < 0.15
    template = rng.choice(IN_ORDER if in_order else NEAREST)
    out.bound = "in order" if in_order else "nearest"
    if "{a}" not in template:
        _forget(scene, name, one)
    return template.format(A=out.call(one), B=out.call(two), a=a, b=b)


def _swapped(one: Gene, two: Gene, name: str, scene: Scene) -> tuple[str, str]:
    rng, out = scene.rng, scene.out
    theirs, mine = rng.choice(values(two, name)), rng.choice(values(one, name))
    out.want += [(one.symbol, name), (two.symbol, name)]
    return forms.written(name, theirs, rng), forms.written(name, mine, rng)


def _forget(scene: Scene, name: str, gene: Gene) -> None:
    """The first gene's identifier is not in the sentence after all."""
    out = scene.out
    if (gene.symbol, name) in out.want:
        out.want.remove((gene.symbol, name))
    out.right = [v for v in out.right if v not in values(gene, name)]

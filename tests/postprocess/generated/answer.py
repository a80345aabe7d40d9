"""A generated answer: its text, and what a right correction of it has to do.

One value: for ``"The official symbol is GLI1. It is HGNC:10997."`` ``wrong`` holds
``("hgnc_id", "10997")``, ``want`` holds ``("GLI1", "hgnc_id")``.
"""

import random
from dataclasses import dataclass, field

from postprocess.gene import Gene

from . import forms, locations, prose
from .world import FIELDS, World, values, wrong_value

HOWS = ("made up", "another's", "near miss", "other label")


@dataclass
class Answer:
    """What was put into a text.

    ``wrong``: (column, value) that must not be left as that. ``want``: (symbol, column) of which a
    right value must stand in the result. ``right``: values that must stay. ``keep``: sentences that
    must stay as they are. ``aliases``: false names, in ``passages`` passages. ``merely``: what may
    be left where it is marked as unverified. ``loop``: what is said again and again. ``bound``:
    whether in sentences with both genes an identifier belongs to the name before it (``nearest``),
    or the pairs are ``in order``. ``ragged``: cut off or littered, so that what must stay is not
    known. ``known``: the registry has the gene. ``lenient``: a mark is enough, as what is said has
    become unclear. ``asked``: passed to the correction as the gene asked for, ``None`` where it is
    read from the text. ``called``: names in the text that are not the symbols.
    """

    kind: str
    gene: Gene
    symbol: str
    others: tuple[Gene, ...] = ()
    text: str = ""
    wrong: list[tuple[str, str]] = field(default_factory=list)
    want: list[tuple[str, str]] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    keep: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    merely: list[str] = field(default_factory=list)
    loop: str = ""
    bound: str = ""
    passages: int = 0
    ragged: bool = False
    known: bool = True
    lenient: bool = False
    asked: str | None = ""
    called: dict[str, str] = field(default_factory=dict)

    def call(self, gene: Gene) -> str:
        """The name that the text has for a gene: its symbol, or another of its names."""
        return self.called.get(gene.symbol, gene.symbol)

    @property
    def named(self) -> tuple[Gene, ...]:
        """The genes that the text names."""
        return (self.gene, *self.others)


@dataclass
class Scene:
    """What the parts of one answer are made from."""

    out: Answer
    world: World
    rng: random.Random
    how: str = ""

    def prose(self) -> str:
        """A sentence that must stay."""
        said = self.rng.choice(prose.PROSE)
        if said in self.out.keep:
            return ""
        self.out.keep.append(said)
        return said

    def intro(self) -> str:
        """A sentence that names the gene."""
        template = self.rng.choice(prose.INTROS)
        if "{N}" in template and not self.out.gene.name:
            template = prose.INTROS[0]
        return template.format(S=self.out.call(self.out.gene), N=self.out.gene.name)

    def value(self, name: str, gene: Gene, *, right: float = 0.3) -> str:
        """A value to state for ``gene``, noted as right or as wrong."""
        own = values(gene, name)
        if own and self.rng.random() < right:
            value = self.rng.choice(own)
            self.out.right.append(value)
        else:
            how = self.how or self.rng.choice(HOWS)
            others = [g for g in self.out.named if g != gene]
            value = wrong_value(name, gene, others, how, self.world, self.rng)
            self.out.wrong.append((name, value))
        if own:
            self.out.want.append((gene.symbol, name))
        return value

    def identifiers(self, write: str = "plain") -> str:
        """A sentence with up to four identifiers of the gene."""
        rng, gene = self.rng, self.out.gene
        template = rng.choice(forms.LISTS)
        names = rng.sample(FIELDS, 4)
        used = [n for i, n in enumerate(names) if f"{{{i}}}" in template]
        mentions = [self.mention(n, gene, write) if n in used else "" for n in names]
        said = template.format(*mentions, S=self.out.call(gene))
        if said[-1:] == "." and rng.random() < 0.15:
            said = said[:-1] + rng.choice(forms.BEHIND)
        return said

    def mention(self, name: str, gene: Gene, write: str = "plain") -> str:
        """One identifier as a model writes it."""
        rng = self.rng
        if write == "many":
            listed = [self.value(name, gene) for _ in range(rng.randint(2, 4))]
            return forms.many(name, listed, rng)
        value = self.value(name, gene)
        if write == "garbled":
            return forms.garbled(name, value, rng)
        if write == "url":
            return forms.url(name, value, rng)
        return forms.written(name, value, rng)

    def location_value(self) -> str:
        """A band to state for the gene, noted where it is wrong."""
        rng, gene = self.rng, self.out.gene
        own = locations.bands(gene.location)
        if own and rng.random() < 0.3:
            chromosome, arm, band = rng.choice(own)
            return f"{chromosome}{arm}{rng.choice((band, band.split('.')[0]))}"
        how = self.how if self.how in HOWS[:3] else rng.choice(HOWS[:3])
        where = locations.wrong_location(gene, how, self.world, rng)
        self.out.wrong.append(("location", where))
        return where

    def location(self) -> str:
        """A sentence with the gene's place; in some only the chromosome or its arm is left."""
        where = self.location_value()
        said, whole = locations.location_sentence(self.out.call(self.out.gene), where, self.rng)
        if not whole and ("location", where) in self.out.wrong:
            self.out.wrong.remove(("location", where))
        return said

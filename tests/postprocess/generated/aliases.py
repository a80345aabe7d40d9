"""Alias passages as models write them, with names that are not the gene's.

One value: ``"It is also known as GLI; ZQ123456; AC123456.97. zq654321; ZQ-1"``, without an end.
"""

import random
import re

from postprocess.gene import Gene

from .world import World

PASSAGES = (
    "It is also known as {L}.",
    "It is also known as {L}",
    "This gene is also known as {L}.",
    "{S} is also called {L}.",
    "Aliases include {L}.",
    "Its aliases are {L}.",
    "Aliases: {L}.",
    "Synonyms: {L}.",
    "It is also referred to as {L}. {M}.",
    "It is also known as {L}. {M}",
    "{S}, also known as {L}, is a human gene.",
    "{S} (also known as {L}) is a human gene.",
    "{S} (aka {L}) is a human gene.",
    "{S} (alias {L}) is a human gene.",
    "It is a human gene and is also known as {L}.",
    "It is also known as {L} and is expressed in the brain.",
    "The gene is also known as {L}; {M}",
    "The gene's aliases are {L}.",
    "It has several aliases, including {L}.",
    "It has the aliases {L}.",
    "Also known as {L}, it acts in cells.",
    "Alternative names for this gene include {L}.",
    "Another name for {S} is {N}.",
    "It was previously known as {N}.",
    "Its previous symbol is {N}.",
    "It goes by the names {L}.",
    "**Aliases:** {L}",
    "- Aliases: {L}\n",
    "Alternatively, it is known as {L}.",
    "Other names of the gene: {L}.",
    "Its synonyms include {L}, and it acts in cells.",
)


def false_alias(gene: Gene, taken: set[str], world: World, rng: random.Random) -> str:
    """A name that is neither the gene's nor in the text already."""
    own = {gene.symbol, *gene.aliases, *gene.previous_symbols}
    for _ in range(20):
        name = _name(world, rng)
        if name not in own and name not in taken and not any(name in other for other in own):
            return name
    return f"ZQ{rng.randint(100_000, 999_999)}"


def _name(world: World, rng: random.Random) -> str:
    number = rng.randint(100_000, 999_999)
    if rng.random() < 0.6:
        return rng.choice(
            (
                f"ZQ{number}", f"ZQ-{number}", f"AC{number}.9{number % 10}", f"zq{number}",
                f"ZQ{number}β", f"FLJ{number}", f"dJ{number}A1.{number % 10}", f"RP11-{number}Z9.7",
                f"hsa-mir-{number}", f"ZQ{number}/AB",
            )
        )  # fmt: skip
    other = world.draw(rng)
    names = [n for n in other.aliases if re.fullmatch(r"[A-Za-z][\w.-]*\d[\w.-]*\w", n)]
    return rng.choice(names) if names and rng.random() < 0.7 else other.symbol


def passage(gene: Gene, taken: set[str], world: World, rng: random.Random) -> tuple[str, list[str]]:
    """The passage, and the false names in it."""
    own = [a for a in (*gene.aliases, *gene.previous_symbols) if re.fullmatch(r"[\w.-]+", a)]
    drop = rng.sample(own, min(len(own), rng.randint(0, 2)))
    made: list[str] = []
    for _ in range(rng.choice((1, 2, 3, 5, 8, 12, 30))):
        made.append(false_alias(gene, taken | set(made), world, rng))
    names = drop + made
    rng.shuffle(names)
    template = rng.choice(PASSAGES)
    if "{N}" in template:
        return template.format(N=made[0], S=gene.symbol), made[:1]
    joint = rng.choice(("; ", ", ", " | ", ","))
    head, tail = names[: len(names) // 2 + 1], names[len(names) // 2 + 1 :]
    if "{M}" not in template:
        head, tail = names, []
    listed = joint.join(head)
    if len(head) > 1 and rng.random() < 0.5:
        word = rng.choice((" and ", ", and ", " or "))
        listed = f"{joint.join(head[:-1])}{word}{head[-1]}"
    return template.format(L=listed, M=joint.join(tail or made[:1]), S=gene.symbol), made

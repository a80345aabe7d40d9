"""What the tests know of the genes, read from the registry's columns and from nothing else.

One value: ``World(genes).owners["hgnc_id", "4317"]`` is ``{"GLI1"}``; ``names["GLI"]`` are the
symbols of all genes that bear it as symbol, previous symbol or alias.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterable

from postprocess.gene import Gene

FIELDS = ("hgnc_id", "ensembl_id", "mim_ids", "alliance_id", "entrez_id", "uniprot_ids")
# https://www.uniprot.org/help/accession_numbers
ACCESSION = re.compile(r"[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2}")


def values(gene: Gene, field: str) -> list[str]:
    """The gene's values of a column, without prefix."""
    value = getattr(gene, field)
    return [v.removeprefix("HGNC:") for v in ((value,) if isinstance(value, str) else value) if v]


class World:
    """Indexes over all genes that a test may draw."""

    def __init__(self, genes: Iterable[Gene]) -> None:
        known = list(genes)
        self.genes = [gene for gene in known if gene.approved]
        self.withdrawn = [gene for gene in known if not gene.approved]
        self.by_symbol = {gene.symbol: gene for gene in self.genes}
        self.names: dict[str, set[str]] = defaultdict(set)
        self.owners: dict[tuple[str, str], set[str]] = defaultdict(set)
        for gene in self.genes:
            for name in (gene.symbol, *gene.aliases, *gene.previous_symbols):
                self.names[name].add(gene.symbol)
            for field in FIELDS:
                for value in values(gene, field):
                    self.owners[field, value].add(gene.symbol)

    def owns(self, gene: Gene, field: str, value: str) -> bool:
        """Whether the registry's row of the gene holds the value; AllianceGenome's are HGNC's."""
        if gene.symbol not in self.by_symbol:
            return value in values(gene, field)
        return gene.symbol in self.owners.get((field, value), ())

    def draw(self, rng: random.Random) -> Gene:
        """Any approved gene."""
        return rng.choice(self.genes)

    def replacement(self, gone: Gene) -> Gene | None:
        """What took a withdrawn gene's place: ``None`` where nothing did, or several."""
        new = [name.strip() for name in gone.replaced_by.split(",") if name.strip()]
        if len(new) != 1:
            return None
        owners = self.owners.get(("hgnc_id", new[0].removeprefix("HGNC:")), {new[0]})
        return self.by_symbol.get(next(iter(owners)))


def wrong_value(
    field: str, gene: Gene, taboo: Iterable[Gene], how: str, world: World, rng: random.Random
) -> str:
    """A value that none of ``gene`` and ``taboo`` has.

    ``how``: ``"made up"``, ``"another's"`` (a real value of a gene that the text does not name),
    ``"near miss"`` (one digit off), ``"other label"`` (this gene's number of another database).
    """
    own = [v for g in (gene, *taboo) for v in values(g, field)]
    for _ in range(40):
        value = _draw(field, gene, how, world, rng)
        if value and value not in own:
            return value
        how = rng.choice(("another's", "made up"))
    return _made_up(field, rng)


def _draw(field: str, gene: Gene, how: str, world: World, rng: random.Random) -> str:
    if how == "near miss" and (own := values(gene, field)):
        return _one_off(rng.choice(own), rng)
    if how == "other label" and field not in ("ensembl_id", "uniprot_ids"):
        numbers = [v for f in ("hgnc_id", "mim_ids", "entrez_id") for v in values(gene, f)]
        return rng.choice(numbers) if numbers else ""
    if how == "another's" and (others := values(world.draw(rng), field)):
        return rng.choice(others)
    return "" if how != "made up" else _made_up(field, rng)


def _one_off(value: str, rng: random.Random) -> str:
    places = [i for i, letter in enumerate(value) if letter.isdigit() and i > 0]
    at = rng.choice(places) if places else 0
    return value[:at] + rng.choice("123456789".replace(value[at], "")) + value[at + 1 :]


def _made_up(field: str, rng: random.Random) -> str:
    if field == "ensembl_id":
        return "ENSG" + "".join(rng.choices("0123456789", k=rng.choice((11, 11, 11, 7, 12))))
    if field == "uniprot_ids":
        return f"Q{rng.randint(0, 9)}ZZ{rng.choice('XYZ')}{rng.randint(0, 9)}"
    if field == "mim_ids":
        return str(rng.randint(700_000, 799_999))
    return str(rng.choice((rng.randint(70_000, 99_000), rng.randint(900_000_000, 999_999_999))))

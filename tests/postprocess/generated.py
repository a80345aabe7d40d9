"""Answers as models write them, wrong in known ways, to test and to measure the correction with.

One value: ``answer_about(genes, random.Random(0))`` is an ``Answer`` whose ``text`` speaks of
``symbol`` and holds identifiers and aliases, most of them wrong; ``wrong`` lists what must be gone
afterwards, ``right`` what must stand there.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from postprocess.gene import Gene

_FORMS = {
    "hgnc_id": (
        "HGNC:{}", "HGNC:HGNC:{}", "HGNC ID {}", "HGNC ID: {}", "HGNC ID HGNC:{}", "HGNC {}",
        "HGNC number {}", "HGNC accession HGNC:{}",
    ),
    "ensembl_id": (
        "Ensembl:{}", "{}", "Ensembl ID {}", "Ensembl: {}", "Ensembl gene ID {}", "Ensembl {}",
    ),
    "mim_ids": ("MIM:{}", "OMIM {}", "OMIM:{}", "MIM {}", "OMIM number {}", "OMIM: *{}"),
    "alliance_id": ("AllianceGenome:HGNC:{}", "Alliance:HGNC:{}", "AllianceGenome: HGNC:{}"),
    "entrez_id": ("GeneID:{}", "GeneID {}", "Entrez Gene ID {}", "NCBI Gene {}", "Gene ID: {}"),
    "uniprot_ids": ("UniProt:{}", "UniProtKB:{}", "UniProt accession {}"),
}  # fmt: skip
_LISTS = (
    "The primary source for this information is {0}, and it is also related to {1} and {2}.",
    "It is related to {0}, {1}, and {2}.",
    "It is recorded as {0}, {1} and {2}.",
    "The entry is {0}; further identifiers are {1} and {2}; {3}.",
    "{S} ({0}; {1}; {2}) is a human gene.",
    "The gene {S} [{0}, {1}] is listed in databases.",
    "Its identifiers are {0} / {1} / {2}.",
    "This gene is linked to {0} and {1}, and it is expressed in many tissues.",
    "Identifiers: {0}, {1}, {2}, {3}.",
    "{S} is identified by {0}, with {1} and {2}.",
    "It is registered under {0} and is found in {1}.",
    "{S}, {0}, is a human gene.",
    "Its entry is {0} and its record is {1}.",
    "It has {0} and {1}; {2}, {3}",
    "See {0}.",
)
_PROSE = (
    "It encodes a protein that takes part in signal transduction.",
    "The product acts in the nucleus and regulates transcription.",
    "It is expressed in 25 tissues, including the skin.",
    "It belongs to the lineage Eukaryota; Metazoa; Chordata.",
    "Its RefSeq status is REVIEWED.",
    "The pathway (e.g. Hedgehog signaling) controls growth.",
)
_OTHERS = (
    "It interacts with {O} ({R}) in cells.",
    "Its paralog is {O} ({R}).",
    "The protein binds {O}, {R}, and is degraded.",
)
_ALIAS = (
    "It is also known as {L}.",
    "It is also known as {L}",
    "This gene is also known as {L}.",
    "{S} is also called {L}.",
    "Aliases include {L}.",
    "Its aliases are {L}.",
    "Aliases: {L}.",
    "It is also referred to as {L}. {M}.",
    "{S}, also known as {L}, is a human gene.",
    "{S} (also known as {L}) is a human gene.",
    "It is a human gene and is also known as {L}.",
    "It is also known as {L} and is expressed in the brain.",
    "The gene is also known as {L}; {M}",
)


@dataclass
class Answer:
    """``wrong``: (kind, value) that must not be left; ``aliases``: names that must be gone."""

    symbol: str
    text: str = ""
    wrong: list[tuple[str, str]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


def own_values(gene: Gene, kind: str) -> list[str]:
    """The gene's values of a kind, without prefix."""
    value = getattr(gene, kind)
    return [v.removeprefix("HGNC:") for v in ((value,) if isinstance(value, str) else value) if v]


def answer_about(genes: Sequence[Gene], rng: random.Random) -> Answer:
    """One answer about a gene drawn from ``genes``."""
    gene = rng.choice(genes)
    out = Answer(gene.symbol)
    parts = [f"The official symbol of this gene is {gene.symbol}."]
    for _ in range(rng.randint(1, 3)):
        parts.append(_identifiers(gene, rng, out))
        parts.append(rng.choice(_PROSE))
    if rng.random() < 0.4:
        parts.append(_other(gene, genes, rng, out))
    if rng.random() < 0.7:
        parts.insert(rng.randint(1, len(parts)), _aliases(gene, rng, out))
    if rng.random() < 0.2:
        parts.append(" ".join([rng.choice(_PROSE)] * rng.randint(3, 6)))
    text = " ".join(parts)
    if rng.random() < 0.3:
        text = text[: rng.randint(len(text) // 2, len(text))]
    out.text = text
    return out


def _identifiers(gene: Gene, rng: random.Random, out: Answer) -> str:
    kinds = rng.sample(sorted(_FORMS), 4)
    mentions = [_mention(gene, kind, rng, out) for kind in kinds]
    return rng.choice(_LISTS).format(*mentions, S=gene.symbol)


def _mention(gene: Gene, kind: str, rng: random.Random, out: Answer) -> str:
    own = own_values(gene, kind)
    value = rng.choice(own) if own and rng.random() < 0.3 else _wrong(kind, rng)
    if value not in own:
        out.wrong.append((kind, value))
    return rng.choice(_FORMS[kind]).format(value)


def _wrong(kind: str, rng: random.Random) -> str:
    if kind == "ensembl_id":
        return "ENSG" + "".join(rng.choices("0123456789", k=rng.choice((11, 11, 11, 7, 12))))
    if kind == "uniprot_ids":
        return f"Q{rng.randint(0, 9)}ZZ{rng.choice('XYZ')}{rng.randint(0, 9)}"
    if kind == "mim_ids":
        return str(rng.randint(700_000, 799_999))
    return str(rng.randint(900_000_000, 999_999_999))


def _other(gene: Gene, genes: Sequence[Gene], rng: random.Random, out: Answer) -> str:
    other = rng.choice(genes)
    if other == gene:
        return "It acts alone."
    kind = rng.choice(("hgnc_id", "ensembl_id", "mim_ids"))
    return rng.choice(_OTHERS).format(O=other.symbol, R=_mention(other, kind, rng, out))


def _aliases(gene: Gene, rng: random.Random, out: Answer) -> str:
    own = [a for a in gene.aliases if re.fullmatch(r"[\w.-]+", a)]
    drop = rng.sample(own, min(len(own), rng.randint(0, 2)))
    made = [_false_alias(rng) for _ in range(rng.randint(1, 12))]
    out.aliases += made
    names = drop + made
    rng.shuffle(names)
    joint = rng.choice(("; ", ", "))
    head, tail = names[: len(names) // 2 + 1], names[len(names) // 2 + 1 :]
    text = rng.choice(_ALIAS)
    if "{M}" not in text:
        head, tail = names, []
    listed = joint.join(head)
    if len(head) > 1 and rng.random() < 0.5:
        listed = f"{joint.join(head[:-1])} and {head[-1]}"
    return text.format(L=listed, M=joint.join(tail or [made[0]]), S=gene.symbol)


def _false_alias(rng: random.Random) -> str:
    number = rng.randint(100_000, 999_999)
    return rng.choice((f"ZQ{number}", f"ZQ-{number}", f"AC{number}.9{number % 10}", f"zq{number}"))


def problems(answer: Answer, text: str, genes: dict[str, Gene]) -> list[str]:
    """What is wrong with a corrected text: identifiers, aliases, and broken sentences."""
    found = [
        f"{kind} {value} is left"
        for kind, value in answer.wrong
        if re.search(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9])", text)
    ]
    found += [f"alias {name} is left" for name in answer.aliases if name in text]
    named = [gene for symbol, gene in genes.items() if symbol in text]
    for kind, pattern in (
        ("ensembl_id", r"\bENSG\w*"),
        ("hgnc_id", r"\bHGNC(?: ID| number| accession)?[: ]*(\d\w*)"),
        ("mim_ids", r"\bO?MIM(?: number)?[: *]*(\d\w*)"),
    ):
        for match in re.finditer(pattern, text):
            value = match[match.lastindex or 0]
            if not any(value in own_values(gene, kind) for gene in named):
                found.append(f"{kind} {value} belongs to no gene named")
    for broken in (
        r" [,.;)]",
        r"  ",
        r"\( ?\)",
        r",[.;,]",
        r"\b(?:and|or|with)[.;,)]",
        r"[.] [a-z]",
    ):
        if slip := re.search(broken, text):
            found.append(
                f"broken sentence: ...{text[max(0, slip.start() - 30) : slip.end() + 20]}..."
            )
    return found

"""Which gene an identifier in an answer is meant for, and whether it is that gene's.

One value: in ``"GLI1 (HGNC:10997) binds SUFU (HGNC:16466)."``, asked for GLI1, the first is
to become ``4317`` and the second is right, since it stands behind the symbol of its own gene.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .find import UNKNOWN_KIND, Mention
from .gene import Gene
from .hosts import Host, find_host
from .registry import GeneRegistry

# What joins the members of a list of identifiers.
SEPARATOR = re.compile(r"[\s,;/|]*(?:\b(?:and|or|as well as)\b|&)?[\s,;/|]*")
_TOKEN = re.compile(r"[^\W_][\w@-]*")
# How far, in characters, a gene's name may stand from its identifier in one sentence.
_NEAR = 600


@dataclass(frozen=True, slots=True)
class Verdict:
    """``right`` is the value to stand there, without prefix; ``None`` where the gene has none.

    ``verified`` is False where nobody can say: the registry lacks the kind, or the identifier is
    given to something that is not known to be a gene ("lupus (MIM 152700)").
    """

    mention: Mention
    right: str | None
    verified: bool = True


def groups(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions that stand in one list, with nothing but separators between them."""
    out: list[list[Mention]] = []
    for mention in mentions:
        last = out[-1][-1] if out else None
        if last and mention.start - last.end <= 16:
            joined = SEPARATOR.fullmatch(text, last.end, mention.start)
            if joined and "\n\n" not in joined[0]:
                out[-1].append(mention)
                continue
        out.append([mention])
    return out


def all_own(text: str, group: Sequence[Mention], gene: Gene) -> bool:
    """Whether a list holds nothing but identifiers of ``gene``, which cannot be another's.

    In a bracket they are somebody's whose name stands before it, so that is not sure.
    """
    at = group[0].start
    if text[at - 1 : at] in ("(", "[") and not text[max(0, at - 60) : at - 1].rstrip().endswith(
        gene.symbol
    ):
        return False
    return all(m.kind == UNKNOWN_KIND or m.value in values_of(gene, m.kind) for m in group)


def judge(
    text: str,
    sentence: tuple[int, int],
    group: Sequence[Mention],
    gene: Gene,
    registry: GeneRegistry,
) -> list[Verdict]:
    """A verdict for each mention of one list, which lies in ``text[sentence]``."""
    host = find_host(text, sentence[0], group[0].start, gene, registry)
    stated: set[tuple[str, str]] = set()
    return [_verdict(text, sentence, m, gene, host, registry, stated) for m in group]


def _verdict(
    text: str,
    sentence: tuple[int, int],
    mention: Mention,
    gene: Gene,
    host: Host,
    registry: GeneRegistry,
    stated: set[tuple[str, str]],
) -> Verdict:
    if mention.kind == UNKNOWN_KIND:
        return Verdict(mention, mention.value, verified=False)
    meant = host.gene or gene
    if mention.value in values_of(meant, mention.kind):
        right: str | None = mention.value
    elif host.foreign and (
        mention.kind == "mim_ids" or registry.by_id(mention.kind, mention.value)
    ):
        # MIM numbers diseases too, and "netrin-1 (MIM 601614)" names a gene by its protein.
        return Verdict(mention, mention.value, verified=False)
    elif not host.sure and (
        mention.value in values_of(gene, mention.kind) or _named(text, sentence, mention, registry)
    ):
        right = mention.value
    else:
        left = [v for v in values_of(meant, mention.kind) if (mention.kind, v) not in stated]
        right = left[0] if left else None
    if right is not None:
        stated.add((mention.kind, right))
    return Verdict(mention, right)


def values_of(gene: Gene, kind: str) -> tuple[str, ...]:
    """The values of a column without prefix; ``()`` where the gene has none."""
    if kind in ("mim_ids", "uniprot_ids"):
        return gene.mim_ids if kind == "mim_ids" else gene.uniprot_ids
    value: str = getattr(gene, kind)
    return (value.removeprefix("HGNC:"),) if value else ()


def _named(text: str, sentence: tuple[int, int], mention: Mention, registry: GeneRegistry) -> bool:
    """Whether a gene that has this identifier is named in the sentence."""
    owners = registry.by_id(mention.kind, mention.value)
    if not owners:
        return False
    low, high = max(sentence[0], mention.start - _NEAR), min(sentence[1], mention.end + _NEAR)
    words = set(_TOKEN.findall(text, low, mention.start))
    words.update(_TOKEN.findall(text, mention.end, high))
    return any(
        not words.isdisjoint((owner.symbol, *owner.previous_symbols, *owner.aliases))
        for owner in owners
    )

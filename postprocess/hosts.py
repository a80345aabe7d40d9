"""Whose name stands right before an identifier.

One value: in ``"GLI1 binds SUFU (HGNC:"`` it is SUFU's, for sure; in ``"lupus (MIM "`` it is that
of something that is no gene known by this name.
"""

import re
from typing import NamedTuple

from .facts import GeneFacts, facts_of
from .find import looks_like_identifier
from .gene import Gene
from .registry import GeneRegistry

_OF = re.compile(
    r"\b(?:of|for)\s(?:the\s)?(?:human\s)?(?:gene\s)?(?P<name>[^\W_][\w@-]{0,30})\s"
    r"(?:is|:|=)?\s{0,2}\Z"
)
_LAST_WORD = re.compile(r"(?<![\w@-])(?P<name>[^\W_][\w@-]{0,40})(?:['’]s)?\s*\Z")
_NAMED_INSIDE = re.compile(r"(?P<name>[^\W_][\w@-]{0,30})\s?[;,:]\s?\Z")
# "SUFU, which maps to": a place said of a gene that stands right before.
_LIES = re.compile(
    r"(?P<name>[^\W_][\w@-]{0,30})(?:[ ]gene)?,?(?:[ ](?:which|that))?(?:[ ](?:is|was))?(?:[ ]also)?"
    r"(?:[ ](?:locali[sz]ed|located|mapped|maps|lies|found|situated|lying|mapping))?"
    r"[ ](?:at|on|to|in)(?:[ ]the)?[ ]?\Z"
)
# Words for the gene spoken of; what they name needs no proof.
_SELF = frozenset(
    (
        "gene", "genes", "protein", "pseudogene", "locus", "it", "symbol", "name", "product",
        "rna", "mirna", "microrna", "lncrna", "transcript", "entry", "record", "registry", "hgnc",
        "omim", "mim", "ensembl", "ncbi", "uniprot", "id", "identifier", "number", "accession",
        "database", "source", "as", "is", "under", "by", "in", "and", "with", "at", "on", "to",
        "chromosome", "band", "position", "location", "region", "arm", "cytoband", "located",
    )
)  # fmt: skip
_SEE = re.compile(r"[\w;,] see(?: also)? \Z")  # "See MIM 1." alone is about the gene
_ARTICLES = (" the", " a", " an")
_REACH = 200
_NAME_REACH = 45


class Host(NamedTuple):
    """``gene`` where the name is a gene's; ``sure`` where an identifier there cannot be meant for
    another; ``foreign`` where something else is named."""

    gene: GeneFacts | None = None
    sure: bool = False
    foreign: bool = False


NOBODY = Host()


def find_host(
    text: str, low: int, at: int, gene: GeneFacts, registry: GeneRegistry, *, place: bool = False
) -> Host:
    """The host of a list of identifiers at ``at`` in a sentence that begins at ``low``.

    ``place``: the list begins with a place on a chromosome.
    """
    low = max(low, at - _REACH)
    near = text[max(low, at - 2 * _NAME_REACH) : at]
    if ("of " in near or "for " in near) and (found := _OF.search(near)):
        host = registry.get(found["name"])
        return Host(facts_of(host, registry), sure=True) if host else NOBODY
    opened = max(text.rfind("(", low, at), text.rfind("[", low, at))
    if opened >= 0 and max(text.rfind(")", opened, at), text.rfind("]", opened, at)) < 0:
        return _before_bracket(text[low:opened], text[opened + 1 : at], gene, registry)
    if "see" in near[-12:] and _SEE.search(near[-12:]):
        return Host(foreign=True)
    if place and (lies := _LIES.search(near)) and lies["name"] in registry.symbols:
        host = registry.get(lies["name"])
        return Host(facts_of(host, registry), sure=True) if host else NOBODY
    host = registry.get(_word_before(near[-_NAME_REACH:]))
    return Host(facts_of(host, registry)) if host else NOBODY


def _word_before(text: str) -> str:
    """The last word, without what may stand between it and an identifier: ``"SUFU, the "``."""
    text = text.rstrip()
    if text.endswith(_ARTICLES):
        text = text[: text.rindex(" ")]
    word = text.rstrip(" ,:")
    word = word[word.rfind(" ") + 1 :].lstrip("([{/\"'*“‘")
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _before_bracket(before: str, inside: str, gene: GeneFacts, registry: GeneRegistry) -> Host:
    named = _NAMED_INSIDE.search(inside[-_NAME_REACH:]) if inside.strip() else None
    word = named or _LAST_WORD.search(before[-_NAME_REACH:])
    if inside.lstrip()[:3].lower() == "see":
        return Host(foreign=True)
    if word is None:
        return NOBODY
    name = word["name"]
    if name.isdigit() or looks_like_identifier(name):
        return NOBODY  # "HGNC:4317 (MIM:165220)": the bracket goes on about the same gene
    if name == gene.symbol or name in gene.names:
        return Host(gene, sure=True)
    host = registry.get(name) or _by_name(name, registry)
    if host:
        return Host(facts_of(host, registry), sure=True)
    if name.lower() in _SELF or (gene.name and before.rstrip().lower().endswith(gene.name.lower())):
        return NOBODY
    return Host(foreign=True)


def _by_name(name: str, registry: GeneRegistry) -> Gene | None:
    """The gene of an alias that cannot be a common word."""
    if len(name) < 3 or (name.isalpha() and (name.islower() or name.istitle())):
        return None
    return registry.find(name).gene

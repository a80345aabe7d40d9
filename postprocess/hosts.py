"""Whose name stands right before an identifier.

One value: in ``"GLI1 binds SUFU (HGNC:"`` it is SUFU's, for sure; in ``"lupus (MIM "`` it is that
of something that is no gene known by this name.
"""

import re
from dataclasses import dataclass

from .find import looks_like_identifier
from .gene import Gene
from .registry import GeneRegistry

_OF = re.compile(
    r"\b(?:of|for)\s(?:the\s)?(?:human\s)?(?:gene\s)?(?P<name>[^\W_][\w@-]{0,30})\s"
    r"(?:is|:|=)?\s{0,2}\Z"
)
_WEAK = re.compile(r"(?P<name>[^\W_][\w@-]{0,30})(?:['’]s)?\s{0,2}[,:]?\s{0,2}(?:an?\s|the\s)?\Z")
_LAST_WORD = re.compile(r"(?<![\w@-])(?P<name>[^\W_][\w@-]{0,40})(?:['’]s)?\s*\Z")
_NAMED_INSIDE = re.compile(r"(?P<name>[^\W_][\w@-]{0,30})\s?[;,:]\s?\Z")
# Words for the gene spoken of; what they name needs no proof.
_SELF = frozenset(
    (
        "gene", "genes", "protein", "pseudogene", "locus", "it", "symbol", "name", "product",
        "rna", "mirna", "microrna", "lncrna", "transcript", "entry", "record", "registry", "hgnc",
        "omim", "mim", "ensembl", "ncbi", "uniprot", "id", "identifier", "number", "accession",
        "database", "source", "as", "is", "under", "by", "in", "and", "with",
    )
)  # fmt: skip
_SEE = re.compile(r"[\w;,] see(?: also)? \Z")  # "See MIM 1." alone is about the gene
_REACH = 200
_NAME_REACH = 45


@dataclass(frozen=True, slots=True)
class Host:
    """``gene`` where the name is a gene's; ``sure`` where an identifier there cannot be meant for
    another; ``foreign`` where something else is named."""

    gene: Gene | None = None
    sure: bool = False
    foreign: bool = False


def find_host(text: str, low: int, at: int, gene: Gene, registry: GeneRegistry) -> Host:
    """The host of a list of identifiers at ``at`` in a sentence that begins at ``low``."""
    low = max(low, at - _REACH)
    if found := _OF.search(text, max(low, at - 2 * _NAME_REACH), at):
        host = registry.get(found["name"])
        return Host(host, sure=host is not None)
    opened = max(text.rfind("(", low, at), text.rfind("[", low, at))
    if opened >= 0 and max(text.rfind(")", opened, at), text.rfind("]", opened, at)) < 0:
        return _before_bracket(text[low:opened], text[opened + 1 : at], gene, registry)
    if _SEE.search(text, max(low, at - 12), at):
        return Host(foreign=True)
    if found := _WEAK.search(text, max(low, at - _NAME_REACH), at):
        return Host(registry.get(found["name"]))
    return Host()


def _before_bracket(before: str, inside: str, gene: Gene, registry: GeneRegistry) -> Host:
    named = _NAMED_INSIDE.search(inside[-_NAME_REACH:]) if inside.strip() else None
    word = named or _LAST_WORD.search(before[-_NAME_REACH:])
    if inside.strip().lower().startswith("see"):
        return Host(foreign=True)
    if word is None:
        return Host()
    name = word["name"]
    if name.isdigit() or looks_like_identifier(name):
        return Host()  # "HGNC:4317 (MIM:165220)": the bracket goes on about the same gene
    if name == gene.symbol or name in gene.aliases or name in gene.previous_symbols:
        return Host(gene, sure=True)
    host = registry.get(name) or _by_name(name, registry)
    if host:
        return Host(host, sure=True)
    if name.lower() in _SELF or (gene.name and before.rstrip().lower().endswith(gene.name.lower())):
        return Host()
    return Host(foreign=True)


def _by_name(name: str, registry: GeneRegistry) -> Gene | None:
    """The gene of an alias that cannot be a common word."""
    if len(name) < 3 or (name.isalpha() and (name.islower() or name.istitle())):
        return None
    return registry.find(name).gene

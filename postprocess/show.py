"""Corrections and genes as people read them, in a terminal or a log.

One value: ``marked`` gives ``"GLI1 is HGNC:[-10997-]{+4317+}."``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .edits import KINDS, Edit
from .gene import Gene, Match

_FIELDS = (
    ("Name", "name"),
    ("HGNC", "hgnc_id"),
    ("Ensembl", "ensembl_id"),
    ("MIM", "mim_ids"),
    ("NCBI Gene", "entrez_id"),
    ("UniProt", "uniprot_ids"),
    ("Alliance", "alliance_id"),
    ("Type", "locus_type"),
    ("Location", "location"),
    ("Aliases", "aliases"),
    ("Previously", "previous_symbols"),
    ("Groups", "gene_groups"),
    ("Status", "status"),
)
_FOUND = {
    "symbol": "approved symbol",
    "previous_symbols": "previous symbol",
    "aliases": "alias",
    "hgnc_id": "HGNC id",
    "ensembl_id": "Ensembl id",
    "entrez_id": "NCBI Gene id",
    "mim_ids": "MIM number",
    "uniprot_ids": "UniProt accession",
    "replaced_by": "symbol of a withdrawn entry, which this gene replaced",
}


def printable(text: str) -> str:
    """The text with lone surrogates, which no terminal takes, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def marked(text: str, edits: Iterable[Edit]) -> str:
    """The original text with what goes as ``[-...-]`` and what comes as ``{+...+}``."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts.append(text[at : edit.start])
        if edit.before:
            parts.append(f"[-{edit.before}-]")
        if edit.after:
            parts.append(f"{{+{edit.after}+}}")
        at = edit.end
    return printable("".join([*parts, text[at:]]))


def summary(rows: Sequence[Mapping[str, Any]]) -> str:
    """One line on corrected answers: how many were changed, and the edits by kind."""
    kinds = Counter(edit["kind"] for row in rows for edit in row["edits"])
    changed = sum(1 for row in rows if row["edits"])
    open_ = sum(len(row["unverified"]) for row in rows)
    listed = ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS)
    return (
        f"{len(rows)} answer{'s' if len(rows) != 1 else ''}, {changed} changed; edits: {listed}; "
        f"identifiers that cannot be verified: {open_}"
    )


def gene_text(gene: Gene) -> str:
    """A gene, one field a line; empty fields are left out."""
    lines = [gene.symbol]
    for label, column in _FIELDS:
        value = getattr(gene, column)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        if shown:
            lines.append(f"  {label + ':':<12}{shown}")
    if gene.summary:
        lines.append(f"  {'Summary:':<12}{gene.summary}")
    return "\n".join(lines)


def found_by(match: Match) -> str:
    """How a query led to its gene, where it was not the symbol: ``"p53: alias of TP53"``."""
    if match.withdrawn and not match.genes:
        return f"{match.query}: {match.withdrawn.hgnc_id} is withdrawn by HGNC, without replacement"
    how = _FOUND.get(match.how, match.how)
    if match.ambiguous:
        names = ", ".join(f"{gene.symbol} ({gene.hgnc_id})" for gene in match.genes)
        return f"{match.query}: {how} of {len(match.genes)} genes: {names}"
    return f"{match.query}: {how} of {match.genes[0].symbol}" if match.genes else match.query

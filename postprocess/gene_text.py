"""Genes and look-ups as people read them, in a terminal or a log.

One value: ``found_by(registry.find("p53"))`` is ``"p53: alias of TP53"``. Lines are wrapped to a
width in columns; ``style`` may make the symbol bold where the terminal can.
"""

import textwrap
from collections.abc import Callable

from .gene import NUMBER, REPLACED, Gene, Match

_LABEL = 11
_INDENT = 2
# Wider lines are hard to read, whatever the terminal has.
_WIDEST = 110
_FIELDS = (
    ("HGNC", "hgnc_id"),
    ("Ensembl", "ensembl_id"),
    ("OMIM", "mim_ids"),
    ("NCBI Gene", "entrez_id"),
    ("UniProt", "uniprot_ids"),
    ("Alliance", "alliance_id"),
    ("Type", "locus_type"),
    ("Location", "location"),
    ("Aliases", "aliases"),
    ("Previously", "previous_symbols"),
    ("Groups", "gene_groups"),
    ("RefSeq", "refseq_status"),
    ("Processes", "go_processes"),
    ("Status", "status"),
    ("Summary", "summary"),
)
_PAGES = {
    "HGNC": ("hgnc_id", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/{}"),
    "NCBI": ("entrez_id", "https://www.ncbi.nlm.nih.gov/gene/{}"),
    "Ensembl": ("ensembl_id", "https://www.ensembl.org/id/{}"),
    "OMIM": ("mim_ids", "https://www.omim.org/entry/{}"),
    "UniProt": ("uniprot_ids", "https://www.uniprot.org/uniprotkb/{}/entry"),
}
KINDS = {
    "symbol": "approved symbol",
    "previous_symbols": "previous symbol",
    "aliases": "alias",
    "name": "full name",
    "hgnc_id": "HGNC id",
    "ensembl_id": "Ensembl id",
    "entrez_id": "NCBI GeneID",
    "mim_ids": "MIM number",
    "uniprot_ids": "UniProt accession",
    REPLACED: "replacement",
}


def visible(text: str) -> str:
    """A text of unknown origin for a terminal: control characters and surrogates as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def links(gene: Gene) -> dict[str, tuple[str, ...]]:
    """Addresses of the gene's pages by database; those that it has an identifier for."""
    found = {}
    for name, (column, page) in _PAGES.items():
        value = getattr(gene, column)
        values = value if isinstance(value, tuple) else (value,)
        if addresses := tuple(page.format(v) for v in values if v):
            found[name] = addresses
    return found


def gene_text(gene: Gene, width: int = 80, style: Callable[[str], str] = str) -> str:
    """A gene, one field a line, wrapped to ``width``; empty fields are left out."""
    width = max(40, min(width, _WIDEST))
    title = _wrapped(f"{gene.symbol}  {gene.name}", "", width, hanging=2)
    lines = [title.replace(gene.symbol, style(gene.symbol), 1)]
    for label, column in _FIELDS:
        value = getattr(gene, column)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        if shown and (column, shown) != ("status", "Approved"):
            lines.append(_wrapped(shown, label, width))
    pages = [page for addresses in links(gene).values() for page in addresses]
    if pages:
        # On lines of their own and never wrapped: a terminal opens what it sees as one word.
        lines += [" " * _INDENT + "Links", *(" " * (2 * _INDENT) + page for page in pages)]
    return "\n".join(lines)


def found_by(match: Match) -> str:
    """How a query led to its gene, on one line: ``"p53: alias of TP53"``."""
    query = visible(match.query)
    if match.how == NUMBER:
        ways = f"HGNC:{query}, GeneID:{query} or MIM:{query}"
        return f"{query}: a number of unknown kind; write {ways}"
    if match.withdrawn and REPLACED in (match.how or REPLACED):
        return f"{query}: {withdrawal(match)}"
    if not match.genes:
        return f"{query}: not found"
    how = KINDS.get(match.how, match.how)
    if match.ambiguous:
        return f"{query}: {_each(match)} of {len(match.genes)} genes"
    return f"{query}: {how} of {match.genes[0].symbol}"


def withdrawal(match: Match) -> str:
    """What HGNC did to the withdrawn entry of a match, and what replaced it."""
    entry = match.withdrawn
    if entry is None:
        return ""
    said = f"HGNC withdrew {entry.symbol} ({entry.hgnc_id}, {entry.status})"
    new = [
        f"{g.symbol} ({g.hgnc_id})"
        for g, k in zip(match.genes, match.kinds, strict=True)
        if k == REPLACED
    ]
    if len(new) > 1:
        return f"{said} and split it into {', '.join(new)}"
    if new:
        return f"{said}; it is now {new[0]}"
    if entry.replaced_by:
        return f"{said}; merged into {entry.replaced_by}, no approved gene of this registry"
    return f"{said}, without replacement"


def namesakes(match: Match) -> str:
    """The other genes of a name that is one gene's approved symbol, or ``""``."""
    others = [
        f"{KINDS.get(kind, kind)} of {gene.symbol} ({gene.hgnc_id}, {gene.name})"
        for gene, kind in zip(match.genes[1:], match.kinds[1:], strict=True)
    ]
    return f"{visible(match.query)} is also: {'; '.join(others)}" if others else ""


def candidates_text(match: Match, width: int = 80) -> str:
    """The genes that a query may mean, one a line, with ids, names and how each was found."""
    shown = [
        (gene.symbol, gene.hgnc_id, KINDS.get(kind, kind), gene.name)
        for gene, kind in zip(match.genes, match.kinds, strict=True)
    ]
    wide = [max(len(row[at]) for row in shown) for at in range(3)]
    lines = []
    for *cells, name in shown:
        line = " " * _INDENT + "  ".join(c.ljust(w) for c, w in zip(cells, wide, strict=True))
        lines.append(textwrap.shorten(name, max(20, width - len(line) - 2), placeholder=" ..."))
        lines[-1] = f"{line}  {lines[-1]}"
    return "\n".join(lines)


def match_json(match: Match) -> list[dict[str, object]]:
    """An object for each candidate: the query, how it was found, every column, links."""
    return [
        {
            "query": match.query,
            "how": match.how,
            "kind": kind,
            "ambiguous": match.ambiguous,
            "withdrawn": match.withdrawn.to_json() if match.withdrawn else None,
            **gene.to_json(),
            "links": {name: list(pages) for name, pages in links(gene).items()},
        }
        for gene, kind in zip(match.genes, match.kinds, strict=True)
    ]


def missing_json(match: Match, near: tuple[str, ...]) -> dict[str, object]:
    """The object of a query that led to no gene."""
    gone = match.withdrawn.to_json() if match.withdrawn else None
    return {"query": match.query, "how": "", "missing": True, "withdrawn": gone, "near": list(near)}


def _each(match: Match) -> str:
    kinds = list(dict.fromkeys(KINDS.get(kind, kind) for kind in match.kinds))
    return " or ".join(kinds)


def _wrapped(text: str, label: str, width: int, hanging: int = _INDENT + _LABEL) -> str:
    first = " " * _INDENT + f"{label:<{_LABEL}}" if label else ""
    return textwrap.fill(
        text,
        width,
        initial_indent=first,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )

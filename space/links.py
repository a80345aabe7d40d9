"""Identifiers in a text, linked to the pages of the databases that gave them.

One value: ``linked("It is HGNC:4317.")`` is ``'It is <a href="https://www.genenames.org/...">
HGNC:4317</a>.'``. All that comes out is escaped: text of a model is never trusted as HTML.
"""

from collections.abc import Iterator, Sequence
from html import escape

from postprocess.find import find_identifiers
from postprocess.scan import Scan

URLS = {
    "hgnc_id": "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:{}",
    "ensembl_id": "https://www.ensembl.org/Homo_sapiens/Gene/Summary?g={}",
    "entrez_id": "https://www.ncbi.nlm.nih.gov/gene/{}",
    "mim_ids": "https://omim.org/entry/{}",
    "uniprot_ids": "https://www.uniprot.org/uniprotkb/{}/entry",
}
SITES = {
    "hgnc_id": "HGNC",
    "ensembl_id": "Ensembl",
    "entrez_id": "NCBI Gene",
    "mim_ids": "OMIM",
    "uniprot_ids": "UniProt",
}
Span = tuple[int, int, str]  # start, end, address


def address(kind: str, value: str) -> str | None:
    """The page of an identifier; ``value`` without prefix. ``None`` for what cannot be one."""
    value = value.removeprefix("HGNC:")
    if kind not in URLS or not (value.isascii() and value.isalnum()):
        return None
    return URLS[kind].format(value)


def anchor(url: str, text: str, title: str = "") -> str:
    """A link that opens beside the page and tells the other site nothing of it."""
    said = f' title="{escape(title)}"' if title else ""
    return (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer"{said}>'
        f"{escape(text)}</a>"
    )


def spans(text: str) -> list[Span]:
    """Where identifiers stand in a text, in order, with the address of each."""
    found: list[Span] = []
    for mention in find_identifiers(Scan(text)):
        url = address(mention.kind, mention.value)
        if url is not None and (not found or mention.start >= found[-1][1]):
            found.append((mention.start, mention.end, url))
    return found


def linked(text: str, known: Sequence[Span] | None = None, start: int = 0) -> str:
    """The text as HTML; ``known``: spans of a longer text that has it at ``start``."""
    return "".join(_pieces(text, spans(text) if known is None else known, start))


def _pieces(text: str, known: Sequence[Span], start: int) -> Iterator[str]:
    at, end = start, start + len(text)
    for low, high, url in known:
        if high <= at or low >= end:
            continue
        low, high = max(low, at), min(high, end)
        yield escape(text[at - start : low - start])
        yield anchor(url, text[low - start : high - start])
        at = high
    yield escape(text[at - start :])

"""A gene's record as a table, from ``Gene.to_json()``, each identifier linked.

One row: ``<tr><th>HGNC id</th><td><a href="https://www.genenames.org/...">HGNC:4317</a></td></tr>``
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from space.links import address, anchor

_IDS = (
    ("HGNC id", "hgnc_id", ""),
    ("NCBI Gene", "entrez_id", ""),
    ("Ensembl", "ensembl_id", ""),
    ("OMIM", "mim_ids", "MIM:"),
    ("UniProt", "uniprot_ids", ""),
)
_TEXTS = (
    ("Full name", "name"),
    ("HGNC status", "status"),
    ("Locus type", "locus_type"),
    ("Location", "location"),
    ("Alias symbols", "aliases"),
    ("Previous symbols", "previous_symbols"),
    ("Gene groups", "gene_groups"),
    ("GO processes", "go_processes"),
    ("RefSeq summary", "summary"),
)
_MOST = 12  # entries of a list


def record_html(record: Mapping[str, Any], *, open_: bool = True) -> str:
    """The table, below the gene's symbol; what the registry does not hold is left out."""
    rows = "".join(
        f"<tr><th>{escape(head)}</th><td>{cell}</td></tr>" for head, cell in _rows(record)
    )
    state = " open" if open_ else ""
    return (
        f'<details class="gv-record"{state}><summary>The registry\'s record of '
        f"<b>{escape(str(record['symbol']))}</b></summary>"
        f'<table class="gv-table"><tbody>{rows}</tbody></table></details>'
    )


def _rows(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    heads = {key: head for head, key in _TEXTS}
    for key in ("name", "status", "locus_type", "location"):
        yield from _text(heads[key], record.get(key))
    for head, key, prefix in _IDS:
        links = [_link(key, str(value), prefix) for value in _listed(record.get(key))]
        if links:
            yield head, ", ".join(links)
    for key in ("aliases", "previous_symbols", "gene_groups", "go_processes", "summary"):
        yield from _text(heads[key], record.get(key))


def _text(head: str, value: Any) -> Iterator[tuple[str, str]]:
    values = [str(one) for one in _listed(value)]
    if values:
        more = f" and {len(values) - _MOST} more" if len(values) > _MOST else ""
        yield head, escape(", ".join(values[:_MOST])) + more


def _link(key: str, value: str, prefix: str) -> str:
    url = address(key, value)
    return anchor(url, prefix + value) if url else escape(prefix + value)


def _listed(value: Any) -> list[Any]:
    if not value:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]

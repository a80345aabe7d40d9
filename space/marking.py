"""A corrected answer as HTML: what went is struck through, what came is underlined.

One value: for ``GLI1 is HGNC:10997.`` with its one edit,
``GLI1 is <a ...>HGNC:</a><del ...>10997</del><ins ...><a ...>4317</a></ins>.``

``<del>`` and ``<ins>`` mean the same to a screen reader as to the eye, and their colours (orange,
blue) can be told apart without red and green. Each has a tooltip with the registry's column.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from postprocess.edits import Edit, apply
from postprocess.schema import COLUMN
from space.links import SITES, linked, spans

KINDS = {
    "identifier": "set right by the registry",
    "alias": "names as the registry has them",
    "repetition": "said before",
    "removed": "the gene has none such in the registry",
}
_FIELDS = {
    "hgnc_id": "HGNC id",
    "ensembl_id": "Ensembl gene id",
    "entrez_id": "NCBI Gene id",
    "mim_ids": "MIM number",
    "uniprot_ids": "UniProt accession",
    "location": "cytogenetic location",
    "aliases": "alias symbols",
    "previous_symbols": "previous symbols",
}


def read_edits(rows: Sequence[Mapping[str, Any]]) -> list[Edit]:
    """Edits from the pipeline's result."""
    return [Edit(**row) for row in rows]


def field_name(field: str) -> str:
    """A column of the registry in words."""
    return _FIELDS.get(field, COLUMN[field].meaning if field in COLUMN else field)


def reason(edit: Edit) -> str:
    """Why an edit was made: ``"HGNC id: set right by the registry (column hgnc_id)"``."""
    why = KINDS.get(edit.kind, edit.kind)
    if not edit.field:
        return why
    return f"{field_name(edit.field)}: {why} (column {edit.field})"


def marked_html(text: str, edits: Sequence[Edit]) -> str:
    """The original text with all edits shown, identifiers of the corrected one linked."""
    known = spans(apply(text, edits))
    parts: list[str] = []
    at = new = 0  # places in the original and in the corrected text
    for edit in edits:
        same = text[at : edit.start]
        parts.append(linked(same, known, new))
        new += len(same)
        tip = f'title="{escape(reason(edit))}"'
        if edit.before:
            parts.append(f"<del {tip}>{escape(edit.before)}</del><wbr>")
        if edit.after:
            parts.append(f"<ins {tip}>{linked(edit.after, known, new)}</ins>")
        new += len(edit.after)
        at = edit.end
    parts.append(linked(text[at:], known, new))
    return "".join(parts)


def edits_list(edits: Sequence[Edit]) -> str:
    """Every edit with its reason, for those who cannot hover; ``""`` where there is none."""
    if not edits:
        return ""
    rows = "".join(
        f"<li>{_change(edit)} <span>{escape(reason(edit))}</span></li>" for edit in edits
    )
    count = f"{len(edits)} edit{'s' if len(edits) != 1 else ''}"
    return f'<details class="gv-edits" open><summary>{count}</summary><ul>{rows}</ul></details>'


def _change(edit: Edit) -> str:
    before, after = (_short(words) for words in (edit.before, edit.after))
    gone = f"<del>{escape(before)}</del>" if before else ""
    come = f"<ins>{escape(after)}</ins>" if after else ""
    return f"{gone} {come}".strip()


def _short(words: str, most: int = 160) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def sites() -> str:
    """The databases that identifiers are linked to, for the page."""
    return ", ".join(SITES.values())

"""What changed between two releases of the registry, gene by gene.

One value: ``compare(old, new).renamed[0]`` is ``Change("HGNC:7729", "SEPTIN2", "symbol", "SEPT2",
"SEPTIN2")``. Genes are matched by HGNC id, which HGNC never uses again; texts (summary, record,
description, GO processes) are counted only.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .gene import APPROVED
from .registry import GeneRegistry
from .schema import LISTS

FIELDS = (
    *("name", "entrez_id", "ensembl_id", "mim_ids", "alliance_id", "uniprot_ids", "locus_group"),
    *("locus_type", "location", "aliases", "previous_symbols", "gene_groups", "refseq_status"),
)
TEXTS = ("summary", "go_processes", "record", "description")
_SEPARATOR = "\x1f"

Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One of the two files: the date of its newest source, approved genes, withdrawn entries."""

    file: str
    build_date: str
    genes: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A gene that came or went; ``replaced_by`` as in the registry, ``status`` "" if missing."""

    hgnc_id: str
    symbol: str
    name: str
    status: str
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A value of a gene that is approved in both; ``symbol`` is the new one."""

    hgnc_id: str
    symbol: str
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed; each tuple in order of HGNC numbers, ``changed`` by field before that."""

    old: Release
    new: Release
    added: tuple[Entry, ...]
    withdrawn: tuple[Entry, ...]
    renamed: tuple[Change, ...]
    changed: tuple[Change, ...]
    texts: dict[str, int]

    def to_json(self) -> dict[str, Any]:
        """The same as data for programs."""
        return asdict(self)


def compare(old: GeneRegistry, new: GeneRegistry) -> Comparison:
    """What the second registry has that the first has not, and the reverse.

    A gene counts as added where its id is approved in the new file only, and as withdrawn where it
    was approved in the old one and is now withdrawn, or missing.

    Raises:
        RegistryError: a file is damaged.
    """
    before, after = _rows(old), _rows(new)
    approved_before, approved_after = _approved(old, before), _approved(new, after)
    both = [key for key in approved_before if key in approved_after]
    pairs = (
        pa.array([approved_before[key] for key in both], pa.int32()),
        pa.array([approved_after[key] for key in both], pa.int32()),
    )
    return Comparison(
        old=_release(old, approved_before),
        new=_release(new, approved_after),
        added=tuple(
            _entry(new, row) for key, row in approved_after.items() if key not in approved_before
        ),
        withdrawn=tuple(
            _gone(old, row, new, after.get(key))
            for key, row in approved_before.items()
            if key not in approved_after
        ),
        renamed=tuple(_changes(old, new, pairs, "symbol")),
        changed=tuple(change for name in FIELDS for change in _changes(old, new, pairs, name)),
        texts={name: len(_differing(old, new, pairs, name)) for name in TEXTS},
    )


def _rows(registry: GeneRegistry) -> dict[str, int]:
    return {hgnc_id: row for row, hgnc_id in registry.columns.each("hgnc_id")}


def _approved(registry: GeneRegistry, rows: dict[str, int]) -> dict[str, int]:
    status = [value == APPROVED for _, value in registry.columns.each("status")]
    return {hgnc_id: row for hgnc_id, row in rows.items() if status[row]}


def _release(registry: GeneRegistry, approved: dict[str, int]) -> Release:
    return Release(
        file=registry.path.name,
        build_date=registry.version,
        genes=len(approved),
        withdrawn=len(registry) - len(approved),
    )


def _entry(registry: GeneRegistry, row: int) -> Entry:
    gene = registry.gene(row)
    return Entry(gene.hgnc_id, gene.symbol, gene.name, gene.status, gene.replaced_by)


def _gone(old: GeneRegistry, row: int, new: GeneRegistry, now: int | None) -> Entry:
    was = old.gene(row)
    if now is None:
        return Entry(was.hgnc_id, was.symbol, was.name, "")
    entry = new.gene(now)
    return Entry(was.hgnc_id, was.symbol, was.name, entry.status, entry.replaced_by)


def _differing(
    old: GeneRegistry, new: GeneRegistry, pairs: tuple[pa.Array, pa.Array], name: str
) -> list[int]:
    """Places in ``pairs`` where a column's values differ; compared by Arrow, not one by one."""
    sides = []
    for registry, rows in zip((old, new), pairs, strict=True):
        column = registry.columns.arrow(name)
        if name in LISTS:
            column = pc.binary_join(column, _SEPARATOR)
        sides.append(pc.fill_null(column, "").take(rows))
    found: list[int] = pc.indices_nonzero(pc.not_equal(*sides)).to_pylist()
    return found


def _changes(
    old: GeneRegistry, new: GeneRegistry, pairs: tuple[pa.Array, pa.Array], name: str
) -> Iterator[Change]:
    for at in _differing(old, new, pairs, name):
        was, now = old.gene(pairs[0][at].as_py()), new.gene(pairs[1][at].as_py())
        before, after = getattr(was, name), getattr(now, name)
        if isinstance(before, str) or set(before) != set(after):  # not for another order alone
            yield Change(now.hgnc_id, now.symbol, name, before, after)


def comparison_text(found: Comparison, limit: int = 20) -> str:
    """For people: a section each, with at most ``limit`` lines (0: all)."""
    lines = [
        f"{label}: {side.build_date or 'no date'}, {side.genes:,} genes, "
        f"{side.withdrawn:,} withdrawn entries ({side.file})"
        for label, side in (("old", found.old), ("new", found.new))
    ]
    fields = dict.fromkeys(change.field for change in found.changed)
    sections = [
        ("added", [f"{e.symbol} ({e.hgnc_id})  {e.name}" for e in found.added]),
        ("withdrawn", [f"{e.symbol} ({e.hgnc_id})  {_fate(e)}" for e in found.withdrawn]),
        ("renamed", [f"{c.before} -> {c.after} ({c.hgnc_id})" for c in found.renamed]),
        *(
            (f"{name} changed", [_line(c) for c in found.changed if c.field == name])
            for name in fields
        ),
    ]
    for title, rows in sections:
        lines.append(f"\n{title}: {len(rows):,}")
        lines += [f"  {row}" for row in (rows[:limit] if limit else rows)]
        if limit and len(rows) > limit:
            lines.append(f"  ... and {len(rows) - limit:,} more (--limit 0 or --json has all)")
    texts = ", ".join(f"{name} {count:,}" for name, count in found.texts.items())
    return "\n".join([*lines, f"\ntexts changed: {texts}"])


def _fate(entry: Entry) -> str:
    if not entry.status:
        return "not in the new file"
    new = f", now {entry.replaced_by}" if entry.replaced_by else ", without replacement"
    return f"{entry.status}{new}"


def _line(change: Change) -> str:
    if isinstance(change.before, str) or isinstance(change.after, str):
        return f"{change.symbol}: {change.before or '(none)'} -> {change.after or '(none)'}"
    gone = [value for value in change.before if value not in change.after]
    come = [value for value in change.after if value not in change.before]
    parts = [f"{sign}{', '.join(values)}" for sign, values in (("+", come), ("-", gone)) if values]
    return f"{change.symbol}: {'  '.join(parts)}"

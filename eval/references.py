"""What the registry knows of a gene, as far as scoring needs it.

One value (shortened)::

    Reference(symbol="GLI1", name="GLI family zinc finger 1", hgnc_id="HGNC:4317",
              ensembl_id="ENSG00000111087", mim_ids=("165220",),
              locus_type="gene with protein product", gene_groups=("Zinc fingers C2H2-type",),
              summary="This gene encodes ...", ...)
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from .errors import EvalError

LISTS = ("mim_ids", "uniprot_ids", "gene_groups", "go_processes")


@dataclass(frozen=True, slots=True)
class Reference:
    """The registry's row of one gene; missing text is ``""``, a missing list ``()``."""

    symbol: str
    name: str
    hgnc_id: str
    ensembl_id: str
    mim_ids: tuple[str, ...]
    alliance_id: str
    entrez_id: str
    uniprot_ids: tuple[str, ...]
    locus_type: str
    location: str
    gene_groups: tuple[str, ...]
    summary: str
    go_processes: tuple[str, ...]
    record: str


def read_references(registry: Path, wanted: Iterable[str]) -> dict[str, Reference]:
    """The registry's rows of the HGNC ids in ``wanted``; :class:`EvalError` if one is missing."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    if not registry.is_file():
        raise EvalError(f"no gene registry at {registry}; make it with `geneverse data genes`")
    names = [f.name for f in fields(Reference)]
    missing = set(names) - set(pq.read_schema(registry).names)
    if missing:
        raise EvalError(f"{registry} lacks the columns {', '.join(sorted(missing))}")
    ids = sorted(set(wanted))
    table = pq.read_table(registry, columns=names)
    table = table.filter(pc.is_in(table["hgnc_id"], value_set=pa.array(ids, pa.string())))
    found = {row["hgnc_id"]: _reference(row) for row in table.to_pylist()}
    absent = [i for i in ids if i not in found]
    if absent:
        raise EvalError(
            f"{registry}: {len(absent)} genes of the answers are not in the registry "
            f"({', '.join(absent[:3])}); use the registry built with this data set"
        )
    return found


def _reference(row: dict[str, Any]) -> Reference:
    values: dict[str, Any] = {
        name: tuple(value or ()) if name in LISTS else (value or "") for name, value in row.items()
    }
    return Reference(**values)

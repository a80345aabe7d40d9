"""A gene of the registry, and what a look-up found.

One value: ``registry.find("GLI")`` gives ``Match(query="GLI", genes=(Gene GLI1,), how="alias")``
and ``match.gene.hgnc_id`` is ``"HGNC:4317"``.
"""

from dataclasses import dataclass
from typing import Any

from .columns import Columns
from .schema import COLUMNS, LISTS

APPROVED = "Approved"
# How a gene was found, where it is not by a column of its own.
REPLACED = "replaced_by"
NUMBER = "number"


class Gene:
    """One row of the registry; a column is read from the file when it is first asked for.

    Ids are strings: ``hgnc_id`` and ``alliance_id`` with prefix (``HGNC:4317``), the others
    without. A missing text is ``""``, a missing list is ``()``.
    """

    __slots__ = ("_columns", "row")

    def __init__(self, columns: Columns, row: int) -> None:
        self._columns = columns
        self.row = row

    def _text(self, name: str) -> str:
        return self._columns.text(name, self.row)

    def _list(self, name: str) -> tuple[str, ...]:
        return self._columns.list(name, self.row)

    @property
    def symbol(self) -> str:
        """Approved symbol, ``"GLI1"``."""
        return self._text("symbol")

    @property
    def name(self) -> str:
        """Full name, ``"GLI family zinc finger 1"``."""
        return self._text("name")

    @property
    def hgnc_id(self) -> str:
        """``"HGNC:4317"``."""
        return self._text("hgnc_id")

    @property
    def status(self) -> str:
        """HGNC's status: ``"Approved"``, ``"Entry Withdrawn"`` or ``"Merged/Split"``."""
        return self._text("status")

    @property
    def replaced_by(self) -> str:
        """HGNC ids of what replaced a withdrawn entry, ``"HGNC:10498, HGNC:10499"``, or ``""``."""
        return self._text("replaced_by")

    @property
    def entrez_id(self) -> str:
        """``"2735"``."""
        return self._text("entrez_id")

    @property
    def ensembl_id(self) -> str:
        """``"ENSG00000111087"``."""
        return self._text("ensembl_id")

    @property
    def mim_ids(self) -> tuple[str, ...]:
        """``("165220",)``."""
        return self._list("mim_ids")

    @property
    def alliance_id(self) -> str:
        """``"HGNC:4317"``."""
        return self._text("alliance_id")

    @property
    def uniprot_ids(self) -> tuple[str, ...]:
        """``("P08151",)``."""
        return self._list("uniprot_ids")

    @property
    def locus_group(self) -> str:
        """``"protein-coding gene"``."""
        return self._text("locus_group")

    @property
    def locus_type(self) -> str:
        """``"gene with protein product"``."""
        return self._text("locus_type")

    @property
    def location(self) -> str:
        """Cytogenetic band, ``"12q13.3"``."""
        return self._text("location")

    @property
    def aliases(self) -> tuple[str, ...]:
        """Alias symbols, ``("GLI",)``."""
        return self._list("aliases")

    @property
    def previous_symbols(self) -> tuple[str, ...]:
        """Symbols that the gene had before."""
        return self._list("previous_symbols")

    @property
    def gene_groups(self) -> tuple[str, ...]:
        """Names of HGNC gene groups."""
        return self._list("gene_groups")

    @property
    def refseq_status(self) -> str:
        """``"REVIEWED"``."""
        return self._text("refseq_status")

    @property
    def summary(self) -> str:
        """RefSeq summary, or ``""``."""
        return self._text("summary")

    @property
    def go_processes(self) -> tuple[str, ...]:
        """GO biological processes."""
        return self._list("go_processes")

    @property
    def organism(self) -> str:
        """``"Homo sapiens"``."""
        return self._text("organism")

    @property
    def record(self) -> str:
        """The record as it stands in a grounded prompt, one line."""
        return self._text("record")

    @property
    def description(self) -> str:
        """The "rephrased NCBI" paragraph."""
        return self._text("description")

    @property
    def approved(self) -> bool:
        """False for a withdrawn entry."""
        return self.status == APPROVED

    def to_json(self) -> dict[str, Any]:
        """Every column by name; lists as lists."""
        return {
            name: list(self._list(name)) if name in LISTS else self._text(name) for name in COLUMNS
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Gene) and other.row == self.row and other._columns is self._columns

    def __hash__(self) -> int:
        return hash((id(self._columns), self.row))

    def __repr__(self) -> str:
        return f"Gene({self.symbol}, {self.hgnc_id})"


@dataclass(frozen=True, slots=True)
class Match:
    """What a look-up found.

    ``genes``: candidates, best first, in the order that :mod:`postprocess.registry` tells.
    ``kinds``: the column that each was found by. ``how``: that of ``genes[0]``, ``"number"`` for a
    bare number, or ``""``. ``withdrawn``: a withdrawn entry of this name or id; what replaced it is
    among ``genes``. ``certain``: whether ``genes[0]`` is meant; the others are told for that.
    """

    query: str
    genes: tuple[Gene, ...]
    how: str
    withdrawn: Gene | None = None
    kinds: tuple[str, ...] = ()
    certain: bool | None = None

    @property
    def gene(self) -> Gene | None:
        """The gene where there is no doubt: an approved symbol, an id, the only candidate.

        Also the only gene that has the name spelt exactly so, where no other has it, differently
        written, as its symbol or full name. A bare number is never without doubt.
        """
        certain = self.certain
        if certain is None:  # built by hand
            certain = len(self.genes) == 1 and self.how != NUMBER
        return self.genes[0] if certain else None

    @property
    def ambiguous(self) -> bool:
        """True where there are candidates and it is not certain which is meant."""
        return bool(self.genes) and self.gene is None

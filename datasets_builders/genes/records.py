"""A gene as the sources describe it: one typed record per approved gene or withdrawn entry.

One value::

    GeneRecord(symbol="GLI1", name="GLI family zinc finger 1", hgnc_id="HGNC:4317",
               entrez_id="2735", ensembl_id="ENSG00000111087", mim_ids=("165220",), ...)
"""

from dataclasses import asdict, dataclass, fields
from typing import Any

HUMAN = "Homo sapiens"
HUMAN_LINEAGE = (
    "Eukaryota; Metazoa; Chordata; Craniata; Vertebrata; Euteleostomi; Mammalia; Eutheria; "
    "Euarchontoglires; Primates; Haplorrhini; Catarrhini; Hominidae; Homo"
)


@dataclass(frozen=True, slots=True)
class GeneRecord:
    """One gene. Missing text is ``""``, a missing list is ``()``; ids are strings.

    ``hgnc_id`` and ``alliance_id`` carry their prefix (``HGNC:4317``), ``mim_ids``,
    ``entrez_id`` and ``uniprot_ids`` do not. ``locus_type`` and ``locus_group`` are HGNC's terms.
    ``gene_groups`` are HGNC gene group names, parallel to ``gene_group_ids``.
    ``replaced_by`` has the HGNC ids of what took a withdrawn entry's place, joined by ``", "``;
    more than one where HGNC split it: ``"HGNC:4206, HGNC:9936"``.
    """

    symbol: str
    name: str
    hgnc_id: str
    locus_group: str
    locus_type: str
    status: str = "Approved"
    replaced_by: str = ""
    entrez_id: str = ""
    ensembl_id: str = ""
    mim_ids: tuple[str, ...] = ()
    alliance_id: str = ""
    uniprot_ids: tuple[str, ...] = ()
    location: str = ""
    aliases: tuple[str, ...] = ()
    previous_symbols: tuple[str, ...] = ()
    previous_names: tuple[str, ...] = ()
    gene_groups: tuple[str, ...] = ()
    gene_group_ids: tuple[str, ...] = ()
    mouse_orthologs: tuple[str, ...] = ()
    rat_orthologs: tuple[str, ...] = ()
    refseq_status: str = ""
    summary: str = ""
    go_processes: tuple[str, ...] = ()
    organism: str = HUMAN
    lineage: str = HUMAN_LINEAGE

    @property
    def hgnc_number(self) -> int:
        """4317 for ``HGNC:4317``: the order of every file that lists genes."""
        return int(self.hgnc_id.removeprefix("HGNC:"))

    def to_json(self) -> dict[str, Any]:
        """Only the fields that differ from their default, for JSON Lines."""
        defaults = {f.name: f.default for f in fields(self)}
        return {k: v for k, v in asdict(self).items() if v != defaults[k]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "GeneRecord":
        """The reverse of :meth:`to_json`; an unknown field is an error, not a silent loss."""
        known = {f.name for f in fields(cls)}
        unknown = sorted(set(data) - known)
        if unknown:
            raise ValueError(f"unknown fields of a gene record: {', '.join(unknown)}")
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in data.items()
        }
        return cls(**values)

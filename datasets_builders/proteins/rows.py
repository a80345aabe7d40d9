"""Instruction rows of the protein task, by configuration and split.

In: drawn structures, their units and splits. Out: the rows of a configuration (a colour mode), each
split by id, with the path of the picture in place of its bytes. One row::

    ProteinRow(Row(id="P29373-F1/size-class/front", task="protein",
                   subject="Cellular retinoic acid-binding protein 2", question="How large ...",
                   answer="This is a small protein: ...", group="cluster:P29373-F1",
                   stratum="small-molecule-binding protein", source="protein:size-class"),
               picture=Path(".../2c91....plddt.front.png"))

``stratum`` is the function class, "not known by name" where the name says none. The rows of one
picture stand together, so that a Parquet file holds its bytes once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets_builders.errors import DataError
from datasets_builders.proteins.classes import fold_class, function_class, size_class
from datasets_builders.proteins.names import display_name
from datasets_builders.proteins.questions import SOURCE, Asked, ask
from datasets_builders.proteins.records import COLOURS, Colour
from datasets_builders.proteins.work import Drawn
from datasets_builders.schema import Row
from datasets_builders.splits import SPLITS, Assignment

# Names of the configurations, one for each of the renderer's colour modes.
CONFIGS: dict[str, Colour] = {
    "secondary-structure" if colour == "secondary" else colour: colour for colour in COLOURS
}
DEFAULT_CONFIG = "plddt"
UNKNOWN_FUNCTION = "not known by name"


@dataclass(frozen=True, slots=True)
class ProteinRow:
    """A row and the file of its picture."""

    row: Row
    picture: Path

    def to_dict(self) -> dict[str, Any]:
        """The row as the schema has it, the picture read and embedded."""
        image = {"bytes": self.picture.read_bytes(), "path": None}
        return {**self.row.to_dict(), "images": [image]}


Rows = dict[str, list[ProteinRow]]


def chosen(names: Sequence[str]) -> dict[str, Colour]:
    """Configurations by name, each once, in the order of :data:`CONFIGS`.

    Raises:
        DataError: one of the names is none.
    """
    if unknown := sorted(set(names) - set(CONFIGS)):
        raise DataError(f"unknown colour mode {', '.join(unknown)}; there are {', '.join(CONFIGS)}")
    return {name: colour for name, colour in CONFIGS.items() if name in names}


def config_rows(
    drawn: Sequence[Drawn], assignment: Assignment, colour: Colour, views: Sequence[str]
) -> Rows:
    """The rows of one configuration; a split without a structure has none."""
    rows: Rows = {split: [] for split in SPLITS}
    for one in drawn:
        split = assignment.side[one.record.id] or ""
        for view in views:
            rows[split] += _rows(one, assignment.block[one.record.id], colour, view)
    return {split: found for split, found in rows.items() if found}


def _rows(one: Drawn, unit: str, colour: Colour, view: str) -> Iterator[ProteinRow]:
    about = asked(one)
    for kind, question, answer in ask(about):
        row = Row(
            id=f"{one.record.id}/{kind}/{view}",
            task="protein",
            subject=about.name,
            question=question,
            answer=answer,
            group=unit,
            stratum=function_class(about.name) or UNKNOWN_FUNCTION,
            source=SOURCE.format(kind=kind),
        )
        yield ProteinRow(row, one.picture(colour, view))


def asked(one: Drawn) -> Asked:
    """What the templates need of a structure."""
    record = one.record
    helix, strand = one.fold or (None, None)
    name = display_name(record.name, record.symbol)
    return Asked(name, record.symbol, record.length, helix, strand)


def structure_row(one: Drawn, unit: str) -> dict[str, Any]:
    """One line of the table of structures: the record, its classes, its renderers."""
    about, record = asked(one), one.record
    fold = None if one.fold is None else fold_class(*one.fold)
    share = record.plddt_share or (None,) * 4
    return {
        "id": record.id,
        "accession": record.accession,
        "fragment": record.fragment,
        "model_version": record.model_version,
        "origin": record.origin,
        "name": about.name,
        "name_in_file": record.name,
        "symbol": record.symbol,
        "organism": record.organism,
        "length": record.length,
        "sequence": record.sequence,
        "mean_plddt": record.mean_plddt,
        "plddt_very_high": share[0],
        "plddt_confident": share[1],
        "plddt_low": share[2],
        "plddt_very_low": share[3],
        "uniprot_ids": list(record.uniprot_ids),
        "chains": record.chains,
        "partners": list(record.partners),
        "helix_share": about.helix,
        "strand_share": about.strand,
        "function_class": function_class(about.name),
        "fold_class": fold,
        "size_class": size_class(about.residues),
        "group": unit,
        "renderers": sorted({look.renderer for look in one.looks}),
        "file": record.file,
        "sha256": record.sha256,
        "licence": record.licence,
    }

"""A protein structure as its file describes it, a picture of it, and what was refused and why.

One value::

    ProteinRecord(accession="P29373", fragment=1, model_version="v4", origin="AlphaFold DB",
                  name="Cellular retinoic acid-binding protein 2", symbol="CRABP2",
                  organism="Homo sapiens", length=138, sequence="MPNFSGNWKI...", mean_plddt=95.6,
                  plddt_share=(0.96, 0.04, 0.0, 0.0), sha256="2c...", licence="CC-BY-4.0",
                  file="AF-P29373-F1-model_v4.cif.gz")
"""

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, get_args

Origin = Literal["AlphaFold DB", "PDB", "modelled helix"]
Colour = Literal["plddt", "rainbow", "chain", "secondary"]
View = Literal["front", "side", "top"]
Renderer = Literal["opengl", "ray"]

COLOURS: tuple[Colour, ...] = get_args(Colour)
VIEWS: tuple[View, ...] = get_args(View)

LICENCES: dict[Origin, str] = {
    "AlphaFold DB": "CC-BY-4.0",
    "PDB": "CC0-1.0",
    "modelled helix": "CC0-1.0",
}

# Classes of AlphaFold DB's legend, best first: very high, confident, low, very low.
PLDDT_CLASSES: tuple[str, ...] = ("very high", "confident", "low", "very low")
PLDDT_BOUNDS: tuple[float, float, float] = (90.0, 70.0, 50.0)

# Why a file gives no picture; the keys are the reasons that a report counts.
REASONS: dict[str, str] = {
    "not a structure": "neither PDB, mmCIF nor BinaryCIF, or packed otherwise than its name says",
    "truncated": "the file ends before the structure does",
    "no atoms": "a structure file without a single atom",
    "no protein": "atoms, but no protein chain (only nucleic acid, ligand or water)",
    "C-alpha only": "no backbone beyond the C-alpha atoms, so that no ribbon can be drawn",
    "fewer than 10 residues": "too short for a fold",
    "no B-factors": "an AlphaFold model whose B-factor column, its pLDDT, is empty or zero",
    "pLDDT as 0 to 1": "an AlphaFold model whose pLDDT is a fraction; it would be all 'very low'",
    "bad coordinates": "coordinates that are not numbers, not finite or overflow their columns",
    "duplicate id": "a structure of this id came earlier in the same input",
    "worker died": "the process that drew the file crashed",
    "time limit": "drawing the file took longer than a job may take",
    "blank picture": "the picture has too little ink: PyMOL drew nothing, or almost nothing",
    "outside the frame": "the drawn object touches the edge of the picture",
}


@dataclass(frozen=True, slots=True)
class ProteinRecord:
    """One structure file.

    ``accession`` is UniProt's for AlphaFold models and helices, the entry's id for PDB files.
    ``fragment`` counts AlphaFold's overlapping pieces of a long protein, for helices the peptides
    of one precursor; fragments of one accession belong together. ``model_version`` is "v4", or
    ``None`` where neither name nor header says it. ``name`` is as the file gives it.
    ``sequence`` is the whole one (SEQRES) of the protein that ``name`` names, ``length`` residues.
    ``mean_plddt`` (0 to 100) and ``plddt_share`` (shares of residues by ``PLDDT_CLASSES``, sum 1)
    are ``None`` unless the file is an AlphaFold model. ``sha256`` is that of the file as given.
    ``uniprot_ids`` are the UniProt accessions that the header refers to; ``chains`` is the number
    of protein chains drawn, ``partners`` the names of other proteins in the same structure.
    """

    accession: str
    fragment: int
    model_version: str | None
    origin: Origin
    name: str
    symbol: str | None
    organism: str | None
    length: int
    sequence: str
    mean_plddt: float | None
    plddt_share: tuple[float, float, float, float] | None
    sha256: str
    licence: str
    file: str
    uniprot_ids: tuple[str, ...] = ()
    chains: int = 1
    partners: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """``P04637-F1``; ``1UBI`` for a PDB entry."""
        return self.accession if self.origin == "PDB" else f"{self.accession}-F{self.fragment}"

    def to_json(self) -> dict[str, Any]:
        """All fields; tuples become lists once written as JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "ProteinRecord":
        """The reverse of :meth:`to_json`; an unknown field is an error, not a silent loss."""
        unknown = sorted(set(data) - {f.name for f in fields(cls)})
        if unknown:
            raise ValueError(f"unknown fields of a protein record: {', '.join(unknown)}")
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in data.items()
        }
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One picture. ``image`` is a PNG, RGB, ``size`` x ``size``, white ground.

    ``ink_share`` is the share of pixels that are not ground (0 to 1).
    """

    record: ProteinRecord
    colour: Colour
    view: View
    size: int
    image: bytes
    renderer: Renderer
    ink_share: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that gave no picture: its name, one of ``REASONS``, and what was seen in it."""

    file: str
    reason: str
    detail: str

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise ValueError(f"{self.reason!r}: not a reason for a refusal ({', '.join(REASONS)})")

"""A structure file's bytes to its record and its backbone, or the reason why it is refused.

In: ``("AF-P29373-F1-model_v4.cif.gz", b"...")``. Out: the record of ``records.py`` and, for the
renderer, the backbone of ``backbone.py``. gemmi does the reading.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets_builders.proteins.backbone import Backbone, backbone_of
from datasets_builders.proteins.decode import Decoded, decode
from datasets_builders.proteins.header import Header, header_of, helix_name, model_name
from datasets_builders.proteins.records import (
    LICENCES,
    PLDDT_BOUNDS,
    Origin,
    ProteinRecord,
    Refused,
)
from datasets_builders.proteins.refusal import RefusedError


@dataclass(frozen=True, slots=True)
class Protein:
    """A file that can be drawn."""

    record: ProteinRecord
    backbone: Backbone


def read_structure(file: str, content: bytes) -> ProteinRecord | Refused:
    """The record of one structure file, or why it is refused.

    Raises:
        DataError: the file needs a package that is not installed (BinaryCIF: biotite).
    """
    try:
        return read_protein(file, content).record
    except RefusedError as error:
        return Refused(file, error.reason, error.detail)


def read_protein(file: str, content: bytes) -> Protein:
    """The record and the backbone of one structure file.

    Raises:
        RefusedError: with a reason of ``records.REASONS``.
    """
    decoded = decode(content)
    backbone = backbone_of(decoded.structure)
    header = header_of(decoded, backbone.chain_names)
    origin = _origin(file, header)
    sequence = _sequence(decoded, backbone)
    if origin == "AlphaFold DB":
        _check_whole(backbone, sequence)
        _check_plddt(backbone.b)
    accession, fragment, version = _identity(file, header, origin)
    mean, share = _plddt(backbone.b) if origin == "AlphaFold DB" else (None, None)
    record = ProteinRecord(
        accession=accession,
        fragment=fragment,
        model_version=version,
        origin=origin,
        name=header.name or accession,
        symbol=header.symbol,
        organism=header.organism,
        length=len(sequence),
        sequence=sequence,
        mean_plddt=mean,
        plddt_share=share,
        sha256=hashlib.sha256(content).hexdigest(),
        licence=LICENCES[origin],
        file=file,
        uniprot_ids=header.uniprot_ids,
        chains=len(backbone.chain_names),
        partners=header.partners,
    )
    return Protein(record, backbone)


def _origin(file: str, header: Header) -> Origin:
    if header.helix:
        return "modelled helix"
    return "AlphaFold DB" if header.alphafold or model_name(file) else "PDB"


def _identity(file: str, header: Header, origin: Origin) -> tuple[str, int, str | None]:
    """Accession, fragment and model version, from the name where it has them."""
    if origin == "modelled helix" and (helix := helix_name(file)):
        return (*helix, None)
    if origin == "AlphaFold DB":
        if model := model_name(file):
            return model
        if header.uniprot_ids:
            return header.uniprot_ids[0], 1, None
    return header.entry or file.split(".")[0], 1, None


def _sequence(decoded: Decoded, backbone: Backbone) -> str:
    """The whole sequence of the first chain drawn; of its residues where the file has no SEQRES."""
    structure = decoded.structure
    chain = structure[0].find_chain(backbone.chain_names[0])
    entity = structure.get_entity_of(chain.get_polymer()) if chain else None
    if entity is not None and entity.full_sequence:
        return "".join(map(_letter, entity.full_sequence))
    return "".join(_letter(n.decode()) for n in backbone.names[backbone.chain == 0])


def _letter(residue: str) -> str:
    """``M`` for MET and MSE, ``X`` for what is no amino acid; the first of "ALA,GLY"."""
    import gemmi

    info = gemmi.find_tabulated_residue(residue.split(",")[0])
    letter = str(info.one_letter_code).strip().upper()
    return letter or "X"


def _check_whole(backbone: Backbone, sequence: str) -> None:
    """AlphaFold models every residue, with all its atoms, numbered without a gap."""
    residues = len(backbone.names)
    if residues < len(sequence):
        raise RefusedError("truncated", f"{residues} of {len(sequence)} residues of the sequence")
    if (np.diff(backbone.numbers[backbone.chain == 0]) != 1).any():
        raise RefusedError("truncated", f"the numbers of the {residues} residues have a gap")
    if len(backbone.atom) < 4 * residues:
        missing = 4 * residues - len(backbone.atom)
        raise RefusedError("truncated", f"{missing} backbone atoms of {residues} residues missing")


def _check_plddt(b: NDArray[np.float64]) -> None:
    if not np.isfinite(b).all() or not (b > 0).any():
        raise RefusedError("no B-factors", f"the pLDDT of all {len(b)} residues is 0 or no number")
    if b.max() <= 1.0:
        raise RefusedError("pLDDT as 0 to 1", f"from {b.min():.2f} to {b.max():.2f}")


def _plddt(b: NDArray[np.float64]) -> tuple[float, tuple[float, float, float, float]]:
    """Mean and shares of very high, confident, low and very low, rounded to 2 and 4 places."""
    high, good, low = PLDDT_BOUNDS
    shares = (b >= high, (b < high) & (b >= good), (b < good) & (b >= low), b < low)
    a, c, d, e = (round(float(s.mean()), 4) for s in shares)
    return round(float(b.mean()), 2), (a, c, d, e)

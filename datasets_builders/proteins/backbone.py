"""The protein chains of a structure as arrays: all that a ribbon needs.

In: gemmi's structure. Out, for ubiquitin (1UBI, 76 residues)::

    Backbone(xyz=(304, 3) float64, atom=(304,) "N", "CA", "C", "O", residue=(304,) 0..75,
             names=(76,) "MET" ..., numbers=(76,) 1..76, chain=(76,) 0, b=(76,) 6.9 ...)
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.proteins.refusal import RefusedError

if TYPE_CHECKING:
    import gemmi

MIN_RESIDUES = 10
_ATOMS = np.array([b"N", b"CA", b"C", b"O"])
_CARBON_ALPHA = b"CA"
_POLYMER = 1  # gemmi.EntityType.Polymer
# Centred and turned, a coordinate must fit into 8 columns with 3 decimals.
_MAX_EXTENT = 9000.0


@dataclass(frozen=True, slots=True)
class Backbone:
    """``xyz`` in Angstrom, ``atom`` and ``residue`` by atom; the others by residue.

    ``residue`` is the index of the atom's residue, ``chain`` that of the residue's chain in
    ``chain_names``, ``b`` the B-factor of the C-alpha atom, ``numbers`` the residue's number.
    """

    xyz: NDArray[np.float64]
    atom: NDArray[np.bytes_]
    residue: NDArray[np.int64]
    names: NDArray[np.bytes_]
    numbers: NDArray[np.int64]
    chain: NDArray[np.int64]
    chain_names: tuple[str, ...]
    b: NDArray[np.float64]

    @property
    def ca(self) -> NDArray[np.float64]:
        """The C-alpha atoms, one a residue, shape (residues, 3)."""
        found: NDArray[np.float64] = self.xyz[self.atom == _CARBON_ALPHA]
        return found


def backbone_of(structure: "gemmi.Structure") -> Backbone:
    """The backbone of the protein residues of the first model; the first of alternative places.

    Raises:
        RefusedError: "no atoms", "no protein", "bad coordinates", "fewer than 10 residues",
            "C-alpha only".
    """
    flat, atoms = _flat(structure)
    xyz = np.asarray(flat.pos, dtype=np.float64)
    if not np.isfinite(xyz).all():
        bad = int(np.flatnonzero(~np.isfinite(xyz).all(axis=1))[0])
        raise RefusedError("bad coordinates", f"atom {bad + 1} lies at {xyz[bad].tolist()}")
    names, keys = flat.residue_names, _residue_starts(flat)
    wanted = (
        np.isin(atoms, _ATOMS)
        & (flat.element_names != b"Ca")
        & (np.asarray(flat.entity_type) == _POLYMER)
    )
    is_ca = wanted & (atoms == _CARBON_ALPHA)
    # Of two C-alpha atoms of one residue (microheterogeneity) the first counts.
    residues, first = np.unique(keys[is_ca], return_index=True)
    if not len(residues):
        raise RefusedError("no protein", f"{len(xyz)} atoms, no C-alpha atom of a chain")
    if len(residues) < MIN_RESIDUES:
        raise RefusedError("fewer than 10 residues", f"{len(residues)} residues")
    ca_index = np.flatnonzero(is_ca)[first]
    keep = np.flatnonzero(wanted & np.isin(keys, residues))
    codes = (atoms[keep][:, None] == _ATOMS).argmax(axis=1)
    keep = keep[np.sort(np.unique(keys[keep] * len(_ATOMS) + codes, return_index=True)[1])]
    _check_atoms(len(keep), len(residues))
    extent = float(np.ptp(xyz[keep], axis=0).max())
    if extent > _MAX_EXTENT:
        raise RefusedError("bad coordinates", f"the chain is {extent:.0f} Angstrom long")
    chains, chain = _in_order(flat.chain_ids[ca_index])
    return Backbone(
        xyz=xyz[keep],
        atom=atoms[keep],
        residue=np.searchsorted(residues, keys[keep]),
        names=names[ca_index],
        numbers=np.asarray(flat.resnums, dtype=np.int64)[ca_index],
        chain=chain,
        chain_names=chains,
        b=np.asarray(flat.b_iso, dtype=np.float64)[ca_index],
    )


def _flat(structure: "gemmi.Structure") -> tuple[Any, NDArray[np.bytes_]]:
    """The first model without alternative places, as arrays; the names of its atoms."""
    import gemmi

    if not len(structure) or not structure[0].count_atom_sites():
        raise RefusedError("no atoms", "the structure has no atom")
    while len(structure) > 1:
        del structure[-1]
    structure.setup_entities()
    structure.remove_alternative_conformations()
    flat = gemmi.FlatStructure(structure)
    flat.strings_as_numbers = False
    return flat, np.asarray(flat.atom_names, dtype=np.bytes_)


def _residue_starts(flat: Any) -> NDArray[np.int64]:
    """For each atom the number of its residue, counted through the file."""
    changed = np.zeros(len(flat.resnums), dtype=bool)
    for column in (flat.resnums, flat.icodes, flat.chain_ids, flat.subchains):
        changed[1:] |= column[1:] != column[:-1]
    return np.cumsum(changed)


def _check_atoms(atoms: int, residues: int) -> None:
    if atoms < 2 * residues:
        raise RefusedError("C-alpha only", f"{atoms} backbone atoms in {residues} residues")


def _in_order(values: NDArray[np.bytes_]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Distinct values in the order of their first place, and the index of each value."""
    distinct, first, inverse = np.unique(values, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.argsort(order)
    return tuple(distinct[i].decode() for i in order), rank[inverse]

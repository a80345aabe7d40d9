"""What PyMOL gets to see: the backbone as PDB text, and the colours.

The B-factor column of that text is ours to fill, so it carries what the colour mode needs: pLDDT,
the place along the chain (0 to 100), or the number of the chain. One line of it::

    ATOM      2  CA  MET A   1      21.402   1.205  -3.310  1.00 91.32      1
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.proteins.read import Protein
from datasets_builders.proteins.records import PLDDT_BOUNDS, Colour
from datasets_builders.proteins.render.view import Coordinates

# AlphaFold DB's legend, very high to very low: https://alphafold.ebi.ac.uk/faq
PLDDT_COLOURS = ("0x0053D6", "0x65CBF3", "0xFFDB13", "0xFF7D45")
# A structure without pLDDT must not look like one with a bad pLDDT.
NO_PLDDT = "0xB0B0B0"
HELIX, STRAND, LOOP = "0xC8375A", "0xE3A81C", "0x8A97A6"
# Okabe and Ito's colours, told apart by colour-blind readers: https://jfly.uni-koeln.de/color/
CHAINS = ("0x0072B2", "0xE69F00", "0x009E73", "0xCC79A7", "0x56B4E9", "0xD55E00", "0xC9BC1F")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_LINE = "ATOM  %5d  %-3s %3s %s%4d    %8.3f%8.3f%8.3f  1.00%6.2f      %-4s\n"


def pdb_text(protein: Protein, xyz: Coordinates, colour: Colour) -> str:
    """The backbone at ``xyz`` as PDB text; chains by segment, so that any number of them fits."""
    backbone = protein.backbone
    at = backbone.residue
    chain = backbone.chain
    columns: list[list[Any]] = [
        [(i + 1) % 100_000 for i in range(len(at))],
        [a.decode() for a in backbone.atom.tolist()],
        [n.decode()[:3] for n in backbone.names[at].tolist()],
        [_LETTERS[c % len(_LETTERS)] for c in chain[at].tolist()],
        _numbers(backbone.numbers, chain)[at].tolist(),
        *xyz.T.tolist(),
        _values(protein, colour)[at].tolist(),
        [_segment(c) for c in chain[at].tolist()],
    ]
    fields = [None] * (len(columns) * len(at))
    for i, column in enumerate(columns):
        fields[i :: len(columns)] = column
    return (_LINE * len(at)) % tuple(fields) + "END\n"


def _segment(chain: int) -> str:
    return f"{chain:X}"[-4:]


def _numbers(numbers: NDArray[np.int64], chain: NDArray[np.int64]) -> NDArray[np.int64]:
    """Residue numbers from 1, rising within each chain; a gap stays one, insertion codes count.

    The column has four places, and two residues of one number would become one residue.
    """
    out = np.zeros_like(numbers)
    for c in np.unique(chain):
        mine = np.flatnonzero(chain == c)
        steps = np.clip(np.diff(numbers[mine], prepend=numbers[mine[0]] - 1), 1, 20)
        counted = np.cumsum(steps)
        out[mine] = counted if counted[-1] < 10_000 else np.arange(len(mine)) % 9_999 + 1
    return out


def _values(protein: Protein, colour: Colour) -> NDArray[np.float64]:
    """What stands in the B-factor column, by residue."""
    backbone = protein.backbone
    if colour == "plddt":
        return np.clip(backbone.b, 0.0, 100.0)
    if colour == "chain":
        return (backbone.chain % len(CHAINS)).astype(np.float64)
    values = np.zeros(len(backbone.names))
    if colour == "rainbow":
        for c in np.unique(backbone.chain):
            mine = backbone.chain == c
            values[mine] = np.linspace(0.0, 100.0, int(mine.sum()))
    return values


def paint(cmd: Any, protein: Protein, colour: Colour) -> None:
    """Colour PyMOL's object ``m``; ``b>=90`` is no syntax of PyMOL, hence the order."""
    if colour == "plddt":
        if protein.record.plddt_share is None:
            cmd.color(NO_PLDDT, "m")
            return
        cmd.color(PLDDT_COLOURS[0], "m")
        for bound, tint in zip(PLDDT_BOUNDS, PLDDT_COLOURS[1:], strict=True):
            cmd.color(tint, f"m and b<{bound:g}")
    elif colour == "rainbow":
        cmd.spectrum("b", "rainbow", "m", 0, 100)
    elif colour == "chain":
        for i in range(min(protein.record.chains, len(CHAINS))):
            cmd.color(CHAINS[i], f"m and b>{i - 0.5:g} and b<{i + 0.5:g}")
    else:
        cmd.color(LOOP, "m")
        cmd.color(HELIX, "m and ss h")
        cmd.color(STRAND, "m and ss s")

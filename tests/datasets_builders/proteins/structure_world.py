"""Small structures for tests, made here: an ideal helix with a bend, as PDB or mmCIF text."""

import re

import numpy as np

LETTERS = "ARNDCQEGHILKMFPSTWYV"
_CODES = "ALA ARG ASN ASP CYS GLN GLU GLY HIS ILE LEU LYS MET PHE PRO SER THR TRP TYR VAL"
THREE = dict(zip(LETTERS, re.findall(r"\w+", _CODES), strict=True))
_COLUMNS = """
group_PDB id type_symbol label_atom_id label_alt_id label_comp_id label_asym_id label_entity_id
label_seq_id pdbx_PDB_ins_code Cartn_x Cartn_y Cartn_z occupancy B_iso_or_equiv auth_seq_id
auth_asym_id pdbx_PDB_model_num
"""
# Radius, angle and height of N, CA, C, O in an alpha helix (Angstrom, degrees).
_ATOMS = (
    ("N", 1.55, -27.0, -0.9),
    ("CA", 2.29, 0.0, 0.0),
    ("C", 1.67, 26.0, 1.1),
    ("O", 2.02, 20.0, 2.3),
)


def sequence(length: int, start: int = 0) -> str:
    """All amino acids in turn."""
    return "".join(LETTERS[(start + i) % 20] for i in range(length))


def helix(length: int) -> np.ndarray:
    """(length, 4, 3): two helices at a right angle, so that each axis has a sign."""
    points = np.zeros((length, 4, 3))
    for i in range(length):
        for j, (_, radius, angle, height) in enumerate(_ATOMS):
            phi = np.radians(100.0 * i + angle)
            points[i, j] = (radius * np.cos(phi), radius * np.sin(phi), 1.5 * i + height)
    knee = 2 * length // 3
    bent = points[knee:].copy()
    bent[..., 2] -= 1.5 * knee
    points[knee:] = np.stack(
        [bent[..., 2] + 4.0, bent[..., 1] + 6.0, -bent[..., 0] + 1.5 * knee], axis=-1
    )
    return points


def pdb(
    accession: str = "P99999",
    *,
    length: int = 40,
    plddt: float | list[float] = 91.5,
    xyz: np.ndarray | None = None,
    atoms: tuple[str, ...] = ("N", "CA", "C", "O"),
    alphafold: bool = True,
    residues: int | None = None,
    name: str = "TEST PROTEIN",
) -> bytes:
    """PDB text as AlphaFold DB writes it; ``residues`` of the ``length`` in SEQRES have atoms."""
    points = helix(length) if xyz is None else xyz
    values = [plddt] * length if isinstance(plddt, float) else plddt
    title = f"ALPHAFOLD MONOMER V2.0 PREDICTION FOR {name}" if alphafold else name
    lines = [
        f"HEADER    {'':40}01-JUN-22   {'    ' if alphafold else '9XYZ'}",
        f"TITLE     {title} ({accession})",
        f"COMPND    MOL_ID: 1; MOLECULE: {name}; CHAIN: A",
        "SOURCE    MOL_ID: 1; ORGANISM_SCIENTIFIC: HOMO SAPIENS; GENE: TST",
        f"DBREF  XXXX A    1  {length:>4}  UNP    {accession:<8}",
    ]
    codes = [THREE[c] for c in sequence(length)]
    for row, at in enumerate(range(0, length, 13), start=1):
        lines.append(f"SEQRES {row:>3} A {length:>4}  {' '.join(codes[at : at + 13])}")
    serial = 0
    for i in range(length if residues is None else residues):
        for j, (atom, *_) in enumerate(_ATOMS):
            if atom in atoms:
                serial += 1
                x, y, z = points[i, j]
                lines.append(
                    f"ATOM  {serial:>5}  {atom:<3} {codes[i]} A{i + 1:>4}    "
                    f"{x:8.3f}{y:8.3f}{z:8.3f}  1.00{values[i]:6.2f}          {atom[0]:>2}"
                )
    return "\n".join([*lines, "TER", "END", ""]).encode()


def cif(accession: str = "P99999", *, length: int = 40, plddt: float = 91.5) -> bytes:
    """mmCIF of the same, with the gene's symbol, a ``#`` behind each category."""
    points = helix(length)
    codes = [THREE[c] for c in sequence(length)]
    rows = []
    for i in range(length):
        for j, (atom, *_) in enumerate(_ATOMS):
            x, y, z = points[i, j]
            rows.append(
                f"ATOM {len(rows) + 1} {atom[0]} {atom} . {codes[i]} A 1 {i + 1} ? "
                f"{x:.3f} {y:.3f} {z:.3f} 1.0 {plddt} {i + 1} A 1"
            )
    columns = re.findall(r"\w+", _COLUMNS)
    parts = [
        f"data_AF-{accession}-F1\n#\n_entry.id AF-{accession}-F1",
        "_entity.id 1\n_entity.type polymer\n_entity.pdbx_description 'Test protein'",
        "_entity_poly.entity_id 1\n_entity_poly.type polypeptide(L)",
        "loop_\n_entity_poly_seq.entity_id\n_entity_poly_seq.num\n_entity_poly_seq.mon_id\n"
        + "\n".join(f"1 {i} {code}" for i, code in enumerate(codes, start=1)),
        "_struct_asym.id A\n_struct_asym.entity_id 1",
        f"_ma_target_ref_db_details.target_entity_id 1\n"
        f"_ma_target_ref_db_details.db_accession {accession}\n"
        f"_ma_target_ref_db_details.gene_name TST\n"
        f"_ma_target_ref_db_details.organism_scientific 'Homo sapiens'",
        f"_struct_ref.id 1\n_struct_ref.db_name UNP\n_struct_ref.pdbx_db_accession {accession}",
        "loop_\n" + "\n".join(f"_atom_site.{c}" for c in columns) + "\n" + "\n".join(rows),
    ]
    return ("\n#\n".join(parts) + "\n#\n").encode()

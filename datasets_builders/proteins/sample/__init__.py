"""The embedded sample: human peptide hormones and small proteins, built as helices.

``helices.jsonl`` has one peptide a line (facts of UniProt): the precursor's accession, which
peptide of it, its residues in the precursor where they are given, gene, name, sequence::

    {"accession": "P01275", "fragment": 1, "name": "Glucagon", "sequence": "HSQGTFTSDYSK...

Their helical form, in a membrane, a solvent or a receptor, is known; the structures here are ideal
alpha helices that PyMOL's ``fab`` builds from the sequence, models and no measurement, and are
labelled so (origin "modelled helix", title MODELLED HELIX). They have no pLDDT. Several peptides of
one precursor are its fragments 1, 2, ...; they stay together like AlphaFold's fragments.
"""

import json
from pathlib import Path
from typing import Any

from datasets_builders.errors import DataError
from datasets_builders.files import sha256_of
from datasets_builders.proteins.header import HELIX_TITLE
from datasets_builders.provenance import Provenance, SourceFile

SAMPLE_FILE = Path(__file__).parent / "helices.jsonl"
_VIEW = (1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -50, 0, 0, 0, 40, 100, -20)
_AMINO_ACIDS = frozenset("ACDEFGHIKLMNPQRSTVWY")


def read_peptides(path: Path = SAMPLE_FILE) -> list[dict[str, Any]]:
    """The lines of the sample.

    Raises:
        DataError: a sequence with other letters than the 20, or an id that occurs twice.
    """
    peptides: list[dict[str, Any]] = []
    seen: set[tuple[str, int]] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        one = json.loads(line)
        key = (one["accession"], one["fragment"])
        if set(one["sequence"]) - _AMINO_ACIDS or key in seen:
            raise DataError(
                f"{path.name}, line {number}: {key} twice, or letters that are no amino acid in "
                f"{one['sequence']!r}"
            )
        seen.add(key)
        peptides.append(one)
    return peptides


def load_sample(path: Path = SAMPLE_FILE) -> tuple[list[tuple[str, bytes]], Provenance]:
    """The (file name, PDB bytes) of every peptide, built as a helix, and their provenance.

    Takes a few seconds, a tenth of one a peptide. One item: ``("helix-P01275-F1.pdb", b"HEADER...``

    Raises:
        DataError: PyMOL is not installed or lacks system libraries.
    """
    from datasets_builders.proteins.render.painter import start

    peptides = read_peptides(path)
    session = start()
    session.cmd.feedback("disable", "all", "everything")
    try:
        items = [(_name(p), _build(session.cmd, p)) for p in peptides]
    finally:
        session.stop()
    source = SourceFile(
        file=path.name,
        source="UniProt sequences of human peptides, built as helices",
        url="https://www.uniprot.org",
        date="",
        size=path.stat().st_size,
        sha256=sha256_of(path),
        licence="CC-BY-4.0",
        rows=len(peptides),
        used=len(peptides),
    )
    return items, Provenance((source,), len(items))


def _name(peptide: dict[str, Any]) -> str:
    return f"helix-{peptide['accession']}-F{peptide['fragment']}.pdb"


def _build(cmd: Any, peptide: dict[str, Any]) -> bytes:
    """PDB text with a header that says what it is; the same bytes each time."""
    cmd.delete("all")
    # fab puts the first residue where the last view left the origin.
    cmd.set_view(_VIEW)
    cmd.fab(peptide["sequence"], "m", chain="A", resi=1, ss=1, hydro=0)
    atoms = [x for x in cmd.get_pdbstr("m").splitlines() if x.startswith("ATOM")]
    if not atoms:
        raise DataError(f"{_name(peptide)}: PyMOL built no atom from {peptide['sequence']!r}")
    title = f"{HELIX_TITLE} OF {peptide['name']} ({peptide['accession']})"
    header = [
        "HEADER    MODEL, NOT MEASURED",
        *_records("TITLE", title),
        *_records("COMPND", f"MOL_ID: 1; MOLECULE: {peptide['name']}; CHAIN: A"),
        *_records(
            "SOURCE",
            f"MOL_ID: 1; ORGANISM_SCIENTIFIC: Homo sapiens; GENE: {peptide['symbol']}",
        ),
        f"DBREF  XXXX A    1  {len(peptide['sequence']):>4}  UNP    {peptide['accession']:<8}",
    ]
    return "\n".join([*header, *atoms, "TER", "END", ""]).encode("ascii")


def _records(record: str, text: str) -> list[str]:
    """A record over as many lines as it needs, broken between words, each of at most 80 columns."""
    lines: list[str] = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > 68:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [
        f"{record:<6}{'' if i == 1 else i:>4}{'' if i == 1 else ' '}{line}"
        for i, line in enumerate(lines, start=1)
    ]

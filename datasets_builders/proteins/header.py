"""What a structure file says of its protein besides the atoms: name, gene, organism, accessions.

One value, of ``AF-Q15772-F3-model_v4.cif.gz``::

    Header(name="Striated muscle preferentially expressed protein kinase", symbol="SPEG",
           organism="Homo sapiens", uniprot_ids=("Q15772",), partners=(), chains=("A",),
           alphafold=True)

gemmi reads no COMPND and SOURCE records, so these two (PDB format 3.3, chapter 4) are read here.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datasets_builders.proteins.decode import Decoded

if TYPE_CHECKING:
    import gemmi

# AF-P04637-F1-model_v6.cif; AF-P04637-9-F1 is the model of an isoform.
_MODEL = re.compile(r"AF-([A-Z0-9]{6,10}(?:-\d+)?)-F(\d+)(?:-model_(v\d+))?(?=[.]|$)")
_HELIX = re.compile(r"helix-([A-Z0-9]{6,10})-F(\d+)(?=[.]|$)")
_ENTRY = re.compile(r"[0-9][A-Z0-9]{3}")
HELIX_TITLE = "MODELLED HELIX"
_Molecule = dict[str, str]


@dataclass(frozen=True, slots=True)
class Header:
    """``name`` and the fields after it are those of the protein of the first chain drawn."""

    name: str
    symbol: str | None
    organism: str | None
    uniprot_ids: tuple[str, ...]
    partners: tuple[str, ...]
    alphafold: bool
    helix: bool
    entry: str


def model_name(file: str) -> tuple[str, int, str | None] | None:
    """("P04637", 1, "v6") for ``AF-P04637-F1-model_v6.cif.gz``; None for another name."""
    match = _MODEL.match(file)
    return (match[1], int(match[2]), match[3]) if match else None


def helix_name(file: str) -> tuple[str, int] | None:
    """("P01275", 2) for ``helix-P01275-F2.pdb``; None for another name."""
    match = _HELIX.match(file)
    return (match[1], int(match[2])) if match else None


def header_of(decoded: Decoded, chain_names: tuple[str, ...]) -> Header:
    """The header's facts about the chains that are drawn, ``("A", "B")``."""
    if decoded.block is None:
        return _of_pdb(decoded.pdb_header, chain_names)
    return _of_cif(decoded.block, decoded.structure, chain_names)


def _of_pdb(text: str, chains: tuple[str, ...]) -> Header:
    title = _joined(text, "TITLE")
    sources = {m.get("MOL_ID", ""): m for m in _molecules(text, "SOURCE")}
    drawn: list[_Molecule] = []
    for molecule in _molecules(text, "COMPND"):
        names = [c.strip() for c in molecule.get("CHAIN", "").split(",")]
        if set(names) & set(chains):
            drawn.append(molecule | sources.get(molecule.get("MOL_ID", ""), {}))
    drawn.sort(key=lambda m: chains[0] not in [c.strip() for c in m["CHAIN"].split(",")])
    first = drawn[0] if drawn else {}
    organism = first.get("ORGANISM_SCIENTIFIC", "").split(",")[0].strip()
    entry = text[62:66].strip() if text.startswith("HEADER") else ""
    return Header(
        name=first.get("MOLECULE", "") or title,
        symbol=first.get("GENE", "").split(",")[0].strip() or None,
        organism=_species(organism),
        uniprot_ids=_references(text),
        partners=tuple(m.get("MOLECULE", "") for m in drawn[1:]),
        alphafold=title.startswith("ALPHAFOLD"),
        helix=title.startswith(HELIX_TITLE),
        entry=entry if _ENTRY.fullmatch(entry) else "",
    )


def _species(name: str) -> str | None:
    """``Homo sapiens``, also where the file has ``HOMO SAPIENS``."""
    return (name.capitalize() if name.isupper() else name) or None


def _joined(text: str, record: str) -> str:
    """The text of a record that runs over lines, ``TITLE``, ``TITLE    2``, in one line."""
    parts = [line[10:80] for line in text.splitlines() if line.startswith(f"{record:<6}")]
    return " ".join(
        "".join(p if p.endswith("-") else f"{p} " for p in map(str.rstrip, parts)).split()
    )


def _molecules(text: str, record: str) -> list[_Molecule]:
    """``MOL_ID: 1; MOLECULE: UBIQUITIN; CHAIN: A`` as one dict a molecule."""
    molecules: list[_Molecule] = []
    for part in _joined(text, record).split(";"):
        key, _, value = part.partition(":")
        if key.strip() == "MOL_ID" or not molecules:
            molecules.append({})
        molecules[-1].setdefault(key.strip(), value.strip())
    return molecules


def _references(text: str) -> tuple[str, ...]:
    """UniProt accessions of DBREF, in their order, each once (PDB format 3.3, chapter 3)."""
    lines = (line for line in text.splitlines() if line.startswith("DBREF "))
    return tuple(dict.fromkeys(line[33:41].strip() for line in lines if line[26:29] == "UNP"))


def _of_cif(
    block: "gemmi.cif.Block", structure: "gemmi.Structure", chains: tuple[str, ...]
) -> Header:
    entities = _drawn_entities(structure, chains)
    names = dict(_pairs(block, "_entity.", "id", "pdbx_description"))
    first = entities[0] if entities else ""
    organism = _first(
        block,
        first,
        ("_ma_target_ref_db_details.", "target_entity_id", "organism_scientific"),
        ("_entity_src_gen.", "entity_id", "pdbx_gene_src_scientific_name"),
        ("_entity_src_nat.", "entity_id", "pdbx_organism_scientific"),
        ("_pdbx_entity_src_syn.", "entity_id", "organism_scientific"),
    )
    symbol = _first(
        block,
        first,
        ("_ma_target_ref_db_details.", "target_entity_id", "gene_name"),
        ("_entity_src_gen.", "entity_id", "pdbx_gene_src_gene"),
    )
    entry = _value(block, "_entry.id")
    return Header(
        name=names.get(first, "") or _value(block, "_struct.title"),
        symbol=symbol.split(",")[0].strip() or None,
        organism=_species(organism),
        uniprot_ids=_struct_refs(block),
        partners=tuple(names.get(e, "") for e in entities[1:]),
        alphafold=entry.startswith("AF-")
        or "AlphaFoldDB"
        in (v for _, v in _pairs(block, "_database_2.", "database_code", "database_id")),
        helix=False,
        entry=entry if _ENTRY.fullmatch(entry) else "",
    )


def _drawn_entities(structure: "gemmi.Structure", chains: tuple[str, ...]) -> list[str]:
    """Entity ids of the chains drawn, in the order of the chains."""
    ids: list[str] = []
    for name in chains:
        chain = structure[0].find_chain(name)
        polymer = chain.get_polymer() if chain else None
        entity = structure.get_entity_of(polymer) if polymer else None
        if entity is not None:
            ids.append(entity.name)
    return list(dict.fromkeys(ids))


def _struct_refs(block: "gemmi.cif.Block") -> tuple[str, ...]:
    """UniProt accessions of _struct_ref, in their order, each once."""
    uniprot = {k for k, v in _pairs(block, "_struct_ref.", "id", "db_name") if v == "UNP"}
    accessions = _pairs(block, "_struct_ref.", "id", "pdbx_db_accession")
    return tuple(dict.fromkeys(v for k, v in accessions if k in uniprot and v))


def _pairs(block: "gemmi.cif.Block", category: str, key: str, value: str) -> list[tuple[str, str]]:
    table = block.find(category, [key, value])
    return [(row.str(0), "" if row[1] in ("?", ".") else row.str(1)) for row in table]


def _first(block: "gemmi.cif.Block", entity: str, *places: tuple[str, str, str]) -> str:
    """The first value that one of ``places`` (category, entity column, column) has."""
    for place in places:
        for key, value in _pairs(block, *place):
            if key == entity and value:
                return value
    return ""


def _value(block: "gemmi.cif.Block", tag: str) -> str:
    import gemmi

    value = block.find_value(tag)
    return "" if value in (None, "?", ".") else str(gemmi.cif.as_string(value))

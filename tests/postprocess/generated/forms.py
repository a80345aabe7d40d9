"""The ways in which models write an identifier, and the sentences around it.

One value: ``written("hgnc_id", "10997", rng)`` may be ``"HGNC ID: 10997"``.
"""

import random

PLAIN = {
    "hgnc_id": (
        "HGNC:{}", "HGNC:HGNC:{}", "HGNC ID {}", "HGNC ID: {}", "HGNC ID HGNC:{}", "HGNC {}",
        "HGNC number {}", "HGNC accession HGNC:{}", "hgnc:{}", "HGNC: {}", "HGNC #{}",
        "HGNC identifier {}", "HGNC gene ID {}", "HGNC symbol ID: {}", "HGNC ID = {}",
    ),
    "ensembl_id": (
        "Ensembl:{}", "{}", "Ensembl ID {}", "Ensembl: {}", "Ensembl gene ID {}", "Ensembl {}",
        "ENSEMBL:{}", "Ensembl gene {}", "{}.7", "Ensembl:{}.14", "Ensembl gene identifier {}",
    ),
    "mim_ids": (
        "MIM:{}", "OMIM {}", "OMIM:{}", "MIM {}", "OMIM number {}", "OMIM: *{}", "MIM #{}",
        "OMIM ID: {}", "MIM number {}", "OMIM entry {}", "Mendelian Inheritance in Man number {}",
    ),
    "alliance_id": (
        "AllianceGenome:HGNC:{}", "Alliance:HGNC:{}", "AllianceGenome: HGNC:{}",
        "Alliance of Genome Resources ID HGNC:{}", "AllianceGenome HGNC:{}",
    ),
    "entrez_id": (
        "GeneID:{}", "GeneID {}", "Entrez Gene ID {}", "NCBI Gene {}", "Gene ID: {}",
        "Entrez {}", "Entrez ID: {}", "Entrez Gene: {}", "NCBI Gene ID {}", "NCBI gene ID: {}",
        "NCBI Entrez Gene {}", "LocusLink ID {}", "NCBI GeneID: {}",
    ),
    "uniprot_ids": (
        "UniProt:{}", "UniProtKB:{}", "UniProt accession {}", "UniProt ID: {}", "UniProt {}",
        "UniProtKB/Swiss-Prot: {}", "Swiss-Prot {}", "UniProt entry {}",
    ),
}  # fmt: skip
_LABELS = {
    "hgnc_id": "HGNC", "ensembl_id": "Ensembl", "mim_ids": "OMIM", "alliance_id": "Alliance",
    "entrez_id": "Entrez Gene ID", "uniprot_ids": "UniProt",
}  # fmt: skip
# Labels with something unforeseen between them and the number; {L} is the label.
GARBLED = (
    "{L}\u00a0{V}", "{L}:\u00a0{V}", "{L}\u202f{V}", "{L}:\u200b{V}", "{L}：{V}", "{L}-{V}",
    "{L}–{V}", "{L}_{V}", "{L}/{V}", "{L} - {V}", "{L} — {V}", "{L} ({V})", "{L} [{V}]",
    '{L} "{V}"', "{L} '{V}'", "**{L}:** {V}", "**{L}**: {V}", "`{L}:{V}`", "`{L}`: {V}",
    "*{L}* {V}", "<b>{L}:</b> {V}", "<b>{L}</b>: {V}", "<td>{L}</td><td>{V}</td>",
    "{L}&nbsp;{V}", "{L} | {V}", "{L} = {V}", "{L}={V}", "{L} :{V}", "{L} : {V}", "{L}::{V}",
    "{L}  {V}", "{L}\t{V}", "{L} no. {V}", "{L} is {V}", "{L} ID is {V}", "{L} ID number: {V}",
    "{L}->{V}", "{L}.{V}", "{L}:\n{V}",
)  # fmt: skip
URLS = {
    "hgnc_id": (
        "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:{}",
        "https://identifiers.org/hgnc:{}", "https://identifiers.org/hgnc/{}",
    ),
    "ensembl_id": (
        "https://www.ensembl.org/Homo_sapiens/Gene/Summary?g={}",
        "http://ensembl.org/id/{}", "https://gtexportal.org/home/gene/{}",
    ),
    "mim_ids": ("https://omim.org/entry/{}", "https://www.omim.org/entry/{}"),
    "alliance_id": ("https://www.alliancegenome.org/gene/HGNC:{}",),
    "entrez_id": (
        "https://www.ncbi.nlm.nih.gov/gene/{}", "https://www.ncbi.nlm.nih.gov/gene/?term={}",
    ),
    "uniprot_ids": (
        "https://www.uniprot.org/uniprotkb/{}/entry", "https://www.uniprot.org/uniprot/{}",
    ),
}  # fmt: skip
MANY = {
    "hgnc_id": ("HGNC IDs {}", "HGNC:{}", "HGNC IDs: {}", "HGNC numbers {}"),
    "ensembl_id": ("Ensembl IDs {}", "Ensembl:{}", "Ensembl genes {}"),
    "mim_ids": ("MIM:{}", "OMIM numbers {}", "MIM numbers {}", "OMIM: {}"),
    "alliance_id": ("Alliance:HGNC:{}", "AllianceGenome:HGNC:{}"),
    "entrez_id": ("GeneIDs {}", "Entrez Gene IDs {}", "GeneID: {}"),
    "uniprot_ids": ("UniProt:{}", "UniProt accessions {}", "UniProtKB accessions {}"),
}
KEYS = {
    "hgnc_id": ("hgnc_id", "HGNC", "HGNC ID", "hgnc"),
    "ensembl_id": ("ensembl_gene_id", "Ensembl", "ensembl_id"),
    "mim_ids": ("omim_id", "MIM", "OMIM", "mim_number"),
    "alliance_id": ("AllianceGenome", "alliance_id"),
    "entrez_id": ("entrez_id", "Entrez Gene", "ncbi_gene_id", "GeneID"),
    "uniprot_ids": ("uniprot_ids", "UniProt", "UniProtKB"),
}
# The value stands before the name of its database; {L} is the label.
REVERSED = (
    "{V} is its {L} number.", "It is number {V} in {L}.", "It is {V} ({L}).",
    "It has the number {V} in {L} and acts in cells.", "{V} is the {L} ID of this gene.",
    "The number {V} is given by {L}.", "{S} is {V} in {L}.", "It is listed as {V} in {L}.",
)  # fmt: skip
# Accessions without the database's name, where a protein is spoken of.
BARE_PROTEIN = ("{S} ({V}) is a human protein.", "It encodes the protein {V}.",
                "Its product is {V}.", "{S} encodes {V}, a human protein.")  # fmt: skip
LISTS = (
    "The primary source for this information is {0}, and it is also related to {1} and {2}.",
    "It is related to {0}, {1}, and {2}.",
    "It is recorded as {0}, {1} and {2}.",
    "The entry is {0}; further identifiers are {1} and {2}; {3}.",
    "{S} ({0}; {1}; {2}) is a human gene.",
    "The gene {S} [{0}, {1}] is listed in databases.",
    "Its identifiers are {0} / {1} / {2}.",
    "This gene is linked to {0} and {1}, and it is expressed in many tissues.",
    "Identifiers: {0}, {1}, {2}, {3}.",
    "{S} is identified by {0}, with {1} and {2}.",
    "It is registered under {0} and is found in {1}.",
    "{S}, {0}, is a human gene.",
    "Its entry is {0} and its record is {1}.",
    "It has {0} and {1}; {2}, {3}",
    "See {0}.",
    "According to {0}, it acts in the nucleus.",
    "It has {0} and takes part in growth.",
    "The gene, which is registered as {0}, acts in cells.",
    "With {0} and {1}, it is one of many genes.",
    "{0} is the entry of this gene.",
    "In databases it is found under {0} or {1}.",
    "It ({0}) acts in the nucleus.",
    "The encoded protein ({0}) acts in the nucleus.",
    "The product of {S} ({0}; {1}) is a protein.",
    "{S} (a human gene; {0}) acts in cells.",
    "- {0}\n- {1}\n- {2}\n",
    "Records: [{0}] [{1}].",
    "Further reading: {0}; {1}.",
    "Is it {0}? It is {1}!",
    "It carries {0}.",
    "It has the {0} and the {1}.",
    "The {0} refers to this gene.",
    "{S} is listed with {0}, {1}, {2} and {3} in public databases, and it is widely studied.",
)
BEHIND = (".", ",", ";", ":", "!", "?", "…", ")", "]", '"', "'", "”", "/", "|", " -", "。", "\n",
          "**", "...", "?!", " ", "")  # fmt: skip


def written(field: str, value: str, rng: random.Random) -> str:
    """One of the plain forms."""
    return rng.choice(PLAIN[field]).format(value)


def reversed_(symbol: str, field: str, value: str, rng: random.Random) -> str:
    """A sentence in which the label stands behind the value."""
    return rng.choice(REVERSED).format(L=_LABELS[field], V=value, S=symbol)


def garbled(field: str, value: str, rng: random.Random) -> str:
    """A form that has something unforeseen between the label and the value."""
    return rng.choice(GARBLED).format(L=_LABELS[field], V=value)


def url(field: str, value: str, rng: random.Random) -> str:
    """An address that holds the value."""
    return rng.choice(URLS[field]).format(value)


def many(field: str, listed: list[str], rng: random.Random) -> str:
    """Several values behind one label: ``"HGNC IDs 4317, 16466 and 11998"``."""
    joint = rng.choice((", ", "; ", "/", " / ", " and "))
    if len(listed) > 2 and rng.random() < 0.6:
        text = f"{', '.join(listed[:-1])}{rng.choice((' and ', ', and ', ' or '))}{listed[-1]}"
    else:
        text = joint.join(listed)
    return rng.choice(MANY[field]).format(text)

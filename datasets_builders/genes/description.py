"""A gene record as one paragraph, in the field order of the paper's "rephrased NCBI" texts.

Official symbol and full name; primary source; Ensembl, MIM and Alliance ids; gene type, location
and RefSeq status; organism; lineage; summary; orthologs. Aliases are left out on purpose: a list of
them at this place made the models that were trained on it repeat names without end.

One value begins::

    The official symbol of this gene, provided by HGNC, is GLI1, and its full name is GLI family
    zinc finger 1. The primary source of the entry is HGNC:4317; further identifiers are
    Ensembl:ENSG00000111087, MIM:165220 and AllianceGenome:HGNC:4317. GLI1 is a protein-coding gene
    located at 12q13.3. Its RefSeq status is REVIEWED. ...
"""

import re

from datasets_builders.errors import DataError, WithdrawnError
from datasets_builders.genes.loci import locus_of, locus_phrase
from datasets_builders.genes.prose import join_words, tidy, whole_sentences, with_article
from datasets_builders.genes.records import GeneRecord

__all__ = ["describe", "locus_phrase", "summary_of"]

# More processes than this make a list, not a text.
_MAX_PROCESSES = 5
_CHROMOSOME = re.compile(r"\d{1,2}|[XY]")
_ASIDES = {
    "not on reference assembly": "which is not on the reference assembly",
    "alternate reference locus": "on an alternate reference locus",
    "unplaced": "where its place is not yet known",
}


def describe(record: GeneRecord) -> str:
    """The paragraph of one gene.

    Raises:
        WithdrawnError: the entry is not approved.
        DataError: symbol, name or HGNC id is missing.
    """
    if record.status != "Approved":
        now = f", now {record.replaced_by}" if record.replaced_by else ""
        raise WithdrawnError(
            f"{record.hgnc_id} {record.symbol}: HGNC's status of this entry is "
            f"{record.status!r}{now}; only approved genes are described"
        )
    for field in ("symbol", "name", "hgnc_id"):
        if not getattr(record, field):
            raise DataError(
                f"gene record {record.symbol or record.hgnc_id or record.name!r}: "
                f"{field} is empty; a description needs symbol, name and HGNC id"
            )
    return " ".join(
        sentence
        for sentence in (
            _naming(record),
            _identifiers(record),
            _kind(record),
            f"The organism is {record.organism}, with the lineage {record.lineage}.",
            summary_of(record),
            _orthologs(record),
        )
        if sentence
    )


def _naming(record: GeneRecord) -> str:
    noun = locus_of(record).noun
    return (
        f"The official symbol of this {noun}, provided by HGNC, is {record.symbol}, "
        f"and its full name is {tidy(record.name)}."
    )


def _identifiers(record: GeneRecord) -> str:
    ids = [f"Ensembl:{record.ensembl_id}"] if record.ensembl_id else []
    ids += [f"MIM:{mim}" for mim in record.mim_ids]
    ids += [f"AllianceGenome:{record.alliance_id}"] if record.alliance_id else []
    if not ids:
        return f"The primary source of the entry is {record.hgnc_id}."
    lead = "a further identifier is" if len(ids) == 1 else "further identifiers are"
    return f"The primary source of the entry is {record.hgnc_id}; {lead} {join_words(ids)}."


def _kind(record: GeneRecord) -> str:
    place = location_clause(record.location)
    status = f" Its RefSeq status is {record.refseq_status}." if record.refseq_status else ""
    return f"{record.symbol} is {with_article(locus_phrase(record))}{place}.{status}"


def location_clause(location: str) -> str:
    """HGNC's location as the end of a clause, with a leading space; ``""`` where there is none.

    >>> location_clause("12q13.3"), location_clause("22 unplaced")
    (' located at 12q13.3', ' on chromosome 22, where its place is not yet known')
    """
    if location == "mitochondria":
        return " of the mitochondrial DNA"
    for term, words in _ASIDES.items():
        if location == term:
            return ""
        if location.endswith(term):
            return f"{location_clause(location.removesuffix(term).strip())}, {words}"
    if _CHROMOSOME.fullmatch(location):
        return f" on chromosome {location}"
    return "" if location in ("", "reserved") else f" located at {tidy(location)}"


def summary_of(record: GeneRecord) -> str:
    """The RefSeq summary, tidied, or else sentences from groups, locus type and processes."""
    summary = whole_sentences(tidy(record.summary))
    return summary or " ".join(_composed(record))


def _composed(record: GeneRecord) -> list[str]:
    sentences = []
    if record.gene_groups:
        plural = "s" if len(record.gene_groups) > 1 else ""
        sentences.append(
            f"It belongs to the HGNC gene group{plural} {join_words(record.gene_groups)}."
        )
    role = locus_of(record).role
    if role:
        sentences.append(role)
    processes = record.go_processes[:_MAX_PROCESSES]
    if processes:
        plural = "es" if len(processes) > 1 else ""
        sentences.append(
            "According to the Gene Ontology, it is involved in the biological "
            f"process{plural} {join_words(processes)}."
        )
    elif not role:
        sentences.append(
            "Neither a RefSeq summary nor a biological process of the Gene Ontology is recorded "
            "for it."
        )
    return [tidy(sentence) for sentence in sentences]


def _orthologs(record: GeneRecord) -> str:
    parts = []
    if record.mouse_orthologs:
        parts.append(f"{join_words(record.mouse_orthologs)} in the mouse")
    if record.rat_orthologs:
        parts.append(f"{join_words(record.rat_orthologs)} in the rat")
    count = len(record.mouse_orthologs) + len(record.rat_orthologs)
    if not parts:
        return ""
    link = ", and " if count > len(parts) else " and "
    return f"Its known ortholog{'s are' if count > 1 else ' is'} {link.join(parts)}."

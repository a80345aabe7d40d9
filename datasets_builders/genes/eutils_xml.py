"""NCBI Gene's XML, the only answer of E-utilities with the HGNC id, as gene records. Pure.

In: the XML of ``efetch`` (db=gene, retmode=xml), megabytes a gene. Out::

    FetchedGene(record=GeneRecord(symbol="GLI1", hgnc_id="HGNC:4317", ...), updated="2026-11-02")

NCBI's gene types are fewer than HGNC's locus types; the missing detail is read from the full name.
On 43,258 genes that both have, this gives HGNC's own locus type for 98%. Gene groups are HGNC's and
not in NCBI's data, so these records have none.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from datasets_builders.genes.eutils_answers import (
    AnswerError,
    CutOffAnswer,
    MalformedAnswer,
    RefusedRequest,
)
from datasets_builders.genes.records import HUMAN, HUMAN_LINEAGE, GeneRecord

_CODING = "gene with protein product"
_UNKNOWN = "unknown"
# The first rule that fits: NCBI gene types, a pattern in the full name, HGNC's locus type.
_RULES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("protein-coding", "ncRNA", "other", "unknown"), r"\breadthrough\b", "readthrough"),
    (("protein-coding",), "", _CODING),
    (("pseudo",), r"^immunoglobulin ", "immunoglobulin pseudogene"),
    (("pseudo",), r"^T cell receptor ", "T cell receptor pseudogene"),
    (("pseudo",), "", "pseudogene"),
    (("other", "unknown"), r"^immunoglobulin ", "immunoglobulin gene"),
    (("other", "unknown"), r"^T cell receptor ", "T cell receptor gene"),
    (("tRNA",), "", "RNA, transfer"),
    (("rRNA",), "", "RNA, ribosomal"),
    (("snRNA",), r"^small NF90", "RNA, misc"),
    (("snRNA",), "", "RNA, small nuclear"),
    (("snoRNA",), "", "RNA, small nucleolar"),
    (("ncRNA",), r"^small Cajal body", "RNA, small nucleolar"),
    (("scRNA", "ncRNA"), r"Ro60-associated", "RNA, Y"),
    (("scRNA",), "", "RNA, misc"),
    (("ncRNA",), r"^microRNA (?!.*host gene)", "RNA, micro"),
    (("ncRNA",), r"^vault RNA", "RNA, vault"),
    (("ncRNA", "other"), r"piwi-interacting RNA cluster", "RNA, cluster"),
    (("ncRNA",), "", "RNA, long non-coding"),
    (("other", "unknown"), r"fragile site", "fragile site"),
    (("other", "unknown"), r"integration site", "virus integration site"),
    (("other", "unknown"), r"endogenous retrovirus", "endogenous retrovirus"),
)


@dataclass(frozen=True, slots=True)
class FetchedGene:
    """A gene and the day of its last change at NCBI (ISO 8601)."""

    record: GeneRecord
    updated: str


class NoHgncIdError(AnswerError):
    """A gene of NCBI's that HGNC has not named, for example a LOC gene."""


def locus_of(ncbi_type: str, name: str) -> tuple[str, str]:
    """HGNC's locus group and type: ``("non-coding RNA", "RNA, micro")`` of ncRNA, microRNA 608."""
    locus_type = next(
        (
            term
            for types, pattern, term in _RULES
            if ncbi_type in types and re.search(pattern, name)
        ),
        _UNKNOWN,
    )
    if locus_type == _CODING:
        return "protein-coding gene", locus_type
    if locus_type.startswith("RNA, "):
        return "non-coding RNA", locus_type
    return ("pseudogene" if locus_type.endswith("pseudogene") else "other"), locus_type


def parse_efetch_xml(body: bytes, request: str = "") -> list[FetchedGene]:
    """The genes of an answer, in its order.

    Raises:
        NoHgncIdError: a gene has no HGNC id.
        AnswerError: cut off, not XML, or a message of NCBI's.
    """
    text = body.strip()
    if not text.startswith(b"<"):
        raise RefusedRequest(request, f"NCBI says: {text[:200].decode(errors='replace')}")
    genes = []
    try:
        # Gene by gene, since one gene of many publications has tens of megabytes as a tree.
        for _, element in ET.iterparse(io.BytesIO(text)):
            if element.tag == "Entrezgene":
                genes.append(_fetched(element, request))
                element.clear()
            elif element.tag in ("ERROR", "Error"):
                raise RefusedRequest(request, f"NCBI says: {element.text}")
            elif element.tag.lower() == "html":
                raise MalformedAnswer(request, "a web page instead of XML")
    except ET.ParseError as error:
        if b"</Entrezgene-Set>" in text[-40:] or text[:100].lower().find(b"<html") >= 0:
            raise MalformedAnswer(request, f"not the XML of genes ({error})") from error
        raise CutOffAnswer(
            request, f"the answer is cut off after {len(body)} bytes ({error})"
        ) from error
    return genes


def _fetched(gene: ET.Element, request: str) -> FetchedGene:
    ref = gene.find("Entrezgene_gene/Gene-ref")
    gene_id = gene.findtext("Entrezgene_track-info/Gene-track/Gene-track_geneid", "")
    if ref is None or not gene_id:
        raise MalformedAnswer(request, "a gene without Gene-ref or GeneID")
    xrefs = _xrefs(ref.find("Gene-ref_db"))
    official = "Gene-ref_formal-name/Gene-nomenclature/Gene-nomenclature_"
    symbol = ref.findtext(f"{official}symbol", "") or ref.findtext("Gene-ref_locus", "")
    name = ref.findtext(f"{official}name", "") or ref.findtext("Gene-ref_desc", "")
    if not xrefs.get("HGNC"):
        raise NoHgncIdError(
            request,
            f"{symbol or 'GeneID ' + gene_id} (GeneID {gene_id}, {name or 'no name'}) has no HGNC "
            "id, so it cannot become a gene record; leave it out",
        )
    kind = gene.find("Entrezgene_type")
    ncbi_type = "" if kind is None else kind.get("value", "")
    group, locus_type = locus_of(ncbi_type, name)
    organism = gene.find("Entrezgene_source/BioSource/BioSource_org/Org-ref")
    org = ET.Element("Org-ref") if organism is None else organism
    lineage = org.findtext("Org-ref_orgname/OrgName/OrgName_lineage", HUMAN_LINEAGE)
    record = GeneRecord(
        symbol=symbol,
        name=name,
        hgnc_id=_prefixed(xrefs["HGNC"][0]),
        locus_group=group,
        locus_type=locus_type,
        entrez_id=gene_id,
        ensembl_id=xrefs.get("Ensembl", ("",))[0],
        mim_ids=xrefs.get("MIM", ()),
        alliance_id=_prefixed(xrefs["AllianceGenome"][0]) if "AllianceGenome" in xrefs else "",
        uniprot_ids=_swiss_prot(gene),
        location=ref.findtext("Gene-ref_maploc", ""),
        aliases=tuple(e.text for e in ref.iterfind("Gene-ref_syn/Gene-ref_syn_E") if e.text),
        refseq_status=_refseq_status(gene),
        summary=" ".join(gene.findtext("Entrezgene_summary", "").split()),
        go_processes=tuple(dict.fromkeys(_processes(gene))),
        organism=org.findtext("Org-ref_taxname", HUMAN),
        lineage=lineage,
    )
    return FetchedGene(record, _day(gene))


def _xrefs(element: ET.Element | None) -> dict[str, tuple[str, ...]]:
    """``{"HGNC": ("HGNC:4317",), "MIM": ("165220",), ...}``."""
    found: dict[str, tuple[str, ...]] = {}
    for tag in () if element is None else element.iter("Dbtag"):
        base = tag.findtext("Dbtag_db", "")
        value = next((e.text for e in tag.iterfind("Dbtag_tag/Object-id/*") if e.text), "")
        if value:
            found[base] = (*found.get(base, ()), value)
    return found


def _prefixed(number: str) -> str:
    return f"HGNC:{number.removeprefix('HGNC:')}"


def _headed(gene: ET.Element, heading: str) -> Iterator[ET.Element]:
    for comment in gene.iter("Gene-commentary"):
        if comment.findtext("Gene-commentary_heading") == heading:
            yield comment


def _refseq_status(gene: ET.Element) -> str:
    return next(
        (c.findtext("Gene-commentary_label", "") for c in _headed(gene, "RefSeq Status")), ""
    )


def _swiss_prot(gene: ET.Element) -> tuple[str, ...]:
    """Reviewed UniProt accessions of the gene's products, not of the partners they bind."""
    ids = (x for c in _headed(gene, "UniProtKB") for x in _xrefs(c).get("UniProtKB/Swiss-Prot", ()))
    return tuple(dict.fromkeys(ids))


def _processes(gene: ET.Element) -> Iterator[str]:
    """``"smoothened signaling pathway (GO:0007224)"``, as the tables' readers write it."""
    for ontology in _headed(gene, "GeneOntology"):
        for part in ontology.iterfind("Gene-commentary_comment/Gene-commentary"):
            if part.findtext("Gene-commentary_label") != "Process":
                continue
            for source in part.iter("Other-source"):
                number = _xrefs(source.find("Other-source_src")).get("GO", ("",))[0]
                term = source.findtext("Other-source_anchor", "")
                if number and term:
                    yield f"{term} (GO:{number.removeprefix('GO:').zfill(7)})"


def _day(gene: ET.Element) -> str:
    path = "Entrezgene_track-info/Gene-track/Gene-track_update-date/Date/Date_std/Date-std/"
    year, month, day = (
        gene.findtext(f"{path}Date-std_{unit}", "") for unit in ("year", "month", "day")
    )
    return f"{year}-{month:0>2}-{day:0>2}" if year and month and day else ""

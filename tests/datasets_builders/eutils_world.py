"""Answers of E-utilities in the form of NCBI's, written by hand, and a service that gives them."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import httpx


def tag(base: str, value: str, kind: str = "str") -> str:
    return (
        f"<Dbtag><Dbtag_db>{base}</Dbtag_db><Dbtag_tag><Object-id><Object-id_{kind}>{value}"
        f"</Object-id_{kind}></Object-id></Dbtag_tag></Dbtag>"
    )


GO = """<Gene-commentary><Gene-commentary_heading>GeneOntology</Gene-commentary_heading>
<Gene-commentary_comment>
<Gene-commentary><Gene-commentary_label>Function</Gene-commentary_label></Gene-commentary>
<Gene-commentary><Gene-commentary_label>Process</Gene-commentary_label><Gene-commentary_comment>
<Gene-commentary><Gene-commentary_source><Other-source><Other-source_src>{go}</Other-source_src>
<Other-source_anchor>smoothened signaling pathway</Other-source_anchor></Other-source>
</Gene-commentary_source></Gene-commentary></Gene-commentary_comment></Gene-commentary>
</Gene-commentary_comment></Gene-commentary>"""
UNIPROT = """<Gene-commentary><Gene-commentary_heading>UniProtKB</Gene-commentary_heading>
<Gene-commentary_comment><Gene-commentary><Gene-commentary_source><Other-source>
<Other-source_src>{id}</Other-source_src></Other-source></Gene-commentary_source>
</Gene-commentary></Gene-commentary_comment></Gene-commentary>"""


def gene_xml(
    gene_id: str = "2735",
    symbol: str = "GLI1",
    name: str = "GLI family zinc finger 1",
    kind: str = "protein-coding",
    xrefs: str | None = None,
) -> str:
    if xrefs is None:
        xrefs = "".join(
            (
                tag("HGNC", "HGNC:4317"),
                tag("Ensembl", "ENSG00000111087"),
                tag("MIM", "165220", "id"),
                tag("AllianceGenome", "HGNC:4317"),
            )
        )
    return f"""<Entrezgene>
<Entrezgene_track-info><Gene-track><Gene-track_geneid>{gene_id}</Gene-track_geneid>
<Gene-track_update-date><Date><Date_std><Date-std><Date-std_year>2026</Date-std_year>
<Date-std_month>3</Date-std_month><Date-std_day>9</Date-std_day></Date-std></Date_std></Date>
</Gene-track_update-date></Gene-track></Entrezgene_track-info>
<Entrezgene_type value="{kind}">6</Entrezgene_type>
<Entrezgene_source><BioSource><BioSource_org><Org-ref>
<Org-ref_taxname>Homo sapiens</Org-ref_taxname><Org-ref_orgname><OrgName>
<OrgName_lineage>Eukaryota; Metazoa; Homo</OrgName_lineage></OrgName></Org-ref_orgname>
</Org-ref></BioSource_org></BioSource></Entrezgene_source>
<Entrezgene_gene><Gene-ref><Gene-ref_locus>{symbol}</Gene-ref_locus>
<Gene-ref_desc>{name}</Gene-ref_desc><Gene-ref_maploc>12q13.3</Gene-ref_maploc>
<Gene-ref_db>{xrefs}</Gene-ref_db>
<Gene-ref_syn><Gene-ref_syn_E>GLI</Gene-ref_syn_E><Gene-ref_syn_E>PPD1</Gene-ref_syn_E></Gene-ref_syn>
<Gene-ref_formal-name><Gene-nomenclature>
<Gene-nomenclature_symbol>{symbol}</Gene-nomenclature_symbol>
<Gene-nomenclature_name>{name}</Gene-nomenclature_name></Gene-nomenclature></Gene-ref_formal-name>
</Gene-ref></Entrezgene_gene>
<Entrezgene_summary>A transcription
factor.</Entrezgene_summary>
<Entrezgene_properties>{GO.format(go=tag("GO", "7224", "id"))}</Entrezgene_properties>
<Entrezgene_comments>
<Gene-commentary><Gene-commentary_heading>RefSeq Status</Gene-commentary_heading>
<Gene-commentary_label>REVIEWED</Gene-commentary_label></Gene-commentary>
{UNIPROT.format(id=tag("UniProtKB/Swiss-Prot", "P08151"))}
<Gene-commentary><Gene-commentary_heading>Interactions</Gene-commentary_heading>
<Gene-commentary_source>{tag("UniProtKB/Swiss-Prot", "Q9UMX1")}</Gene-commentary_source>
</Gene-commentary></Entrezgene_comments></Entrezgene>"""


def answer(*genes: str) -> bytes:
    head = '<?xml version="1.0" ?>\n<!DOCTYPE Entrezgene-Set PUBLIC "-//NCBI" "x.dtd">'
    return f"{head}\n<Entrezgene-Set>{''.join(genes)}</Entrezgene-Set>\n".encode()


@dataclass(frozen=True)
class Gene:
    """A gene of the fake service."""

    gene_id: str
    symbol: str
    name: str = "a gene"
    aliases: Sequence[str] = ()
    tax_id: int = 9606
    status: int | str = ""
    current: str = ""
    hgnc: str = "HGNC:1"

    def summary(self) -> dict[str, object]:
        """The entry that esummary has."""
        return {
            "name": self.symbol,
            "description": self.name,
            "status": self.status,
            "currentid": self.current,
            "maplocation": "1p1",
            "otheraliases": ", ".join(self.aliases),
            "nomenclaturesymbol": self.symbol,
            "nomenclaturename": self.name,
            "nomenclaturestatus": "Official",
            "mim": [],
            "summary": "",
            "organism": {"scientificname": "Homo sapiens", "taxid": self.tax_id},
        }


@dataclass
class Service:
    """E-utilities with a few genes; ``script`` holds answers that are given first."""

    genes: Sequence[Gene]
    page: int = 1000
    script: list[httpx.Response] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], str]] = field(default_factory=list)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        tool = request.url.path.rsplit("/", 1)[-1].removesuffix(".fcgi")
        form = {k: v[0] for k, v in parse_qs(request.content.decode()).items()}
        self.requests.append((tool, form, str(request.url)))
        if self.script:
            return self.script.pop(0)
        if tool == "esearch":
            return httpx.Response(200, text=self.search(form["term"], int(form["retstart"])))
        asked = [g for i in form["id"].split(",") for g in self.genes if g.gene_id == i]
        if tool == "esummary":
            found = {g.gene_id: g.summary() for g in asked}
            return httpx.Response(200, json={"result": {"uids": list(found), **found}})
        xml = [gene_xml(g.gene_id, g.symbol, g.name, xrefs=tag("HGNC", g.hgnc)) for g in asked]
        return httpx.Response(200, content=answer(*xml))

    def search(self, term: str, start: int) -> str:
        """Genes with one of the symbols or aliases, in pages."""
        wanted = {w.removesuffix("[sym]") for w in term.split(")")[0].strip("(").split(" OR ")}
        ids = [g.gene_id for g in self.genes if wanted & {g.symbol, *g.aliases}]
        some = ids[start : start + self.page]
        result = {"count": str(len(ids)), "retstart": str(start), "idlist": some}
        return json.dumps({"esearchresult": result})

    @property
    def counts(self) -> Counter[str]:
        """Requests by tool."""
        return Counter(tool for tool, _, _ in self.requests)

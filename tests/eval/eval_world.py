"""A small data set folder and registry in the published forms, made by hand from public facts."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from eval.references import Reference

QUESTION = (
    "Please summarize the major function of gene: {symbol}. "
    "Use academic language in one paragraph and include pathway information."
)


def gene(symbol: str, name: str, hgnc: int, locus_type: str, **more: Any) -> Reference:
    """A registry row; its record text is made of the fields."""
    values: dict[str, Any] = {
        "symbol": symbol,
        "name": name,
        "hgnc_id": f"HGNC:{hgnc}",
        "ensembl_id": "",
        "mim_ids": (),
        "alliance_id": f"HGNC:{hgnc}",
        "entrez_id": "",
        "uniprot_ids": (),
        "locus_type": locus_type,
        "location": "",
        "gene_groups": (),
        "summary": "",
        "go_processes": (),
        **more,
    }
    parts = [
        symbol,
        name,
        values["hgnc_id"],
        f"Ensembl:{values['ensembl_id']}" if values["ensembl_id"] else "",
        *(f"MIM:{m}" for m in values["mim_ids"]),
        locus_type,
        values["location"],
        ", ".join(values["gene_groups"]),
        values["summary"] or "; ".join(values["go_processes"]),
    ]
    return Reference(**values, record=" | ".join(p for p in parts if p))


GLI1 = gene(
    "GLI1",
    "GLI family zinc finger 1",
    4317,
    "gene with protein product",
    ensembl_id="ENSG00000111087",
    mim_ids=("165220",),
    entrez_id="2735",
    uniprot_ids=("P08151",),
    location="12q13.3",
    gene_groups=("Zinc fingers C2H2-type",),
    go_processes=(
        "smoothened signaling pathway",
        "positive regulation of transcription by RNA polymerase II",
        "dorsal/ventral pattern formation",
    ),
)
FGF7 = gene(
    "FGF7",
    "fibroblast growth factor 7",
    3685,
    "gene with protein product",
    ensembl_id="ENSG00000140285",
    mim_ids=("148180",),
    location="15q21.2",
    go_processes=(
        "epidermis development",
        "keratinocyte proliferation",
        "branching involved in salivary gland morphogenesis",
    ),
)
RPL37P24 = gene(
    "RPL37P24",
    "ribosomal protein L37 pseudogene 24",
    36459,
    "pseudogene",
    ensembl_id="ENSG00000225067",
    location="17q21.32",
)
MIR608 = gene(
    "MIR608",
    "microRNA 608",
    32864,
    "RNA, micro",
    ensembl_id="ENSG00000207863",
    mim_ids=("613621",),
    location="10q24.31",
    gene_groups=("MicroRNAs",),
)
GENES = (GLI1, FGF7, RPL37P24, MIR608)

RIGHT = {
    "GLI1": "GLI1, GLI family zinc finger 1, is a protein-coding gene (HGNC:4317, "
    "Ensembl:ENSG00000111087, MIM:165220) located at 12q13.3. It belongs to the group Zinc fingers "
    "C2H2-type and takes part in the smoothened signaling pathway, positive regulation of "
    "transcription by RNA polymerase II and dorsal/ventral pattern formation.",
    "FGF7": "FGF7, fibroblast growth factor 7, is a protein-coding gene located at 15q21.2; its "
    "identifiers are HGNC:3685, Ensembl:ENSG00000140285 and MIM:148180. It is recorded to take "
    "part in epidermis development, keratinocyte proliferation and branching involved in salivary "
    "gland morphogenesis.",
    "RPL37P24": "RPL37P24 (ribosomal protein L37 pseudogene 24) is a pseudogene at 17q21.32 with "
    "the identifiers HGNC:36459 and Ensembl:ENSG00000225067. Its record names no function and no "
    "pathway, so none is stated here.",
    "MIR608": "The microRNA gene MIR608, microRNA 608, lies at 10q24.31 and is listed as "
    "HGNC:32864, Ensembl:ENSG00000207863 and MIM:613621. No function and no pathway is recorded "
    "for it, so none can be stated here.",
}
REFUSED = "No record of gene GLI1 was given, so its function cannot be stated."


def prompt(symbol: str, *records: Reference) -> str:
    """The grounded prompt of the data set."""
    return (
        "Records:\n"
        + "\n".join(r.record for r in records)
        + f"\n\n{QUESTION}".format(symbol=symbol)
    )


def row(
    of: Reference, records: tuple[Reference, ...], kind: str, suffix: str = ""
) -> dict[str, Any]:
    """One Parquet row of the configuration ``grounded``."""
    answer = REFUSED if kind == "foreign" else RIGHT[of.symbol]
    text = prompt(of.symbol, *records)
    return {
        "id": f"{of.hgnc_id}/grounded{suffix}",
        "task": "gene",
        "subject": of.symbol,
        "messages": [{"role": "user", "content": text}, {"role": "assistant", "content": answer}],
        "answer": answer,
        "group": f"block:{of.hgnc_id}",
        "stratum": of.locus_type,
        "source": f"grounded:{kind}",
    }


@dataclass(frozen=True)
class World:
    """Where the data set folder and the registry lie."""

    data: Path
    registry: Path


def make_world(folder: Path) -> World:
    """Write both; test: GLI1 beside FGF7, RPL37P24, and GLI1 foreign-only; paper: FGF7, MIR608."""
    data = folder / "gene-instructions"
    splits = {
        "test": [
            row(GLI1, (FGF7, GLI1), "beside"),
            row(RPL37P24, (RPL37P24,), "right"),
            row(GLI1, (FGF7,), "foreign", "-foreign"),
        ],
        "paper": [row(FGF7, (FGF7,), "right"), row(MIR608, (MIR608, GLI1), "beside")],
    }
    for split, rows in splits.items():
        path = data / "grounded" / f"{split}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows), path)
    (data / "geneverse.json").write_text(json.dumps({"revision_of_content": "ab" * 32}))
    registry = folder / "gene-registry" / "genes.parquet"
    registry.parent.mkdir()
    fields = [{n: getattr(g, n) for n in Reference.__slots__} for g in GENES]
    pq.write_table(pa.Table.from_pylist(fields), registry)
    return World(data, registry)

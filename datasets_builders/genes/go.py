"""Biological processes of each gene: NCBI's gene2go, or a GMT file of GO terms and symbols.

One row of ``gene2go``: ``9606  2735  GO:0007224  IMP  involved_in  smoothened signaling pathway
17442700  Process``; one of a GMT: ``Smoothened Signaling Pathway (GO:0007224)  <empty>  GLI1``.
Both become ``"smoothened signaling pathway (GO:0007224)"``, a gene's own processes before those
that it regulates or responds to, so that a text which has room for a few takes the right ones.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from datasets_builders.genes.tables import (
    TableSpec,
    check_first_line,
    open_text,
    read_human,
    source_file,
)
from datasets_builders.provenance import SourceFile

GENE2GO = TableSpec(
    key="gene2go",
    names=("gene2go",),
    source="NCBI Gene, gene2go (Gene Ontology annotation)",
    url="https://ftp.ncbi.nlm.nih.gov/gene/DATA/gene2go.gz",
    licence="CC-BY-4.0 (Gene Ontology)",
    columns=("#tax_id", "GeneID", "GO_ID", "Qualifier", "GO_term", "Category"),
)
GO_GMT = TableSpec(
    key="GO",
    names=(),
    source="Gene Ontology, biological process gene sets",
    url="https://geneontology.org",
    licence="CC-BY-4.0",
    columns=(),
)
# Gene sets write every word with a capital; these keep theirs, as in GO's own term names.
_PROPER = re.compile(
    "Cajal|Fc|Golgi|Gram|His|Ib|Janus|Notch|Purkinje|Rab|Rac|Rap|Ras|Rho|Schwann|Wnt|Arp2|Cdc42"
)
_WORD = re.compile(r"[^\W_]+")
_CAPITALISED = re.compile(r"[A-Z][a-z]+\d*")
# The number of genes of a term that says something about a gene without being a rarity.
_TELLING_SIZE = 60


@dataclass(slots=True)
class GoPart:
    """Processes by GeneID (gene2go) or by symbol (GMT); a row is one annotation of one gene."""

    terms: dict[str, tuple[str, ...]]
    source: SourceFile
    skipped: Counter[str]


def term_name(title: str) -> str:
    """GO's spelling of a gene set's title: ``"DNA Repair"`` is ``"DNA repair"``.

    >>> term_name("Positive Regulation Of Wnt Signaling Pathway (GO:0030177)")
    'positive regulation of Wnt signaling pathway (GO:0030177)'
    """
    name, mark, tail = title.partition(" (GO:")
    return _WORD.sub(lambda m: _word(m[0]), name) + mark + tail


def _word(word: str) -> str:
    if _PROPER.fullmatch(word):
        return word
    return word.lower() if _CAPITALISED.fullmatch(word) or word in ("P21", "P53") else word


def _ordered(weights: Mapping[str, float], sign: int) -> tuple[str, ...]:
    """Own processes first, pathways before other processes, then by weight times ``sign``."""

    def rank(item: tuple[str, float]) -> tuple[bool, bool, float, str]:
        term, weight = item
        distant = "regulation of" in term or term.startswith(("response to", "cellular response"))
        return distant, "signaling" not in term, sign * weight, term

    return tuple(term for term, _ in sorted(weights.items(), key=rank))


def read_gene2go(path: Path, known: Collection[str]) -> GoPart:
    """Biological processes by GeneID, those with most annotations (papers, evidence) first."""
    table, skipped, rows = read_human(path, GENE2GO)
    weights: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names = GENE2GO.columns[1:]
    for gene_id, go_id, qualifier, term, category in zip(
        *(table[name] for name in names), strict=True
    ):
        if category != "Process":
            skipped[f"gene2go: {category.lower()}, not a biological process"] += 1
        elif qualifier.startswith("NOT"):
            skipped["gene2go: qualifier NOT"] += 1
        elif gene_id not in known:
            skipped["gene2go: GeneID of no record"] += 1
        else:
            weights[gene_id][f"{term} ({go_id})"] += 1
    terms = {gene_id: _ordered(counts, -1) for gene_id, counts in weights.items()}
    used = sum(counts.total() for counts in weights.values())
    return GoPart(terms, source_file(path, GENE2GO, rows=rows, used=used, date=""), skipped)


def read_gmt(path: Path, symbols: Mapping[str, str]) -> GoPart:
    """Biological processes by approved symbol; ``symbols`` maps known and earlier symbols to it.

    Raises:
        SourceError: the file is empty, a web page, or a line has no gene.
    """
    rows = used = 0
    weights: defaultdict[str, dict[str, float]] = defaultdict(dict)
    skipped: Counter[str] = Counter()
    with open_text(path) as file:
        text = file.read().decode("utf-8", errors="replace")
    check_first_line(path, text.partition("\n")[0], GO_GMT)
    for line in text.splitlines():
        title, _, listed = line.partition("\t")
        term = term_name(title)
        genes = [gene for gene in listed.split("\t")[1:] if gene]
        weight = abs(math.log(max(len(genes), 1) / _TELLING_SIZE))
        rows += len(genes)
        for gene in genes:
            symbol = symbols.get(gene)
            if symbol is None:
                skipped["GO: symbol of no record"] += 1
            elif term in weights[symbol]:
                skipped["GO: same gene twice in a term, by an earlier symbol"] += 1
            else:
                weights[symbol][term] = weight
                used += 1
    terms = {symbol: _ordered(sizes, 1) for symbol, sizes in weights.items()}
    year = re.search(r"_(20\d\d)", path.name)
    date = year[1] if year else ""
    return GoPart(terms, source_file(path, GO_GMT, rows=rows, used=used, date=date), skipped)

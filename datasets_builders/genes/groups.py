"""Which genes belong together: blocks that no split may divide, ties that stay on one side.

In: gene records. Out: ``{"RPL37P24": "block:HGNC:10347", ...}`` (the smallest HGNC number of the
block) and ``{"GLI1": {"group:28"}, ...}`` (the gene's HGNC groups that are families, and the names
that it shares with another gene).
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from datasets_builders.genes.records import GeneRecord
from datasets_builders.splits import Assignment, UnionFind, assign

# The gene evaluation set of the paper.
PAPER_GENES = (
    "HEATR5B",
    "ZNF385A",
    "ZNF226",
    "IGKV2D-36",
    "RPL37P24",
    "FGF7",
    "LRRC7",
    "MIR6721",
    "SRD5A3",
    "MIR608",
    "EOGT",
    "CASP10",
    "CYCSP32",
    "HSPA1L",
    "SLC30A10",
    "GLI1",
    "RPS4XP1",
    "RPS27AP8",
    "CCL23",
    "ACSS3",
)
# HGNC groups that say what sort of gene it is or how it is named, not what it is related to: their
# members share no sequence and no function, so knowing one tells nothing about another. The
# families of microRNAs (MicroRNA MIR515 family, ...) are groups of their own and stay families.
CLASS_GROUPS = frozenset(
    {
        "Antisense RNAs",
        "CD molecules",
        "Divergent transcripts",
        "Intronic transcripts",
        "Long intergenic non-protein coding RNAs",
        "Long non-coding RNAs with non-systematic symbols",
        "MicroRNA non-coding host genes",
        "MicroRNA protein coding host genes",
        "MicroRNAs",
        "Overlapping transcripts",
        "Small nucleolar RNA non-coding host genes",
        "Small nucleolar RNA protein coding host genes",
    }
)
PROTEIN_CODING = "gene with protein product"
# GLI1P2 -> GLI1, SLC6A10P -> SLC6A10; the shortest root, so that only the last P is taken.
_ROOT = re.compile(r"(.+?)P\d*")
# "ribosomal protein L37 pseudogene 24" -> "ribosomal protein L37"
_NAMED = re.compile(r"(.+?),? \(?pseudogene\b.*", re.IGNORECASE)


def is_family(group: str) -> bool:
    """Whether an HGNC gene group is a family (``Zinc fingers C2H2-type``) and not a class."""
    return group not in CLASS_GROUPS


def names(record: GeneRecord) -> set[str]:
    """Symbol, aliases and earlier symbols in upper case: ``{"GLI1", "GLI"}``."""
    return {name.upper() for name in (record.symbol, *record.aliases, *record.previous_symbols)}


def ties(records: Sequence[GeneRecord]) -> dict[str, set[str]]:
    """Symbol to ties: ``group:28`` for each gene group that is a family, ``name:P40`` for each name
    that more than one gene has as symbol, alias or earlier symbol, in any case.
    """
    owners = Counter(name for record in records for name in names(record))
    found = {}
    for record in records:
        pairs = zip(record.gene_group_ids, record.gene_groups, strict=True)
        found[record.symbol] = {f"group:{number}" for number, group in pairs if is_family(group)}
        found[record.symbol] |= {f"name:{name}" for name in names(record) if owners[name] > 1}
    return found


def blocks(records: Sequence[GeneRecord]) -> dict[str, str]:
    """Symbol to block id, in the order of the records.

    Joined are a pseudogene and its parent, by the symbol's root and by name (without a parent among
    the records: all pseudogenes of one root or name), and protein-coding genes with one RefSeq
    summary. Shared aliases are ties and not joined: NCBI's synonyms (p40, PR, GPCR) are so loose
    that one block would hold 2,392 genes and two of the paper's.
    """
    joined: UnionFind[tuple[str, str]] = UnionFind()
    for record in records:
        for key in _kin(record):
            joined.union(("gene", record.symbol), key)
    roots = {r.symbol: joined.find(("gene", r.symbol)) for r in records}
    first: dict[tuple[str, str], int] = {}
    for record in records:
        root = roots[record.symbol]
        first[root] = min(first.get(root, record.hgnc_number), record.hgnc_number)
    return {symbol: f"block:HGNC:{first[root]}" for symbol, root in roots.items()}


def _kin(record: GeneRecord) -> Iterable[tuple[str, str]]:
    """Keys that a gene shares with its pseudogenes, and with genes of the same summary."""
    if "pseudogene" in record.locus_type:
        if match := _ROOT.fullmatch(record.symbol):
            yield "root", match[1].upper()
        if match := _NAMED.fullmatch(record.name):
            yield "name", match[1].casefold()
    else:
        yield "root", record.symbol.upper()
        yield "name", record.name.casefold()
    if record.summary and record.locus_type == PROTEIN_CODING:
        yield "summary", record.summary


def split_genes(records: Sequence[GeneRecord], *, seed: int) -> Assignment:
    """The split of every gene, by the rule of :mod:`datasets_builders.splits`."""
    return assign(blocks(records), ties(records), paper=PAPER_GENES, seed=seed)

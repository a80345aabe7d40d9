"""The class of a gene (HGNC's locus type) as a text names it.

``first_class("GLI1 is a protein-coding gene that ...")`` is ``"protein-coding"``.
"""

import re

# In one pattern, so that the earliest mention wins and, at one place, the longer name.
_NAMES = {
    "non-coding": r"non[- ]?(?:protein[- ])?coding\s+gene",
    "lncRNA": r"long\s+(?:intergenic\s+)?non[- ]?(?:protein[- ])?coding\s+RNA|l(?:nc|inc)[- ]?RNA"
    r"|antisense\s+RNA",
    "immunoglobulin pseudogene": r"immunoglobulin\s+(?:\w+\s+){0,3}pseudogene",
    "T cell receptor pseudogene": r"T[- ]cell\s+receptor\s+(?:\w+\s+){0,3}pseudogene",
    "pseudogene": r"pseudogene",
    "microRNA": r"micro[- ]?RNA|miRNA",
    "tRNA": r"transfer\s+RNA|\btRNA",
    "snoRNA": r"small\s+nucleolar\s+RNA|snoRNA",
    "snRNA": r"small\s+nuclear\s+RNA|\bsnRNA",
    "rRNA": r"ribosomal\s+RNA|\brRNA",
    "Y RNA": r"\bY[- ]RNA",
    "vault RNA": r"vault\s+RNA",
    "RNA cluster": r"(?:non[- ]?coding\s+)?RNA\s+(?:gene\s+)?cluster"
    r"|cluster\s+of\s+(?:[\w-]+\s+){0,2}RNA",
    "misc RNA": r"(?:misc\w*|other|non[- ]?coding)\s+(?:\w+\s+)?RNA",
    "immunoglobulin gene": r"immunoglobulin\s+(?:\w+\s+){0,3}(?:gene|segment|locus)",
    "T cell receptor gene": r"T[- ]cell\s+receptor\s+(?:\w+\s+){0,3}(?:gene|segment|locus)",
    "readthrough": r"read-?through",
    "fragile site": r"fragile\s+site",
    "endogenous retrovirus": r"(?:endogenous\s+)?retrovir\w+",
    "complex locus constituent": r"complex\s+locus",
    "virus integration site": r"(?:virus|viral)\s+integration\s+site",
    "region": r"(?:genomic|regulatory|chromosomal|control)\s+region|\bregion\b",
    "unknown": r"(?:unknown|undetermined|uncertain)\s+(?:locus\s+)?(?:type|class|kind)"
    r"|locus\s+type\s+unknown|\w+\s+of\s+(?:unknown|undetermined|uncertain)\s+(?:locus\s+)?(?:type|class|kind)",
    # Also as prose has it: "encodes a membrane-bound kinase", "encoded by APC", "a large protein".
    "protein-coding": r"protein[- ]coding|gene\s+with\s+(?:a\s+)?protein\s+product|encoded\s+by"
    r"|(?:encod(?:es|ing)|\b(?:an?|the)|as)\s+"
    r"(?:(?![\w-]*RNA|\w*pseudogene|T[- ]cell)[\w,/-]+\s+){0,8}?"
    r"(?:\w*protein|polypeptide|enzyme|receptor|subunit|factor|channel|transporter|ligand|hormone"
    r"|peptide|tumou?r\s+suppressor|cytokine"
    r"|\w*(?:kin|prote|peptid|transfer|phosphat|synth|nucle|polymer|hydrogen|oxid|reduct|lig)ase)\b",
}
_ANY = re.compile("|".join(f"(?P<c{n}>{form})" for n, form in enumerate(_NAMES.values())), re.I)

# What may be named for each locus type.
_RNA = frozenset(name for name in _NAMES if "RNA" in name)
_RIGHT: dict[str, frozenset[str]] = {
    "gene with protein product": frozenset({"protein-coding"}),
    "pseudogene": frozenset({"pseudogene"}),
    "immunoglobulin pseudogene": frozenset({"immunoglobulin pseudogene", "pseudogene"}),
    "T cell receptor pseudogene": frozenset({"T cell receptor pseudogene", "pseudogene"}),
    "immunoglobulin gene": frozenset({"immunoglobulin gene"}),
    "T cell receptor gene": frozenset({"T cell receptor gene"}),
    "RNA, long non-coding": frozenset({"lncRNA"}),
    "RNA, micro": frozenset({"microRNA"}),
    "RNA, transfer": frozenset({"tRNA"}),
    "RNA, small nucleolar": frozenset({"snoRNA"}),
    "RNA, small nuclear": frozenset({"snRNA"}),
    "RNA, ribosomal": frozenset({"rRNA"}),
    "RNA, Y": frozenset({"Y RNA"}),
    "RNA, vault": frozenset({"vault RNA"}),
    "RNA, cluster": frozenset({"RNA cluster"}),
    "RNA, misc": frozenset({"misc RNA"}),
    "readthrough": frozenset({"readthrough"}),
    "fragile site": frozenset({"fragile site"}),
    "endogenous retrovirus": frozenset({"endogenous retrovirus"}),
    "complex locus constituent": frozenset({"complex locus constituent"}),
    "virus integration site": frozenset({"virus integration site"}),
    "region": frozenset({"region"}),
    "unknown": frozenset({"unknown"}),
    # NCBI's types, of records that come from NCBI alone
    "protein-coding": frozenset({"protein-coding"}),
    "pseudo": frozenset({"pseudogene"}),
    "ncRNA": _RNA,
    "tRNA": frozenset({"tRNA"}),
    "snoRNA": frozenset({"snoRNA"}),
    "snRNA": frozenset({"snRNA"}),
    "rRNA": frozenset({"rRNA"}),
}


def first_class(text: str) -> str | None:
    """The class that a text names first, or None."""
    match = _ANY.search(text)
    if match is None or match.lastgroup is None:
        return None
    return list(_NAMES)[int(match.lastgroup.removeprefix("c"))]


def names_class(text: str, locus_type: str) -> bool:
    """Whether the first class that a text names is that of ``locus_type``.

    Only the first counts: a microRNA may be said to lie in a protein-coding gene. A locus type
    that HGNC does not have must stand in the text as it is written.
    """
    if locus_type not in _RIGHT:
        return locus_type.lower() in text.lower()
    return first_class(text) in _RIGHT[locus_type]

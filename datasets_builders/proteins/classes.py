"""What a protein is by its name, by its secondary structure and by its size.

``function_class("Serine/threonine-protein kinase NEK2")`` is ``"kinase"``,
``fold_class(0.14, 0.5)`` is ``"all beta"``, ``size_class(138)`` is ``"small"``. A name
from which no class follows gives ``None``: such proteins are left out of that question, not
guessed.
"""

import re

# The first pattern that fits decides, so what modifies an enzyme stands before the enzyme: an
# inhibitor, receptor or activator of a kinase is no kinase. A name is all that a structure file
# tells of the function.
_FUNCTIONS: tuple[tuple[str, str], ...] = tuple(
    (name, pattern)
    for name, pattern in (
        ("", r"uncharacterized|\borf\d|\bfam\d|family with sequence similarity|hypothetical"),
        ("pseudoenzyme", r"\bpseudokinase|inactive .*ase\b"),
        ("inhibitor", r"\binhibitors?\b|\bserpin\b|\bcystatin|\bantitrypsin\b|\bstefin\b"),
        ("kinase", r"^receptor .*kinase\b"),
        ("receptor", r"\breceptors?\b(?! (?:kinase|ligand|associated|interacting))"
         r"|\bnotch\b|frizzled"),
        ("hormone or growth factor",
         r"\bhormones?\b|\bgrowth factor\b|\binsulin\b|glucagon|secretin|somatostatin|\bleptin\b"
         r"|gastrin|ghrelin|vasopressin|oxytocin|natriuretic|neuropeptide|neurotensin|\bamylin\b"
         r"|\bcalcitonin\b|\bpeptide yy\b|orexin|galanin|bombesin|motilin|enkephalin|endorphin"
         r"|corticotropin|somatoliberin|gonadoliberin|urocortin|relaxin|adrenomedullin"
         r"|\bgip\b|pancreatic polypeptide|cholecystokinin|endothelin|angiotensin|kisspeptin"
         r"|melanotropin|prolactin|erythropoietin|parathyroid|tachykinin|substance p\b"
         r"|vasoactive intestinal|pituitary adenylate cyclase.activating|islet amyloid"
         r"|gastric inhibitory|apelin|\bpacap\b|liberin\b|intermedin|nociceptin|dynorphin"),
        ("antimicrobial peptide", r"defensin|cathelicidin|\bll-?37\b|histatin|dermcidin"
         r"|hepcidin"),
        ("cytokine", r"\binterleukin|\binterferon|\bchemokine|\bcytokine|tumou?r necrosis factor"
         r"|lymphotactin|\bc-?[xc]-?c motif"),
        ("kinase", r"kinases?\b"),
        ("phosphatase", r"phosphatases?\b"),
        ("protease", r"\w*(?:peptidase|protease|proteinase)s?\b|\bcaspase|\bcathepsin|\btrypsin"
         r"|\bcalpain|\bkallikrein|elastase|thrombin\b|\bpepsin|plasmin\b"),
        ("ubiquitin ligase", r"ubiquitin.{0,30}ligase"),
        ("ubiquitin-like modifier", r"^(?:poly)?ubiquitin(?:$| |-[^p])|^small ubiquitin|\bsumo\b"),
        ("oxidoreductase", r"dehydrogenase|reductase|oxidase|oxygenase|peroxidase|dismutase"
         r"|catalase|hydroxylase|desaturase|cytochrome p450"),
        ("transferase", r"\w*transferases?\b|\bpolymerase|\w*synthase"),
        ("hydrolase", r"\w*(?:amylase|lipase|esterase|hydrolase|nuclease|helicase|atpase|gtpase"
         r"|glucosidase|galactosidase|lysozyme|sulfatase|deaminase|chitinase|phosphodiesterase)"
         r"(?!-activating)"),
        ("other enzyme", r"\w*(?:ligase|synthetase|isomerase|mutase|lyase|aldolase|enolase"
         r"|carboxylase|anhydrase|dehydratase|cyclase|racemase|epimerase)s?\b"),
        ("ion channel", r"\bchannels?\b"),
        ("transporter", r"transporter|solute carrier|exchanger|symporter|antiporter|\bpump\b"),
        ("transcription factor", r"transcription factor|zinc finger protein|homeobox|forkhead"
         r"|transcription(?:al)? (?:activator|repressor|regulator)|tumor antigen p53"),
        ("small-molecule-binding protein", r"retino(?:ic acid|l)-binding"
         r"|fatty acid-binding|lipocalin|calmodulin|calcium-binding"),
        ("oxygen carrier", r"\bh(?:a)?emoglobin|\bmyoglobin|neuroglobin|cytoglobin"),
        ("immune protein", r"immunoglobulin|histocompatibility|microglobulin|\bcomplement c"),
        ("chaperone", r"chaperon|heat shock"),
        ("ribosomal protein", r"ribosomal protein|ribosomal subunit protein"),
        ("histone", r"^(?:core |linker )?histone h"),
        ("structural protein", r"collagen|keratin|\bactin\b|tubulin|myosin|titin|spectrin|lamin\b"
         r"|vimentin|elastin|fibrillin|laminin|desmin"),
    )
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FUNCTIONS)

# Nakashima, Nishikawa and Ooi, J. Biochem. 99 (1986) 153: helix above 15%, strand above 10%.
HELIX, STRAND = 0.15, 0.10
FOLDS = ("all alpha", "all beta", "alpha and beta", "little regular structure")
# Residues; the bounds are this project's.
_SIZES = ((50, "peptide"), (150, "small"), (400, "medium-sized"), (1000, "large"))
SIZES = (*(name for _, name in _SIZES), "very large")


def function_class(name: str) -> str | None:
    """The class that the name says; ``None`` where it says none, or that nothing is known."""
    return next((found for found, pattern in _COMPILED if pattern.search(name)), None) or None


def fold_class(helix: float, strand: float) -> str:
    """One of :data:`FOLDS` from the shares (0 to 1) of the residues in helices and strands."""
    if helix > HELIX:
        return "alpha and beta" if strand > STRAND else "all alpha"
    return "all beta" if strand > STRAND else "little regular structure"


def size_class(residues: int) -> str:
    """``peptide`` below 50 residues, ``small`` below 150, ``medium-sized`` below 400, ``large``
    below 1000, else ``very large``."""
    return next((name for bound, name in _SIZES if residues < bound), "very large")

"""HGNC's locus types in English: what a locus is called, and what its kind does.

One value: ``"RNA, micro"`` is "a microRNA gene", whose product "acts after transcription ...".
HGNC's terms are listed at https://www.genenames.org/help/statistics-and-downloads/; NCBI's gene
types stand beside them for records that come from NCBI alone.
"""

from typing import NamedTuple

from datasets_builders.genes.records import GeneRecord


class Locus(NamedTuple):
    """``phrase``: "microRNA gene"; ``noun``: "gene"; ``role``: a sentence true of the kind."""

    phrase: str
    noun: str
    role: str = ""


_NON_CODING = Locus(
    "non-coding RNA gene",
    "gene",
    "Its product is a non-coding RNA, which is not translated into a protein.",
)
_PSEUDOGENE = Locus(
    "pseudogene",
    "pseudogene",
    "As a pseudogene, it resembles a functional gene but is not expected to encode a functional "
    "product.",
)
_TRANSFER = Locus(
    "transfer RNA gene",
    "gene",
    "Its product is a transfer RNA, which brings an amino acid to the ribosome in translation.",
)
_NUCLEOLAR = Locus(
    "small nucleolar RNA gene",
    "gene",
    "Its product is a small nucleolar RNA, a class whose members typically guide the chemical "
    "modification of other RNAs, such as ribosomal and small nuclear RNAs.",
)
_RIBOSOMAL = Locus(
    "ribosomal RNA gene",
    "gene",
    "Its product is a ribosomal RNA or the precursor of one, and ribosomal RNAs form the "
    "structural and catalytic core of the ribosome.",
)
_NUCLEAR = Locus(
    "small nuclear RNA gene",
    "gene",
    "Its product is a small nuclear RNA, a class whose members act mostly in the processing of "
    "messenger RNA precursors.",
)
_UNKNOWN = Locus("gene of unknown type", "gene", "The kind of its product is not established.")

HGNC_LOCI: dict[str, Locus] = {
    "gene with protein product": Locus("protein-coding gene", "gene"),
    "pseudogene": _PSEUDOGENE,
    "RNA, long non-coding": Locus(
        "long non-coding RNA gene",
        "gene",
        "Its transcript is a long non-coding RNA, which is not translated into a protein.",
    ),
    "RNA, micro": Locus(
        "microRNA gene",
        "gene",
        "Its product is a microRNA, a non-coding RNA of about 22 nucleotides that acts after "
        "transcription by lowering the stability or the translation of its target messenger RNAs.",
    ),
    "RNA, transfer": _TRANSFER,
    "RNA, small nucleolar": _NUCLEOLAR,
    "RNA, ribosomal": _RIBOSOMAL,
    "RNA, small nuclear": _NUCLEAR,
    "RNA, vault": Locus(
        "vault RNA gene",
        "gene",
        "Its product is a vault RNA, named after the ribonucleoprotein particle called the vault.",
    ),
    "RNA, Y": Locus(
        "Y RNA gene",
        "gene",
        "Its product is a Y RNA, a small non-coding RNA that binds the protein Ro60.",
    ),
    "RNA, misc": _NON_CODING,
    "RNA, cluster": Locus(
        "non-coding RNA cluster",
        "locus",
        "The locus is a cluster that gives rise to several non-coding RNAs.",
    ),
    "immunoglobulin gene": Locus(
        "immunoglobulin gene",
        "gene",
        "Segments of the immunoglobulin loci are joined by rearrangement in B cells and encode the "
        "chains of antibodies.",
    ),
    "immunoglobulin pseudogene": Locus(
        "immunoglobulin pseudogene",
        "pseudogene",
        "As a pseudogene of the immunoglobulin loci, it is not expected to contribute to a "
        "functional antibody chain.",
    ),
    "T cell receptor gene": Locus(
        "T cell receptor gene",
        "gene",
        "Segments of the T cell receptor loci are joined by rearrangement in T cells and encode "
        "the chains of the receptor by which T cells recognize antigens.",
    ),
    "T cell receptor pseudogene": Locus(
        "T cell receptor pseudogene",
        "pseudogene",
        "As a pseudogene of the T cell receptor loci, it is not expected to contribute to a "
        "functional receptor chain.",
    ),
    "readthrough": Locus(
        "readthrough gene", "gene", "Its transcripts run through two or more neighboring genes."
    ),
    "endogenous retrovirus": Locus(
        "endogenous retrovirus",
        "locus",
        "It is the remnant of a retrovirus that entered the germ line of an ancestor.",
    ),
    "fragile site": Locus(
        "fragile site",
        "locus",
        "Fragile sites are chromosomal positions that tend to form gaps or breaks when cells are "
        "cultured under certain conditions.",
    ),
    "virus integration site": Locus(
        "virus integration site",
        "locus",
        "It is a position at which the DNA of a virus can be inserted into the genome.",
    ),
    "region": Locus(
        "genomic region",
        "locus",
        "HGNC lists it as a named region of the genome and not as a gene.",
    ),
    "complex locus constituent": Locus(
        "constituent of a complex locus",
        "gene",
        "A complex locus is a genomic region from which several related products are expressed.",
    ),
    "unknown": _UNKNOWN,
}
NCBI_LOCI: dict[str, Locus] = {
    "protein-coding": Locus("protein-coding gene", "gene"),
    "pseudo": _PSEUDOGENE,
    "ncRNA": _NON_CODING,
    "scRNA": _NON_CODING,
    "tRNA": _TRANSFER,
    "snoRNA": _NUCLEOLAR,
    "rRNA": _RIBOSOMAL,
    "snRNA": _NUCLEAR,
    "biological-region": Locus("biological region", "locus"),
    "other": Locus("locus of another type", "locus"),
}
LOCI = HGNC_LOCI | NCBI_LOCI

_SEGMENTS = ("variable", "diversity", "joining", "constant")


def locus_of(record: GeneRecord) -> Locus:
    """The entry of the record's locus type; an unlisted type speaks for itself."""
    locus_type = record.locus_type
    if locus_type in LOCI:
        return LOCI[locus_type]
    return Locus(f"locus of the type {locus_type}", "locus") if locus_type else _UNKNOWN


def locus_phrase(record: GeneRecord) -> str:
    """What the locus is, without article: "protein-coding gene", "immunoglobulin variable gene".

    Immunoglobulin and T cell receptor genes are named with their segment, read from the full name.
    """
    phrase = locus_of(record).phrase
    for family in ("immunoglobulin", "T cell receptor"):
        if record.locus_type.startswith(family) and record.name.startswith(family):
            for segment in _SEGMENTS:
                if f" {segment} " in f"{record.name} ":
                    return phrase.replace(family, f"{family} {segment}")
            if record.name.endswith(" locus"):
                return f"{family} locus"
    return phrase

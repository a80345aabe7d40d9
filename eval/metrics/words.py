"""Content words of gene texts, cut to stems, for comparing what two texts are about.

``stems("Regulates the transcription of target genes")`` is ``{"regula", "transc", "target"}``.
"""

import re

_STEM = 6  # letters: "transcription", "transcriptional" and "transcribed" meet in "transc"
_MIN_LETTERS = 4
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]+")

# Words that any gene's text may hold: English function words, the vocabulary of records and
# boilerplate of RefSeq summaries ("Alternative splicing results in multiple transcript variants").
_WEAK = frozenset(
    re.findall(
        r"\w+",
        """
        able about above across activity acts after also alternate alternative alternatively
        although among another antisense approximately around associated based because been
        before being between biological biology both called cause causes cell cells cellular
        characterized chromosome class classified codes coding common component containing
        contains contribute contributes described description different divergent does domain
        domains during each either encode encoded encodes encoding ensembl entry evidence
        expression family field following form forms found four from function functional
        functions further gene genes genomic given group groups have having here hgnc higher
        homo host however human identified identifier identifiers implicated include includes
        including instead intergenic into intronic involved involvement isoform isoforms itself
        known lack large like located location locus long made main mainly major many member
        members microrna mirna mirnas molecular more most motif motifs much multiple named ncrna
        noncoding number observed official only order organism other over overlapping part
        participate participates particular pathway pathways play plays post present process
        processes product products protein proteins provided pseudogene pseudogenes range
        readthrough record recorded records refseq region related repeat repeats report reported
        represents required result results rnas role roles same sapiens sequence several short
        similar since some specific splice spliced splicing studies subunit subunits such
        suggest suggests summary symbol systematic term terms than that their them then there
        these they this those through thus transcripts type types under units until upon variant
        variants various very well were what when where which while whose will with within
        without would
        """,
    )
)
_WEAK_STEMS = frozenset(w[:_STEM] for w in _WEAK if len(w) >= _MIN_LETTERS) - {"transc"}


def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words: of four letters or more, without the weak ones."""
    words = (w.lower() for w in _WORD.findall(text))
    return frozenset(w[:_STEM] for w in words if len(w) >= _MIN_LETTERS) - _WEAK_STEMS

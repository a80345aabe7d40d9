"""Examples to click: questions of every kind, and texts with faults that models really make."""

QUESTIONS = (
    "GLI1",
    "p53",
    "CFTR",
    "ENSG00000139618",
    "What does HER2 do in cancer?",
    "ABCC7",
    "BRAC1",
    "P16",
)
# Text, and the gene that it is about.
TEXTS = (
    (
        "GLI1 (GLI family zinc finger 1) is a protein-coding gene on 12q13.3 (HGNC:10997, "
        "Ensembl:ENSG00000141510, MIM:165220). It encodes a transcription factor of the hedgehog "
        "pathway.",
        "",
    ),
    (
        "The official symbol of this gene, provided by HGNC, is TP53. It is also known as p53, "
        "BRCA1, P16 and GLI. Its NCBI Gene ID is 672, its location is 13q14.2.",
        "TP53",
    ),
    (
        "CFTR is a protein-coding gene. CFTR is a protein-coding gene. CFTR is a protein-coding "
        "gene. It was found at UniProt P04637.",
        "",
    ),
)

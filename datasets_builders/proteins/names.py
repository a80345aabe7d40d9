"""The name of a protein: as people write it, and the form in which two names are compared.

``display_name("SERINE/THREONINE-PROTEIN KINASE NEK2")`` is ``"Serine/threonine-protein kinase
NEK2"``; ``normal("β-2-Microglobulin")`` is ``"beta 2 microglobulin"``.
"""

import re
import unicodedata

# AlphaFold DB's titles: "ALPHAFOLD MONOMER V2.0 PREDICTION FOR TITIN (Q8WZ42)".
_TITLE = re.compile(r"^alphafold\b.*?\bprediction\s+for\s+(.+?)(?:\s*\([A-Z0-9]{6,10}\))?$", re.I)
_WORD = re.compile(r"[A-Za-z0-9]+")
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})")
_VOWEL = re.compile(r"[AEIOUY]")
# Abbreviations that have a vowel and stay in capitals; names in PDB files come without lower case.
_ABBREVIATIONS = "ATP ADP AMP GTP GDP GMP CAMP CGMP DNA RNA MRNA TRNA NAD NADP FAD COA"
_CAPITALS = frozenset(_ABBREVIATIONS.split())
_SPELT = {"MRNA": "mRNA", "TRNA": "tRNA", "CAMP": "cAMP", "CGMP": "cGMP", "COA": "CoA"}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega",
}  # fmt: skip
_PUNCTUATION = re.compile(r"[^\w+]+|_")


def display_name(name: str, symbol: str | None = None) -> str:
    """The name as UniProt would write it.

    A name with lower case stays as it is. One in capitals, as all of the PDB format are, is put in
    lower case after its first letter, but for words with a digit, without a vowel, of one letter,
    Roman numerals, the gene's symbol and common abbreviations. What capitals hide is not known:
    ``B-RAF`` becomes ``B-raf``.
    """
    plain = " ".join(name.split())
    if found := _TITLE.match(plain):
        plain = found[1]
    if any(c.islower() for c in plain):
        return plain
    lowered = _WORD.sub(lambda word: _cased(word[0], symbol), plain)
    return lowered[:1].upper() + lowered[1:]


def normal(name: str) -> str:
    """Lower case words without punctuation, Greek letters spelt out."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("ς", "σ")
    text = "".join(_GREEK.get(c, c) for c in text)
    return " ".join(word for word in _PUNCTUATION.split(text) if word)


def _cased(word: str, symbol: str | None) -> str:
    if word in _CAPITALS or word == (symbol or "").upper():
        return _SPELT.get(word, word)
    keep = (
        len(word) == 1
        or any(c.isdigit() for c in word)
        or not _VOWEL.search(word)
        or _ROMAN.fullmatch(word)
    )
    return word if keep else word.lower()

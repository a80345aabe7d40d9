"""How gene names are compared: case, Greek letters, dashes and blanks as people write them.

One value: ``squeeze("TGF-β 1")`` is ``"TGFB1"``, the same as of ``TGFB1``.
"""

import unicodedata

_DASHES = "-‐‑‒–—−_"
_GREEK = {
    "α": ("A", "ALPHA"),
    "β": ("B", "BETA"),
    "γ": ("G", "GAMMA"),
    "δ": ("D", "DELTA"),
    "ε": ("E", "EPSILON"),
    "ζ": ("Z", "ZETA"),
    "η": ("H", "ETA"),
    "θ": ("Q", "THETA"),
    "ι": ("I", "IOTA"),
    "κ": ("K", "KAPPA"),
    "λ": ("L", "LAMBDA"),
    "μ": ("M", "MU"),
    "ν": ("N", "NU"),
    "ξ": ("X", "XI"),
    "π": ("P", "PI"),
    "ρ": ("R", "RHO"),
    "σ": ("S", "SIGMA"),
    "ς": ("S", "SIGMA"),
    "τ": ("T", "TAU"),
    "φ": ("F", "PHI"),
    "χ": ("C", "CHI"),
    "ψ": ("Y", "PSI"),
    "ω": ("W", "OMEGA"),
}
_LETTER = {ord(k): v[0] for k, v in _GREEK.items()} | {
    ord(k.upper()): v[0] for k, v in _GREEK.items()
}
_WORD = {ord(k): v[1] for k, v in _GREEK.items()} | {
    ord(k.upper()): v[1] for k, v in _GREEK.items()
}
_GAPS = dict.fromkeys(map(ord, _DASHES + " \t\u00a0"), None)


def fold(name: str) -> str:
    """Upper case, one kind of dash, no blanks around: ``" gli‑1 "`` is ``"GLI-1"``."""
    name = name.strip()
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
        for dash in _DASHES[1:-1]:
            name = name.replace(dash, "-")
    return name.upper()


def squeeze(name: str) -> str:
    """Folded, Greek letters as the Latin letters of HGNC symbols, no dashes and blanks."""
    return unicodedata.normalize("NFKC", name).translate(_LETTER).upper().translate(_GAPS)


def squeezed_forms(name: str) -> tuple[str, ...]:
    """The ways to squeeze a name: Greek letters as Latin letters, and as words."""
    spelt = unicodedata.normalize("NFKC", name).translate(_WORD).upper().translate(_GAPS)
    short = squeeze(name)
    for letter, word in set(_GREEK.values()):
        if len(word) > 3 and spelt.endswith(word) and len(spelt) > len(word) + 1:
            return (short, spelt, spelt[: -len(word)] + letter)
    return (short,) if short == spelt else (short, spelt)

"""How gene names are compared: case, Greek letters, dashes and blanks as people write them.

One value: ``squeeze("TGF-β 1")`` is ``"TGFB1"``, the same as of ``TGFB1``.
"""

import re
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
_LETTER_OF = {word: letter for letter, word in _GREEK.values()}
# Letter names that do not stand inside other words of names; "eta", "rho" and the like do.
_LONG_WORDS = re.compile("|".join(sorted((w for w in _LETTER_OF if len(w) > 3), key=len)[::-1]))
_GAPS = dict.fromkeys(map(ord, _DASHES + " \t\u00a0"), None)
# British spellings, as they stand in words of gene names, and HGNC's.
_AMERICAN = {
    "tumour": "tumor",
    "haemo": "hemo",
    "haema": "hema",
    "aemi": "emi",
    "oestro": "estro",
    "oedema": "edema",
    "oesoph": "esoph",
    "paed": "ped",
    "sulph": "sulf",
    "fibre": "fiber",
    "centre": "center",
    "colour": "color",
    "homologue": "homolog",
    "analogue": "analog",
    "neighbour": "neighbor",
    "signall": "signal",
    "isation": "ization",
}
_BRITISH = re.compile("|".join(_AMERICAN))
_NAME_WORD = re.compile(r"[^\W_]+")
_AROUND = re.compile(
    r"^(?:the\s+)?(?:human\s+)?|(?:-[35]p)?(?:\s+(?:gene|protein|locus|mRNA)s?)?$", re.IGNORECASE
)


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
    if name.isascii():  # four times as fast as a translation
        name = name.replace("-", "").replace(" ", "").replace("_", "").replace("\t", "")
        return name.upper()
    return unicodedata.normalize("NFKC", name).translate(_LETTER).upper().translate(_GAPS)


def squeezed_forms(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to squeeze a name, those that lie nearest first.

    ``"NF-κB"`` gives ``(("NFKB", "NFKAPPAB"),)``, since a Greek letter may stand in a symbol as a
    Latin letter or as a word; ``"TGF-beta 1"`` gives ``(("TGFBETA1",), ("TGFB1",))``.
    """
    near = squeeze(name)
    spelt = near
    if not name.isascii():
        spelt = unicodedata.normalize("NFKC", name).translate(_WORD).upper().translate(_GAPS)
    short = _LONG_WORDS.sub(lambda found: _LETTER_OF[found[0]], spelt)
    forms = (near,) if near == spelt else (near, spelt)
    return (forms,) if short in forms else (forms, (short,))


def unquoted(name: str) -> str:
    """Without quotation marks around it."""
    return name.strip(' \t\r\n"`“”«»')


def bare(name: str) -> str:
    """Without what people write around a name: quotes, "the human ... gene", an arm (-5p)."""
    name = name.strip(' \t\r\n"`“”«»,;:.!?<>')
    if name[:1] in "'‘’" and name[-1:] in "'‘’":  # but HSP70B' is a name
        name = name[1:-1]
    if name[:1] + name[-1:] in ("()", "[]", "{}"):
        name = name[1:-1]
    return _AROUND.sub("", name).strip()


def name_words(name: str) -> tuple[str, ...]:
    """The words of a full name in lower case and HGNC's spelling: ``("tumor", "protein", "p53")``.

    Greek letters are spelt out, so that "β-actin" has the words of "actin beta".
    """
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name).translate(_WORD)
    name = name.lower()
    if _BRITISH.search(name):
        name = _BRITISH.sub(lambda found: _AMERICAN[found[0]], name)
    return tuple(_NAME_WORD.findall(name))

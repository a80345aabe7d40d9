"""The correction of the paper's authors, rebuilt from its description as a baseline.

One value: ``original_way("GLI1 is HGNC:10997.", "GLI1", tables)`` is ``"GLI1 is HGNC:4317."``; an
``OMIM`` number, ``HGNC ID 10997``, ``Ensembl:X;`` or an alias list without a stop stay as they are.
"""

import re
from collections.abc import Iterable

from postprocess.gene import Gene

Tables = dict[str, dict[str, str]]


def tables_of(genes: Iterable[Gene]) -> Tables:
    """Symbol to HGNC id and to Ensembl id."""
    listed = list(genes)
    return {
        "hgnc": {g.symbol: g.hgnc_id for g in listed},
        "ensembl": {g.symbol: g.ensembl_id for g in listed if g.ensembl_id},
    }


def original_way(text: str, symbol: str, tables: Tables) -> str:
    """HGNC and Ensembl ids replaced where the colon form is found, the alias sentence deleted up
    to its full stop. A gene that is missing from one table is not corrected at all."""
    hgnc, ensembl = tables["hgnc"].get(symbol), tables["ensembl"].get(symbol)
    if hgnc is None or ensembl is None:
        return text
    text = re.sub(r"HGNC:HGNC:\d+|HGNC:\d+", hgnc, text)
    text = re.sub(r"Ensembl:ENSG\d+(?=[ .,])", f"Ensembl:{ensembl}", text)
    return re.sub(r" It is also known as [^.]*\.", "", text)

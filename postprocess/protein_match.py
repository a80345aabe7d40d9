"""A protein's name looked up in the gene registry, and its answer checked.

One value: ``ProteinNames(registry).check("This is p53 (P04637).")`` has the name ``"p53"``, the
match ``"alias"``, the gene ``"TP53"`` and is verified: P04637 is TP53's too.

The registry has gene names, symbols and UniProt accessions, but none of UniProt's own protein
names, so a right name can stay unverified. *Verified* says that the whole name is one of a real
gene's and that nothing in the answer speaks against it, not that the picture shows it.
"""

import difflib
import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .edits import Edit, apply
from .gene import Gene
from .protein_name import ACCESSION, Named, read_name
from .registry import GeneRegistry

# How a name was matched, the surest first; only the first five can make a name verified.
KINDS = (
    "symbol",
    "gene name",
    "accession",
    "alias",
    "previous symbol",
    "identifier",
    "near miss",
    "unknown",
    "none",
)
_HOW = {
    "symbol": "symbol",
    "name": "gene name",
    "uniprot_ids": "accession",
    "aliases": "alias",
    "previous_symbols": "previous symbol",
}
_SPLIT = re.compile(r"[^\w+]+|_")
_DIGITS = re.compile(r"\d+")
# Words that most protein names share tell nothing about which one is meant.
_COMMON = 400  # genes that may share a word of a near miss
_NEAR = 0.75
_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class ProteinAnswer:
    """``match`` is one of :data:`KINDS`; ``gene`` the symbol of the gene that it means, else None.

    ``contradictions``: sentences on what in the answer does not fit together. ``candidates``:
    symbols of genes that may be meant. ``unverified``: the name or accessions that the registry
    cannot confirm. ``sentences``: how many there were; ``refused``: it says it does not know.
    """

    text: str
    name: str
    accessions: tuple[str, ...]
    match: str
    gene: str | None
    verified: bool
    candidates: tuple[str, ...]
    contradictions: tuple[str, ...]
    unverified: tuple[str, ...]
    sentences: int
    refused: bool
    edits: tuple[Edit, ...]

    def to_json(self) -> dict[str, Any]:
        """As a dictionary with the names of the fields; tuples as lists."""
        out: dict[str, Any] = {}
        for name in self.__slots__:
            value = getattr(self, name)
            out[name] = list(value) if isinstance(value, tuple) else value
        return out | {"edits": [edit.to_json() for edit in self.edits]}


class ProteinNames:
    """Look-up of protein names in one registry; its index is made at the first look-up."""

    def __init__(self, registry: GeneRegistry) -> None:
        self.registry = registry
        self._lock = threading.Lock()
        self._by_name: dict[str, list[int]] | None = None
        self._by_word: dict[str, list[int]] = {}
        self._folded: dict[int, str] = {}

    def check(self, answer: str, *, one_sentence: bool = False) -> ProteinAnswer:
        """Take the name out of an answer and check it; linear in the text.

        ``one_sentence`` cuts the sentences beside the one with the name, as edits.
        """
        named = read_name(answer)
        edits = _one_sentence(answer, named) if one_sentence and named.name else []
        kind, genes, near = self.look_up(named.name)
        by_id = {number: self._of_accession(number) for number in named.accessions}
        told = [g for s in named.bracketed if (g := self.registry.get(s)) is not None]
        stated = [gene for genes_of_id in by_id.values() for gene in genes_of_id] + told
        hinted = kind in ("near miss", "unknown") and _speaks_of(named.name, stated)
        if hinted:
            # The name has a symbol or alias of the gene that the accession or bracket tells. That
            # says which gene is meant, but "Apoptosis-stimulating of p53 protein 1" has one too.
            kind, genes = ("accession" if any(by_id.values()) else "symbol"), (stated[0],)
        contradictions = tuple(_contradictions(named, kind, genes, by_id, told))
        unknown_ids = [number for number, found in by_id.items() if not found]
        gene = genes[0] if len(genes) == 1 else None
        verified = gene is not None and not contradictions and not unknown_ids
        verified = verified and kind in KINDS[:5] and not hinted
        candidates = [] if gene is not None else [*genes, *stated, *near]
        doubtful = [] if verified or not named.name else [named.name]
        return ProteinAnswer(
            apply(answer, edits),
            named.name,
            named.accessions,
            kind,
            gene.symbol if gene else None,
            verified,
            tuple(dict.fromkeys(g.symbol for g in candidates))[:5],
            contradictions,
            tuple(dict.fromkeys([*doubtful, *unknown_ids])),
            named.sentences,
            named.refused,
            tuple(edits),
        )

    def look_up(self, name: str) -> tuple[str, tuple[Gene, ...], tuple[Gene, ...]]:
        """Kind of match, the genes of that name, and near misses where there are none."""
        if not name:
            return "none", (), ()
        if (exact := self.registry.get(name)) is not None:
            return "symbol", (exact,), ()
        rows = self._names().get(_folded(name))
        if rows:
            return "gene name", tuple(self.registry.gene(row) for row in rows), ()
        match = self.registry.find(name)
        if match.genes:
            kind = _HOW.get(match.how, "identifier")
            return kind, (match.gene,) if match.gene else match.genes, ()
        near = self._near(name)
        return ("near miss" if near else "unknown"), (), near

    def _of_accession(self, number: str) -> tuple[Gene, ...]:
        return self.registry.by_id("uniprot_ids", number.partition("-")[0])

    def _near(self, name: str) -> tuple[Gene, ...]:
        """Genes with a similar full name, found by their rarest common words; the best first."""
        self._names()
        folded = _folded(name)
        lists = [self._by_word[w] for w in set(folded.split()) if w in self._by_word]
        rare = sorted((rows for rows in lists if len(rows) <= _COMMON), key=len)[:3]
        digits = sorted(_DIGITS.findall(folded))
        scored = []
        for row in sorted({row for rows in rare for row in rows}):
            other = self._folded[row]
            matcher = difflib.SequenceMatcher(None, folded, other, autojunk=False)
            if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
                continue
            if (ratio := matcher.ratio()) >= _NEAR:
                # Another number is another gene, however long the words are that are the same.
                other_number = bool(digits) and sorted(_DIGITS.findall(other)) != digits
                scored.append((-ratio + 0.2 * other_number, row))
        named = [g for w in name.split() if len(w) > 3 and (g := self.registry.get(w)) is not None]
        return (*named[:1], *(self.registry.gene(row) for _, row in sorted(scored)[:_CANDIDATES]))

    def _names(self) -> dict[str, list[int]]:
        found = self._by_name
        if found is None:
            with self._lock:
                found = self._by_name
                if found is None:
                    found = self._build()
                    self._by_name = found
        return found

    def _build(self) -> dict[str, list[int]]:
        rows: dict[str, list[int]] = {}
        for gene in self.registry:
            if gene.approved and gene.name:
                folded = _folded(gene.name)
                rows.setdefault(folded, []).append(gene.row)
                self._folded[gene.row] = folded
                for word in set(folded.split()):
                    self._by_word.setdefault(word, []).append(gene.row)
        return rows


def _folded(name: str) -> str:
    """Lower case words without punctuation: ``"ATPase H+-transporting"``, ``"atpase h+
    transporting"`` are the same."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(word for word in _SPLIT.split(plain) if word)


def _speaks_of(name: str, genes: list[Gene]) -> bool:
    """Whether a name has a symbol or alias of the one gene that was told as a word."""
    words = set(name.casefold().split())
    return len(set(genes)) == 1 and any(
        n.casefold() in words
        for n in (genes[0].symbol, *genes[0].aliases, *genes[0].previous_symbols)
    )


def _contradictions(
    named: Named,
    kind: str,
    genes: tuple[Gene, ...],
    by_id: dict[str, tuple[Gene, ...]],
    told: list[Gene],
) -> Iterable[str]:
    """What does not fit: name, accessions and the symbol in brackets that are of other genes."""
    sure = kind not in ("near miss", "unknown", "none")
    for number, found in by_id.items():
        if not found or number == named.name:
            continue
        owners = _listed(found)
        if sure and not set(found) & set(genes):
            yield f"{number} is the accession of {owners}; {named.name} means {_listed(genes)}."
        for gene in told:
            if gene not in found:
                yield f"{number} is the accession of {owners}, not of {gene.symbol}."
    for gene in told:
        if sure and gene not in genes and not ACCESSION.fullmatch(named.name):
            yield f"{named.name} means {_listed(genes)}, not {gene.symbol}."
    known = [(number, set(found)) for number, found in by_id.items() if found]
    for (one, first), (other, second) in pairwise(known):
        if not first & second:
            yield f"{one} and {other} are accessions of different genes."


def _listed(genes: tuple[Gene, ...]) -> str:
    more = f" and {len(genes) - 3} more" if len(genes) > 3 else ""
    return ", ".join(gene.symbol for gene in genes[:3]) + more


def _one_sentence(answer: str, named: Named) -> list[Edit]:
    """Cuts of what stands before and behind the sentence with the name."""
    start, end = named.sentence
    cuts = [(0, start), (end, len(answer))]
    return [
        Edit("removed", low, high, answer[low:high], "", "")
        for low, high in cuts
        if answer[low:high].strip()
    ]

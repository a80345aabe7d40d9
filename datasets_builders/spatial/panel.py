"""A panel's own annotation as a second truth, independent of the section's counts.

In: a vendor's panel file (10x Xenium: ``gene,Ensembl_ID,Num_Probesets,Codewords,Annotation``) and
the truth of a section. Out: an :class:`Agreement`. One row of its table:
``{"panel": "yes", "expression": "left out", "pairs": 61}``.

Names differ ("Smooth muscle cells" beside "SMC"), so both sides are brought to a term of the Cell
Ontology (ontology.py); what has none there is counted and not compared. A pair counts as "yes" of
the panel where a gene's term is the type's own or above or below it, and as "no" where the gene is
annotated with another term.
"""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets_builders.errors import SourceError
from datasets_builders.files import sha256_of
from datasets_builders.provenance import SourceFile
from datasets_builders.spatial.ontology import related, term_of
from datasets_builders.spatial.truth import NO, YES, Truth

_COLUMNS = ("gene", "Annotation")
_ANSWERS = {YES: "yes", NO: "no"}


@dataclass(frozen=True, slots=True)
class Panel:
    """Gene to annotation as the file has it, and the file."""

    annotation: Mapping[str, str]
    source: SourceFile


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pairs by (panel, expression), and what could not be compared.

    ``kappa`` is Cohen's over the pairs that both call yes or no; ``None`` where there is none or
    where one of the two always says the same.
    """

    panel: SourceFile
    pairs: Mapping[tuple[str, str], int]
    kappa: float | None
    genes_without_annotation: int
    annotations_without_term: tuple[str, ...]
    types_without_term: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As it stands in ``geneverse.json``; no row has anything of the panel."""
        return {
            "panel": {
                "file": self.panel.file,
                "sha256": self.panel.sha256,
                "genes": self.panel.rows,
                "licence": self.panel.licence,
            },
            "pairs": [
                {"panel": p, "expression": e, "pairs": n}
                for (p, e), n in sorted(self.pairs.items())
            ],
            "kappa": self.kappa,
            "genes_without_annotation": self.genes_without_annotation,
            "annotations_without_term": list(self.annotations_without_term),
            "types_without_term": list(self.types_without_term),
        }

    def table(self) -> str:
        """The table as text for the terminal."""
        names = ("yes", "no", "left out")
        lines = [f"{'panel / expression':<20}" + "".join(f"{name:>10}" for name in names)]
        lines += [
            f"{panel:<20}" + "".join(f"{self.pairs.get((panel, e), 0):>10,}" for e in names)
            for panel in ("yes", "no")
        ]
        kappa = "not defined" if self.kappa is None else f"{self.kappa:.2f}"
        return "\n".join([*lines, f"Cohen's kappa over yes and no: {kappa}"])


def read_panel(path: Path) -> Panel:
    """Read a panel file.

    Raises:
        SourceError: missing file, missing columns, a gene twice, no gene.
    """
    if not path.is_file():
        raise SourceError(f"panel file {path} is missing; give the CSV of the panel's genes")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if absent := [c for c in _COLUMNS if c not in (reader.fieldnames or ())]:
            raise SourceError(
                f"{path} has no column {', '.join(absent)} (it has "
                f"{', '.join(reader.fieldnames or ())}); a panel file has gene and Annotation"
            )
        rows = [(row["gene"].strip(), (row["Annotation"] or "").strip()) for row in reader]
    twice = sorted(gene for gene, n in Counter(g for g, _ in rows).items() if n > 1)
    if twice or not rows:
        raise SourceError(f"{path}: {'twice: ' + ', '.join(twice[:5]) if twice else 'no gene'}")
    source = SourceFile(
        file=path.name,
        source="panel annotation: which cell type each gene was chosen for",
        url="",
        date="",
        size=path.stat().st_size,
        sha256=sha256_of(path),
        licence="the vendor's terms; only compared, nothing of it is in a row",
        rows=len(rows),
        used=sum(bool(a) for _, a in rows),
    )
    return Panel(dict(rows), source)


def agreement(panel: Panel, truths: Mapping[str, Truth]) -> Agreement:
    """Compare the panel with the expression in all sections together."""
    pairs: Counter[tuple[str, str]] = Counter()
    silent: set[str] = set()
    strange: set[str] = set()
    unknown: set[str] = set()
    for truth in truths.values():
        terms = {name: term_of(name) for name in truth.type_names}
        unknown |= {name for name, term in terms.items() if term is None}
        for column, gene in enumerate(truth.genes):
            annotated = panel.annotation.get(gene)
            said = term_of(annotated) if annotated else None
            if said is None:
                (strange.add(annotated) if annotated else silent.add(gene))
                continue
            for row, name in enumerate(truth.type_names):
                if (own := terms[name]) is not None:
                    answer = _ANSWERS.get(int(truth.answer[row, column]), "left out")
                    pairs["yes" if related(said, own) else "no", answer] += 1
    return Agreement(
        panel.source,
        dict(pairs),
        _kappa(pairs),
        len(silent),
        tuple(sorted(strange)),
        tuple(sorted(unknown)),
    )


def _kappa(pairs: Mapping[tuple[str, str], int]) -> float | None:
    both = {(p, e): pairs.get((p, e), 0) for p in ("yes", "no") for e in ("yes", "no")}
    total = sum(both.values())
    if not total:
        return None
    agreed = (both["yes", "yes"] + both["no", "no"]) / total
    panel, seen = (
        (both["yes", "yes"] + both["yes", "no"]) / total,
        (both["yes", "yes"] + both["no", "yes"]) / total,
    )
    chance = panel * seen + (1 - panel) * (1 - seen)
    return None if chance == 1 else (agreed - chance) / (1 - chance)

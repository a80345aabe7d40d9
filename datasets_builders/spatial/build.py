"""From tissue sections to the folder that is published.

In: sections. Out, in one folder::

    spatial-markers/{marker,which-cell-type,spatially-variable,where-highest}/<split>.parquet
    spatial-markers/{geneverse,provenance,audit}.json

with the splits train, validation, test_genes, test_cell_types, test_sections and paper; a split
without a row is left out and named in the report. The same sections and seed give the same bytes.
The folder is moved into place at the end, after the audit has read it.
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from datasets_builders.errors import DataError
from datasets_builders.files import replace_folder, write_json
from datasets_builders.spatial import asked as ask
from datasets_builders.spatial.audit import Audit, audit
from datasets_builders.spatial.builder import write_split
from datasets_builders.spatial.facts import Rows, geneverse_json, missing, provenance_of
from datasets_builders.spatial.panel import Agreement, Panel, agreement
from datasets_builders.spatial.patterns import evened, highest, matched, varying
from datasets_builders.spatial.render.picture import (
    DEFAULT_SIZE,
    DEFAULT_STYLE,
    pictures,
    prepare,
)
from datasets_builders.spatial.rows import CONFIGS, DEFAULT_CONFIG, Picture, Pictures, make_row
from datasets_builders.spatial.section import Section
from datasets_builders.spatial.split import Plan, make_plan
from datasets_builders.spatial.truth import GREY, Thresholds, Truth, find_markers

if TYPE_CHECKING:
    from datasets_builders.spatial.render.layout import Style

MARKERS = "spatial-markers"
DEFAULT_SEED = 13


@dataclass(frozen=True, slots=True)
class SpatialReport:
    """What was built: ``pairs`` are the truth's answers by section, ``missing`` empty splits."""

    folder: Path
    rows: dict[str, dict[str, int]]
    pairs: dict[str, dict[str, int]]
    missing: dict[str, list[str]]
    audit: Audit
    plan: Plan
    agreement: Agreement | None
    pictures: int


@dataclass(frozen=True, slots=True)
class How:
    """Choices that every row depends on."""

    seed: int = DEFAULT_SEED
    thresholds: Thresholds = field(default_factory=Thresholds)
    size: int = DEFAULT_SIZE
    style: "Style" = DEFAULT_STYLE
    workers: int = 2
    ontology: Mapping[str, str] | None = None


def build(
    sections: Sequence[Section],
    out: Path,
    *,
    how: How | None = None,
    configs: Sequence[str] = tuple(CONFIGS),
    panel: Panel | None = None,
) -> SpatialReport:
    """Write ``out/spatial-markers``; shows progress bars on stderr.

    ``panel`` is a second truth, compared and not asked. Without ``how`` all its defaults are taken.

    Raises:
        DataError: unknown configuration; no question can be balanced; a leak, or a rule that
            answers without the picture.
    """
    how = how or How()
    if unknown := sorted(set(configs) - set(CONFIGS)):
        raise DataError(
            f"unknown configuration {', '.join(unknown)}; there are {', '.join(CONFIGS)}"
        )
    truths = {s.name: _truth(s, how) for s in tqdm(sections, desc="testing genes", disable=None)}
    plan = make_plan(sections, truths, seed=how.seed)
    wanted = [c for c in CONFIGS if c in configs or c == DEFAULT_CONFIG]
    rows = {c: _rows(c, sections, truths, plan, how) for c in wanted}
    _check_enough(rows[DEFAULT_CONFIG], truths)
    rows = {c: splits for c, splits in rows.items() if splits}
    drawn = _draw(sections, rows, how)
    compared = agreement(panel, truths) if panel else None
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".build.") as name:
        folder = Path(name) / MARKERS
        _write(folder, rows, drawn)
        result = audit(folder, tuple(rows))
        result.raise_if_guessable()
        write_json(folder / "audit.json", result.to_json())
        write_json(
            folder / "geneverse.json",
            geneverse_json(
                folder, rows, sections, truths, plan, seed=how.seed, thresholds=how.thresholds,
                picture={"size": how.size, "style": how.style, "format": _format(drawn),
                         "different": len(drawn)},
                agreement=compared.to_json() if compared else None,
            ),
        )  # fmt: skip
        write_json(folder / "provenance.json", provenance_of(sections).to_json())
        replace_folder(folder, out / MARKERS)
    return SpatialReport(
        folder=out / MARKERS,
        rows={c: {s: len(found) for s, found in splits.items()} for c, splits in rows.items()},
        pairs={name: truth.counts() for name, truth in truths.items()},
        missing=missing(rows, wanted),
        audit=result,
        plan=plan,
        agreement=compared,
        pictures=len(drawn),
    )


def build_sample(out: Path, *, how: How | None = None, **options: Any) -> SpatialReport:
    """The data set of the embedded sample: three simulated sections, one of them held out."""
    from datasets_builders.spatial.simulate import simulate

    return build(simulate().sections, out, how=how, **options)


def _truth(section: Section, how: How) -> Truth:
    """Markers of a section; types without a colour of their own in the picture are not asked."""
    truth = find_markers(section, how.thresholds)
    shown = prepare(section, size=how.size, style=how.style).shown
    hidden = [n for n, name in enumerate(section.type_names) if name not in shown]
    truth.answer[hidden] = GREY
    return truth


def _rows(
    config: str,
    sections: Sequence[Section],
    truths: Mapping[str, Truth],
    plan: Plan,
    how: How,
) -> Rows:
    """The rows of one configuration by split."""
    if config == DEFAULT_CONFIG:
        found = ask.marker_questions(sections, truths, plan, seed=how.seed)
    elif config == "which-cell-type":
        found = ask.choice_questions(sections, truths, plan, seed=how.seed)
    elif config == "spatially-variable":
        found = ask.pattern_questions([p for s in sections for p in varying(s)], plan, matched)
    else:
        clear = [p for s in sections for p in highest(s)]
        found = ask.pattern_questions(clear, plan, lambda own: evened(own, how.seed))
    origins = {section.name: section.types_origin for section in sections}
    return {
        split: [
            make_row(
                config, one, number=n, origins=origins, thresholds=how.thresholds,
                paper=split == "paper", ontology=how.ontology,
            )
            for n, one in enumerate(questions)
        ]
        for split, questions in found.items()
    }  # fmt: skip


def _check_enough(rows: Rows, truths: Mapping[str, Truth]) -> None:
    if "train" in rows:
        return
    counts = "; ".join(f"{name}: {truth.counts()}" for name, truth in truths.items())
    raise DataError(
        "no question could be balanced within gene and cell type for train: that takes genes that "
        f"mark one type and not another. Pairs by answer: {counts}. Give a larger section, or "
        "looser thresholds (--yes-log2-fold-change, --yes-share, --min-cells)"
    )


def _draw(sections: Sequence[Section], rows: Mapping[str, Rows], how: How) -> Pictures:
    """Each picture that a row needs, once."""
    needed = {
        (one.asked.section, one.asked.gene)
        for splits in rows.values()
        for found in splits.values()
        for one in found
        if one.asked.section
    }
    return dict(_pictures(sections, needed, how))


def _pictures(
    sections: Sequence[Section], needed: set[tuple[str, str]], how: How
) -> Iterator[tuple[tuple[str, str], Picture]]:
    for section in sections:
        genes = [gene for gene in section.genes if (section.name, gene) in needed]
        if not genes:
            continue
        made = pictures(section, genes, size=how.size, style=how.style, workers=how.workers)
        for one in made:
            scaling = json.dumps(one.scaling.to_json(), sort_keys=True)
            yield (section.name, one.gene), Picture(one.images, scaling)


def _format(drawn: Pictures) -> str:
    """What the encoded pictures are: PNG or WebP, which here is lossless."""
    first = next(iter(drawn.values())).images[0]
    return "PNG" if first.startswith(b"\x89PNG") else "WebP"


def _write(folder: Path, rows: Mapping[str, Rows], drawn: Pictures) -> None:
    total = sum(len(found) for splits in rows.values() for found in splits.values())
    with tqdm(total=total, desc="writing", unit="row", disable=None) as bar:
        for config, splits in rows.items():
            for split, found in splits.items():
                for count in write_split(found, drawn, folder / config / f"{split}.parquet"):
                    bar.update(count)

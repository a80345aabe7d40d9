"""Which style of picture shows best whether a gene marks a cell type, on simulated sections.

``python benchmarks/spatial_styles.py --out docs/results/spatial_styles.json`` draws the marker
genes of simulated sections in each style, reads the pictures back (``render.reading``), and lets a
logistic regression on features of the overlap say whether a gene marks a type. Truth is the
simulation's. Each yes is matched with a no of the same gene, so that a rule of genes has 0.5; whole
genes are held out in cross-validation.

Two readers: "pixel" brings expression and types of one place together at every pixel; "patch" does
after averaging squares of 14 x 14 pixels, the patches of a CLIP tower at 336, and so sees no more
than its tokens could say. A reader that relates only what lies in one and the same patch of the
image sees in the style "outline" what "patch" sees, and in the other two nothing.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.files import write_json
from datasets_builders.spatial.render.counted import empty_genes
from datasets_builders.spatial.render.layout import STYLES, Style
from datasets_builders.spatial.render.picture import DEFAULT_SIZE, prepare
from datasets_builders.spatial.render.reading import Channels, channels
from datasets_builders.spatial.section import Section
from datasets_builders.spatial.simulate import Simulation, simulate

PATCH = 14
READERS = ("pixel", "patch")
_FEWEST_CELLS = 10
Array = NDArray[np.float64]


def overlap(weight: Array, expression: Array, inside: Array) -> list[float]:
    """Features of one type: ``weight`` is the share of tissue in a pixel or patch, ``inside`` that
    of the type, ``expression`` the sum over both; all flat and of one length.
    """
    rest = weight - inside
    mean = np.divide(expression, weight, out=np.zeros_like(weight), where=weight > 0)
    into, outof = inside.sum(), rest.sum()
    own = float(mean @ inside / into) if into else 0.0
    other = float(mean @ rest / outof) if outof else 0.0
    share = np.divide(inside, weight, out=np.zeros_like(weight), where=weight > 0)
    kept = weight > 0
    spread = mean[kept].std() * share[kept].std() if kept.any() else 0.0
    along = float(np.cov(mean[kept], share[kept])[0, 1] / spread) if spread > 1e-9 else 0.0
    return [own, other, own - other, along, float(np.log((own + 0.02) / (other + 0.02)))]


def patches(values: Array, offset: tuple[int, int] = (0, 0)) -> Array:
    """Sums over squares of PATCH pixels, the first square cut by ``offset`` (y, x)."""
    padded = np.pad(
        values,
        [(o % PATCH, -(n + o % PATCH) % PATCH) for n, o in zip(values.shape, offset, strict=True)],
    )
    rows, columns = (n // PATCH for n in padded.shape)
    return padded.reshape(rows, PATCH, columns, PATCH).sum(axis=(1, 3)).ravel()


def features(reader: str, seen: Channels, types: int) -> list[list[float]]:
    """For each type of the legend the overlap, and how it compares with the best other type."""
    shown = ~np.isnan(seen.expression)
    expression = np.where(shown, seen.expression, 0.0).astype(np.float64)
    masks = [(seen.types == t).astype(np.float64) for t in range(types)]
    weight = shown.astype(np.float64)
    masks = [m * weight for m in masks]
    if reader == "pixel":
        flat = [a.ravel() for a in (weight, expression)]
        found = [overlap(*flat, m.ravel()) for m in masks]
    else:
        flat = [patches(a) for a in (weight, expression)]
        found = [overlap(*flat, patches(m)) for m in masks]
    table = np.array(found)
    for t in range(types):
        others = np.delete(table, t, axis=0)
        found[t] += [table[t, 0] - others[:, 0].max(), table[t, 3] - others[:, 3].max()]
    return found


def ask(simulation: Simulation, style: Style) -> dict[str, dict[str, float]]:
    """Area under the ROC curve and accuracy of each reader; chance is 0.5."""
    rows: dict[str, list[list[float]]] = {reader: [] for reader in READERS}
    truth: list[bool] = []
    genes: list[str] = []
    draw = np.random.default_rng(0)
    for section in simulation.sections:
        prepared = prepare(section, style=style)
        sizes = section.type_counts()
        enough = [t for t, n in enumerate(prepared.shown) if sizes[n] >= _FEWEST_CELLS]
        for gene in sorted(set(section.genes) - set(empty_genes(section))):
            marked = [t for t in enough if prepared.shown[t] in simulation.markers[gene]]
            others = [t for t in enough if t not in marked]
            kept = min(len(marked), len(others))
            if not kept:
                continue
            asked = marked[:kept] + draw.permutation(others)[:kept].tolist()
            made = prepared.draw(gene)
            seen = channels(made.images, style, made.scaling.to_json())
            for reader in READERS:
                table = features(reader, seen, len(prepared.shown))
                rows[reader] += [table[t] for t in asked]
            truth += [True] * kept + [False] * kept
            genes += [gene] * len(asked)
    return {reader: _scores(rows[reader], truth, genes) for reader in READERS}


def _scores(rows: list[list[float]], truth: list[bool], genes: list[str]) -> dict[str, float]:
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import accuracy_score, roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression())
    said = cross_val_predict(
        model, np.array(rows), truth, groups=genes, cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    return {
        "questions": len(truth),
        "auc": round(float(roc_auc_score(truth, said)), 4),
        "accuracy": round(float(accuracy_score(truth, said > 0.5)), 4),
    }


def study(name: str, simulation: Simulation) -> dict[str, Any]:
    """All styles on one simulation."""
    section: Section = simulation.sections[0]
    result: dict[str, Any] = {
        "sections": len(simulation.sections),
        "cells": section.cells,
        "genes": len(section.genes),
        "types": len(section.type_names),
        "styles": {},
    }
    for style in STYLES:
        begun = time.process_time()
        result["styles"][style] = ask(simulation, style)
        print(f"{name}, {style}: {result['styles'][style]} ({time.process_time() - begun:.0f} s)")
    return result


def main() -> None:
    """Run, print, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--genes", type=int, default=80)
    options = parser.parse_args()
    how = {"seed": options.seed, "genes": options.genes}
    result = {
        "size": DEFAULT_SIZE,
        "seed": options.seed,
        "small": study("small", simulate(cells=1200, sections=2, **how)),
        "middle": study("middle", simulate(cells=10_000, sections=1, **how)),
        "large": study("large", simulate(cells=60_000, sections=1, types=12, **how)),
    }
    if options.out:
        write_json(options.out, result)
    else:
        print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()

"""No number stands in a card that no file of results holds, and each follows its file."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import model_cards
from model_cards.render import (
    render_dataset_card,
    render_merged_card,
    render_metric_card,
    render_model_card,
    render_pipeline_card,
    render_registry_card,
    render_space_card,
)

ROOM = Path(model_cards.__file__).parent
VERSION = "v0.1.0"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)*")
# Drawn or counted by the card itself, from numbers of the file: see the tests below.
_TEXT = re.compile(r'"([^"]*)"')
AXIS = {"0", "0.5", "1"}


def numbers(text: str) -> set[str]:
    return {hit.rstrip(",").replace(",", "") for hit in _NUMBER.findall(text)}


def values(data: Any) -> Iterator[str]:
    """Every way in which a card may write the numbers of a file."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from numbers(str(key))
            yield from values(value)
    elif isinstance(data, list):
        for value in data:
            yield from values(value)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield from (f"{data:.{places}f}" for places in range(5))
        yield from (f"{data * 100:.0f}", f"{data / 1e6:.2f}", f"{data / 1e6:.1f}", f"{data:g}")
        yield str(data)
    elif isinstance(data, str):
        yield from numbers(data)


def of_file(path: Path) -> set[str]:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        table = pq.read_table(path)
        counts = [table.num_rows, table.nbytes, path.stat().st_size]
        return {*values(counts), *values(table.slice(0, 1).to_pylist())}
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return set(values([json.loads(line) for line in text.splitlines()]))
    if path.suffix in (".yaml", ".yml"):
        return set(values(yaml.safe_load(text)))
    return set(values(json.loads(text)))


# Numbers of the fixed texts: names, code, the paper. A figure of a result may not be among them.
FIXED: dict[str, str] = {
    "_citation.md.j2": "2024 2406.15534 20",  # year and arXiv id of the paper, its genes
    "_made.md.j2": "256 100",  # sha256, H100
    "_pipeline_use.md.j2": "1",  # GLI1
    "_prompt_use.md.j2": "0 1 300",  # GLI1, places in lists, tokens to generate
    "_sources.md.j2": "0 1.0 4.0 256 12",  # CC0 1.0, CC BY 4.0, sha256, digits shown of it
    "dataset.md.j2": "20 256",  # genes of the paper, sha256
    "merged.md.j2": "1",  # GLI1
    "pipeline.md.j2": "1 2 3 53 4317 00000139618",  # GLI1, BRCA2, p53, ids, batch
    # place in a list, the paper, sha256, digits shown, two papers' years, bounds of fold classes
    "protein_images.md.j2": "0 20 256 12 2021 2022 10 15",
    "spatial_markers.md.j2": "0 2 256 12",  # place in a list, log2, sha256, digits shown of it
    "registry.md.j2": "0 256",  # place in a list, sha256
}
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def in_templates(*names: str) -> set[str]:
    """Numbers of the fixed text of some templates and of those that all cards include."""
    shared = ("_citation.md.j2", "_responsible.md.j2")
    return {n for name in (*names, *shared) for n in FIXED.get(name, "").split()}


@pytest.mark.parametrize("path", sorted((ROOM / "templates").iterdir()), ids=lambda p: p.name)
def test_no_figure_is_written_into_a_template(path: Path) -> None:
    text = re.sub(r"\w+\.md\.j2", "", path.read_text(encoding="utf-8"))
    # A table within an expression has texts, too; only the places in slices are taken out.
    loose = numbers(
        _JINJA.sub(lambda m: re.sub(r"\[:\d+\]", "", " ".join(_TEXT.findall(m[0]))), text)
    )
    assert loose == set(FIXED.get(path.name, "").split())


def unfounded(card: Path, files: list[Path], templates: set[str], more: set[str]) -> set[str]:
    """Numbers of a card that neither a file nor the fixed text holds."""
    known = templates | more | numbers(VERSION) | {n for f in files for n in of_file(f)}
    return numbers(card.read_text(encoding="utf-8")) - known


def in_folder(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.suffix in (".json", ".parquet")]


MODEL_PARTS = (
    "_head.md.j2",
    "_scores.md.j2",
    "_examples.md.j2",
    "_fails.md.j2",
    "_made.md.j2",
    "_licence.md.j2",
    "_prompt_use.md.j2",
    "_pipeline_use.md.j2",
)
# 1 of 20 answers wrong (0.95 right), 4 of 20 refusals missed (0.8 right): counted in "Where it
# fails"; the rest is in the fixed text of reading.py and registry_facts.py.
COUNTED = {"1", "4", "20"} | AXIS


def test_the_numbers_of_a_model_card(
    adapter: Path, recipe: Path, scores: Path, answers: list[Path]
) -> None:
    card = render_model_card(
        adapter,
        recipe,
        scores,
        None,
        repo_id="geneverse/smollm2-135m-gene-grounded-lora",
        version=VERSION,
        answers=answers,
        pipeline_version=VERSION,
    )
    files = [*in_folder(adapter), scores, recipe, *answers]
    run = {"100"} | set(values(model_overlay()))
    assert unfounded(card, files, in_templates("model.md.j2", *MODEL_PARTS), COUNTED | run) == set()


def model_overlay() -> dict[str, Any]:
    from recipes.overlay import cpu_overlay

    return dict(cpu_overlay())


def test_the_numbers_of_a_merged_card(
    merged: Path, recipe: Path, scores: Path, answers: list[Path]
) -> None:
    card = render_merged_card(
        merged, recipe, scores, repo_id="geneverse/merged", version=VERSION, answers=answers
    )
    files = [*in_folder(merged), scores, recipe, *answers]
    parts = in_templates("merged.md.j2", *MODEL_PARTS)
    assert unfounded(card, files, parts, COUNTED | set(values(model_overlay()))) == set()


def test_the_numbers_of_the_data_cards(dataset: Path, registry: Path) -> None:
    names = {"repo_id": "geneverse/x", "version": VERSION}
    card = render_dataset_card(dataset, **names)
    total = {"2", "4", "8"}  # configurations, rows of a configuration, rows in all
    sums = set(
        values(
            [
                sum(p.stat().st_size for p in (dataset / c).glob("*.parquet"))
                for c in ("combined", "grounded")
            ]
        )
    )
    import pyarrow.parquet as pq

    memory = [
        sum(pq.read_table(p).nbytes for p in (dataset / c).glob("*.parquet"))
        for c in ("combined", "grounded")
    ]
    parts = in_templates("dataset.md.j2", "_sources.md.j2")
    # "n<1K", "CC0 1.0" and "CC BY 4.0" are names.
    more = total | sums | set(values(memory)) | {"0", "1", "1.0"}
    assert unfounded(card, in_folder(dataset), parts, more) == set()

    card = render_registry_card(registry, **names)
    parts = in_templates("registry.md.j2", "_sources.md.j2")
    assert unfounded(card, in_folder(registry), parts, {"0", "1", "1.0"}) == set()


def test_the_numbers_of_the_pipeline_card(gene_pipeline: Path, correction: Path) -> None:
    card = render_pipeline_card(
        gene_pipeline, correction, repo_id="geneverse/gene-pipeline", version=VERSION
    )
    files = str(len(list(gene_pipeline.glob("*.py"))))
    repo = numbers("smollm2-135m")
    known = in_templates("pipeline.md.j2") | repo | {files}
    assert unfounded(card, [*in_folder(gene_pipeline), correction], known, set()) == set()


def test_the_numbers_of_metric_and_space_cards(metric: Path, space: Path, scores: Path) -> None:
    card = render_metric_card(metric, repo_id="geneverse/ids_right", version=VERSION, scores=scores)
    known = in_templates("metric.md.j2")
    assert unfounded(card, [*in_folder(metric), scores], known, {"0", "1"}) == set()
    card = render_space_card(space, repo_id="geneverse/ask", version=VERSION)
    assert unfounded(card, in_folder(space), in_templates("space.md.j2"), set()) == set()

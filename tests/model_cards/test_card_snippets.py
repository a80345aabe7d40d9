"""The lines of the cards do what they say: run as they stand against a loopback hub.

The data are the embedded sample, the pipeline is the real one; a tiny Llama stands in for the base,
under the base's own Hub id. The lines of all cards that load data run in one fresh process, those
that load models in another, each card in a namespace of its own.
"""

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra train is not installed")
pytest.importorskip("starlette", reason="the extra hub is not installed")

from card_world import ADAPTER, BASE
from snippet_world import (
    METRIC_MODULE,
    VERSION,
    Card,
    add_weights,
    blocks,
    release,
    run_cards,
    tiny_base,
)

from hub.server import serve
from model_cards import render
from model_cards.code_facts import RESULT_KEYS

pytestmark = pytest.mark.slow
MERGED = "geneverse/smollm2-135m-gene-grounded"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class World:
    """A hub with what the lines load beside the repos of the cards."""

    url: str
    base: Path
    data: Path
    registry: Path


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The hub, with the tiny base; data set and registry of the embedded sample, released."""
    from datasets_builders.genes.build import build
    from datasets_builders.genes.sample import load_sample

    out = tmp_path_factory.mktemp("data")
    build(*load_sample(), out)
    base = tiny_base(tmp_path_factory.mktemp("base"))
    with serve(tmp_path_factory.mktemp("hub") / "root") as endpoint:
        release(endpoint.url, base, BASE, "model")
        data, registry = out / "gene-instructions", out / "gene-registry"
        render.render_dataset_card(data, repo_id="geneverse/gene-instructions", version=VERSION)
        render.render_registry_card(registry, repo_id="geneverse/gene-registry", version=VERSION)
        release(endpoint.url, data, "geneverse/gene-instructions", "dataset")
        release(endpoint.url, registry, "geneverse/gene-registry", "dataset")
        yield World(endpoint.url, base, data, registry)


def test_the_lines_of_the_data_cards(world: World, tmp_path: Path) -> None:
    facts = json.loads((world.data / "geneverse.json").read_text(encoding="utf-8"))["configs"]
    splits = "print(sorted(rows), len(rows['train']), len(grounded['test']), len(ncbi['paper']))"
    shown = run_cards(
        [
            Card(world.data / "README.md", splits),
            Card(world.registry / "README.md", "print(gene['hgnc_id'], len(genes))"),
        ],
        world.url,
        tmp_path / "home",
    )
    counts = [
        facts["combined"]["train"]["rows"],
        facts["grounded"]["test"]["rows"],
        facts["ncbi"]["paper"]["rows"],
    ]
    assert shown[0] == f"['paper', 'test', 'train', 'validation'] {' '.join(map(str, counts))}"
    hgnc, rows = shown[1].split()
    assert f'"hgnc_id": "{hgnc}"' in (world.registry / "README.md").read_text(encoding="utf-8")
    assert int(rows) > 300


def test_the_lines_of_the_model_cards(
    world: World,
    adapter: Path,
    merged: Path,
    recipe: Path,
    gene_pipeline: Path,
    correction: Path,
    tmp_path: Path,
) -> None:
    from postprocess.publish_files import add_pipeline

    add_weights(adapter, world.base)
    facts = (merged / "geneverse.json").read_bytes()
    tiny_base(merged)
    (merged / "geneverse.json").write_bytes(facts)
    add_pipeline(merged, registry_revision=VERSION)
    of = {"version": VERSION, "pipeline_version": VERSION}
    cards = {
        "pipeline": render.render_pipeline_card(
            gene_pipeline,
            correction,
            repo_id="geneverse/gene-pipeline",
            version=VERSION,
            merged_id=MERGED,
        ),
        "model": render.render_model_card(
            adapter, recipe, None, None, repo_id=f"geneverse/{ADAPTER}", **of
        ),
        "merged": render.render_merged_card(merged, recipe, None, repo_id=MERGED, **of),
    }
    for name, repo in (
        ("pipeline", "geneverse/gene-pipeline"),
        ("model", f"geneverse/{ADAPTER}"),
        ("merged", MERGED),
    ):
        release(world.url, cards[name].parent, repo, "model")
    prompt = "print('PROMPT', repr(prompt)[:60], len(record) > 40)"
    found = dict(
        zip(
            cards,
            run_cards(
                [
                    Card(cards["pipeline"], "print('DICT', *sorted(result))"),
                    Card(cards["model"], f"{prompt}; print('LORA', *model.peft_config)"),
                    Card(cards["merged"], f"{prompt}; print(type(describe).__name__)"),
                ],
                world.url,
                tmp_path / "home",
            ),
            strict=True,
        )
    )
    assert "TP53" in found["pipeline"] and "ENSG00000139618 BRCA2" in found["pipeline"]
    assert found["pipeline"].split("DICT ")[1].split() == sorted(RESULT_KEYS)
    for name in ("model", "merged"):
        assert "PROMPT 'Records:\\nGLI1 | " in found[name] and found[name].count("True") == 1
    assert "LORA default" in found["model"]
    assert "GeneDescriptionPipeline" in found["merged"]


def test_the_lines_of_the_metric_card(world: World, metric: Path, tmp_path: Path) -> None:
    # evaluate 0.4.1, which Axolotl pins, fails with the datasets that it pins itself.
    pytest.importorskip("evaluate", minversion="0.4.6", reason="needs evaluate 0.4.6 or newer")
    (metric / "ids_right.py").write_text(METRIC_MODULE, encoding="utf-8")
    card = render.render_metric_card(metric, repo_id="geneverse/ids_right", version=VERSION)
    release(world.url, metric, "geneverse/ids_right", "space")
    shown = run_cards([Card(card, "")], world.url, tmp_path / "home")
    assert shown == ["{'ids_right': 0.5}"]


def test_the_shell_lines_of_the_cards_are_commands(
    world: World, adapter: Path, recipe: Path, space: Path
) -> None:
    import typer

    from geneverse import app

    model = render.render_model_card(
        adapter, recipe, None, None, repo_id="geneverse/x-lora", version=VERSION
    )
    asks = render.render_space_card(space, repo_id="geneverse/ask", version=VERSION)
    cards = [world.data / "README.md", world.registry / "README.md", model, asks]
    lines = [line for card in cards for block in blocks(card, "bash") for line in block.split("\n")]
    commands = [shlex.split(line) for line in lines if line.strip()]
    targets = re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    root = typer.main.get_command(app)
    seen = set()
    for words in commands:
        seen.add(words[0])
        if words[0] == "make":
            assert words[1] in targets
        elif words[0] == ".venv/bin/geneverse":
            command, context = root, typer.Context(root)
            rest = words[1:]
            while hasattr(command, "commands") and rest[0] in command.commands:
                command = command.commands[rest.pop(0)]
            given = [
                w for w in rest if not w.startswith("recipes/")
            ]  # a test's recipe is elsewhere
            command.make_context(
                words[-1], [*given, *([str(recipe)] if given != rest else [])], parent=context
            )
    assert seen == {"make", ".venv/bin/geneverse", "pip", "python"}


def test_the_data_are_rebuilt_byte_for_byte_by_the_line_of_the_card(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from geneverse import app

    card = (world.data / "README.md").read_text(encoding="utf-8")
    line = next(
        x
        for b in blocks(world.data / "README.md", "bash")
        for x in b.split("\n")
        if "data genes" in x
    )
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, shlex.split(line)[1:])
    assert done.exit_code == 0, done.output
    again = json.loads(
        (tmp_path / "build/data/gene-instructions/geneverse.json").read_text("utf-8")
    )
    assert f"`{again['revision_of_content']}`" in card
    for path in (tmp_path / "build" / "data").rglob("*.parquet"):
        first = world.data.parent / path.relative_to(tmp_path / "build" / "data")
        assert path.read_bytes() == first.read_bytes()

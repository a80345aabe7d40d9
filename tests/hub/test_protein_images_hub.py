"""The protein pictures on a hub: released with their card, loaded back bare and as a stream."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROTEINS = Path(__file__).resolve().parents[1] / "datasets_builders" / "proteins"
sys.path.insert(0, str(PROTEINS))

from protein_rows_world import file_of, install, twenty  # noqa: E402  # beside the builder's tests

from datasets_builders.proteins.build import build  # noqa: E402
from hub.plan import find  # noqa: E402
from hub.releases import Options, carry_out, look  # noqa: E402
from model_cards.render import render_dataset_card  # noqa: E402


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(monkeypatch)
    folder = build([file_of(r) for r in twenty()], tmp_path / "build" / "data").folder
    render_dataset_card(folder, repo_id="geneverse/protein-images", version="v0.1.0")
    return tmp_path / "build"


def test_a_plan_finds_it_by_itself_and_by_name(root: Path) -> None:
    for names in ([], ["protein-images"]):
        found, _ = find(names, root)
        assert [(a.repo_id, a.repo_type) for a in found] == [
            ("geneverse/protein-images", "dataset")
        ]


def test_a_stranger_loads_it_bare_streams_it_and_reads_the_table(
    root: Path, hub_url: str, tmp_path: Path, stranger: Callable[[str], str]
) -> None:
    artefacts, _ = find([], root, owner="pictures")
    options = Options(endpoint=hub_url, state=tmp_path / "state", collection=False)
    carry_out(look(artefacts, "v0.1.0", options), "v0.1.0", options)
    script = """
from datasets import load_dataset
import json
rows = load_dataset("pictures/protein-images")
first = rows["paper"][0]
stream = load_dataset("pictures/protein-images", split="train", streaming=True)
one = next(iter(stream))
table = load_dataset("pictures/protein-images", "structures", revision="v0.1.0")
print(json.dumps([sorted(rows), first["subject"], first["images"][0].size, first["images"][0].mode,
                  one["images"][0].size, list(table["paper"]["accession"])]))
"""
    assert json.loads(stranger(script).splitlines()[-1]) == [
        ["paper", "test", "train", "validation"],
        "Bridge protein",
        [8, 8],
        "RGB",
        [8, 8],
        ["Q2LD37"],
    ]

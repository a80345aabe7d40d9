"""The card of the protein pictures, from the folder's own files."""

import json
import sys
from pathlib import Path

import pytest

PROTEINS = Path(__file__).resolve().parents[1] / "datasets_builders" / "proteins"
sys.path.insert(0, str(PROTEINS))

from protein_rows_world import file_of, install, twenty  # noqa: E402  # beside the builder's tests

from datasets_builders.proteins.build import build  # noqa: E402
from model_cards.errors import CardError  # noqa: E402
from model_cards.render import render_dataset_card  # noqa: E402
from model_cards.validate import validate_folder  # noqa: E402

NAMES = {"repo_id": "geneverse/protein-images", "version": "v0.1.0"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(monkeypatch)
    items = [file_of(r) for r in twenty()]
    return build(items, tmp_path, colours=["plddt", "secondary-structure"]).folder


def test_the_card_lists_every_configuration_and_passes_the_hubs_rules(folder: Path) -> None:
    render_dataset_card(folder, **NAMES)
    front = validate_folder(folder)
    assert [c["config_name"] for c in front["configs"]] == [
        "plddt",
        "secondary-structure",
        "structures",
    ]
    assert [bool(c.get("default")) for c in front["configs"]] == [True, False, False]
    assert front["license"] == "cc-by-4.0"
    assert "visual-question-answering" in front["task_categories"]
    info = {i["config_name"]: i for i in front["dataset_info"]}
    images = next(f for f in info["plddt"]["features"] if f["name"] == "images")
    assert images["list"] == "image"


def test_its_figures_are_the_folders(folder: Path) -> None:
    text = render_dataset_card(folder, **NAMES).read_text()
    facts = json.loads((folder / "geneverse.json").read_text())
    rows = facts["configs"]["plddt"]
    assert f"| `plddt` (default) | {rows['train']['rows']} | {rows['validation']['rows']} |" in text
    assert "paper 1." in text and "opengl 48" in text
    assert "a PNG of" in text and "\\x89" not in text
    assert "relatives by sequence" in text and "30% identical" in text
    assert "24 structures are enough to try" in text
    assert "20 AlphaFold entries" in text and "about proteins, not" in text
    assert "--colour plddt --colour secondary-structure" in text


def test_a_leaking_or_broken_folder_has_no_card(folder: Path) -> None:
    audit = folder / "audit.json"
    whole = audit.read_text()
    audit.write_text(whole.replace('"passed": true', '"passed": false'))
    with pytest.raises(CardError, match="leak audit did not pass"):
        render_dataset_card(folder, **NAMES)
    audit.write_text(whole)
    facts = json.loads((folder / "geneverse.json").read_text())
    del facts["pictures"]["size"]
    (folder / "geneverse.json").write_text(json.dumps(facts))
    with pytest.raises(CardError, match=r"pictures\.size is missing.*geneverse data proteins"):
        render_dataset_card(folder, **NAMES)

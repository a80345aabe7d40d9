"""``geneverse card`` finds out what the folder holds, writes its card and says so."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from model_cards.cli import card_command, collection_command
from model_cards.errors import CardError
from model_cards.validate import split_card

app = typer.Typer()
app.command()(card_command)
NAMES = ["--repo", "geneverse/x", "--version", "v1.2.0"]


def run(*args: object) -> str:
    """The output of ``geneverse card``; an error that the room names is raised."""
    result = CliRunner().invoke(app, [str(a) for a in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_each_kind_of_folder(dataset: Path, registry: Path, adapter: Path, recipe: Path) -> None:
    assert run(dataset, *NAMES).startswith("dataset card: ")
    assert run(registry, *NAMES).startswith("registry card: ")
    assert run(adapter, *NAMES, "--recipe", recipe).startswith("model card: ")
    for folder in (dataset, registry, adapter):
        assert "no problem found" in run(folder, "--check")


def test_an_adapter_with_everything(
    adapter: Path, recipe: Path, scores: Path, answers: list[Path], dataset: Path
) -> None:
    examples = [part for path in answers for part in ("--answers", path)]
    options = ["--recipe", recipe, "--scores", scores, "--data", dataset, *examples]
    run(adapter, *NAMES, *options)
    front, body = split_card((adapter / "README.md").read_text(encoding="utf-8"))
    assert front["model-index"][0]["results"] and len(front["widget"]) == 1
    assert 'from_pretrained("geneverse/x", revision="v1.2.0")' in body


def test_the_kinds_that_are_code(
    gene_pipeline: Path,
    correction: Path,
    merged: Path,
    recipe: Path,
    metric: Path,
    space: Path,
    scores: Path,
) -> None:
    said = run(gene_pipeline, *NAMES, "--results", correction, "--merged", "geneverse/m")
    assert said.startswith("pipeline card: ") and "error" not in said and "warning" not in said
    text = (gene_pipeline / "README.md").read_text(encoding="utf-8")
    assert 'model="geneverse/m", revision="v1.2.0"' in text
    assert run(merged, *NAMES, "--recipe", recipe).startswith("merged card: ")
    assert run(metric, *NAMES, "--scores", scores).startswith("metric card: ")
    assert run(space, *NAMES).startswith("space card: ")
    for folder in (gene_pipeline, merged, metric, space):
        assert "no problem found" in run(folder, "--check")


def test_the_pipeline_in_the_lines_of_a_model(adapter: Path, recipe: Path) -> None:
    options = ["--recipe", recipe, "--pipeline-version", "v3.0.0", "--new-version", "geneverse/z"]
    run(adapter, *NAMES, *options)
    text = (adapter / "README.md").read_text(encoding="utf-8")
    assert '"geneverse/gene-pipeline", revision="v3.0.0"' in text
    assert "new_version: geneverse/z" in text
    run(adapter, *NAMES, "--recipe", recipe)
    assert "gene-pipeline" not in (adapter / "README.md").read_text(encoding="utf-8")
    with pytest.raises(CardError, match="--pipeline-version 'newest' is no version"):
        run(adapter, *NAMES, "--recipe", recipe, "--pipeline-version", "newest")


def test_what_the_hub_ignores_is_told_as_a_warning(dataset: Path) -> None:
    run(dataset, *NAMES)
    readme = dataset / "README.md"
    readme.write_text(readme.read_text("utf-8").replace("---\n", "---\nlicence: mit\n", 1), "utf-8")
    said = run(dataset, "--check")
    assert "warning: licence: the Hub does not read it; write license if" in said
    assert "(line 2)" in said


def test_the_collection_is_printed_as_json() -> None:
    collection = typer.Typer()
    collection.command()(collection_command)
    arguments = ["registry=geneverse/gene-registry", "space=geneverse/ask", "--version", "v1.2.0"]
    done = CliRunner().invoke(collection, arguments)
    assert done.exit_code == 0, done.output
    assert [i["item_type"] for i in json.loads(done.output)["items"]] == ["dataset", "space"]


def test_a_recipe_that_is_not_here(adapter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(adapter)
    with pytest.raises(CardError, match="name it with --recipe"):
        run(adapter, *NAMES)


def test_a_full_disk_leaves_the_old_card(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(dataset, *NAMES)
    before = (dataset / "README.md").read_bytes()

    def full(path: Path, text: str, **_: object) -> int:
        path.write_bytes(text[:100].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        run(dataset, "--repo", "geneverse/y", "--version", "v1.2.0")
    assert (dataset / "README.md").read_bytes() == before
    assert not list(dataset.glob(".README*"))

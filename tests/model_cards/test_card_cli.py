"""``geneverse card`` finds out what the folder holds, writes its card and says so."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from model_cards.cli import card_command
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

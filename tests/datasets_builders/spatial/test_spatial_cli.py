"""What ``geneverse data spatial`` says and refuses."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import geneverse
from datasets_builders.errors import DataError


def run(*words: str) -> str:
    result = CliRunner().invoke(geneverse.app, ["data", "spatial", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_help_teaches() -> None:
    text = run("--help")
    assert "geneverse data spatial breast.h5ad --cell-type-column" in " ".join(text.split())
    assert "0.55" in text


def test_the_simulation_becomes_a_data_set(tmp_path: Path) -> None:
    text = run(
        "--simulated-sections", "2", "--simulated-genes", "80", "--simulated-cells", "400",
        "--config", "marker", "--out", str(tmp_path),
    )  # fmt: skip
    assert "simulated-1: 400 cells, 80 genes, 8 cell types (simulated)" in text
    assert "no rule without the picture is above its limit" in text
    assert (tmp_path / "spatial-markers" / "audit.json").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("none.h5ad",), "none.h5ad is missing"),
        (("a.h5ad", "--simulated-genes", "9"), "goes without SECTIONS"),
        (("a.h5ad", "--cell-types", "none.csv"), "none.csv is missing"),
        (("a.h5ad", "--panel", "none.csv"), "missing"),
    ],
)
def test_errors_name_the_value(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    with pytest.raises(DataError, match=says):
        run(*words, "--out", str(tmp_path))


def test_a_section_by_its_path(h5ad: Path, tmp_path: Path) -> None:
    text = run(str(h5ad), "--layer", "counts", "--predicted-types", "--config", "marker",
               "--out", str(tmp_path))  # fmt: skip
    assert "7 cell types (predicted)" in text
    assert "marker has no row in test_sections" in text


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from datasets_builders.spatial import cli

    monkeypatch.setattr(cli, "_NEEDED", ("scipy", "no_such_library"))
    with pytest.raises(
        DataError, match=r"need no_such_library: pip install 'geneverse\[spatial\]'"
    ):
        run()

"""``geneverse data proteins`` as a user types it."""

from pathlib import Path

import pytest
from protein_rows_world import World, file_of, record, twenty
from typer.testing import CliRunner, Result

from datasets_builders.cli import data_app
from datasets_builders.errors import DataError
from datasets_builders.provenance import Provenance, SourceFile


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(data_app, ["proteins", *map(str, arguments)])
    if isinstance(result.exception, DataError):
        raise result.exception
    return result


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for one in twenty():
        name, content = file_of(one)
        (folder / name).write_bytes(content)
    (folder / "bad.pdb").write_bytes(b"broken")
    return folder


def test_a_folder_is_built_and_told_by_split_and_reason(
    world: World, source: Path, tmp_path: Path
) -> None:
    result = run("--source", source, "--out", tmp_path / "out", "--colour", "plddt", "--size", "64")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["rows", "train", "validation", "test", "paper"]
    assert lines[1].split()[0] == "structures" and lines[1].split()[-1] == "1"
    assert "truncated: bad.pdb" in result.stdout
    assert "no leak" in result.stdout and "relatives by sequence" in result.stdout
    assert f"--data {tmp_path / 'out' / 'protein-images'}" in result.stdout
    assert "24 by opengl" in result.stdout


def test_without_a_source_the_sample_is_built(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = [file_of(record(f"P{n:05}")) for n in range(5)]
    monkeypatch.setattr(
        "datasets_builders.proteins.sample.load_sample", lambda: (sample, Provenance((), 5))
    )
    result = run("--out", tmp_path)
    assert "paper has no structure: none of the 20 entries" in result.stdout


def test_accessions_are_fetched_and_drawn(
    world: World, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def fetch(accessions: list[str], folder: Path) -> list[SourceFile]:
        asked.extend(accessions)
        folder.mkdir(parents=True)
        names = ["AF-P00001-F1-model_v4.pdb", "AF-P00002-F1-model_v4.pdb"]
        for name in names:
            (folder / name).write_bytes((source / name).read_bytes())
        return [SourceFile(n, "AlphaFold DB", "", "", 1, "ab", "CC-BY-4.0", 1, 1) for n in names]

    monkeypatch.setattr("datasets_builders.proteins.alphafold.fetch_models", fetch)
    result = run("--accessions", "P00001, P00002", "--out", tmp_path / "out")
    assert asked == ["P00001", "P00002"] and result.exit_code == 0
    assert result.stdout.splitlines()[1].split()[1:4] == ["1", "0", "1"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--source", "x", "--accessions", "P1"], "three sources"),
        (["--accessions", " , "], "names none"),
        (["--views", "back"], "there are front, side, top"),
        (["--colour", "red"], "unknown colour mode red"),
    ],
)
def test_what_does_not_fit_is_told_and_writes_nothing(
    arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "datasets_builders.proteins.sample.load_sample", lambda: ([], Provenance((), 0))
    )
    out = tmp_path / "out"
    with pytest.raises(DataError, match=message):
        run("--out", out, *arguments)
    assert not out.exists() or not any(out.iterdir())


def test_help_teaches() -> None:
    said = run("--help").stdout
    assert "Example: geneverse data proteins" in said and "goes on where it was" in said

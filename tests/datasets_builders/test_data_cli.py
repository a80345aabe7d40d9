"""``geneverse data ...`` as a user types it."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from gene_world import gene
from typer.testing import CliRunner, Result

from datasets_builders.cli import data_app
from datasets_builders.errors import DataError
from datasets_builders.genes.groups import PAPER_GENES
from datasets_builders.genes.records import GeneRecord
from datasets_builders.provenance import Provenance


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(data_app, [str(a) for a in arguments])
    if isinstance(result.exception, DataError):
        raise result.exception
    return result


def test_without_a_source_the_sample_is_built_and_the_next_step_is_told(tmp_path: Path) -> None:
    result = run("genes", "--out", tmp_path, "--config", "ncbi", "--config", "grounded")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["rows", "train", "validation", "test", "paper"]
    assert lines[1].split()[0] == "ncbi"
    assert lines[1].split()[-1] == str(len(PAPER_GENES))
    assert "no leak" in result.stdout and "gene groups (families)" in result.stdout
    assert f"--data {tmp_path / 'gene-instructions'}" in result.stdout
    assert (tmp_path / "gene-registry" / "genes.parquet").is_file()


def test_symbols_of_the_sample_make_a_registry_of_these_genes(tmp_path: Path) -> None:
    result = run("genes", "--sample", "--symbols", "gli,TP53", "--out", tmp_path)
    assert "GLI1: The official symbol of this gene" in result.stdout
    table = pq.read_table(tmp_path / "gene-registry" / "genes.parquet")
    assert table["symbol"].to_pylist() == ["GLI1", "TP53"]
    assert not (tmp_path / "gene-instructions").exists()


def test_symbols_alone_are_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def fetch(symbols: list[str]) -> tuple[list[GeneRecord], Provenance]:
        asked.extend(symbols)
        return [gene("GLI1", 4317)], Provenance(sources=(), records=1)

    monkeypatch.setattr("datasets_builders.genes.eutils.fetch_symbols", fetch)
    run("genes", "--symbols", "GLI1", "--out", tmp_path)
    assert asked == ["GLI1"]
    assert (tmp_path / "gene-registry" / "genes.parquet").is_file()


def test_download_comes_before_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []

    def fetch(folder: Path) -> list[object]:
        asked.append(folder)
        return []

    monkeypatch.setattr("datasets_builders.genes.download.download", fetch)
    source = tmp_path / "source"
    with pytest.raises(DataError, match="hgnc_complete_set"):
        run("genes", "--source", source, "--download", "--out", tmp_path / "out")
    assert asked == [source]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--sample", "--source", "x"], "two sources"),
        (["--download"], "--download needs --source"),
        (["--symbols", " , "], "names no gene"),
        (["--symbols", "GLI1", "--seed", "3"], "registry only"),
        (["--go-gmt", "x.gmt"], "--go-gmt goes with --source"),
        (["--sample", "--symbols", "NOSUCHGENE"], "NOSUCHGENE: no gene"),
        (["--config", "proteins"], "unknown configuration proteins"),
        (["--source", "no/such/folder"], "no/such/folder"),
    ],
)
def test_what_does_not_fit_together_is_told_and_writes_nothing(
    arguments: list[str], message: str, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with pytest.raises(DataError, match=message):
        run("genes", "--out", out, *arguments)
    assert not out.exists() or not any(out.iterdir())


@pytest.mark.parametrize("command", ["rephrase", "synthesize"])
def test_an_endpoint_that_is_not_set_is_named(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(DataError, match="OPENAI_BASE_URL"):
        run(command, "--out", tmp_path / "a.jsonl")


@pytest.mark.parametrize("command", ["rephrase", "synthesize"])
def test_the_endpoint_is_asked_about_the_chosen_genes(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datasets_builders.genes import endpoint as module

    asked: list[str] = []

    def answer(
        records: list[GeneRecord], out: Path, *, endpoint: module.Endpoint
    ) -> module.EndpointReport:
        asked.extend(r.symbol for r in records)
        assert (endpoint.model, endpoint.concurrency) == ("m", 2)
        skipped = {"not protein-coding (RNA, micro)": ["MIR608"]}
        return module.EndpointReport(out, written=1, already=0, skipped=skipped)

    monkeypatch.setattr(module, command, answer)
    result = run(
        command, "--symbols", "GLI1,MIR608", "--out", tmp_path / "a.jsonl", "--model", "m",
        "--base-url", "http://localhost:1/v1", "--api-key", "k", "--concurrency", "2",
    )  # fmt: skip
    assert asked == ["GLI1", "MIR608"]
    assert "1 answers written" in result.stdout
    assert "1 genes skipped: not protein-coding" in result.stdout


@pytest.mark.parametrize("command", ["genes", "rephrase", "synthesize"])
def test_help_has_an_example(command: str) -> None:
    assert "Example: geneverse data" in run(command, "--help").stdout

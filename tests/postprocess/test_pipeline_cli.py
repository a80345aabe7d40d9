"""``geneverse describe`` and ``geneverse pipeline``, with a tiny real model."""

import json
from pathlib import Path

import pytest
import typer
from pipeline_world import CHAT, save_adapter, save_model, write_facts
from typer.testing import CliRunner

from postprocess.pipeline_cli import describe_command, pipeline_app

APP = typer.Typer()
APP.command("describe")(describe_command)
APP.add_typer(pipeline_app, name="pipeline")


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(APP, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_genes_are_described_in_order(tmp_path: Path, registry_path: Path) -> None:
    model = write_facts(save_model(tmp_path / "model"))
    asked = ["describe", "GLI1", "p53", "FOOBAR1", "--model", str(model)]
    options = ["--registry", str(registry_path), "--max-new-tokens", "4", "--device", "cpu"]
    rows = [json.loads(line) for line in _run(*asked, *options, "--json").splitlines()]
    assert [row["query"] for row in rows] == ["GLI1", "p53", "FOOBAR1"]
    assert [row["symbol"] for row in rows] == ["GLI1", "TP53", None]
    shown = _run(*asked, *options)
    assert "p53 (TP53): " in shown
    assert "FOOBAR1: unknown gene\n  FOOBAR1 is no gene of the gene registry" in shown


def test_an_adapter_is_described_with_a_base_of_ones_own(
    tmp_path: Path, registry_path: Path
) -> None:
    base = save_model(tmp_path / "base")
    adapter = save_adapter(tmp_path / "adapter", base, "nobody/nothing", chat_template=CHAT)
    shown = _run(
        "describe", "GLI1", "--model", str(adapter), "--base", str(base), "--max-new-tokens", "2",
        "--registry", str(registry_path), "--device", "cpu",
    )  # fmt: skip
    assert shown.startswith("GLI1: ")


@pytest.mark.parametrize("command", ["write", "add", "handler"])
def test_the_code_is_laid_out_with_its_registry(tmp_path: Path, command: str) -> None:
    folder = tmp_path / "out"
    if command != "write":
        folder.mkdir()
        write_facts(save_model(folder))
    _run("pipeline", command, str(folder), "--registry-revision", "v9.9.9")
    assert "v9.9.9" in (folder / "pinned.py").read_text()

"""The commands ``geneverse correct`` and ``geneverse gene``, and answers for programs."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from postprocess.answers import correct_answers, read_answers, write_answers
from postprocess.cli import correct_command, gene_command
from postprocess.errors import AnswersError, PostprocessError
from postprocess.registry import GeneRegistry

APP = typer.Typer()
APP.command("correct")(correct_command)
APP.command("gene")(gene_command)


def _run(*arguments: str, stdin: str | None = None) -> Any:
    result = CliRunner().invoke(APP, list(arguments), input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _answer(text: str, subject: str | None = "GLI1") -> dict[str, Any]:
    return {
        "id": "HGNC:4317/grounded", "subject": subject, "model": "m", "kind": "adapter",
        "prompt": "?", "answer": text, "reference": "r", "stratum": "s", "seconds": 1.0,
    }  # fmt: skip


def test_a_text_is_printed_corrected(registry_path: Path) -> None:
    result = _run("correct", "TP53 is MIM:1.", "--registry", str(registry_path))
    assert result.stdout.strip() == "TP53 is MIM:191170. It is also known as p53 and LFS1."
    assert "identifier 1, alias 1" in result.stderr


def test_standard_input_and_symbol(registry_path: Path) -> None:
    result = _run(
        "correct",
        "--registry",
        str(registry_path),
        "--symbol",
        "GLI1",
        "--no-aliases",
        stdin="HGNC:1",
    )
    assert result.stdout.strip() == "HGNC:4317"


def test_an_answers_file_becomes_another(registry_path: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out" / "b.jsonl"
    write_answers(source, [_answer("GLI1 is HGNC:1."), _answer("bad \ud800", None)])
    result = _run(
        "correct", str(source), "--out", str(out), "--registry", str(registry_path), "--show"
    )
    assert (
        "GLI1 is HGNC:[-1-]{+4317+}." in result.stdout and "2 answers, 1 changed" in result.stdout
    )
    rows = read_answers(out)
    assert rows[0]["model"] == "m+corrected" and rows[0]["kind"] == "corrected"
    assert rows[0]["edits"][0] == {
        "kind": "identifier", "start": 13, "end": 14, "before": "1", "after": "4317",
        "field": "hgnc_id",
    }  # fmt: skip
    assert rows[0]["reference"] == "r" and rows[1]["answer"] == "bad \ud800"
    assert [p.name for p in out.parent.iterdir()] == ["b.jsonl"]


def test_correcting_answers_twice_changes_nothing(registry: GeneRegistry) -> None:
    once = correct_answers([_answer("GLI1 is HGNC:1.")], registry)
    twice = correct_answers(once, registry)
    assert twice[0]["answer"] == once[0]["answer"] and twice[0]["model"] == "m+corrected"


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', '{"answer": 5}'])
def test_a_bad_line_is_named_and_nothing_written(
    registry_path: Path, tmp_path: Path, line: str
) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    source.write_text(json.dumps(_answer("x")) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(AnswersError, match=r"line 2|answer 2"):
        _run("correct", str(source), "--out", str(out), "--registry", str(registry_path))
    assert not out.exists()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "b.jsonl"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError):
        write_answers(out, [_answer("x"), {"answer": object()}])
    assert out.read_text(encoding="utf-8") == "old" and len(list(tmp_path.iterdir())) == 1


def test_no_registry_says_how_to_make_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GENEVERSE_REGISTRY", raising=False)
    with pytest.raises(PostprocessError, match="geneverse data genes --sample --out build/data"):
        _run("gene", "GLI1")


def test_genes_are_printed(
    registry_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GENEVERSE_REGISTRY", str(registry_path.parent))
    shown = _run("gene", "p53", "CAP").stdout
    assert "p53: alias of TP53" in shown and "ENSG00000141510" in shown
    assert "CAP: alias of 2 genes: SERPINB6 (HGNC:8950), CAP1 (HGNC:20040)" in shown
    listed = tmp_path / "genes.txt"
    listed.write_text("GLI1\nTP53\n", encoding="utf-8")
    lines = _run("gene", f"@{listed}", "--json").stdout.splitlines()
    assert [json.loads(line)["symbol"] for line in lines] == ["GLI1", "TP53"]


def test_an_unknown_gene_has_suggestions(registry_path: Path) -> None:
    with pytest.raises(PostprocessError, match=r"'GLI11' is no symbol.*did you mean GLI1"):
        _run("gene", "GLI11", "--registry", str(registry_path))

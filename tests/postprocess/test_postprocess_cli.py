"""The commands ``geneverse correct`` and ``geneverse gene``, and answers for programs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from registry_world import gene_row, rows
from typer.testing import CliRunner

from postprocess.answers import correct_answers, read_answers, write_answers
from postprocess.cli import correct_command, diff_command, gene_command
from postprocess.errors import AnswersError, PostprocessError
from postprocess.registry import GeneRegistry

APP = typer.Typer()
APP.command("correct")(correct_command)
APP.command("gene")(gene_command)
APP.command("diff")(diff_command)


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


def test_genes_are_printed(registry_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENEVERSE_REGISTRY", str(registry_path.parent))
    shown = _run("gene", "p53", "CAP").stdout
    assert "p53: alias of TP53" in shown and "ENSG00000141510" in shown
    assert "CAP: alias of 2 genes; ask again with one of these:\n" in shown
    assert "  SERPINB6  HGNC:8950   alias  serpinb6 full name\n" in shown
    assert "\x1b[" not in shown  # no colours where nobody looks


@pytest.mark.parametrize("way", ["@{}", "--file={}"])
def test_a_file_of_genes(registry_path: Path, tmp_path: Path, way: str) -> None:
    listed = tmp_path / "genes.txt"
    listed.write_text("\ufeffGLI1\n\n# a comment\r\n  TP53 \n", encoding="utf-8")
    lines = _run("gene", way.format(listed), "--json", "--registry", str(registry_path)).stdout
    found = [json.loads(line) for line in lines.splitlines()]
    assert [gene["symbol"] for gene in found] == ["GLI1", "TP53"]
    assert found[0]["links"]["NCBI"] == ["https://www.ncbi.nlm.nih.gov/gene/2735"]
    assert (found[0]["kind"], found[0]["ambiguous"]) == ("symbol", False)


@pytest.mark.parametrize("way", [["-"], ["--file", "-"]])
def test_genes_from_standard_input(registry_path: Path, way: list[str]) -> None:
    shown = _run("gene", *way, "--registry", str(registry_path), stdin="GLI1\nCAP1\n").stdout
    assert "GLI1  gli1 full name" in shown and "CAP1  cap1 full name" in shown


def test_what_is_missing_stands_at_the_end_and_the_rest_is_printed(
    registry_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["NOPE1", "GLI1", "GONE1", "OLDGLI", "TP35"]
    with pytest.raises(PostprocessError) as caught:
        gene_command(names, registry=str(registry_path))
    shown = capsys.readouterr().out
    assert shown.count("GLI1  gli1 full name") == 2
    assert "OLDGLI: HGNC withdrew OLDGLI (HGNC:90002, Symbol Withdrawn); it is now GLI1" in shown
    assert str(caught.value).splitlines() == [
        "3 of 5 not found",
        "  'NOPE1' is no symbol, alias, name or identifier in genes.parquet",
        "  GONE1: HGNC withdrew GONE1 (HGNC:90001, Entry Withdrawn), without replacement",
        "  'TP35' is no symbol, alias, name or identifier in genes.parquet; did you mean TP53?",
    ]


def test_json_has_a_line_for_every_query(
    registry_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(PostprocessError, match="2 of 3 not found"):
        gene_command(["TP35", "CAP", "GONE1"], registry=str(registry_path), as_json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == {
        "query": "TP35", "how": "", "missing": True, "withdrawn": None, "near": ["TP53"],
    }  # fmt: skip
    assert [(r["symbol"], r["ambiguous"]) for r in rows[1:3]] == [
        ("SERPINB6", True),
        ("CAP1", True),
    ]
    assert rows[3]["missing"] and rows[3]["withdrawn"]["status"] == "Entry Withdrawn"


def test_a_number_and_its_kind(registry_path: Path) -> None:
    given = ["--registry", str(registry_path)]
    shown = _run("gene", "4317", *given).stdout
    assert shown.startswith("4317: a number of unknown kind; write HGNC:4317, GeneID:4317 or MIM:")
    assert "  GLI1  HGNC:4317  HGNC id  gli1 full name" in shown
    assert _run("gene", "4317", "--kind", "hgnc_id", *given).stdout.startswith(
        "4317: HGNC id of GLI1"
    )
    with pytest.raises(PostprocessError, match="kind 'colour' is not looked in"):
        _run("gene", "4317", "--kind", "colour", *given)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no gene was named; give symbols"),
        (["@nowhere.txt"], "gene list nowhere.txt cannot be read"),
        (["@bytes.txt"], "it is text in UTF-8"),
        (["@long.txt"], "gene list long.txt, line 2: 5000 characters are no name"),
        (["@empty.txt"], "no gene was named"),
    ],
)
def test_a_bad_list_says_what_to_do(
    registry_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bytes.txt").write_bytes(b"GLI1\n\xff\xfe")
    Path("long.txt").write_text("GLI1\n" + "x" * 5000)
    Path("empty.txt").write_text("\n# nothing\n")
    with pytest.raises(PostprocessError, match=message):
        _run("gene", *arguments, "--registry", str(registry_path))


def test_an_unknown_gene_has_suggestions(registry_path: Path) -> None:
    with pytest.raises(PostprocessError, match=r"'GLI11' is no symbol.*did you mean GLI1"):
        _run("gene", "GLI11", "--registry", str(registry_path))


def test_a_query_cannot_steer_the_terminal(registry_path: Path) -> None:
    with pytest.raises(PostprocessError) as caught:
        _run("gene", "\x1b]0;title\x07\ud800", "--registry", str(registry_path))
    assert str(caught.value).isprintable()


def test_two_releases_are_compared(registry_path: Path, make_registry: Callable[..., Path]) -> None:
    changed = [{**row, "location": "7p22"} if row["symbol"] == "GLI1" else row for row in rows()]
    newer = make_registry([*changed, gene_row("NEW1", 99_999)], date="2026-11-01")
    shown = _run("diff", str(registry_path), str(newer)).stdout
    assert "old: 2026-10-01, 11 genes, 2 withdrawn entries" in shown
    assert "added: 1\n  NEW1 (HGNC:99999)  new1 full name" in shown
    assert "location changed: 1\n  GLI1: 12q13.3 -> 7p22" in shown
    data = json.loads(_run("diff", str(registry_path), str(newer), "--json").stdout)
    assert data["added"][0]["symbol"] == "NEW1" and data["new"]["build_date"] == "2026-11-01"


def test_a_registry_that_is_neither_file_nor_hub_id(tmp_path: Path) -> None:
    with pytest.raises(PostprocessError, match=r"nowhere/genes\.parquet is not there"):
        _run("gene", "GLI1", "--registry", "nowhere/genes.parquet")

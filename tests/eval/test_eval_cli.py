"""The commands, as a user types them."""

import json
from pathlib import Path

import pytest
import typer
from eval_world import World
from typer.testing import CliRunner

from eval.cli import answer_command, baseline_command, report_command, score_command
from eval.errors import EvalError
from eval.questions import Message

app = typer.Typer()
for name, command in {
    "answer": answer_command,
    "baseline": baseline_command,
    "score": score_command,
    "report": report_command,
}.items():
    app.command(name)(command)


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("command", ["answer", "baseline", "score", "report"])
def test_help_teaches_with_an_example(command: str) -> None:
    assert f"Example: geneverse {command}" in " ".join(run(command, "--help").split())


def test_from_questions_to_scores(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fixed:
        """Says one thing."""

        name = "fixed"

        def generate(self, prompts: list[list[Message]]) -> list[str]:
            return ["No idea."] * len(prompts)

    monkeypatch.setattr("eval.models.load_model", lambda *_, **__: Fixed())
    answers, out = tmp_path / "answers.jsonl", tmp_path / "scores.json"
    said = run("answer", "--model", "x", "--data", world.data, "--out", answers)
    assert said.startswith("5 answers of fixed")
    settings = json.loads((tmp_path / "answers.settings.json").read_text())
    assert settings["config"] == "grounded" and settings["data_revision"] == "ab" * 32
    assert str(tmp_path) not in json.dumps(settings)
    files = run("baseline", "--data", world.data, "--out", tmp_path).split("\n")[:-1]
    assert len(files) == 2
    where = ("--data", world.data, "--registry", world.registry, "--out", out)
    table = run("score", answers, *files, *where)
    assert "| fixed" in table and "| record itself" in table
    assert list(json.loads(out.read_text())["models"]) == [
        "fixed",
        "symbol template",
        "record itself",
    ]
    with pytest.raises(EvalError, match=r"geneverse.json is missing; `geneverse train` writes it"):
        (world.data / "audit.json").write_text("{}")
        run(
            "report",
            "--scores",
            out,
            "--data",
            world.data,
            "--adapter",
            tmp_path,
            "--out",
            "r.html",
        )


def test_a_limit_needs_partial_scoring(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Echo:
        """The record itself."""

        name = "echo"

        def generate(self, prompts: list[list[Message]]) -> list[str]:
            return [p[0]["content"] for p in prompts]

    monkeypatch.setattr("eval.models.load_model", lambda *_, **__: Echo())
    answers = tmp_path / "answers.jsonl"
    run("answer", "--model", "x", "--data", world.data, "--out", answers, "--limit", 1)
    where = ("--data", world.data, "--registry", world.registry, "--out", tmp_path / "s.json")
    with pytest.raises(EvalError, match="3 rows without an answer"):
        run("score", answers, *where)
    run("score", answers, *where, "--partial")
    assert json.loads((tmp_path / "s.json").read_text())["n"] == 2

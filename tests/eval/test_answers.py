"""Answers files: resumable, whole or not there, and never mixed from two settings."""

import json
from pathlib import Path

import pytest
from eval_world import World

from eval.answers import Answer, read_answers
from eval.collect import collect, partial_path, settings_path
from eval.errors import AnswerFileError, EvalError, SettingsMismatch, SilentModelError
from eval.questions import Message, Question, load_questions

SETTINGS = {"model": "echo", "max_new_tokens": 160}


class Echo:
    """Answers with the prompt's last word; remembers what it was asked, and can stop."""

    name = "echo"

    def __init__(self, stop_after: int = 99, reply: str | None = None) -> None:
        self.asked: list[str] = []
        self.stop_after = stop_after
        self.reply = reply

    def generate(self, prompts: list[list[Message]]) -> list[str]:
        if len(self.asked) >= self.stop_after:
            raise KeyboardInterrupt
        self.asked += [p[-1]["content"] for p in prompts]
        return [p[-1]["content"].split()[-1] if self.reply is None else self.reply for p in prompts]


@pytest.fixture
def questions(world: World) -> list[Question]:
    return load_questions(world.data, "grounded", ["test", "paper"])


def ask(model: Echo, questions: list[Question], out: Path, **more: object) -> list[Answer]:
    options = {"kind": "base", "settings": SETTINGS, "batch_size": 2, **more}
    return collect(model, questions, out, **options)  # type: ignore[arg-type]  # a test's shorthand


def test_all_are_asked_once_longest_first_and_kept_in_the_data_sets_order(
    questions: list[Question], tmp_path: Path
) -> None:
    out, model = tmp_path / "deep" / "a.jsonl", Echo()
    answers = ask(model, questions, out)
    assert [a.id for a in answers] == [q.id for q in questions]
    assert read_answers(out) == answers
    assert sorted(model.asked) == sorted(q.prompt for q in questions)
    assert len(model.asked[0]) > len(model.asked[-1])
    row = json.loads(out.read_text().splitlines()[0])
    assert row["reference"] == questions[0].reference and row["kind"] == "base"
    assert not partial_path(out).exists()


def test_an_interrupted_run_goes_on_where_it_stopped(
    questions: list[Question], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.jsonl"
    with pytest.raises(KeyboardInterrupt):
        ask(Echo(stop_after=2), questions, out)
    assert not out.exists()  # a half file never stands where scoring looks
    with partial_path(out).open("a") as file:
        file.write('{"id": "HGNC:4317/grou')
    with pytest.raises(KeyboardInterrupt):
        ask(Echo(stop_after=2), questions, out)  # the next rows must not land behind that line
    again = Echo()
    answers = ask(again, questions, out)
    assert len(again.asked) == 1 and len(answers) == 5
    assert "cut off" in capsys.readouterr().err
    third = Echo()
    assert ask(third, questions, out) == answers
    assert third.asked == []


def test_other_settings_are_refused_or_restart(questions: list[Question], tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    ask(Echo(), questions, out)
    other = {"model": "echo", "max_new_tokens": 80}
    with pytest.raises(SettingsMismatch, match="max_new_tokens: 160 then, 80 now"):
        ask(Echo(), questions, out, settings=other)
    model = Echo()
    ask(model, questions, out, settings=other, restart=True)
    assert len(model.asked) == 5
    third = Echo()
    ask(third, questions, out, settings=other, restart_if_stale=True)
    assert third.asked == []
    ask(third, questions, out, restart_if_stale=True)
    assert len(third.asked) == 5
    settings_path(out).unlink()
    with pytest.raises(SettingsMismatch, match=r"without a.settings.json"):
        ask(Echo(), questions, out)


def test_answers_to_other_questions_are_refused(questions: list[Question], tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    ask(Echo(), questions, out)
    with pytest.raises(AnswerFileError, match="3 rows not in"):
        ask(Echo(), questions[:2], out)
    text = out.read_text().replace("Please summarize", "Summarize")
    out.write_text(text)
    with pytest.raises(SettingsMismatch, match="another prompt"):
        ask(Echo(), questions, out)


def test_a_silent_model_is_an_error(questions: list[Question], tmp_path: Path) -> None:
    with pytest.raises(SilentModelError, match="echo gave 5 answers and all are empty"):
        ask(Echo(reply="  "), questions, tmp_path / "a.jsonl")
    assert not (tmp_path / "a.jsonl").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "best"}, "kind 'best' is none of"),
        ({"answer": None}, "field answer is NoneType"),
        ({"colour": "red"}, "unknown fields"),
    ],
)
def test_a_bad_line_is_named(
    questions: list[Question], tmp_path: Path, change: dict[str, object], message: str
) -> None:
    out = tmp_path / "a.jsonl"
    ask(Echo(), questions, out)
    lines = out.read_text().splitlines()
    lines[2] = json.dumps({**json.loads(lines[2]), **change})
    out.write_text("\n".join(lines) + "\n")
    with pytest.raises(AnswerFileError, match=f"line 3: .*{message}"):
        read_answers(out)


def test_missing_files_say_what_makes_them(world: World, tmp_path: Path) -> None:
    with pytest.raises(AnswerFileError, match="geneverse answer"):
        read_answers(tmp_path / "none.jsonl")
    with pytest.raises(EvalError, match="no split 'dev' of configuration 'grounded'"):
        load_questions(world.data, "grounded", ["dev"])

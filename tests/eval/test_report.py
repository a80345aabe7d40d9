"""The report: one page that holds what it promises, needs nothing from outside, and escapes."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from eval_world import World

from eval.answers import Answer, write_answers
from eval.baselines import write_baselines
from eval.charts import Dot, dot_panel, loss_chart
from eval.errors import EvalError
from eval.marking import Piece, marked
from eval.questions import Question, load_questions
from eval.reading import verdict
from eval.report import duration, examples, write_report
from eval.score import SPLITS, score

SLIP = {"MIM:165220": "MIM:165222"}
DATA: dict[str, Any] = {
    "default_config": "combined",
    "configs": {"grounded": {"train": {"rows": 1234}, "test": {"rows": 3}, "paper": {"rows": 2}}},
    "strata": {"grounded": {"train": {"pseudogene": 1000, "RNA, micro": 234}}},
}
AUDIT: dict[str, Any] = {
    "passed": True,
    "rule": "No gene group lies on two sides.",
    "units": 2890,
    "units_by_side": {"train": 250, "test": 20},
    "genes_by_side": {"train": 300, "test": 22},
    "dropped_bridging": 14,
    "violations": [],
    "checks": [{"name": "gene groups", "compared": 612, "violations": 0}],
}
RUN: dict[str, Any] = {
    "name": "tiny-adapter",
    "base_model": "someone/base",
    "hardware": "2 CPU cores",
    "seconds": 341.2,
    "seed": 42,
    "loss_curve": [[1, 2.5], [2, 1.25], [3, 0.5]],
    "versions": {"torch": "2.13.0"},
}


def rows(questions: list[Question], kind: str) -> list[Answer]:
    """The right answers with one slip in the adapter's, corrected or not answered at all."""
    found = []
    for q in questions:
        text, edits = q.reference, None
        if kind == "adapter" and q.id == "HGNC:4317/grounded":
            text = text.replace(*next(iter(SLIP.items())))
        if kind == "corrected":
            at = text.find("MIM:165220")
            edit = {"kind": "identifier", "start": at, "end": at + 10, "field": "mim_ids"}
            pair = {"before": "MIM:165222", "after": "MIM:165220"}
            edits = ({**edit, **pair},) if at >= 0 else ()
        if kind == "base":
            text = "I do not know <b>this</b> & that."
        found.append(
            Answer(q.id, q.subject, "m", kind, q.prompt, text, q.reference, q.stratum, 0.1, edits)
        )
    return found


@pytest.fixture
def inputs(world: World, tmp_path: Path) -> dict[str, Any]:
    questions = load_questions(world.data, "grounded", SPLITS)
    answers = {kind: rows(questions, kind) for kind in ("base", "adapter", "corrected")}
    files = []
    for kind, found in answers.items():
        files.append(tmp_path / f"{kind}.jsonl")
        named = [Answer.from_json(a.to_json().replace('"m"', f'"{kind}-m"')) for a in found]
        write_answers(files[-1], named)
    files += write_baselines(questions, tmp_path)
    scores = score(files, world.data, world.registry, None)
    return {
        "scores": scores,
        "answers": answers,
        "data_info": DATA,
        "audit": AUDIT,
        "run_facts": RUN,
        "seconds": {"train": 341.2, "score": 2.0},
        "commands": [("Ask it", "geneverse answer --model base")],
    }


class Strict(HTMLParser):
    """Collects tags and checks that they are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> closes another tag"


def test_the_page_holds_what_it_promises(inputs: dict[str, Any], tmp_path: Path) -> None:
    out = tmp_path / "demo" / "report.html"
    write_report(out, **inputs)
    page = out.read_text(encoding="utf-8")
    parser = Strict()
    parser.feed(page)
    assert parser.open == []
    tags = [tag for tag, _ in parser.tags]
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert not [a for _, attrs in parser.tags for a in attrs if a in ("src", "href")]
    assert "url(" not in page and "@import" not in page
    assert tags.count("svg") == 6  # five metrics and the loss curve
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    for said in (
        "The adapter has every identifier right for 3 of 4 held-out genes, its base model for 0",
        "After correction against the gene registry the adapter's answers have every identifier",
        "right for 4 of 4 genes; before, for 3 of 4",
        "1,234",
        "5 min 41 s",
        "Passed",
        "torch 2.13.0",
        "geneverse answer --model base",
        "symbol template",
    ):
        assert said in text.replace("&#39;", "'"), said
    assert "<del>MIM:165222</del><ins>MIM:165220</ins>" in page
    assert "<b>this</b>" not in page and "&lt;b&gt;this&lt;/b&gt; &amp; that." in page


def test_the_first_example_is_one_with_an_edit(inputs: dict[str, Any], tmp_path: Path) -> None:
    write_report(tmp_path / "r.html", **inputs)
    page = (tmp_path / "r.html").read_text()
    assert page.count('class="example"') == 3
    assert page.index("<del>MIM:165222</del>") < page.index("Nothing had to be corrected")


def test_examples_with_edits_come_first(inputs: dict[str, Any]) -> None:
    backwards = {kind: list(reversed(found)) for kind, found in inputs["answers"].items()}
    assert examples(backwards)[0].subject == "GLI1"
    assert [bool(e.edits) for e in examples(backwards)] == [True, False, False]


def test_a_verdict_needs_intervals_that_do_not_overlap() -> None:
    high, middle, low = ({"low": x, "high": x + 0.2} for x in (0.7, 0.6, 0.1))
    assert verdict(high, low) == "better" and verdict(low, high) == "worse"
    assert verdict(high, middle).startswith("no difference")


def test_what_is_missing_is_named_and_nothing_written(
    inputs: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "r.html"
    lacking = {**AUDIT}
    del lacking["units_by_side"]
    with pytest.raises(EvalError, match="units_by_side"):
        write_report(out, **{**inputs, "audit": lacking})
    with pytest.raises(EvalError, match="strata"):
        write_report(out, **{**inputs, "data_info": {"configs": {}}})
    assert list(tmp_path.glob("*r.html*")) == []


def test_it_works_without_corrected_answers_and_curve(
    inputs: dict[str, Any], tmp_path: Path
) -> None:
    run = {k: v for k, v in RUN.items() if k != "loss_curve"}
    write_report(tmp_path / "r.html", **{**inputs, "answers": {}, "run_facts": run})
    page = (tmp_path / "r.html").read_text()
    assert "kept no loss curve" in page and "Before and after" not in page


def test_marking_shows_only_what_happened() -> None:
    edits = [{"start": 5, "end": 6, "before": "1", "after": "2"}]
    assert marked("HGNC:1.", "HGNC:2.", edits) == (
        Piece("same", "HGNC:"),
        Piece("del", "1"),
        Piece("ins", "2"),
        Piece("same", "."),
    )
    # Spans that do not lead to the corrected text are not believed.
    pieces = marked("a b c", "a c", [{"start": 0, "end": 1, "before": "a", "after": "x"}])
    assert "".join(p.text for p in pieces if p.mark != "ins") == "a b c"
    assert "".join(p.text for p in pieces if p.mark != "del") == "a c"
    assert marked("same", "same", ()) == (Piece("same", "same"),)


def test_charts_place_values_and_say_them() -> None:
    svg = dot_panel(
        "Factual <x>", [Dot("a & b", "base", 0.0, 0.0, 0.5), Dot("c", "adapter", 1, 1, 1)]
    )
    assert "Factual &lt;x&gt;" in svg and "a &amp; b 0.00 (0.00 to 0.50)" in svg
    left, right = (float(x) for x in re.findall(r'cx="([\d.]+)"', svg))
    grid = sorted(float(x) for x in re.findall(r'class="grid" x1="([\d.]+)"', svg))
    assert (left, right) == (grid[0], grid[-1])
    curve = loss_chart([(1, 2.0), (2, 1.0), (3, 0.5)])
    heights = [float(p.split(",")[1]) for p in re.findall(r'points="([^"]+)"', curve)[0].split()]
    assert heights == sorted(heights)  # a falling loss goes down the page
    with pytest.raises(ValueError, match="two points"):
        loss_chart([(1, 2.0)])


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.44, "0.4 s"), (59.6, "1 min 0 s"), (12, "12 s"), (341.2, "5 min 41 s")]
)
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_json_values_survive(inputs: dict[str, Any]) -> None:
    assert json.loads(json.dumps(inputs["scores"])) == inputs["scores"]

"""Each rule of the validator has a card that breaks it; good cards break none."""

import re
from pathlib import Path

import pytest
from broken_cards import COMMON, GOOD, TEXTS, Broken, card
from broken_data import DATASETS, SPACES
from broken_models import MODELS
from huggingface_hub import DatasetCard, ModelCard, SpaceCard

import model_cards
from model_cards.licences import OBLIGATIONS
from model_cards.validate import validate_card

ROOM = Path(model_cards.__file__).parent
BROKEN = (*TEXTS, *COMMON, *MODELS, *DATASETS, *SPACES)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The files that the good cards name."""
    for name in ("app.py", "train.parquet", "x.parquet"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "NOTICE").write_text(OBLIGATIONS["llama3"].notice, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.rule}-{case.key}")
def test_a_broken_card_is_told_rule_key_line_and_fix(case: Broken, repo: Path) -> None:
    found = validate_card(case.text, case.kind, folder=repo, house=case.house, warnings=True)
    assert [p.rule for p in found] == [case.rule], [str(p) for p in found]
    problem = found[0]
    assert (problem.key, problem.line, problem.level) == (case.key, case.line(), case.level)
    assert len(problem.fix) > 5 and problem.message
    said = str(problem)
    assert said.startswith(f"{case.key}: ") and problem.fix in said
    assert (f"(line {case.line()})" in said) is (case.line() is not None)
    refused = validate_card(case.text, case.kind, folder=repo, house=case.house)
    assert bool(refused) is (case.level == "error")


def test_every_rule_has_its_broken_card() -> None:
    sources = [p.read_text(encoding="utf-8") for p in ROOM.glob("*.py")]
    named = {hit for text in sources for hit in re.findall(r'Problem\(\s*"([a-z-]+)"', text)}
    named |= {"result-task", "result-dataset"}  # built from the name of the part
    tried = {case.rule for case in BROKEN}
    by_lists = {"pipeline-tag", "relation", "size-category", "task-category", "task-id"}
    assert named - tried - {"base-of-adapter"} == set()
    assert by_lists <= tried and len(tried) >= 70


@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_a_good_card_has_no_problem(kind: str, repo: Path) -> None:
    assert validate_card(card(kind), kind, folder=repo, house=True, warnings=True) == []
    reader = {"model": ModelCard, "dataset": DatasetCard, "space": SpaceCard}[kind]
    assert reader(card(kind)).data.to_dict().keys() >= {"license", *GOOD[kind]} - {"model-index"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("model", "---\nlicense: other\nlicense_name: own-1.0\nlicense_link: LICENSE\n---\n# A\n"),
        ("model", "\ufeff---\r\nlicense: mit\r\n---\r\n# A\r\n"),
        ("model", "---\nlicense: mit\nbase_model: &b a/b\ntags: [x]\nnew_version: *b\n---\n# A\n"),
        ("model", "---\nlicense: mit\nco2_eq_emissions: 12.5\ninference: false\n---\n# A\n"),
        ("model", "---\nlicense: llama2\nbase_model: meta-llama/Llama-2-7b-hf\n---\n# My own\n"),
        (
            "model",
            "---\nlicense: mit\nbase_model: [a/b, c/d]\nbase_model_relation: merge\n---\n# A\n",
        ),
        ("dataset", "---\nlicense: mit\nlanguage: [en, gsw, multilingual, code]\n---\n# A\n"),
        ("dataset", "---\nlicense: mit\nsource_datasets: [original]\n---\n# A\n"),
        ("dataset", "---\nlicense: [mit, cc0-1.0]\nviewer: false\n---\n# A\n"),
        ("space", "---\ntitle: A\nsdk: static\nlicense: mit\nemoji: ⚕️\n---\n# A\n"),
        ("space", "---\ntitle: A\nsdk: docker\napp_port: 7860\nlicense: mit\n---\n# A\n"),
    ],
)
def test_what_the_hub_takes_is_no_problem(kind: str, text: str) -> None:
    assert validate_card(text, kind, warnings=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n---\n",
        "---\n\x00: 1\n---\n",
        "---\na: &a [*a]\n---\n# A\n",
        "---\n" + "[" * 3000 + "\n---\n# A\n",
        "---\na: !!python/object/apply:os.getcwd []\n---\n# A\n",
        "---\n? [a, b]\n: 1\n---\n# A\n",
        "---\nlicense: {a: 1}\nlanguage: [[en]]\nbase_model: {a: 1}\ntags: {}\n---\n# A\n",
        "---\nwidget: [1]\nmodel-index: [1]\nmetrics: [[]]\ndatasets: 3\n---\n# A\n",
        "---\nwidget: 7\nbase_model_relation: [merge]\npipeline_tag: {a: 1}\n---\n# A\n",
    ],
)
@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_whatever_stands_there_a_list_comes_back(kind: str, text: str) -> None:
    found = validate_card(text, kind, house=True, warnings=True)
    assert found and all(p.line is None or p.line >= 1 for p in found)


@pytest.mark.parametrize(
    "text",
    [
        "---\nconfigs: [{config_name: [a], data_files: {a: b}}]\ndataset_info: 7\n---\n# A\n",
        "---\nconfigs: [{config_name: a, data_files: 3}]\ndataset_info: {splits: [1]}\n---\n# A\n",
        "---\nconfigs: [{data_files: [{split: [1], path: {}}]}]\nsize_categories: [{}]\n---\n# A\n",
        "---\ntask_ids: [[a]]\ntask_categories: [{a: 1}]\nsource_datasets: {}\n---\n# A\n",
    ],
)
def test_a_strange_data_set_card_is_a_list_too(text: str) -> None:
    assert validate_card(text, "dataset", warnings=True)


def test_problems_come_in_the_order_of_the_lines() -> None:
    text = card("model", license="apache", language=["english"], tags="x")
    assert [p.key for p in validate_card(text, "model")] == ["license", "language[0]", "tags"]

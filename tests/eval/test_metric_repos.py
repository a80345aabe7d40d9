"""The metrics as strangers get them: a folder that `evaluate` loads where nothing of ours is."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eval.errors import EvalError
from eval.metric_repos import METRICS, metric_files, metric_names, write_metric_repo
from eval.metrics.ids_right.identifiers import ids_right_of

# Loads each folder, computes the card's example and asks the page as a program does.
STRANGER = """
import importlib.util, json, sys
for room in ("eval", "hub", "geneverse", "datasets_builders"):
    assert importlib.util.find_spec(room) is None, room
import evaluate
for folder in sys.argv[2:]:
    facts = json.load(open(folder + "/geneverse.json"))
    print("RESULT", json.dumps(evaluate.load(folder).compute(**facts["example"])))
    if sys.argv[1] == "page":
        spec = importlib.util.spec_from_file_location("app", folder + "/app.py")
        app = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(app)
        opened = app.page()
        _, address, _ = opened.launch(server_name="127.0.0.1", prevent_thread_lock=True, quiet=True)
        from gradio_client import Client
        client = Client(address, verbose=False)
        ask = lambda text: client.predict(text, api_name="/measure")
        print("RESULT", json.dumps(ask(json.dumps(facts["example"]))))
        for wrong in ("[", '{"predictions": "x"}', '{"predictions": ["x"], "cache_dir": ["/"]}'):
            try:
                ask(wrong)
                print("TAKEN", wrong)
            except Exception as error:
                assert type(error).__name__ == "AppError", error
        opened.close()
"""


def stranger(home: Path, what: str, *folders: Path) -> tuple[list[Any], str]:
    """What the script computed, in a process of its own in an empty folder, offline."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    offline = {"HF_EVALUATE_OFFLINE": "1", "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    calm = {"GRADIO_ANALYTICS_ENABLED": "False", "NO_PROXY": "127.0.0.1,localhost"}
    path = [p for p in sys.path if "-packages" in p]
    # -S leaves out the editable installation of this repo.
    start = f"import sys; sys.path += {path!r}\n"
    done = subprocess.run(
        [sys.executable, "-S", "-c", start + STRANGER, what, *map(str, folders)],
        env={**kept, **offline, **calm, "HOME": str(home), "HF_HOME": str(home / "hf")},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    lines = done.stdout.splitlines()
    return [json.loads(x.removeprefix("RESULT ")) for x in lines if x.startswith("RESULT ")], (
        done.stdout
    )


def test_each_metrics_folder_is_whole() -> None:
    """A folder with a file of its name is a metric; one without facts would never be released."""
    named = {path.parent.name for path in METRICS.glob("*/*.py") if path.stem == path.parent.name}
    assert named == set(metric_names()) and {"ids_right", "structural"} <= named


@pytest.mark.parametrize("name", metric_names())
def test_a_stranger_computes_what_the_card_says(name: str, tmp_path: Path) -> None:
    facts = json.loads((METRICS / name / "geneverse.json").read_text())
    made = write_metric_repo(name, tmp_path / "metrics" / name)
    values, _ = stranger(tmp_path, "", made, METRICS / name)
    assert values == [facts["result"], facts["result"]]


@pytest.mark.slow
def test_the_page_measures_and_refuses(tmp_path: Path) -> None:
    pytest.importorskip("gradio", reason="Gradio is not installed: pip install 'geneverse[space]'")
    made = write_metric_repo("ids_right", tmp_path / "ids_right")
    values, said = stranger(tmp_path, "page", made)
    assert values == [{"ids_right": 0.5}, {"ids_right": 0.5}]
    assert "TAKEN" not in said


def test_the_repo_has_what_it_lists_and_is_written_whole(tmp_path: Path) -> None:
    out = tmp_path / "ids_right"
    for _ in range(2):
        write_metric_repo("ids_right", out)
    facts = json.loads((out / "geneverse.json").read_text())
    assert {path.name for path in out.glob("*.py")} == set(facts["python"])
    assert set(facts["python"]) == {"app.py", "identifiers.py", "ids_right.py"}
    assert (facts["kind"], facts["name"], facts["app_file"]) == ("metric", "ids_right", "app.py")
    assert "evaluate>=" in (out / "requirements.txt").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["ids_right"]
    with pytest.raises(EvalError, match="no folder of structural"):
        write_metric_repo("structural", out)


@pytest.mark.parametrize(
    ("main", "message"),
    [
        ("import datasets, evaluate\n", "two packages on one line"),
        ("from ..references import Reference\n", "a metric stands alone"),
        ("from .missing import x\n", "missing.py, which is not beside it"),
        ("from .other import x\n", "evaluate fetches only what"),
    ],
)
def test_what_evaluate_cannot_follow_is_refused(tmp_path: Path, main: str, message: str) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "new.py").write_text(main)
    (folder / "other.py").write_text("from .third import x\n")
    (folder / "third.py").write_text("x = 1\n")
    with pytest.raises(EvalError, match=message):
        metric_files("new", tmp_path)


IDS = frozenset({"HGNC:4317", "MIM:165220"})


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        ("GLI1 is HGNC:4317 and MIM:165220.", 1.0),
        ("GLI1 is HGNC:4317, MIM:165220 and Entrez Gene 2735.", 1.0),
        ("GLI1 is HGNC:4317.", 0.0),
        ("GLI1 is HGNC:4317 and MIM:165221.", 0.0),
        ("GLI1 is HGNC:4317, MIM:165220 and UniProt:P00533.", 0.0),
        ("Please summarize the major function of gene GLI1: HGNC:4317, MIM:165220.", 0.0),
        ("", 0.0),
    ],
)
def test_all_that_is_needed_and_nothing_else(answer: str, right: float) -> None:
    assert ids_right_of(answer, IDS, frozenset({"Entrez:2735"})) == right

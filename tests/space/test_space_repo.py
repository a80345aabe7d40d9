"""The Space's repo: whole, pinned, with a card, and running where nothing else of the house is."""

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from space_world import WRONG

sys.path.append(str(Path(__file__).resolve().parents[1] / "postprocess"))
from pipeline_world import save_model, write_facts

from hub.content import fault_of
from hub.python_files import meant_python
from model_cards.render import render_space_card
from model_cards.validate import kind_of
from space.places import SpaceError
from space.publish import space_files, write_space_repo

# Opens the page in the repo's own folder, with a real tiny model, and asks it as a program does.
ALONE = """
import importlib.util, json, os, sys
sys.path[:0] = [sys.argv[2]]
sys.path.append(sys.argv[3])
for room in ("datasets_builders", "recipes", "eval", "model_cards", "hub", "geneverse"):
    assert importlib.util.find_spec(room) is None, room
from space.desk import Desk
from space.places import Places
from space.serving import serve
desk = Desk(Places.from_environment())
desk.start()
address = serve(desk, host="127.0.0.1", wait=False)
assert desk.loaded.wait(120) and desk.has_model, desk.model_error
from gradio_client import Client
client = Client(address, verbose=False)
result = client.predict("p53", api_name="/answer")
done = client.predict(sys.argv[1], "", api_name="/correct")
print("RESULT", json.dumps([result["symbol"], result["raw"] is not None, done["text"]]))
sys.stdout.flush()
os._exit(0)
"""


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("spaces") / "demo"
    return write_space_repo(out, registry="someone/genes@v9.0.0")


def test_it_has_what_it_lists_and_pins_what_it_loads(repo: Path) -> None:
    facts = json.loads((repo / "geneverse.json").read_text())
    there = {path.relative_to(repo).as_posix() for path in repo.rglob("*.py")}
    assert there == set(facts["python"]) and "app.py" in there
    assert not {"space/publish.py", "space/cli.py", "postprocess/cli.py"} & there
    assert 'REGISTRY = "someone/genes@v9.0.0"' in (repo / "space" / "pinned.py").read_text()
    assert facts["revisions"]["someone/genes"] == "v9.0.0"
    for path in repo.rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"))


def test_every_package_that_it_imports_is_required(repo: Path) -> None:
    lines = (repo / "requirements.txt").read_text().splitlines()
    named = {re.split(r"[=><]", line)[0].replace("-", "_") for line in lines if line[:1] != "#"}
    _, packages = space_files()
    assert packages - named == set()


def test_its_card_is_valid_and_the_release_takes_it(repo: Path) -> None:
    render_space_card(repo, repo_id="geneverse/demo", version="v0.1.0")
    assert kind_of(repo) == "space"
    meant = meant_python("space", repo)
    names = {path.relative_to(repo).as_posix(): path for path in repo.rglob("*") if path.is_file()}
    faults = {name: fault_of(name, path, meant) for name, path in names.items()}
    assert {name: fault for name, fault in faults.items() if fault} == {}
    assert "revision `v9.0.0`" in (repo / "README.md").read_text(encoding="utf-8")


def test_it_is_written_again_over_itself_and_over_nothing_else(repo: Path, tmp_path: Path) -> None:
    (repo / "left_over.py").write_text("")
    write_space_repo(repo)
    assert not (repo / "left_over.py").exists()
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SpaceError, match="no Space's folder"):
        write_space_repo(tmp_path)
    with pytest.raises(SpaceError, match="no revision"):
        write_space_repo(tmp_path / "new", model="someone/model")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.slow
def test_it_runs_alone(repo: Path, registry_folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("gradio", reason="Gradio is not installed")
    model = write_facts(save_model(tmp_path / "model"))
    script = tmp_path / "alone.py"
    script.write_text(ALONE)
    packages = sysconfig.get_paths()["purelib"]
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), WRONG, str(repo), packages],
        capture_output=True,
        text=True,
        timeout=240,
        cwd=repo,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "HF_TOKEN"))},
            "GENEVERSE_MODEL": str(model),
            "GENEVERSE_REGISTRY": str(registry_folder),
            "HF_HUB_OFFLINE": "1",
            "no_proxy": "127.0.0.1,localhost",
        },
    )
    found = re.search(r"^RESULT (.*)$", done.stdout, re.MULTILINE)
    assert found, done.stderr[-2000:]
    assert json.loads(found[1]) == ["TP53", True, WRONG.replace("10997", "4317")]

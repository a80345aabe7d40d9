"""The house keeps its walls: who may import whom, what stays light, what stays out of the tree."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parent.parent
ROOMS = ("datasets_builders", "recipes", "postprocess", "eval", "model_cards", "hub", "space")
MAY_KNOW = {
    "datasets_builders": set(),
    "recipes": set(),
    "postprocess": set(),
    "eval": {"postprocess", "datasets_builders"},
    "model_cards": {"eval", "postprocess", "datasets_builders", "recipes"},
    "hub": {"model_cards", "eval", "postprocess", "datasets_builders", "recipes"},
    "space": {"postprocess"},
}
HEAVY = {"torch", "transformers", "peft", "axolotl", "trl", "matplotlib", "openai", "starlette"} | {
    "gradio"
}


def imports_of(path: Path) -> set[str]:
    """Top-level names of all absolute imports of a file, those inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_whom_it_may_know(room: str) -> None:
    files = sorted((REPO / room).rglob("*.py"))
    assert files
    strangers = (set(ROOMS) | {"geneverse", "demo"}) - MAY_KNOW[room] - {room}
    wrong = {f"{f.relative_to(REPO)} imports {n}" for f in files for n in imports_of(f) & strangers}
    assert not wrong


def test_the_command_line_starts_without_the_heavy_packages() -> None:
    code = f"import geneverse, sys; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=REPO
    )
    assert done.stdout.split() == []


def test_no_pickle_is_read_or_written() -> None:
    banned = {"pickle", "cloudpickle", "joblib", "dill", "shelve"}
    for room in (*ROOMS, "demo"):
        for path in (REPO / room).rglob("*.py"):
            assert not imports_of(path) & banned, path

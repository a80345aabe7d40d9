"""The whole of what the hub offers, asked for by the real client and by the ``hf`` command.

Other versions of the client are run, too, where GENEVERSE_OTHER_CLIENTS names their interpreters
(a list as in PATH), e.g. one with the newest 1.x and one with the newest of all.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCENARIO = Path(__file__).parent / "client_scenario.py"
OTHERS = [path for path in os.environ.get("GENEVERSE_OTHER_CLIENTS", "").split(os.pathsep) if path]
CLIENTS = [sys.executable, *OTHERS]


def run(command: list[str], url: str, home: Path, *, fails: bool = False) -> str:
    """Run a client that knows only the hub's address; returns what it prints."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "HF_HOME": str(home / "hf"),
        "HF_ENDPOINT": url,
        "HF_TOKEN": "any",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        "COLUMNS": "200",
    }
    done = subprocess.run(
        command, env=environment, cwd=home, capture_output=True, text=True, timeout=180, check=False
    )
    assert (done.returncode != 0) == fails, (command, done.stdout[-800:], done.stderr[-2500:])
    return done.stdout + done.stderr


@pytest.mark.parametrize("python", CLIENTS)
def test_every_call_of_the_client_works(python: str, hub_url: str, tmp_path: Path) -> None:
    said = run([python, str(SCENARIO), hub_url], hub_url, tmp_path)
    result = json.loads(said.splitlines()[0])
    assert result["n"] >= 110
    assert len(result["calls"]) >= 54


@pytest.mark.slow  # some thirty processes
@pytest.mark.parametrize("python", CLIENTS)
def test_the_hf_command_does_all_of_it(python: str, hub_url: str, tmp_path: Path) -> None:
    (tmp_path / "up" / "sub").mkdir(parents=True)
    (tmp_path / "up" / "sub" / "w.safetensors").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "up" / "a.txt").write_text("a")
    name = f"geneverse/hf-{CLIENTS.index(python)}"

    def hf(*words: str, fails: bool = False) -> str:
        command = [python, "-m", "huggingface_hub.cli.hf", *words]
        return run(command, hub_url, tmp_path, fails=fails)

    assert "geneverse" in hf("auth", "whoami")
    hf("repos", "create", name, "--private")
    hf("repos", "create", name, fails=True)
    hf("repos", "create", f"{name}-space", "--type", "space", "--space-sdk", "gradio")
    hf("repos", "settings", name, "--public")
    hf("upload", name, "up", ".", "--commit-message", "first")
    hf("upload", name, "up/a.txt", "b.txt", "--type", "dataset")
    hf("repos", "branch", "create", name, "feature/x")
    hf("repos", "tag", "create", name, "v1", "-m", "one")
    assert "v1" in hf("repos", "tag", "list", name)
    hf("download", name, "--revision", "v1", "--local-dir", "down")
    assert (tmp_path / "down" / "sub" / "w.safetensors").read_bytes() == bytes(range(256)) * 100
    hf("download", name, "a.txt")
    hf("download", name, "--revision", "feature/x")
    hf("cache", "verify", name, "--revision", "v1", "--local-dir", "down")
    hf("cache", "verify", name, "--revision", "feature/x")
    (tmp_path / "down" / "a.txt").write_text("b")
    hf("cache", "verify", name, "--revision", "v1", "--local-dir", "down", fails=True)
    assert name in hf("models", "ls", "--author", "geneverse", "--search", name.split("/")[1])
    assert "sub/w.safetensors" in hf("models", "ls", name, "-R")
    assert name in hf("models", "info", name)
    assert name in hf("datasets", "ls", "--author", "geneverse", "--limit", "100")
    assert f"{name}-space" in hf("spaces", "ls", "--author", "geneverse", "--limit", "100")
    slug = json.loads(hf("collections", "create", f"Of {name}", "--format", "json"))["slug"]
    hf("collections", "add-item", slug, name, "model", "--note", "n")
    assert name in hf("collections", "info", slug, "--format", "json")
    assert slug in hf("collections", "ls", "--owner", "geneverse", "--format", "json")
    hf("collections", "delete", slug)
    hf("repos", "delete-files", name, "a.txt")
    hf("repos", "tag", "delete", name, "v1", "-y")
    hf("repos", "branch", "delete", name, "feature/x")
    hf("repos", "move", name, f"{name}-moved")
    assert f"{name}-moved" in hf("repos", "ls", "--format", "json")
    hf("repos", "delete", f"{name}-moved", "-y")
    hf("download", f"{name}-moved", fails=True)

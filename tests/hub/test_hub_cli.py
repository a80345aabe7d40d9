"""The commands: what they print, how they fail, and that a hub does not outlive who started it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import typer
from typer.testing import CliRunner

from hub.cli import hub_app, release_command
from hub.errors import HubError
from hub.server import Accounts, Store, serve
from hub.server.names import RepoRef

app = typer.Typer()
app.command("release")(release_command)
app.add_typer(hub_app, name="hub")


def invoke(*arguments: str) -> str:
    """Run a command that works; returns what it prints on stdout."""
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def test_release_and_verify_print_what_was_done(hub_url: str, repo: str, data_folder: Path) -> None:
    release = ["release", str(data_folder), "--repo", repo, "--version", "v0.1.0"]
    release += ["--type", "dataset", "--endpoint", hub_url]
    planned = invoke(*release, "--dry-run")
    assert "dry run: would upload" in planned
    assert "upload  grounded/test.parquet" in planned
    first = json.loads(invoke(*release, "--json"))
    assert len(first["uploaded"]) == first["files"] == 6
    again = invoke(*release)
    assert f"v0.1.0 is commit {first['commit']}" in again
    assert "unchanged: 6 of 6 files" in again
    options = ["--version", "v0.1.0", "--endpoint", hub_url, "--folder", str(data_folder)]
    assert "7 files" in invoke("hub", "verify", repo, *options)


def test_errors_are_the_rooms_own(tmp_path: Path) -> None:
    """The front door turns HubError into one line and exit code 1."""
    arguments = ["release", str(tmp_path), "--repo", "geneverse/x", "--version", "v0.1.0"]
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, HubError)
    assert "is empty" in str(done.exception)


@pytest.mark.parametrize(
    "command", [["hub", "serve"], ["hub", "verify"], ["hub", "load"], ["release"]]
)
def test_help_teaches_by_an_example(command: list[str]) -> None:
    assert "Example: geneverse" in invoke(*command, "--help").replace("\n", " ").replace("│", "")


def test_the_served_hub_says_what_it_is_and_stops_on_ctrl_c(tmp_path: Path) -> None:
    script = "from hub.cli import hub_app; hub_app()"
    command = [sys.executable, "-c", script, "serve", "--root", str(tmp_path / "root")]
    with subprocess.Popen(
        [*command, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        url = json.loads(child.stdout.readline())["url"]
        assert url.startswith("http://127.0.0.1:")
        assert "not the Hugging Face Hub" in httpx.get(url).text
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=20)
    assert "for demo, tests and offline use" in said
    assert "Traceback" not in said


def test_a_taken_port_is_an_error_that_says_so(tmp_path: Path) -> None:
    with serve(tmp_path / "one") as endpoint:
        port = int(endpoint.url.rsplit(":", 1)[1])
        with (
            pytest.raises(HubError, match=f"cannot listen on 127.0.0.1:{port}"),
            serve(tmp_path / "two", port),
        ):
            pass


def test_a_hub_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    """Even when that process is killed and can clean nothing up."""
    script = f"""
import time
from pathlib import Path
from hub.server import serve
with serve(Path({str(tmp_path / "root")!r})) as endpoint:
    print(endpoint.url, flush=True)
    time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert httpx.get(f"{url}/healthz").json()["status"] == "ok"
        os.kill(parent.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/healthz")
        except httpx.TransportError:
            return
        time.sleep(0.1)
    pytest.fail("the hub still answers")


def test_the_commands_import_light() -> None:
    """Releasing needs the core alone: no server, no torch; the client only when it is used."""
    script = "import sys, hub.cli; print([m for m in sys.argv[1:] if m in sys.modules])"
    heavy = ["starlette", "uvicorn", "torch", "transformers", "datasets", "huggingface_hub"]
    done = subprocess.run([sys.executable, "-c", script, *heavy], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_token_is_shown_once_and_a_store_is_checked_and_cleaned(tmp_path: Path) -> None:
    root = tmp_path / "root"
    store = Store(root)
    store.create_repo(RepoRef("model", "geneverse/x"))
    run = CliRunner().invoke
    made = run(hub_app, ["token", "mary", "--root", str(root), "--role", "read"]).stdout.strip()
    found = Accounts(root).who(made)
    assert found is not None
    assert (found.user, found.role) == ("mary", "read")
    assert made not in (root / "tokens.json").read_text()
    store.blobs.add_bytes(b"of no commit")
    said = run(hub_app, ["check", "--root", str(root), "--clean"]).stdout
    assert "1 repos, 1 commits, 2 contents" in said
    assert "not referred to: 1 files, 12 bytes" in said
    assert "removed: 1 files" in said
    [blob] = (root / "blobs").glob("*/*")
    blob.write_bytes(b"spoilt")
    spoilt = run(hub_app, ["check", "--root", str(root)])
    assert isinstance(spoilt.exception, HubError)
    assert "has the sha256" in spoilt.output

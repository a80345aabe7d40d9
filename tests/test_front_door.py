"""The command line: every command teaches, errors are one line, exit codes tell."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import geneverse

REPO = Path(__file__).resolve().parent.parent


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    command = [sys.executable, "-m", "geneverse", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPO)


def commands() -> list[list[str]]:
    """Every command of the command line, groups opened."""
    found = [[name] for name in geneverse.COMMANDS]
    for group in geneverse.app.registered_groups:
        for command in group.typer_instance.registered_commands:
            callback = command.callback
            assert callback is not None
            name = command.name or callback.__name__.removesuffix("_command").replace("_", "-")
            found.append([str(group.name), name])
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_teaches(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        geneverse.app([*words, "--help"])
    assert stop.value.code == 0
    assert f"Example: geneverse {' '.join(words)}" in " ".join(capsys.readouterr().out.split())


def test_an_error_that_a_room_names_is_one_line(tmp_path: Path) -> None:
    done = run("gene", "GLI1", "--registry", str(tmp_path / "none.parquet"))
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
    assert str(tmp_path / "none.parquet") in done.stderr


def test_a_full_disk_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "build/x.parquet")

    monkeypatch.setattr(geneverse, "app", full)
    with pytest.raises(SystemExit) as stop:
        geneverse.main()
    assert stop.value.code == 1
    assert "no space left on the disk at build/x.parquet" in capsys.readouterr().err


def test_ctrl_c_ends_with_130_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    for attempt in range(10):
        out = tmp_path / f"data{attempt}"
        command = [sys.executable, "-m", "geneverse", "data", "genes", "--out", str(out)]
        process = subprocess.Popen(
            command,
            cwd=REPO,
            stderr=subprocess.PIPE,
            text=True,
            # A shell starts what runs in its background with this signal ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        deadline = time.monotonic() + 60
        while not out.is_dir() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
        if process.returncode != 0:  # else the build was done before the signal came: once more
            break
    assert process.returncode == 130, said
    assert "run the same command to go on" in said
    assert not list(out.rglob("*.parquet"))

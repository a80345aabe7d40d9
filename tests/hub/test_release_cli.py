"""``geneverse release``, ``verify`` and ``hub pull`` as people type them."""

import json
from pathlib import Path

import artefacts as make
import pytest
import typer
from typer.testing import CliRunner, Result

from hub.cli import hub_app, release_command, verify_command
from hub.errors import HubError
from hub.show import size

app = typer.Typer()
app.command("release")(release_command)
app.command("verify")(verify_command)
app.add_typer(hub_app, name="hub")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make.make_root(tmp_path / "build")


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def invoke(*arguments: str) -> str:
    done = call(*arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def test_plan_release_verify_and_mirror(root: Path, hub_url: str, tmp_path: Path) -> None:
    here = ["--version", "v0.1.0", "--endpoint", hub_url, "--owner", "typed"]
    at = ["--root", str(root)]
    planned = invoke("release", *here, *at, "--dry-run")
    assert "v0.1.0 to http://127.0.0.1" in planned
    assert "dry run: nothing is changed" in planned
    assert "3 of 3 repos change" in planned
    assert "not built, so left out: gene-pipeline" in planned
    made = json.loads(invoke("release", *here, *at, "--json"))
    assert [repo["name"] for repo in made["repos"]] == [
        "gene-instructions",
        "gene-registry",
        make.ADAPTER,
    ]
    assert made["collection"].startswith("typed/geneverse-v010-")
    again = invoke("release", "gene-registry", *here, *at)
    assert f"typed/gene-registry v0.1.0 is commit {made['repos'][1]['commit'][:12]}" in again
    assert "nothing to send" in again
    said = invoke("verify", "typed/gene-registry", *here[:4], *at)
    assert "checked: hashes, tag as in the journal, release.json" in said
    pulled = invoke("hub", "pull", "gene-registry", *here, "--out", str(tmp_path / "m"))
    assert "dataset typed/gene-registry v0.1.0: 8 files" in pulled


def test_an_unpinned_base_passes_with_a_word_on_it(root: Path, hub_url: str) -> None:
    make.change(root / make.ADAPTER / "adapter_config.json", revision=None)
    arguments = ["release", make.ADAPTER, "--version", "v0.1.0", "--root", str(root)]
    arguments += ["--endpoint", hub_url, "--owner", "unpinned-cli"]
    refused = call(*arguments)
    assert isinstance(refused.exception, HubError)
    assert "is not pinned" in str(refused.exception)
    done = call(*arguments, "--allow-unpinned")
    assert done.exit_code == 0
    assert "bases without a revision pass" in done.stderr
    folder = [str(root / make.ADAPTER), "--repo", "unpinned-cli/own", "--type", "model"]
    one = ["release", *folder, "--version", "v0.1.0", "--endpoint", hub_url]
    assert isinstance(call(*one).exception, HubError)
    assert call(*one, "--allow-unpinned").exit_code == 0
    far = [*one[:-1], "https://hub.example", "--allow-unpinned"]
    assert "is no loopback hub" in str(call(*far).exception)


def test_one_folder_is_needed_where_a_repo_is_named(root: Path) -> None:
    done = call("release", "a", "b", "--repo", "x/y", "--version", "v0.1.0")
    assert "--repo takes one folder" in str(done.exception)


@pytest.mark.parametrize("command", [["hub", "pull"], ["verify"], ["release"]])
def test_help_teaches_by_an_example(command: list[str]) -> None:
    said = invoke(*command, "--help").replace("\n", " ").replace("│", "")
    assert "Example: geneverse" in said


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (9999, "9,999 bytes"), (10_000, "10.0 kB"), (19_593_064, "19.6 MB"),
     (999_960, "1.0 MB"), (3_100_000_000, "3.1 GB")],
)  # fmt: skip
def test_sizes_are_written_as_people_read_them(count: int, text: str) -> None:
    assert size(count) == text

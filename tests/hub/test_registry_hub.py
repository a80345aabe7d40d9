"""The gene registry from the hub: pinned, cached, offline afterwards, and its errors."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from huggingface_hub import HfApi

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "postprocess"))
from registry_world import gene_row, write_registry

from postprocess.errors import RegistryError
from postprocess.registry import GeneRegistry

SCRIPT = """
import os
os.environ.update({settings!r})
from postprocess.errors import RegistryError
from postprocess.registry import GeneRegistry
try:
    registry = GeneRegistry.from_pretrained({repo!r}, revision={revision!r})
    print(registry.version, len(registry), registry.find("GLI1").gene.location)
except RegistryError as error:
    print("error:", error)
"""


@pytest.fixture
def two_releases(api: HfApi, repo: str, tmp_path: Path) -> str:
    """A data set with two tagged releases of a registry, and a third on its branch."""
    api.create_repo(repo, repo_type="dataset")
    for tag, location in (("v1.0.0", "12q13.2"), ("v1.1.0", "12q13.3"), ("", "12q13.4")):
        rows = [gene_row("GLI1", 4317, location=location)]
        path = write_registry(tmp_path / "genes.parquet", rows, date=f"2026-0{len(location)}-01")
        api.upload_file(
            path_or_fileobj=path, path_in_repo="genes.parquet", repo_id=repo, repo_type="dataset"
        )
        if tag:
            api.create_tag(repo, tag=tag, repo_type="dataset")
    path.unlink()
    return repo


def test_a_revision_is_pinned_cached_and_there_without_a_network(
    two_releases: str, stranger: Callable[[str], str]
) -> None:
    def opened(revision: str | None, **settings: str) -> str:
        script = SCRIPT.format(repo=two_releases, revision=revision, settings=settings)
        return stranger(script).strip()

    assert opened("v1.0.0").endswith(" 1 12q13.2")
    assert opened("v1.1.0").endswith(" 1 12q13.3")
    assert opened(None).endswith(" 1 12q13.4")
    for away in ({"HF_HUB_OFFLINE": "1"}, {"HF_ENDPOINT": "http://127.0.0.1:9"}):
        assert opened("v1.0.0", **away).endswith(" 1 12q13.2")
        assert opened("v1.1.0", **away).endswith(" 1 12q13.3")
    missing = opened("v9.9.9", HF_HUB_OFFLINE="1")
    assert missing.startswith(f"error: registry {two_releases} at v9.9.9: it is not in the cache")
    assert "open it once with a network, or use from_parquet" in missing


@pytest.mark.parametrize(
    ("name", "revision", "message"),
    [
        (None, "v9.9.9", "at v9.9.9: no such revision; name a tag"),
        ("geneverse/no-such-registry", None, "no such data set on the Hub"),
        ("geneverse/--bad--", None, "not a Hub id; write namespace/name"),
    ],
    ids=["revision", "repo", "name"],
)
def test_what_is_not_there_is_named_with_the_fix(
    two_releases: str,
    stranger: Callable[[str], str],
    name: str | None,
    revision: str | None,
    message: str,
) -> None:
    script = SCRIPT.format(repo=name or two_releases, revision=revision, settings={})
    said = stranger(script)
    assert said.startswith(f"error: registry {name or two_releases}") and message in said


def test_a_data_set_of_another_kind_is_named(
    api: HfApi, repo: str, stranger: Callable[[str], str]
) -> None:
    api.create_repo(repo, repo_type="dataset")
    api.upload_file(
        path_or_fileobj=b"text", path_in_repo="a.txt", repo_id=repo, repo_type="dataset"
    )
    script = SCRIPT.format(repo=repo, revision=None, settings={})
    assert "the data set has no genes.parquet; it is no gene registry" in stranger(script)
    api.upload_file(
        path_or_fileobj=b"no Parquet", path_in_repo="genes.parquet", repo_id=repo,
        repo_type="dataset",
    )  # fmt: skip
    assert "is not a whole Parquet file" in stranger(script)


def test_a_folder_or_file_of_this_machine_stands_for_an_id(tmp_path: Path) -> None:
    path = write_registry(tmp_path / "genes.parquet", [gene_row("GLI1", 4317)])
    for name in (str(path), str(tmp_path)):
        assert "GLI1" in GeneRegistry.from_pretrained(name)
    with pytest.raises(RegistryError, match="a folder on this machine has no revision 'v1'"):
        GeneRegistry.from_pretrained(str(tmp_path), revision="v1")
    for name in ("./nowhere", "/nowhere/at/all", "a/b/c", "x/genes.parquet"):
        with pytest.raises(RegistryError, match="no such folder or file"):
            GeneRegistry.from_pretrained(name)


def test_the_command_line_takes_an_id_with_its_revision(
    two_releases: str, stranger: Callable[[str], str]
) -> None:
    script = f"""
from postprocess.cli import gene_command
gene_command(["GLI1"], registry={two_releases + "@v1.0.0"!r})
"""
    assert "  Location   12q13.2\n" in stranger(script)

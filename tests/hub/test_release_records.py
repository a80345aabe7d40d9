"""What a release writes down and shows: record, notes, SBOM, dry run; and how names are found."""

import json
from collections.abc import Iterator
from pathlib import Path

import artefacts as make
import pytest
from release_runs import ready_of, run, writes

from hub import record as rec
from hub.errors import HubError
from hub.manifest import files_of, make_manifest
from hub.plan import find
from hub.remote import Remote
from hub.server import Endpoint, serve
from hub.show import plan


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """A hub that notes its requests."""
    with serve(tmp_path_factory.mktemp("hub") / "root", admin=True) as endpoint:
        yield endpoint


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three small artefacts."""
    return make.make_root(tmp_path / "build")


@pytest.fixture
def owner(repo: str) -> str:
    """An owner that no other test uses: artefacts are named alike in all of them."""
    return repo.split("/")[1]


def test_the_record_lists_every_other_file_and_has_the_facts(
    hub: Endpoint, root: Path, owner: str, tmp_path: Path
) -> None:
    run(root, owner, "v0.1.0", hub.url, make.ADAPTER)
    Remote(f"{owner}/{make.ADAPTER}", "model", hub.url, None).download("v0.1.0", tmp_path / "d")
    record = json.loads((tmp_path / "d" / "release.json").read_text())
    files = {n for n, _ in files_of(tmp_path / "d") if not n.startswith((".cache", ".gitattr"))}
    assert set(record["files"]) == files - {"release.json"}
    assert record["base"] == {"id": make.BASE, "revision": make.COMMIT}
    assert record["data"] == [{"id": "geneverse/gene-instructions", "revision": "v0.1.0"}]
    assert record["scores"] == {"ids_right on held-out genes": 0.83}
    assert (record["version"], record["previous"], record["kind"]) == ("v0.1.0", None, "model")
    assert {"python", "huggingface-hub"} <= record["tools"].keys()
    assert str(tmp_path) not in (tmp_path / "d" / "release.json").read_text()


def test_the_same_content_gives_the_same_bytes(tmp_path: Path, hub: Endpoint, owner: str) -> None:
    made = []
    for name in ("one", "two"):
        root = make.make_root(tmp_path / name)
        [ready], _ = ready_of(root, owner, "v0.1.0", hub.url, "gene-registry")
        made.append({n: (ready.full.files[n]).read_bytes() for n in rec.GENERATED - {"model.sig"}})
    assert made[0] == made[1]


def test_notes_are_written_from_the_changes(
    hub: Endpoint, root: Path, owner: str, tmp_path: Path
) -> None:
    names = ("gene-instructions", make.ADAPTER)
    run(root, owner, "v0.1.0", hub.url, *names)
    make.dataset(root / "data" / "gene-instructions", rows=5)
    (root / "data" / "gene-instructions" / "more.json").write_text("{}")
    card = root / make.ADAPTER / "README.md"
    card.write_text(card.read_text().replace("0.83", "0.86"))
    data, adapter = run(root, owner, "v0.2.0", hub.url, *names)
    assert data.notes.startswith(
        "## v0.2.0\n\nSince v0.1.0: 1 file added, 2 files changed, 4 unchanged.\n"
    )
    assert "- Rows of combined/train: 5, before 3.\n" in data.notes
    assert "- Added `more.json` (2 bytes).\n" in data.notes
    assert "- Score ids_right on held-out genes: 0.86, before 0.83.\n" in adapter.notes
    Remote(f"{owner}/gene-instructions", "dataset", hub.url, None).download(
        "v0.2.0", tmp_path / "d"
    )
    log = (tmp_path / "d" / "CHANGELOG.md").read_text()
    assert log.startswith(f"# Changes of {owner}/gene-instructions\n\n## v0.2.0\n")
    assert log.index("## v0.2.0") < log.index("## v0.1.0") < log.index("First release: 6 files")


def test_a_dry_run_shows_each_file_and_changes_nothing(
    hub: Endpoint, root: Path, owner: str
) -> None:
    run(root, owner, "v0.1.0", hub.url, "gene-registry", collection=False)
    make.registry(root / "data" / "gene-registry", genes=9)
    (root / "data" / "gene-registry" / "provenance.json").unlink()
    hub.calm()
    ready, _ = ready_of(root, owner, "v0.2.0", hub.url, "gene-registry", make.ADAPTER)
    shown = plan(ready, "v0.2.0", hub.url, ["gene-pipeline"])
    assert writes(hub) == []
    size = (root / "data" / "gene-registry" / "genes.parquet").stat().st_size
    assert f"change  genes.parquet {size:>17,}" in shown
    assert "remove  provenance.json" in shown
    assert f"{owner}/{make.ADAPTER}" in shown
    assert "new repo" in shown
    sent = sum(
        f.size for r in ready for f in r.prepared.manifest.files if f.path in r.change.uploaded
    )
    assert f"2 of 2 repos change: 12 files, {sent:,} bytes to send" in shown
    assert "not built, so left out: gene-pipeline" in shown


def test_names_that_are_not_there_are_errors(root: Path) -> None:
    with pytest.raises(HubError, match=r"there is no gene-pipeline in .*gene-registry"):
        find(["gene-pipeline"], root)
    with pytest.raises(HubError, match="nothing to release"):
        find([], root / "none")
    found, missing = find([], root)
    assert [a.kind for a in found] == ["dataset", "registry", "model"]
    assert "gene-pipeline" in missing
    assert find([str(root / "data" / "gene-registry")], root)[0][0].kind == "registry"


def test_a_plan_names_folders_and_repos(root: Path, tmp_path: Path) -> None:
    plan_file = tmp_path / "plan.yaml"
    plan_file.write_text("repos:\n- {name: genes, folder: data/gene-registry, repo: you/genes}\n")
    [found], _ = find([], root, plan=plan_file)
    assert (found.repo_id, found.kind) == ("you/genes", "registry")
    plan_file.write_text("repos: 3\n")
    with pytest.raises(HubError, match="is no plan"):
        find([], root, plan=plan_file)


def test_the_sbom_names_packages_base_and_sources(hub: Endpoint, root: Path, owner: str) -> None:
    ready, _ = ready_of(root, owner, "v0.1.0", hub.url, "gene-instructions", make.ADAPTER)
    data, adapter = (json.loads(r.full.files["sbom.json"].read_text()) for r in ready)
    names = {c["name"]: c for c in data["components"]}
    assert names["hgnc.txt"]["hashes"] == [{"alg": "SHA-256", "content": "ab" * 32}]
    assert names["huggingface-hub"]["purl"].startswith("pkg:pypi/huggingface-hub@")
    base = next(c for c in adapter["components"] if c["type"] == "machine-learning-model")
    assert base["purl"] == f"pkg:huggingface/{make.BASE}@{make.COMMIT}"
    assert any(c.get("purl") == "pkg:pypi/torch@2.13.0" for c in adapter["components"])
    assert (data["bomFormat"], data["specVersion"]) == ("CycloneDX", "1.6")


def test_manifest_of_the_content_leaves_the_generated_files_out(root: Path) -> None:
    folder = root / "data" / "gene-registry"
    record = {"files": {}}
    assert not rec.same_content(record, make_manifest(files_of(folder)))
    assert not rec.same_content({}, make_manifest(files_of(folder)))

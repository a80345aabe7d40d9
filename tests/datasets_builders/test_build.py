"""The build: what stands in the two folders, always the same bytes, all or nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from gene_world import gene, world

from datasets_builders.errors import DataError
from datasets_builders.files import sha256_of
from datasets_builders.genes import build as building
from datasets_builders.genes.build import DEFAULT_SEED, BuildReport, build
from datasets_builders.genes.grounded import GROUNDED_TEMPLATE
from datasets_builders.genes.groups import PAPER_GENES
from datasets_builders.genes.rows import CONFIGS
from datasets_builders.genes.sample import load_sample
from datasets_builders.provenance import Provenance
from datasets_builders.schema import GENE_QUESTION
from datasets_builders.splits import SPLITS

NOTHING = Provenance(sources=(), records=0)


def hashes(folder: Path) -> dict[str, str]:
    """Every file below a folder with its hash."""
    return {
        str(path.relative_to(folder)): sha256_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    records, provenance = load_sample()
    return build(records, provenance, tmp_path_factory.mktemp("built"))


def test_the_sample_gives_every_file_of_both_folders(built: BuildReport) -> None:
    assert set(hashes(built.instructions)) == {
        *(f"{config}/{split}.parquet" for config in CONFIGS for split in SPLITS),
        "geneverse.json",
        "provenance.json",
        "audit.json",
    }
    assert set(hashes(built.registry)) == {"genes.parquet", "geneverse.json", "provenance.json"}
    assert [p.name for p in sorted(built.registry.parent.iterdir())] == [
        "gene-instructions",
        "gene-registry",
    ]


def test_geneverse_json_describes_the_files(built: BuildReport) -> None:
    facts = json.loads((built.instructions / "geneverse.json").read_text())
    assert (facts["name"], facts["task"], facts["seed"]) == ("gene-instructions", "gene", 13)
    assert facts["default_config"] == "combined"
    assert facts["prompts"] == {"question": GENE_QUESTION, "grounded": GROUNDED_TEMPLATE}
    for config in CONFIGS:
        for split in SPLITS:
            path = built.instructions / config / f"{split}.parquet"
            entry = facts["configs"][config][split]
            assert entry["rows"] == pq.read_metadata(path).num_rows == built.rows[config][split]
            assert entry["bytes"] == path.stat().st_size
            assert entry["sha256"] == sha256_of(path)
            assert sum(facts["strata"][config][split].values()) == entry["rows"]
    assert len(facts["revision_of_content"]) == 64


def test_the_paper_split_is_the_papers_genes(built: BuildReport) -> None:
    table = pq.read_table(built.instructions / "ncbi" / "paper.parquet", columns=["subject"])
    assert set(table["subject"].to_pylist()) == set(PAPER_GENES)


def test_the_audit_passed_and_what_is_in_no_split_is_counted(built: BuildReport) -> None:
    audit = json.loads((built.instructions / "audit.json").read_text())
    assert audit["passed"] is True
    provenance = json.loads((built.instructions / "provenance.json").read_text())
    dropped = provenance["counts"]["skipped"]["splits: bridges two sides"]
    assert dropped == audit["dropped_bridging"] > 0
    status = pq.read_table(built.registry / "genes.parquet")["status"].to_pylist()
    genes = status.count("Approved")
    assert genes == built.genes == sum(audit["genes_by_side"].values()) + dropped


def test_a_prompt_holds_the_registrys_record_text(built: BuildReport) -> None:
    registry = pq.read_table(built.registry / "genes.parquet").to_pylist()
    record = {row["symbol"]: row["record"] for row in registry}
    rows = pq.read_table(built.instructions / "grounded" / "test.parquet").to_pylist()
    for row in rows:
        for line in row["messages"][0]["content"].split("\n\n")[0].split("\n")[1:]:
            assert line == record[line.split(" | ")[0]]


@pytest.mark.slow
def test_another_process_with_another_hash_seed_gives_the_same_bytes(
    built: BuildReport, tmp_path: Path
) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from datasets_builders.genes.build import build\n"
        "from datasets_builders.genes.sample import load_sample\n"
        "records, provenance = load_sample()\n"
        "build(records[::-1], provenance, Path(sys.argv[1]))\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"}
    out = tmp_path / "deeper" / "place"
    subprocess.run([sys.executable, "-c", code, str(out)], check=True, env=environment)
    assert hashes(out) == hashes(built.registry.parent)


def test_another_seed_gives_another_split(built: BuildReport, tmp_path: Path) -> None:
    records, provenance = load_sample()
    other = build(records, provenance, tmp_path, seed=5, configs=["ncbi"])
    facts = json.loads((other.instructions / "geneverse.json").read_text())
    assert facts["default_config"] == "ncbi"
    one, two = (
        pq.read_table(r.instructions / "ncbi" / "train.parquet", columns=["id"])
        for r in (built, other)
    )
    assert not one.equals(two)
    assert DEFAULT_SEED != 5


def old_state(out: Path) -> dict[str, str]:
    """Two folders as an earlier build left them."""
    for name in ("gene-instructions", "gene-registry"):
        (out / name).mkdir(parents=True)
        (out / name / "old.txt").write_text("old")
    return hashes(out)


@pytest.mark.parametrize("stage", ["write_config", "audit", "write_registry", "replace_folder"])
def test_an_interrupted_build_leaves_what_was_there(
    stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = old_state(tmp_path)
    monkeypatch.setattr(building, stage, stop)
    with pytest.raises(KeyboardInterrupt):
        build(world(), NOTHING, tmp_path, seed=3, configs=["ncbi"])
    assert hashes(tmp_path) == before


def test_a_leak_stops_the_build_before_anything_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that forgets gene groups: the audit has to find it, for it does not use the rule."""
    before = old_state(tmp_path)
    monkeypatch.setattr("datasets_builders.genes.groups.ties", lambda records: {})
    with pytest.raises(DataError, match=r"the splits leak in .* gene groups"):
        build(world(), NOTHING, tmp_path, seed=3, configs=["ncbi"])
    assert hashes(tmp_path) == before


def test_an_earlier_build_is_replaced_as_a_whole(tmp_path: Path) -> None:
    old_state(tmp_path)
    build(world(), NOTHING, tmp_path, seed=3, configs=["ncbi"])
    assert not list(tmp_path.rglob("old.txt"))


def test_no_record_and_too_few_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no gene record"):
        build([], NOTHING, tmp_path)
    with pytest.raises(DataError, match="the split train is empty"):
        build([gene("GLI1", 1)], NOTHING, tmp_path, configs=["ncbi"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.realdata
@pytest.mark.slow
def test_all_of_hgnc_is_built_without_a_leak(realdata: Path, tmp_path: Path) -> None:
    from datasets_builders.genes.sources import read_folder

    go_gmt = realdata / "go" / "GO_Biological_Process_2023.gmt"
    records, provenance = read_folder(realdata / "genes", go_gmt=go_gmt)
    report = build(records, provenance, tmp_path)
    assert report.genes == 43_882
    audit = json.loads((report.instructions / "audit.json").read_text())
    assert audit["passed"] and audit["genes_by_side"]["paper"] == 20
    assert audit["genes_by_side"]["train"] > 30_000
    assert audit["dropped_bridging"] < 6_000
    assert {c["name"]: c["compared"] for c in audit["checks"]}["gene groups (families)"] > 1_400
    assert pq.read_metadata(report.registry / "genes.parquet").num_rows == 43_882
    for config in CONFIGS:
        assert all(report.rows[config][split] for split in SPLITS)

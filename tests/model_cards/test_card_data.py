"""The cards of data set and registry say what their files say, and the real clients read them."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from huggingface_hub import DatasetCard

from model_cards.errors import CardError
from model_cards.render import render_dataset_card, render_registry_card
from model_cards.validate import validate_card

DATA_ID, VERSION = "geneverse/gene-instructions", "v0.1.0"
SAMPLE = {"file": "genes.jsonl"}


def test_dataset_card_is_read_by_the_real_client_as_it_was_meant(dataset: Path) -> None:
    path = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION)
    card = DatasetCard.load(path)
    assert card.data.license == "cc0-1.0"
    assert card.data.size_categories == ["n<1K"]
    configs = {c["config_name"]: c for c in card.data.configs}
    assert configs["combined"]["default"] is True
    assert "default" not in configs["grounded"]
    assert {"split": "paper", "path": "combined/paper.parquet"} in configs["combined"]["data_files"]
    assert validate_card(dataset)["pretty_name"] == "Geneverse gene instructions"


def test_the_default_configuration_is_what_a_bare_load_dataset_gives(dataset: Path) -> None:
    import datasets

    render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION)
    loaded = datasets.load_dataset(str(dataset))
    assert set(loaded) == {"train", "validation", "test", "paper"}
    assert loaded["paper"][0]["subject"] == "GLI1"


@pytest.mark.parametrize(
    "text",
    [
        f'load_dataset("{DATA_ID}", revision="{VERSION}")',
        f'load_dataset("{DATA_ID}", "grounded", revision="{VERSION}")',
        "A block is never divided",
        "3,766",
        "| shared symbol | 1,234 | 0 |",
        "| hgnc: withdrawn \\| merged | 2 |",
        "2024-11-05",
        "public domain",
        "gene2go",
        "not stated",
        "c" * 64,
        "Please summarize the major function of gene: {symbol}.",
        "Records:\n{records}\n\n{question}",
        "--seed 7",
        "Responsible use",
        "2406.15534",
    ],
)
def test_dataset_card_shows(dataset: Path, text: str) -> None:
    path = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION)
    assert text in path.read_text(encoding="utf-8")


def test_a_card_of_the_sample_says_so(change: Callable[..., None], dataset: Path) -> None:
    text = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION).read_text("utf-8")
    assert "sample that Geneverse carries" not in text and "data genes --source DIR" in text
    assert "bridges two sides" not in text.split("## Sources")[1]
    sources = json.loads((dataset / "provenance.json").read_text())["sources"]
    change(dataset / "provenance.json", "sources", value=[s | SAMPLE for s in sources])
    text = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION).read_text("utf-8")
    assert "sample that Geneverse carries (43,880 genes)" in text
    assert "data genes --out build/data --seed 7" in text


def test_what_the_splits_cannot_show_is_said(change: Callable[..., None], dataset: Path) -> None:
    checks = [{"name": "shared summaries", "compared": 0, "violations": 0}]
    change(dataset / "audit.json", "checks", value=checks)
    change(dataset / "geneverse.json", "strata", "combined", "train", "RNA, vault", value=3)
    text = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION).read_text("utf-8")
    assert "it has no row: RNA, vault." in text
    assert "nothing was compared (shared summaries)" in text


def test_a_source_that_asks_for_its_name_makes_the_whole_cc_by(
    change: Callable[..., None], dataset: Path
) -> None:
    provenance = dataset / "provenance.json"
    sources = json.loads(provenance.read_text())["sources"]
    sources[1] |= {"licence": "CC BY 4.0", "file": "gene2go"}
    change(provenance, "sources", value=sources)
    path = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION)
    assert DatasetCard.load(path).data.license == "cc-by-4.0"


def test_registry_card(registry: Path) -> None:
    repo = "geneverse/gene-registry"
    path = render_registry_card(registry, repo_id=repo, version=VERSION)
    card = DatasetCard.load(path)
    assert card.data.configs[0]["data_files"] == [{"split": "train", "path": "genes.parquet"}]
    assert f'load_dataset("{repo}", revision="{VERSION}", split="train")' in card.text
    assert "`mim_ids`" in card.text and '"138670"' in card.text


def test_columns_rows_and_bytes_of_every_split_stand_in_the_front_matter(
    dataset: Path, registry: Path
) -> None:
    render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION)
    infos = {info["config_name"]: info for info in validate_card(dataset)["dataset_info"]}
    assert set(infos) == {"combined", "grounded"}
    found = infos["combined"]
    assert {"name": "subject", "dtype": "string"} in found["features"]
    assert [s["name"] for s in found["splits"]] == ["train", "validation", "test", "paper"]
    files = sorted((dataset / "combined").glob("*.parquet"))
    tables = [pq.read_table(path) for path in files]
    assert found["dataset_size"] == sum(t.nbytes for t in tables)
    assert found["download_size"] == sum(path.stat().st_size for path in files)
    assert sum(s["num_examples"] for s in found["splits"]) == sum(t.num_rows for t in tables)

    render_registry_card(registry, repo_id="geneverse/gene-registry", version=VERSION)
    info = validate_card(registry)["dataset_info"]
    assert info["features"][2] == {"name": "mim_ids", "list": "string"}
    assert info["splits"][0]["num_examples"] == 1


def test_splits_with_other_columns_have_no_card(dataset: Path) -> None:
    pq.write_table(pa.table({"id": ["x"]}), dataset / "grounded" / "test.parquet")
    with pytest.raises(CardError, match=r"grounded/test\.parquet has other columns"):
        render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION)


def test_what_a_data_set_cannot_show_stands_at_its_head(
    change: Callable[..., None], dataset: Path
) -> None:
    change(dataset / "geneverse.json", "caveats", value=["Rows of `test` were looked at."])
    text = render_dataset_card(dataset, repo_id=DATA_ID, version=VERSION).read_text("utf-8")
    assert "> **Before you use it.** Rows of `test` were looked at." in text.split("## Load it")[0]


def test_the_registry_shows_a_row_that_is_filled(registry: Path) -> None:
    genes = [
        {"hgnc_id": "HGNC:1", "symbol": "EMPTY", "ensembl_id": "", "aliases": []},
        {"hgnc_id": "HGNC:2", "symbol": "FULL", "ensembl_id": "ENSG2", "aliases": ["A"]},
    ]
    pq.write_table(pa.Table.from_pylist(genes), registry / "genes.parquet")
    text = render_registry_card(
        registry, repo_id="geneverse/gene-registry", version=VERSION
    ).read_text("utf-8")
    assert 'row["symbol"] == "FULL"' in text and "EMPTY" not in text
    assert "| `ensembl_id` | Ensembl gene id |" in text

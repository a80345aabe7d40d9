"""The builder writes Parquet that the real `datasets` loads, with the same bytes every time."""

import errno
from pathlib import Path

import datasets
import pyarrow.parquet as pq
import pytest

from datasets_builders.files import sha256_of
from datasets_builders.genes.builder import GeneInstructions, write_config
from datasets_builders.genes.rows import CONFIGS, DEFAULT_CONFIG
from datasets_builders.schema import ROW_FEATURES, Row
from datasets_builders.splits import SPLITS


def some_rows(count: int = 3) -> dict[str, list[Row]]:
    return {
        split: [
            Row(
                id=f"HGNC:{n}/ncbi",
                task="gene",
                subject=f"G{n}",
                question=f"What is G{n}?",
                answer=f"G{n} is a gene, β and all.",
                group=f"block:HGNC:{n}",
                stratum="gene with protein product",
                source="ncbi",
            )
            for n in range(count)
        ]
        for split in SPLITS
    }


def test_what_is_written_loads_with_the_shared_features(tmp_path: Path) -> None:
    rows = some_rows()
    write_config(rows, "ncbi", tmp_path / "ncbi")
    assert sorted(p.name for p in tmp_path.rglob("*.parquet")) == sorted(
        f"{s}.parquet" for s in SPLITS
    )
    loaded = datasets.load_dataset(
        "parquet", data_files={s: str(tmp_path / "ncbi" / f"{s}.parquet") for s in SPLITS}
    )
    for split in SPLITS:
        assert loaded[split].features == ROW_FEATURES
        assert loaded[split].to_list() == [row.to_dict() for row in rows[split]]


def test_the_bytes_do_not_depend_on_place_or_time(tmp_path: Path) -> None:
    rows = some_rows(2000)
    folders = (tmp_path / "one", tmp_path / "somewhere" / "else" / "two")
    for folder in folders:
        folder.parent.mkdir(parents=True, exist_ok=True)
        write_config(rows, "ncbi", folder)
    for split in SPLITS:
        one, two = (sha256_of(folder / f"{split}.parquet") for folder in folders)
        assert one == two


def test_nothing_is_left_in_the_folder_or_in_the_cache_of_datasets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", home)
    write_config(some_rows(), "ncbi", tmp_path / "ncbi")
    assert [p.name for p in tmp_path.iterdir()] == ["ncbi"]


def test_a_file_has_few_row_groups(tmp_path: Path) -> None:
    """The image column makes `datasets` take 100 rows a group, which is slow to write and read."""
    write_config(some_rows(1200), "ncbi", tmp_path / "ncbi")
    assert pq.read_metadata(tmp_path / "ncbi" / "train.parquet").num_row_groups == 1


def test_the_configurations_are_the_four_and_combined_is_the_default(tmp_path: Path) -> None:
    assert [c.name for c in GeneInstructions.BUILDER_CONFIGS] == list(CONFIGS)
    assert GeneInstructions.DEFAULT_CONFIG_NAME == DEFAULT_CONFIG == "combined"
    builder = GeneInstructions(some_rows(), config_name="grounded", cache_dir=tmp_path)
    assert isinstance(builder, datasets.GeneratorBasedBuilder)
    assert builder.info.features == ROW_FEATURES


def test_a_full_disk_is_not_hidden_by_datasets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("datasets.arrow_writer.ParquetWriter.write", full)
    with pytest.raises(OSError) as caught:
        write_config(some_rows(), "ncbi", tmp_path / "ncbi")
    assert caught.value.errno == errno.ENOSPC
    assert not list(tmp_path.rglob("*.parquet"))

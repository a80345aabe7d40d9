"""``dataset_info`` of a data set's card: columns and types, rows and bytes of every split.

Clients read the types from it without opening a file, and the Hub shows the sizes. ``num_bytes`` is
the size in memory, as the ``datasets`` library counts it; ``download_size`` that of the files.
"""

from pathlib import Path
from typing import Any

from huggingface_hub import DatasetCardData

from model_cards.errors import CardError


def add_dataset_info(front: DatasetCardData, folder: Path) -> None:
    """Add the key to a front matter whose ``configs`` list one Parquet file a split.

    CardError if a file is missing or no Parquet, or the splits of a configuration differ in their
    columns: such a configuration cannot be loaded.
    """
    from datasets import DatasetInfo
    from datasets.info import DatasetInfosDict
    from datasets.splits import SplitDict, SplitInfo

    infos = DatasetInfosDict()
    for config in front.configs:
        splits, features = SplitDict(), None
        on_disk, in_memory = 0, 0
        for entry in config["data_files"]:
            path = folder / entry["path"]
            found, rows, memory = _measure(path)
            if features is not None and found != features:
                raise CardError(
                    f"{path} has other columns than the splits before it; build the data set again"
                )
            features = found
            splits.add(SplitInfo(name=entry["split"], num_bytes=memory, num_examples=rows))
            on_disk += path.stat().st_size
            in_memory += memory
        name = config["config_name"]
        infos[name] = DatasetInfo(
            features=features,
            splits=splits,
            config_name=name,
            download_size=on_disk,
            dataset_size=in_memory,
        )
    infos.to_dataset_card_data(front)


def _measure(path: Path) -> tuple[Any, int, int]:
    """Features, rows and bytes in memory of a Parquet file, read in batches."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from datasets import Features

    try:
        with pq.ParquetFile(path) as file:
            features = Features.from_arrow_schema(file.schema_arrow)
            rows = file.metadata.num_rows
            memory = sum(
                pa.Table.from_batches([batch]).nbytes
                for batch in file.iter_batches(batch_size=10_000)
            )
    except FileNotFoundError:
        raise CardError(f"{path} is missing; `geneverse data genes` writes it") from None
    except pa.ArrowInvalid as error:
        raise CardError(f"{path} is no Parquet file ({error}); build it again") from None
    return features, rows, memory

"""The ``datasets`` builder of the gene task, used on this machine only: the Hub gets its Parquet.

In: the rows of one configuration. Out: ``<folder>/{train,validation,test,paper}.parquet``.
The Hub runs no builder code (``datasets`` 4 dropped it), so nothing of this file is uploaded.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import datasets

from datasets_builders.genes.rows import CONFIGS, DEFAULT_CONFIG
from datasets_builders.schema import ROW_FEATURES, Row
from datasets_builders.splits import SPLITS

_DESCRIPTIONS = {
    "combined": "The gene's NCBI and HGNC record as one paragraph, and the synthetic descriptions.",
    "ncbi": "The gene's NCBI and HGNC record as one paragraph.",
    "synthetic": "Descriptions of protein-coding genes written for this data set.",
    "grounded": "The record stands in the prompt, alone, beside foreign ones, or not at all.",
}
# One file a split whatever its size: configurations are named by file in the card.
_ONE_SHARD = "100GB"
# Rows to a row group; datasets would take 100 because of the image column.
_ROW_GROUP = 5_000


class _EncodedFeatures(datasets.Features):  # type: ignore[misc]  # untyped base class
    """The features of rows that are given in encoded form: text and lists of text, no image object.

    ``datasets`` walks every value of every row twice to find what needs encoding, which is nothing
    here and more than half of the time (22 s for 39,000 genes instead of 9).
    """

    def encode_example(self, example: dict[str, Any]) -> dict[str, Any]:
        return example


class GeneInstructions(datasets.GeneratorBasedBuilder):  # type: ignore[misc]  # untyped base class
    """Rows to Parquet; the rows are given and not read, so a cache folder holds nothing of use.

    ``rows`` gives the rows of each split. The cache folder must be a new one for each builder:
    ``datasets`` would take what it finds in an old one for the result.
    """

    BUILDER_CONFIGS: ClassVar = [
        datasets.BuilderConfig(name=name, description=_DESCRIPTIONS[name]) for name in CONFIGS
    ]
    DEFAULT_CONFIG_NAME = DEFAULT_CONFIG

    def __init__(
        self, rows: Mapping[str, Sequence[Row]], *, config_name: str, cache_dir: Path
    ) -> None:
        self._rows = rows
        super().__init__(
            cache_dir=str(cache_dir),
            config_name=config_name,
            dataset_name="gene_instructions",
            writer_batch_size=_ROW_GROUP,
        )

    def _info(self) -> datasets.DatasetInfo:
        return datasets.DatasetInfo(
            description=_DESCRIPTIONS[self.config.name], features=_EncodedFeatures(ROW_FEATURES)
        )

    def _split_generators(self, dl_manager: Any) -> list[datasets.SplitGenerator]:
        return [
            datasets.SplitGenerator(name=split, gen_kwargs={"split": split}) for split in SPLITS
        ]

    def _generate_examples(self, split: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for row in self._rows[split]:
            yield row.id, row.to_dict()


def write_config(rows: Mapping[str, Sequence[Row]], config: str, folder: Path) -> None:
    """Write the four splits of a configuration as ``folder/<split>.parquet``.

    The working folder is a temporary one beside ``folder`` (same file system, so that files are
    moved and not copied); no path and no time gets into the files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{config}.") as work:
        builder = GeneInstructions(rows, config_name=config, cache_dir=Path(work) / "cache")
        out = Path(work) / "out"
        with _quiet():
            _prepare(builder, out)
        for split in SPLITS:
            shutil.move(
                out / f"{builder.dataset_name}-{split}.parquet", folder / f"{split}.parquet"
            )


def _prepare(builder: GeneInstructions, out: Path) -> None:
    try:
        builder.download_and_prepare(
            output_dir=str(out), file_format="parquet", max_shard_size=_ONE_SHARD
        )
    except datasets.exceptions.DatasetGenerationError as error:
        # A full disk must not hide behind "an error occurred while generating".
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from None
        raise


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the progress bars of ``datasets``, one for each split; the build shows its own."""
    were_on = not datasets.are_progress_bars_disabled()
    datasets.disable_progress_bars()
    try:
        yield
    finally:
        if were_on:
            datasets.enable_progress_bars()

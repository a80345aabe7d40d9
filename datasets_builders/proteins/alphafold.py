"""Models from AlphaFold DB by accession, or a whole proteome, newest version."""

from collections.abc import Sequence
from pathlib import Path

from datasets_builders.provenance import SourceFile


def fetch_models(
    accessions: Sequence[str], folder: Path, *, progress: bool = True
) -> list[SourceFile]:
    """Get the newest model of each accession (all fragments) into ``folder``."""
    raise NotImplementedError


def fetch_proteome(proteome: str, folder: Path, *, progress: bool = True) -> SourceFile:
    """Get the tar of a proteome (``human``) into ``folder``; ``structure_files`` reads it."""
    raise NotImplementedError

"""The embedded sample: human peptide hormones as modelled helices."""

from datasets_builders.provenance import Provenance


def load_sample() -> tuple[list[tuple[str, bytes]], Provenance]:
    """The (file name, PDB bytes) of every peptide, built as a helix, and their provenance."""
    raise NotImplementedError

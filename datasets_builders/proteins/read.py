"""A structure file's bytes to its record, through gemmi."""

from datasets_builders.proteins.records import ProteinRecord, Refused


def read_structure(file: str, content: bytes) -> ProteinRecord | Refused:
    """The record of one structure file, or why it is refused."""
    raise NotImplementedError

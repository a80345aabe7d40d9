"""The errors of this room. Each message names the value, where it came from and what to do."""


class DataError(Exception):
    """A data set cannot be built: bad source, bad record, leak, missing file."""


class SourceError(DataError):
    """A source file is missing, cut off, not of the form its name says, or contradicts itself."""


class WithdrawnError(DataError):
    """A gene was asked for whose entry HGNC has withdrawn."""

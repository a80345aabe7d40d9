"""The errors of this room. Each message names the value, where it came from and what to do."""


class DataError(Exception):
    """A data set cannot be built: bad source, bad record, leak, missing file."""

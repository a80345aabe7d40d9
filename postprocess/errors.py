"""The errors of this room. Each message names the value, where it came from and what to do."""


class PostprocessError(Exception):
    """A registry cannot be read, or an answer cannot be corrected."""

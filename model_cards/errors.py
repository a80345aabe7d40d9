"""The errors of this room. Each message names the value, where it came from and what to do."""


class CardError(Exception):
    """A card cannot be rendered from the files given."""

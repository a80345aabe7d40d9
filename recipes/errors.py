"""The errors of this room. Each message names the value, where it came from and what to do."""


class RecipeError(Exception):
    """A recipe is invalid or its training cannot start or go on."""

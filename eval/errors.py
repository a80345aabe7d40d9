"""The errors of this room. Each message names the value, where it came from and what to do."""


class EvalError(Exception):
    """Answers cannot be collected or scored."""

"""The errors of this room. Each message names the value, where it came from and what to do."""


class PostprocessError(Exception):
    """A registry cannot be read, or an answer cannot be corrected."""


class RegistryError(PostprocessError):
    """A registry file is missing, damaged, or of another schema version."""


class AnswersError(PostprocessError):
    """An answers file cannot be read; the message has the line."""

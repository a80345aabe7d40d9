"""The errors of this room. Each message names the value, where it came from and what to do."""


class EvalError(Exception):
    """Answers cannot be collected or scored."""


class AnswerFileError(EvalError):
    """An answers file is damaged, or its rows are not those of the data set."""


class SettingsMismatch(EvalError):
    """An answers file was begun with another model, prompt or limit; it cannot be gone on with."""


class SilentModelError(EvalError):
    """A model gave nothing but empty answers: a fault of the set-up, never a score of 0."""


class ModelError(EvalError):
    """A model or an adapter cannot be loaded."""

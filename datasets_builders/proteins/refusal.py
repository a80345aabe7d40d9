"""How the readers say that a file cannot be used: one exception with a reason of ``REASONS``."""

from datasets_builders.errors import DataError


class RefusedError(DataError):
    """One file is of no use; the run goes on. ``reason`` is a key of ``records.REASONS``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

"""A JSON Lines file of a model's answers that can be killed at any moment and continued.

Each line is appended, unbuffered, and synced before the next; a last line that was cut off is
dropped when the file is opened again. A line is known by HGNC id, model and prompt.
"""

import json
import logging
import os
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any

from datasets_builders.errors import DataError

_LOG = logging.getLogger(__name__)
_FIELDS = ("symbol", "hgnc_id", "model", "prompt", "answer", "usage", "date")


class AnswersLog:
    """The file, open for appending; ``dropped`` is the beginning of a cut-off last line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.dropped = ""
        self._known: set[tuple[str, str, str]] = set()
        self._file: FileIO | None = None

    def __enter__(self) -> "AnswersLog":
        """Read what is there.

        Raises:
            DataError: a line before the last one is no answer; names file and line.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        content = self.path.read_bytes() if self.path.is_file() else b""
        whole = content[: content.rfind(b"\n") + 1]
        for number, line in enumerate(whole.splitlines(), start=1):
            self._known.add(self._key(line, number))
        if tail := content[len(whole) :]:
            self.dropped = tail[:60].decode(errors="replace")
            _LOG.warning("%s: dropped a last line that was cut off: %s", self.path, self.dropped)
            os.truncate(self.path, len(whole))
        self._file = self.path.open("ab", buffering=0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def _key(self, line: bytes, number: int) -> tuple[str, str, str]:
        try:
            data = json.loads(line)
            return data["hgnc_id"], data["model"], data["prompt"]
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(
                f"{self.path}, line {number}: not an answer ({error!r}); each line is one JSON "
                f"object with {', '.join(_FIELDS)}; remove the line, or give another file"
            ) from error

    def has(self, hgnc_id: str, model: str, prompt: str) -> bool:
        """Whether this answer is in the file."""
        return (hgnc_id, model, prompt) in self._known

    def append(self, answer: dict[str, Any]) -> None:
        """Write one line and wait until it is on the disk; on a full disk, nothing of it stays."""
        if self._file is None:
            raise DataError(f"{self.path}: open the answers with `with` before appending")
        line = json.dumps({name: answer[name] for name in _FIELDS}, ensure_ascii=False)
        rest = memoryview(line.encode() + b"\n")
        before = self.path.stat().st_size
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except BaseException:
            os.truncate(self.path, before)
            raise
        self._known.add((answer["hgnc_id"], answer["model"], answer["prompt"]))

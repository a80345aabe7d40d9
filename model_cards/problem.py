"""One thing that is wrong with a card: which rule, which key, on which line, and what to do.

``str(problem)`` is one line: ``license: 'apache' is not an identifier of the Hub; write for
example apache-2.0 (line 3)``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Path = tuple[str | int, ...]
Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """``path`` leads through the front matter, ``("configs", 1, "data_files")``, or is ("text",).

    An error makes the Hub refuse the card, or a client fail on it; a warning is shown or ignored.
    """

    rule: str
    path: Path
    message: str
    fix: str
    level: Level = "error"
    line: int | None = None

    @property
    def key(self) -> str:
        """``configs[1].data_files`` for ``("configs", 1, "data_files")``."""
        parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path]
        return "".join(parts).removeprefix(".")

    def at(self, lines: Mapping[Path, int]) -> "Problem":
        """The same with its line: that of its key, or of the nearest key around it."""
        if self.line is not None:
            return self
        for end in range(len(self.path), 0, -1):
            if self.path[:end] in lines:
                return replace(self, line=lines[self.path[:end]])
        return self

    def __str__(self) -> str:
        where = "" if self.line is None else f" (line {self.line})"
        return f"{self.key}: {self.message}; {self.fix}{where}"

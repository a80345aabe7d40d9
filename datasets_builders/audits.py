"""What the audits of all data sets share: comparisons across the sides, and what a leak is.

One check, as ``audit.json`` has it::

    {"name": "gene groups (families)", "compared": 1661, "violations": 0}
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from datasets_builders.errors import DataError

# As many violations are named in audit.json; all are counted.
NAMED = 20
_SHOWN = 5


class LeakError(DataError):
    """Something that belongs together is on two sides of the split."""


@dataclass(slots=True)
class Check:
    """One kind of comparison: how many sets were compared and what was on two sides."""

    name: str
    compared: int = 0
    violations: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """One entry of ``checks`` in ``audit.json``."""
        return {"name": self.name, "compared": self.compared, "violations": len(self.violations)}


def violations_of(checks: Sequence[Check]) -> list[str]:
    """What was found on two sides, in words."""
    return [v for check in checks for v in check.violations]


def checks_table(checks: Sequence[Check]) -> str:
    """The checks as lines of text, for the terminal."""
    width = max(len(c.name) for c in checks)
    lines = [f"{'leak audit':<{width}}  compared  on two sides"]
    lines += [f"{c.name:<{width}}  {c.compared:>8,}  {len(c.violations):>12,}" for c in checks]
    return "\n".join(lines)


def raise_if_leaking(checks: Sequence[Check], where: str) -> None:
    """Stop a build that leaks; ``where`` names the files that make the splits.

    Raises:
        LeakError: names the first violations.
    """
    if found := violations_of(checks):
        raise LeakError(
            f"the splits leak in {len(found)} places: {'; '.join(found[:_SHOWN])}; nothing was "
            f"written. This is an error of the rule that makes the splits ({where})"
        )

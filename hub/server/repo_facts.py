"""What a repo's ``repo.json`` holds beside its files: who may see it, since when it is there.

::

    {"created": "2026-01-02T03:04:05+00:00", "private": false, "gated": "manual", "sdk": null,
     "access": {"mary": "accepted", "john": "pending"}}

Type and id are the folder's name, so that a repo is moved by one rename.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from hub.server.errors import BadRequest

GATES = ("auto", "manual", False)
SDKS = ("gradio", "streamlit", "docker", "static")


@dataclass(frozen=True)
class RepoFacts:
    """Settings of a repo.

    Attributes:
        created: in UTC.
        private: seen by the owner's accounts alone.
        gated: "auto" (who asks gets the files), "manual" (the owner says who) or False.
        sdk: what runs a Space; None for models and data sets.
        access: user -> "accepted", "pending" or "rejected", of a gated repo.
    """

    created: datetime
    private: bool = False
    gated: str | bool = False
    sdk: str | None = None
    access: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse values that the Hub does not know.

        Raises:
            BadRequest: an unknown gate or SDK.
        """
        if self.gated not in GATES:
            raise BadRequest(f"gated is {self.gated!r}: write auto, manual or false")
        if self.sdk is not None and self.sdk not in SDKS:
            raise BadRequest(f"a Space of SDK {self.sdk!r}: write one of {', '.join(SDKS)}")

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "RepoFacts":
        """Read back what ``to_json`` wrote; a store of an earlier version lacks some keys."""
        kept = {key: value[key] for key in ("private", "gated", "sdk", "access") if key in value}
        return cls(created=datetime.fromisoformat(value["created"]), **kept)

    def to_json(self) -> dict[str, Any]:
        """As kept on disk."""
        return asdict(self) | {"created": self.created.isoformat()}

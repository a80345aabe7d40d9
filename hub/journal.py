"""The journal of releases, a JSON file, by which an interrupted release goes on.

::

    {"dataset geneverse/gene-registry": {"version": "v0.1.0", "digest": "9f86...",
        "parent": "91be...", "commit": "3f0c...", "state": "committed",
        "endpoint": "https://huggingface.co"}}

States: ``sending`` (the commit may or may not have arrived), ``committed`` (no tag yet),
``tagged``, ``done`` (downloaded again and compared).
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from hub.durable import write_bytes
from hub.errors import HubError


@dataclass(frozen=True)
class Step:
    """How far a release came."""

    version: str
    digest: str
    parent: str
    commit: str | None
    state: str
    endpoint: str = ""


class Journal:
    """Reads and writes the file; without a path it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def read(self, key: str) -> Step | None:
        """The last step of a repo.

        Raises:
            HubError: the file is not a journal.
        """
        value = self._all().get(key)
        try:
            return Step(**value) if value is not None else None
        except TypeError as error:
            raise HubError(f"{self._path} is not a release journal ({error}): remove it") from error

    def write(self, key: str, step: Step) -> None:
        """Keep a step, durably, before going on."""
        if self._path is not None:
            text = json.dumps({**self._all(), key: asdict(step)}, indent=2, sort_keys=True)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(self._path, f"{text}\n".encode())

    def _all(self) -> dict[str, dict[str, str]]:
        if self._path is None or not self._path.is_file():
            return {}
        try:
            value = json.loads(self._path.read_text())
        except ValueError as error:
            raise HubError(f"{self._path} is not a release journal ({error}): remove it") from error
        if not isinstance(value, dict):
            raise HubError(f"{self._path} is not a release journal: remove it")
        return value

"""Where the pipeline's gene registry comes from: an object, a file, or a data set of the Hub.

One value: ``RegistrySource("geneverse/gene-registry", "v0.1.0").open()`` downloads one Parquet
file once and answers from the cache of huggingface_hub afterwards, also without a network.
"""

import re
import threading
import warnings
from pathlib import Path
from typing import Any

from .errors import RegistryError
from .pinned import REGISTRY_ID, REGISTRY_REVISION
from .registry import GeneRegistry
from .settings import Settings

_REPO_ID = re.compile(r"[\w.-]+/[\w.-]+")
_warned: set[str] = set()


class UnpinnedRegistryWarning(UserWarning):
    """The registry is whatever the Hub has newest, so answers can change from day to day."""


class RegistrySource:
    """A registry that is opened when it is first needed, once.

    ``given``: an open registry, a path (``genes.parquet`` or its folder), or a Hub id, then at
    ``revision``.
    """

    def __init__(self, given: Any, revision: str | None = None) -> None:
        self._given = given
        self.revision = revision
        self._lock = threading.Lock()
        # Duck typing: a registry of another copy of this code (a dynamic module's) is as good.
        is_open = all(hasattr(given, name) for name in ("find", "get", "by_id", "symbols"))
        self._open: GeneRegistry | None = given if is_open else None
        if not is_open and not isinstance(given, str | Path):
            raise RegistryError(
                f"registry is {type(given).__name__}; give a GeneRegistry, a path or a Hub id"
            )

    def open(self) -> GeneRegistry:
        """The registry.

        Raises:
            RegistryError: it is not there, cannot be fetched, or cannot be read.
        """
        if self._open is None:
            with self._lock:
                if self._open is None:
                    self._open = self._opened()
        return self._open

    def _opened(self) -> GeneRegistry:
        name = str(self._given)
        path = Path(name).expanduser()
        if path.exists():
            return GeneRegistry.from_parquet(path)
        if isinstance(self._given, Path) or not _REPO_ID.fullmatch(name) or name.startswith("."):
            raise RegistryError(f"registry {name} is not there, and it is no Hub id (owner/name)")
        if self.revision is None and name not in _warned:
            _warned.add(name)
            warnings.warn(
                f"registry {name} has no pinned revision, so answers can change when it does; "
                "pass registry_revision=, a tag or a commit",
                UnpinnedRegistryWarning,
                stacklevel=2,
            )
        from huggingface_hub.errors import HfHubHTTPError

        try:
            return GeneRegistry.from_pretrained(name, revision=self.revision)
        except (HfHubHTTPError, OSError) as error:
            at = f" at {self.revision}" if self.revision else ""
            said = " ".join(str(error).split())[:200]
            raise RegistryError(
                f"registry {name}{at} could not be fetched ({type(error).__name__}: {said}); "
                "pass registry= a local genes.parquet"
            ) from error


def registry_source(given: Any, revision: str | None, settings: Settings) -> RegistrySource:
    """What the user gave, else what the model repo names, else what this release is pinned to."""
    if given is not None:
        return RegistrySource(given, revision)
    if settings.registry is not None:
        return RegistrySource(settings.registry, revision or settings.registry_revision)
    return RegistrySource(REGISTRY_ID, revision or REGISTRY_REVISION)

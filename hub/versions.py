"""Versions of releases: ``v1.2.3``, or ``v1.2.3-rc.1`` before it (semver.org)."""

import re
from collections.abc import Iterable

from hub.errors import HubError

_VERSION = re.compile(r"v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-rc\.(0|[1-9]\d*))?")

Key = tuple[int, int, int, float]


def version_key(version: str) -> Key | None:
    """A key by which versions sort; None for a tag that is no version."""
    match = _VERSION.fullmatch(version)
    if match is None:
        return None
    major, minor, patch, candidate = match.groups()
    return int(major), int(minor), int(patch), float(candidate or "inf")


def check_version(version: str, tags: Iterable[str], where: str) -> None:
    """Refuse what is no version, or a new one that is lower than one released before.

    Raises:
        HubError: names the version, the last one, and what to do.
    """
    key = version_key(version)
    if key is None:
        raise HubError(f"version {version!r} of {where} is not of the form v1.2.3 or v1.2.3-rc.1")
    released = {tag: other for tag in tags if (other := version_key(tag)) is not None}
    last = max(released, key=lambda tag: released[tag], default=None)
    if last is not None and version not in released and key < released[last]:
        raise HubError(f"{where} is at {last} already: release {version} under a higher version")

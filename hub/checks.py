"""What is refused before anything is sent; all faults of all repos are listed at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.content import fault_of, is_text
from hub.errors import HubError
from hub.python_files import meant_python
from hub.remote_errors import is_loopback
from hub.repo_checks import repo_faults
from hub.secret_scan import faults_in_parquet, secrets_in_text
from model_cards.rules_common import RepoType
from model_cards.validate import FolderKind

SHOWN = 20


class RefusedError(HubError):
    """Files that may not be published."""


@dataclass(frozen=True)
class Rules:
    """Which rules hold for a folder: those of the project's ``kind``, or none of them (None)."""

    kind: FolderKind | None = None
    repo_type: RepoType = "model"
    allow_unpinned: bool = False


def check_files(
    files: Iterable[tuple[str, Path]], folder: Path, rules: Rules | None = None
) -> None:
    """Look at each file of a release: form, secrets, local paths, and what its own record says.

    Raises:
        RefusedError: lists the faults, file by file. A secret's value is not shown.
    """
    refuse({str(folder): faults_of(files, folder, rules or Rules())})


def check_unpinned(allowed: bool, endpoint: str) -> None:
    """Bases without a revision may pass on this machine's own hub, nowhere else.

    Raises:
        RefusedError: they are to pass on another.
    """
    if allowed and not is_loopback(endpoint):
        raise RefusedError(
            f"{endpoint} is no loopback hub: there, the base of every adapter has to be pinned "
            "(leave --allow-unpinned out)"
        )


def refuse(faults: Mapping[str, Sequence[str]]) -> None:
    """Raise RefusedError if there is any fault; ``faults`` are by folder or repo."""
    parts = []
    for where, found in faults.items():
        if found:
            more = f"\n  and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            listed = "\n  ".join(found[:SHOWN])
            parts.append(f"{where} cannot be released; nothing was sent:\n  {listed}{more}")
    if parts:
        raise RefusedError("\n".join(parts))


def faults_of(files: Iterable[tuple[str, Path]], folder: Path, rules: Rules) -> list[str]:
    """Every fault of a folder, ``<path>: <what is wrong>``."""
    named = dict(files)
    python = meant_python(rules.kind, folder)
    broken: set[str] = set()
    found = []
    for name, path in named.items():
        fault = fault_of(name, path, python)
        if fault:
            broken.add(name)
            found.append(f"{name}: {fault}")
        else:
            found += [f"{name}: {leak}" for leak in _leaks(name, path, folder)]
    whole = named.keys() - broken
    found += repo_faults(
        whole, folder, rules.kind, rules.repo_type, allow_unpinned=rules.allow_unpinned
    )
    return found


def _leaks(name: str, path: Path, folder: Path) -> Iterator[str]:
    """Secrets and paths of this machine."""
    if is_text(name):
        data = path.read_bytes()
        for kind, line in secrets_in_text(data):
            yield f"line {line} holds a {kind}: remove it, and revoke it if it was ever shared"
        for local in {str(folder.resolve()), str(Path.cwd())}:
            if local.count("/") > 1 and local.encode() in data:
                yield f"it names the local path {local}, which means nothing to others"
    elif name.endswith(".parquet"):
        yield from faults_in_parquet(path)

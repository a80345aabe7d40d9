"""What is refused before anything is sent; all faults are listed at once."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hub.content import fault_of, is_text
from hub.errors import HubError
from hub.secret_scan import secrets_in_parquet, secrets_in_text

SHOWN = 20
_HUB_ID = re.compile(r"[A-Za-z0-9_][\w.-]*(/[A-Za-z0-9_][\w.-]*)?")


class RefusedError(HubError):
    """Files that may not be published."""


def check_files(files: Iterable[tuple[str, Path]], folder: Path) -> None:
    """Look at each file of a release: form, secrets, local paths, and what its own record says.

    Raises:
        RefusedError: lists the faults, file by file. A secret's value is not shown.
    """
    faults = [f"{name}: {fault}" for name, path in files for fault in _faults(name, path, folder)]
    if faults:
        more = f"\n  and {len(faults) - SHOWN} more" if len(faults) > SHOWN else ""
        listed = "\n  ".join(faults[:SHOWN])
        raise RefusedError(f"{folder} cannot be released; nothing was sent:\n  {listed}{more}")


def _faults(name: str, path: Path, folder: Path) -> Iterator[str]:
    fault = fault_of(name, path)
    if fault:
        yield fault
        return
    if is_text(name):
        data = path.read_bytes()
        for kind, line in secrets_in_text(data):
            yield f"line {line} holds a {kind}: remove it, and revoke it if it was ever shared"
        for local in {str(folder.resolve()), str(Path.cwd())}:
            if local.count("/") > 1 and local.encode() in data:
                yield f"it names the local path {local}, which means nothing to others"
    elif name.endswith(".parquet"):
        for kind, column in dict.fromkeys(secrets_in_parquet(path)):
            yield f"column {column!r} holds a {kind}: remove it"
    if name == "adapter_config.json":
        yield from _adapter_faults(_object(path))
    if name == "audit.json" and _object(path).get("passed") is not True:
        yield "the leak audit did not pass: build the data set again"


def _object(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8"))
    return value if isinstance(value, dict) else {}


def _adapter_faults(config: dict[str, Any]) -> Iterator[str]:
    base = config.get("base_model_name_or_path")
    if not isinstance(base, str) or not _HUB_ID.fullmatch(base):
        yield f"its base model is {base!r}: write its Hub id, owner/name"

"""Release notes from the records of two releases, and the CHANGELOG.md that collects them.

::

    ## v0.2.0

    Since v0.1.0: 1 file added, 2 changed, 24 unchanged.

    - Rows of grounded/train: 281, before 216.
    - Score ids_right on geneverse/gene-instructions, grounded, test: 0.86, before 0.83.
    - Added `synthetic/train.parquet` (20,117 bytes).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hub.record import GENERATED

SHOWN = 20
_TITLE = re.compile(r"\A# [^\n]*\n+")


def notes(record: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    """What changed, as Markdown; ``before`` is the record of the last release."""
    lines = [*_numbers("Rows of", record, before, "rows")]
    lines += [*_numbers("Score", record, before, "scores"), *_sources(record, before)]
    files = _content(record)
    if before is None:
        size = sum(f["size"] for f in files.values())
        head = f"First release: {len(files)} files, {size:,} bytes."
    else:
        head, changes = _file_changes(files, _content(before))
        head = f"Since {before['version']}: {head}."
        lines += changes
    body = "\n".join(lines)
    return f"## {record['version']}\n\n{head}\n" + (f"\n{body}\n" if body else "")


def changelog(repo: str, section: str, old: str | None) -> str:
    """A CHANGELOG.md with a new section on top of those that ``old`` has."""
    past = _TITLE.sub("", old) if old else ""
    return f"# Changes of {repo}\n\n{section}" + (f"\n{past.strip()}\n" if past.strip() else "")


def section_of(text: str, version: str) -> str | None:
    """The section of one version."""
    match = re.search(rf"^## {re.escape(version)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return match[0].strip() if match else None


def _content(record: Mapping[str, Any]) -> dict[str, Any]:
    return {path: f for path, f in record["files"].items() if path not in GENERATED}


def _numbers(
    what: str, record: Mapping[str, Any], before: Mapping[str, Any] | None, key: str
) -> Iterator[str]:
    new, old = record.get(key) or {}, (before or {}).get(key) or {}
    for name in sorted({*new, *old}):
        now, was = new.get(name), old.get(name)
        if before is None:
            yield f"- {what} {name}: {_number(now)}."
        elif now is None:
            yield f"- {what} {name}: no more; before {_number(was)}."
        elif was is None:
            yield f"- {what} {name}: {_number(now)}, new."
        elif now != was:
            yield f"- {what} {name}: {_number(now)}, before {_number(was)}."


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}"


def _sources(record: Mapping[str, Any], before: Mapping[str, Any] | None) -> Iterator[str]:
    """Another base or other data."""
    if before is None:
        return
    if record.get("base") != before.get("base") and record.get("base"):
        base = record["base"]
        yield f"- Base: {base['id']} at {base['revision'] or 'no pinned revision'}."
    old = before.get("data") or []
    for data in record.get("data") or []:
        if data not in old:
            yield f"- Data: {data.get('id')} at {data.get('revision')}."


def _file_changes(new: Mapping[str, Any], old: Mapping[str, Any]) -> tuple[str, list[str]]:
    added = sorted(new.keys() - old.keys())
    gone = sorted(old.keys() - new.keys())
    changed = sorted(p for p in new.keys() & old.keys() if new[p] != old[p])
    same = len(new) - len(added) - len(changed)
    counts = {"added": len(added), "changed": len(changed), "removed": len(gone)}
    words = [f"{n} {'file ' if n == 1 else 'files '}{word}" for word, n in counts.items() if n]
    lines = [f"- Added `{p}` ({new[p]['size']:,} bytes)." for p in added]
    lines += [
        f"- Changed `{p}` ({new[p]['size']:,} bytes, before {old[p]['size']:,})." for p in changed
    ]
    lines += [f"- Removed `{p}`." for p in gone]
    if len(lines) > SHOWN:
        lines = [*lines[:SHOWN], f"- And {len(lines) - SHOWN} files more."]
    return ", ".join([*words, f"{same} unchanged"]), lines

"""How a release, or what it would change, is printed."""

from collections.abc import Iterator, Sequence

from hub.collection import Collected
from hub.releases import Ready, Released

UNITS = ("bytes", "kB", "MB", "GB", "TB")


def size(count: float) -> str:
    """``12.3 MB``; below 10,000 the bytes themselves, ``812 bytes``."""
    if count < 10_000:
        return f"{count:,.0f} bytes"
    number = 0
    while count >= 999.95 and number < len(UNITS) - 1:
        count, number = count / 1000, number + 1
    return f"{count:.1f} {UNITS[number]}"


def plan(ready: Sequence[Ready], version: str, endpoint: str, missing: Sequence[str]) -> str:
    """What a release would change, file by file and in bytes."""
    lines = [f"{version} to {endpoint}, dry run: nothing is changed"]
    sent = files = repos = 0
    for one in ready:
        lines += ["", *_repo(one)]
        sizes = {f.path: f.size for f in one.prepared.manifest.files}
        sent += sum(sizes[path] for path in one.change.uploaded)
        files += len(one.change.uploaded)
        repos += not one.change.empty
    lines += ["", f"{repos} of {len(ready)} repos change: {files} files, {sent:,} bytes to send"]
    lines += _left_out(missing)
    return "\n".join(lines)


def _repo(one: Ready) -> Iterator[str]:
    prepared, change = one.prepared, one.change
    sizes = {f.path: f.size for f in prepared.manifest.files}
    sent = sum(sizes[path] for path in change.uploaded)
    refs = prepared.refs
    if prepared.commit:
        state = f"released already, commit {prepared.commit[:12]}"
    elif refs is None:
        state = f"new repo, {sent:,} bytes to send"
    elif change.empty:
        state = "no file changes: the tag alone is made"
    else:
        state = f"{sent:,} bytes to send"
    yield f"{one.artefact.repo_type} {one.artefact.repo_id} ({one.artefact.folder}): {state}"
    width = max((len(p) for p in (*change.uploaded, *change.deleted)), default=0)
    for path in change.uploaded:
        old = prepared.sizes.get(path)
        was = "" if old is None else f"  {sizes[path] - old:+,}"
        yield f"  {'add' if old is None else 'change':<7} {path:<{width}} {sizes[path]:>15,}{was}"
    for path in change.deleted:
        yield f"  {'remove':<7} {path:<{width}} {-prepared.sizes.get(path, 0):>15,}"
    if change.unchanged:
        kept = sum(sizes[path] for path in change.unchanged)
        yield f"  {len(change.unchanged)} files stay as they are ({size(kept)})"


def done(
    released: Sequence[Released],
    collected: Collected | None,
    version: str,
    missing: Sequence[str],
) -> str:
    """What was released."""
    lines = []
    for one in released:
        change = one.change
        what = f"{len(change.uploaded)} files sent ({size(one.bytes)})"
        if change.deleted:
            what += f", {len(change.deleted)} removed"
        if change.empty:
            what = "nothing to send"
        lines.append(f"{one.artefact.repo_id} {version} is commit {one.commit[:12]}: {what}")
    if collected:
        lines.append(f"collection {collected.slug}: {collected.items} repos")
    return "\n".join([*lines, *_left_out(missing)])


def _left_out(missing: Sequence[str]) -> list[str]:
    return [f"not built, so left out: {', '.join(missing)}"] if missing else []

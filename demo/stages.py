"""The stages of the demo: run, or reused where nothing that they are made from has changed.

A stage has a *key* (digests of its code and its inputs) and outputs. Its stamp below ``.stages/``
holds the key's digest; it is written last, so an interrupted stage is run again and goes on by its
room's own means (checkpoints, answers kept line by line, blobs already uploaded).
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

STAGES = 13
SOURCE_SUFFIXES = {".py", ".yaml", ".jsonl", ".j2"}


def digest_of(*paths: Path) -> str:
    """SHA-256 over names and contents of files, or of all source files below folders."""
    total = hashlib.sha256()
    for file in sorted(f for path in paths for f in _files(path)):
        total.update(str(file.name).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for file in path.rglob("*"):
        if file.is_file() and file.suffix in SOURCE_SUFFIXES:
            yield file


@dataclass
class Story:
    """Runs stages in order; a stamp per stage holds what it was made from."""

    out: Path
    number: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def stage(self, title: str, key: Any, outputs: list[Path], run: Callable[[], None]) -> None:
        """Run one stage, or reuse it where its key is as before and its outputs are there."""
        self.number += 1
        head = f"[{self.number}/{STAGES}] {title}"
        stamp = self.out / ".stages" / f"{self.number}.json"
        digest = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()
        before = json.loads(stamp.read_text()) if stamp.is_file() else {}
        if before.get("digest") == digest and all(path.exists() for path in outputs):
            self.seconds[title] = before["seconds"]
            print(f"{head}: unchanged, reused", flush=True)
            return
        print(f"{head} ...", flush=True)
        stamp.unlink(missing_ok=True)
        started = time.monotonic()
        run()
        self.seconds[title] = round(time.monotonic() - started, 1)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        partial = stamp.with_suffix(".part")
        partial.write_text(json.dumps({"digest": digest, "seconds": self.seconds[title]}))
        partial.replace(stamp)
        print(f"{head}: done in {self.seconds[title]:.0f} s", flush=True)

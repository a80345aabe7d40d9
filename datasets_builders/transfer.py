"""One file from a server into ``NAME.part``, over as many connections as it takes.

In: an address and the path of the part. Out: the part, whole, and the server's Last-Modified. What
has come stays when the transfer is interrupted; ``NAME.part.json`` beside it says what it is a
part of, and the rest is asked for only of that very version (Range, If-Range; RFC 9110, 13.1.5)::

    {"modified": "Fri, 20 Nov 2026 04:11:00 GMT", "total": 41276123,
     "url": "https://ftp.ncbi.nlm.nih.gov/gene/DATA/gene_summary.gz", "validator": "\\"9f3a-...\\""}
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from tqdm import tqdm

from datasets_builders.files import write_json
from datasets_builders.web import TRIED_AGAIN, Retry, WebError, retry_after


class _InterruptedError(Exception):
    """The transfer ended early; what came is kept and the rest can be asked for."""

    def __init__(self, reason: str, asked: float | None = None) -> None:
        super().__init__(reason)
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Transfer:
    """The transfer of ``url`` into ``part``."""

    client: httpx.Client
    url: str
    part: Path
    retry: Retry
    progress: bool

    @property
    def note(self) -> Path:
        """The file that says what the part is a part of."""
        return self.part.with_name(f"{self.part.name}.json")

    def run(self) -> str:
        """Ask until the part is whole; returns Last-Modified, ``""`` where the server gives none.

        Raises:
            WebError: as many failures in a row as ``retry`` allows, or a refusal (404, 403).
        """
        failures = 0
        while True:
            before = self._size()
            try:
                return self._whole() or self._attempt()
            except (httpx.TransportError, _InterruptedError) as error:
                failures = 1 if self._size() > before else failures + 1
                problem = str(error) or type(error).__name__
                if failures >= self.retry.attempts:
                    raise WebError(
                        f"{urlsplit(self.url).hostname}: {self.url} could not be fetched in "
                        f"{failures} attempts ({problem})"
                    ) from error
                self.retry.wait(self.url, problem, failures, getattr(error, "asked", None))

    def forget(self) -> None:
        """Remove what has come."""
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _noted(self) -> dict[str, Any]:
        """The note, or nothing where it is missing, damaged or about another address."""
        try:
            note: dict[str, Any] = json.loads(self.note.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return note if note.get("url") == self.url else {}

    def _whole(self) -> str:
        """Last-Modified of a part that had come to its end before the last run stopped."""
        note = self._noted()
        return note["modified"] if self._size() and note.get("total") == self._size() else ""

    def _attempt(self) -> str:
        headers = {}
        if self._size() and (validator := self._noted().get("validator")):
            headers = {"Range": f"bytes={self._size()}-", "If-Range": validator}
        with self.client.stream("GET", self.url, headers=headers) as response:
            if response.status_code == 416:
                self.forget()
                raise _InterruptedError("the server has less than what had come; starting again")
            if response.status_code in TRIED_AGAIN:
                raise _InterruptedError(f"status {response.status_code}", retry_after(response))
            if response.status_code not in (200, 206):
                host = urlsplit(self.url).hostname
                raise WebError(f"{host}: {self.url} answers with status {response.status_code}")
            start, total = _extent(response)
            if start == 0:
                self._begin(response, total)
            elif start != self._size():
                self.forget()
                raise _InterruptedError("the server sent another range; starting again")
            self._append(response, start, total)
            modified: str = response.headers.get("Last-Modified", "")
        size = self._size()
        if total is not None and size < total:
            raise _InterruptedError(f"the connection ended after {size} of {total} bytes")
        if total is not None and size > total:
            self.forget()
            raise _InterruptedError(f"{size} bytes came where {total} were announced")
        return modified

    def _begin(self, response: httpx.Response, total: int | None) -> None:
        etag = response.headers.get("ETag", "")
        modified = response.headers.get("Last-Modified", "")
        # A weak ETag must not be used in If-Range.
        validator = etag if etag and not etag.startswith("W/") else modified
        self.part.write_bytes(b"")
        note = {"url": self.url, "validator": validator, "modified": modified, "total": total}
        write_json(self.note, note)

    def _append(self, response: httpx.Response, start: int, total: int | None) -> None:
        with (
            self.part.open("ab") as out,
            tqdm(
                desc=self.part.stem,
                total=total,
                initial=start,
                unit="B",
                unit_scale=True,
                disable=None if self.progress else True,
            ) as bar,
        ):
            # No chunk size: with one, httpx holds bytes back, and loses them on interruption.
            for block in response.iter_raw():
                out.write(block)
                bar.update(len(block))


def _extent(response: httpx.Response) -> tuple[int, int | None]:
    """First byte of the answer and size of the whole file; None where the server does not say."""
    if response.status_code == 206:
        span = response.headers.get("Content-Range", "").removeprefix("bytes ")
        bounds, _, total = span.partition("/")
        first = bounds.partition("-")[0]
        return int(first) if first.isdigit() else -1, int(total) if total.isdigit() else None
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdigit() else None

"""The source files, from HGNC and NCBI into a folder, so that an interrupted download goes on.

In: nothing but the addresses below. Out: the files under the names that their servers give them,
and ``downloads.json`` beside them. One entry of it::

    {"file": "gene_summary.gz", "source": "NCBI Gene, RefSeq summaries", "url": "https://ftp...",
     "date": "2026-11-20", "size": 41276123, "sha256": "5d...", "licence": "public domain ...",
     "rows": 212345, "used": 0}

``date`` is the server's Last-Modified (``""`` for a file placed by hand); ``rows`` are the lines
after the header. A file stands under its own name only when it is whole (see ``transfer.py``).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from datasets_builders.errors import SourceError
from datasets_builders.files import sha256_of, write_json
from datasets_builders.genes.go import GENE2GO
from datasets_builders.genes.hgnc import HGNC
from datasets_builders.genes.ncbi import GENE2ENSEMBL, GENE_INFO, GENE_SUMMARY
from datasets_builders.genes.tables import TableSpec, open_text
from datasets_builders.genes.withdrawn import WITHDRAWN
from datasets_builders.provenance import SourceFile
from datasets_builders.transfer import Transfer
from datasets_builders.web import TIMEOUT, Retry, WebError, user_agent

LEDGER = "downloads.json"
_BLOCK = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on a server; ``name`` is also its name in the folder."""

    name: str
    url: str
    source: str
    licence: str

    @classmethod
    def of(cls, spec: TableSpec) -> "RemoteFile":
        """The file that a table of the gene sources is read from."""
        return cls(spec.url.rsplit("/", 1)[-1], spec.url, spec.source, spec.licence)


FILES = tuple(map(RemoteFile.of, (HGNC, WITHDRAWN, GENE_INFO, GENE_SUMMARY, GENE2ENSEMBL, GENE2GO)))


@dataclass(frozen=True, slots=True)
class _How:
    retry: Retry
    progress: bool


def download(
    folder: Path,
    *,
    files: Sequence[RemoteFile] = FILES,
    transport: httpx.BaseTransport | None = None,
    retry: Retry | None = None,
    progress: bool = True,
) -> list[SourceFile]:
    """Get ``files`` into ``folder``; a whole file that is there already is checked and kept.

    Raises:
        WebError: a server cannot be reached or refuses; names host, files and the way by hand.
        SourceError: a file is not what its name says (cut-off gzip, a web page), or one that is
            there differs from what ``downloads.json`` says of it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ledger = _read_ledger(folder / LEDGER)
    how = _How(retry or Retry(), progress)
    headers = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}
    done: list[SourceFile] = []
    with httpx.Client(
        transport=transport, headers=headers, timeout=TIMEOUT, follow_redirects=True
    ) as client:
        for file in files:
            entry = _present(folder, file, ledger)
            try:
                entry = entry or _fetch(client, folder, file, how)
            except WebError as error:
                left = ", ".join(f.name for f in files[len(done) :])
                raise WebError(
                    f"{error}. What has come is kept: run the command again to go on; or, without "
                    f"a network, place these files by hand in {folder}: {left}"
                ) from error
            ledger[entry.file] = entry
            write_json(folder / LEDGER, {"files": [asdict(e) for _, e in sorted(ledger.items())]})
            done.append(entry)
    return done


def _read_ledger(path: Path) -> dict[str, SourceFile]:
    if not path.is_file():
        return {}
    try:
        entries = [SourceFile(**e) for e in json.loads(path.read_text(encoding="utf-8"))["files"]]
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            f"{path}: not the list of downloads that was written here ({error}); remove the file"
        ) from error
    return {e.file: e for e in entries}


def _present(folder: Path, file: RemoteFile, ledger: Mapping[str, SourceFile]) -> SourceFile | None:
    """The entry of a file that is whole and in place, downloaded earlier or put there by hand.

    By hand it may also be packed or unpacked, as the readers of the tables take it.
    """
    plain = file.name.removesuffix(".gz")
    names = (file.name, plain, f"{plain}.gz")
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        return None
    entry = ledger.get(path.name)
    if entry is None:
        return _entry(path, path.name, file, date="")
    size = path.stat().st_size
    if size != entry.size or sha256_of(path) != entry.sha256:
        raise SourceError(
            f"{path}: {size} bytes, but not the content that {LEDGER} lists ({entry.size} bytes, "
            f"sha256 {entry.sha256[:12]}...); remove the file to fetch it again, or remove "
            f"{LEDGER} to use the file as it is"
        )
    return entry


def _fetch(client: httpx.Client, folder: Path, file: RemoteFile, how: _How) -> SourceFile:
    """Transfer, verify, move into place."""
    part = folder / f"{file.name}.part"
    transfer = Transfer(client, file.url, part, how.retry, how.progress)
    modified = transfer.run()
    try:
        entry = _entry(part, file.name, file, date=_iso_day(modified))
        with part.open("rb") as raw:
            if file.name.endswith(".gz") != (raw.read(2) == _GZIP_MAGIC):
                raise SourceError(f"{file.name}: not packed as its name says")
    except SourceError as error:
        transfer.forget()
        raise SourceError(
            f"{error} What had come from {file.url} was removed; run the command again, or place "
            f"{file.name} by hand in {folder}"
        ) from error
    part.replace(folder / file.name)
    transfer.note.unlink(missing_ok=True)
    return entry


def _entry(path: Path, name: str, file: RemoteFile, date: str) -> SourceFile:
    """Read a file to its end (a gzip file's checksum is there), refuse a web page, describe it."""
    newlines, last = 0, b""
    with open_text(path) as content:
        block = content.read(_BLOCK)
        if not block.strip() or block.lstrip().startswith(b"<"):
            raise SourceError(
                f"{name}: empty or a web page, not a table (it begins {block[:40]!r})."
            )
        while block:
            newlines += block.count(b"\n")
            last, block = block, content.read(_BLOCK)
    lines = newlines + (not last.endswith(b"\n"))
    return SourceFile(
        file=name,
        source=file.source,
        url=file.url,
        date=date,
        size=path.stat().st_size,
        sha256=sha256_of(path),
        licence=file.licence,
        rows=lines - 1,
    )


def _iso_day(modified: str) -> str:
    """``2026-11-20`` for ``Fri, 20 Nov 2026 04:11:00 GMT``; ``""`` where there is none."""
    try:
        day: datetime = parsedate_to_datetime(modified)
    except ValueError:
        return ""
    return day.date().isoformat()

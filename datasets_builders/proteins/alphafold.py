"""Models from AlphaFold DB: by accession through its API, or a whole proteome as one tar.

In: ``["P04637"]``. Out: the newest model of each in a folder, and where it came from::

    SourceFile(file="AF-P04637-F1-model_v6.cif", source="AlphaFold DB",
               url="https://alphafold.ebi.ac.uk/files/AF-P04637-F1-model_v6.cif",
               date="2025-08-01", size=389211, sha256="...", licence="CC-BY-4.0", rows=1, used=1)

Old versions vanish from the server, so the newest one is asked for each time, and a file that is
there already is kept only if it is that version and whole. mmCIF is taken since it has the gene
symbol. Interrupted transfers go on where they ended (``transfer.py``); requests are few a
second, repeated with growing waits, and ``Retry-After`` is respected.
"""

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
from tqdm import tqdm

from datasets_builders.errors import SourceError
from datasets_builders.files import sha256_of
from datasets_builders.proteins.alphafold_db import (
    API,
    BULK,
    PROTEOMES,
    AccessionError,
    Model,
    Server,
    client_of,
    models_of,
    newest_tar,
)
from datasets_builders.proteins.read import read_structure
from datasets_builders.proteins.records import LICENCES, Refused
from datasets_builders.provenance import SourceFile
from datasets_builders.transfer import Transfer
from datasets_builders.web import Retry

# https://www.uniprot.org/help/accession_numbers, and the isoforms that AlphaFold DB models.
_ACCESSION = re.compile(
    r"(?:[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})(?:-\d{1,3})?"
)


def fetch_models(
    accessions: Sequence[str],
    folder: Path,
    *,
    transport: httpx.BaseTransport | None = None,
    retry: Retry | None = None,
    progress: bool = True,
) -> list[SourceFile]:
    """Get the newest model of each accession (all its fragments) into ``folder``.

    Raises:
        AccessionError: names every accession that is none, or that AlphaFold DB has no model of.
        WebError: the server cannot be reached or refuses; what has come is kept.
        SourceError: a file is not the model that the API describes.
    """
    wanted = list(dict.fromkeys(a.strip().upper() for a in accessions))
    if bad := [a for a in wanted if not _ACCESSION.fullmatch(a)]:
        raise AccessionError(f"{', '.join(map(repr, bad))}: not a UniProt accession like P04637")
    folder.mkdir(parents=True, exist_ok=True)
    with client_of(transport) as client:
        server = Server(client, retry or Retry())
        models: list[Model] = []
        missing: list[str] = []
        with tqdm(
            wanted, desc="asking AlphaFold DB", unit="protein", disable=_hide(progress)
        ) as bar:
            for accession in bar:
                found = models_of(server.json(f"{API}{accession}"), accession)
                models += found
                missing += [] if found else [accession]
        if missing:
            raise AccessionError(
                f"{', '.join(missing)}: AlphaFold DB has no model of it (proteins of more than "
                "2,700 residues are only in the proteome's tar: --proteome human)"
            )
        with tqdm(models, desc="fetching models", unit="model", disable=_hide(progress)) as bar:
            return [_fetch(server, folder, model) for model in bar]


def _fetch(server: Server, folder: Path, model: Model) -> SourceFile:
    path = folder / model.file
    if not path.is_file() or _problem(path, model):
        part = path.with_name(f"{model.file}.part")
        server.wait()
        transfer = Transfer(server.client, model.url, part, server.retry, progress=False)
        transfer.run()
        if problem := _problem(part, model):
            transfer.forget()
            raise SourceError(
                f"{model.url}: {problem}; what had come was removed, run the command again"
            )
        part.replace(path)
        transfer.note.unlink(missing_ok=True)
    return _source(path, model.url, model.date, rows=1)


def _problem(path: Path, model: Model) -> str:
    """What is wrong with a file: it must be whole and have the sequence that the API gives."""
    found = read_structure(model.file, path.read_bytes())
    if isinstance(found, Refused):
        return f"{found.reason} ({found.detail})"
    if found.sequence != model.sequence:
        return f"{found.length} residues, but not the sequence of {model.accession} in the API"
    return ""


def fetch_proteome(
    proteome: str,
    folder: Path,
    *,
    transport: httpx.BaseTransport | None = None,
    retry: Retry | None = None,
    progress: bool = True,
) -> SourceFile:
    """Get the newest tar of a proteome ("human", or "UP000005640") into ``folder``.

    ``structure_files`` reads it as a stream. The human one has about 5 GB.

    Raises:
        SourceError: an unknown proteome, or the tar has another size than the list says.
        WebError: the server cannot be reached or refuses; what has come is kept.
    """
    wanted = PROTEOMES.get(proteome.lower(), proteome.upper())
    folder.mkdir(parents=True, exist_ok=True)
    with client_of(transport) as client:
        server = Server(client, retry or Retry())
        listed = server.json(f"{BULK}download_metadata.json")
        name, size, models = newest_tar(listed, wanted, proteome)
        path, url = folder / name, f"{BULK}latest/{name}"
        if not path.is_file() or path.stat().st_size != size:
            part = path.with_name(f"{name}.part")
            transfer = Transfer(client, url, part, server.retry, progress)
            modified = transfer.run()
            if (came := part.stat().st_size) != size:
                transfer.forget()
                raise SourceError(
                    f"{url}: {came} bytes where the list of AlphaFold DB says {size}; what had "
                    "come was removed, run the command again"
                )
            _date(part, modified)
            part.replace(path)
            transfer.note.unlink(missing_ok=True)
    return _source(path, url, _day(path), rows=models)


def _hide(progress: bool) -> bool | None:
    return None if progress else True


def _date(path: Path, modified: str) -> None:
    """Give a file the server's Last-Modified, so that it has it still on the next run."""
    try:
        seconds = parsedate_to_datetime(modified).timestamp()
    except ValueError:  # the server gave none
        return
    os.utime(path, (seconds, seconds))


def _day(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()


def _source(path: Path, url: str, date: str, rows: int) -> SourceFile:
    return SourceFile(
        file=path.name,
        source="AlphaFold DB",
        url=url,
        date=date,
        size=path.stat().st_size,
        sha256=sha256_of(path),
        licence=LICENCES["AlphaFold DB"],
        rows=rows,
        used=rows,
    )

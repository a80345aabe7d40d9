"""What AlphaFold DB says of its models: the API's answers and the list of its tars.

One value, of ``GET https://alphafold.ebi.ac.uk/api/prediction/P04637``::

    Model(accession="P04637", date="2025-08-01", sequence="MEEPQSDPSV...",
          url="https://alphafold.ebi.ac.uk/files/AF-P04637-F1-model_v6.cif")
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from datasets_builders.errors import DataError, SourceError
from datasets_builders.web import (
    TIMEOUT,
    TRIED_AGAIN,
    Retry,
    WebError,
    retry_after,
    user_agent,
)

API = "https://alphafold.ebi.ac.uk/api/prediction/"
BULK = "https://ftp.ebi.ac.uk/pub/databases/alphafold/"
PROTEOMES = {"human": "UP000005640", "mouse": "UP000000589", "yeast": "UP000002311"}
PER_SECOND = 5.0


class AccessionError(DataError):
    """An accession is none, or AlphaFold DB has no model of it."""


@dataclass(slots=True)
class Server:
    """Requests at an even pace, tried again where that helps."""

    client: httpx.Client
    retry: Retry
    now: Callable[[], float] = time.monotonic
    earliest: float = field(default=float("-inf"))

    def wait(self) -> None:
        """Until the next request may be made."""
        if (early := self.earliest - self.now()) > 0:
            self.retry.sleep(early)
        self.earliest = self.now() + 1 / PER_SECOND

    def json(self, url: str) -> Any:
        """The JSON at ``url``; None where there is nothing (404).

        Raises:
            WebError: no usable answer in as many attempts as ``retry`` allows, or a refusal.
        """
        failures = 0
        while True:
            self.wait()
            asked: float | None = None
            try:
                response = self.client.get(url)
                if response.status_code == 404:
                    return None
                if response.status_code == 200:
                    return json.loads(response.content)
                problem = f"status {response.status_code}"
                if response.status_code not in TRIED_AGAIN:
                    raise WebError(f"{url} answers with {problem}")
                asked = retry_after(response)
            except (httpx.TransportError, ValueError) as error:
                problem = str(error) or type(error).__name__
            failures += 1
            if failures >= self.retry.attempts:
                raise WebError(f"{url}: no usable answer in {failures} attempts ({problem})")
            self.retry.wait(url, problem, failures, asked)


@dataclass(frozen=True, slots=True)
class Model:
    """One model as the API lists it."""

    accession: str
    url: str
    date: str
    sequence: str

    @property
    def file(self) -> str:
        """``AF-P04637-F1-model_v6.cif``."""
        return self.url.rsplit("/", 1)[-1]


def models_of(answer: Any, accession: str) -> list[Model]:
    """The models of exactly ``accession`` in the API's answer, newest version, each fragment once.

    The answer also lists isoforms (P04637-2), which are other accessions, and complexes.
    """
    newest: dict[str, tuple[int, Model]] = {}
    try:
        for entry in answer or []:
            if entry["uniprotAccession"] != accession or entry.get("isComplex"):
                continue
            version, key = int(entry["latestVersion"]), str(entry["modelEntityId"])
            model = Model(
                accession, entry["cifUrl"], entry["modelCreatedDate"][:10], entry["sequence"]
            )
            if key not in newest or newest[key][0] < version:
                newest[key] = (version, model)
    except (KeyError, TypeError, ValueError) as error:
        raise WebError(
            f"{API}{accession}: the answer is not of the form expected ({error!r})"
        ) from error
    return [model for _, (_, model) in sorted(newest.items())]


def newest_tar(listed: Any, wanted: str, asked: str) -> tuple[str, int, int]:
    """Name, size and number of models of the tar with the highest version."""
    found: list[tuple[int, str, int, int]] = []
    for entry in listed or []:
        name = str(entry.get("archive_name", ""))
        version = re.fullmatch(rf"{re.escape(wanted)}_\w+_v(\d+)\.tar", name)
        if version:
            models = int(entry.get("num_predicted_structures", 0))
            found.append((int(version[1]), name, int(entry["size_bytes"]), models))
    if not found:
        raise SourceError(
            f"{asked!r}: AlphaFold DB lists no tar of it; name {', '.join(PROTEOMES)}, or the "
            "UniProt id of a reference proteome such as UP000005640"
        )
    return max(found)[1:]


def client_of(transport: httpx.BaseTransport | None) -> httpx.Client:
    headers = {"User-Agent": user_agent(), "Accept-Encoding": "identity"}
    return httpx.Client(
        transport=transport, headers=headers, timeout=TIMEOUT, follow_redirects=True
    )

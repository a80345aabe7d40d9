"""Single genes from NCBI's E-utilities: symbols in, gene records and their provenance out.

Three steps, each in batches: ``esearch`` finds the GeneIDs, ``esummary`` says which of them is the
gene that a symbol means (other species, discontinued entries and aliases are told apart), and
``efetch`` gives its XML, the only form with the HGNC id. NCBI's rules: at most 3 requests a second,
10 with a key (https://www.ncbi.nlm.nih.gov/books/NBK25497/). For example::

    fetch_symbols(["GLI1"])  ->  ([GeneRecord(symbol="GLI1", hgnc_id="HGNC:4317", ...)], Provenance)

The key is taken from ``NCBI_API_KEY`` and travels in the body of the request, so that no address,
log or error has it.
"""

import hashlib
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlencode

import httpx
from tqdm import tqdm

from datasets_builders.genes.eutils_answers import (
    CutOffAnswer,
    GeneSummary,
    MalformedAnswer,
    RefusedRequest,
    SearchResult,
    parse_esearch,
    parse_esummary,
)
from datasets_builders.genes.eutils_symbols import SymbolError, choose_all
from datasets_builders.genes.eutils_xml import FetchedGene, parse_efetch_xml
from datasets_builders.genes.records import GeneRecord
from datasets_builders.provenance import Provenance, SourceFile
from datasets_builders.web import (
    TIMEOUT,
    TRIED_AGAIN,
    Retry,
    WebError,
    retry_after,
    user_agent,
)

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
PER_SECOND, PER_SECOND_WITH_KEY = 3, 10
# Symbols of one search, ids of one esummary; a gene's XML may have ten megabytes, so few of them.
SEARCHED, SUMMARISED, FETCHED = 40, 200, 10
_PAGE = 1000
_SYMBOL = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._/-]*")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Clock:
    """Monotonic seconds and a sleep; tests give their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


@dataclass(slots=True)
class _Service:
    """Requests to E-utilities: never more a second than allowed, tried again where that helps."""

    client: httpx.Client
    api_key: str = field(repr=False)
    clock: Clock
    retry: Retry
    earliest: float = float("-inf")

    def ask(self, tool: str, parse: Callable[[httpx.Response, str], _T], **params: str) -> _T:
        """POST to ``tool`` and parse; a busy server and a cut-off answer are asked again."""
        request = f"{BASE}{tool}.fcgi?{urlencode({'db': 'gene', **params})[:200]}"
        failures = 0
        while True:
            asked: float | None = None
            try:
                response = self._post(tool, params)
                if response.status_code < 400:
                    return parse(response, request)
                problem = f"status {response.status_code}: {self._scrub(response.text[:200])}"
                if response.status_code not in TRIED_AGAIN:
                    raise RefusedRequest(request, problem)
                asked = retry_after(response)
            except (httpx.TransportError, CutOffAnswer) as error:
                problem = self._scrub(str(error) or type(error).__name__)
            failures += 1
            if failures >= self.retry.attempts:
                raise WebError(
                    f"eutils.ncbi.nlm.nih.gov: {tool} gave no usable answer in {failures} attempts "
                    f"({problem}); try again later, or use the tables (--source or --download)"
                )
            self.retry.wait(BASE, problem, failures, asked)

    def _post(self, tool: str, params: dict[str, str]) -> httpx.Response:
        interval = 1 / (PER_SECOND_WITH_KEY if self.api_key else PER_SECOND)
        if (early := self.earliest - self.clock.now()) > 0:
            self.clock.sleep(early)
        self.earliest = self.clock.now() + interval
        data = {"db": "gene", "tool": "geneverse", **params}
        if self.api_key:
            data["api_key"] = self.api_key
        return self.client.post(f"{BASE}{tool}.fcgi", data=data)

    def _scrub(self, text: str) -> str:
        """NCBI repeats the key when it refuses it."""
        return text.replace(self.api_key, "***") if self.api_key else text


@dataclass(slots=True)
class _Fetched:
    """The genes, and size and hash of the XML that they came in."""

    genes: list[FetchedGene] = field(default_factory=list)
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)


def fetch_symbols(
    symbols: Sequence[str],
    *,
    api_key: str | None = None,
    transport: httpx.BaseTransport | None = None,
    clock: Clock | None = None,
    retry: Retry | None = None,
    progress: bool = True,
) -> tuple[list[GeneRecord], Provenance]:
    """The records of human genes in the order of ``symbols``, each gene once.

    A symbol that is an alias of exactly one gene gives that gene (logged at INFO).

    Raises:
        SymbolError: names every symbol that no gene has, and every alias of several genes with
            the candidates.
        WebError: NCBI cannot be reached, refuses, or its answer cannot be used; also for a gene
            without HGNC id.
    """
    wanted = list(dict.fromkeys(s.strip() for s in symbols))
    bad = [s for s in wanted if not _SYMBOL.fullmatch(s)]
    if bad or not wanted:
        raise SymbolError(f"{', '.join(map(repr, bad)) or 'no symbol given'}: not a gene symbol")
    key = os.environ.get("NCBI_API_KEY", "") if api_key is None else api_key
    with httpx.Client(
        transport=transport, headers={"User-Agent": user_agent()}, timeout=TIMEOUT
    ) as client:
        service = _Service(client, key, clock or Clock(), retry or Retry())
        hide = None if progress else True
        summaries: dict[str, GeneSummary] = {}
        with tqdm(wanted, desc="looking up symbols", unit="gene", disable=hide) as bar:
            for some in _batches(wanted, SEARCHED):
                ids = [i for i in _search(service, some) if i not in summaries]
                for batch in _batches(ids, SUMMARISED):
                    found = service.ask("esummary", _summaries, id=",".join(batch), retmode="json")
                    summaries.update((s.gene_id, s) for s in found)
                bar.update(len(some))
        chosen = choose_all(wanted, list(summaries.values()))
        fetched = _fetch(service, chosen, hide)
    return _result(fetched, list(summaries.values()))


def _batches(items: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (items[i : i + size] for i in range(0, len(items), size))


def _summaries(response: httpx.Response, request: str) -> list[GeneSummary]:
    return parse_esummary(response.text, request)


def _search(service: _Service, symbols: Sequence[str]) -> list[str]:
    """GeneIDs whose symbol or alias is one of ``symbols``, page by page."""

    def parse(response: httpx.Response, request: str) -> SearchResult:
        return parse_esearch(response.text, request)

    term = f"({' OR '.join(f'{s}[sym]' for s in symbols)}) AND human[orgn]"
    ids: list[str] = []
    while True:
        page = service.ask(
            "esearch", parse, term=term, retmode="json", retmax=str(_PAGE), retstart=str(len(ids))
        )
        ids.extend(page.ids)
        if not page.ids or len(ids) >= page.count:
            return ids


def _fetch(service: _Service, genes: Sequence[GeneSummary], hide: bool | None) -> _Fetched:
    def parse(response: httpx.Response, request: str) -> tuple[bytes, list[FetchedGene]]:
        return response.content, parse_efetch_xml(response.content, request)

    result = _Fetched()
    with tqdm(total=len(genes), desc="fetching genes", unit="gene", disable=hide) as bar:
        for batch in _batches([g.gene_id for g in genes], FETCHED):
            ids = ",".join(batch)
            body, found = service.ask("efetch", parse, id=ids, retmode="xml")
            by_id = {f.record.entrez_id: f for f in found}
            if missing := [i for i in batch if i not in by_id]:
                raise MalformedAnswer(f"{BASE}efetch.fcgi", f"no entry of {', '.join(missing)}")
            result.genes.extend(by_id[i] for i in batch)
            result.size += len(body)
            result.digest.update(body)
            bar.update(len(batch))
    return result


def _result(
    fetched: _Fetched, summaries: Sequence[GeneSummary]
) -> tuple[list[GeneRecord], Provenance]:
    records = [gene.record for gene in fetched.genes]
    used = {r.entrez_id for r in records}
    skipped: Counter[str] = Counter()
    for s in summaries:
        if s.gene_id not in used:
            reason = "not human" if not s.human else "not asked for" if s.live else "discontinued"
            skipped[f"E-utilities: {reason}"] += 1
    source = SourceFile(
        file="efetch.xml",
        source="NCBI Gene, E-utilities",
        url=BASE,
        date=max((gene.updated for gene in fetched.genes), default=""),
        size=fetched.size,
        sha256=fetched.digest.hexdigest(),
        licence="public domain (US government work)",
        rows=len(summaries),
        used=len(records),
    )
    return records, Provenance((source,), len(records), dict(sorted(skipped.items())))

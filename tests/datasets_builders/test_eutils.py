"""Genes by symbol from a fake E-utilities service: batches, pace, keys, wrong symbols."""

import logging
from dataclasses import dataclass, field

import httpx
import pytest
from eutils_world import Gene, Service

from datasets_builders.genes.eutils import Clock, fetch_symbols
from datasets_builders.genes.eutils_answers import RefusedRequest
from datasets_builders.genes.eutils_symbols import SymbolError
from datasets_builders.genes.eutils_xml import NoHgncIdError
from datasets_builders.genes.records import GeneRecord
from datasets_builders.provenance import Provenance
from datasets_builders.web import Retry, WebError

GLI1 = Gene("2735", "GLI1", "GLI family zinc finger 1", ("GLI", "PPD1"), hgnc="HGNC:4317")
TP53 = Gene("7157", "TP53", "tumor protein p53", ("P53",), hgnc="HGNC:11998")


@dataclass
class Watch:
    """A clock that stands still except in ``sleep``."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds

    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep)


def fetch(
    service: Service, *symbols: str, key: str | None = None, watch: Watch | None = None
) -> tuple[list[GeneRecord], Provenance]:
    watch = watch or Watch()
    return fetch_symbols(
        symbols,
        api_key=key,
        transport=httpx.MockTransport(service),
        clock=watch.clock(),
        retry=Retry(attempts=3, sleep=watch.sleep, chance=lambda: 0.5),
        progress=False,
    )


def test_records_come_in_the_order_asked_for_with_their_provenance() -> None:
    mouse = Gene("14632", "Gli1", aliases=("GLI1",), tax_id=10090)
    chicken = Gene("396013", "GLI1", tax_id=9031)
    service = Service([chicken, GLI1, mouse, TP53])
    records, provenance = fetch(service, "TP53", "GLI1")
    assert [(r.symbol, r.hgnc_id, r.entrez_id) for r in records] == [
        ("TP53", "HGNC:11998", "7157"),
        ("GLI1", "HGNC:4317", "2735"),
    ]
    assert provenance.records == 2
    assert provenance.skipped == {"E-utilities: not human": 2}
    (source,) = provenance.sources
    assert (source.rows, source.used, source.date) == (4, 2, "2026-03-09")
    assert source.size > 0
    assert service.requests[0][1]["term"] == "(TP53[sym] OR GLI1[sym]) AND human[orgn]"


def test_an_alias_of_one_gene_gives_that_gene_once() -> None:
    records, _ = fetch(Service([GLI1, TP53]), "GLI", "GLI1", "PPD1")
    assert [r.symbol for r in records] == ["GLI1"]


def test_a_symbol_goes_before_an_alias() -> None:
    other = Gene("1", "GLIX", aliases=("GLI1",))
    records, provenance = fetch(Service([other, GLI1]), "GLI1")
    assert [r.symbol for r in records] == ["GLI1"]
    assert provenance.skipped == {"E-utilities: not asked for": 1}


def test_all_wrong_symbols_are_named_with_candidates() -> None:
    genes = [
        GLI1,
        Gene("1508", "CTSB", "cathepsin B", ("CTB",)),
        Gene("1486", "CTBS", "chitobiase", ("CTB",)),
        Gene("552866", "FAM66D", status=1, current="100132923"),
        Gene("5", "OLD1", status=2),
    ]
    with pytest.raises(SymbolError) as caught:
        fetch(Service(genes), "GLI1", "CTB", "NOPE7", "FAM66D", "OLD1")
    message = str(caught.value)
    assert "CTSB (GeneID 1508, cathepsin B), CTBS (GeneID 1486, chitobiase)" in message
    assert "NOPE7: no human gene has this symbol or alias" in message
    assert "FAM66D: NCBI's entry of it (GeneID 552866) was replaced by GeneID 100132923" in message
    assert "OLD1: NCBI's entry of it (GeneID 5) was discontinued" in message
    assert "GLI1:" not in message


@pytest.mark.parametrize("symbol", ["", "A OR B", "GLI1[sym]", "a&b"])
def test_what_is_no_symbol_is_not_asked_for(symbol: str) -> None:
    service = Service([GLI1])
    with pytest.raises(SymbolError, match="not a gene symbol"):
        fetch(service, symbol)
    assert service.requests == []


def test_a_gene_without_hgnc_id_is_an_error() -> None:
    loc = Gene("9", "LOC9", "uncharacterized LOC9", hgnc="")
    with pytest.raises(NoHgncIdError, match=r"LOC9 \(GeneID 9"):
        fetch(Service([loc]), "LOC9")


def test_ids_are_asked_for_in_batches_and_searches_in_pages() -> None:
    genes = [Gene(str(n), f"G{n}", hgnc=f"HGNC:{n}") for n in range(1, 46)]
    service = Service(genes, page=15)
    records, _ = fetch(service, *(g.symbol for g in genes))
    assert [r.hgnc_number for r in records] == list(range(1, 46))
    # 40 symbols in three pages, 5 in one; two lists of ids; 45 genes by ten.
    assert service.counts == {"esearch": 4, "esummary": 2, "efetch": 5}
    assert max(len(f["id"].split(",")) for _, f, _ in service.requests if "id" in f) <= 200


@pytest.mark.parametrize(("key", "rate"), [("", 3), ("secret-key", 10)])
def test_never_more_requests_a_second_than_allowed(key: str, rate: int) -> None:
    genes = [Gene(str(n), f"G{n}", hgnc=f"HGNC:{n}") for n in range(1, 81)]
    watch = Watch()
    service = Service(genes)
    times: list[float] = []

    def timed(request: httpx.Request) -> httpx.Response:
        times.append(watch.time)
        return service(request)

    fetch_symbols(
        [g.symbol for g in genes],
        api_key=key,
        transport=httpx.MockTransport(timed),
        clock=watch.clock(),
        progress=False,
    )
    assert len(times) == 12
    assert min(b - a for a, b in zip(times, times[rate:], strict=False)) >= 1 - 1e-9
    assert watch.time == pytest.approx(11 / rate)


def test_the_key_is_read_from_the_environment_and_stays_out_of_addresses_and_logs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NCBI_API_KEY", "secret-key")
    service = Service([GLI1])
    with caplog.at_level(logging.DEBUG):
        fetch(service, "GLI1")
    assert {form["api_key"] for _, form, _ in service.requests} == {"secret-key"}
    assert not any("secret-key" in url for _, _, url in service.requests)
    assert "secret-key" not in caplog.text


@pytest.mark.parametrize("status", [400, 500])
def test_the_key_stays_out_of_errors_even_where_ncbi_repeats_it(status: int) -> None:
    body = '{"error":"API key invalid","api-key":"secret-key"}'
    service = Service([GLI1], script=[httpx.Response(status, text=body)] * 3)
    with pytest.raises(WebError, match="API key invalid") as caught:
        fetch(service, "GLI1", key="secret-key")
    assert "secret-key" not in str(caught.value)
    assert len(service.requests) == (1 if status == 400 else 3)


def test_a_busy_service_is_waited_for_as_long_as_it_asks() -> None:
    busy = httpx.Response(429, headers={"Retry-After": "9"}, text='{"error":"rate limit"}')
    watch = Watch()
    records, _ = fetch(Service([GLI1], script=[busy]), "GLI1", key="", watch=watch)
    assert records[0].symbol == "GLI1"
    assert 9.0 in watch.slept


def test_a_cut_off_answer_is_asked_for_again_and_then_reported() -> None:
    cut = httpx.Response(200, text='{"esearchresult":{"count":"1","idl')
    records, _ = fetch(Service([GLI1], script=[cut]), "GLI1")
    assert records[0].symbol == "GLI1"
    with pytest.raises(WebError, match=r"no usable answer in 3 attempts \(.*cut off after"):
        fetch(Service([GLI1], script=[cut] * 3), "GLI1")


def test_a_refusal_is_not_asked_for_again() -> None:
    service = Service([GLI1], script=[httpx.Response(200, text='{"error":"Invalid db name"}')])
    with pytest.raises(RefusedRequest, match=r"esearch\.fcgi\?.*: NCBI says: Invalid db name"):
        fetch(service, "GLI1")
    assert len(service.requests) == 1


def test_no_network() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("Name or service not known")

    with pytest.raises(WebError, match=r"eutils\.ncbi\.nlm\.nih\.gov: .*Name or service not known"):
        fetch_symbols(
            ["GLI1"],
            transport=httpx.MockTransport(refuse),
            retry=Retry(attempts=2, sleep=lambda s: None),
            progress=False,
        )

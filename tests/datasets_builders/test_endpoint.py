"""Rephrasing and synthesis through a small OpenAI-compatible server on loopback."""

import errno
import json
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from datasets_builders.errors import DataError
from datasets_builders.genes.chat import Endpoint, EndpointError
from datasets_builders.genes.endpoint import rephrase, synthesize
from datasets_builders.genes.records import GeneRecord

pytest.importorskip("openai", reason="pip install 'geneverse[endpoint]'")
KEY = "sk-secret-key"
Act = Callable[[str, int], tuple[int, str, str]]


def completion(text: str, finish: str = "stop") -> str:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 30, "completion_tokens": 12, "total_tokens": 42}
    head = {"id": "1", "object": "chat.completion", "created": 1, "model": "m"}
    return json.dumps({**head, "choices": [choice], "usage": usage})


def answer_all(prompt: str, number: int) -> tuple[int, str, str]:
    return 200, "application/json", completion(f"An answer to: {prompt[:60]}")


@dataclass
class Server:
    """``act`` makes status, content type and body of a prompt and the request's number."""

    url: str = ""
    act: Act = answer_all
    pause: float = 0.0
    prompts: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    busy: int = 0
    most_busy: int = 0


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            prompt = body["messages"][-1]["content"]
            with lock:
                state.prompts.append(prompt)
                state.requests.append(body | {"path": self.path})
                state.headers.append({k.lower(): v for k, v in self.headers.items()})
                number = len(state.prompts)
                state.busy += 1
                state.most_busy = max(state.busy, state.most_busy)
            time.sleep(state.pause)
            with lock:
                state.busy -= 1
            status, kind, text = state.act(prompt, number)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text.encode())))
            self.send_header("Retry-After-Ms", "1")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Loopback(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that was cancelled closes its connection; that is no failure here."""

    http = Loopback(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    state.url = f"http://127.0.0.1:{http.server_address[1]}/v1"
    yield state
    http.shutdown()
    http.server_close()


def gene(number: int, **changes: Any) -> GeneRecord:
    values = {
        "symbol": f"G{number}",
        "name": f"gene number {number}",
        "hgnc_id": f"HGNC:{number}",
        "locus_group": "protein-coding gene",
        "locus_type": "gene with protein product",
        **changes,
    }
    return GeneRecord(**values)


def endpoint(server: Server, **options: Any) -> Endpoint:
    return Endpoint.of(server.url, KEY, "tiny", **{"retries": 2, **options})


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_each_answer_is_kept_with_model_prompt_and_usage(server: Server, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "synthetic.jsonl"
    report = synthesize([gene(1)], out, endpoint=endpoint(server), progress=False)
    (line,) = lines(out)
    question = (
        "Please summarize the major function of gene: G1. "
        "Use academic language in one paragraph and include pathway information."
    )
    assert line.pop("date")[:2] == "20"
    assert line == {
        "symbol": "G1",
        "hgnc_id": "HGNC:1",
        "model": "tiny",
        "prompt": question,
        "answer": f"An answer to: {question[:60]}",
        "usage": {"prompt_tokens": 30, "completion_tokens": 12, "total_tokens": 42},
    }
    assert (report.written, report.usage["total_tokens"]) == (1, 42)
    assert server.requests[0]["path"] == "/v1/chat/completions"
    assert (server.requests[0]["temperature"], server.requests[0]["max_tokens"]) == (0.0, 400)
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert server.headers[0]["user-agent"].startswith("geneverse/")


def test_only_protein_coding_genes_are_synthesized(server: Server, tmp_path: Path) -> None:
    pseudo = gene(2, locus_group="pseudogene", locus_type="pseudogene")
    gone = gene(3, status="Entry Withdrawn")
    report = synthesize([gene(1), pseudo, gone], tmp_path / "a", endpoint=endpoint(server))
    assert [r["symbol"] for r in lines(report.out)] == ["G1"]
    assert report.skipped == {
        "not protein-coding (pseudogene)": ["G2"],
        "not approved (Entry Withdrawn)": ["G3"],
    }


def test_rephrase_gives_the_record_and_asks_for_own_words(server: Server, tmp_path: Path) -> None:
    pseudo = gene(2, locus_group="pseudogene", locus_type="pseudogene")
    gone = gene(3, status="Entry Withdrawn")
    report = rephrase([pseudo, gone], tmp_path / "a", endpoint=endpoint(server))
    (prompt,) = server.prompts
    assert "own words" in prompt
    assert "gene number 2" in prompt
    assert "HGNC:2" in prompt
    assert report.skipped == {"not approved (Entry Withdrawn)": ["G3"]}


def test_requests_run_side_by_side_but_not_more_than_asked_for(
    server: Server, tmp_path: Path
) -> None:
    server.pause = 0.05
    genes = [gene(n) for n in range(1, 17)]
    report = synthesize(genes, tmp_path / "a", endpoint=endpoint(server, concurrency=4))
    assert report.written == 16
    assert sorted(r["symbol"] for r in lines(report.out)) == sorted(g.symbol for g in genes)
    assert 1 < server.most_busy <= 4


def test_a_rerun_asks_only_for_what_is_missing(server: Server, tmp_path: Path) -> None:
    out = tmp_path / "a"
    synthesize([gene(1), gene(2)], out, endpoint=endpoint(server))
    report = synthesize([gene(1), gene(2), gene(3)], out, endpoint=endpoint(server))
    assert (report.already, report.written, len(server.prompts)) == (2, 1, 3)
    other = Endpoint.of(server.url, KEY, "other-model")
    assert synthesize([gene(1)], out, endpoint=other).written == 1


def test_a_line_that_was_cut_off_is_dropped_with_notice(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "a"
    synthesize([gene(1), gene(2)], out, endpoint=endpoint(server, concurrency=1))
    out.write_bytes(out.read_bytes()[:-30])
    report = synthesize([gene(1), gene(2)], out, endpoint=endpoint(server))
    assert (report.already, report.written) == (1, 1)
    assert report.dropped_line.startswith('{"symbol": "G2"')
    assert "dropped a last line that was cut off" in caplog.text
    assert [r["symbol"] for r in lines(out)] == ["G1", "G2"]


def test_a_broken_line_within_the_file_is_an_error(server: Server, tmp_path: Path) -> None:
    out = tmp_path / "a"
    synthesize([gene(1)], out, endpoint=endpoint(server))
    before = b"not json\n" + out.read_bytes()
    out.write_bytes(before)
    with pytest.raises(DataError, match="a, line 1: not an answer"):
        synthesize([gene(1)], out, endpoint=endpoint(server))
    assert out.read_bytes() == before


def test_empty_and_cut_off_answers_are_counted_not_stored(server: Server, tmp_path: Path) -> None:
    def act(prompt: str, number: int) -> tuple[int, str, str]:
        if "gene: G1." in prompt:
            return 200, "application/json", completion("  \n")
        if "gene: G2." in prompt:
            return 200, "application/json", completion("It encodes", finish="length")
        return answer_all(prompt, number)

    server.act = act
    report = synthesize([gene(1), gene(2), gene(3)], tmp_path / "a", endpoint=endpoint(server))
    assert (report.written, report.empty, report.cut_off) == (1, ["G1"], ["G2"])
    assert [r["symbol"] for r in lines(report.out)] == ["G3"]


def test_a_server_that_fails_for_a_moment_is_asked_again(server: Server, tmp_path: Path) -> None:
    def act(prompt: str, number: int) -> tuple[int, str, str]:
        return answer_all(prompt, number) if number > 2 else (503, "text/plain", "busy")

    server.act = act
    assert synthesize([gene(1)], tmp_path / "a", endpoint=endpoint(server)).written == 1
    assert len(server.prompts) == 3


@pytest.mark.parametrize(
    ("status", "kind", "body", "message", "asked"),
    [
        (500, "text/html", "<html>Bad gateway</html>", "Bad gateway", 3),
        (200, "text/html", "<html>Welcome</html>", "does the base URL end in /v1", 1),
        (200, "application/json", '{"choices": [], "x": 1}', "not a chat completion", 1),
        (200, "application/json", '{"choices": [{"mess', "JSONDecodeError", 1),
        (401, "application/json", f'{{"error": {{"message": "bad key {KEY}"}}}}', "bad key", 1),
    ],
)
def test_failures_are_clear_and_keep_what_was_done(
    server: Server, tmp_path: Path, status: int, kind: str, body: str, message: str, asked: int
) -> None:
    def act(prompt: str, number: int) -> tuple[int, str, str]:
        return answer_all(prompt, number) if number <= 2 else (status, kind, body)

    server.act = act
    out = tmp_path / "a"
    genes = [gene(n) for n in range(1, 6)]
    with pytest.raises(EndpointError, match=re.escape(message)) as caught:
        synthesize(genes, out, endpoint=endpoint(server, concurrency=1))
    text = str(caught.value)
    assert f"{server.url}, model tiny, at G3: " in text
    assert f"2 answers are kept in {out}" in text
    assert KEY not in text
    assert len(server.prompts) == 2 + asked
    server.act = answer_all
    assert synthesize(genes, out, endpoint=endpoint(server)).written == 3
    assert KEY not in out.read_text()


def test_answers_under_way_are_kept_when_another_fails(server: Server, tmp_path: Path) -> None:
    def act(prompt: str, number: int) -> tuple[int, str, str]:
        if "gene: G1." in prompt:
            return 400, "text/plain", "no"
        time.sleep(0.3)
        return answer_all(prompt, number)

    server.act = act
    out = tmp_path / "a"
    genes = [gene(n) for n in range(1, 9)]
    with pytest.raises(EndpointError, match=r"at G1: .*status 400, no\. 2 answers are kept"):
        synthesize(genes, out, endpoint=endpoint(server, concurrency=3))
    assert sorted(r["symbol"] for r in lines(out)) == ["G2", "G3"]


def test_a_full_disk_leaves_no_half_line(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a"
    synthesize([gene(1)], out, endpoint=endpoint(server))
    before = out.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        synthesize([gene(2), gene(3)], out, endpoint=endpoint(server))
    assert caught.value.errno == errno.ENOSPC
    assert out.read_bytes() == before


def test_no_server(tmp_path: Path) -> None:
    nowhere = Endpoint.of("http://user:pass@127.0.0.1:9/v1", KEY, "tiny", retries=0)
    with pytest.raises(EndpointError, match=r"http://127\.0\.0\.1:9/v1, model tiny.*Connection"):
        synthesize([gene(1)], tmp_path / "a", endpoint=nowhere)


def test_the_endpoint_is_taken_from_the_environment(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(EndpointError, match="OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL not"):
        synthesize([gene(1)], tmp_path / "a")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_MODEL", "tiny")
    assert synthesize([gene(1)], tmp_path / "a").written == 1
    assert KEY not in repr(Endpoint.of())


def test_without_the_client_the_error_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(EndpointError, match=r"pip install 'geneverse\[endpoint\]'"):
        synthesize([gene(1)], tmp_path / "a", endpoint=Endpoint.of("http://x/v1", KEY, "tiny"))

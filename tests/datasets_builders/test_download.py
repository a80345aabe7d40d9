"""Downloads against a server on loopback: resumed, retried, verified, recorded."""

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from datasets_builders.errors import SourceError
from datasets_builders.genes.download import FILES, RemoteFile, download
from datasets_builders.web import Retry, WebError

TABLE = b"#tax_id\tGeneID\tSummary\n" + b"".join(
    b"9606\t%d\t%s\n" % (n, hashlib.sha256(b"%d" % n).hexdigest().encode()) for n in range(4000)
)
PACKED = gzip.compress(TABLE, mtime=0)


@dataclass
class World:
    """What the server has, what it does to the next requests, what it was asked."""

    body: bytes = PACKED
    etag: str = '"one"'
    script: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def world() -> Iterator[World]:
    state = World()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(dict(self.headers))
            act = state.script.pop(0) if state.script else "serve"
            if act.isdigit():
                self.send_response(int(act))
                if act in ("429", "503"):
                    self.send_header("Retry-After", "7")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start, span = 0, self.headers.get("Range")
            if span and self.headers.get("If-Range") in (None, state.etag):
                start = int(span.removeprefix("bytes=").rstrip("-"))
            size = len(state.body)
            end = start + (size - start) // 2 if act == "short range" else size
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
            self.send_header("Content-Length", str(end - start))
            self.send_header("ETag", state.etag)
            self.send_header("Last-Modified", "Fri, 20 Nov 2026 04:11:00 GMT")
            self.end_headers()
            body = state.body[start:end]
            self.wfile.write(body[: len(body) // 2] if act == "cut" else body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}/gene/DATA/gene_summary.gz"
    yield state
    server.shutdown()
    server.server_close()


def quick(attempts: int = 4, slept: list[float] | None = None) -> Retry:
    record = slept if slept is not None else []
    return Retry(attempts=attempts, sleep=record.append, chance=lambda: 0.5)


def remote(world: World, name: str = "gene_summary.gz") -> RemoteFile:
    return RemoteFile(name, world.url, "NCBI Gene, RefSeq summaries", "public domain")


def get(world: World, folder: Path, retry: Retry | None = None) -> None:
    download(folder, files=[remote(world)], retry=retry or quick(), progress=False)


def test_a_file_comes_whole_and_is_recorded(world: World, tmp_path: Path) -> None:
    (entry,) = download(tmp_path, files=[remote(world)], progress=False)
    assert (tmp_path / "gene_summary.gz").read_bytes() == PACKED
    assert sorted(p.name for p in tmp_path.iterdir()) == ["downloads.json", "gene_summary.gz"]
    assert entry.rows == 4000
    assert entry.date == "2026-11-20"
    (kept,) = json.loads((tmp_path / "downloads.json").read_text())["files"]
    assert kept["size"] == len(PACKED)
    assert kept["sha256"] == hashlib.sha256(PACKED).hexdigest()
    assert kept["url"] == world.url
    agent = world.asked[0]["User-Agent"]
    assert agent.startswith("geneverse/")
    assert agent.endswith("(+https://huggingface.co/geneverse)")


def test_a_file_that_is_there_is_not_asked_for_again(world: World, tmp_path: Path) -> None:
    get(world, tmp_path)
    get(world, tmp_path)
    assert len(world.asked) == 1


def test_a_broken_connection_goes_on_where_it_stopped(world: World, tmp_path: Path) -> None:
    world.script = ["cut"]
    get(world, tmp_path)
    assert (tmp_path / "gene_summary.gz").read_bytes() == PACKED
    assert world.asked[1]["Range"] == f"bytes={len(PACKED) // 2}-"
    assert world.asked[1]["If-Range"] == '"one"'


def test_a_server_may_send_less_than_the_range_asked_for(world: World, tmp_path: Path) -> None:
    world.script = ["cut", "short range"]
    get(world, tmp_path)
    assert (tmp_path / "gene_summary.gz").read_bytes() == PACKED
    assert len(world.asked) == 3


def test_a_new_run_goes_on_from_the_part_of_an_old_one(world: World, tmp_path: Path) -> None:
    world.script = ["cut", "404"]
    with pytest.raises(WebError, match="status 404"):
        get(world, tmp_path)
    assert (tmp_path / "gene_summary.gz.part").stat().st_size == len(PACKED) // 2
    assert not (tmp_path / "gene_summary.gz").exists()
    get(world, tmp_path)
    assert world.asked[2]["Range"] == f"bytes={len(PACKED) // 2}-"
    assert (tmp_path / "gene_summary.gz").read_bytes() == PACKED
    assert not list(tmp_path.glob("*.part*"))


def test_a_part_of_another_version_is_not_continued(world: World, tmp_path: Path) -> None:
    world.script = ["cut", "404"]
    with pytest.raises(WebError):
        get(world, tmp_path)
    world.body, world.etag = gzip.compress(TABLE + b"9606\t5000\tnew\n", mtime=0), '"two"'
    get(world, tmp_path)
    assert (tmp_path / "gene_summary.gz").read_bytes() == world.body


def test_busy_servers_are_waited_for_as_long_as_they_ask(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world.script = ["503", "429", "500"]
    slept: list[float] = []
    get(world, tmp_path, quick(slept=slept))
    assert slept == [7.0, 7.0, 4.0]  # Retry-After twice, then the third of 1, 2, 4 s
    assert "127.0.0.1: status 503; trying again in 7 s" in caplog.text


def test_it_gives_up_naming_host_files_and_the_way_by_hand(world: World, tmp_path: Path) -> None:
    world.script = ["503"] * 9
    with pytest.raises(WebError) as caught:
        get(world, tmp_path, quick(attempts=3))
    message = str(caught.value)
    assert "127.0.0.1: " in message
    assert "in 3 attempts (status 503)" in message
    assert f"place these files by hand in {tmp_path}: gene_summary.gz" in message
    assert len(world.asked) == 3


def test_a_server_that_asks_for_hours_is_not_waited_for(world: World, tmp_path: Path) -> None:
    world.script = ["429"]
    with pytest.raises(WebError, match=r"127\.0\.0\.1: the server asks to wait 7 s"):
        get(world, tmp_path, Retry(patience=5.0))


def test_no_network(tmp_path: Path) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("Name or service not known")

    with pytest.raises(WebError) as caught:
        download(tmp_path, transport=httpx.MockTransport(refuse), retry=quick(), progress=False)
    message = str(caught.value)
    assert message.startswith("storage.googleapis.com: ")
    assert "Name or service not known" in message
    for file in FILES:
        assert file.name in message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (PACKED[:-40], "cut off or damaged"),
        (b"<html><body>Please log in</body></html>", "a web page, not a table"),
        (TABLE, "not packed as its name says"),
        (b"", "empty or a web page"),
    ],
)
def test_what_is_not_the_file_is_refused_and_removed(
    world: World, tmp_path: Path, body: bytes, message: str
) -> None:
    world.body = body
    with pytest.raises(SourceError, match=message):
        get(world, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_placed_by_hand_is_used_packed_or_not(world: World, tmp_path: Path) -> None:
    (tmp_path / "gene_summary").write_bytes(TABLE)
    for _ in range(2):
        (entry,) = download(tmp_path, files=[remote(world)], progress=False)
        assert (entry.file, entry.rows, entry.date) == ("gene_summary", 4000, "")
    assert world.asked == []
    assert len(json.loads((tmp_path / "downloads.json").read_text())["files"]) == 1


def test_a_file_that_has_changed_is_not_used_silently(world: World, tmp_path: Path) -> None:
    get(world, tmp_path)
    (tmp_path / "gene_summary.gz").write_bytes(gzip.compress(b"a\tb\n1\t2\n"))
    with pytest.raises(SourceError, match="remove the file to fetch it again"):
        get(world, tmp_path)


def test_ctrl_c_keeps_the_part(world: World, tmp_path: Path) -> None:
    def stop(seconds: float) -> None:
        raise KeyboardInterrupt

    world.script = ["cut"]
    with pytest.raises(KeyboardInterrupt):
        get(world, tmp_path, Retry(sleep=stop))
    get(world, tmp_path)
    assert world.asked[1]["Range"] == f"bytes={len(PACKED) // 2}-"


def test_the_addresses_are_the_public_ones() -> None:
    assert [f.name for f in FILES] == [
        "hgnc_complete_set.txt",
        "withdrawn.txt",
        "Homo_sapiens.gene_info.gz",
        "gene_summary.gz",
        "gene2ensembl.gz",
        "gene2go.gz",
    ]
    hosts = {httpx.URL(f.url).host for f in FILES}
    assert hosts == {"storage.googleapis.com", "ftp.ncbi.nlm.nih.gov"}
    assert all(f.url.startswith("https://") for f in FILES)

"""AlphaFold DB on loopback: newest version, resumed, verified, polite, the proteome's tar."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("gemmi", reason="the extra 'proteins' is not installed")
from structure_world import cif, sequence

from datasets_builders.errors import SourceError
from datasets_builders.proteins.alphafold import fetch_models, fetch_proteome
from datasets_builders.proteins.alphafold_db import AccessionError, models_of
from datasets_builders.web import Retry, WebError

MODEL = cif("P04637", length=60)
NAME = "AF-P04637-F1-model_v6.cif"
TAR = bytes(range(256)) * 400


def entry(accession: str = "P04637", fragment: int = 1, version: int = 6) -> dict[str, Any]:
    """An entry of the API's answer with the keys that are read."""
    key = f"AF-{accession}-F{fragment}"
    return {
        "uniprotAccession": accession,
        "modelEntityId": key,
        "latestVersion": version,
        "modelCreatedDate": "2025-08-01T00:00:00Z",
        "isComplex": False,
        "sequence": sequence(60),
        "cifUrl": f"https://alphafold.ebi.ac.uk/files/{key}-model_v{version}.cif",
    }


@dataclass
class World:
    """What the server has by path, what it does to the next requests, what it was asked."""

    files: dict[str, bytes] = field(default_factory=dict)
    script: list[str] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    url: str = ""

    def transport(self) -> httpx.BaseTransport:
        """Every request to the real hosts goes to loopback."""
        url, inner = httpx.URL(self.url), httpx.HTTPTransport()

        class Redirected(httpx.BaseTransport):
            def handle_request(self, request: httpx.Request) -> httpx.Response:
                request.url = request.url.copy_with(scheme="http", host=url.host, port=url.port)
                return inner.handle_request(request)

        return Redirected()

    def kwargs(self) -> dict[str, Any]:
        retry = Retry(attempts=4, sleep=self.waits.append, chance=lambda: 0.5)
        return {"transport": self.transport(), "retry": retry, "progress": False}

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@pytest.fixture
def world() -> Iterator[World]:
    state = World()
    state.files = {
        "/api/prediction/P04637": json.dumps([entry("P04637-2"), entry()]).encode(),
        f"/files/{NAME}": MODEL,
        "/pub/databases/alphafold/download_metadata.json": json.dumps(
            [
                {"archive_name": f"UP000005640_9606_HUMAN_v{v}.tar", "size_bytes": size}
                for v, size in ((4, 7), (10, len(TAR)), (6, 8))
            ]
        ).encode(),
        "/pub/databases/alphafold/latest/UP000005640_9606_HUMAN_v10.tar": TAR,
    }

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            state.asked.append((self.path, dict(self.headers)))
            act = state.script.pop(0) if state.script else ""
            body = state.files.get(self.path)
            status = int(act.split()[0]) if act[:1].isdigit() else 200 if body else 404
            body = body if status == 200 and body else b"{}"
            start = 0
            if span := self.headers.get("Range", ""):
                start, status = int(span.removeprefix("bytes=").rstrip("-")), 206
            self.send_response(status)
            if act.startswith("429"):
                self.send_header("Retry-After", act.split()[1])
            if status == 206:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("Content-Length", str(len(body) - start))
            self.send_header("ETag", '"one"')
            self.send_header("Last-Modified", "Fri, 01 Aug 2025 04:11:00 GMT")
            self.end_headers()
            part = body[start:]
            self.wfile.write(part[: len(part) // 2] if act == "cut" else part)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}"
    yield state
    server.shutdown()
    server.server_close()


def test_the_newest_model_of_exactly_that_accession(world: World, tmp_path: Path) -> None:
    (source,) = fetch_models(["p04637 ", "P04637"], tmp_path, **world.kwargs())
    assert (tmp_path / NAME).read_bytes() == MODEL
    assert (source.file, source.date, source.size) == (NAME, "2025-08-01", len(MODEL))
    assert source.licence == "CC-BY-4.0"
    assert sorted(p.name for p in tmp_path.iterdir()) == [NAME]
    assert world.paths() == ["/api/prediction/P04637", f"/files/{NAME}"]
    assert world.asked[0][1]["User-Agent"].startswith("geneverse/")


def test_a_model_that_is_there_is_kept(world: World, tmp_path: Path) -> None:
    first = fetch_models(["P04637"], tmp_path, **world.kwargs())
    world.asked.clear()
    assert fetch_models(["P04637"], tmp_path, **world.kwargs()) == first
    assert world.paths() == ["/api/prediction/P04637"]


def test_a_newer_version_is_fetched(world: World, tmp_path: Path) -> None:
    fetch_models(["P04637"], tmp_path, **world.kwargs())
    world.files["/api/prediction/P04637"] = json.dumps([entry(version=7)]).encode()
    newer = NAME.replace("v6", "v7")
    world.files[f"/files/{newer}"] = MODEL
    assert fetch_models(["P04637"], tmp_path, **world.kwargs())[0].file == newer


def test_a_damaged_file_in_place_is_fetched_again(world: World, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(MODEL[: len(MODEL) // 2])
    fetch_models(["P04637"], tmp_path, **world.kwargs())
    assert (tmp_path / NAME).read_bytes() == MODEL


def test_a_transfer_goes_on_where_it_was_cut(world: World, tmp_path: Path) -> None:
    world.script = ["", "cut"]
    fetch_models(["P04637"], tmp_path, **world.kwargs())
    assert (tmp_path / NAME).read_bytes() == MODEL
    assert world.asked[2][1]["Range"] == f"bytes={len(MODEL) // 2}-"


def test_retry_after_is_respected(world: World, tmp_path: Path) -> None:
    world.script = ["429 17", "503"]
    fetch_models(["P04637"], tmp_path, **world.kwargs())
    assert any(w >= 17 for w in world.waits)


def test_requests_keep_their_distance(world: World, tmp_path: Path) -> None:
    fetch_models(["P04637"], tmp_path, **world.kwargs())
    assert any(0.1 < w <= 0.2 for w in world.waits)


def test_a_server_that_stays_busy_is_named(world: World, tmp_path: Path) -> None:
    world.script = ["503"] * 9
    with pytest.raises(WebError, match="4 attempts"):
        fetch_models(["P04637"], tmp_path, **world.kwargs())


def test_all_accessions_without_a_model_are_named(world: World, tmp_path: Path) -> None:
    with pytest.raises(AccessionError, match=r"Q8WZ42, P12345.*--proteome"):
        fetch_models(["Q8WZ42", "P04637", "P12345"], tmp_path, **world.kwargs())
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(AccessionError, match=r"'TP53', '\.\./X'"):
        fetch_models(["TP53", "../X"], tmp_path, **world.kwargs())


@pytest.mark.parametrize(
    ("body", "match"),
    [
        (cif("P04637", length=50), "not the sequence of P04637"),
        (MODEL[: len(MODEL) // 2], "truncated"),
        (b"<html>busy</html>", "not a structure"),
    ],
)
def test_another_file_than_the_api_says(
    world: World, tmp_path: Path, body: bytes, match: str
) -> None:
    world.files[f"/files/{NAME}"] = body
    with pytest.raises(SourceError, match=match):
        fetch_models(["P04637"], tmp_path, **world.kwargs())
    assert list(tmp_path.iterdir()) == []


def test_all_fragments_and_no_complex(world: World) -> None:
    complex_entry = entry(fragment=3) | {"isComplex": True}
    answer = [entry(fragment=2), entry(), entry("P04637-9"), complex_entry, entry(version=5)]
    assert [m.file for m in models_of(answer, "P04637")] == [NAME, NAME.replace("F1", "F2")]
    with pytest.raises(WebError, match="not of the form"):
        models_of([{"uniprotAccession": "P04637"}], "P04637")


def test_the_newest_tar_of_the_proteome(world: World, tmp_path: Path) -> None:
    world.script = ["", "cut"]
    source = fetch_proteome("human", tmp_path, **world.kwargs())
    assert source.file == "UP000005640_9606_HUMAN_v10.tar"
    assert (tmp_path / source.file).read_bytes() == TAR
    assert source.date == "2025-08-01"
    world.asked.clear()
    assert fetch_proteome("UP000005640", tmp_path, **world.kwargs()) == source
    assert len(world.asked) == 1


def test_a_tar_of_another_size(world: World, tmp_path: Path) -> None:
    world.files["/pub/databases/alphafold/latest/UP000005640_9606_HUMAN_v10.tar"] = TAR[:-1]
    with pytest.raises(SourceError, match=str(len(TAR))):
        fetch_proteome("human", tmp_path, **world.kwargs())
    with pytest.raises(SourceError, match="'martian'"):
        fetch_proteome("martian", tmp_path, **world.kwargs())


@pytest.mark.realdata
def test_real_answers_of_the_api(realdata: Path) -> None:
    for accession, length in (("P04637", 393), ("P00533", 1210)):
        name = f"alphafold_ebi_ac_uk_api_prediction_{accession}.json"
        body = json.loads((realdata / "api" / name).read_text())["body"]
        (model,) = models_of(body, accession)
        assert model.file == f"AF-{accession}-F1-model_v6.cif"
        assert (len(model.sequence), model.date) == (length, "2025-08-01")
        assert models_of(body, f"{accession}-2")[0].file == f"AF-{accession}-2-F1-model_v6.cif"

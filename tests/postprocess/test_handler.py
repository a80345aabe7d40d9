"""The endpoint's handler: loaded as the toolkit loads it, answering and refusing requests."""

import base64
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from handler_world import serve
from pipeline_world import CHAT, QUESTION, save_adapter, save_model
from registry_world import rows, write_registry
from vision_world import make_adapter, make_repo, picture

from postprocess.endpoint import without_tokens
from postprocess.endpoint_files import add_handler, requirements
from postprocess.endpoint_input import MAX_INPUTS, RequestError, read_request

RECORD = "GLI1 | GLI family zinc finger 1 | HGNC:4317 | Ensembl:ENSG00000111087"


def with_registry(folder: Path) -> Path:
    """The folder with a registry of its own, in which genes have records."""
    content = rows()
    for row in content:
        row["record"] = f"{row['symbol']} | {row['name']} | {row['hgnc_id']}"
    write_registry(folder / "genes.parquet", content)
    return folder


@pytest.fixture(scope="module")
def gene_repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("endpoint")
    base = save_model(home / "base")
    repo = save_adapter(home / "adapter", base, str(base), chat_template=CHAT)
    add_handler(with_registry(repo))
    return repo


@pytest.fixture(scope="module")
def marker_repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("vision-endpoint")
    base = make_repo(home / "base", "marker")
    repo = make_adapter(home / "adapter", base, str(base), "marker")
    add_handler(with_registry(repo))
    return repo


def png(seed: int = 0) -> str:
    out = io.BytesIO()
    picture(seed).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


@pytest.mark.slow
def test_a_gene_adapter_answers_as_the_toolkit_calls_it(gene_repo: Path) -> None:
    few = {"max_new_tokens": 4}
    one, batch, nonsense, sampled, bad = serve(
        gene_repo,
        [
            {"inputs": "GLI1", "parameters": few},
            {"inputs": ["p53", "GLI1", "CAP"], "parameters": few},
            {"inputs": "xyzzy", "parameters": None},
            {"inputs": "GLI1", "parameters": {**few, "do_sample": True, "temperature": 2.5}},
            {"inputs": "GLI1", "parameters": {"max_new_tokens": 0}},
        ],
    )
    assert [r["symbol"] for r in one] == ["GLI1"]
    assert one[0]["raw"] and one[0]["prompt"].startswith("Records:\nGLI1 | gli1 full name")
    assert QUESTION.format(symbol="GLI1") in one[0]["prompt"]
    assert [r["symbol"] for r in batch] == ["TP53", "GLI1", None]
    assert batch[1]["raw"] == one[0]["raw"]
    assert batch[2]["status"] == "ambiguous gene"
    assert nonsense[0]["status"] == "unknown gene" and nonsense[0]["raw"] is None
    assert sampled[0]["symbol"] == "GLI1"
    assert "max_new_tokens is 0; send a whole number from 1 to 512" in bad["error"]


@pytest.mark.slow
def test_a_marker_adapter_answers_with_its_projector(marker_repo: Path) -> None:
    from postprocess.vision_pipeline import MarkerImagePipeline

    asked = {"gene": "GLI1", "cell_type": "Macrophage"}
    few = {"max_new_tokens": 4}
    one, batch, path, broken = serve(
        marker_repo,
        [
            {"inputs": {"image": png(), **asked}, "parameters": few},
            {
                "inputs": [
                    {"image": f"data:image/png;base64,{png(s)}", **asked} for s in range(3)
                ],
                "parameters": few,
            },
            {"inputs": {"image": "/etc/hostname", **asked}},
            {"inputs": [{"image": png()[:80], **asked}, {"image": png(), **asked}],
             "parameters": few},
        ],
    )  # fmt: skip
    here = MarkerImagePipeline.from_pretrained(str(marker_repo), registry=marker_repo)
    assert one[0]["raw"] == here(picture(), **asked, **few)["raw"]
    assert [r["raw"] for r in batch] == [here(picture(s), **asked, **few)["raw"] for s in range(3)]
    assert "not base64; send the picture itself (no path, no address)" in path["error"]
    assert [r["status"] == "bad image" for r in broken] == [True, False]


def test_the_same_file_works_as_a_module_of_this_package(gene_repo: Path) -> None:
    from postprocess.endpoint import Endpoint
    from postprocess.handler import EndpointHandler

    handler = EndpointHandler(str(gene_repo))
    assert type(handler._endpoint) is Endpoint
    assert handler({"inputs": "GLI1", "parameters": {"max_new_tokens": 2}})[0]["symbol"] == "GLI1"


def test_the_handler_finds_its_files_in_a_cache_of_links(gene_repo: Path, tmp_path: Path) -> None:
    """A snapshot of huggingface_hub is a folder of links into a folder of blobs."""
    blobs, snapshot = tmp_path / "blobs", tmp_path / "snapshot"
    blobs.mkdir()
    snapshot.mkdir()
    for number, file in enumerate(sorted(gene_repo.glob("*.py"))):
        shutil.copyfile(file, blobs / str(number))
        (snapshot / file.name).symlink_to(blobs / str(number))
    code = (
        "import importlib.util as u, sys; sys.modules['postprocess'] = None; "
        "s = u.spec_from_file_location('handler.EndpointHandler', 'snapshot/handler.py'); "
        "m = u.module_from_spec(s); s.loader.exec_module(m); print(m._endpoint_class().__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "Endpoint", done.stderr[-2000:]


def test_a_folder_that_is_no_model_stops_the_start_with_a_reason(
    gene_repo: Path, tmp_path: Path
) -> None:
    from postprocess.errors import PostprocessError
    from postprocess.handler import EndpointHandler

    with pytest.raises(PostprocessError, match=r"no geneverse\.json in .*the handler needs it"):
        EndpointHandler(str(tmp_path))
    (tmp_path / "geneverse.json").write_text('{"task": "weather"}')
    with pytest.raises(PostprocessError, match="task is 'weather', not one of"):
        EndpointHandler(str(tmp_path))
    broken = shutil.copytree(gene_repo, tmp_path / "broken")
    (broken / "genes.parquet").write_bytes(b"PAR1")
    with pytest.raises(PostprocessError, match=r"genes\.parquet"):
        EndpointHandler(str(broken))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ([], "the body is a list; send an object"),
        ("GLI1", "the body is text"),
        ({}, "`inputs` is missing"),
        ({"inputs": None}, "`inputs` is missing"),
        ({"inputs": []}, "`inputs` is an empty list"),
        ({"input": "GLI1"}, "unknown key input"),
        ({"inputs": 7}, "inputs is int, not text"),
        ({"inputs": {"text": "GLI1"}}, "inputs is an object, not text"),
        ({"inputs": ["GLI1", None]}, r"inputs\[1\] is null, not text"),
        ({"inputs": ["GLI1", " "]}, r"inputs\[1\] is empty"),
        ({"inputs": "x" * 2001}, "inputs has 2,001 characters; 2,000 are the most"),
        ({"inputs": ["GLI1"] * (MAX_INPUTS + 1)}, "65 inputs; 64 are the most"),
        ({"inputs": "\ud800"}, "surrogate"),
        ({"inputs": "GLI1", "parameters": [1]}, "`parameters` is a list"),
        (
            {"inputs": "GLI1", "parameters": {"max_length": 9}},
            "unknown parameter max_length",
        ),
        ({"inputs": "GLI1", "parameters": {"max_new_tokens": 513}}, "from 1 to 512"),
        ({"inputs": "GLI1", "parameters": {"max_new_tokens": True}}, "max_new_tokens is True"),
        ({"inputs": "GLI1", "parameters": {"max_new_tokens": "9"}}, "max_new_tokens is '9'"),
        ({"inputs": "GLI1", "parameters": {"do_sample": 1}}, "do_sample is 1; send true or false"),
        ({"inputs": "GLI1", "parameters": {"temperature": 0.5}}, "no effect without do_sample"),
        ({"inputs": "GLI1", "parameters": {"mode": "open"}}, "send grounded or closed-book"),
        (
            {"inputs": "GLI1", "parameters": {"one_sentence": True}},
            "parameter one_sentence",
        ),
        ({"inputs": "GLI1", "parameters": {"generation_config": {}}}, "unknown parameter"),
        ({"inputs": "GLI1", "parameters": {"temperature": float("nan"), "do_sample": True}}, "nan"),
    ],
)
def test_a_bad_gene_request_is_refused_with_what_to_send(body: Any, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        read_request(body, "gene")


ASKED = {"gene": "GLI1", "cell_type": "Mast cells"}


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ("not base64!", "inputs.gene is missing"),
        ({"image": "QUJD"}, "inputs.gene is missing"),
        ({"image": "QUJD", "gene": "GLI1"}, "inputs.cell_type is missing"),
        (ASKED, "inputs.image is missing"),
        ({**ASKED, "image": b"abc"}, "inputs.image is bytes; send the base64 text"),
        ({**ASKED, "image": "http://169.254.169.254/x.png"}, "no path, no address"),
        ({**ASKED, "image": "/etc/hostname"}, "no path, no address"),
        ({**ASKED, "image": "data:text/html;base64,QUJD"}, "is not base64"),
        ({**ASKED, "image": ""}, "is not base64"),
        ({**ASKED, "image": "QUJD", "celltype": "x"}, "has the key celltype; known are image"),
        ({"image": "QUJD", "gene": 3, "cell_type": "x"}, "inputs.gene is int, not text"),
    ],
)
def test_a_bad_picture_request_is_refused_with_what_to_send(inputs: Any, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        read_request({"inputs": inputs}, "marker")


def test_a_picture_that_the_toolkit_opened_itself_is_taken() -> None:
    image = picture()
    assert read_request({"inputs": image}, "protein").inputs == [{"image": image}]
    with pytest.raises(RequestError, match="has the key gene"):
        read_request({"inputs": {"image": image, "gene": "GLI1"}}, "protein")


def test_a_request_is_not_changed_by_reading_it() -> None:
    body = {"inputs": ["GLI1"], "parameters": {"max_new_tokens": 3}, "options": {}}
    before = json.dumps(body)
    assert read_request(body, "gene").options == {"max_new_tokens": 3}
    assert json.dumps(body) == before


def test_no_message_holds_an_access_token(gene_repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from postprocess.handler import EndpointHandler

    token = "hf_" + "aB3" * 11
    said = without_tokens(f"401 for https://user:{token}@host/x with Bearer {token}")
    assert token not in said and said.count("***") == 2
    handler = EndpointHandler(str(gene_repo))

    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError(f"CUDA out of memory; header Authorization: Bearer {token}")

    monkeypatch.setattr(handler._endpoint, "_pipeline", fail)
    with pytest.raises(RequestError, match="RuntimeError: CUDA out of memory") as caught:
        handler({"inputs": "GLI1"})
    assert token not in str(caught.value)


def test_requirements_name_what_the_files_import(gene_repo: Path) -> None:
    own = Path(__file__).resolve().parents[2] / "postprocess" / "requirements.txt"
    assert own.read_text() == requirements() == (gene_repo / "requirements.txt").read_text()


def test_the_handler_is_put_only_beside_a_model(tmp_path: Path) -> None:
    from postprocess.publish_files import PublishError

    with pytest.raises(PublishError, match=r"geneverse\.json cannot be read"):
        add_handler(tmp_path)
    (tmp_path / "geneverse.json").write_text("[]")
    with pytest.raises(PublishError, match="its task is none of gene, protein, marker"):
        add_handler(tmp_path)


def test_the_handler_imports_nothing_heavy_before_it_has_a_model() -> None:
    code = (
        "import sys, postprocess.handler, postprocess.endpoint as e; "
        "print(sorted({'torch', 'transformers', 'peft', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

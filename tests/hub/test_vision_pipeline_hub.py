"""The vision pipelines and the endpoint's handler, by a stranger: real transformers, a real hub,
none of this repository on the path; base, adapter, code and registry by their names."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import HfApi

from hub.server import serve
from postprocess.endpoint_files import add_handler
from postprocess.publish_files import write_pipeline_repo

# Helpers of the pipelines' own tests; pytest puts only this folder on the path.
sys.path.append(str(Path(__file__).resolve().parents[1] / "postprocess"))
from registry_world import rows, write_registry
from vision_world import make_adapter, make_repo, picture

BASE, LORA, WHOLE = "someone/tiny-llava", "geneverse/tiny-marker-lora", "geneverse/tiny-protein"
CODE, REGISTRY = "geneverse/gene-pipeline", "geneverse/gene-registry"

STRANGER = """
import importlib.util, json, sys
sys.path.append(sys.argv[1])
assert importlib.util.find_spec("postprocess") is None, "this repository can be imported"
from transformers import pipeline
from transformers.dynamic_module_utils import get_class_from_dynamic_module
from huggingface_hub import snapshot_download
def cls(name):
    return get_class_from_dynamic_module(f"vision_pipeline.{name}", "geneverse/gene-pipeline")
picture, ask = sys.argv[2], dict(gene="p53", cell_type="Mast cells", max_new_tokens=6)
marker, out = cls("MarkerImagePipeline"), {}
def note(way, pipe, **asked):
    out[way] = {"result": pipe(picture, **asked), "registry": str(pipe.registry.path)}
note("adapter", pipeline(
    "image-text-to-text", model="geneverse/tiny-marker-lora", pipeline_class=marker), **ask)
note("from_pretrained", marker.from_pretrained("geneverse/tiny-marker-lora", revision="v1"), **ask)
note("base", marker.from_pretrained(
    "someone/tiny-llava", revision="base-tag", settings="geneverse/tiny-marker-lora"), **ask)
protein = cls("ProteinImagePipeline")
note("protein", pipeline(
    "image-text-to-text", model="geneverse/tiny-protein", pipeline_class=protein), max_new_tokens=6)
# Inference Endpoints download the repo and load its handler by the path.
import base64
folder = snapshot_download("geneverse/tiny-marker-lora")
sys.path.insert(0, folder)
spec = importlib.util.spec_from_file_location("handler.EndpointHandler", folder + "/handler.py")
module = importlib.util.module_from_spec(spec)
sys.modules["handler.EndpointHandler"] = module
spec.loader.exec_module(module)
inputs = {"image": base64.b64encode(open(picture, "rb").read()).decode(),
          "gene": "p53", "cell_type": "Mast cells"}
body = {"inputs": inputs, "parameters": {"max_new_tokens": 6}}
out["handler"] = {"result": module.EndpointHandler(folder)(body)[0]}
print(json.dumps(out))
"""


def _upload(api: HfApi, repo: str, folder: Path, tag: str, kind: str = "model") -> str:
    """Upload and tag; returns the commit."""
    api.create_repo(repo, repo_type=kind)
    commit = api.upload_folder(repo_id=repo, folder_path=folder, repo_type=kind)
    api.create_tag(repo, tag=tag, repo_type=kind)
    return str(commit.oid)


def _fill(url: str, work: Path) -> None:
    """All repos, as a release makes them; afterwards the base's main is another model."""
    api = HfApi(endpoint=url, token=False)
    (work / "registry").mkdir()
    write_registry(work / "registry" / "genes.parquet", rows())
    _upload(api, REGISTRY, work / "registry", "v0.1.0", "dataset")
    code = write_pipeline_repo(work / "gene-pipeline", registry_revision="v0.1.0")
    _upload(api, CODE, code, "v0.1.0")
    base = make_repo(work / "base", "marker")
    (base / "geneverse.json").unlink()
    commit = _upload(api, BASE, base, "base-tag")
    pinned = {"id": REGISTRY, "revision": "v0.1.0"}
    lora = make_adapter(work / "lora", base, BASE, "marker", registry=pinned)
    config = json.loads((lora / "adapter_config.json").read_text()) | {"revision": commit}
    (lora / "adapter_config.json").write_text(json.dumps(config))
    add_handler(lora)
    _upload(api, LORA, lora, "v1")
    _upload(api, WHOLE, make_repo(work / "whole", "protein"), "v1")


def _run(work: Path, url: str, *, offline: bool) -> dict[str, Any]:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(work),
        "HF_HOME": str(work / "stranger"),
        "HF_ENDPOINT": url,
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "CUDA_VISIBLE_DEVICES": "",
        **({"HF_HUB_OFFLINE": "1"} if offline else {}),
    }
    # -S: no .pth file is read, so an editable install of this repository is not on the path.
    site = sysconfig.get_paths()["purelib"]
    done = subprocess.run(
        [sys.executable, "-P", "-S", "-c", STRANGER, site, str(work / "picture.png")],
        env=environment,
        cwd=work,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What a stranger gets, with the hub and then without it."""
    work = tmp_path_factory.mktemp("vision-hub")
    picture().save(work / "picture.png")
    with serve(work / "hub") as endpoint:
        _fill(endpoint.url, work)
        url = endpoint.url
        online = _run(work, url, offline=False)
    return {"online": online, "offline": _run(work, url, offline=True)}


@pytest.mark.slow
@pytest.mark.parametrize("line", ["online", "offline"])
@pytest.mark.parametrize("way", ["adapter", "from_pretrained", "handler"])
def test_a_stranger_gets_a_checked_marker_answer(
    found: dict[str, dict[str, Any]], way: str, line: str
) -> None:
    result = found[line][way]["result"]
    assert (result["gene"], result["cell_type"]) == ("TP53", "Mast cells")
    assert "Is gene TP53 a marker gene of cell type Mast cells?" in result["prompt"]
    assert "p53 was asked about as TP53" in result["note"]
    assert result["raw"] and result["registry"] == "2026-10-01"


@pytest.mark.slow
def test_the_adapters_projector_is_in_every_answer(found: dict[str, dict[str, Any]]) -> None:
    raw = {way: got["result"]["raw"] for way, got in found["online"].items()}
    assert raw["adapter"] == raw["from_pretrained"] == raw["handler"] != raw["base"]


@pytest.mark.slow
def test_a_protein_model_of_whole_weights_answers_and_is_checked(
    found: dict[str, dict[str, Any]],
) -> None:
    result = found["online"]["protein"]["result"]
    assert result["query"].startswith("What is the name of this protein?")
    assert result["match"] in ("unknown", "none", "near miss") and result["verified"] is False
    assert "gene-registry" in found["online"]["protein"]["registry"]


@pytest.mark.slow
def test_offline_says_what_online_said(found: dict[str, dict[str, Any]]) -> None:
    for way, got in found["online"].items():
        there, here = got["result"], found["offline"][way]["result"]
        assert here == there

"""Every way to use the gene pipeline, by a stranger: real transformers, a real hub, none of this
repository on the path, and afterwards the same without a network."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import HfApi

from datasets_builders.genes.build import build
from datasets_builders.genes.sample import load_sample
from hub.server import serve
from postprocess.publish_files import add_pipeline, write_pipeline_repo

# Helpers of the pipeline's own tests; pytest puts only this folder on the path.
sys.path.append(str(Path(__file__).resolve().parents[1] / "postprocess"))
from pipeline_world import CHAT, save_adapter, save_model, write_facts

# The base's template differs from the adapter's: whose was taken is seen in the tokens.
BASE_CHAT = CHAT.replace("assistant\\n", "the base's assistant\\n")
BASE, LORA, MERGED = "someone/tiny-base", "geneverse/tiny-lora", "geneverse/tiny-merged"
CODE, REGISTRY = "geneverse/gene-pipeline", "geneverse/gene-registry"

# What a stranger runs; each way is what the documentation shows.
STRANGER = """
import importlib.util, json, sys, warnings
sys.path.append(sys.argv[1])
assert importlib.util.find_spec("postprocess") is None, "this repository can be imported"
warnings.simplefilter("always")
seen = []
warnings.showwarning = lambda message, kind, *_, **__: seen.append(kind.__name__)
from transformers import pipeline
from transformers.dynamic_module_utils import get_class_from_dynamic_module
cls = get_class_from_dynamic_module(
    "pipeline.GeneDescriptionPipeline", "geneverse/gene-pipeline", revision="v0.1.0"
)
local, ask = sys.argv[2], dict(max_new_tokens=8)
out = {}
def note(way, pipe):
    first = pipe("GLI1", **ask)
    out[way] = {
        "result": first,
        "batch": pipe(["GLI", "TP35"], batch_size=2, **ask),
        "text": pipe.preprocess(type("Item", (), {"question": "GLI1"}))["request"].text,
        "settings": pipe.settings.source,
        "class": type(pipe).__module__,
        "registry": str(pipe.registry.path),
        "lora": any("lora_A" in name for name, _ in pipe.model.named_parameters()),
    }
note("adapter", pipeline(
    "text-generation", model="geneverse/tiny-lora", pipeline_class=cls))
note("adapter, revision", pipeline(
    "text-generation", model="geneverse/tiny-lora", pipeline_class=cls,
    model_kwargs={"adapter_kwargs": {"revision": "v1"}}))
note("adapter folder", pipeline("text-generation", model=local, pipeline_class=cls))
note("from_pretrained", cls.from_pretrained("geneverse/tiny-lora", revision="v1"))
note("merged", pipeline(
    "gene-description", model="geneverse/tiny-merged", trust_remote_code=True))
note("merged, no task", pipeline(model="geneverse/tiny-merged", trust_remote_code=True))
note("merged, revision", pipeline(
    "gene-description", model="geneverse/tiny-merged", revision="v1", trust_remote_code=True))
note("merged, from_pretrained", cls.from_pretrained("geneverse/tiny-merged", revision="v1"))
out["warnings"] = seen
print(json.dumps(out))
"""
# Each way with the mode of the revision that it asks for: "v1" is grounded, main is not.
WAYS = {
    "adapter": "closed-book",
    "adapter, revision": "grounded",
    "adapter folder": "grounded",
    "from_pretrained": "grounded",
    "merged": "closed-book",
    "merged, no task": "closed-book",
    "merged, revision": "grounded",
    "merged, from_pretrained": "grounded",
}


def _upload(api: HfApi, repo: str, folder: Path, tag: str, kind: str = "model") -> None:
    api.create_repo(repo, repo_type=kind)
    api.upload_folder(repo_id=repo, folder_path=folder, repo_type=kind)
    api.create_tag(repo, tag=tag, repo_type=kind)


def _fill(url: str, work: Path) -> Path:
    """All repos, as a release makes them; returns the adapter's folder."""
    api = HfApi(endpoint=url, token=False)
    build(*load_sample(), work / "data")
    _upload(api, REGISTRY, work / "data" / "gene-registry", "v0.1.0", "dataset")
    code = write_pipeline_repo(work / "gene-pipeline", registry_revision="v0.1.0")
    _upload(api, CODE, code, "v0.1.0")
    base = save_model(work / "base", chat_template=BASE_CHAT)
    _upload(api, BASE, base, "base-tag")  # it has no tag v1
    lora = save_adapter(work / "lora", base, BASE, chat_template=CHAT)
    _upload(api, LORA, lora, "v1")
    merged = write_facts(save_model(work / "merged", seed=8))
    add_pipeline(merged, registry_revision="v0.1.0")
    _upload(api, MERGED, merged, "v1")
    # What is on main afterwards is of another mode, so that a forgotten revision is seen.
    for repo, folder in ((LORA, lora), (MERGED, merged)):
        facts = json.loads((folder / "geneverse.json").read_text()) | {"mode": "closed-book"}
        api.upload_file(
            repo_id=repo,
            path_in_repo="geneverse.json",
            path_or_fileobj=json.dumps(facts).encode(),
        )
    return lora


def _run(work: Path, url: str, local: Path, *, offline: bool) -> dict[str, Any]:
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
    # -S: no .pth file is read, so an editable install of this repository is not on the path; -P:
    # nor is the working directory.
    site = sysconfig.get_paths()["purelib"]
    done = subprocess.run(
        [sys.executable, "-P", "-S", "-c", STRANGER, site, str(local)],
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
    work = tmp_path_factory.mktemp("pipeline-hub")
    with serve(work / "hub") as endpoint:
        lora = _fill(endpoint.url, work)
        online = _run(work, endpoint.url, lora, offline=False)
        url = endpoint.url
    return {"online": online, "offline": _run(work, url, lora, offline=True)}


@pytest.mark.slow
@pytest.mark.parametrize("line", ["online", "offline"])
@pytest.mark.parametrize("way", WAYS)
def test_a_stranger_gets_a_checked_answer(
    found: dict[str, dict[str, Any]], way: str, line: str
) -> None:
    got = found[line][way]
    result = got["result"]
    assert (result["symbol"], result["mode"]) == ("GLI1", WAYS[way])
    grounded = result["prompt"].startswith("Records:\nGLI1 | GLI family zinc finger 1 | HGNC:4317")
    assert grounded is (WAYS[way] == "grounded")
    assert result["record"]["hgnc_id"] == "HGNC:4317"
    assert got["batch"][0]["symbol"] == "GLI1" and got["batch"][0]["raw"] == result["raw"]
    assert got["batch"][1]["status"] == "unknown gene"
    assert "transformers_modules" in got["class"]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_the_template_and_the_settings_are_the_adapters(
    found: dict[str, dict[str, Any]], way: str
) -> None:
    got = found["online"][way]
    assert got["text"].endswith("<|im_start|>assistant\n")
    name = "tiny-merged" if way.startswith("merged") else "lora"
    assert name in got["settings"]


@pytest.mark.slow
def test_an_adapter_is_really_in_the_answer(found: dict[str, dict[str, Any]]) -> None:
    got = found["online"]
    raw = {way: got[way]["result"]["raw"] for way in WAYS}
    assert [way for way in WAYS if got[way]["lora"]] == list(WAYS)[:3]
    # Layers beside the base, and the same merged into it.
    assert raw["adapter, revision"] == raw["adapter folder"] == raw["from_pretrained"]
    assert raw["merged"] == raw["merged, no task"]
    assert raw["merged, revision"] == raw["merged, from_pretrained"] != raw["from_pretrained"]


@pytest.mark.slow
def test_the_registry_is_the_pinned_one_and_nobody_is_warned(
    found: dict[str, dict[str, Any]],
) -> None:
    for line in found.values():
        assert "UnpinnedRegistryWarning" not in line["warnings"]
        assert all("gene-registry" in line[way]["registry"] for way in WAYS)


@pytest.mark.slow
def test_offline_says_what_online_said(found: dict[str, dict[str, Any]]) -> None:
    for way in WAYS:
        assert found["offline"][way]["result"] == found["online"][way]["result"]

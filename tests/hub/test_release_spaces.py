"""The metrics and the demo Space, released to a hub and loaded back by a stranger's process."""

import sys
from pathlib import Path
from types import SimpleNamespace

import artefacts as make
import pytest

from datasets_builders.genes.build import build
from datasets_builders.genes.sample import load_sample
from eval.metric_repos import metric_names, write_metric_repo
from hub.loadback import LoadRequest, load_back
from hub.loadback_spaces import measure_back
from hub.plan import find
from hub.releases import Options, carry_out, look
from hub.server import serve
from hub.verify import verify
from model_cards.render import render_metric_card, render_registry_card, render_space_card
from space.publish import write_space_repo

VERSION = "v0.1.0"


@pytest.mark.slow
def test_metrics_and_space_are_released_and_run_at_a_strangers(tmp_path: Path) -> None:
    root = tmp_path / "build"
    build(*load_sample(), root / "data")
    render_registry_card(
        root / "data" / "gene-registry", repo_id="geneverse/gene-registry", version=VERSION
    )
    for name in metric_names():
        made = write_metric_repo(name, root / "metrics" / name)
        render_metric_card(made, repo_id=f"geneverse/{name}", version=VERSION)
    space = write_space_repo(
        root / "spaces" / "demo", registry=f"geneverse/gene-registry@{VERSION}"
    )
    render_space_card(space, repo_id="geneverse/demo", version=VERSION)
    metrics = [f"geneverse/{name}" for name in metric_names()]
    with serve(tmp_path / "hub") as hub:
        options = Options(hub.url, tmp_path / "state")
        found = find(["gene-registry", *metric_names(), "demo"], root)[0]
        released, collected = carry_out(look(found, VERSION, options), VERSION, options)
        assert collected is not None and collected.items == len(released) == len(metrics) + 2
        for repo in (*metrics, "geneverse/demo"):
            assert verify(repo, "space", VERSION, endpoint=hub.url).files > 5
        request = LoadRequest(
            VERSION, dataset=None, registry=None, adapter=None, metrics=metrics,
            space="geneverse/demo",
        )  # fmt: skip
        back = load_back(hub.url, request)
    assert back["metrics"]["geneverse/ids_right"] == {"ids_right": 0.5}
    assert set(back["metrics"]) == set(metrics)
    assert back["space"]["text"] == "GLI1 is HGNC:4317."


def test_a_metric_that_does_not_compute_what_its_card_says_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_metric_repo("ids_right", tmp_path / "ids_right")
    make.change(folder / "geneverse.json", result={"ids_right": 1.0})
    client = SimpleNamespace(snapshot_download=lambda *_, **__: str(folder))
    monkeypatch.setitem(sys.modules, "huggingface_hub", client)
    loaded = SimpleNamespace(compute=lambda **_: {"ids_right": 0.5})
    fake = SimpleNamespace(load=lambda _: loaded)
    monkeypatch.setitem(sys.modules, "evaluate", fake)
    with pytest.raises(RuntimeError, match="its card says"):
        measure_back("geneverse/ids_right", VERSION)

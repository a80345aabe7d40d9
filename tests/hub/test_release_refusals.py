"""What a release refuses before anything is sent to anyone: a test for each line of the rules."""

from collections.abc import Callable
from pathlib import Path

import artefacts as make
import numpy as np
import pytest
from huggingface_hub import HfApi
from safetensors.numpy import save_file

from hub.checks import RefusedError, Rules, faults_of
from hub.errors import HubError
from hub.plan import artefact_of, find
from hub.releases import Options, carry_out, content_of, look
from hub.secret_scan import is_random, secrets_in_text
from model_cards.render import render_pipeline_card
from postprocess.publish_files import write_pipeline_repo

NOWHERE = "http://127.0.0.1:9"  # a refusal needs no hub: nothing is asked, nothing is sent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make.make_root(tmp_path / "build")


def refused(root: Path, url: str = NOWHERE, **options: object) -> str:
    """The message of a refusal."""
    settings = Options(url, root / ".release", **options)  # type: ignore[arg-type]
    with pytest.raises(RefusedError) as caught:
        look(find([], root)[0], "v0.1.0", settings)
    return str(caught.value)


@pytest.mark.parametrize("name", ["run.sh", "page.html", "x.svg", "lib.so", "a.ipynb", "w.onnx"])
def test_other_kinds_of_files(root: Path, name: str) -> None:
    (root / "data" / "gene-registry" / name).write_text("text")
    assert f"{name}: only .safetensors, .parquet," in refused(root)


def test_python_is_released_where_it_is_meant_to_be(tmp_path: Path, root: Path) -> None:
    (root / "data" / "gene-registry" / "run.py").write_text("x = 1\n")
    assert "run.py: Python files are released where they are meant to be; of this repo: none" in (
        refused(root)
    )
    folder = make.metric(tmp_path / "m" / "ids_right")
    (folder / "setup.py").write_text("x = 1\n")
    (folder / "app.py").write_text("def f(:\n")
    message = _refused_folder(folder)
    assert "setup.py: Python files" in message
    assert "of this repo: app.py, ids_right.py" in message
    assert "app.py: it cannot be read as Python" in message


def _refused_folder(folder: Path) -> str:
    with pytest.raises(RefusedError) as caught:
        look([artefact_of(folder)], "v0.1.0", Options(NOWHERE, folder.parent / "state"))
    return str(caught.value)


@pytest.mark.parametrize(
    "secret",
    [
        "hf_" + "AbCdEfGhIj" * 3,
        "sk-proj-" + "a1B2" * 8,
        "github_pat_" + "a1B2" * 10,
        "AKIA" + "ABCDEFGH12345678",
        "AIza" + "Sy0123456789_abcdefghijklmnopqrstuvw"[:35],
        "xoxb-" + "1234567890-abcdefghij",
        "-----BEGIN EC " + "PRIVATE KEY-----",
        'aws_secret_access_key = "wJalrXUtnFEMI' + '7MDENGbPxRfiCYzQ8KeY31z"',
        '"api_key": "q8Zr3LmWx0Tn' + 'Vb5KdYsJ"',
        "PASSWORD=" + "u7Hq2zXw9Lk4PvBn6Tr3",
    ],
)
def test_a_secret_is_refused_and_not_shown(root: Path, secret: str) -> None:
    card = root / make.ADAPTER / "README.md"
    card.write_text(card.read_text() + f"\n{secret}\n")
    message = refused(root)
    assert "README.md: line" in message
    assert secret[:20] not in message


@pytest.mark.parametrize(
    "harmless",
    [
        '"sha256": "' + "9f86d081884c7d659a2feaa0c55ad015" * 2 + '"',
        "token: " + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        '"key": "3f2504e0-4f89-11d3-9a0c-0305e82c3301"',
        '"eos_token": "<|im_end|>", "pad_token_id": 12345678901234567890',
        "key: base_model.model.layers.0.self_attn.q_proj.lora_A.weight",
        "tokenizer_class: PreTrainedTokenizerFastWithLongName2",
        'api_key: "YOUR_API_KEY_GOES_HERE_PLEASE"',
        "password=correct-horse-battery-staple-again",
        "risk-assessment-of-familial-hypercholesterolaemia",
        "key: docs/results/demo-scores-2026-01-06.json",
    ],
)
def test_hashes_names_and_words_are_no_secrets(harmless: str) -> None:
    assert list(secrets_in_text(harmless.encode())) == []


def test_a_hash_is_not_random_and_a_drawn_value_is() -> None:
    assert is_random(b"q8Zr3LmWx0TnVb5KdYsJ")
    assert not is_random(b"da39a3ee5e6b4b0d3255bfef95601890afd80709")
    assert not is_random(b"HuggingFaceTBSmolLM2Instruct")


@pytest.mark.parametrize(
    ("name", "spoil", "message"),
    [
        ("data/gene-registry", {"license": "apache"}, "README.md: license: 'apache' is not an id"),
        ("data/gene-registry", {"tags": None}, "README.md: tags: missing"),
        (make.ADAPTER, {"base_model": "x/y"}, "but adapter_config.json loads"),
    ],
)
def test_a_card_that_does_not_validate(
    root: Path, name: str, spoil: dict[str, object], message: str
) -> None:
    make.edit_card(root / name, **spoil)
    assert message in refused(root)


def test_a_missing_card(root: Path) -> None:
    (root / "data" / "gene-registry" / "README.md").unlink()
    assert "README.md: missing" in refused(root)


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"revision": None}, "is not pinned"),
        ({"revision": "main"}, "is at 'main', which can move"),
        ({"base_model_name_or_path": "/home/me/base"}, "write its Hub id"),
        ({"base_model_name_or_path": None}, "write its Hub id"),
    ],
)
def test_an_adapter_whose_base_is_no_pinned_hub_id(
    root: Path, config: dict[str, object], message: str
) -> None:
    make.change(root / make.ADAPTER / "adapter_config.json", **config)
    assert message in refused(root)


def test_an_unpinned_base_passes_on_loopback_where_it_is_allowed(root: Path, hub_url: str) -> None:
    make.change(root / make.ADAPTER / "adapter_config.json", revision=None)
    options = Options(hub_url, root / ".release", allow_unpinned=True)
    assert look(find([], root, owner="unpinned")[0], "v0.1.0", options)
    message = refused(root, "https://hub.example", allow_unpinned=True)
    assert "https://hub.example is no loopback hub" in message


@pytest.mark.parametrize("task", ["protein", "marker"])
def test_a_vision_adapter_without_its_projector(root: Path, task: str) -> None:
    folder = root / make.ADAPTER
    make.change(folder / "geneverse.json", task=task)
    assert "has no projector tensors" in refused(root)
    weight = {"base_model.model.multi_modal_projector.linear_1.weight": np.ones(3, np.float32)}
    save_file(weight, folder / "adapter_model.safetensors")
    with pytest.raises(HubError, match="could not read the refs"):  # passed: the hub is asked
        look([artefact_of(folder)], "v0.1.0", Options(NOWHERE, root / ".release"))


@pytest.mark.parametrize("audit", [{"passed": False}, {}, None])
def test_a_data_set_without_a_passed_audit(root: Path, audit: dict[str, object] | None) -> None:
    path = root / "data" / "gene-instructions" / "audit.json"
    path.unlink() if audit is None else make.put(path, audit)
    assert "audit.json: " + ("missing" if audit is None else "the leak audit") in refused(root)


def test_a_licence_that_the_bases_licence_forbids(root: Path) -> None:
    base = "meta-llama/Llama-3.1-8B"
    make.change(root / make.ADAPTER / "adapter_config.json", base_model_name_or_path=base)
    make.edit_card(root / make.ADAPTER, base_model=base, license="mit")
    assert "which goes with what is made of it" in refused(root)


def test_a_data_set_under_a_licence_below_that_of_its_sources(root: Path) -> None:
    source = make.source() | {"licence": "CC BY-SA 4.0"}
    make.put(root / "data" / "gene-registry" / "provenance.json", {"sources": [source]})
    assert "its sources ask for 'cc-by-sa-4.0'" in refused(root)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def _grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [_cut, _grow, _empty])
@pytest.mark.parametrize("name", [f"{make.ADAPTER}/adapter_model.safetensors",
                                  "data/gene-registry/genes.parquet"])  # fmt: skip
def test_weights_and_tables_that_do_not_open(
    root: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    spoil(root / name)
    assert f"{Path(name).name}: " in refused(root)


def test_a_table_whose_pages_are_damaged(root: Path) -> None:
    path = root / "data" / "gene-registry" / "genes.parquet"
    data = bytearray(path.read_bytes())
    data[4:40] = bytes(36)  # the first page; the footer is whole
    path.write_bytes(bytes(data))
    assert "genes.parquet: it cannot be read as Parquet" in refused(root)


def test_faults_of_all_repos_are_told_at_once(root: Path) -> None:
    (root / "data" / "gene-registry" / "a.sh").write_text("x")
    (root / make.ADAPTER / "b.sh").write_text("x")
    message = refused(root)
    assert "dataset geneverse/gene-registry (" in message
    assert "model geneverse/smollm2-135m-gene-grounded-lora (" in message


def test_one_bad_version_of_several_repos_sends_nothing_to_any(root: Path, hub_url: str) -> None:
    """Lower than the last in one repo; there with other content in it: the others stay as is."""
    owner, state = "lower", root / ".release"

    def go(version: str, *names: str) -> None:
        options = Options(hub_url, state, collection=False, check_download=False)
        carry_out(look(find(names, root, owner=owner)[0], version, options), version, options)

    go("v0.2.0", "gene-registry")
    api = HfApi(endpoint=hub_url, token=False)
    with pytest.raises(HubError, match=r"is at v0\.2\.0 already"):
        go("v0.1.0")
    make.registry(root / "data" / "gene-registry", genes=9)
    with pytest.raises(HubError, match=r"v0\.2\.0 exists with other content \(.*genes\.parquet"):
        go("v0.2.0")
    assert not api.repo_exists(f"{owner}/gene-instructions", repo_type="dataset")
    assert len(api.list_repo_commits(f"{owner}/gene-registry", repo_type="dataset")) == 2


def test_the_real_pipelines_files_and_card_pass(tmp_path: Path) -> None:
    folder = write_pipeline_repo(tmp_path / "gene-pipeline", registry_revision="v0.1.0")
    results = Path(__file__).parents[2] / "docs" / "results" / "correct.json"
    names = {"repo_id": "geneverse/gene-pipeline", "version": "v0.1.0"}
    render_pipeline_card(folder, results, **names)
    artefact = artefact_of(folder)
    rules = Rules(artefact.kind, artefact.repo_type)
    assert faults_of(content_of(artefact).items(), folder, rules) == []
    (folder / "helper.py").write_text("x = 1\n")
    [fault] = faults_of(content_of(artefact).items(), folder, rules)
    assert fault.startswith("helper.py: Python files are released where they are meant to be")

"""Where the pipeline's settings and registry come from, and what is said when they are wrong."""

import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from pipeline_world import CHAT, FACTS, save_model, tiny_model, tiny_tokenizer, write_facts
from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline

from postprocess import registry_source
from postprocess.errors import RegistryError
from postprocess.pipeline import GeneDescriptionPipeline
from postprocess.registry import GeneRegistry
from postprocess.registry_source import RegistrySource, UnpinnedRegistryWarning
from postprocess.settings import ALPACA_TEXT, Settings, SettingsError


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_facts(save_model(tmp_path_factory.mktemp("model")))


def loaded(folder: Path, **options: Any) -> GeneDescriptionPipeline:
    return GeneDescriptionPipeline(
        model=AutoModelForCausalLM.from_pretrained(folder),
        tokenizer=AutoTokenizer.from_pretrained(folder),
        **options,
    )


def test_a_model_loaded_from_a_folder_finds_its_own_settings(model_folder: Path) -> None:
    pipe = loaded(model_folder, registry="x")
    assert pipe.settings.source == f"geneverse.json of {model_folder}"
    named = pipeline(
        "text-generation",
        model=str(model_folder),
        pipeline_class=GeneDescriptionPipeline,
        registry="x",
    )
    assert named.settings == pipe.settings


@pytest.mark.parametrize("given", ["folder", "file", "dictionary"])
def test_settings_can_be_given(model_folder: Path, tmp_path: Path, given: str) -> None:
    write_facts(tmp_path, mode="closed-book")
    named: Any = {
        "folder": tmp_path,
        "file": str(tmp_path / "geneverse.json"),
        "dictionary": FACTS | {"mode": "closed-book"},
    }[given]
    assert loaded(model_folder, settings=named, registry="x").settings.mode == "closed-book"


def test_a_model_without_settings_is_told_what_to_pass(tmp_path: Path) -> None:
    folder = save_model(tmp_path)
    with pytest.raises(SettingsError, match=r"no geneverse\.json in .*pass settings="):
        loaded(folder)
    # A base model's own geneverse.json says where its weights are from.
    (folder / "geneverse.json").write_text(json.dumps({"name": "base", "base": "x"}))
    with pytest.raises(SettingsError, match=r"has no prompts.*pass settings="):
        loaded(folder)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mode": "open"}, "mode is 'open'"),
        ({"mode": None}, "mode is None"),
        ({"task": "protein"}, "task is 'protein'"),
        ({"template": "vicuna"}, "template is 'vicuna'"),
        ({"prompts": []}, "`prompts`"),
        ({"prompts": {"question": "About {gene}"}}, r"prompts\.question"),
        ({"prompts": {"question": "{symbol} and {symbol}"}}, r"prompts\.question"),
        ({"prompts": {"question": "{symbol} {"}}, r"prompts\.question"),
        ({"prompts": {"question": "About {symbol}"}}, r"prompts\.grounded"),
        ({"prompts": {"question": "{symbol}", "grounded": "{records}"}}, r"prompts\.grounded"),
        ({"registry": "geneverse/gene-registry"}, "`registry`"),
        ({"registry": {"id": 7}}, r"registry\.id"),
    ],
)
def test_wrong_settings_are_named(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_json(FACTS | changes, "geneverse.json of x")


def test_a_broken_geneverse_json_is_named(tmp_path: Path) -> None:
    for text, said in (("{", "is not JSON"), ("[]", "no JSON object")):
        (tmp_path / "geneverse.json").write_text(text)
        with pytest.raises(SettingsError, match=said):
            loaded_settings(tmp_path)


def loaded_settings(folder: Path) -> GeneDescriptionPipeline:
    tokenizer = tiny_tokenizer()
    return GeneDescriptionPipeline(
        model=tiny_model(tokenizer), tokenizer=tokenizer, settings=folder
    )


def test_no_template_is_assumed() -> None:
    plain = tiny_tokenizer(None)
    with pytest.raises(SettingsError, match='"template": "alpaca"'):
        GeneDescriptionPipeline(model=tiny_model(plain), tokenizer=plain, settings=FACTS)
    with pytest.raises(SettingsError, match="no chat template"):
        GeneDescriptionPipeline(
            model=tiny_model(plain), tokenizer=plain, settings=FACTS | {"template": "chat"}
        )
    with pytest.raises(SettingsError, match="loaded tokenizer"):
        GeneDescriptionPipeline(model=tiny_model(plain), settings=FACTS)


def test_the_alpaca_text_is_axolotls() -> None:
    prompters = pytest.importorskip("axolotl.prompters")
    [theirs] = prompters.AlpacaPrompter().build_prompt("GLI1?")
    assert ALPACA_TEXT.format(instruction="GLI1?") == theirs


def test_a_model_repo_may_have_its_own_alpaca_text() -> None:
    facts = FACTS | {"prompts": FACTS["prompts"] | {"alpaca": "Q: {instruction}\nA: "}}
    assert Settings.from_json(facts, "x").alpaca == "Q: {instruction}\nA: "


def test_the_adapters_tokenizer_takes_the_place_of_the_bases(
    model_folder: Path, tmp_path: Path
) -> None:
    tiny_tokenizer(CHAT.replace("assistant", "helper")).save_pretrained(tmp_path)
    pipe = loaded(model_folder, settings=write_facts(tmp_path), registry="x")
    assert "helper" in pipe.tokenizer.chat_template


def test_a_registry_is_a_path_an_object_or_a_hub_id(
    registry_path: Path, registry: GeneRegistry
) -> None:
    assert RegistrySource(registry_path).open().get("GLI1")
    assert RegistrySource(str(registry_path.parent)).open().get("GLI1")
    assert RegistrySource(registry).open() is registry
    for wrong in ("no/such/folder/genes.parquet", "./genes.parquet", Path("genes.parquet"), "x"):
        with pytest.raises(RegistryError, match="not there"):
            RegistrySource(wrong).open()
    with pytest.raises(RegistryError, match="int"):
        RegistrySource(7)


def test_the_registry_is_the_users_else_the_models_else_the_releases(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, str | None]] = []

    def fetch(name: str, *, revision: str | None = None) -> str:
        asked.append((name, revision))
        return "opened"

    monkeypatch.setattr(GeneRegistry, "from_pretrained", fetch)
    monkeypatch.setattr(registry_source, "REGISTRY_REVISION", "v9")
    named = FACTS | {"registry": {"id": "lab/registry", "revision": "v2"}}
    plain, own = Settings.from_json(FACTS, "x"), Settings.from_json(named, "x")
    for given, revision, settings in (
        (None, None, plain),
        (None, None, own),
        (None, "v3", own),
        ("me/mine", "v4", own),
    ):
        registry_source.registry_source(given, revision, settings).open()
    assert asked == [
        ("geneverse/gene-registry", "v9"),
        ("lab/registry", "v2"),
        ("lab/registry", "v3"),
        ("me/mine", "v4"),
    ]


def test_an_unpinned_registry_warns_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GeneRegistry, "from_pretrained", lambda name, **_: name)
    monkeypatch.setattr(registry_source, "_warned", set())
    with pytest.warns(UnpinnedRegistryWarning, match="registry_revision"):
        RegistrySource("someone/registry").open()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        RegistrySource("someone/registry").open()
        RegistrySource("someone/other", "v1").open()


def test_a_registry_that_cannot_be_fetched_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(GeneRegistry, "from_pretrained", fail)
    with pytest.raises(RegistryError, match=r"someone/gone at v1 .*no route to host.*registry="):
        RegistrySource("someone/gone", "v1").open()

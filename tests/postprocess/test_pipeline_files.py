"""What is uploaded as geneverse/gene-pipeline: computed, whole, and nothing else."""

import json
from pathlib import Path

import pytest
from pipeline_world import FACTS, save_model, write_facts
from transformers.dynamic_module_utils import get_imports, get_relative_import_files

from postprocess.publish_files import (
    HERE,
    REQUIREMENTS,
    PublishError,
    add_pipeline,
    pipeline_files,
    write_pipeline_repo,
)


def test_the_files_are_those_that_transformers_would_fetch() -> None:
    files, packages = pipeline_files(HERE, ("pipeline.py",))
    theirs = {Path(name).name for name in get_relative_import_files(HERE / "pipeline.py")}
    assert {path.name for path in files} == theirs | {"pipeline.py"}
    assert {"registry.py", "correct.py", "prompt.py", "pinned.py"} <= theirs
    assert not {"cli.py", "publish_files.py", "answers.py"} & theirs
    assert packages <= set(REQUIREMENTS) and "torch" in packages


def test_no_module_asks_for_a_package_that_is_no_requirement() -> None:
    for path in pipeline_files()[0]:
        assert not {"typer", "tqdm", "datasets", "postprocess"} & set(get_imports(path)), path


def test_the_repo_is_laid_out_and_pinned(tmp_path: Path) -> None:
    out = tmp_path / "gene-pipeline"
    write_pipeline_repo(out, registry_revision="v0.1.0")
    names = {path.name for path in out.iterdir()}
    assert {path.name for path in pipeline_files()[0]} <= names
    assert not [path for path in out.iterdir() if path.is_dir()]
    facts = json.loads((out / "geneverse.json").read_text())
    assert facts["registry"] == {"id": "geneverse/gene-registry", "revision": "v0.1.0"}
    values: dict[str, str] = {}
    exec((out / "pinned.py").read_text(), values)
    assert values["REGISTRY_REVISION"] == "v0.1.0"
    assert "transformers>=" in (out / "requirements.txt").read_text()
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    write_pipeline_repo(out, registry_revision="v0.1.0")
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}
    assert [path.name for path in tmp_path.iterdir()] == ["gene-pipeline"]


def test_another_folder_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(PublishError, match="name another"):
        write_pipeline_repo(tmp_path, registry_revision=None)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("from . import registry", "line 1"),
        ("from .a.b import c", "line 1"),
        ("from ..eval import c", "line 1"),
        ("from .gone import c", "not there"),
        ("import typer", "typer"),
    ],
)
def test_an_import_that_cannot_be_followed_is_refused(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "pipeline.py").write_text(line + "\n")
    with pytest.raises(PublishError, match=said):
        pipeline_files(tmp_path, ("pipeline.py",))


def test_merged_weights_get_the_code_and_the_task(tmp_path: Path) -> None:
    folder = write_facts(save_model(tmp_path))
    names = add_pipeline(folder, registry_revision="v0.1.0")
    config = json.loads((folder / "config.json").read_text())
    assert config["custom_pipelines"]["gene-description"]["impl"] == (
        "pipeline.GeneDescriptionPipeline"
    )
    assert config["model_type"] == "llama"
    assert all((folder / name).is_file() for name in names) and "pipeline.py" in names
    facts = json.loads((folder / "geneverse.json").read_text())
    assert facts["registry"]["revision"] == "v0.1.0" and facts["prompts"] == FACTS["prompts"]
    assert not [path for path in folder.iterdir() if path.is_dir()]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    add_pipeline(folder, registry_revision="v0.1.0")
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_no_merged_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "adapter_model.safetensors").write_bytes(b"")
    with pytest.raises(PublishError, match="merge it first"):
        add_pipeline(tmp_path, registry_revision="v1")
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(PublishError, match=r"geneverse\.json is missing"):
        add_pipeline(tmp_path, registry_revision="v1")
    assert (tmp_path / "config.json").read_text() == "{}"

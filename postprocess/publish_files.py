"""The files of ``geneverse/gene-pipeline``, laid out for the Hub.

``write_pipeline_repo(Path("build/gene-pipeline"), registry_revision="v0.1.0")`` makes the folder::

    pipeline.py  prompt.py  registry.py  ...      what pipeline.py and handler.py import, flat
    pinned.py                                     which registry, at which revision
    requirements.txt  geneverse.json  LICENSE

``add_pipeline(merged, registry_revision="v0.1.0")`` puts the same code beside merged weights, so
that ``pipeline("gene-description", model=..., trust_remote_code=True)`` works. Which files those
are is computed from their imports; this module itself is not among them.
"""

import ast
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from .errors import PostprocessError
from .pinned import REGISTRY_ID
from .settings import FILE_NAME, Settings

HERE = Path(__file__).resolve().parent
ROOTS = ("pipeline.py", "handler.py", "vision_pipeline.py")
PINNED = "pinned.py"
TASK, CLASS = "gene-description", "pipeline.GeneDescriptionPipeline"
# What the code was tested with, at the least; transformers names a missing package by itself.
REQUIREMENTS = {
    "httpx": "httpx>=0.28",
    "huggingface_hub": "huggingface-hub>=1.17,<2",
    "peft": "peft>=0.20",
    "PIL": "pillow>=10",
    "pyarrow": "pyarrow>=21",
    "safetensors": "safetensors>=0.5",
    "torch": "torch>=2.6",
    "transformers": "transformers>=5.16",
}


class PublishError(PostprocessError):
    """The code cannot be published as it stands, or a model folder cannot take it."""


def pipeline_files(
    folder: Path = HERE, roots: tuple[str, ...] = ROOTS
) -> tuple[list[Path], set[str]]:
    """The modules that ``roots`` (those that are there) import, themselves included, sorted; and
    the packages from elsewhere that they import.

    Raises:
        PublishError: a module imports in a way that transformers' dynamic modules cannot follow.
    """
    waiting = [name for name in roots if (folder / name).is_file()]
    found: dict[str, Path] = {}
    packages: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        path = found[name] = folder / name
        if not path.is_file():
            raise PublishError(f"{folder / name} is imported by the pipeline and is not there")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                if node.level != 1 or not node.module or "." in node.module:
                    raise PublishError(
                        f"{name}, line {node.lineno}: only `from .module import name` can be "
                        "followed on the Hub"
                    )
                waiting.append(f"{node.module}.py")
            elif isinstance(node, ast.ImportFrom):
                packages.add(str(node.module).split(".")[0])
            elif isinstance(node, ast.Import):
                packages |= {alias.name.split(".")[0] for alias in node.names}
    strange = packages - sys.stdlib_module_names - set(REQUIREMENTS)
    if strange:
        raise PublishError(f"{', '.join(sorted(strange))}: the pipeline may not import that")
    return [found[name] for name in sorted(found)], packages & set(REQUIREMENTS)


def write_pipeline_repo(
    out: Path, *, registry_revision: str | None, registry_id: str = REGISTRY_ID
) -> Path:
    """Make the folder ``out``, whole or not at all; what was there is replaced.

    ``registry_revision``: a tag or commit of the registry's repo; ``None`` leaves it unpinned, and
    users are warned.

    Raises:
        PublishError: the code cannot be published, or ``out`` is something else's folder.
    """
    if out.exists() and not (out / PINNED).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise PublishError(f"{out} is there and is no gene-pipeline folder; name another")
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        packages = write_code(staging, ROOTS, registry_id, registry_revision)
        requirements = sorted(REQUIREMENTS[name] for name in packages)
        text = "".join(f"{line}\n" for line in requirements)
        (staging / "requirements.txt").write_text(text, encoding="utf-8")
        licence = HERE.parent / "LICENSE"
        if licence.is_file():
            shutil.copyfile(licence, staging / licence.name)
        facts = {
            "name": "gene-pipeline",
            "task": "gene",
            "registry": {"id": registry_id, "revision": registry_revision},
            "classes": {TASK: CLASS},
            "requirements": requirements,
            "files": {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(staging.glob("*.py"))
            },
        }
        _write_json(staging / FILE_NAME, facts)
        staging.chmod(0o755)
        _replace(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return out


def add_pipeline(
    folder: Path, *, registry_revision: str | None, registry_id: str = REGISTRY_ID
) -> list[str]:
    """Put the gene pipeline into a folder of merged weights; returns the names of its files.

    config.json names it as task ``gene-description`` under ``custom_pipelines``, and the folder's
    geneverse.json, which must have the prompts of the training, gets the registry. Doing it again
    changes nothing; config.json comes last, so that a half-done folder is an ordinary model.

    Raises:
        PublishError: no whole model, an adapter, or no geneverse.json.
    """
    config_file, facts_file = folder / "config.json", folder / FILE_NAME
    if not config_file.is_file() or not any(folder.glob("*.safetensors")):
        raise PublishError(
            f"{folder} has no config.json with *.safetensors; transformers runs no custom pipeline "
            "from an adapter: merge it first (axolotl merge-lora)"
        )
    config, facts = _read_json(config_file), _read_json(facts_file)
    facts["registry"] = {"id": registry_id, "revision": registry_revision}
    Settings.from_json(facts, str(facts_file))
    with tempfile.TemporaryDirectory(prefix=".pipeline.", dir=folder) as staged:
        staging = Path(staged)
        write_code(staging, ROOTS[:1], registry_id, registry_revision)
        _write_json(staging / FILE_NAME, facts)
        names = sorted(path.name for path in staging.iterdir())
        config["custom_pipelines"] = {
            TASK: {"impl": CLASS, "pt": ["AutoModelForCausalLM"], "type": "text"}
        }
        _write_json(staging / "config.json", config)
        for name in [*names, "config.json"]:
            (staging / name).replace(folder / name)
    return [name for name in names if name != FILE_NAME]


def write_code(
    folder: Path, roots: tuple[str, ...], registry_id: str, revision: str | None
) -> set[str]:
    """Copy what ``roots`` import into a folder, with the registry pinned; the packages needed."""
    files, packages = pipeline_files(HERE, roots)
    for path in files:
        shutil.copyfile(path, folder / path.name)
    text = (
        '"""Which registry the pipeline takes where neither the user nor the model repo names '
        f'one."""\n\nREGISTRY_ID = {json.dumps(registry_id)}\n'
        f"REGISTRY_REVISION: str | None = {json.dumps(revision) if revision else None}\n"
    )
    (folder / PINNED).write_text(text, encoding="utf-8")
    return packages


def _read_json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise PublishError(f"{path} is missing; copy the adapter's {path.name} there")
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PublishError(f"{path} is not JSON ({error}); write it again") from error
    if not isinstance(values, dict):
        raise PublishError(f"{path} is no JSON object; write it again")
    return values


def _write_json(path: Path, values: dict[str, Any]) -> None:
    text = json.dumps(values, indent=2, sort_keys=True, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _replace(staging: Path, out: Path) -> None:
    """Move ``staging`` to ``out``; what was there goes only when the new one is in place."""
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    if out.exists():
        out.replace(old)
    try:
        staging.replace(out)
    except OSError:
        if any(old.iterdir()):
            old.replace(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)

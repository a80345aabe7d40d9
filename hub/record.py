"""``release.json``: what a release is made of, so that anyone can check it later.

::

    {"schema": 1, "name": "gene-registry", "repo": "geneverse/gene-registry", "type": "dataset",
     "kind": "registry", "version": "v0.2.0", "previous": "v0.1.0",
     "source": {"project": "geneverse", "version": "0.1.0", "commit": "4f5a...", "changed": false},
     "tools": {"huggingface-hub": "1.17.0", "python": "3.11.7"},
     "data": [{"id": "geneverse/gene-instructions", "revision": "v0.2.0", "content_sha256": "7f"}],
     "base": null, "rows": {"genes.parquet": 405}, "scores": {},
     "files": {"README.md": {"size": 812, "sha256": "9f86...", "git_sha1": "ce01..."}},
     "sbom": "sbom.json", "signature": null}

``files`` are all others; ``version`` is the first under which this content was released. No date
and no path of this machine: the same content gives the same bytes.
"""

import json
import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from hub.manifest import Manifest, ManifestFile
from hub.plan import Artefact
from model_cards.errors import CardError
from model_cards.validate import split_card

RECORD, NOTES, SBOM, SIGNATURE = "release.json", "CHANGELOG.md", "sbom.json", "model.sig"
GENERATED = frozenset((RECORD, NOTES, SBOM, SIGNATURE))
SCHEMA = 1
TOOLS = ("geneverse", "huggingface-hub", "pyarrow", "datasets", "pyyaml", "model-signing")
GIT_SECONDS = 10


def make_record(
    artefact: Artefact,
    release: str,
    content: Manifest,
    *,
    previous: str | None,
    signed: bool,
) -> dict[str, Any]:
    """The record of a content, without the generated files' own hashes (see ``with_files``)."""
    facts = read_json(artefact.folder / "geneverse.json")
    return {
        "schema": SCHEMA,
        "name": artefact.name,
        "repo": artefact.repo_id,
        "type": artefact.repo_type,
        "kind": artefact.kind,
        "version": release,
        "previous": previous,
        "source": source(),
        "tools": tools(),
        "data": _data(facts),
        "base": _base(artefact.folder, facts),
        "rows": _rows(facts),
        "scores": _scores(artefact.folder / "README.md"),
        "files": _entries(content),
        "sbom": SBOM,
        "signature": SIGNATURE if signed else None,
    }


def with_files(record: Mapping[str, Any], more: Manifest) -> dict[str, Any]:
    """The record with further files, e.g. the notes."""
    return {**record, "files": dict(sorted({**record["files"], **_entries(more)}.items()))}


def as_bytes(record: Mapping[str, Any]) -> bytes:
    """The file's content."""
    return (json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def manifest_of(record: Mapping[str, Any]) -> Manifest:
    """The files that a record lists.

    Raises:
        ValueError: it is no record.
    """
    try:
        files = record["files"].items()
        return Manifest(
            tuple(
                ManifestFile(path, int(f["size"]), str(f["sha256"]), str(f["git_sha1"]))
                for path, f in sorted(files)
            )
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no record of a release: {error!r}") from error


def same_content(record: Mapping[str, Any], content: Manifest) -> bool:
    """Whether a record is of this content, whatever was generated for it."""
    try:
        listed = manifest_of(record).files
    except ValueError:
        return False
    return tuple(f for f in listed if f.path not in GENERATED) == content.files


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file; empty where the file is missing or holds something else."""
    if not path.is_file():
        return {}
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def source() -> dict[str, Any]:
    """The project's version, and its commit where git knows it."""
    root = Path(__file__).resolve().parent.parent
    commit = _git(root, "rev-parse", "HEAD") if (root / ".git").exists() else None
    changed = bool(_git(root, "status", "--porcelain", "--untracked-files=no")) if commit else None
    return {
        "project": "geneverse",
        "version": _version("geneverse"),
        "commit": commit,
        "changed": changed,
    }


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            text=True,
            check=True,
            timeout=GIT_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def tools() -> dict[str, str]:
    """Versions of what a release is made with."""
    found = {name: _version(name) for name in TOOLS}
    return {"python": platform.python_version()} | {n: v for n, v in found.items() if v}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _entries(manifest: Manifest) -> dict[str, Any]:
    return {
        f.path: {"size": f.size, "sha256": f.sha256, "git_sha1": f.git_sha1} for f in manifest.files
    }


def _data(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What it was made from: an adapter's data set, a pipeline's registry."""
    found = [facts.get("dataset"), facts.get("registry")]
    keys = ("id", "config", "revision", "content_sha256")
    return [{k: d[k] for k in keys if k in d} for d in found if isinstance(d, dict)]


def _base(folder: Path, facts: Mapping[str, Any]) -> dict[str, Any] | None:
    config = read_json(folder / "adapter_config.json")
    name = config.get("base_model_name_or_path") or facts.get("base_model")
    if not name:
        return None
    revision = config.get("revision") or facts.get("base_revision")
    return {"id": name, "revision": None if revision == "unpinned" else revision}


def _rows(facts: Mapping[str, Any]) -> dict[str, int]:
    """``{"grounded/train": 281}``, or of a registry ``{"genes.parquet": 405}``."""
    configs, files = facts.get("configs"), facts.get("files")
    found: dict[str, int] = {}
    for config, splits in (configs if isinstance(configs, dict) else {}).items():
        for split, about in (splits if isinstance(splits, dict) else {}).items():
            found[f"{config}/{split}"] = about.get("rows", 0) if isinstance(about, dict) else 0
    for name, about in (files if isinstance(files, dict) else {}).items():
        if isinstance(about, dict) and isinstance(about.get("rows"), int):
            found[name] = about["rows"]
    return dict(sorted(found.items()))


def _scores(card: Path) -> dict[str, float]:
    """``{"ids_right on geneverse/gene-instructions, grounded, test": 0.83}`` of a card."""
    if not card.is_file():
        return {}
    try:
        front, _ = split_card(card.read_text(encoding="utf-8"), str(card))
    except (CardError, UnicodeDecodeError):
        return {}  # what is wrong with a card is said where cards are checked
    found: dict[str, float] = {}
    for model in front.get("model-index") or ():
        for result in model.get("results", ()):
            where = result.get("dataset", {}).get("name", "unknown data")
            for metric in result.get("metrics", ()):
                value = metric.get("value")
                if isinstance(value, int | float):
                    found[f"{metric.get('name') or metric.get('type')} on {where}"] = value
    return dict(sorted(found.items()))

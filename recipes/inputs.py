"""What a run is given, looked at before anything heavy starts: data files and base model.

``data_facts(config, Path("build/data/gene-instructions"))`` checks the Parquet files that
the recipe names and returns ``{"id": "geneverse/gene-instructions", "config": "grounded",
"revision": "unpinned", "content_sha256": "9f3c...", "files": {"train": "51d0..."},
"rows": {"train": 262}, ...}``.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from recipes.adapter import UNPINNED
from recipes.errors import RecipeError
from recipes.overlay import is_vision, parquet_of

MAKE_DATA = (
    "make it with: geneverse data genes --out DIR, then pass --data DIR/gene-instructions "
    "(for pictures: geneverse data proteins, DIR/protein-images)"
)
MAKE_BASE = "make the small one with: geneverse recipe base --out DIR, then pass --base DIR/..."


def data_facts(config: dict[str, Any], data: Path) -> dict[str, Any]:
    """Check the local Parquet files of ``config``; return their identity for the run's facts.

    Raises ``RecipeError`` for a folder or file that is missing, a file that is no Parquet, has no
    column of messages (or of pictures, where the recipe trains on them), or no row.
    """
    if not data.is_dir():
        raise RecipeError(f"no data set folder {data}; {MAKE_DATA}")
    files: dict[str, str] = {}
    rows: dict[str, int] = {}
    for entry in [*config["datasets"], *(config.get("test_datasets") or [])]:
        path = parquet_of(entry, data)
        split = str(entry.get("split") or "train")
        needed = [str(entry.get("field_messages") or "messages")]
        rows[split] = _rows_of(path, needed + (["images"] if is_vision(config) else []))
        files[split] = sha256_of(path)
    first = config["datasets"][0]
    note = _read_note(data)
    return {
        "id": first["path"],
        "config": first.get("name"),
        "revision": first.get("revision") or UNPINNED,
        "content_sha256": note.get("revision_of_content"),
        "files": files,
        "rows": rows,
        "prompts": note.get("prompts") or {},
        "task": note.get("task") or "gene",
    }


def hub_data_facts(config: dict[str, Any]) -> dict[str, Any]:
    """The same for a data set on the Hub: its commit and its note, looked up there."""
    from huggingface_hub import HfApi, hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError

    first = config["datasets"][0]
    name, revision = str(first["path"]), first.get("revision")
    try:
        commit = HfApi().dataset_info(name, revision=revision).sha
        note_file = hf_hub_download(name, "geneverse.json", repo_type="dataset", revision=commit)
    except (HfHubHTTPError, OSError) as error:
        raise RecipeError(
            f"data set {name} cannot be read from the Hub ({type(error).__name__}); {MAKE_DATA}"
        ) from error
    note = _read_note(Path(note_file).parent)
    splits = note.get("configs", {}).get(first.get("name"), {})
    return {
        "id": name,
        "config": first.get("name"),
        "revision": commit,
        "content_sha256": note.get("revision_of_content"),
        "files": {split: facts.get("sha256") for split, facts in splits.items()},
        "rows": {split: facts.get("rows") for split, facts in splits.items()},
        "prompts": note.get("prompts") or {},
        "task": note.get("task") or "gene",
    }


def base_identity(base: Path) -> str:
    """Hash of a local base folder: names and sizes of all files, content of all but the weights.

    Weights are read up to 1 MiB each, header included, so that 14 GB do not delay every start.
    Raises ``RecipeError`` for a folder that is no saved model.
    """
    if not (base / "config.json").is_file() or not list(base.glob("*.safetensors")):
        raise RecipeError(f"no model in {base} (config.json and *.safetensors); {MAKE_BASE}")
    digest = hashlib.sha256()
    for path in sorted(file for file in base.iterdir() if file.is_file()):
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            digest.update(file.read(1 << 20 if path.suffix == ".safetensors" else -1))
    return digest.hexdigest()


def require_hub_base(name: str, revision: str | None) -> None:
    """Raise ``RecipeError`` when the base model is neither in the cache nor on a Hub in reach."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError

    try:
        hf_hub_download(name, "config.json", revision=revision)
    except (HfHubHTTPError, OSError) as error:
        raise RecipeError(
            f"base model {name} cannot be read from the Hub ({type(error).__name__}); {MAKE_BASE}"
        ) from error


def sha256_of(path: Path) -> str:
    """Hexadecimal sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rows_of(path: Path, needed: list[str]) -> int:
    """Number of rows of a Parquet file that must have the columns and at least one row."""
    import pyarrow
    import pyarrow.parquet

    if not path.is_file():
        raise RecipeError(f"no data file {path}; {MAKE_DATA}")
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            names, rows = file.schema_arrow.names, int(file.metadata.num_rows)
    except pyarrow.ArrowInvalid as error:
        raise RecipeError(f"{path} is not a Parquet file ({error}); {MAKE_DATA}") from error
    for column in needed:
        if column not in names:
            raise RecipeError(f"{path} has no column {column!r}, it has {names}; {MAKE_DATA}")
    if rows == 0:
        raise RecipeError(f"{path} has no row: an empty split cannot be used; {MAKE_DATA}")
    return rows


def _read_note(data: Path) -> dict[str, Any]:
    """``geneverse.json`` of a data set folder."""
    path = data / "geneverse.json"
    if not path.is_file():
        raise RecipeError(f"{data} has no geneverse.json with the prompts; {MAKE_DATA}")
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise RecipeError(f"{path} is not JSON ({error}); {MAKE_DATA}") from error
    if not isinstance(note, dict):
        raise RecipeError(f"{path} is no JSON object; {MAKE_DATA}")
    return note

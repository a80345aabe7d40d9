"""Models behind one small interface: conversations in, answers out.

``generate([[{"role": "user", "content": "Please summarize ..."}]])`` gives
``["GLI1 (GLI family zinc finger 1) is a protein-coding gene ..."]``.
"""

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from .errors import ModelError
from .questions import Message

MAX_NEW_TOKENS = 160


class Model(Protocol):
    """Anything that can be asked."""

    @property
    def name(self) -> str:
        """The name that stands in the answers file."""
        ...

    def generate(self, prompts: list[list[Message]]) -> list[str]:
        """One answer a conversation, in the same order."""
        ...


# How every model is asked; the unset ones would be taken from the model's own settings.
GREEDY: dict[str, Any] = {
    "do_sample": False,
    "num_beams": 1,
    "temperature": None,
    "top_p": None,
    "top_k": None,
}


class HfModel:
    """A causal language model of transformers, greedy, in the tokenizer's own chat template."""

    def __init__(self, name: str, model: Any, tokenizer: Any, *, max_new_tokens: int) -> None:
        """``model`` and ``tokenizer`` as transformers loads them; see :func:`load_model`."""
        if not getattr(tokenizer, "chat_template", None):
            raise ModelError(f"{name}: the tokenizer has no chat template, so it cannot be asked")
        self._name = name
        self._model = model
        self._tokenizer = tokenizer
        self._max_new_tokens = max_new_tokens
        tokenizer.padding_side = "left"
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.eos_token
        model.eval()

    @property
    def name(self) -> str:
        """The name that stands in the answers file."""
        return self._name

    def generate(self, prompts: list[list[Message]]) -> list[str]:
        """Answers of one batch; every prompt is padded on the left to the longest."""
        import torch

        texts = [
            self._tokenizer.apply_chat_template(p, tokenize=False, add_generation_prompt=True)
            for p in prompts
        ]
        # The template writes its own special tokens; adding them again would double the first.
        batch = self._tokenizer(
            texts, return_tensors="pt", padding=True, add_special_tokens=False
        ).to(self._model.device)
        with torch.inference_mode():
            tokens = self._model.generate(
                **batch,
                **GREEDY,
                max_new_tokens=self._max_new_tokens,
                pad_token_id=self._tokenizer.pad_token_id,
            )
        new = tokens[:, batch["input_ids"].shape[1] :]
        decoded: list[str] = self._tokenizer.batch_decode(new, skip_special_tokens=True)
        return [text.strip() for text in decoded]


def load_model(
    model: str | Path | None,
    *,
    adapter: str | Path | None = None,
    name: str | None = None,
    max_new_tokens: int = MAX_NEW_TOKENS,
    device: str | None = None,
) -> HfModel:
    """A model from a folder or a Hub id, with or without a PEFT adapter.

    ``model=None`` takes the base that the adapter's configuration names, at its pinned revision.
    fp32 on a CPU (all cores, or $OMP_NUM_THREADS), bf16 on a GPU. Raises
    :class:`ModelError` with what cannot be loaded.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    for noisy in ("torch.utils._pytree", "torchao"):
        # They warn of optional GPU parts at import, which says nothing about this run.
        logging.getLogger(noisy).setLevel(logging.ERROR)
    base, revision = base_of(model, adapter)
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    if device == "cpu" and "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(cores())
    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    try:
        loaded = AutoModelForCausalLM.from_pretrained(base, revision=revision, dtype=dtype)
        source, tokenizer_revision = _tokenizer_source(base, adapter, revision)
        tokenizer = AutoTokenizer.from_pretrained(source, revision=tokenizer_revision)
        if adapter is not None:
            loaded = _with_adapter(loaded, adapter)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        what = f"{base} with adapter {adapter}" if adapter else str(base)
        where = "" if Path(base).is_dir() else f"; {base} is no folder here, so the Hub was asked"
        raise ModelError(f"cannot load {what}: {str(error).splitlines()[0]}{where}") from error
    return HfModel(
        name or model_name(model, adapter),
        loaded.to(device),
        tokenizer,
        max_new_tokens=max_new_tokens,
    )


def _with_adapter(base: Any, adapter: str | Path) -> Any:
    import torch
    from peft import PeftModel

    # The base object is passed, so an adapter_config that names a Hub id asks for no download.
    wrapped = PeftModel.from_pretrained(base, str(adapter))
    # Merged weights answer faster; in bf16 merging would round, so only fp32 is merged.
    return wrapped.merge_and_unload() if base.dtype == torch.float32 else wrapped


def base_of(model: str | Path | None, adapter: str | Path | None) -> tuple[str, str | None]:
    """Folder or Hub id of the base, and its revision where the adapter's configuration pins one."""
    if model is not None:
        return _local_or_id(model), None
    if adapter is None:
        raise ModelError("neither a model nor an adapter was named")
    config = _json(Path(adapter) / "adapter_config.json") if Path(adapter).is_dir() else None
    if config is None:
        from peft import PeftConfig

        try:
            loaded = PeftConfig.from_pretrained(str(adapter))
        except (OSError, ValueError) as error:
            raise ModelError(f"no adapter at {adapter}: {str(error).splitlines()[0]}") from error
        return str(loaded.base_model_name_or_path), loaded.revision
    return str(config["base_model_name_or_path"]), config.get("revision")


def _local_or_id(model: str | Path) -> str:
    """A folder that looks like a path but is not there would be sent to the Hub as an id."""
    text = str(model)
    looks_local = isinstance(model, Path) or text.startswith((".", "/", "~")) or text.count("/") > 1
    if (Path(text) / "adapter_config.json").is_file():
        raise ModelError(f"{text} holds an adapter, not a model: name it with --adapter")
    if looks_local and not (Path(text) / "config.json").is_file():
        raise ModelError(f"no model at {text}: config.json is missing there")
    return text


def _tokenizer_source(
    base: str, adapter: str | Path | None, revision: str | None
) -> tuple[str, str | None]:
    """The adapter's own tokenizer where it has one: that is the template of training."""
    if adapter is not None and (Path(adapter) / "tokenizer_config.json").is_file():
        return str(adapter), None
    return base, revision


def cores() -> int:
    """Cores that this process may use; macOS has no affinity."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _json(path: Path) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot read {path}: {error}") from error
    return data


def model_name(model: str | Path | None, adapter: str | Path | None) -> str:
    """The published name where geneverse.json says it, else the id or the folder's name."""
    source = adapter if adapter is not None else model
    facts = Path(str(source)) / "geneverse.json"
    if facts.is_file() and _json(facts).get("name"):
        return str(_json(facts)["name"])
    return Path(str(source)).name if Path(str(source)).exists() else str(source)


def fingerprint(folders: Sequence[str | Path | None]) -> str:
    """A hash over weights, configuration and templates of local folders (names of Hub ids).

    So an adapter trained anew under the same name is noticed. Weights over 64 MB count by size and
    their first and last MB.
    """
    digest = hashlib.sha256()
    for folder in (f for f in folders if f is not None):
        digest.update(str(Path(folder).name).encode())
        if not Path(folder).is_dir():
            continue
        for path in sorted(Path(folder).iterdir()):
            if path.suffix in {".safetensors", ".json", ".jinja"} and path.name != "geneverse.json":
                digest.update(path.name.encode() + _sample(path))
    return digest.hexdigest()[:16]


def _sample(path: Path, edge: int = 2**20) -> bytes:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= 64 * edge:
            return hashlib.sha256(file.read()).digest()
        head = file.read(edge)
        file.seek(-edge, os.SEEK_END)
        return hashlib.sha256(head + file.read() + str(size).encode()).digest()

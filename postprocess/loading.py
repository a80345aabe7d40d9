"""From a name to a model with the tokenizer and the settings that it was trained with.

One value: ``load_model("geneverse/smollm2-135m-gene-grounded-lora", "v0.1.0", "cpu", "auto")`` is
the base at its own pinned revision with the adapter merged in, and the adapter's tokenizer.
"""

from pathlib import Path
from typing import Any

from .settings import (
    Settings,
    SettingsError,
    adapter_being_loaded,
    find_settings,
    load_settings,
)


def load_model(
    name: str, revision: str | None, device: Any, dtype: Any, base: str | None = None
) -> tuple[Any, Any]:
    """Model and tokenizer of an adapter or of whole weights; ``revision`` is that of ``name``.

    ``base`` stands in for the base that an adapter names, for instance a folder of it.
    ``dtype="auto"`` is float32 on a CPU, where bfloat16 is slower and repeats itself less exactly,
    and as saved elsewhere. A float32 adapter is merged into its base, which answers faster; in
    bfloat16 merging would round.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    name = str(name)
    if dtype == "auto" and _is_cpu(device):
        dtype = torch.float32
    if not has_file(name, "adapter_config.json", revision):
        model = AutoModelForCausalLM.from_pretrained(name, revision=revision, dtype=dtype)
        return model, AutoTokenizer.from_pretrained(name, revision=revision)
    try:  # also, transformers asks for no package that is imported within a `try`
        from peft import PeftConfig, PeftModel
    except ImportError as error:
        raise SettingsError(f"{name} is an adapter, which needs PEFT: pip install peft") from error

    config = PeftConfig.from_pretrained(name, revision=revision)
    base_revision = None if base else config.revision
    base = base or config.base_model_name_or_path
    model = AutoModelForCausalLM.from_pretrained(base, revision=base_revision, dtype=dtype)
    model = PeftModel.from_pretrained(model, name, revision=revision)
    if model.dtype == torch.float32:
        model = model.merge_and_unload()
    own = tokenizer_of(name, revision)
    return model, own or AutoTokenizer.from_pretrained(base, revision=base_revision)


def settings_of(
    model: Any, tokenizer: Any, given: Any, revision: str | None
) -> tuple[Settings, Any]:
    """The settings of a loaded model, and the tokenizer that belongs to them.

    ``given`` is what the user named, else the repo is found by what transformers left: the adapter
    that is being loaded, the tokenizer's and the model's name. transformers takes the base's
    tokenizer for an adapter; the adapter's own, with the template of its training, replaces it.

    Raises:
        SettingsError: nothing says how the model is asked, or there is no tokenizer.
    """
    if tokenizer is None or isinstance(tokenizer, str | tuple):
        raise SettingsError("the pipeline needs a loaded tokenizer: pass tokenizer=")
    model_name = getattr(model, "name_or_path", "") or ""
    loading = adapter_being_loaded()
    if given is not None:
        settings = load_settings(given, revision)
        place = (str(given), revision) if isinstance(given, str | Path) else loading
    else:
        commit = getattr(model.config, "_commit_hash", None)
        same = tokenizer.name_or_path == model_name
        places = [
            loading,
            (tokenizer.name_or_path, commit if same else None),
            (model_name, commit),
        ]
        seen = dict.fromkeys(p for p in places if p is not None and p[0])
        settings, *found = find_settings(list(seen))
        place = (str(found[0]), found[1])
    if place is not None and tokenizer.name_or_path == model_name != place[0]:
        tokenizer = tokenizer_of(*place) or tokenizer
    return settings, tokenizer


def tokenizer_of(place: str, revision: str | None) -> Any:
    """The tokenizer of an adapter's repo or folder, or ``None`` where it has none.

    An adapter has no config.json; an empty one is passed, since transformers would look for it and
    then fail where there is no network.
    """
    from transformers import AutoTokenizer, PreTrainedConfig

    if not has_file(place, "tokenizer_config.json", revision):
        return None
    return AutoTokenizer.from_pretrained(place, revision=revision, config=PreTrainedConfig())


def has_file(place: str, file: str, revision: str | None) -> bool:
    """Whether a folder or a Hub repo holds a file; offline, whether the cache does."""
    if Path(place).is_dir():
        return (Path(place) / file).is_file()
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import EntryNotFoundError, HFValidationError

    try:
        hf_hub_download(place, file, revision=revision)
    # LocalEntryNotFoundError, an offline client's, is an EntryNotFoundError too.
    except (EntryNotFoundError, HFValidationError):
        return False
    return True


def _is_cpu(device: Any) -> bool:
    import torch

    if device is None:
        return not torch.cuda.is_available() and not torch.backends.mps.is_available()
    return str(device) in ("cpu", "-1")

"""From a name to a vision model with the processor and the settings that it was trained with.

One value: ``load_vision_model("geneverse/llava-7b-marker-lora", "v0.1.0", "cpu", "auto")`` is the
base at its own pinned revision with the adapter's LoRA and its trained projector.
"""

from pathlib import Path
from typing import Any

from .loading import has_file
from .settings import SettingsError, adapter_being_loaded
from .vision_settings import VisionSettings, find_vision_settings, load_vision_settings

_WEIGHTS = "adapter_model.safetensors"
_PROCESSOR_FILES = ("*.json", "*.jinja", "*.model", "*.txt")
_PREFIX = "base_model.model."


def load_vision_model(name: str, revision: str | None, device: Any, dtype: Any) -> tuple[Any, Any]:
    """Model and processor of an adapter or of whole weights; ``revision`` is that of ``name``.

    ``dtype="auto"`` is float32 on a CPU, as saved elsewhere.
    """
    import torch
    from transformers import AutoModelForImageTextToText, AutoProcessor

    name = str(name)
    on_cpu = str(device) in ("cpu", "-1") or (device is None and not torch.cuda.is_available())
    if dtype == "auto" and on_cpu:
        dtype = torch.float32
    if not has_file(name, "adapter_config.json", revision):
        model = AutoModelForImageTextToText.from_pretrained(name, revision=revision, dtype=dtype)
        return model, AutoProcessor.from_pretrained(name, revision=revision)
    from peft import PeftConfig, PeftModel

    config = PeftConfig.from_pretrained(name, revision=revision)
    base, base_revision = config.base_model_name_or_path, config.revision
    model = AutoModelForImageTextToText.from_pretrained(base, revision=base_revision, dtype=dtype)
    model = PeftModel.from_pretrained(model, name, revision=revision)
    if model.dtype == torch.float32:
        model = model.merge_and_unload()
    own = processor_of(name, revision)
    return model, own or AutoProcessor.from_pretrained(base, revision=base_revision)


def processor_of(place: str, revision: str | None) -> Any:
    """The processor of an adapter's repo or folder, or ``None`` where it has none.

    It is loaded from a folder: by its Hub id, transformers would look for the config.json that an
    adapter does not have, and fail where there is no network.
    """
    from huggingface_hub import snapshot_download
    from transformers import AutoProcessor

    names = ("processor_config.json", "preprocessor_config.json")
    if not any(has_file(place, name, revision) for name in names):
        return None
    if not Path(place).is_dir():
        place = snapshot_download(place, revision=revision, allow_patterns=list(_PROCESSOR_FILES))
    return AutoProcessor.from_pretrained(place)


def vision_settings_of(
    model: Any, processor: Any, given: Any, revision: str | None, task: str | None
) -> tuple[VisionSettings, Any]:
    """The settings of a loaded model, and the processor that belongs to them.

    ``given`` is what the user named, else the repo is found by what transformers left. Where
    transformers is loading an adapter, its own processor takes the place of the base's, and the
    weights that were trained whole are put in.

    Raises:
        SettingsError: nothing says how the model is asked, there is no processor, or weights of
            the adapter are missing.
    """
    if processor is None or isinstance(processor, str | tuple):
        raise SettingsError("the pipeline needs a loaded processor: pass processor=")
    loading = adapter_being_loaded()
    if given is not None:
        settings = load_vision_settings(given, revision, task)
    else:
        commit = getattr(model.config, "_commit_hash", None)
        tokenizer = getattr(processor, "tokenizer", None)
        places = [
            loading,
            (getattr(tokenizer, "name_or_path", ""), None),
            (getattr(model, "name_or_path", ""), commit),
        ]
        seen = dict.fromkeys(p for p in places if p is not None and p[0])
        settings, *_ = find_vision_settings(list(seen), task)
    if loading is not None:
        restore_whole_weights(model, *loading)
        processor = processor_of(*loading) or processor
    return settings, processor


def restore_whole_weights(model: Any, place: str, revision: str | None) -> None:
    """Put in the modules that an adapter trained whole (``modules_to_save``: the projector).

    transformers 5.16 loads an adapter's LoRA and leaves these as they are in the base, with a line
    in the log; without its projector a LLaVA adapter is useless. PEFT's own loading has them.

    Raises:
        SettingsError: the adapter's file does not have them.
    """
    configs = getattr(model, "peft_config", None) or {}
    for adapter, config in configs.items():
        modules = tuple(config.modules_to_save or ())
        if not modules:
            continue
        saved = _saved_weights(place, revision)
        for name, weight in model.named_parameters():
            if f".modules_to_save.{adapter}." not in name:
                continue
            key = _PREFIX + name.replace(f".modules_to_save.{adapter}", "")
            if key not in saved or saved[key].shape != weight.shape:
                raise SettingsError(
                    f"{_WEIGHTS} of {place} has no {key} of shape {tuple(weight.shape)}; load the "
                    "model with PEFT, or with from_pretrained of this class"
                )
            weight.data.copy_(saved[key])


def _saved_weights(place: str, revision: str | None) -> dict[str, Any]:
    from safetensors.torch import load_file

    path = Path(place) / _WEIGHTS
    if not Path(place).is_dir():
        from huggingface_hub import hf_hub_download

        path = Path(hf_hub_download(place, _WEIGHTS, revision=revision))
    if not path.is_file():
        raise SettingsError(f"{place} has no {_WEIGHTS}")
    weights: dict[str, Any] = load_file(path)
    return weights

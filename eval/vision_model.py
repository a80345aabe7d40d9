"""A vision model behind the interface of ``models.py``: pictures and a question in, answers out.

``generate([[{"role": "user", "content": [{"type": "image", "image": b"\\x89PNG..."},
{"type": "text", "text": "What is the name of this protein? ..."}]}]])`` gives
``["The name of this protein is Profilin-1."]``. LLaVA and the small model are asked the same way,
in the template that stands in their processor: an adapter has that of its training.
"""

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import models
from .errors import ModelError
from .pictures import opened
from .questions import Message
from .ranking import Ranker

# One sentence; the longest protein names take about 60 tokens.
MAX_NEW_TOKENS = 96


class VisionModel:
    """A transformers model of pictures and text, greedy."""

    def __init__(self, name: str, model: Any, processor: Any, *, max_new_tokens: int) -> None:
        """``model`` and ``processor`` as transformers loads them; see :func:`load_vision_model`."""
        if not getattr(processor, "chat_template", None):
            raise ModelError(f"{name}: the processor has no chat template, so it cannot be asked")
        self._name = name
        self._model = model
        self._processor = processor
        self._max_new_tokens = max_new_tokens
        tokenizer = processor.tokenizer
        if tokenizer.pad_token_id is None:
            tokenizer.pad_token = tokenizer.eos_token
        model.eval()

    @property
    def name(self) -> str:
        """The name that stands in the answers file."""
        return self._name

    def named(self, name: str) -> "VisionModel":
        """The same model under another name, for another file of answers."""
        return VisionModel(name, self._model, self._processor, max_new_tokens=self._max_new_tokens)

    def generate(self, prompts: list[list[Message]]) -> list[str]:
        """Answers of one batch; every prompt is padded on the left to the longest."""
        import torch

        batch = self._inputs(prompts)
        tokenizer = self._processor.tokenizer
        with torch.inference_mode():
            tokens = self._model.generate(
                **batch,
                **models.GREEDY,
                max_new_tokens=self._max_new_tokens,
                pad_token_id=tokenizer.pad_token_id,
                eos_token_id=tokenizer.eos_token_id,
            )
        new = tokens[:, batch["input_ids"].shape[1] :]
        decoded: list[str] = tokenizer.batch_decode(new, skip_special_tokens=True)
        return [text.strip() for text in decoded]

    def log_likelihoods(self, prompt: list[Message], answers: Sequence[str]) -> list[float]:
        """Sum of the log probabilities of each answer's tokens, its end token among them."""
        ranker = Ranker(self._model, self._processor)
        return ranker.log_likelihoods(self._inputs([prompt]), self._text(prompt), prompt, answers)

    def _text(self, prompt: list[Message]) -> str:
        """The prompt as text, up to where the answer begins."""
        text: str = self._processor.apply_chat_template(
            prompt, tokenize=False, add_generation_prompt=True
        )
        return text

    def _inputs(self, prompts: list[list[Message]]) -> Any:
        """Token ids with a place for each piece of a picture, and the pictures' pixels."""
        import torch

        pictures = [pictures_of(prompt) for prompt in prompts]
        if not all(pictures):
            raise ModelError(f"{self._name}: a question without a picture was put to it")
        return self._processor(
            images=pictures,
            text=[self._text(prompt) for prompt in prompts],
            padding=True,
            padding_side="left",
            # The template writes its own special tokens; adding them would double the first.
            add_special_tokens=False,
            return_tensors="pt",
        ).to(self._model.device, dtype=self._model.dtype or torch.float32)


def pictures_of(prompt: list[Message]) -> list[Any]:
    """The pictures of a conversation, opened."""
    return [
        opened(part["image"])
        for message in prompt
        if isinstance(message["content"], list)
        for part in message["content"]
        if part["type"] == "image"
    ]


def load_vision_model(
    model: str | Path | None,
    *,
    adapter: str | Path | None = None,
    name: str | None = None,
    max_new_tokens: int = MAX_NEW_TOKENS,
    device: str | None = None,
) -> VisionModel:
    """A vision model from a folder or a Hub id, with or without a PEFT adapter.

    As :func:`eval.models.load_model`; the adapter's LoRA is put in, and the modules that it trained
    whole (its projector). Raises :class:`ModelError`, also for an adapter without a projector.
    """
    import torch
    from transformers import AutoModelForImageTextToText, AutoProcessor

    from postprocess.vision_loading import processor_of

    for noisy in ("torch.utils._pytree", "torchao", "transformers"):
        # They warn of optional parts at import, which says nothing about this run.
        logging.getLogger(noisy).setLevel(logging.ERROR)
    base, revision = models.base_of(model, adapter)
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    if device == "cpu" and "OMP_NUM_THREADS" not in os.environ:
        torch.set_num_threads(models.cores())
    dtype = torch.float32 if device == "cpu" else torch.bfloat16
    try:
        loaded = AutoModelForImageTextToText.from_pretrained(base, revision=revision, dtype=dtype)
        processor = processor_of(str(adapter), None) if adapter is not None else None
        processor = processor or AutoProcessor.from_pretrained(base, revision=revision)
        if adapter is not None:
            loaded = _with_adapter(loaded, str(adapter))
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        what = f"{base} with adapter {adapter}" if adapter else str(base)
        where = "" if Path(base).is_dir() else f"; {base} is no folder here, so the Hub was asked"
        raise ModelError(f"cannot load {what}: {str(error).splitlines()[0]}{where}") from error
    return VisionModel(
        name or models.model_name(model, adapter),
        loaded.to(device),
        processor,
        max_new_tokens=max_new_tokens,
    )


def _with_adapter(base: Any, adapter: str) -> Any:
    import torch
    from peft import PeftModel

    wrapped = PeftModel.from_pretrained(base, adapter)
    whole = wrapped.peft_config["default"].modules_to_save or ()
    if not any("projector" in module for module in whole):
        raise ModelError(
            f"{adapter} has no trained projector (modules_to_save: {sorted(whole)}): it cannot see"
        )
    return wrapped.merge_and_unload() if base.dtype == torch.float32 else wrapped

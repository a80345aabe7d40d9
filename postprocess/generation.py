"""Prompts of a batch, as token ids, to answers; greedy unless the caller says otherwise.

One value: ``[[1, 412, 88], [1, 7]]`` gives ``[[Answer("GLI1 (GLI family ...", None, 17)],
[Answer("TP53 ...", 256, 17)]]``, for each prompt its answers.
"""

import copy
from dataclasses import dataclass
from typing import Any

import torch
from transformers import GenerationConfig

# Answers of the training data have up to 200 tokens; what is longer has lost its way.
MAX_NEW_TOKENS = 256
# Greedy, whatever the base model's generation_config.json says; each may be set by the caller.
_DEFAULTS: dict[str, Any] = {
    "max_new_tokens": MAX_NEW_TOKENS,
    "do_sample": False,
    "num_beams": 1,
    "temperature": 1.0,
    "top_p": 1.0,
    "top_k": 50,
    "repetition_penalty": 1.0,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as generated; ``cut_at`` is the number of tokens where it was cut off, ``first``
    the id of its first token (``None`` where there is none)."""

    text: str
    cut_at: int | None
    first: int | None


def generation_config(
    model: Any, tokenizer: Any, options: dict[str, Any]
) -> tuple[GenerationConfig, dict[str, Any]]:
    """How answers are generated, and the options that are not about that.

    A ``generation_config`` among the options is taken as it is; of the base model's only the
    special tokens are.
    """
    options = dict(options)
    config = copy.deepcopy(options.pop("generation_config", None))
    if config is None:
        own = model.generation_config
        config = GenerationConfig(
            **_DEFAULTS,
            bos_token_id=own.bos_token_id,
            eos_token_id=own.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    rest = updated(config, options)
    # The end that the adapter was trained to write may not be among the base's.
    ends = [*_listed(config.eos_token_id), *_listed(tokenizer.eos_token_id)]
    config.eos_token_id = list(dict.fromkeys(ends)) or None
    return config, rest


def updated(config: GenerationConfig, options: dict[str, Any]) -> dict[str, Any]:
    """Set options in ``config``; the rest is returned. ``max_length`` alone unsets our default."""
    if options.get("max_length") and not options.get("max_new_tokens"):
        config.max_new_tokens = None
    rest: dict[str, Any] = config.update(**options)
    return rest


def generate(
    model: Any,
    tokenizer: Any,
    prompts: list[list[int]],
    config: GenerationConfig,
    options: dict[str, Any],
    device: torch.device,
) -> list[list[Answer]]:
    """Answers to each prompt, ``num_return_sequences`` of them; padding is on the left."""
    width = max(len(ids) for ids in prompts)
    pad = tokenizer.pad_token_id or 0
    tokens = torch.tensor([[pad] * (width - len(ids)) + ids for ids in prompts], device=device)
    mask = [[0] * (width - len(ids)) + [1] * len(ids) for ids in prompts]
    if config.stop_strings:
        options = {"tokenizer": tokenizer, **options}
    out = model.generate(
        input_ids=tokens,
        attention_mask=torch.tensor(mask, device=device),
        generation_config=config,
        **options,
    )
    # A tensor, or an object around it with return_dict_in_generate.
    sequences = getattr(out, "sequences", out)[:, width:].tolist()
    ends = set(_listed(config.eos_token_id))
    answers = [
        Answer(
            tokenizer.decode(ids, skip_special_tokens=True).strip(),
            len(ids) if ids and not ends & set(ids) else None,
            ids[0] if ids else None,
        )
        for ids in sequences
    ]
    each = len(answers) // len(prompts)
    return [answers[at : at + each] for at in range(0, len(answers), each)]


def room_for(size: int, model: Any, config: GenerationConfig) -> bool:
    """Whether a prompt of ``size`` tokens and its answer fit into the model's positions."""
    places = getattr(model.config.get_text_config(), "max_position_embeddings", None)
    longest = size + config.max_new_tokens if config.max_new_tokens else config.max_length
    return places is None or (longest or size) <= places


def _listed(value: int | list[int] | None) -> list[int]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]

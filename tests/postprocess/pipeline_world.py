"""A tiny random model with a tokenizer of its own, and a registry with records, for the pipeline.

The model is real (two layers of a Llama), so that generation, batches and adapters are; what it
says is noise. Where a test needs a certain answer, :class:`Scripted` says it in the model's place.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

QUESTION = (
    "Please summarize the major function of gene: {symbol}. Use academic language in one paragraph "
    "and include pathway information."
)
GROUNDED = "Records:\n{records}\n\n{question}"
FACTS: dict[str, Any] = {
    "name": "tiny-lora",
    "task": "gene",
    "mode": "grounded",
    "prompts": {"question": QUESTION, "grounded": GROUNDED},
}
CHAT = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]


def tiny_tokenizer(chat_template: str | None = CHAT) -> PreTrainedTokenizerFast:
    """Byte-level pairs: every text can be written and comes back as it was."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([QUESTION, GROUNDED, "No record of gene was given"], trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>"
    )
    fast.chat_template = chat_template
    return fast


def tiny_model(tokenizer: Any, *, positions: int = 4096, seed: int = 7) -> LlamaForCausalLM:
    """Random weights, always the same ones."""
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=positions,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    return LlamaForCausalLM(config).eval()


def save_model(folder: Path, *, seed: int = 7, chat_template: str | None = CHAT) -> Path:
    """A model repo; its generation_config samples, as that of many base models."""
    tokenizer = tiny_tokenizer(chat_template)
    model = tiny_model(tokenizer, seed=seed)
    model.generation_config.update(do_sample=True, temperature=0.9, top_p=0.8)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def save_adapter(folder: Path, base: Path, base_name: str, *, chat_template: str | None) -> Path:
    """An adapter repo, as training leaves it, whose template is not that of the base."""
    from peft import LoraConfig, get_peft_model

    model = get_peft_model(
        LlamaForCausalLM.from_pretrained(base),
        LoraConfig(r=4, target_modules=["q_proj", "v_proj"], init_lora_weights=False),
    )
    model.save_pretrained(folder)
    tiny_tokenizer(chat_template).save_pretrained(folder)
    config = json.loads((folder / "adapter_config.json").read_text())
    config |= {"base_model_name_or_path": base_name, "task_type": "CAUSAL_LM", "revision": None}
    (folder / "adapter_config.json").write_text(json.dumps(config))
    (folder / "README.md").unlink(missing_ok=True)
    write_facts(folder)
    return folder


def write_facts(folder: Path, **changes: Any) -> Path:
    """The folder's geneverse.json."""
    (folder / "geneverse.json").write_text(json.dumps(FACTS | changes))
    return folder


class Scripted:
    """Stands in for ``model.generate``: each prompt gets the answer that ``answer_to`` gives for
    its text; ``seen`` keeps the prompts, ``options`` the generation configuration."""

    def __init__(self, tokenizer: Any, answer_to: Callable[[str], str]) -> None:
        self._tokenizer = tokenizer
        self._answer_to = answer_to
        self.seen: list[str] = []
        self.configs: list[Any] = []

    def __call__(
        self, input_ids: Any, attention_mask: Any, generation_config: Any, **_: Any
    ) -> Any:
        """The prompts with the answers behind them, padded on the right as transformers does."""
        self.configs.append(generation_config)
        prompts = [
            self._tokenizer.decode(ids[mask.bool()])
            for ids, mask in zip(input_ids, attention_mask, strict=True)
        ]
        self.seen += prompts
        suppressed = set(generation_config.begin_suppress_tokens or [])
        rows = []
        for prompt in prompts:
            ids = self._tokenizer(self._answer_to(prompt))["input_ids"]
            if ids and ids[0] in suppressed:
                ids = self._tokenizer("GLI1 (GLI family zinc finger 1) is HGNC:4317.")["input_ids"]
            ids = [*ids, self._tokenizer.eos_token_id]
            rows.append(ids[: generation_config.max_new_tokens])
        width = max(map(len, rows))
        pad = self._tokenizer.pad_token_id
        padded = torch.tensor([row + [pad] * (width - len(row)) for row in rows])
        return torch.cat([input_ids, padded], dim=1)

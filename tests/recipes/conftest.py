"""A data set of a few rows and a tiny random Llama, so that Axolotl trains in seconds."""

import json
from pathlib import Path
from typing import Any

import pytest

TEMPLATE = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] "
    "+ '<|im_end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def rows(number: int) -> list[dict[str, Any]]:
    """Rows such as ``{"messages": [{"role": "user", "content": "Gene G1?"}, ...], ...}``."""
    return [
        {
            "id": f"HGNC:{at}/grounded",
            "messages": [
                {"role": "user", "content": f"Records:\nG{at} | HGNC:{at}\n\nGene G{at}?"},
                {"role": "assistant", "content": f"G{at} is a gene with the id HGNC:{at}."},
            ],
        }
        for at in range(number)
    ]


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gene-instructions folder with 24 train and 4 validation rows in two configurations."""
    import pyarrow
    import pyarrow.parquet

    folder = tmp_path_factory.mktemp("data") / "gene-instructions"
    for config in ("combined", "grounded"):
        (folder / config).mkdir(parents=True)
        for split, number in (("train", 24), ("validation", 4)):
            table = pyarrow.Table.from_pylist(rows(number))
            pyarrow.parquet.write_table(table, folder / config / f"{split}.parquet")
    note = {
        "task": "gene",
        "revision_of_content": "c0ffee",
        "prompts": {"question": "Gene {symbol}?", "grounded": "Records:\n{records}\n\n{question}"},
    }
    (folder / "geneverse.json").write_text(json.dumps(note), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved random Llama of two layers with a tokenizer trained on the rows."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("base")
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    tokenizer.train_from_iterator([m["content"] for r in rows(24) for m in r["messages"]], trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<|im_start|>",
        eos_token="<|im_end|>",
        pad_token="<|im_end|>",
        unk_token="<|endoftext|>",
        model_max_length=512,
    )
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(fast),
            hidden_size=64,
            intermediate_size=128,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            initializer_range=0.2,  # LoRA leaves lm_head alone: it must be able to tell
            bos_token_id=1,
            eos_token_id=2,
            pad_token_id=2,
        )
    ).save_pretrained(folder)
    return folder

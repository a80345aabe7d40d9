"""The transformers implementation, on a random Llama of a few thousand weights."""

from pathlib import Path
from typing import Any

import pytest

from eval.errors import ModelError
from eval.models import fingerprint, load_model, model_name

pytestmark = pytest.mark.slow  # importing torch, transformers and peft takes most of it

TEMPLATE = (
    "{% for m in messages %}<s>{{ m['role'] }}: {{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant: {% endif %}"
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny random Llama and a word-level tokenizer with a chat template."""
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = [
        "<pad>",
        "<unk>",
        "<s>",
        "</s>",
        *"abcdefghijklmnopqrstuvwxyz",
        "user",
        "assistant",
        ":",
    ]
    inner = Tokenizer(models.WordLevel({w: n for n, w in enumerate(words)}, unk_token="<unk>"))
    inner.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=inner,
        bos_token="<s>",
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
    )
    tokenizer.chat_template = TEMPLATE
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(words),
        initializer_range=0.4,  # so that it says different things to different prompts
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        bos_token_id=2,
        eos_token_id=3,
        pad_token_id=0,
    )
    folder = tmp_path_factory.mktemp("models") / "tiny-llama"
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def adapter(base: Path) -> Path:
    """A LoRA adapter with large random weights whose configuration names a Hub id as its base."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(base),
        LoraConfig(r=2, target_modules=["q_proj", "up_proj"], task_type="CAUSAL_LM"),
    )
    torch.manual_seed(1)
    for name, weight in model.named_parameters():
        if "lora_" in name:
            torch.nn.init.normal_(weight, std=2.0)
    model.peft_config["default"].base_model_name_or_path = "nobody/not-on-any-hub"
    folder = base.parent / "tiny-lora"
    model.save_pretrained(folder)
    return folder


def chat(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


def test_answers_do_not_depend_on_the_batch(base: Path) -> None:
    model = load_model(base, max_new_tokens=8)
    assert model.name == "tiny-llama"
    prompts = [chat("a b c"), chat("d " * 30), chat("x")]
    together = model.generate(prompts)
    assert together == [model.generate([p])[0] for p in prompts]
    assert all(together) and len(set(together)) > 1
    assert all(len(t.split()) <= 8 and "user" not in t for t in together[:1])


def test_an_adapter_changes_answers_and_its_hub_base_is_not_asked_for(
    base: Path, adapter: Path
) -> None:
    plain = load_model(base, max_new_tokens=8)
    adapted = load_model(base, adapter=adapter, max_new_tokens=8)
    assert adapted.name == "tiny-lora"
    prompts = [chat("a b c"), chat("q r")]
    assert adapted.generate(prompts) != plain.generate(prompts)


def test_names_and_fingerprints(base: Path, adapter: Path, tmp_path: Path) -> None:
    assert model_name("HuggingFaceTB/SmolLM2-135M-Instruct", None).endswith("SmolLM2-135M-Instruct")
    before = fingerprint([base, adapter])
    assert before == fingerprint([base, adapter]) and before != fingerprint([base, None])
    weights = adapter / "adapter_model.safetensors"
    old = weights.read_bytes()
    weights.write_bytes(old[:-1] + bytes([old[-1] ^ 1]))
    assert fingerprint([base, adapter]) != before
    weights.write_bytes(old)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model": "./nowhere"}, "no model at ./nowhere: config.json is missing"),
        ({"model": None}, "neither a model nor an adapter"),
    ],
)
def test_what_is_missing_is_said(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ModelError, match=message):
        load_model(**arguments)


def test_an_adapter_given_as_the_model_is_pointed_out(adapter: Path) -> None:
    with pytest.raises(ModelError, match="name it with --adapter"):
        load_model(adapter)


def test_no_chat_template_is_an_error(base: Path, tmp_path: Path) -> None:
    import shutil

    copy = shutil.copytree(base, tmp_path / "bare")
    (copy / "chat_template.jinja").unlink()
    with pytest.raises(ModelError, match="no chat template"):
        load_model(copy)

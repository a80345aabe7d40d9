"""Everything that the cards' lines load, released to a loopback hub: real data, a tiny model."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from card_world import ADAPTER, BASE, QUESTION
from huggingface_hub import HfApi

VERSION = "v0.1.0"
CHAT = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
# A metric as `evaluate` loads it; it must not write `import datasets, evaluate` on one line.
METRIC_MODULE = """
import datasets
import evaluate


class IdsRight(evaluate.Metric):
    def _info(self):
        value = datasets.Value("string")
        return evaluate.MetricInfo(
            description="x",
            citation="x",
            features=datasets.Features({"predictions": value, "references": value}),
        )

    def _compute(self, predictions, references):
        right = [p == r for p, r in zip(predictions, references)]
        return {"ids_right": sum(right) / len(right)}
"""


def tiny_base(folder: Path) -> Path:
    """A Llama of two layers that ends each answer at once, and a tokenizer that knows bytes only.

    It is random but for the first number of every place, which is large, and which only the token
    that ends an answer looks at: what a model says is not what is tested here.
    """
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    words = ["<|im_start|>", "<|im_end|>", *letters]
    raw = Tokenizer(models.BPE(vocab={w: i for i, w in enumerate(words)}, merges=[]))
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=raw,
        eos_token="<|im_end|>",
        pad_token="<|im_end|>",
        additional_special_tokens=["<|im_start|>"],
        chat_template=CHAT,
    )
    config = LlamaConfig(
        vocab_size=len(words),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=4096,
    )
    model = LlamaForCausalLM(config)
    with torch.no_grad():
        model.model.embed_tokens.weight[:, 0] = 50.0
        model.lm_head.weight.zero_()
        model.lm_head.weight[words.index("<|im_end|>"), 0] = 1.0
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def add_weights(adapter: Path, base: Path) -> None:
    """Real LoRA weights and the tokenizer beside the facts of the adapter."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(base)
    wrapped = get_peft_model(model, LoraConfig(r=2, task_type="CAUSAL_LM"))
    wrapped.save_pretrained(adapter)
    AutoTokenizer.from_pretrained(base).save_pretrained(adapter)
    path = adapter / "adapter_config.json"
    config = json.loads(path.read_text()) | {"base_model_name_or_path": BASE, "revision": None}
    path.write_text(json.dumps(config))


def release(url: str, folder: Path, repo_id: str, repo_type: str) -> None:
    """Upload a folder and tag it."""
    api = HfApi(endpoint=url, token="any")
    sdk = "gradio" if repo_type == "space" else None
    api.create_repo(repo_id, repo_type=repo_type, exist_ok=True, space_sdk=sdk)
    api.upload_folder(repo_id=repo_id, repo_type=repo_type, folder_path=folder)
    api.create_tag(repo_id, tag=VERSION, repo_type=repo_type, exist_ok=True)


@dataclass(frozen=True)
class Card:
    """A card whose lines are to be run, and what to print when they have been."""

    path: Path
    then: str

    def source(self) -> str:
        """All its Python blocks, one after the other, then ``then``."""
        return "\n".join([*blocks(self.path, "python"), self.then])


def blocks(path: Path, language: str) -> list[str]:
    """The code blocks of a card in one language."""
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def run_cards(cards: list[Card], url: str, home: Path, **environment: str) -> list[str]:
    """Run each card's lines in a namespace of its own, all in one fresh process with an empty
    cache; what each printed."""
    home.mkdir(exist_ok=True)
    sources = json.dumps([card.source() for card in cards])
    program = (
        "import json\n"
        f"for number, source in enumerate(json.loads({sources!r})):\n"
        "    print(f'=== {number}', flush=True)\n"
        "    exec(compile(source, f'card {number}', 'exec'), {'__name__': '__main__'})\n"
    )
    passed = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
    wanted = {
        "HF_ENDPOINT": url,
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_XET": "1",
        "HF_UPDATE_DOWNLOAD_COUNTS": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=passed | wanted | environment,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-500:]}\n{done.stderr[-3000:]}"
    return [part.split("\n", 1)[1].strip() for part in done.stdout.split("=== ")[1:]]


__all__ = ["ADAPTER", "BASE", "QUESTION", "VERSION", "Card", "add_weights", "blocks"]

"""The lines of the cards do what they say: run as they stand against a loopback hub.

A tiny Llama stands in for the base, under the base's own Hub id; the clients, the hub and the
lines are the real ones.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("torch", reason="the extra train is not installed")
pytest.importorskip("starlette", reason="the extra hub is not installed")

from huggingface_hub import HfApi

from hub.server import serve
from model_cards.render import render_dataset_card, render_model_card, render_registry_card

BASE = "HuggingFaceTB/SmolLM2-135M-Instruct"
VERSION = "v0.1.0"
CHAT = (
    "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def hub_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A hub with the tiny base."""
    folder = tmp_path_factory.mktemp("base")
    tiny_base(folder)
    with serve(tmp_path_factory.mktemp("hub") / "root") as endpoint:
        release(endpoint.url, folder, BASE, "model")
        yield endpoint.url


def tiny_base(folder: Path) -> None:
    """A random Llama of two layers and a tokenizer that knows bytes only."""
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
        max_position_embeddings=2048,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def add_weights(adapter: Path, base: Path) -> None:
    """A LoRA of the tiny base and the tokenizer, beside the facts that the fixture wrote."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    model = AutoModelForCausalLM.from_pretrained(base)
    lora = LoraConfig(r=2, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    get_peft_model(model, lora).save_pretrained(adapter)
    AutoTokenizer.from_pretrained(base).save_pretrained(adapter)
    path = adapter / "adapter_config.json"
    config = json.loads(path.read_text()) | {"base_model_name_or_path": BASE, "revision": None}
    path.write_text(json.dumps(config))


def release(url: str, folder: Path, repo_id: str, repo_type: str) -> None:
    """Upload a folder and tag it."""
    api = HfApi(endpoint=url, token="any")
    api.create_repo(repo_id, repo_type=repo_type, exist_ok=True)
    api.upload_folder(repo_id=repo_id, repo_type=repo_type, folder_path=folder)
    api.create_tag(repo_id, tag=VERSION, repo_type=repo_type, exist_ok=True)


def run_snippets(card: Path, url: str, home: Path, then: str) -> str:
    """All Python blocks of a card in one fresh process, then ``then``; what it printed."""
    blocks = re.findall(r"```python\n(.*?)```", card.read_text(encoding="utf-8"), re.DOTALL)
    passed = {k: v for k, v in os.environ.items() if not k.startswith("HF_")}
    wanted = {
        "HF_ENDPOINT": url,
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_XET": "1",
        "HF_UPDATE_DOWNLOAD_COUNTS": "0",
    }
    done = subprocess.run(
        [sys.executable, "-c", "\n".join([*blocks, then])],
        env=passed | wanted,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_the_lines_of_the_dataset_card(hub_url: str, dataset: Path, tmp_path: Path) -> None:
    repo = "geneverse/gene-instructions"
    card = render_dataset_card(dataset, repo_id=repo, version=VERSION)
    release(hub_url, dataset, repo, "dataset")
    then = "print(sorted(rows), rows['paper'][0]['subject'], len(grounded['test']))"
    out = run_snippets(card, hub_url, tmp_path, then)
    assert out.strip() == "['paper', 'test', 'train', 'validation'] GLI1 1"


def test_the_lines_of_the_registry_and_the_model_card(
    hub_url: str,
    registry: Path,
    adapter: Path,
    recipe: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    base = tmp_path_factory.mktemp("base-again")
    tiny_base(base)
    gene = {"hgnc_id": "HGNC:4317", "symbol": "GLI1", "record": "GLI1 | HGNC:4317"}
    pq.write_table(pa.Table.from_pylist([gene]), registry / "genes.parquet")
    repo = "geneverse/gene-registry"
    card = render_registry_card(registry, repo_id=repo, version=VERSION)
    release(hub_url, registry, repo, "dataset")
    out = run_snippets(card, hub_url, tmp_path, "print(gene['hgnc_id'])")
    assert out.strip() == "HGNC:4317"

    add_weights(adapter, base)
    repo = "geneverse/smollm2-135m-gene-grounded-lora"
    card = render_model_card(adapter, recipe, None, None, repo_id=repo, version=VERSION)
    release(hub_url, adapter, repo, "model")
    then = "print('PROMPT', repr(prompt)); print('ADAPTER', list(model.peft_config))"
    out = run_snippets(card, hub_url, tmp_path, then)
    assert "Records:\\nGLI1 | HGNC:4317\\n\\nPlease summarize the major function" in out
    assert "ADAPTER ['default']" in out

"""What a stranger does: datasets, transformers and peft in fresh processes, nothing but names."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from huggingface_hub import HfApi

from hub.errors import HubError
from hub.loadback import LoadRequest, load_back
from hub.release import release
from hub.server import Store, import_folder, serve

ADAPTER = "geneverse/tiny-lora"
TEXT = "GLI1 is HGNC:4317 . Records What | gene <|im_start|> <|im_end|> user assistant"
TEMPLATE = (
    "{% for m in messages %}<|im_start|> {{ m.role }} {{ m.content }} <|im_end|> {% endfor %}"
    "{% if add_generation_prompt %}<|im_start|> assistant {% endif %}"
)


def test_a_data_set_loads_by_name_configuration_and_revision(
    hub_url: str, repo: str, data_folder: Path, stranger: Callable[[str], str]
) -> None:
    release(data_folder, repo, "dataset", "v0.1.0", endpoint=hub_url, token=None)
    (data_folder / "combined" / "test.parquet").unlink()
    pq.write_table(pa.table({"id": ["a"] * 9}), data_folder / "combined" / "test.parquet")
    pq.write_table(pa.table({"id": ["a"] * 9}), data_folder / "combined" / "train.parquet")
    release(data_folder, repo, "dataset", "v0.2.0", endpoint=hub_url, token=None)
    script = f"""
from datasets import load_dataset
import json
new = load_dataset({repo!r})
old = load_dataset({repo!r}, revision="v0.1.0")
one = load_dataset({repo!r}, "grounded", split="test")
stream = next(iter(load_dataset({repo!r}, "grounded", split="train", streaming=True)))
print(json.dumps([new.num_rows, old.num_rows, one.num_rows, stream["id"]]))
"""
    assert json.loads(stranger(script).splitlines()[-1]) == [
        {"train": 9, "test": 9},
        {"train": 5, "test": 2},
        2,
        "HGNC:0/grounded",
    ]


def test_push_to_hub_works(repo: str, stranger: Callable[[str], str]) -> None:
    script = f"""
from datasets import Dataset, load_dataset
Dataset.from_dict({{"id": ["a", "b"]}}).push_to_hub({repo!r}, token="any")
print(load_dataset({repo!r}, split="train")["id"])
"""
    assert "['a', 'b']" in stranger(script)


def test_the_hf_command_uploads_downloads_and_verifies(
    repo: str, tmp_path: Path, stranger: Callable[[str], str]
) -> None:
    (tmp_path / "up" / "sub").mkdir(parents=True)
    (tmp_path / "up" / "sub" / "w.safetensors").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "up" / "a.txt").write_text("a")
    script = f"""
import subprocess, sys
def hf(*arguments):
    command = [sys.executable, "-m", "huggingface_hub.cli.hf", *arguments, "--token", "any"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
hf("upload", {repo!r}, "up", ".")
hf("repos", "tag", "create", {repo!r}, "v1")
hf("download", {repo!r}, "--revision", "v1", "--local-dir", "down")
print(hf("cache", "verify", {repo!r}, "--revision", "v1", "--local-dir", "down"))
"""
    assert "All checksums match" in stranger(script)
    for name in ("sub/w.safetensors", "a.txt"):
        assert (tmp_path / "down" / name).read_bytes() == (tmp_path / "up" / name).read_bytes()


def make_models(folder: Path) -> None:
    """A tiny random Llama with a tokenizer, and a LoRA adapter that names it by its Hub id."""
    import torch
    from peft import LoraConfig, get_peft_model
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(0)
    vocabulary = {word: number for number, word in enumerate(["<unk>", *TEXT.split()])}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="<unk>", eos_token="<|im_end|>", pad_token="<|im_end|>"
    )
    tokenizer.chat_template = TEMPLATE
    config = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
    )
    base = LlamaForCausalLM(config)
    base.save_pretrained(folder / "base")
    tokenizer.save_pretrained(folder / "base")
    lora = LoraConfig(r=4, target_modules=["q_proj", "v_proj"], task_type="CAUSAL_LM")
    lora.init_lora_weights = False  # random, so that the adapter changes what the base says
    model = get_peft_model(base, lora)
    model.peft_config["default"].base_model_name_or_path = "owner/tiny-llama"
    # Else peft asks the network whether the base has other embeddings.
    model.save_pretrained(folder / "adapter", save_embedding_layers=False)
    tokenizer.save_pretrained(folder / "adapter")


@pytest.mark.slow
def test_what_was_uploaded_loads_back_in_a_fresh_process_and_its_answer_is_corrected(
    tmp_path: Path, data_folder: Path
) -> None:
    """Data set, registry, adapter uploaded; the base mirrored; all loaded by name and tag."""
    make_models(tmp_path)
    registry = tmp_path / "registry"
    registry.mkdir()
    pq.write_table(pa.table({"symbol": ["GLI1"]}), registry / "genes.parquet")
    import_folder(Store(tmp_path / "root"), "owner/tiny-llama", "model", tmp_path / "base")
    with serve(tmp_path / "root") as hub:

        def publish(folder: Path, repo: str, repo_type: str) -> None:
            """By the client itself: what a release refuses is not the matter here."""
            api = HfApi(endpoint=hub.url, token="any")
            api.create_repo(repo, repo_type=repo_type)
            api.upload_folder(repo_id=repo, folder_path=folder, repo_type=repo_type)
            api.create_tag(repo, tag="v0.1.0", repo_type=repo_type)

        publish(data_folder, "geneverse/gene-instructions", "dataset")
        publish(registry, "geneverse/gene-registry", "dataset")
        publish(tmp_path / "adapter", ADAPTER, "model")
        request = LoadRequest("v0.1.0", adapter=ADAPTER, max_new_tokens=5, correct=False)
        result = load_back(hub.url, request)
        assert result["dataset"]["splits"] == {"train": 5, "test": 2}
        assert result["dataset"]["grounded"] == {"train": 5, "test": 2}
        assert result["registry"]["rows"] == 1
        assert result["adapter"]["by_tag_same"] is True
        assert result["adapter"]["symbol"] == "GLI1"
        assert result["adapter"]["answer"]
        with pytest.raises(HubError, match=r"does not load back.*(?s:.*)v9\.9\.9"):
            load_back(hub.url, LoadRequest("v9.9.9", adapter=None))

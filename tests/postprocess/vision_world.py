"""A tiny random LLaVA with its processor, repos of the vision tasks with it, and pictures."""

import json
from pathlib import Path
from typing import Any

from PIL import Image

MARKER = "Is gene {symbol} a marker gene of cell type {cell_type}? Please answer in one sentence."
PROTEIN = "What is the name of this protein? Please summarize your answer in one sentence."
TEMPLATE = (
    "{% for m in messages %}{{ m.role | upper }}: {% for part in m.content %}"
    "{% if part.type == 'image' %}<image>\n{% else %}{{ part.text }}{% endif %}{% endfor %} "
    "{% endfor %}{% if add_generation_prompt %}ASSISTANT:{% endif %}"
)
SENTENCES = (
    "Yes, GLI1 is a marker gene of cell type Macrophage.",
    "No, TP53 is not a marker gene of cell type Mast cells.",
    "The name of this protein is p53 (P04637).",
    "USER: ASSISTANT: Is What Please summarize your answer in one sentence?",
)


def make_processor(side: int = 28) -> Any:
    """A LLaVA processor with a tokenizer of words, 4 places for a picture of 28 x 28."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import CLIPImageProcessor, LlavaProcessor, PreTrainedTokenizerFast

    split = Regex(r"<image>|\w+|[^\w\s]|\s")
    pieces = pre_tokenizers.Split(split, "isolated")
    words: dict[str, int] = {"<unk>": 0, "<pad>": 1, "</s>": 2, "<image>": 3}
    for sentence in SENTENCES:
        for piece, _ in pieces.pre_tokenize_str(sentence + "\n"):
            words.setdefault(piece, len(words))
    core = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    core.pre_tokenizer = pieces
    core.decoder = decoders.Fuse()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=core,
        unk_token="<unk>",
        pad_token="<pad>",
        eos_token="</s>",
        extra_special_tokens={"image_token": "<image>"},
        clean_up_tokenization_spaces=False,
    )
    images = CLIPImageProcessor(
        size={"shortest_edge": side}, crop_size={"height": side, "width": side}
    )
    return LlavaProcessor(
        image_processor=images,
        tokenizer=tokenizer,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=TEMPLATE,
        image_token="<image>",
    )


def make_model(processor: Any, side: int = 28) -> Any:
    """A random LLaVA of 60,000 weights: a CLIP tower, a projector, a Llama."""
    import torch
    from transformers import (
        CLIPVisionConfig,
        LlamaConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
    )

    torch.manual_seed(1)
    small = {"num_hidden_layers": 2, "num_attention_heads": 2, "hidden_size": 32}
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(
            **small, intermediate_size=64, image_size=side, patch_size=14
        ),
        text_config=LlamaConfig(
            **small, intermediate_size=64, vocab_size=len(processor.tokenizer),
            max_position_embeddings=256, pad_token_id=1, eos_token_id=2, bos_token_id=None,
        ),
        image_token_index=3,
        image_seq_length=4,
        vision_feature_select_strategy="default",
        vision_feature_layer=-2,
    )  # fmt: skip
    model = LlavaForConditionalGeneration(config)
    with torch.no_grad():  # larger weights, so that a picture changes the answer
        for name, weight in model.named_parameters():
            if "norm" not in name:
                weight.mul_(6)
    return model


def facts(task: str, **more: Any) -> dict[str, Any]:
    """The geneverse.json of a vision repo."""
    question = MARKER if task == "marker" else PROTEIN
    return {"name": f"tiny-{task}", "task": task, "prompts": {"question": question}, **more}


def write_facts(folder: Path, task: str, **more: Any) -> None:
    (folder / "geneverse.json").write_text(json.dumps(facts(task, **more)))


def make_repo(folder: Path, task: str, **more: Any) -> Path:
    """A folder of whole weights with processor and geneverse.json."""
    processor = make_processor()
    make_model(processor).save_pretrained(folder)
    processor.save_pretrained(folder)
    write_facts(folder, task, **more)
    return folder


def make_adapter(folder: Path, base: Path, base_id: str, task: str, **more: Any) -> Path:
    """A LoRA of the language model with a projector trained whole, both random."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForImageTextToText, AutoProcessor

    torch.manual_seed(2)
    lora = LoraConfig(
        r=4,
        target_modules=r".*language_model.*\.(q_proj|v_proj)",
        modules_to_save=["multi_modal_projector"],
        init_lora_weights=False,
    )
    model = get_peft_model(AutoModelForImageTextToText.from_pretrained(base), lora)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if "modules_to_save" in name:
                weight.normal_(std=0.7)
    model.peft_config["default"].base_model_name_or_path = base_id
    model.save_pretrained(folder, save_embedding_layers=False)
    AutoProcessor.from_pretrained(base).save_pretrained(folder)
    write_facts(folder, task, **more)
    return folder


def picture(seed: int = 0, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> Image.Image:
    """A picture of noise."""
    import numpy as np

    pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    return Image.fromarray(pixels).convert(mode)

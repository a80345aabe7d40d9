"""The small vision base: SmolLM2-135M with a CLIP tower of ours that has seen nothing yet.

LLaVA's architecture at a size that trains on two CPU cores::

    small_vision_base(Path("build/base"))
    -> build/base/smolvision-135m-5b0c6a1f7e21/
         config.json  generation_config.json  model.safetensors (275 MB)
         tokenizer.json  tokenizer_config.json  processor_config.json  chat_template.jinja
         geneverse.json

A picture of 112 x 112 becomes 49 vectors of 256 numbers, a projector makes them 49 tokens of the
language model. Tower and projector are not trained (a recipe has to train and release them, or the
model stays blind); the tower begins as a discrete cosine transform of each patch, so that colour
and coarse shape reach the projector from the first step. The same text model gives the same bytes.
"""

import hashlib
from pathlib import Path
from typing import Any

from recipes.base import HUB_ID as TEXT_ID
from recipes.base import LICENCE, base_note, make_once, smollm2_base
from recipes.errors import RecipeError
from recipes.quiet import quiet_imports

HUB_ID = "geneverse/smolvision-135m"
SIDE, PATCH, WIDTH, LAYERS, HEADS = 112, 16, 256, 4, 4
PLACES = (SIDE // PATCH) ** 2
SEED = 20240101
IMAGE_TOKEN, END_TOKEN, PAD_TOKEN = "<image>", "<|im_end|>", "<|endoftext|>"
# Changed when the code below makes other weights of the same text model.
FORM = "1"
# All pictures stand before the text, wherever the trainer put them into the message.
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}"
    "{% for part in message['content'] if part['type'] == 'image' %}<image>\n{% endfor %}"
    "{% for part in message['content'] if part['type'] == 'text' %}{{ part['text'] }}{% endfor %}"
    "{% endif %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def small_vision_base(out: Path, text_base: Path | None = None) -> Path:
    """Make the vision base below ``out`` unless it is there already; return its folder.

    ``text_base`` is a SmolLM2 folder; left out, it is made below ``out`` from its package. The
    folder's name ends in 12 digits of a hash over the text weights and the form of the tower.
    Raises ``RecipeError`` when the text model cannot be made or has no such tokenizer.
    """
    text = text_base or smollm2_base(out)
    weights = sorted(text.glob("*.safetensors"))
    if not weights or not (text / "config.json").is_file():
        raise RecipeError(f"no text model in {text}; make it with: geneverse recipe base")
    digest = hashlib.sha256(FORM.encode())
    for path in weights:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    folder = out / f"smolvision-135m-{digest.hexdigest()[:12]}"
    note = {
        "source": f"{base_note(text) or TEXT_ID} with an untrained vision tower and projector",
        "hub_id": HUB_ID,
        "text_model": TEXT_ID,
        "licence": LICENCE,
        "seed": SEED,
        "dtype": "bfloat16",
    }
    return make_once(folder, note, lambda staging: _make(text, staging))


def _make(text: Path, folder: Path) -> None:
    """Join text model, tower and projector; save weights, processor and template in ``folder``."""
    quiet_imports()
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(text)
    if END_TOKEN not in tokenizer.get_vocab() or PAD_TOKEN not in tokenizer.get_vocab():
        raise RecipeError(f"the tokenizer of {text} has no {END_TOKEN} and {PAD_TOKEN}: no SmolLM2")
    tokenizer.add_special_tokens({"additional_special_tokens": [IMAGE_TOKEN]})
    tokenizer.image_token = IMAGE_TOKEN
    # Axolotl masks every padding token in the labels: were the end token the padding too, as it
    # is in the text model, no answer would ever learn to end.
    tokenizer.eos_token, tokenizer.pad_token = END_TOKEN, PAD_TOKEN
    tokenizer.chat_template = TEMPLATE
    language = AutoModelForCausalLM.from_pretrained(text, dtype=torch.float32)
    language.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    with torch.no_grad():
        table = language.get_input_embeddings().weight
        table[-1] = table[:-1].mean(dim=0)
    model = assemble(language, tokenizer)
    model.to(torch.bfloat16).save_pretrained(folder)
    (folder / "model.safetensors").chmod(0o644)
    make_processor(tokenizer).save_pretrained(folder)


def assemble(language: Any, tokenizer: Any) -> Any:
    """A ``LlavaForConditionalGeneration`` of the causal model ``language``, in float32."""
    import torch
    from transformers import CLIPVisionConfig, LlavaConfig, LlavaForConditionalGeneration

    end, pad = (tokenizer.convert_tokens_to_ids(token) for token in (END_TOKEN, PAD_TOKEN))
    language.config.eos_token_id, language.config.pad_token_id = end, pad
    language.config._name_or_path = TEXT_ID
    config = LlavaConfig(
        vision_config=CLIPVisionConfig(
            hidden_size=WIDTH,
            intermediate_size=3 * WIDTH,
            num_hidden_layers=LAYERS,
            num_attention_heads=HEADS,
            image_size=SIDE,
            patch_size=PATCH,
            projection_dim=WIDTH,
        ),
        text_config=language.config,
        image_token_index=tokenizer.convert_tokens_to_ids(IMAGE_TOKEN),
        image_seq_length=PLACES,
        vision_feature_select_strategy="default",
        vision_feature_layer=-1,  # the last: all layers of a tower that is to be trained are used
        tie_word_embeddings=True,
        eos_token_id=end,
        pad_token_id=pad,
    )
    torch.manual_seed(SEED)
    model = LlavaForConditionalGeneration(config)
    model.model.language_model.load_state_dict(language.model.state_dict())
    model.tie_weights()
    with torch.no_grad():
        patches = model.model.vision_tower.get_parameter(_patch_name(model))
        patches.copy_(torch.from_numpy(cosine_filters(WIDTH, PATCH)))
    for settings in (model.config, model.generation_config):
        settings.eos_token_id, settings.pad_token_id = end, pad
    return model


def _patch_name(model: Any) -> str:
    names = [name for name, _ in model.model.vision_tower.named_parameters()]
    return next(str(name) for name in names if name.endswith("patch_embedding.weight"))


def cosine_filters(width: int, patch: int) -> Any:
    """The lowest frequencies of the 2-D discrete cosine transform (DCT-II) of each colour.

    Float32, (width, 3, patch, patch): ``width // 3`` orthonormal filters a colour, in the order of
    rising frequency; what is left over is zero. Ahmed, Natarajan and Rao, IEEE Trans. Comput. 1974.
    """
    import numpy as np

    place = (np.arange(patch) + 0.5) * np.pi / patch
    waves = np.cos(np.arange(patch)[:, None] * place) * np.sqrt(2 / patch)
    waves[0] /= np.sqrt(2)
    order = sorted((u + v, u, v) for u in range(patch) for v in range(patch))
    filters = np.zeros((width, 3, patch, patch), dtype=np.float32)
    for number in range(width // 3):
        _, u, v = order[number]
        for colour in range(3):
            filters[3 * number + colour, colour] = np.outer(waves[u], waves[v])
    return filters


def make_processor(tokenizer: Any) -> Any:
    """LLaVA's processor for pictures of any square size; white, the ground of ours, becomes 0."""
    from transformers import CLIPImageProcessor, LlavaProcessor

    images = CLIPImageProcessor(
        size={"height": SIDE, "width": SIDE},
        crop_size={"height": SIDE, "width": SIDE},
        # The filter with which Axolotl makes the picture smaller before the processor sees it.
        resample=2,
        image_mean=[1.0, 1.0, 1.0],
        image_std=[0.5, 0.5, 0.5],
    )
    return LlavaProcessor(
        image_processor=images,
        tokenizer=tokenizer,
        patch_size=PATCH,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=TEMPLATE,
        image_token=IMAGE_TOKEN,
    )

"""Real Axolotl on pictures: a random text model of two layers with the small vision tower."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("axolotl")

from recipes.check import FOLDER
from recipes.small_vision import HUB_ID, small_vision_base
from recipes.train import train

pytestmark = pytest.mark.slow

RECIPE = FOLDER / "smolvision-135m-protein-lora.yaml"
QUESTION = "Which colour?"
COLOURS = {"red": (220, 30, 30), "blue": (30, 60, 220)}
OVERRIDES = {"max_steps": 15, "micro_batch_size": 4, "learning_rate": 0.01, "saves_per_epoch": 1}


def picture(colour: str, seed: int) -> bytes:
    """A square of one colour somewhere on white, 336 x 336."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (336, 336), "white")
    at = 20 + 37 * seed % 150
    ImageDraw.Draw(image).rectangle((at, at // 2, at + 130, at // 2 + 130), fill=COLOURS[colour])
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def rows(first: int, number: int) -> list[dict[str, Any]]:
    made = []
    for seed in range(first, first + number):
        colour = sorted(COLOURS)[seed % 2]
        answer = f"G3 is a gene with {colour}."
        made.append(
            {
                "id": f"{seed}",
                "messages": [
                    {"role": "user", "content": QUESTION},
                    {"role": "assistant", "content": answer},
                ],
                "images": [{"bytes": picture(colour, seed), "path": None}],
                "answer": answer,
            }
        )
    return made


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A protein-images folder of 16 training pictures."""
    from datasets import Dataset, Features, Image, List, Value

    folder = tmp_path_factory.mktemp("pictures") / "protein-images"
    (folder / "plddt").mkdir(parents=True)
    text = Value("string")
    features = Features(
        {
            "id": text,
            "messages": List({"role": text, "content": text}),
            "images": List(Image()),
            "answer": text,
        }
    )
    for split, (first, number) in {"train": (0, 16), "validation": (16, 4)}.items():
        Dataset.from_list(rows(first, number), features=features).to_parquet(
            folder / "plddt" / f"{split}.parquet"
        )
    note = {"task": "protein", "revision_of_content": "c0ffee", "prompts": {"question": QUESTION}}
    (folder / "geneverse.json").write_text(json.dumps(note))
    return folder


@pytest.fixture(scope="module")
def vision_base(tiny_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_vision_base(tmp_path_factory.mktemp("vision"), tiny_base)


@pytest.fixture(scope="module")
def adapter(pictures: Path, vision_base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("run") / "adapter"
    return train(
        RECIPE, out, cpu=True, data=pictures, base=vision_base, overrides=OVERRIDES, quiet=True
    )


def test_the_base_is_the_same_each_time_and_says_its_licence(
    vision_base: Path, tiny_base: Path, tmp_path: Path
) -> None:
    again = small_vision_base(tmp_path, tiny_base)
    assert again.name == vision_base.name
    for path in sorted(vision_base.iterdir()):
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name
    note = json.loads((vision_base / "geneverse.json").read_text())
    assert (note["licence"], note["hub_id"]) == ("Apache-2.0", HUB_ID)


def test_only_the_answer_with_its_end_is_learnt(vision_base: Path) -> None:
    from axolotl.processing_strategies import ProcessingStrategy
    from axolotl.utils.collators.mm_chat import MultiModalChatDataCollator
    from axolotl.utils.dict import DictDefault
    from transformers import AutoProcessor

    from recipes.role_marks import RoleMarksPlugin
    from recipes.yaml_marks import read_marked

    config = DictDefault(read_marked(RECIPE)[0])
    RoleMarksPlugin().pre_model_load(config)
    processor = AutoProcessor.from_pretrained(vision_base)
    strategy = ProcessingStrategy(
        processor, processor.chat_template, image_size=112,
        role_boundaries_override=list(config.role_boundaries),
    )  # fmt: skip
    collate = MultiModalChatDataCollator(processor.tokenizer, strategy)
    row = rows(0, 1)[0]
    row["images"] = [opened(row["images"][0]["bytes"])]
    batch = collate([row])
    learnt = [int(n) for n in batch["labels"][0] if n != -100]
    assert processor.tokenizer.decode(learnt) == f"{row['answer']}<|im_end|>"
    asked = processor(images=[[row["images"][0]]], text=["<image>"], return_tensors="pt")
    assert bool((batch["pixel_values"] == asked["pixel_values"]).all()), "asked as it was trained"


def opened(data: bytes) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(data)).convert("RGB")


def test_the_folder_has_the_processor_and_what_was_trained_whole(adapter: Path) -> None:
    facts = json.loads((adapter / "geneverse.json").read_text())
    assert facts["loss_last"] < facts["loss_first"] / 2
    assert (facts["task"], facts["base_model"]) == ("protein", HUB_ID)
    assert (adapter / "processor_config.json").is_file()
    assert "generation" not in (adapter / "chat_template.jinja").read_text().split("add_")[0]


def test_only_what_was_meant_has_moved(adapter: Path, vision_base: Path) -> None:
    from safetensors.torch import load_file
    from transformers import AutoModelForImageTextToText

    before = AutoModelForImageTextToText.from_pretrained(vision_base).state_dict()
    after = load_file(adapter / "adapter_model.safetensors")
    kinds = {"language_model", "vision_tower", "multi_modal_projector"}
    assert {next(k for k in kinds if f".{k}." in name) for name in after} == kinds
    moved, still = set(), set()
    for name, weight in after.items():
        plain = name.removeprefix("base_model.model.")
        if ".language_model." in name:
            assert ".lora_" in name, "nothing of the language model but LoRA"
            if "lora_B" in name:
                assert weight.abs().max() > 0, f"{name} did not learn"
        else:
            same = bool((weight == before[plain].to(weight.dtype)).all())
            (still if same else moved).add(plain)
    # A norm behind the pooled vector, and the bias of keys, which a softmax does not see.
    assert all("post_layernorm" in n or n.endswith("k_proj.bias") for n in still), still
    assert any("patch_embedding" in n for n in moved) and any("linear_2" in n for n in moved)
    assert sum(".layers." in n and "fc1.weight" in n for n in moved) == 4, (
        "every layer of the tower"
    )


def test_peft_loads_it_back_and_it_knows_the_rows(adapter: Path, vision_base: Path) -> None:
    import torch
    from peft import PeftModel
    from safetensors.torch import load_file
    from transformers import AutoModelForImageTextToText, AutoProcessor

    model = AutoModelForImageTextToText.from_pretrained(vision_base).float()
    model = PeftModel.from_pretrained(model, adapter).eval()
    processor = AutoProcessor.from_pretrained(adapter)
    row = rows(0, 1)[0]
    turns = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": QUESTION}]}]
    asked = processor.apply_chat_template(turns, add_generation_prompt=True)
    said = [*turns, {"role": "assistant", "content": [{"type": "text", "text": row["answer"]}]}]
    image = [[opened(row["images"][0]["bytes"])]]
    begun = processor(images=image, text=[asked], return_tensors="pt")["input_ids"].shape[1]
    inputs = processor(
        images=image, text=[processor.apply_chat_template(said)], return_tensors="pt"
    )
    labels = inputs["input_ids"].clone()
    labels[:, :begun] = -100
    with torch.inference_mode():
        trained = model(**inputs, labels=labels).loss.item()
        blank = model(**{**inputs, "pixel_values": 0 * inputs["pixel_values"]}, labels=labels)
        with model.disable_adapter():
            untrained = model(**inputs, labels=labels).loss.item()
    assert trained < untrained / 2
    assert blank.loss.item() != trained, "the picture reaches the answer"
    saved = load_file(adapter / "adapter_model.safetensors")
    name = "base_model.model.model.multi_modal_projector.linear_2.weight"
    used = model.base_model.model.model.multi_modal_projector.modules_to_save["default"]
    assert torch.equal(used.linear_2.weight, saved[name])

"""The stranger's process of ``loadback``: ``python -m hub.loadback_child REQUEST.json
RESULT.json``.

It uses the clients as their documentation says, one plain line each, so that what works here works
for anyone.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from hub.durable import write_bytes
from hub.loadback import LoadRequest
from hub.loadback_spaces import measure_back, space_back

PREFERRED = "grounded:right"  # rows whose record stands alone in the prompt
PROTEIN = "gene with protein product"


def load_dataset_back(request: LoadRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """The data set by its bare name and by configuration; returns facts and one held-out row."""
    from datasets import load_dataset

    begun = time.monotonic()
    bare = load_dataset(request.dataset)
    configured = load_dataset(request.dataset, request.config, revision=request.version)
    row = _choose(configured[request.split], request.symbol)
    facts = {
        "id": request.dataset,
        "splits": {split: rows.num_rows for split, rows in bare.items()},
        request.config: {split: rows.num_rows for split, rows in configured.items()},
        "seconds": _since(begun),
    }
    return facts, row


def _choose(rows: Any, symbol: str | None) -> dict[str, Any]:
    """The row to ask about: of the symbol if one is named; best a protein's, its record alone.

    Raises:
        ValueError: no row of the symbol.
    """
    columns = [
        rows[name] if name in rows.column_names else [None] * rows.num_rows
        for name in ("subject", "source", "stratum")
    ]
    fits = [
        (source != PREFERRED, stratum != PROTEIN, number)
        for number, (own, source, stratum) in enumerate(zip(*columns, strict=True))
        if symbol in (None, own)
    ]
    if not fits:
        raise ValueError(f"no row of gene {symbol} to ask about")
    return dict(rows[min(fits)[-1]])


def load_pictures_back(request: LoadRequest) -> dict[str, Any]:
    """The picture data set by its bare name, and its first picture by streaming at the tag."""
    from datasets import load_dataset

    bare = load_dataset(request.pictures)
    first = next(
        iter(
            load_dataset(request.pictures, revision=request.version, split="train", streaming=True)
        )
    )
    return {
        "id": request.pictures,
        "splits": {split: rows.num_rows for split, rows in bare.items()},
        "size": list(first["images"][0].size),
    }


def load_registry_back(request: LoadRequest) -> tuple[dict[str, Any], Path]:
    """The registry's file at the tag; returns its facts and where it lies."""
    import pyarrow.parquet as pq
    from huggingface_hub import hf_hub_download

    begun = time.monotonic()
    path = Path(
        hf_hub_download(
            request.registry,
            request.registry_file,
            repo_type="dataset",
            revision=request.version,
        )
    )
    rows = pq.read_metadata(path).num_rows
    return {"id": request.registry, "rows": rows, "seconds": _since(begun)}, path


def load_adapter_back(request: LoadRequest, row: dict[str, Any]) -> dict[str, Any]:
    """The adapter by its bare name and by tag; returns facts and its answer to one prompt.

    Raises:
        RuntimeError: the model came without the adapter, or the tag's model says something else.
    """
    import torch
    from peft import AutoPeftModelForCausalLM
    from transformers import AutoModelForCausalLM, AutoTokenizer

    begun = time.monotonic()
    tokenizer = AutoTokenizer.from_pretrained(request.adapter)
    model = AutoModelForCausalLM.from_pretrained(request.adapter)
    if not getattr(model, "peft_config", None):
        raise RuntimeError(f"{request.adapter} loaded as its base model alone, without the adapter")
    tagged = AutoPeftModelForCausalLM.from_pretrained(request.adapter, revision=request.version)
    if not _same_adapter(model, tagged):
        raise RuntimeError(f"{request.adapter} at {request.version} differs from its bare name")
    loaded = _since(begun)
    begun = time.monotonic()
    inputs = tokenizer.apply_chat_template(
        row["messages"][:-1], add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    with torch.inference_mode():
        # bfloat16 is slow on a CPU without it.
        output = model.float().generate(
            **inputs, max_new_tokens=request.max_new_tokens, do_sample=False
        )
    new = output[0, inputs["input_ids"].shape[1] :]
    return {
        "id": request.adapter,
        "symbol": row["subject"],
        "prompt": row["messages"][-2]["content"],
        "answer": tokenizer.decode(new, skip_special_tokens=True).strip(),
        "reference": row["answer"],
        "seconds": loaded,
        "seconds_generating": _since(begun),
        "by_tag_same": True,
    }


def _same_adapter(model: Any, tagged: Any) -> bool:
    """Whether two models carry the same LoRA weights.

    transformers gives them the base's dtype, peft keeps float32: compared in the former.
    """

    def weights(of: Any) -> dict[str, Any]:
        named = of.named_parameters()
        return {name.removeprefix("base_model.model."): w for name, w in named if "lora_" in name}

    one, two = weights(model), weights(tagged)
    return one.keys() == two.keys() and all((one[n] == two[n].to(one[n].dtype)).all() for n in one)


def main() -> None:
    """Load what the request names; write the result only when all of it worked."""
    asked, answered = map(Path, sys.argv[1:3])
    request = LoadRequest(**json.loads(asked.read_text()))
    result: dict[str, Any] = {}
    row: dict[str, Any] = {}
    if request.dataset:
        result["dataset"], row = load_dataset_back(request)
    if request.pictures:
        result["pictures"] = load_pictures_back(request)
    if request.registry:
        result["registry"], path = load_registry_back(request)
    if request.adapter and row:
        result["adapter"] = load_adapter_back(request, row)
    if request.correct and request.registry and request.adapter and row:
        result["corrected"] = correct_answer(result["adapter"]["answer"], row["subject"], path)
    if request.pipeline and request.adapter and row:
        result["pipeline"] = describe_back(request, row["subject"])
    if request.metrics:
        result["metrics"] = {name: measure_back(name, request.version) for name in request.metrics}
    if request.space:
        result["space"] = space_back(request.space, request.version)
    write_bytes(answered, json.dumps(result, indent=2).encode())


def correct_answer(answer: str, symbol: str, registry: Path) -> dict[str, Any]:
    """The answer made right against the released registry, with each edit."""
    from postprocess.correct import correct
    from postprocess.registry import GeneRegistry

    done = correct(answer, GeneRegistry.from_parquet(registry), symbol=symbol)
    edits = [edit.to_json() for edit in done.edits]
    return {"text": done.text, "edits": edits, "unverified": list(done.unverified)}


def describe_back(request: LoadRequest, symbol: str) -> dict[str, Any]:
    """One gene described by the released pipeline, whose code comes from its repo at the tag.

    Raises:
        RuntimeError: the code that ran is not the released one.
    """
    from transformers import pipeline
    from transformers.dynamic_module_utils import get_class_from_dynamic_module

    begun = time.monotonic()
    found = get_class_from_dynamic_module(
        "pipeline.GeneDescriptionPipeline", request.pipeline, revision=request.version
    )
    if not found.__module__.startswith("transformers_modules."):
        raise RuntimeError(f"the pipeline's class came from {found.__module__}, not from the hub")
    describe = pipeline(
        "text-generation", model=request.adapter, pipeline_class=found, dtype="float32"
    )
    done = describe(symbol, max_new_tokens=request.max_new_tokens)
    told = {key: done[key] for key in ("query", "status", "answer", "edits", "unverified", "note")}
    return {"id": request.pipeline, **told, "seconds": _since(begun)}


def _since(begun: float) -> float:
    return round(time.monotonic() - begun, 1)


if __name__ == "__main__":
    main()

"""What the gene pipeline costs beside plain generation: genes a second, and the ratio.

    python benchmarks/pipeline.py --adapter build/demo/smollm2-135m-gene-grounded-lora \
        --base build/demo/base/SmolLM2-135M-Instruct-... --registry build/demo/data/gene-registry

The plain way is transformers' own text-generation pipeline with the same model, tokenizer, prompts
and token limit, greedy; it looks nothing up and corrects nothing. Both answer the same genes at
each batch size, in turns, and the better of two turns counts; CPU seconds of this process are told
beside wall seconds, since another process on the machine slows only the latter. What the pipeline
does itself (look-up, prompt, correction) is also timed alone, without a model. A model that refuses
a gene whose record it was given is asked again, which the plain way does not: that is counted.
``--out`` writes all of it as JSON.
"""

import argparse
import json
import platform
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from transformers import TextGenerationPipeline

from datasets_builders.files import write_json
from postprocess.inputs import Item
from postprocess.pipeline import GeneDescriptionPipeline
from postprocess.registry import GeneRegistry
from postprocess.result import REFUSED_FIRST, answered_result

BATCHES = (1, 8, 16)
TURNS = 2
SEED = 13


def open_pipeline(
    adapter: Path, base: Path, registry: GeneRegistry, tokens: int
) -> GeneDescriptionPipeline:
    """The adapter on a local base: its folder is copied, with the base's path in the copy."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / adapter.name
        shutil.copytree(adapter, copy)
        config = json.loads((copy / "adapter_config.json").read_text(encoding="utf-8"))
        config["base_model_name_or_path"] = str(base.resolve())
        (copy / "adapter_config.json").write_text(json.dumps(config), encoding="utf-8")
        return GeneDescriptionPipeline.from_pretrained(
            str(copy), registry=registry, device="cpu", max_new_tokens=tokens
        )


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall seconds and CPU seconds of a call, and what it gave."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def compare(
    ours: GeneDescriptionPipeline, plain: TextGenerationPipeline, genes: list[str], size: int
) -> dict[str, Any]:
    """One batch size: both ways on the same genes."""
    chats = [
        [{"role": "user", "content": ours.preprocess(Item(gene))["request"].message}]
        for gene in genes
    ]
    options = {
        "max_new_tokens": ours.generation_config.max_new_tokens,
        "do_sample": False,
        "batch_size": size,
        "return_full_text": False,
    }
    mine, theirs = [], []
    for _ in range(TURNS):
        mine.append(timed(lambda: ours(genes, batch_size=size)))
        theirs.append(timed(lambda: plain(chats, **options)))
    wall, cpu = (min(turn[at] for turn in mine) for at in (0, 1))
    plain_wall, plain_cpu = (min(turn[at] for turn in theirs) for at in (0, 1))
    results = mine[0][2]
    return {
        "batch_size": size,
        "genes": len(genes),
        "genes_per_second": round(len(genes) / wall, 3),
        "plain_genes_per_second": round(len(genes) / plain_wall, 3),
        "cpu_seconds": round(cpu, 2),
        "plain_cpu_seconds": round(plain_cpu, 2),
        "cpu_ratio": round(cpu / plain_cpu, 3),
        "asked_again": sum(REFUSED_FIRST in result["note"] for result in results),
        "same_answers": sum(
            result["raw"] == texts[0]["generated_text"].strip()
            for result, texts in zip(results, theirs[0][2], strict=True)
        ),
    }


def own_work(ours: GeneDescriptionPipeline, genes: list[str]) -> dict[str, Any]:
    """CPU microseconds a gene of all that is not the model: prompt before it, correction after."""
    registry = ours.registry
    requests = [ours.preprocess(Item(gene))["request"] for gene in genes]
    answers = [registry.find(gene).genes[0].description for gene in genes]
    before = min(timed(lambda: [ours.preprocess(Item(g)) for g in genes])[1] for _ in range(3))
    after = min(
        timed(
            lambda: [
                answered_result(request, answer, registry, cut_at=None)
                for request, answer in zip(requests, answers, strict=True)
            ]
        )[1]
        for _ in range(3)
    )
    each = 1e6 / len(genes)
    return {
        "genes": len(genes),
        "prompt_microseconds": round(before * each, 1),
        "correction_microseconds": round(after * each, 1),
    }


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adapter", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--registry", type=Path, required=True)
    parser.add_argument("--genes", type=int, default=16, help="genes of a batch size")
    parser.add_argument("--tokens", type=int, default=96, help="max_new_tokens of both ways")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    registry = GeneRegistry.from_parquet(given.registry)
    ours = open_pipeline(given.adapter, given.base, registry, given.tokens)
    plain = TextGenerationPipeline(model=ours.model, tokenizer=ours.tokenizer, device="cpu")
    symbols = sorted(gene.symbol for gene in registry if gene.approved and gene.summary)
    random.Random(SEED).shuffle(symbols)
    alone = own_work(ours, symbols[:1000])
    print(
        f"the pipeline's own work: {alone['prompt_microseconds']:,} us of prompt and "
        f"{alone['correction_microseconds']:,} us of correction a gene"
    )
    rows = []
    for size in BATCHES:
        # One at a time is slow enough with a quarter of them.
        row = compare(ours, plain, symbols[: given.genes if size > 1 else given.genes // 4], size)
        rows.append(row)
        print(
            f"batch {size:2}: {row['genes_per_second']:.2f} genes a second, plain "
            f"{row['plain_genes_per_second']:.2f}; CPU time {row['cpu_ratio']:.2f} of the plain "
            f"way's ({row['asked_again']} of {row['genes']} asked again)",
            flush=True,
        )
    if given.out:
        machine = platform.processor() or platform.machine()
        write_json(
            given.out,
            {"own_work": alone, "batches": rows, "tokens": given.tokens, "machine": machine},
        )
        print(f"written: {given.out}")


if __name__ == "__main__":
    main()

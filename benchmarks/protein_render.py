"""Pictures of proteins a second: our pool beside one PyMOL process a protein.

    python benchmarks/protein_render.py --source ../shared/data/proteins --out result.json

The 13 real structures of the folder are repeated into a mix of sizes like that of the human
proteome (median about 400 residues): the mix is in the result. The obvious way is what a script
over files does: ``pymol -cq`` for each, load, cartoon, colour by pLDDT, ``png ray=1`` with default
settings (640 x 480, all cores); it is timed on each structure once, and the mean is taken over the
same mix. It is timed at our size as well, where its pictures have fewer pixels.
"""

import argparse
import io
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from tqdm import tqdm

from datasets_builders.proteins.read import read_protein
from datasets_builders.proteins.records import Refused, Rendered
from datasets_builders.proteins.render.pool import render_all
from datasets_builders.proteins.structures import structure_files

HUMAN_MODELS, CORES = 23_000, 16
# How often of 100, by residues of the sequence up to this many.
_MIX = ((200, 24), (300, 8), (400, 16), (440, 14), (460, 14), (600, 12), (10_000, 12))
_COLOURS = "color 0x0053D6; color 0x65CBF3, b<90; color 0xFFDB13, b<70; color 0xFF7D45, b<50"
_Item = tuple[str, bytes]


def mix(items: list[_Item]) -> tuple[list[int], dict[str, int]]:
    """For each structure how often it comes in 100, and its residues."""
    lengths = {file: read_protein(file, content).record.length for file, content in items}
    counts = [0] * len(items)
    low = 0
    for high, share in _MIX:
        inside = [i for i, (file, _) in enumerate(items) if low < lengths[file] <= high]
        for k in range(share if inside else 0):
            counts[inside[k % len(inside)]] += 1
        low = high
    return counts, lengths


def stream(items: list[_Item], counts: list[int], rounds: int) -> Iterator[_Item]:
    """The mix, sizes spread evenly and not in blocks."""
    places = sorted(((k + 0.5) / counts[i], i) for i in range(len(items)) for k in range(counts[i]))
    for _ in range(rounds):
        yield from (items[i] for _, i in places)


def ours(items: list[_Item], counts: list[int], rounds: int, args: argparse.Namespace) -> Any:
    """Pictures a second of the pool, the start of the workers counted and not counted."""
    total, spent = rounds * sum(counts), _children()
    begun, first, done, sizes, renderers = time.perf_counter(), 0.0, 0, 0, set()
    results = render_all(
        stream(items, counts, rounds), size=args.size, workers=args.workers, unique=False
    )
    for one in tqdm(results, total=total, desc="our pool", unit="picture", disable=None):
        if isinstance(one, Refused):
            raise SystemExit(f"error: {one.file}: {one.reason} ({one.detail})")
        first = first or time.perf_counter()
        done, sizes = done + 1, sizes + len(one.image)
        renderers.add(one.renderer)
    ended = time.perf_counter()
    return {
        "pictures": done,
        "seconds": round(ended - begun, 2),
        "images_per_second": round(done / (ended - begun), 2),
        "images_per_second_once_started": round((done - 1) / (ended - first), 2),
        "cpu_ms_per_picture": round((_children() - spent) / done * 1000, 1),
        "renderer": sorted(renderers),
        "mean_bytes": round(sizes / done),
    }


def obvious(items: list[_Item], counts: list[int], size: str) -> Any:
    """Seconds of one process a protein, over the mix; ``size`` is "" or "width=336, height=336"."""
    pymol = shutil.which("pymol", path=str(Path(sys.executable).parent))
    command = [pymol] if pymol else [sys.executable, "-m", "pymol"]
    seconds: dict[str, float] = {}
    cpu: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for file, content in tqdm(items, desc=f"pymol -cq {size}", unit="protein", disable=None):
            path, out = Path(folder) / file, Path(folder) / f"{file}.png"
            path.write_bytes(content)
            script = f"hide everything; show cartoon; {_COLOURS}; orient; png {out}, {size}ray=1"
            begun, spent = time.perf_counter(), _children()
            subprocess.run(
                [*command, "-cq", str(path), "-d", script], check=True, stdout=subprocess.DEVNULL
            )
            seconds[file] = round(time.perf_counter() - begun, 3)
            cpu[file] = round(_children() - spent, 3)
            if not out.is_file():
                raise SystemExit(f"error: pymol drew no picture of {file}")
    mean, busy = (
        sum(spent[f] * n for (f, _), n in zip(items, counts, strict=True)) / sum(counts)
        for spent in (seconds, cpu)
    )
    return {
        "images_per_second": round(1 / mean, 3),
        "cpu_ms_per_picture": round(busy * 1000, 1),
        "seconds_each": seconds,
    }


def formats(items: list[_Item], size: int) -> Any:
    """Size and time of PNG and lossless WebP on the pictures of the real structures."""
    images = []
    for one in render_all(items, size=size, workers=1):
        if isinstance(one, Rendered):
            images.append(Image.open(io.BytesIO(one.image)).convert("RGB"))
    found = {}
    for name, kind, how in (
        ("png level 1", "PNG", {"compress_level": 1}),
        ("png level 3", "PNG", {"compress_level": 3}),
        ("png level 6", "PNG", {"compress_level": 6}),
        ("webp lossless method 0", "WEBP", {"lossless": True, "method": 0}),
        ("webp lossless method 4", "WEBP", {"lossless": True, "method": 4}),
    ):
        begun, total = time.process_time(), 0
        for image in images:
            out = io.BytesIO()
            image.save(out, kind, **how)
            total += len(out.getvalue())
        spent = (time.process_time() - begun) * 1000 / len(images)
        found[name] = {"kB": round(total / len(images) / 1000, 1), "ms": round(spent, 1)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--source", type=Path, required=True, help="folder of real structures")
    parser.add_argument("--out", type=Path, help="write the result here, as JSON")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (default 2)")
    parser.add_argument(
        "--rounds", type=int, default=10, help="rounds of 100 pictures (default 10)"
    )
    parser.add_argument("--size", type=int, default=336, help="pixels a side (default 336)")
    args = parser.parse_args()
    items = list(structure_files(args.source))
    counts, lengths = mix(items)
    drawn = [lengths[f] for (f, _), n in zip(items, counts, strict=True) for _ in range(n)]
    load = os.getloadavg()[0]
    result: dict[str, Any] = {
        "mix": {
            "structures": {
                f: {"residues": lengths[f], "of_100": n}
                for (f, _), n in zip(items, counts, strict=True)
            },
            "median_residues": statistics.median(drawn),
            "mean_residues": round(statistics.mean(drawn), 1),
        },
        "size": args.size,
        "workers": args.workers,
        "ours": ours(items, counts, args.rounds, args),
        "obvious": obvious(items, counts, ""),
        "obvious_at_our_size": obvious(items, counts, f"width={args.size}, height={args.size}, "),
        "formats": formats(items, args.size),
        "machine": {
            "cores": len(os.sched_getaffinity(0)),
            "cpu": _cpu(),
            "python": platform.python_version(),
            "load_before": round(load, 2),
        },
    }
    rate = result["ours"]["images_per_second"]
    for key in ("obvious", "obvious_at_our_size"):
        result[f"times_{key}"] = round(rate / result[key]["images_per_second"], 1)
    seconds = HUMAN_MODELS / (rate / args.workers * CORES)
    result["projection"] = {
        "models": HUMAN_MODELS,
        "cores": CORES,
        "minutes": round(seconds / 60, 1),
        "assumes": "the rate a core stays as it is here, one worker a core",
    }
    text = json.dumps(result, indent=2) + "\n"
    if args.out:
        args.out.write_text(text, encoding="utf-8")
    print(text)


def _children() -> float:
    """CPU seconds of the processes that have ended; a busy machine changes them little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cpu() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.is_file() else []
    return next(
        (x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), "unknown"
    )


if __name__ == "__main__":
    main()

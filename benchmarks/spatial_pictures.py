"""Spatial pictures: speed and memory beside scanpy's, and the encodings that were weighed.

``python benchmarks/spatial_pictures.py --out docs/results/spatial_pictures.json`` simulates a
section of 160,000 cells and 313 genes in a process of its own, draws all genes there with two
threads, and some of them with ``scanpy.pl.embedding`` at the same size in pixels. CPU seconds stand
beside wall seconds, since wall seconds are those of a machine that may be busy with other things.
The aims: at most 10 s and 2 GB for all genes, at least 40 times scanpy's rate an image.
"""

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.files import write_json
from datasets_builders.spatial.render.counted import empty_genes
from datasets_builders.spatial.render.layout import STYLES
from datasets_builders.spatial.render.picture import (
    DEFAULT_SIZE,
    DEFAULT_STYLE,
    Prepared,
    pictures,
    prepare,
)
from datasets_builders.spatial.section import Section
from datasets_builders.spatial.simulate import simulate

MANY = 5000


def clocks() -> NDArray[np.float64]:
    """Wall and CPU seconds of this process, all threads."""
    return np.array([time.perf_counter(), time.process_time()])


def peak_mb() -> float:
    """The most memory that this process has held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def current_mb() -> float:
    """What it holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def timed(run: Callable[[], Any], times: int = 1) -> dict[str, float]:
    """Milliseconds a call, wall and CPU."""
    begun = clocks()
    for _ in range(times):
        run()
    wall, cpu = (clocks() - begun) / times * 1000
    return {"wall_ms": round(float(wall), 2), "cpu_ms": round(float(cpu), 2)}


def ours(section: Section, workers: int) -> dict[str, Any]:
    """Draw all genes; nothing but the last picture is kept."""
    held = current_mb()
    begun = clocks()
    count = size = 0
    for made in pictures(section, workers=workers, progress=False):
        count, size = count + 1, size + len(made.image)
    wall, cpu = clocks() - begun
    preparing = timed(lambda: prepare(section))
    nonzero = int(section.counts.nnz)
    column_bytes = 8 * nonzero / len(section.genes)
    each = cpu - preparing["cpu_ms"] / 1000
    return {
        "pictures": count,
        "style": DEFAULT_STYLE,
        "pixels": DEFAULT_SIZE,
        "workers": workers,
        "wall_s": round(float(wall), 2),
        "cpu_s": round(float(cpu), 2),
        "cpu_ms_a_picture": round(float(each) / count * 1000, 2),
        "prepare": preparing,
        "kilobytes_a_picture": round(size / count / 1000, 1),
        "peak_mb": peak_mb(),
        "held_before_mb": held,
        "cells": section.cells,
        "genes": len(section.genes),
        "counts_not_zero": nonzero,
        f"projected_to_{MANY}_genes": {
            "cpu_s": round(float(preparing["cpu_ms"] / 1000 + each / count * MANY), 1),
            "counts_mb": round(MANY * column_bytes / 1e6, 1),
            "pictures_mb": round(size / count * MANY / 1e6, 1),
        },
    }


def steps(prepared: Prepared, genes: list[str]) -> dict[str, float]:
    """CPU milliseconds of raster and encoding, one thread."""
    places = [prepared.section.gene_index(gene) for gene in genes]
    begun = time.process_time()
    made = [prepared.pixels(place)[0] for place in places]
    middle = time.process_time()
    for pixels in made:
        prepared.encode(pixels)
    ended = time.process_time()
    return {
        "raster_cpu_ms": round((middle - begun) / len(genes) * 1000, 2),
        "encode_cpu_ms": round((ended - middle) / len(genes) * 1000, 2),
    }


def encodings(prepared: Prepared, genes: list[str]) -> dict[str, dict[str, float]]:
    """Milliseconds and kilobytes of the same pixels in the forms that could have been taken."""
    from PIL import Image

    sheets = [prepared.pixels(prepared.section.gene_index(g))[0] for g in genes]

    def indexed(pixels: NDArray[np.uint8]) -> Any:
        image = Image.fromarray(pixels)
        image.putpalette(prepared.colours.tobytes())
        return image

    def rgb(pixels: NDArray[np.uint8]) -> Any:
        return Image.fromarray(np.take(prepared.colours, pixels, axis=0))

    webp = {"lossless": True, "quality": 0}
    forms: dict[str, tuple[Callable[..., Any], str, dict[str, Any]]] = {
        "PNG, 256 colours, level 1": (indexed, "PNG", {"compress_level": 1}),
        "PNG, 256 colours, level 3": (indexed, "PNG", {"compress_level": 3}),
        "PNG, RGB, level 1": (rgb, "PNG", {"compress_level": 1}),
        "PNG, RGB, level 3": (rgb, "PNG", {"compress_level": 3}),
        "WebP lossless, method 0": (rgb, "WEBP", webp | {"method": 0}),
        "WebP lossless, method 1": (rgb, "WEBP", webp | {"method": 1}),
        "WebP lossless, method 4": (rgb, "WEBP", webp | {"method": 4}),
    }
    result = {}
    for name, (make, kind, options) in forms.items():
        size, begun = 0, time.process_time()
        for pixels in sheets:
            out = io.BytesIO()
            make(pixels).save(out, kind, **options)
            size += out.tell()
        spent = time.process_time() - begun
        result[name] = {
            "cpu_ms": round(spent / len(sheets) * 1000, 2),
            "kilobytes": round(size / len(sheets) / 1000, 1),
        }
    return result


def scanpys(section: Section, genes: list[str]) -> dict[str, float]:
    """``scanpy.pl.embedding`` of the same genes to PNG of the same size; the first warms it up."""
    import matplotlib

    matplotlib.use("Agg")
    import scanpy
    from matplotlib import pyplot

    data = section.to_anndata()
    data.X = data.X.tocsc()  # the form that is quickest for a gene

    def draw(gene: str) -> None:
        figure = pyplot.figure(figsize=(3.36, 3.36), dpi=DEFAULT_SIZE / 3.36)
        axes = figure.add_subplot()
        scanpy.pl.embedding(data, basis="spatial", color=gene, ax=axes, show=False)
        figure.savefig(io.BytesIO(), format="png")
        pyplot.close(figure)

    draw(genes[0])
    rest = iter(genes[1:])
    return timed(lambda: draw(next(rest)), len(genes) - 1)


def child(options: argparse.Namespace) -> dict[str, Any]:
    """One part in a process of its own, so that its memory is its own."""
    section = simulate(cells=options.cells, genes=options.genes, types=12, sections=1).sections[0]
    full = [g for g in section.genes if g not in set(empty_genes(section))]
    if options.part == "ours":
        return ours(section, options.workers)
    few = full[:: max(1, len(full) // 12)][:12]
    result: dict[str, Any] = {"scanpy": scanpys(section, few[: options.scanpy + 1])}
    result["styles"] = {style: steps(prepare(section, style=style), few) for style in STYLES}
    result["encodings"] = encodings(prepare(section), few)
    one = prepare(section)
    result["one_thread"] = timed(lambda: [one.draw(g) for g in few])
    result["one_thread"] = {k: round(v / len(few), 2) for k, v in result["one_thread"].items()}
    return result


def main() -> None:
    """Run each part, print, and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cells", type=int, default=160_000)
    parser.add_argument("--genes", type=int, default=313)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scanpy", type=int, default=5, help="how many images scanpy draws")
    parser.add_argument("--part", choices=("ours", "beside"), help="one part, to standard output")
    options = parser.parse_args()
    if options.part:
        print(json.dumps(child(options)))
        return
    ours_, beside = (_in_a_process(part) for part in ("ours", "beside"))
    scanpy, one = beside["scanpy"], beside["one_thread"]
    result = {
        "ours": ours_,
        **beside,
        "times_scanpy": {
            "cpu": round(scanpy["cpu_ms"] / one["cpu_ms"], 1),
            "wall": round(scanpy["wall_ms"] / one["wall_ms"], 1),
        },
        "aims": {"wall_s": 10, "peak_mb": 2000, "times_scanpy": 40},
        "load_average": round(os.getloadavg()[0], 1),
        "cores": len(os.sched_getaffinity(0)),
    }
    print(json.dumps(result, indent=2))
    if options.out:
        write_json(options.out, result)


def _in_a_process(part: str) -> dict[str, Any]:
    command = [sys.executable, "-W", "ignore", *sys.argv, "--part", part]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()

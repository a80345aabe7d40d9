"""One sheet of pictures of a real section: ours in each style, and scanpy's of the same genes.

``python benchmarks/spatial_sheet.py SECTION.h5ad --genes LUM EPCAM CD3E --out
docs/pictures/spatial-real.png``. A row a gene; from the left: outline, side by side, the two images
of "two", ``scanpy.pl.embedding`` at the same 336 x 336 pixels, its y axis turned as ours.
"""

import argparse
import io
from pathlib import Path

from datasets_builders.files import atomic_path
from datasets_builders.spatial.readers import read_section
from datasets_builders.spatial.render.layout import Style
from datasets_builders.spatial.render.picture import DEFAULT_SIZE, prepare
from datasets_builders.spatial.section import Section

_GAP = 8
_ORDER: tuple[Style, ...] = ("outline", "side-by-side", "two")


def scanpys(section: Section, gene: str) -> bytes:
    """The picture as it is usually made."""
    import matplotlib

    matplotlib.use("Agg")
    import scanpy
    from matplotlib import pyplot

    figure = pyplot.figure(figsize=(3.36, 3.36), dpi=DEFAULT_SIZE / 3.36)
    axes = figure.add_subplot()
    data = section.to_anndata()
    scanpy.pp.normalize_total(data)
    scanpy.pp.log1p(data)
    scanpy.pl.embedding(data, basis="spatial", color=gene, ax=axes, show=False)
    axes.invert_yaxis()
    out = io.BytesIO()
    figure.savefig(out, format="png")
    pyplot.close(figure)
    return out.getvalue()


def main() -> None:
    """Draw and write the sheet."""
    from PIL import Image

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("section", type=Path)
    parser.add_argument("--genes", nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    section = read_section(options.section)
    prepared = [prepare(section, style=style) for style in _ORDER]
    step = DEFAULT_SIZE + _GAP
    sheet = Image.new("RGB", (step * 5 + _GAP, step * len(options.genes) + _GAP), (150, 150, 150))
    for row, gene in enumerate(options.genes):
        images = [image for one in prepared for image in one.draw(gene).images]
        for column, content in enumerate([*images, scanpys(section, gene)]):
            with Image.open(io.BytesIO(content)) as image:
                sheet.paste(image.convert("RGB"), (_GAP + column * step, _GAP + row * step))
    with atomic_path(options.out) as path:
        sheet.save(path, "PNG", optimize=True)


if __name__ == "__main__":
    main()

"""A contact sheet of structures: AlphaFold models by pLDDT, the others by secondary structure.

python benchmarks/protein_sheet.py --source ../shared/data/proteins --out sheet.png
"""

import argparse
import io
from pathlib import Path

from PIL import Image, ImageDraw

from datasets_builders.proteins.records import Rendered
from datasets_builders.proteins.render.pool import render_all
from datasets_builders.proteins.structures import structure_files

_SIDE, _COLUMNS, _TEXT, _LETTERS = 210, 5, 34, 33


def pictures(source: Path) -> list[Rendered]:
    """Experimental structures first, each in the colours that say something of it."""
    found: list[Rendered] = []
    for colour, model in (("secondary", False), ("plddt", True)):
        for one in render_all(structure_files(source), size=_SIDE, colour=colour):
            if isinstance(one, Rendered) and (one.record.mean_plddt is not None) == model:
                found.append(one)
    return found


def sheet(found: list[Rendered]) -> Image.Image:
    """Five in a row, with id, length, mean pLDDT and name."""
    rows = -(-len(found) // _COLUMNS)
    page = Image.new("RGB", (_COLUMNS * _SIDE, rows * (_SIDE + _TEXT)), "white")
    draw = ImageDraw.Draw(page)
    for i, one in enumerate(found):
        x, y = (i % _COLUMNS) * _SIDE, (i // _COLUMNS) * (_SIDE + _TEXT)
        page.paste(Image.open(io.BytesIO(one.image)), (x, y))
        record = one.record
        plddt = "" if record.mean_plddt is None else f", pLDDT {record.mean_plddt:.0f}"
        short = record.name[: _LETTERS - 2] + "..." if len(record.name) > _LETTERS else record.name
        draw.text((x + 8, y + _SIDE), f"{record.id}  {record.length} residues{plddt}", "#282828")
        draw.text((x + 8, y + _SIDE + 13), short, "#6e6e6e")
    return page.quantize(192, dither=Image.Dither.NONE)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--source", type=Path, required=True, help="folder of structures")
    parser.add_argument("--out", type=Path, required=True, help="the PNG to write")
    args = parser.parse_args()
    sheet(pictures(args.source)).save(args.out, optimize=True)


if __name__ == "__main__":
    main()

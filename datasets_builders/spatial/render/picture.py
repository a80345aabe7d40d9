"""A section and a gene to a picture; many genes to a stream of pictures.

In: a :class:`Section`. Out: :class:`Picture`, PNG of ``size`` x ``size``, in which the
gene's expression and the cell types can be compared::

    for made in pictures(section, section.genes):
        row = {"gene": made.gene, "image": made.image, "scaling": made.scaling.to_json()}

A cell's count is divided by its total, as the tests of differential expression do it, times the
median total; a pixel shows the mean over its cells of log(1 + that). Equal input gives equal bytes
(on the versions of NumPy and Pillow of the lock).
"""

import io
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets_builders.spatial.render import palette
from datasets_builders.spatial.render.counted import cell_totals, check_genes, empty_genes
from datasets_builders.spatial.render.layout import Sheet, Style, compose
from datasets_builders.spatial.render.raster import PictureError
from datasets_builders.spatial.section import Section

DEFAULT_STYLE: Style = "outline"
DEFAULT_SIZE = 336
PERCENTILE = 99.0
TRANSFORM = "mean over a pixel's cells of log(1 + count / cell total * median total)"
PNG_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Scaling:
    """What the colours of one picture mean: the lowest is 0, the highest ``high`` and above.

    ``high`` is the ``percentile`` of the pixels in which the gene was counted at all, in units of
    ``transform``; ``median_total`` the counts a cell is scaled to; ``cells`` those with a count.
    ``micrometres_per_pixel`` is the panels', ``panels`` the corners (x, y) of the tissue on the
    image (expression; cell types, in "two" on the second image), ``panel`` its width and height in
    pixels; with them ``reading.channels`` gets the numbers back. One value::

        Scaling(high=4.127134, percentile=99.0, transform="mean over ...", median_total=145.0,
                cells=331, micrometres_per_pixel=3.2145, panels=((4, 17), (170, 17)),
                panel=(164, 121))
    """

    high: float
    percentile: float
    transform: str
    median_total: float
    cells: int
    micrometres_per_pixel: float
    panels: tuple[tuple[int, int], ...]
    panel: tuple[int, int]

    def to_json(self) -> dict[str, Any]:
        """As it stands in a row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Picture:
    """One gene of one section; ``images`` are two in the style "two": expression, cell types."""

    section: str
    gene: str
    style: Style
    images: tuple[bytes, ...]
    scaling: Scaling

    @property
    def image(self) -> bytes:
        """The image, or the first of two."""
        return self.images[0]


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A section ready to draw any of its genes; made by :func:`prepare`, safe to share.

    ``factors`` is float32 of n: median total over the cell's total (0 where nothing was counted).
    """

    section: Section
    style: Style
    sheet: Sheet
    colours: NDArray[np.uint8]
    factors: NDArray[np.float32]
    median_total: float
    second: tuple[bytes, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """The cell types that have a colour of their own; only of these can be asked."""
        return self.sheet.shown

    def draw(self, gene: str) -> Picture:
        """One picture, 3 to 10 ms of one core.

        Raises:
            PictureError: no such gene, or nothing of it was counted in any cell.
        """
        check_genes(self.section, [gene])
        pixels, scaling = self.pixels(self.section.gene_index(gene))
        images = (self.encode(pixels), *self.second)
        return Picture(self.section.name, gene, self.style, images, scaling)

    def encode(self, pixels: NDArray[np.uint8]) -> bytes:
        """The PNG of palette entries."""
        return encode(pixels, self.colours)

    def pixels(self, index: int) -> tuple[NDArray[np.uint8], Scaling]:
        """Palette entries of size x size for the gene of a column, and what they mean."""
        counts, raster = self.section.counts, self.sheet.raster
        part = slice(counts.indptr[index], counts.indptr[index + 1])
        cells, found = counts.indices[part], counts.data[part]
        values = np.log1p(found * self.factors[cells])
        slots = raster.slot_of_cell[cells]
        means = np.bincount(slots, values, minlength=raster.slots) / raster.cells_in_slot
        high = float(np.percentile(means[means > 0], PERCENTILE))
        levels = np.minimum(means * ((palette.LEVELS - 1) / high) + 0.5, palette.LEVELS - 1)
        pixels = self.sheet.base.copy()
        pixels.reshape(-1)[self.sheet.target] = levels.astype(np.uint8)[self.sheet.source]
        scaling = Scaling(
            high=round(high, 6),
            percentile=PERCENTILE,
            transform=TRANSFORM,
            median_total=self.median_total,
            cells=int(np.count_nonzero(found)),
            micrometres_per_pixel=round(raster.scale, 4),
            panels=self.sheet.panels,
            panel=raster.slot_of_pixel.shape[::-1],
        )
        return pixels, scaling


def prepare(
    section: Section, *, size: int = DEFAULT_SIZE, style: Style = DEFAULT_STYLE
) -> Prepared:
    """Do once what all genes of a section share: about a second for 160,000 cells.

    Raises:
        PictureError: no cells, no types, an unknown style, an impossible size or legend.
    """
    sheet = compose(section, size, style)
    colours = palette.table("grey" if style == "outline" else "viridis")
    totals = cell_totals(section)
    counted = totals > 0
    median = float(np.median(totals[counted])) if counted.any() else 0.0
    factors = np.divide(median, totals, out=np.zeros_like(totals), where=counted)
    second = (encode(sheet.types, colours),) if sheet.types is not None else ()
    return Prepared(section, style, sheet, colours, factors.astype(np.float32), median, second)


def picture(
    section: Section, gene: str, *, size: int = DEFAULT_SIZE, style: Style = DEFAULT_STYLE
) -> Picture:
    """One picture; for several genes :func:`pictures` or :func:`prepare` does the work once.

    Raises:
        PictureError: as :func:`prepare` and :meth:`Prepared.draw`.
    """
    check_genes(section, [gene])
    return prepare(section, size=size, style=style).draw(gene)


def pictures(
    section: Section,
    genes: Sequence[str] | None = None,
    *,
    size: int = DEFAULT_SIZE,
    style: Style = DEFAULT_STYLE,
    workers: int = 2,
    progress: bool = True,
) -> Iterator[Picture]:
    """The pictures of ``genes`` (None: all in which anything was counted), in their order.

    Threads share the section; a few pictures a worker are held, however many there are. A bar
    goes to standard error where that is a terminal.

    Raises:
        PictureError: at once and before any picture: a gene that the section does not have, or of
            which nothing was counted (see :func:`empty_genes`); else as :func:`prepare`.
    """
    if workers < 1:
        raise PictureError(f"workers {workers}: at least one has to draw")
    if genes is None:
        empty = set(empty_genes(section))
        genes = [gene for gene in section.genes if gene not in empty]
    else:
        check_genes(section, genes)
    return _stream(prepare(section, size=size, style=style), genes, workers, progress)


def _stream(
    prepared: Prepared, genes: Sequence[str], workers: int, progress: bool
) -> Iterator[Picture]:
    from tqdm import tqdm

    waiting: deque[Future[Picture]] = deque()
    rest = iter(genes)
    bar = tqdm(total=len(genes), unit="picture", disable=None if progress else True)
    pool = ThreadPoolExecutor(workers, thread_name_prefix="painter")
    try:
        with bar:
            for gene in rest:
                waiting.append(pool.submit(prepared.draw, gene))
                if len(waiting) >= 4 * workers:
                    yield waiting.popleft().result()
                    bar.update()
            while waiting:
                yield waiting.popleft().result()
                bar.update()
    finally:
        pool.shutdown(cancel_futures=True)


def encode(pixels: NDArray[np.uint8], colours: NDArray[np.uint8]) -> bytes:
    """A PNG whose pixels are entries of a table of 256 colours: half as large as one of RGB, and
    no larger than lossless WebP's quickest method, which takes four times as long.

    Pillow opens it in mode "P"; ``convert("RGB")``, which image processors do, gives the colours.
    """
    from PIL import Image

    out = io.BytesIO()
    image = Image.fromarray(pixels)
    image.putpalette(colours.tobytes())
    image.save(out, "PNG", compress_level=PNG_LEVEL)
    return out.getvalue()

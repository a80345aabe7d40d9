"""One tissue section: where each cell lies, of which type it is, what was counted in it.

In: what a reader or the simulation found. Out: a :class:`Section`. One value::

    Section(name="xenium_breast_small", coordinates=array([[1565.3, 215.1], ...]),  # micrometres
            type_names=("B", "DC", ...), type_codes=array([6, 5, ...]),
            genes=("ABCC11", "ACTA2", ...), counts=<1135 x 312 CSC of float32>, ...)

Everything after it (truth, questions, pictures) knows sections only by this class.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from datasets_builders.provenance import SourceFile

if TYPE_CHECKING:
    from anndata import AnnData

# Who said of which type a cell is. "predicted" is no ground truth, and every row says so.
TypesOrigin = Literal["given", "predicted", "simulated"]
ORIGINS: tuple[TypesOrigin, ...] = get_args(TypesOrigin)
NO_TYPE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A section of n cells and g genes.

    ``coordinates`` is float64 of n x 2, x and y in micrometres, y pointing as in the file.
    ``type_codes`` is int32 of n: the index into ``type_names``, :data:`NO_TYPE` where the file
    names no type. ``counts`` is a SciPy CSC matrix of n x g, float32, whole numbers, so that the
    column of a gene is one slice. ``areas`` are the cells' areas in square micrometres, or
    ``None``. ``types_origin`` says who named the types, ``sources`` which files were read.
    """

    name: str
    coordinates: NDArray[np.float64]
    type_names: tuple[str, ...]
    type_codes: NDArray[np.int32]
    genes: tuple[str, ...]
    counts: Any
    types_origin: TypesOrigin
    sources: tuple[SourceFile, ...] = ()
    areas: NDArray[np.float64] | None = None

    @property
    def cells(self) -> int:
        """The number of cells, n."""
        return len(self.coordinates)

    def gene_index(self, gene: str) -> int:
        """The column of a gene.

        Raises:
            KeyError: the section has no such gene.
        """
        try:
            return self.genes.index(gene)
        except ValueError:
            raise KeyError(f"section {self.name} has no gene {gene!r}") from None

    def column(self, gene: str | int) -> NDArray[np.float32]:
        """The counts of one gene in all cells, float32 of n."""
        index = self.gene_index(gene) if isinstance(gene, str) else gene
        counts = self.counts
        found = np.zeros(self.cells, dtype=np.float32)
        part = slice(counts.indptr[index], counts.indptr[index + 1])
        found[counts.indices[part]] = counts.data[part]
        return found

    def cells_of(self, cell_type: str) -> NDArray[np.bool_]:
        """Which cells are of a type, bool of n."""
        mask: NDArray[np.bool_] = self.type_codes == self.type_names.index(cell_type)
        return mask

    def type_counts(self) -> dict[str, int]:
        """Cells by type, in the order of ``type_names``."""
        found = np.bincount(self.type_codes[self.type_codes >= 0], minlength=len(self.type_names))
        return {name: int(n) for name, n in zip(self.type_names, found, strict=True)}

    def to_anndata(self, *, cell_type_column: str = "cell_type") -> "AnnData":
        """The section as scanpy and squidpy want it: counts in X (CSR), ``obsm["spatial"]``."""
        import anndata
        import pandas as pd

        names = pd.Categorical.from_codes(self.type_codes, categories=list(self.type_names))
        cells = pd.Index([f"cell{n}" for n in range(self.cells)])
        made = anndata.AnnData(
            X=self.counts.tocsr(),
            obs=pd.DataFrame({cell_type_column: names}, index=cells),
            var=pd.DataFrame(index=pd.Index(self.genes)),
        )
        made.obsm["spatial"] = self.coordinates.copy()
        return made

"""A matrix of counts, in a file or in memory, to the one form that a section holds.

In: anything with two dimensions that can be sliced. Out: CSC of float32, whole numbers. One value:
a dense dataset of 160,000 x 5,000 in an .h5ad becomes its non-zero counts, 4,096 cells at a time.
"""

from typing import Any

import numpy as np

from datasets_builders.spatial.checks import CountsError, check_counts

_CELLS = 4096  # read at once


def read_counts(matrix: Any, file: str, what: str) -> Any:
    """Any 2D matrix, backed or not, as CSC of float32, read in blocks and checked as counts.

    A backed CSC matrix is read by columns, all else by rows.
    """
    from scipy import sparse

    by_column = getattr(matrix, "format", "") == "csc"
    length = matrix.shape[1 if by_column else 0]
    blocks = []
    for start in range(0, max(length, 1), _CELLS):
        part = slice(start, start + _CELLS)
        block = matrix[:, part] if by_column else matrix[part]
        made = sparse.csc_matrix(block) if by_column else sparse.csr_matrix(block)
        check_counts(made.data, file, what, first_cell=0 if by_column else start)
        made.data = np.round(made.data).astype(np.float32)
        made.eliminate_zeros()
        blocks.append(made)
    joined = sparse.hstack(blocks) if by_column else sparse.vstack(blocks)
    del blocks
    found = sparse.csc_matrix(joined, dtype=np.float32)
    if not found.nnz:
        raise CountsError(f"{file}: {what} has not one count")
    return found

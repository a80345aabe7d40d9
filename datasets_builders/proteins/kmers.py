"""Pairs of sequences worth an alignment: those that share more words than chance gives them.

In: sequences by key. Out: each key with the keys that it may be related to. Words are four residues
long; at 30% identity two sequences of 300 residues have about two in common, and conserved regions
far more. Words that occur in many sequences tell nothing and are left out. Sequences below
:data:`SHORT` have too few words, so that they are paired with all of comparable length.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from datasets_builders.proteins.alignment import LONGER, cleaned, comparable

if TYPE_CHECKING:
    import numpy as np

SHORT = 80
_WORD = 4
_RESIDUES = "ACDEFGHIKLMNPQRSTVWY"
_WORDS = len(_RESIDUES) ** _WORD
_COMMON = 0.05  # of the sequences
_COMMON_AT_LEAST = 50  # sequences
# Real composition is uneven, so that chance gives more words in common than 1 in 20 ** 4.
_UNEVEN = 1.4
_DEVIATIONS = 3.0  # standard deviations above chance
_ROWS = 400  # to a block of the product, which bounds the memory


def candidates(
    sequences: Mapping[str, str], queries: Collection[str] | None = None
) -> Iterator[tuple[str, list[str]]]:
    """Each query (all by default) with its candidates; without ``queries`` each pair once."""
    import numpy as np

    keys = list(sequences)
    lengths = [len(sequences[key]) for key in keys]
    wanted = [n for n, key in enumerate(keys) if queries is None or key in queries]
    counts = _counts([cleaned(sequences[key]) for key in keys])
    columns, lengths_of = counts.T.tocsr(), np.array(lengths)
    for start in range(0, len(wanted), _ROWS):
        block = wanted[start : start + _ROWS]
        product = (counts[block] @ columns).tocsr()
        for row, n in enumerate(block):
            span = slice(product.indptr[row], product.indptr[row + 1])
            others, shared = product.indices[span], product.data[span]
            found = set(others[_more(shared, lengths[n], lengths_of[others])].tolist())
            found |= _by_length(n, lengths)
            yield keys[n], [keys[m] for m in sorted(found) if _once(n, m, queries is None)]


def _more(
    shared: "np.ndarray[Any, Any]", one: int, others: "np.ndarray[Any, Any]"
) -> "np.ndarray[Any, Any]":
    """Which of the others share more words with a sequence than chance gives them."""
    import numpy as np

    expected = one * others / _WORDS * _UNEVEN
    enough = shared >= np.maximum(2, expected + _DEVIATIONS * np.sqrt(expected))
    near = (others <= LONGER * one) & (one <= LONGER * others)
    return np.asarray(enough & near)


def _by_length(n: int, lengths: list[int]) -> set[int]:
    if lengths[n] < SHORT:
        return {m for m, length in enumerate(lengths) if comparable(lengths[n], length)}
    return set()


def _once(n: int, m: int, both: bool) -> bool:
    return n < m if both else n != m


def _counts(sequences: list[str]) -> Any:
    """Sequences by words as a sparse matrix of ones."""
    import numpy as np
    from scipy.sparse import csr_matrix

    code = np.full(256, -1, dtype=np.int64)
    for number, letter in enumerate(_RESIDUES):
        code[ord(letter)] = number
    pointer, indices = [0], []
    for sequence in sequences:
        digits = code[np.frombuffer(sequence.encode(), dtype=np.uint8)]
        words = np.zeros(max(0, len(digits) - _WORD + 1), dtype=np.int64)
        known = np.ones(len(words), dtype=bool)
        for offset in range(_WORD):
            part = digits[offset : offset + len(words)]
            words = words * len(_RESIDUES) + part
            known &= part >= 0
        own = np.unique(words[known])
        indices.append(own)
        pointer.append(pointer[-1] + len(own))
    flat = np.concatenate(indices) if indices else np.zeros(0, dtype=np.int64)
    ones = np.ones(len(flat), dtype=np.int32)
    matrix = csr_matrix((ones, flat, np.array(pointer)), shape=(len(sequences), _WORDS))
    often = np.bincount(flat, minlength=_WORDS) > max(_COMMON_AT_LEAST, _COMMON * len(sequences))
    matrix.data[often[matrix.indices]] = 0
    matrix.eliminate_zeros()
    return matrix

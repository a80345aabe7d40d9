"""The share of residues in helices and strands, from the coordinates, by PyMOL's ``dss``.

``FoldReader().read("AF-P29373-F1-model_v4.cif.gz", content)`` resolves to ``(0.14, 0.59)``. It is
what the picture shows: the same call draws its ribbons. Helices that a file lists itself are not
taken, since PDB files of AlphaFold list none.
"""

import gzip
import multiprocessing
import tempfile
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from pathlib import Path
from typing import Any

Fold = tuple[float, float]
_DIGITS = 4
TIME_LIMIT = 60.0  # seconds


class FoldReader:
    """One process of its own with one PyMOL, so that neither a crash nor a hang harms the build."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def read(self, file: str, content: bytes) -> "Future[Fold | None]":
        """Begin to read a structure file; the shares, or ``None`` where PyMOL makes none of it."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context)
        try:
            return self._pool.submit(shares, file, content)
        except BrokenProcessPool:
            self._pool = None
            return self.read(file, content)

    def close(self) -> None:
        """End the process."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def result(future: "Future[Fold | None]") -> Fold | None:
    """The shares once they are there; ``None`` if the process died or hung over them."""
    try:
        return future.result(TIME_LIMIT)
    except (BrokenProcessPool, TimeoutError):
        return None


def shares(file: str, content: bytes) -> Fold | None:
    """Helix and strand as shares of the residues with a C-alpha atom, in this process."""
    name = file
    if name.endswith(".gz"):
        name, content = name.removesuffix(".gz"), gzip.decompress(content)
    cmd = _pymol().cmd
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"structure{Path(name).suffix}"
        path.write_bytes(content)
        try:
            cmd.load(str(path), "structure", quiet=1)
            cmd.remove("not alt ''+A")  # one place for each atom, else strands are not seen
            cmd.dss("structure")
            trace = "structure and polymer.protein and name CA"
            total = cmd.count_atoms(trace)
            helix, strand = (cmd.count_atoms(f"{trace} and ss {kind}") for kind in "HS")
        finally:
            cmd.delete("all")
    return (round(helix / total, _DIGITS), round(strand / total, _DIGITS)) if total else None


@cache
def _pymol() -> Any:
    import pymol2

    pymol = pymol2.PyMOL()
    pymol.start()
    pymol.cmd.feedback("disable", "all", "everything")
    return pymol  # kept whole: once it is collected its cmd works no more

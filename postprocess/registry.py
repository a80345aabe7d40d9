"""The gene registry: every human gene with its names and identifiers, for look-up.

One value: ``GeneRegistry.from_parquet("genes.parquet").get("GLI1").ensembl_id`` is
``"ENSG00000111087"``. Needs pyarrow only; columns and indexes are read when first used. A
registry never changes after it is opened, so threads may share it.
"""

import difflib
import re
import threading
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import Any

from .columns import Columns
from .errors import PostprocessError, RegistryError
from .gene import APPROVED, Gene, Match
from .names import fold, squeeze, squeezed_forms

DEFAULT_REPO = "geneverse/gene-registry"
FILE_NAME = "genes.parquet"
# Order in which candidates of one name are given.
NAME_COLUMNS = ("symbol", "previous_symbols", "aliases")
ID_COLUMNS = ("hgnc_id", "ensembl_id", "entrez_id", "mim_ids", "uniprot_ids")
_KINDS = {"alliance_id": "hgnc_id"}
_PREFIXES = (
    ("hgnc_id", re.compile(r"(?:ALLIANCE(?:GENOME)?:)?(?:HGNC(?:[ _]?ID)?[:\s#]*)+(\d+)")),
    ("ensembl_id", re.compile(r"(?:ENSEMBL(?:[ _]?ID)?[:\s]*)?(ENSG\d{11})(?:\.\d+)?")),
    ("mim_ids", re.compile(r"O?MIM(?:[ _]?(?:ID|NUMBER))?[:\s#*+%]*(\d{6})")),
    (
        "entrez_id",
        re.compile(r"(?:ENTREZ(?:[ _]?GENE)?|NCBI[ _]?GENE|GENE)(?:[ _]?ID)?[:\s#]+(\d+)"),
    ),
    (
        "uniprot_ids",
        re.compile(
            r"(?:UNIPROT(?:KB)?[:\s]+)?"
            r"([OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z0-9]{2}\d){1,2})(?:-\d+)?"
        ),
    ),
)

_Index = dict[str, tuple[tuple[int, int], ...]]


class GeneRegistry:
    """Look-up over one registry file.

    Raises:
        RegistryError: the file is missing, damaged, of another schema version, or lacks a column.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._lock = threading.RLock()
        self._built: dict[str, Any] = {}

    @classmethod
    def from_parquet(cls, path: str | PathLike[str]) -> "GeneRegistry":
        """Open a file, or a folder that holds ``genes.parquet``."""
        file = Path(path)
        return cls(Columns(file / FILE_NAME if file.is_dir() else file))

    @classmethod
    def from_pretrained(
        cls, repo_id: str = DEFAULT_REPO, *, revision: str | None = None
    ) -> "GeneRegistry":
        """Open the registry of a Hub data set; it is cached and works offline afterwards."""
        try:
            from huggingface_hub import hf_hub_download
        except ImportError as error:
            raise RegistryError(
                f"registry {repo_id}: huggingface_hub is not installed; "
                "`pip install huggingface-hub`, or use from_parquet with a local file"
            ) from error
        return cls.from_parquet(
            hf_hub_download(repo_id, FILE_NAME, repo_type="dataset", revision=revision)
        )

    @property
    def path(self) -> Path:
        """The file."""
        return self._columns.path

    @property
    def metadata(self) -> dict[str, str]:
        """``geneverse.schema``, ``geneverse.build_date`` and ``geneverse.sources`` of the file."""
        return dict(self._columns.metadata)

    @property
    def version(self) -> str:
        """The date of the newest source file, ``"2026-10-01"``, or ``""``."""
        return self._columns.metadata.get("geneverse.build_date", "")

    def __len__(self) -> int:
        return self._columns.rows

    def __iter__(self) -> Iterator[Gene]:
        return (Gene(self._columns, row) for row in range(len(self)))

    def __contains__(self, symbol: object) -> bool:
        return isinstance(symbol, str) and symbol in self.symbols

    @property
    def symbols(self) -> dict[str, int]:
        """Row of each approved symbol, spelt exactly."""
        found = self._built.get("symbols")
        if found is None:
            status = self._columns.values("status")
            found = {
                symbol: row
                for row, symbol in enumerate(self._columns.values("symbol"))
                if status[row] == APPROVED
            }
            self._built["symbols"] = found
        table: dict[str, int] = found
        return table

    def gene(self, row: int) -> Gene:
        """The gene of one row, in order of HGNC numbers."""
        return Gene(self._columns, row)

    def get(self, symbol: str) -> Gene | None:
        """The gene that bears exactly this approved symbol."""
        row = self.symbols.get(symbol)
        return None if row is None else Gene(self._columns, row)

    def by_id(self, kind: str, value: str) -> tuple[Gene, ...]:
        """Genes with an identifier; ``kind`` is a column, ``value`` has no prefix.

        ``by_id("hgnc_id", "4317")``; more than one gene only for UniProt, where genes share a
        protein.
        """
        column = _KINDS.get(kind, kind)
        if column not in ID_COLUMNS:
            raise PostprocessError(
                f"identifier kind {kind!r} is not known; use one of {', '.join(ID_COLUMNS)}"
            )
        rows = self._ids(column).get(value)
        if rows is None:
            return ()
        if isinstance(rows, int):
            return (Gene(self._columns, rows),)
        return tuple(Gene(self._columns, row) for row in rows)

    def find(self, text: str) -> Match:
        """Look up a symbol, previous symbol, alias or identifier, as people write it.

        Exact spelling first, then any case, then Greek letters, dashes and blanks. A name of
        several genes gives them all (see :class:`Match`), never one by a guess.
        """
        key = text.strip()
        may_be_id = 3 < len(key) < 64 and any(map(str.isdigit, key[-4:]))
        for column, pattern in _PREFIXES if may_be_id and key not in self.symbols else ():
            found = pattern.fullmatch(key.upper())
            if found and (genes := self.by_id(column, found[1])):
                return self._resolved(text, [(column, gene) for gene in genes])
        hits = self._exact(key)
        if not hits and len(key) < 256:
            index = self._index("squeezed")
            for form in dict.fromkeys(squeezed_forms(key)):
                hits = hits or [*self._index("folded").get(form, ()), *index.get(form, ())]
        hits.sort()
        seen: dict[int, str] = {}
        for rank, row in hits:
            seen.setdefault(row, NAME_COLUMNS[rank])
        return self._resolved(text, [(how, Gene(self._columns, row)) for row, how in seen.items()])

    def suggest(self, text: str, n: int = 5) -> tuple[str, ...]:
        """Approved symbols that look like ``text``, for error messages; best first."""
        key = squeeze(text)[:32]
        near = [s for s in self.symbols if abs(len(s) - len(key)) <= 2 and s[:1] == key[:1]]
        return tuple(difflib.get_close_matches(key, near, n=n, cutoff=0.6))

    def _exact(self, key: str) -> list[tuple[int, int]]:
        """Hits of the folded name; where some are spelt exactly so, only those."""
        hits = list(self._index("folded").get(fold(key), ()))
        exact = [hit for hit in hits if key in self._names(*hit)]
        return exact or hits

    def _names(self, rank: int, row: int) -> tuple[str, ...]:
        value = self._columns.values(NAME_COLUMNS[rank])[row]
        return (value,) if rank == 0 else value

    def _resolved(self, query: str, found: list[tuple[str, Gene]]) -> Match:
        """Approved genes of a hit; a withdrawn entry gives way to what replaced it."""
        current = [(how, gene) for how, gene in found if gene.approved]
        gone = [gene for _, gene in found if not gene.approved]
        if not current and gone and gone[0].replaced_by:
            new = self.find(gone[0].replaced_by) if gone[0].replaced_by != query else None
            if new and new.genes:
                return Match(query, new.genes, "replaced_by", gone[0])
        return Match(
            query,
            tuple(gene for _, gene in current),
            current[0][0] if current else "",
            gone[0] if gone else None,
        )

    def _index(self, form: str) -> _Index:
        found = self._built.get(form)
        if found is None:
            with self._lock:
                found = self._built.get(form)
                if found is None:
                    found = self._built[form] = self._build_names(form)
        index: _Index = found
        return index

    def _build_names(self, form: str) -> _Index:
        key = fold if form == "folded" else squeeze
        index: _Index = {}
        for rank, column in enumerate(NAME_COLUMNS):
            for row, value in enumerate(self._columns.values(column)):
                for name in (value,) if rank == 0 else value:
                    folded = key(name)
                    if form == "squeezed" and folded == fold(name):
                        continue  # the other index has it
                    index[folded] = (*index.get(folded, ()), (rank, row))
        return index

    def _ids(self, column: str) -> dict[str, int | tuple[int, ...]]:
        found = self._built.get(column)
        if found is None:
            with self._lock:
                found = self._built.get(column)
                if found is None:
                    found = self._built[column] = self._build_ids(column)
        index: dict[str, int | tuple[int, ...]] = found
        return index

    def _build_ids(self, column: str) -> dict[str, int | tuple[int, ...]]:
        index: dict[str, int | tuple[int, ...]] = {}
        for row, value in enumerate(self._columns.values(column)):
            for identifier in value if isinstance(value, tuple) else (value,):
                if identifier:
                    key = identifier.removeprefix("HGNC:")
                    before = index.get(key)
                    if before is None:
                        index[key] = row
                    else:
                        index[key] = (*((before,) if isinstance(before, int) else before), row)
        return index

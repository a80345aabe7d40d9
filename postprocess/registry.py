"""The gene registry: every human gene with its names and identifiers, for look-up.

One value: ``GeneRegistry.from_parquet("genes.parquet").get("GLI1").ensembl_id`` is
``"ENSG00000111087"``. Needs pyarrow only; columns and indexes are read when first used. A
registry never changes after it is opened, so threads may share it.

Candidates of a look-up are given in this order: those with a name spelt exactly so, those with it
in another case, those with other dashes, blanks or Greek letters, those with it as their full name,
those that replaced a withdrawn entry; among the equally near: approved symbol, previous symbol,
alias; then by HGNC number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from os import PathLike
from pathlib import Path

from .columns import Columns
from .errors import PostprocessError
from .gene import NUMBER, Gene, Match
from .identifiers import (
    ID_COLUMNS,
    NUMBER_COLUMNS,
    SYMBOL,
    read_accession,
    read_as,
    read_identifier,
)
from .lookup import EXACT, NAME_COLUMNS, Hit, Lookup
from .names import bare, unquoted
from .registry_hub import fetch_registry
from .resolve import Found, resolve

DEFAULT_REPO = "geneverse/gene-registry"
FILE_NAME = "genes.parquet"
_KINDS = {"alliance_id": "hgnc_id"}
_LONGEST_NAME = 256


class GeneRegistry:
    """Look-up over one registry file.

    Raises:
        RegistryError: the file is missing, damaged, of another schema version, or lacks a column;
            at the first look-up, that a symbol or HGNC id stands in two rows.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._lookup = Lookup(columns)

    @classmethod
    def from_parquet(cls, path: str | PathLike[str]) -> "GeneRegistry":
        """Open a file, or a folder that holds ``genes.parquet``."""
        file = Path(path)
        return cls(Columns(file / FILE_NAME if file.is_dir() else file))

    @classmethod
    def from_pretrained(
        cls, repo_id: str = DEFAULT_REPO, *, revision: str | None = None
    ) -> "GeneRegistry":
        """Open the registry of a Hub data set; it is cached and works offline afterwards.

        A folder or file on this machine may stand in place of the id, without ``revision``.

        Raises:
            RegistryError: no such repo, revision or file, or neither a network nor a cached copy;
                the message says what to do.
        """
        return cls.from_parquet(fetch_registry(repo_id, FILE_NAME, revision))

    @property
    def path(self) -> Path:
        """The file."""
        return self._columns.path

    @property
    def columns(self) -> Columns:
        """The file's columns, for what goes over all genes at once."""
        return self._columns

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
        return self._lookup.symbols

    def gene(self, row: int) -> Gene:
        """The gene of one row, in order of HGNC numbers."""
        return Gene(self._columns, row)

    def get(self, symbol: str) -> Gene | None:
        """The gene that bears exactly this approved symbol."""
        row = self.symbols.get(symbol)
        return None if row is None else Gene(self._columns, row)

    def by_id(self, kind: str, value: str) -> tuple[Gene, ...]:
        """Genes with an identifier; ``kind`` is a column, ``value`` has no prefix.

        ``by_id("hgnc_id", "4317")``; more than one gene only for MIM and UniProt, where genes share
        one. A withdrawn entry is found by its HGNC id: see its ``approved`` and ``replaced_by``.
        """
        column = _KINDS.get(kind, kind)
        if column not in ID_COLUMNS:
            raise PostprocessError(
                f"identifier kind {kind!r} is not known; use one of {', '.join(ID_COLUMNS)}"
            )
        rows = self._lookup.identified(column, value)
        return tuple(Gene(self._columns, row) for row in rows)

    def find(self, text: str, *, kind: str | None = None) -> Match:
        """Look up a symbol, previous symbol, alias, full name or identifier, as people write it.

        Case, dashes, blanks and Greek letters may be as people write them. A name of several genes
        gives them all (see :class:`Match`), never one by a guess. With ``kind``, a column
        (``"hgnc_id"``, ``"aliases"``), only that is looked in, and the prefix of an identifier may
        be left out; a bare number without it gives all genes that have it as some identifier, and
        none of them as *the* gene.

        Raises:
            PostprocessError: ``kind`` is no column that is looked in.
        """
        key = text.strip()
        if kind is not None:
            return self._of_kind(text, key, _KINDS.get(kind, kind))
        if key.isascii() and key.isdigit():
            found = [hit for kind in NUMBER_COLUMNS for hit in self._identified(kind, key)]
            match = self._resolved(text, [*found, *self._by_name(key)])
            return replace(match, how=NUMBER, certain=False)
        known = None if key in self.symbols else read_identifier(key)
        if known and known[0] == SYMBOL:
            return self._resolved(text, self._by_name(known[1]))
        if known and (found := self._identified(*known)):
            return self._resolved(text, found)
        accession = read_accession(key)
        found = self._identified("uniprot_ids", accession) if accession else []
        return self._resolved(text, [*found, *self._by_name(key)])

    def suggest(self, text: str, n: int = 5) -> tuple[str, ...]:
        """Approved symbols that look like ``text``, for error messages; best first."""
        return self._lookup.suggester.nearest(text, n)

    def _of_kind(self, text: str, key: str, kind: str) -> Match:
        if kind in ID_COLUMNS:
            return self._resolved(text, self._identified(kind, read_as(kind, key)))
        if kind not in NAME_COLUMNS:
            known = ", ".join((*NAME_COLUMNS, *ID_COLUMNS))
            raise PostprocessError(f"kind {kind!r} is not looked in; use one of {known}")
        return self._resolved(text, [hit for hit in self._by_name(key) if hit[0] == kind])

    def _identified(self, kind: str, value: str) -> list[Found]:
        return [(kind, row, EXACT) for row in self._lookup.identified(kind, value)]

    def _by_name(self, key: str) -> list[Found]:
        if not 0 < len(key) <= _LONGEST_NAME:
            return []
        plain = bare(key)
        hits: list[Hit] = []
        for form in dict.fromkeys((key, unquoted(key), plain)):
            hits = hits or self._lookup.named(form)
        hits = hits or self._of_parts(key)
        if not hits or hits[0][:2] != (EXACT, 0):  # not for an approved symbol
            hits = hits + self._lookup.full_name(plain)
        return [(NAME_COLUMNS[rank], row, near) for near, rank, row in hits]

    def _of_parts(self, key: str) -> list[Hit]:
        """``HER-2/neu``, ``CXCL8 (IL-8)``: the genes that have each of the parts as a name."""
        parts = [part.strip() for part in key.replace("(", "/").rstrip(")").split("/")]
        if not 2 <= len(parts) <= 4 or not all(parts):
            return []
        found = [self._lookup.named(part) for part in parts]
        common = set.intersection(*({row for *_, row in hits} for hits in found))
        return [hit for hit in found[0] if hit[-1] in common]

    def _resolved(self, query: str, found: Iterable[Found]) -> Match:
        return resolve(query, found, self.gene, self._replacements)

    def _replacements(self, name: str) -> tuple[Gene, ...]:
        """What ``replaced_by`` names: by an HGNC id, or by an approved symbol."""
        known = read_identifier(name)
        if known and known[0] in ID_COLUMNS:
            return self.by_id(*known)
        gene = self.get(name)
        return (gene,) if gene else ()

"""The gene registry: every human gene with its names and identifiers, for look-up.

One value: ``GeneRegistry.from_parquet("genes.parquet").get("GLI1").ensembl_id`` is
``"ENSG00000111087"``. Needs pyarrow only; columns and indexes are read when first used. A
registry never changes after it is opened, so threads may share it.

Candidates of a look-up are given in this order: approved symbol, previous symbol, alias, full name,
replacement of a withdrawn entry; within each by HGNC number.
"""

from collections.abc import Iterable, Iterator
from os import PathLike
from pathlib import Path

from .columns import Columns
from .errors import PostprocessError
from .gene import NUMBER, REPLACED, Gene, Match
from .identifiers import (
    ID_COLUMNS,
    NUMBER_COLUMNS,
    SYMBOL,
    read_accession,
    read_as,
    read_identifier,
)
from .lookup import NAME_COLUMNS, Hit, Lookup
from .names import bare
from .registry_hub import fetch_registry

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

        Exact spelling first, then any case, then Greek letters, dashes and blanks, then full names.
        A name of several genes gives them all (see :class:`Match`), never one by a guess. With
        ``kind``, a column (``"hgnc_id"``, ``"aliases"``), only that is looked in, and the prefix of
        an identifier may be left out; a bare number without it gives all genes that have it as some
        identifier, and none of them as *the* gene.

        Raises:
            PostprocessError: ``kind`` is no column that is looked in.
        """
        key = text.strip()
        if kind is not None:
            return self._of_kind(text, key, _KINDS.get(kind, kind))
        if key in self.symbols:
            return self._resolved(text, self._by_name(key))
        if key.isascii() and key.isdigit():
            return self._of_number(text, key)
        known = read_identifier(key)
        if known and known[0] == SYMBOL:
            return self._resolved(text, self._by_name(known[1]))
        found = self._identified(*known) if known else []
        accession = read_accession(key)
        if accession:
            found += self._identified("uniprot_ids", accession)
        return self._resolved(text, [*found, *([] if known and found else self._by_name(key))])

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

    def _of_number(self, text: str, key: str) -> Match:
        found = [hit for kind in NUMBER_COLUMNS for hit in self._identified(kind, key)]
        match = self._resolved(text, [*found, *self._by_name(key)])
        return Match(text, match.genes, NUMBER, match.withdrawn, match.kinds)

    def _identified(self, kind: str, value: str) -> list[tuple[str, int]]:
        return [(kind, row) for row in self._lookup.identified(kind, value)]

    def _by_name(self, key: str) -> list[tuple[str, int]]:
        """Column and row of each hit of the first way of comparing that gives any."""
        if not 0 < len(key) <= _LONGEST_NAME:
            return []
        lookup = self._lookup
        hits = lookup.named(key)
        exact = [hit for hit in hits if key in lookup.names(hit)]
        # "AbC" spelt so is an alias; it is also ABC in another case, if that is a symbol.
        hits = [hit for hit in hits if hit in exact or not exact or hit[0] == 0]
        hits = hits or lookup.squeezed(key) or self._of_parts(key)
        if not exact:
            hits = hits + lookup.full_name(key)
        plain = bare(key)
        if not hits and plain != key:
            return self._by_name(plain)
        kinds = sorted(dict.fromkeys(hits))
        first = exact and exact[0][0] != 0 and kinds[0][0] == 0
        if first:  # an alias spelt exactly goes before a symbol in another case
            kinds.sort(key=lambda hit: hit not in exact)
        return [(NAME_COLUMNS[rank], row) for rank, row in kinds]

    def _of_parts(self, key: str) -> list[Hit]:
        """``HER-2/neu``, ``CXCL8 (IL-8)``: the genes that have each of the parts as a name."""
        parts = [part.strip() for part in key.replace("(", "/").rstrip(")").split("/")]
        if not 2 <= len(parts) <= 4 or not all(parts):
            return []
        found = [self._lookup.named(part) or self._lookup.squeezed(part) for part in parts]
        common = set.intersection(*({row for _, row in hits} for hits in found))
        return [hit for hits in found[:1] for hit in hits if hit[1] in common]

    def _resolved(self, query: str, found: Iterable[tuple[str, int]]) -> Match:
        """Approved genes of a hit; a withdrawn entry gives way to all that replaced it."""
        kinds: dict[int, str] = {}
        gone: list[Gene] = []
        for how, row in found:
            gene = Gene(self._columns, row)
            if gene.approved:
                kinds.setdefault(row, how)
            else:
                gone.append(gene)
        for row in self._successors(gone):
            kinds.setdefault(row, REPLACED)
        return Match(
            query,
            tuple(Gene(self._columns, row) for row in kinds),
            next(iter(kinds.values()), ""),
            gone[0] if gone else None,
            tuple(kinds.values()),
        )

    def _successors(self, gone: Iterable[Gene]) -> list[int]:
        """Rows of the approved genes at the ends of all chains of replacements."""
        seen: set[int] = set()
        new: list[int] = []
        waiting = list(gone)
        while waiting:
            entry = waiting.pop(0)
            if entry.row in seen:
                continue  # HGNC:1 -> HGNC:2 -> HGNC:1
            seen.add(entry.row)
            for gene in self._named_by(entry):
                if gene.approved:
                    new.append(gene.row)
                else:
                    waiting.append(gene)
        return sorted(dict.fromkeys(new))

    def _named_by(self, entry: Gene) -> Iterator[Gene]:
        """What ``replaced_by`` names: HGNC ids, or approved symbols."""
        for name in filter(None, map(str.strip, entry.replaced_by.split(","))):
            known = read_identifier(name)
            if known:
                yield from self.by_id(*known)
            elif (gene := self.get(name)) is not None:
                yield gene

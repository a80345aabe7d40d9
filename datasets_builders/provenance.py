"""Where the data came from: each source file with its date, size, hash and licence, and the counts.

One value of ``provenance.json``::

    {"sources": [{"file": "hgnc_complete_set.txt.gz", "source": "HGNC complete set",
                  "url": "https://...", "date": "2024-11-01", "size": 3953073, "sha256": "9f...",
                  "licence": "CC0-1.0", "rows": 43882, "used": 43882}],
     "absent": ["gene2go"],
     "counts": {"records": 43882, "skipped": {"gene_info: no HGNC id": 17000}}}
"""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file as it was read.

    ``date`` is the newest date in the content (ISO 8601; ``""`` where the content has none).
    ``rows`` are the data rows in the file; ``used`` of them became part of a record, and the other
    ``rows - used`` are counted in :attr:`Provenance.skipped`.
    """

    file: str
    source: str
    url: str
    date: str
    size: int
    sha256: str
    licence: str
    rows: int
    used: int = 0


@dataclass(frozen=True, slots=True)
class Provenance:
    """All sources of a data set, the number of records, the rows left out by reason.

    A reason begins with its source: ``"gene_info: not human (tax_id 63221)"``.
    ``records`` counts approved genes; withdrawn entries are the ``used`` rows of their own file.
    ``absent`` names the optional files that were not in the folder.
    """

    sources: tuple[SourceFile, ...]
    records: int
    skipped: dict[str, int] = field(default_factory=dict)
    absent: tuple[str, ...] = ()

    @property
    def build_date(self) -> str:
        """The newest date of all sources, ``2024-11-05``; ``""`` where no source has a date."""
        return max((s.date for s in self.sources), default="")

    def to_json(self) -> dict[str, Any]:
        """The content of ``provenance.json``; the order of the sources is kept."""
        return {
            "sources": [asdict(s) for s in self.sources],
            "absent": list(self.absent),
            "counts": {"records": self.records, "skipped": dict(sorted(self.skipped.items()))},
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Provenance":
        """The reverse of :meth:`to_json`."""
        return cls(
            sources=tuple(SourceFile(**s) for s in data["sources"]),
            records=data["counts"]["records"],
            skipped=dict(data["counts"]["skipped"]),
            absent=tuple(data.get("absent", ())),
        )

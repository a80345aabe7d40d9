"""The embedded sample: 385 approved genes of every HGNC locus type and 20 withdrawn entries.

``genes.jsonl`` has one :class:`GeneRecord` a line, sorted by HGNC number, and begins::

    {"symbol": "AAVS1", "name": "adeno-associated virus integration site 1", ...

It holds the paper's 20 genes, the genes of the synthetic descriptions, relatives of both (so that
the leak-safe split has something to keep apart) and a seeded draw over all locus types. Facts only:
ids, names, aliases, locations, gene groups and up to four GO processes a gene; no summaries.

``withdrawn.jsonl`` has entries that HGNC withdrew: most were merged into a gene of the sample, one
was split (HGNC:1871 CFAG), one merged into an entry that was withdrawn in turn (HGNC:231 ADCR).
"""

import json
from pathlib import Path

from datasets_builders.errors import DataError
from datasets_builders.files import sha256_of
from datasets_builders.genes.records import GeneRecord
from datasets_builders.provenance import Provenance, SourceFile

SAMPLE_FILE = Path(__file__).parent / "genes.jsonl"
WITHDRAWN_FILE = SAMPLE_FILE.with_name("withdrawn.jsonl")
# Source, address, date of the file that the facts were taken from, licence.
_ORIGINS = (
    ("HGNC complete set", "https://www.genenames.org", "2024-10-18", "CC0-1.0"),
    (
        "NCBI Gene (gene_info, RefSeq status)",
        "https://www.ncbi.nlm.nih.gov/gene",
        "2020-11-29",
        "public domain (US government work)",
    ),
    (
        "Gene Ontology, biological process gene sets",
        "https://geneontology.org",
        "2023",
        "CC-BY-4.0",
    ),
)


_WITHDRAWN_ORIGIN = ("HGNC withdrawn entries", "https://www.genenames.org", "2026-01-06", "CC0-1.0")


def read_jsonl(path: Path) -> list[GeneRecord]:
    """Records from a JSON Lines file, one gene a line.

    Raises:
        DataError: a line is no record, or an HGNC id occurs twice; names file and line.
    """
    records: list[GeneRecord] = []
    first: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record = GeneRecord.from_json(json.loads(line))
        except (ValueError, TypeError) as error:
            raise DataError(
                f"{path.name}, line {number}: not a gene record ({error}); "
                "each line is one JSON object with the fields of GeneRecord"
            ) from error
        if record.hgnc_id in first:
            raise DataError(
                f"{path.name}: {record.hgnc_id} occurs twice, in lines {first[record.hgnc_id]} "
                f"and {number}; remove one of them"
            )
        first[record.hgnc_id] = number
        records.append(record)
    return records


def load_sample() -> tuple[list[GeneRecord], Provenance]:
    """The approved genes, then the withdrawn entries, and their provenance.

    Size and hash of a source are those of the file of the sample that its facts stand in.
    """
    genes, withdrawn = read_jsonl(SAMPLE_FILE), read_jsonl(WITHDRAWN_FILE)
    sources = (
        *(_source(SAMPLE_FILE, len(genes), *origin) for origin in _ORIGINS),
        _source(WITHDRAWN_FILE, len(withdrawn), *_WITHDRAWN_ORIGIN),
    )
    return [*genes, *withdrawn], Provenance(sources=sources, records=len(genes))


def _source(path: Path, rows: int, source: str, url: str, date: str, licence: str) -> SourceFile:
    return SourceFile(
        file=path.name,
        source=source,
        url=url,
        date=date,
        size=path.stat().st_size,
        sha256=sha256_of(path),
        licence=licence,
        rows=rows,
        used=rows,
    )

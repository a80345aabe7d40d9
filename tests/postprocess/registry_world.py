"""A small registry in the form that the data room writes, made by these tests themselves."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from postprocess.schema import COLUMNS, LISTS

# symbol; number, Entrez, Ensembl, MIM, UniProt, location; aliases; previous symbols
_GENES = """
AR; 644 367 ENSG00000169083 313700 P10275 Xq12; AIS NR3C4 SMAX1 HUMARA; DHTR SBMA
CAP1; 20040 10487 ENSG00000131236 617801 Q01518 1p34.2; CAP;
SERPINB6; 8950 5269 ENSG00000124570 173321 P35237 6p25.2; CAP PTI; PI6 DFNB91
GLI1; 4317 2735 ENSG00000111087 165220 P08151 12q13.3; GLI;
SUFU; 16466 51684 ENSG00000107882 607035 Q9UMX1 10q24.32; SUFUH SUFUXL PRO1280;
TP53; 11998 7157 ENSG00000141510 191170 P04637 17p13.1; p53 LFS1;
MIR608; 32864 693193 ENSG00000207551 - - 10q24.31; hsa-mir-608; MIRN608
RPL37P24; 36380 100270800 ENSG00000241624 - - 12q15;;
TGFB1; 11766 7040 ENSG00000105329 190180 P01137 19q13.2; CED TGFbeta; TGFB DPD1
LINC00665; 44323 100506930 ENSG00000232677 - - 19q13.12; AC012345.1 CIR665 FLJ1 FLJ2 FLJ3 FLJ4;
NOIDS; 99001 - - - - -;;
"""


def gene_row(symbol: str, number: int, **fields: Any) -> dict[str, Any]:
    """One row with every column of the registry; fields that are not given are empty."""
    row: dict[str, Any] = {name: [] if name in LISTS else "" for name in COLUMNS}
    row |= {
        "hgnc_id": f"HGNC:{number}",
        "symbol": symbol,
        "name": f"{symbol.lower()} full name",
        "status": "Approved",
        "replaced_by": None,
        "organism": "Homo sapiens",
    }
    return row | fields


def _parsed(line: str) -> dict[str, Any]:
    symbol, middle, aliases, previous = line.split(";")
    number, entrez, ensembl, mim, uniprot, location = (
        "" if value == "-" else value for value in middle.split()
    )
    return gene_row(
        symbol,
        int(number),
        entrez_id=entrez,
        ensembl_id=ensembl,
        mim_ids=[mim] if mim else [],
        uniprot_ids=[uniprot] if uniprot else [],
        alliance_id=f"HGNC:{number}" if entrez else "",
        location=location,
        aliases=aliases.split(),
        previous_symbols=previous.split(),
    )


def rows() -> list[dict[str, Any]]:
    """The genes of the tests, one of them withdrawn without, one with a replacement."""
    found = [_parsed(line) for line in _GENES.strip().splitlines()]
    found.append(gene_row("GONE1", 90001, status="Entry Withdrawn"))
    found.append(gene_row("OLDGLI", 90002, status="Symbol Withdrawn", replaced_by="GLI1"))
    return sorted(found, key=lambda row: int(row["hgnc_id"].removeprefix("HGNC:")))


def write_registry(
    path: Path,
    content: list[dict[str, Any]],
    *,
    version: str | None = "1",
    drop: str | None = None,
    types: dict[str, pa.DataType] | None = None,
    date: str = "2026-10-01",
) -> Path:
    """A registry file with the contract's columns and metadata; ``types`` makes columns wrong."""
    fields = [
        (name, pa.list_(pa.string()) if name in LISTS else pa.string())
        for name in COLUMNS
        if name != drop
    ]
    metadata = {"geneverse.build_date": date, "geneverse.sources": "[]"}
    if version is not None:
        metadata["geneverse.schema"] = version
    kept = [{k: v for k, v in row.items() if k != drop} for row in content]
    table = pa.Table.from_pylist(kept, schema=pa.schema(fields, metadata=metadata))
    for name, kind in (types or {}).items():
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, pa.nulls(len(table), kind))
    table = table.replace_schema_metadata(metadata)
    pq.write_table(table, path, row_group_size=10_000, write_page_checksum=True)
    return path

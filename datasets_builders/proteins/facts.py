"""``geneverse.json`` and ``provenance.json`` of a protein data set."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from datasets_builders.files import sha256_of
from datasets_builders.proteins.audit import STRUCTURES
from datasets_builders.proteins.draw import How
from datasets_builders.proteins.questions import QUESTIONS
from datasets_builders.proteins.records import LICENCES, Origin, Refused
from datasets_builders.proteins.rows import DEFAULT_CONFIG, Rows
from datasets_builders.proteins.work import Drawn
from datasets_builders.provenance import Provenance, SourceFile
from datasets_builders.schema import PROTEIN_QUESTION
from datasets_builders.splits import SPLITS

_URLS: Mapping[Origin, str] = {
    "AlphaFold DB": "https://alphafold.ebi.ac.uk",
    "PDB": "https://www.rcsb.org",
    "modelled helix": "",
}
_FEW = 100  # structures; below, scores are noise


def geneverse_json(
    folder: Path,
    rows: Mapping[str, Rows],
    drawn: Sequence[Drawn],
    how: How,
    *,
    seed: int,
    method: str,
) -> dict[str, Any]:
    """What training, scoring, cards and releases need to know; ``folder`` has the Parquet files."""
    configs = {
        config: {s: _file(folder / config / f"{s}.parquet", len(f)) for s, f in splits.items()}
        for config, splits in rows.items()
    }
    table = {
        path.stem: _file(path, None)
        for path in sorted((folder / STRUCTURES).iterdir(), key=lambda p: SPLITS.index(p.stem))
    }
    entries = [e for splits in (*configs.values(), table) for e in splits.values()]
    return {
        "name": folder.name,
        "task": "protein",
        "seed": seed,
        "default_config": DEFAULT_CONFIG if DEFAULT_CONFIG in rows else next(iter(rows)),
        "revision_of_content": hashlib.sha256(
            "\n".join(sorted(e["sha256"] for e in entries)).encode()
        ).hexdigest(),
        "configs": configs,
        "tables": {STRUCTURES: table},
        "strata": {
            config: {
                split: dict(sorted(Counter(one.row.stratum for one in found).items()))
                for split, found in splits.items()
            }
            for config, splits in rows.items()
        },
        "prompts": {"question": PROTEIN_QUESTION, **QUESTIONS},
        "pictures": {
            "size": how.size,
            "views": list(how.views),
            "format": "PNG",
            "renderers": dict(Counter(look.renderer for one in drawn for look in one.looks)),
            "ink_share": _range([look.ink_share for one in drawn for look in one.looks]),
        },
        "origins": dict(sorted(Counter(one.record.origin for one in drawn).items())),
        "relatives": method,
        "caveats": caveats(drawn),
    }


def caveats(drawn: Sequence[Drawn]) -> list[str]:
    """What the figures of the folder cannot show, a sentence each."""
    said = []
    helices = sum(one.record.origin == "modelled helix" for one in drawn)
    if helices:
        said.append(
            f"{helices} of {len(drawn)} structures are helices modelled from the sequence alone, "
            "not determined and not predicted: their pictures differ in length and little else."
        )
    if len(drawn) < _FEW:
        said.append(
            f"{len(drawn)} structures are enough to try everything out, and too few to train on or "
            "to measure anything with."
        )
    return said


def provenance_of(
    drawn: Sequence[Drawn], refused: Sequence[Refused], sources: Sequence[SourceFile]
) -> Provenance:
    """The sources, by default one for each origin of the structures; refusals are counted."""
    return Provenance(
        sources=tuple(sources) or _by_origin(drawn),
        records=len(drawn),
        skipped=dict(Counter(f"structures: {one.reason}" for one in refused)),
    )


def _by_origin(drawn: Sequence[Drawn]) -> tuple[SourceFile, ...]:
    """The hash of a source is that over the sorted hashes of its files (table ``structures``)."""
    found = []
    for origin in sorted({one.record.origin for one in drawn}):
        own = sorted(one.record.sha256 for one in drawn if one.record.origin == origin)
        found.append(
            SourceFile(
                file=f"{len(own)} structure files",
                source=origin,
                url=_URLS[origin],
                date="",
                size=0,
                sha256=hashlib.sha256("\n".join(own).encode()).hexdigest(),
                licence=LICENCES[origin],
                rows=len(own),
                used=len(own),
            )
        )
    return tuple(found)


def _file(path: Path, rows: int | None) -> dict[str, Any]:
    import pyarrow.parquet as pq

    return {
        "rows": pq.read_metadata(path).num_rows if rows is None else rows,
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
    }


def _range(values: Sequence[float]) -> list[float]:
    return [min(values), max(values)] if values else []

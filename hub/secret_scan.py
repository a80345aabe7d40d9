"""Finds access tokens and private keys before they are published; it never shows their value."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What the issuers document as the shape of their tokens; a look-behind keeps "risk-..." out.
PATTERNS = {
    "Hugging Face token": rb"(?<![A-Za-z0-9_])hf_[A-Za-z0-9]{20,}",
    "API key (sk-...)": rb"(?<![A-Za-z0-9])sk-(?:[a-z]+-)*[A-Za-z0-9_]{20,}",
    "GitHub token": rb"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})",
    "AWS access key": rb"(?<![A-Z0-9])AKIA[A-Z0-9]{16}(?![A-Z0-9])",
    "private key": rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
# Arrow's RE2 has no look-around: the pattern without it narrows down, Python's decides.
_LOOSE = "|".join(re.sub(r"\(\?<?[!=][^)]*\)", "", p.decode()) for p in PATTERNS.values())


def secrets_in_text(data: bytes) -> Iterator[tuple[str, int]]:
    """Kind and line number (from 1) of each secret in a text."""
    for name, pattern in _COMPILED.items():
        for match in pattern.finditer(data):
            yield name, data.count(b"\n", 0, match.start()) + 1


def secrets_in_parquet(path: Path) -> Iterator[tuple[str, str]]:
    """Kind and column of each secret in the text columns of a Parquet file, nested ones too."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            for column, values in zip(batch.schema.names, batch.columns, strict=True):
                for texts in _texts(values):
                    found = pc.fill_null(pc.match_substring_regex(texts, _LOOSE), False)
                    hits = [str(hit).encode() for hit in texts.filter(found)]
                    for kind, pattern in _COMPILED.items():
                        if any(pattern.search(hit) for hit in hits):
                            yield kind, column


def _texts(values: Any) -> Iterator[Any]:
    """The string arrays within an Arrow array."""
    import pyarrow as pa

    if pa.types.is_dictionary(values.type):
        values = values.dictionary
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        yield values
    elif pa.types.is_struct(values.type):
        for child in values.flatten():
            yield from _texts(child)
    elif pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
        yield from _texts(values.flatten())

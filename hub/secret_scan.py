"""Finds access tokens and private keys before they are published; it never shows their value."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hub.pickles import pickle_in_bytes

# What the issuers document as the shape of their tokens; a look-behind keeps "risk-..." out.
PATTERNS = {
    "Hugging Face token": rb"(?<![A-Za-z0-9_])hf_[A-Za-z0-9]{20,}",
    "API key (sk-...)": rb"(?<![A-Za-z0-9])sk-(?:[a-z]+-)*[A-Za-z0-9_]{20,}",
    "GitHub token": rb"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})",
    "AWS access key": rb"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])",
    "Google API key": rb"(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])",
    "Slack token": rb"(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,}",
    "PyPI token": rb"(?<![A-Za-z0-9])pypi-AgE[A-Za-z0-9_-]{50,}",
    "private key": rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
}
# Any other value that somebody calls a key, a secret, a token or a password.
_ASSIGNED = re.compile(
    rb"(?i)(?:key|secret|token|passw(?:or)?d|pwd)"
    rb"[A-Za-z_]{0,8}[\"']?\s{0,3}[:=]\s{0,3}[\"']?([A-Za-z0-9+/_=.-]{20,200})(?![A-Za-z0-9+/_=.-])"
)
SECRETIVE = 3.5  # bits a character: words have 3 or fewer, 20 random letters and digits about 4
_COMPILED = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}
# Arrow's RE2 has no look-around: the pattern without it narrows down, Python's decides.
_LOOSE = "|".join(re.sub(r"\(\?<?[!=][^)]*\)", "", p.decode()) for p in PATTERNS.values())


def secrets_in_text(data: bytes) -> Iterator[tuple[str, int]]:
    """Kind and line number (from 1) of each secret in a text."""
    for name, pattern in _COMPILED.items():
        for match in pattern.finditer(data):
            yield name, data.count(b"\n", 0, match.start()) + 1
    for match in _ASSIGNED.finditer(data):
        if is_random(match[1]) and not any(p.search(match[0]) for p in _COMPILED.values()):
            yield "secret by the look of it", data.count(b"\n", 0, match.start()) + 1


def is_random(value: bytes) -> bool:
    """Whether a value looks drawn at random. Hashes do not: hex has letters of one case only.

    >>> is_random(b"tokenizers/gene-tokenizer-v2.json"), is_random(b"q8Zr3LmWx0TnVb5KdYsJ")
    (False, True)
    """
    if b"/" in value[:1] or value.count(b".") > 2:
        return False
    cases = (rb"[a-z]", rb"[A-Z]", rb"[0-9]")
    if not all(len(re.findall(case, value)) >= 2 for case in cases):
        return False
    counts = Counter(value).values()
    bits = -sum(n / len(value) * math.log2(n / len(value)) for n in counts)
    # Words joined by capitals change case seldom; random text does so all the time.
    turns = len(re.findall(rb"[a-z][A-Z0-9]|[A-Z][a-z0-9]|[0-9][A-Za-z]", value))
    return bits >= SECRETIVE and turns >= len(value) / 4


def faults_in_parquet(path: Path) -> Iterator[str]:
    """Secrets in text columns, pickles in binary ones, and pages that cannot be read."""
    import pyarrow as pa

    try:
        for kind, column in dict.fromkeys(secrets_in_parquet(path)):
            yield f"column {column!r} holds a {kind}: remove it"
        for column in dict.fromkeys(_pickled_columns(path)):
            yield f"column {column!r} holds a pickle: keep the values themselves"
    except (pa.ArrowException, OSError) as error:
        yield f"it cannot be read as Parquet: {error}"


def _pickled_columns(path: Path) -> Iterator[str]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        names = [name for name in file.schema_arrow.names if _is_binary(file.schema_arrow, name)]
        for batch in file.iter_batches(columns=names, batch_size=256) if names else ():
            for column, values in zip(batch.schema.names, batch.columns, strict=True):
                for cells in _leaves(values, binary=True):
                    heads = (cell.as_buffer()[:65536].to_pybytes() for cell in cells if cell)
                    if any(pickle_in_bytes(head) for head in heads):
                        yield column


def _is_binary(schema: Any, name: str) -> bool:
    return "binary" in str(schema.field(name).type)


def secrets_in_parquet(path: Path) -> Iterator[tuple[str, str]]:
    """Kind and column of each secret in the text columns of a Parquet file, nested ones too."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            for column, values in zip(batch.schema.names, batch.columns, strict=True):
                for texts in _leaves(values):
                    found = pc.fill_null(pc.match_substring_regex(texts, _LOOSE), False)
                    hits = [str(hit).encode() for hit in texts.filter(found)]
                    for kind, pattern in _COMPILED.items():
                        if any(pattern.search(hit) for hit in hits):
                            yield kind, column


def _leaves(values: Any, *, binary: bool = False) -> Iterator[Any]:
    """The string arrays (or the binary ones) within an Arrow array."""
    import pyarrow as pa

    types = pa.types
    if types.is_dictionary(values.type):
        values = values.dictionary
    wanted = (
        types.is_binary(values.type) or types.is_large_binary(values.type)
        if binary
        else types.is_string(values.type) or types.is_large_string(values.type)
    )
    if wanted:
        yield values
    elif types.is_struct(values.type):
        for child in values.flatten():
            yield from _leaves(child, binary=binary)
    elif types.is_list(values.type) or types.is_large_list(values.type):
        yield from _leaves(values.flatten(), binary=binary)

"""The embedded synthetic descriptions: one paragraph a gene, written for this data set.

In: ``sample/synthetic.jsonl``, one JSON object a line. Out: a tuple in that order. One value::

    SyntheticDescription(symbol="GLI1", text="At the end of the Hedgehog cascade stands GLI1, ...",
                         author="written for this data set")
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from datasets_builders.errors import DataError

SYNTHETIC_FILE = Path(__file__).parent / "sample" / "synthetic.jsonl"
MIN_WORDS, MAX_WORDS = 60, 110
_FIELDS = ("symbol", "text", "author")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")
# Whoever writes an identifier from memory writes a wrong one; these belong to the record.
_IDENTIFIER = re.compile(r"\b(?:HGNC|MIM|OMIM|Ensembl):?\s*\d+|\bENS[GTP]\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SyntheticDescription:
    """The function of one protein-coding gene in one paragraph of 60 to 110 words, no ids."""

    symbol: str
    text: str
    author: str


def load_synthetic(path: Path = SYNTHETIC_FILE) -> tuple[SyntheticDescription, ...]:
    """Read and check the descriptions.

    Raises:
        DataError: the file is missing or empty, a line is not of the form above, a symbol occurs
            twice, or a text is not one paragraph of 60 to 110 words that names the symbol in its
            first sentence and gives no identifier; names file and line.
    """
    if not path.is_file():
        raise DataError(f"{path}: no such file; each line is {{{', '.join(_FIELDS)}}} as JSON")
    found: dict[str, SyntheticDescription] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{path.name}, line {number}"
        description = _parse(line, place)
        if description.symbol in found:
            raise DataError(
                f"{place}: {description.symbol} was described in line "
                f"{lines[description.symbol]} already; keep one of the two"
            )
        _check(description, place)
        found[description.symbol] = description
        lines[description.symbol] = number
    if not found:
        raise DataError(f"{path}: the file is empty; each line is {{{', '.join(_FIELDS)}}} as JSON")
    return tuple(found.values())


def _parse(line: str, place: str) -> SyntheticDescription:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise DataError(f"{place}: not JSON ({error}); one object a line") from error
    if not isinstance(data, dict) or sorted(data) != sorted(_FIELDS):
        has = ", ".join(sorted(data)) if isinstance(data, dict) else type(data).__name__
        raise DataError(f"{place}: has {has}; the fields are {', '.join(_FIELDS)}")
    for name in _FIELDS:
        if not isinstance(data[name], str) or not data[name].strip():
            raise DataError(f"{place}: {name} is {data[name]!r}; give a text that is not empty")
    return SyntheticDescription(**data)


def _check(description: SyntheticDescription, place: str) -> None:
    symbol, text = description.symbol, description.text
    if text != " ".join(text.split()):
        raise DataError(
            f"{place}: the text of {symbol} has a line break or doubled space; write one paragraph"
        )
    words = len(text.split())
    if not MIN_WORDS <= words <= MAX_WORDS:
        raise DataError(
            f"{place}: the text of {symbol} has {words} words; write {MIN_WORDS} to {MAX_WORDS}"
        )
    first = _SENTENCE_END.split(text, maxsplit=1)[0]
    if not re.search(rf"(?<![\w-]){re.escape(symbol)}(?![\w-])", first):
        raise DataError(f"{place}: the first sentence does not name {symbol}: {first[:60]!r}...")
    if match := _IDENTIFIER.search(text):
        raise DataError(
            f"{place}: the text of {symbol} gives the identifier {match.group()!r}; "
            "identifiers belong to the record, leave it out"
        )

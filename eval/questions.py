"""Questions of a gene data set folder: the Parquet files of one configuration and its splits.

One value (shortened)::

    Question(id="HGNC:4317/grounded", subject="GLI1", prompt="Records:\nGLI1 | ...",
             reference="GLI1 (GLI family zinc finger 1) ...", stratum="gene with protein product",
             split="paper", source="grounded:right")
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .answers import check_unique
from .errors import EvalError

Message = dict[str, str]
COLUMNS = ("id", "subject", "messages", "answer", "stratum", "source")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with the right answer; ``source`` tells a grounded row's kind."""

    id: str
    subject: str
    prompt: str
    reference: str
    stratum: str
    split: str
    source: str

    @property
    def messages(self) -> list[Message]:
        """The conversation up to the answer, as chat templates take it."""
        return [{"role": "user", "content": self.prompt}]

    @property
    def hgnc_id(self) -> str:
        """``HGNC:4317`` of ``HGNC:4317/grounded``."""
        return self.id.partition("/")[0]

    @property
    def foreign_only(self) -> bool:
        """Whether the prompt holds only records of other genes, so that refusing is right."""
        return self.source == "grounded:foreign"


def load_questions(
    data_folder: Path, config: str, splits: Sequence[str], *, limit: int | None = None
) -> list[Question]:
    """All rows of the splits, in the order of the files; ``limit`` rows of each split at most.

    Raises :class:`EvalError` for a missing file, missing columns, an empty split or an id twice.
    """
    import pyarrow.parquet as pq

    questions: list[Question] = []
    for split in splits:
        path = data_folder / config / f"{split}.parquet"
        if not path.is_file():
            raise EvalError(f"no split {split!r} of configuration {config!r}: {path} is missing")
        missing = set(COLUMNS) - set(pq.read_schema(path).names)
        if missing:
            raise EvalError(f"{path} lacks the columns {', '.join(sorted(missing))}")
        rows = pq.read_table(path, columns=list(COLUMNS)).slice(0, limit).to_pylist()
        if not rows:
            raise EvalError(f"{path} holds no rows: nothing to ask")
        questions += [_question(row, split, path) for row in rows]
    check_unique([q.id for q in questions], where=f"{data_folder} ({config}: {', '.join(splits)})")
    return questions


def _question(row: dict[str, Any], split: str, path: Path) -> Question:
    user = [m["content"] for m in row["messages"] if m["role"] == "user"]
    if len(user) != 1:
        raise EvalError(f"{path}, row {row['id']}: {len(user)} user turns where one is needed")
    return Question(
        id=row["id"],
        subject=row["subject"],
        prompt=user[0],
        reference=row["answer"],
        stratum=row["stratum"],
        split=split,
        source=row["source"],
    )


def content_revision(data_folder: Path) -> str:
    """``revision_of_content`` of the folder's geneverse.json."""
    path = data_folder / "geneverse.json"
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return str(facts["revision_of_content"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EvalError(
            f"{path} does not say revision_of_content ({error!r}); "
            "make the data set with `geneverse data genes`"
        ) from error

"""Questions of a data set folder: the Parquet files of one configuration and its splits.

One value (shortened)::

    Question(id="HGNC:4317/grounded", subject="GLI1", prompt="Records:\nGLI1 | ...",
             reference="GLI1 (GLI family zinc finger 1) ...", stratum="gene with protein product",
             split="paper", source="grounded:right")

Questions about a picture have its bytes in ``images``, as the row has them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .answers import check_unique
from .errors import EvalError

Message = dict[str, Any]
HELD_OUT = ("test", "paper")
TASKS = ("gene", "protein", "marker")
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
    group: str = ""
    images: tuple[bytes, ...] = ()

    @property
    def messages(self) -> list[Message]:
        """The conversation up to the answer, as chat templates take it; pictures come first."""
        if not self.images:
            return [{"role": "user", "content": self.prompt}]
        pictures = [{"type": "image", "image": image} for image in self.images]
        return [{"role": "user", "content": [*pictures, {"type": "text", "text": self.prompt}]}]

    @property
    def hgnc_id(self) -> str:
        """``HGNC:4317`` of ``HGNC:4317/grounded``."""
        return self.id.partition("/")[0]

    @property
    def foreign_only(self) -> bool:
        """Whether the prompt holds only records of other genes, so that refusing is right."""
        return self.source == "grounded:foreign"


def load_questions(
    data_folder: Path,
    config: str,
    splits: Sequence[str],
    *,
    limit: int | None = None,
    pictures: bool = True,
) -> list[Question]:
    """All rows of the splits, in the order of the files; ``limit`` rows of each split at most.

    Without ``pictures`` they are not read, which a look at the texts does not need.

    Raises :class:`EvalError` for a missing file, missing columns, an empty split or an id twice.
    """
    import pyarrow.parquet as pq

    questions: list[Question] = []
    for split in splits:
        path = data_folder / config / f"{split}.parquet"
        if not path.is_file():
            raise EvalError(f"no split {split!r} of configuration {config!r}: {path} is missing")
        names = pq.read_schema(path).names
        missing = set(COLUMNS) - set(names)
        if missing:
            raise EvalError(f"{path} lacks the columns {', '.join(sorted(missing))}")
        more = ("group", "images") if pictures else ("group",)
        wanted = [*COLUMNS, *(name for name in more if name in names)]
        rows = pq.read_table(path, columns=wanted).slice(0, limit).to_pylist()
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
        group=row.get("group") or "",
        images=tuple(_image(image, row["id"], path) for image in row.get("images") or ()),
    )


def _image(image: dict[str, Any], row: str, path: Path) -> bytes:
    data = image.get("bytes")
    if not data:
        raise EvalError(f"{path}, row {row}: its picture is not in the file, only its path is")
    return bytes(data)


def task_of(data_folder: Path) -> str:
    """``gene``, ``protein`` or ``marker``, as the folder's geneverse.json says; gene by default."""
    task = str(_note(data_folder).get("task") or TASKS[0])
    if task not in TASKS:
        raise EvalError(
            f"{data_folder / 'geneverse.json'}: task is {task!r}, not {', '.join(TASKS)}"
        )
    return task


def default_config(data_folder: Path) -> str:
    """The configuration that is asked about unless another is named."""
    note = _note(data_folder)
    return "grounded" if task_of(data_folder) == "gene" else str(note.get("default_config"))


def default_splits(data_folder: Path, config: str) -> tuple[str, ...]:
    """``test`` and ``paper``; of other tasks than genes those of the two that there are."""
    if task_of(data_folder) == "gene":
        return HELD_OUT
    there = tuple(s for s in HELD_OUT if (data_folder / config / f"{s}.parquet").is_file())
    return there or HELD_OUT  # none: the error names the missing file


def data_caveats(data_folder: Path) -> tuple[str, ...]:
    """What the data set says of itself that a reader of its scores must see."""
    return tuple(_note(data_folder).get("caveats") or ())


def content_revision(data_folder: Path) -> str:
    """``revision_of_content`` of the folder's geneverse.json."""
    try:
        return str(_note(data_folder)["revision_of_content"])
    except KeyError as error:
        raise EvalError(
            f"{data_folder / 'geneverse.json'} does not say revision_of_content; "
            "make the data set with `geneverse data`"
        ) from error


def _note(data_folder: Path) -> dict[str, Any]:
    path = data_folder / "geneverse.json"
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvalError(
            f"{path} cannot be read ({error}); make the data set with `geneverse data`"
        ) from error
    if not isinstance(note, dict):
        raise EvalError(f"{path} is no JSON object; make the data set with `geneverse data`")
    return note

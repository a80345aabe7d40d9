"""Pictures with their questions, from the data sets of proteins and spatial markers.

Reads ``<folder>/protein-images/**/*.parquet`` and ``<folder>/spatial-markers/**/*.parquet``, rows
of the house's schema: ``images`` (list of ``{bytes, path}``), ``messages`` and ``answer``. Where
there are none, the page says what is missing; it shows no stand-in.
"""

import base64
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from postprocess.errors import PostprocessError

SETS = (
    ("A protein", "protein-images", "a protein's structure, coloured by confidence"),
    ("A tissue section", "spatial-markers", "a gene's expression over the cells of a section"),
)
_SHOWN = 2
_FORMS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"RIFF", "webp"))
_MAX_BYTES = 2_000_000


def pictures_html(folder: Path | None) -> str:
    """Both sets, each with pictures or with what is missing."""
    return '<div class="gv">' + "".join(_section(folder, *row) for row in SETS) + "</div>"


def _section(folder: Path | None, title: str, name: str, shows: str) -> str:
    head = f"<h3>{title} <small>{shows}</small></h3>"
    if folder is None:
        return head + _missing(name, "this Space was given no folder with it")
    files = sorted((folder / name).rglob("*.parquet"))
    if not files:
        return head + _missing(name, f"{folder.name}/{name} holds no Parquet file")
    try:
        figures = "".join(_figure(row) for row in _rows(files[0]))
    except PostprocessError as error:
        return head + _missing(name, str(error))
    return f'{head}<div class="gv-pair">{figures}</div>'


def _missing(name: str, why: str) -> str:
    return (
        f'<p class="gv-note gv-warn">There is no picture to show: the data set geneverse/{name} is '
        f"not published yet, and {escape(why)}. Set GENEVERSE_PICTURES to a folder that holds "
        f"{name}/ to see it here.</p>"
    )


def _rows(file: Path) -> Iterator[Mapping[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file) as table:
            columns = ["images", "messages", "answer"]
            for batch in table.iter_batches(batch_size=_SHOWN, columns=columns):
                yield from batch.to_pylist()
                return
    except (pa.ArrowException, OSError, KeyError) as error:
        raise PostprocessError(f"{file.name} cannot be read ({error})") from error


def _figure(row: Mapping[str, Any]) -> str:
    pictures = "".join(_picture(image) for image in row["images"] or ())
    question = escape(str(row["messages"][0]["content"]))
    return (
        f'<figure class="gv-card">{pictures}<figcaption><p class="gv-text">{question}</p>'
        "<details><summary>The data set's own answer</summary>"
        f'<p class="gv-text">{escape(str(row["answer"]))}</p></details></figcaption></figure>'
    )


def _picture(image: Mapping[str, Any]) -> str:
    raw = image.get("bytes") or b""
    form = next((form for head, form in _FORMS if raw.startswith(head)), None)
    if form is None or len(raw) > _MAX_BYTES:
        raise PostprocessError("a row's picture is neither PNG, JPEG nor WebP, or too large")
    coded = base64.b64encode(raw).decode()
    return f'<img alt="picture of the data set" src="data:image/{form};base64,{coded}">'

"""The embedded synthetic descriptions and what their loader refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from datasets_builders.errors import DataError
from datasets_builders.genes.sample import load_sample
from datasets_builders.genes.synthetic import load_synthetic

TEXT = "The gene GLI1 encodes a protein " + "word " * 60 + "of the pathway."


def write(folder: Path, *rows: Any) -> Path:
    path = folder / "synthetic.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def row(symbol: str = "GLI1", text: str = TEXT) -> dict[str, str]:
    return {"symbol": symbol, "text": text, "author": "written for this data set"}


def test_at_least_sixty_descriptions_of_protein_coding_genes_of_the_sample() -> None:
    protein_coding = {
        r.symbol for r in load_sample()[0] if r.locus_type == "gene with protein product"
    }
    found = load_synthetic()
    assert len(found) >= 60
    assert {d.symbol for d in found} <= protein_coding
    assert {d.author for d in found} == {"written for this data set"}


def test_openings_are_varied_and_no_text_occurs_twice() -> None:
    found = load_synthetic()
    assert len({d.text for d in found}) == len(found)
    openings = [" ".join(d.text.split()[:3]) for d in found]
    assert len(set(openings)) == len(openings)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([row(), row()], "line 2: GLI1 was described in line 1"),
        ([row(text=TEXT + "\n\nMore.")], "write one paragraph"),
        ([row(text="GLI1 is short.")], "has 3 words; write 60 to 110"),
        ([row(text=TEXT + " word" * 60)], "words; write 60 to 110"),
        ([row(symbol="GLI2")], "does not name GLI2"),
        ([row(symbol="GLI")], "does not name GLI:"),
        ([row(text=TEXT + " See HGNC:4317.")], "identifier 'HGNC:4317'"),
        ([{"symbol": "GLI1", "text": TEXT}], "the fields are symbol, text, author"),
        ([[1]], "has list"),
        ([row(text="")], "text is ''"),
        ([], "the file is empty"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    tmp_path: Path, rows: list[Any], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        load_synthetic(write(tmp_path, *rows))


def test_a_missing_file_and_a_line_that_is_not_json(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        load_synthetic(tmp_path / "synthetic.jsonl")
    path = tmp_path / "synthetic.jsonl"
    path.write_text(json.dumps(row()) + '\n{"symbol": "TP5')
    with pytest.raises(DataError, match=r"synthetic\.jsonl, line 2: not JSON"):
        load_synthetic(path)

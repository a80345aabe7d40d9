"""HGNC's withdrawn entries: read, counted, and kept out of every split."""

from pathlib import Path

import pytest
from source_folder import (
    WITHDRAWN_ROWS,
    assert_every_row_is_accounted_for,
    by_symbol,
    hgnc_text,
    withdrawn_text,
    write,
)

from datasets_builders.errors import SourceError
from datasets_builders.genes.sources import read_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "hgnc_complete_set.txt", hgnc_text())
    return tmp_path


def test_merged_split_and_withdrawn_entries_follow_the_approved_genes(folder: Path) -> None:
    write(folder / "withdrawn.txt.gz", withdrawn_text())
    records, provenance = read_folder(folder)
    assert [r.status for r in records[:3]] == ["Approved"] * 3 and len(records) == 8
    gone = by_symbol(records[3:])
    assert (gone["ABCC7"].hgnc_id, gone["ABCC7"].replaced_by) == ("HGNC:58", "HGNC:1884")
    assert gone["CBBM"].replaced_by == "HGNC:4206, HGNC:9936"
    assert (gone["ALPPL1"].status, gone["ALPPL1"].replaced_by) == ("Entry Withdrawn", "")
    assert gone["ADCR"].replaced_by == gone["WT2"].hgnc_id
    source = next(s for s in provenance.sources if s.file == "withdrawn.txt.gz")
    assert (source.rows, source.used, source.licence) == (5, 5, "CC0-1.0")
    assert provenance.records == 3
    assert "HGNC withdrawn entries" not in provenance.absent
    assert_every_row_is_accounted_for(provenance)


@pytest.mark.parametrize(
    "text",
    [
        withdrawn_text(header="HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tMERGED_INTO_REPORT(S)"),
        withdrawn_text([row.replace("\tHGNC", '\t"HGNC') + '"' for row in WITHDRAWN_ROWS[:2]]),
    ],
)
def test_the_ways_to_write_the_last_column(folder: Path, text: str) -> None:
    write(folder / "withdrawn.txt", text)
    gone = by_symbol(read_folder(folder)[0])
    assert gone["CBBM"].replaced_by == "HGNC:4206, HGNC:9936"


def test_rows_that_are_not_used_are_counted(folder: Path) -> None:
    rows = [
        *WITHDRAWN_ROWS,
        "HGNC:4317\tEntry Withdrawn\tGLI1\t",
        "HGNC:2\tReserved\tXYZ\t",
        "HGNC:3\tMerged/Split\tXYZ2\t HGNC:5|A1BG|Approved,HGNC:5|A1BG|Approved",
    ]
    write(folder / "withdrawn.txt", withdrawn_text(rows))
    records, provenance = read_folder(folder)
    assert by_symbol(records)["GLI1"].status == "Approved"
    assert by_symbol(records)["XYZ2"].replaced_by == "HGNC:5"
    assert provenance.skipped == {
        "HGNC withdrawn entries: approved in the complete set": 1,
        "HGNC withdrawn entries: unknown status (Reserved)": 1,
    }
    assert_every_row_is_accounted_for(provenance)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("58\tEntry Withdrawn\tX\t", "line 7: id '58', symbol 'X'"),
        ("HGNC:9\tEntry Withdrawn\t\t", "line 7: id 'HGNC:9', symbol ''"),
        ("HGNC:58\tEntry Withdrawn\tX\t", "line 7: HGNC:58 stands in line 2 too"),
        ("HGNC:9\tMerged/Split\tX\tCFTR", "line 7: 'CFTR' names a replacement without HGNC id"),
        ("HGNC:9\tEntry Withdrawn", "Expected 4 columns"),
    ],
)
def test_a_bad_row_is_named_with_its_line(folder: Path, row: str, message: str) -> None:
    write(folder / "withdrawn.txt", withdrawn_text([*WITHDRAWN_ROWS, row]))
    with pytest.raises(SourceError, match=message):
        read_folder(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "withdrawn.txt: the file is empty"),
        ("<html>404</html>\n", "withdrawn.txt: this is a web page"),
        ("HGNC_ID\tSTATUS\tWITHDRAWN_SYMBOL\tOTHER\nx\n", r"column MERGED_INTO_REPORT\(S\) is mis"),
        (withdrawn_text([]), "withdrawn.txt: a header but no data row"),
    ],
)
def test_what_is_no_such_file_is_refused(folder: Path, text: str, message: str) -> None:
    write(folder / "withdrawn.txt", text)
    with pytest.raises(SourceError, match=message):
        read_folder(folder)
